// Package firefox reads and writes the cookie stores of Firefox and of the
// browsers made from it: the SQLite database cookies.sqlite, and the session
// file, in which the cookies without an expiry date lie.
//
// What is said here of schemas and their changes is from Firefox's
// netwerk/cookie/CookiePersistentStorage.cpp and from stores that Firefox 153
// made.
package firefox

import (
	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// Format is Firefox's store format.
type Format struct{ sqlite.Format[schema] }

type schema struct{}

// Table has the columns of the table's unique constraint for its key.
func (schema) Table() sqlite.Table {
	return sqlite.Table{Name: "moz_cookies", RowID: "id", Key: []string{"name", "host", "path", "originAttributes"}, Secret: []string{"value"}}
}

func (schema) Version(d *sqlite.DB) (int, error) {
	version, _, err := d.Number(`PRAGMA user_version`)
	return int(version), err
}

func (schema) Decoder(s *cookies.Store, version int) sqlite.Decoder { return newDecoder(s, version) }
