package values

import (
	"strconv"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// The names under which encrypted values are put before kooky: it need not know
// whose they are, and hostile names can't end its reading early.
const (
	rowHost = "h"
	rowPath = "/"
)

func rowName(i int) string { return "n" + strconv.Itoa(i) }

// seal makes a private store of encrypted values, in their order, with as much of
// a Chromium's schema as kooky looks at. The version is the last one without
// hashes, so that kooky leaves in place the hash that it would otherwise take off
// without looking at it.
func seal(path string, sealed [][]byte) error {
	err := sqlite.Create(path, 0o600,
		`CREATE TABLE meta(key LONGVARCHAR NOT NULL, value LONGVARCHAR)`,
		`INSERT INTO meta VALUES('version','23')`,
		`CREATE TABLE cookies(host_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL,`+
			`path TEXT NOT NULL, expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL)`)
	if err != nil {
		return err
	}
	columns := []string{"host_key", "name", "value", "encrypted_value", "path", "expires_utc", "is_secure", "is_httponly"}
	text := func(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }
	none := cookies.IntegerCell(0)
	return sqlite.Fill(path, "cookies", columns, func(yield func([]cookies.Cell) bool) {
		for i, value := range sealed {
			if !yield([]cookies.Cell{text(rowHost), text(rowName(i)), text(""), cookies.BlobCell(value), text(rowPath), none, none, none}) {
				return
			}
		}
	})
}
