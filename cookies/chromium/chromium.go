// Package chromium reads and writes the cookie store of Chromium and of the
// browsers made from it: an SQLite database with a table cookies. Values stay as
// they lie there, encrypted.
//
// What is said here of schemas and their changes is from Chromium's
// net/extras/sqlite/sqlite_persistent_cookie_store.cc and from stores that
// Chromium 156 made.
package chromium

import (
	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// Format is Chromium's store format.
type Format struct{ sqlite.Format[schema] }

type schema struct{}

// Table has the columns of the unique index for its key, which Chromium tells
// two cookies apart by.
func (schema) Table() sqlite.Table {
	return sqlite.Table{Name: "cookies", RowID: "rowid",
		Key:    []string{"host_key", "top_frame_site_key", "has_cross_site_ancestor", "name", "path", "source_scheme", "source_port"},
		Secret: []string{"value", "encrypted_value"}}
}

func (schema) Version(d *sqlite.DB) (int, error) {
	if _, found, err := d.Number(`SELECT 1 FROM sqlite_schema WHERE name = 'meta' AND type = 'table'`); err != nil || !found {
		return 0, err
	}
	version, _, err := d.Number(`SELECT value FROM meta WHERE key = 'version'`)
	return int(version), err
}

func (schema) Decoder(s *cookies.Store, version int) sqlite.Decoder { return newDecoder(s, version) }
