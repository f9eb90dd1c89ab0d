package cookies

// Form is a family of formats of values. Where a vendor's software makes values
// that nobody else makes, the family is that vendor's.
type Form uint8

// The forms. Those from GAClient to Balancer prove who made the value.
const (
	Unread Form = iota
	Empty
	One
	Zero
	Truth  // true, no, on, ...
	Small  // up to four digits
	Number // more of them
	Large  // 15 digits and more
	Seconds
	Millis
	Date
	Version // 1.2.3
	Locale  // en, en-GB
	Country // GB
	Currency
	Word
	Phrase // words
	UUID
	Hex16
	Hex32
	Hex40
	Hex64
	Hex      // of another length
	Lower24  // small letters and digits, as ASP.NET makes session ids
	Lower26  // as PHP does
	Token    // letters and digits, up to 15
	Token16  // up to 31
	Token32  // and more
	Base64   // with + / or =, up to 63
	Base64XL // and more
	Dotted   // numbers and dots
	Timed    // ids and times, divided by dots or hyphens
	Bars     // parts divided by | , : ; or their escapes
	Pairs    // a=b&c=d
	Object   // JSON
	Packed   // JSON in base64
	Settings // JSON, nothing in it
	Page     // an address
	Host     // shop.test
	Path     // /a/b
	Signed   // s:id.signature, or text--signature
	Sealed   // a framework's encrypted session
	JWT
	Answer // a record of consent in words
	TCString
	Mixed
	GAClient   // GA1.2.n.time
	GASession  // GS1., GS2.
	GATest     // GAX1.
	Click      // GCL.time.id, 1.1.n.time
	MetaID     // fb.1.millis.id
	Counter    // n.n.time.time...: visitor counters
	Balancer   // BIG-IP's n.n.0000
	Affinity   // a server's name behind an id
	formsCount // not a form
)

// FormNames gives a word for each form, in the order of their numbers.
func FormNames() []string {
	return []string{
		"unread", "empty", "1", "0", "yes or no", "a small number", "a number", "a large number", "a time in seconds", "a time in milliseconds",
		"a date", "a version", "a locale", "a country", "a currency", "a word", "words", "a UUID", "16 hexadecimal digits",
		"32 hexadecimal digits", "40 hexadecimal digits", "64 hexadecimal digits", "hexadecimal digits", "24 small letters and digits",
		"26 small letters and digits", "a short token", "a token of 16 and more", "a token of 32 and more", "short base64", "long base64",
		"numbers and dots", "ids with a time", "a list", "names with values", "JSON", "JSON in base64", "empty JSON", "an address", "a host",
		"a path", "a signed id", "a sealed session", "a JWT", "a record of consent", "a TCF string", "mixed text", "Google Analytics' client id",
		"Google Analytics' session", "Google Optimize's test", "a Google click", "Meta's browser id", "a visitor counter",
		"a load balancer's server", "an id with a server",
	}
}

// String gives the form in words.
func (f Form) String() string {
	if f < formsCount {
		return FormNames()[f]
	}
	return "unknown"
}
