package cookies

// Item is a cookie with its value, on its way from one program to another. One
// that was read from a file has no Store, no Origin, and the key of no browser
// yet: the store that takes it in makes those of its Place.
type Item struct {
	Cookie
	Value []byte
	From  string // where in its file it stood, "line 12"; "" for one from a store
}

// Refusal is an item that was not taken, and why: one clause, lower case.
type Refusal struct {
	From string // as in [Item]
	Why  string
}

// Composed are items as one store would hold them.
type Composed struct {
	Rows    Rows // with the columns that their maker knows; the store has defaults for what else it has
	There   int  // items that the store holds already, by name, domain, path and place
	Refused []Refusal
}
