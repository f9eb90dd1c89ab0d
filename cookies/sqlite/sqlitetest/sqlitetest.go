// Package sqlitetest makes and looks at stores in tests as another program
// would: through SQLite itself, without anything of the packages under test.
package sqlitetest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies/scratch"
)

// Open opens a database until the test ends.
func Open(t testing.TB, path string) *sqlite3.Conn {
	t.Helper()
	conn, err := sqlite3.OpenFlags(path, sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Run runs statements in a database and closes it.
func Run(t testing.TB, path string, statements ...string) {
	t.Helper()
	conn := Open(t, path)
	for _, s := range statements {
		if err := conn.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// Query gives the first column of every row of a query.
func Query(t testing.TB, path, query string) []string {
	t.Helper()
	conn := Open(t, path)
	defer func() { _ = conn.Close() }()
	stmt, _, err := conn.Prepare(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = stmt.Close() }()
	var out []string
	for stmt.Step() {
		out = append(out, stmt.ColumnText(0))
	}
	if err := stmt.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// Dump gives every row of a table in the order of the rowids: rowid, and the
// type and the literal of every column.
func Dump(t testing.TB, path, table string) []string {
	t.Helper()
	columns := Query(t, path, `SELECT name FROM pragma_table_info('`+table+`')`)
	for i, c := range columns {
		columns[i] = "'" + c + "=' || typeof(" + c + ") || ' ' || quote(" + c + ")"
	}
	return Query(t, path, `SELECT rowid || ' ' || `+strings.Join(columns, ` || ' ' || `)+` FROM `+table+` ORDER BY rowid`)
}

// Holds reports whether any file of a store holds these bytes.
func Holds(t testing.TB, path, secret string) bool {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(secret)) {
			return true
		}
	}
	return false
}

// Damage changes bytes as a script says: from every three bytes the first two
// are a place and the third is what is done there. A script of an odd length
// also cuts the end off.
func Damage(whole, script []byte) []byte {
	b := bytes.Clone(whole)
	if len(script)%2 == 1 && len(b) > 0 {
		b = b[:len(b)-int(script[len(script)-1])*len(b)/256]
	}
	for ; len(script) >= 3 && len(b) > 0; script = script[3:] {
		at := (int(script[0])<<8 | int(script[1])) * 7919 % len(b)
		if script[0] == 0 { // among the heads, where it hurts most
			at = int(script[1]) % len(b)
		}
		b[at] ^= script[2]
	}
	return b
}

// Folder gives a private folder for copies that goes with the test.
func Folder(t testing.TB) *scratch.Folder {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	f := new(scratch.Folder)
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}
