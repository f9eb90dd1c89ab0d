package values

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/ncruces/go-sqlite3"
)

// The names under which encrypted values are put before kooky: it need not know
// whose they are, and hostile names can't end its reading early.
const (
	rowHost = "h"
	rowPath = "/"
)

func rowName(i int) string { return "n" + strconv.Itoa(i) }

// schemaSQL is as much of a Chromium's schema as kooky looks at. The version is
// the last one without hashes, so that kooky leaves in place the hash that it
// would otherwise take off without looking at it.
const schemaSQL = `
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
CREATE TABLE meta(key LONGVARCHAR NOT NULL, value LONGVARCHAR);
INSERT INTO meta VALUES('version','23');
CREATE TABLE cookies(host_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL,
 path TEXT NOT NULL, expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL);
BEGIN`

// seal makes a private store of encrypted values, in their order.
func seal(path string, sealed [][]byte) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	db, err := sqlite3.Open("file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Exec(schemaSQL); err != nil {
		return err
	}
	insert, _, err := db.Prepare(`INSERT INTO cookies VALUES(?,?,'',?,?,0,0,0)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	for i, value := range sealed {
		err := errors.Join(insert.BindText(1, rowHost), insert.BindText(2, rowName(i)), insert.BindBlob(3, value),
			insert.BindText(4, rowPath), insert.Exec())
		if err != nil {
			return err
		}
	}
	return db.Exec("COMMIT")
}
