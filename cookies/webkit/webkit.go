// Package webkit reads and writes the cookie store of Epiphany and of the other
// browsers made with WebKitGTK: the SQLite database of libsoup, whose table has
// the name of Firefox's and fewer columns. Cookies without an expiry date are
// never in it.
//
// What is said here of the schema is from stores that Epiphany 43 with libsoup
// 3.2 made.
package webkit

import (
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// Format is libsoup's store format.
type Format = sqlite.Format[schema]

type schema struct{}

// Table has the columns for its key by which libsoup finds the cookie that a new
// one replaces; the table itself has no unique constraint.
func (schema) Table() sqlite.Table {
	return sqlite.Table{Name: "moz_cookies", RowID: "id", Key: []string{"name", "host", "path"}, Secret: []string{"value"}}
}

// The columns that a cookie is made of, by their places in Columns.
const (
	host = iota
	name
	path
	expiry
	accessed
	secure
	httpOnly
	sameSite
	value
	count
)

// Columns gives them.
func (schema) Columns() []sqlite.Column {
	return []sqlite.Column{
		host:     {Name: "host", Needed: true},
		name:     {Name: "name", Needed: true},
		path:     {Name: "path", Needed: true},
		expiry:   {Name: "expiry", Needed: true},
		accessed: {Name: "lastAccessed"},
		secure:   {Name: "isSecure"},
		httpOnly: {Name: "isHttpOnly"},
		sameSite: {Name: "sameSite"},
		value:    {Name: "value", Needed: true},
	}
}

// Version is that of Epiphany's databases: it never counted them.
func (schema) Version(d *sqlite.DB) (int, error) {
	version, _, err := d.Number(`PRAGMA user_version`)
	return int(version), err
}

func (schema) Decoder(s *cookies.Store, _ int) sqlite.Decoder {
	return &decoder{store: s, strings: sqlite.NewStrings(count)}
}

// decoder makes cookies of rows.
type decoder struct {
	store   *cookies.Store
	strings *sqlite.Strings
}

// Key gives the key of a row.
func (d *decoder) Key(v sqlite.View) cookies.Key {
	return cookies.Key{
		Host: d.strings.Of(host, v.Text(host)),
		Name: d.strings.Of(name, v.Text(name)),
		Path: d.strings.Of(path, v.Text(path)),
	}
}

// Cookie decodes a row. The store does not say when a cookie was made, and
// libsoup leaves the time of the last use NULL.
func (d *decoder) Cookie(v sqlite.View) cookies.Cookie {
	c := cookies.Cookie{
		Key:      d.Key(v),
		Store:    d.store,
		Expires:  cookies.FromUnix(v.Int(expiry)),
		SameSite: sameSiteOf(v.Int(sameSite)),
		Secure:   v.Int(secure) != 0,
		HTTPOnly: v.Int(httpOnly) != 0,
	}
	if n := v.Int(accessed); n != 0 {
		c.Accessed = cookies.FromUnix(n)
	}
	text := v.Text(value)
	c.Size, c.Shape = int32(len(c.Name)+len(text)), cookies.ShapeOf(text)
	return c
}

// sameSiteOf reads libsoup's numbers (SoupSameSitePolicy): 1 lax, 2 strict. A
// 0 is none and also what a cookie without the attribute gets, so it says
// nothing.
func sameSiteOf(n int64) cookies.SameSite {
	switch n {
	case 1:
		return cookies.Lax
	case 2:
		return cookies.Strict
	}
	return cookies.Unspecified
}

// Convert brings a row into the columns of a table, by name: older libsoups had
// no sameSite.
func (schema) Convert(rows cookies.Rows, i int, t sqlite.Table, version int) ([]cookies.Cell, bool) {
	return sqlite.Fitting{
		Droppable: func(name string) bool { return slices.Contains([]string{"id", "lastAccessed", "sameSite"}, name) },
		Filled: func(name string) (cookies.Cell, bool) {
			switch name {
			case "id": // the next one that is free
				return cookies.NullCell(), true
			case "lastAccessed":
				return cookies.NullCell(), true
			case "sameSite":
				return cookies.IntegerCell(0), true
			}
			return cookies.Cell{}, false
		},
	}.Fit(rows, i, t, version)
}
