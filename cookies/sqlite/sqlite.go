// Package sqlite reads one SQLite store from a private copy and writes it in one
// transaction. It exists because a browser's live store must never be opened
// through SQLite for reading (a lock at the wrong moment loses cookies), and
// because a write has an order and settings on which the user's data hangs.
//
// It knows nothing of cookies' columns: formats name their table and key.
package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
)

// maxCell is how long a text or blob may be, in bytes. Browsers refuse cookies
// of more than 4 KB; a store that claims far more is damaged or hostile, and
// must not make crumbs ask for all memory.
const maxCell = 16 << 20

// DB is an open database: a copy, or the live store within [Write].
type DB struct {
	conn *sqlite3.Conn
	path string // the live store's, for what is said of it
	live bool   // not a copy
}

// How much memory the engine may take, in bytes: to read a copy, whatever lies in
// it, and to write. A transaction keeps all pages that it changes, of a million
// cookies some hundred megabytes. It takes only what it needs of either.
const (
	readMemory  int64 = 256 << 20
	writeMemory int64 = 3 << 30
)

// open opens the database at a path that is there, with
// journals of its mode, and makes it safe to use whatever its schema holds: triggers, views and
// functions of a hostile store must not run. Of path is spoken.
func open(ctx context.Context, name string, memory int64, path string) (*DB, error) {
	conn, err := sqlite3.OpenContext(sqlite3.WithMaxMemory(ctx, memory), uri(name))
	if err != nil {
		return nil, err
	}
	conn.SetInterrupt(ctx)
	conn.Limit(sqlite3.LIMIT_LENGTH, maxCell)
	d := &DB{conn: conn, path: path}
	for _, c := range []struct {
		option sqlite3.DBConfig
		on     bool
	}{
		{sqlite3.DBCONFIG_DEFENSIVE, true},
		{sqlite3.DBCONFIG_TRUSTED_SCHEMA, false},
		{sqlite3.DBCONFIG_ENABLE_TRIGGER, false},
		{sqlite3.DBCONFIG_ENABLE_VIEW, false},
		// A statement keeps its plan whatever is bound to it; else SQLite
		// compiles it anew for every row that is deleted.
		{sqlite3.DBCONFIG_ENABLE_QPSG, true},
	} {
		if _, err := conn.Config(c.option, c.on); err != nil {
			_ = d.close()
			return nil, err
		}
	}
	// Nothing of a store may spill into the system's temporary files. Of pages few
	// are kept: nearly all are read once, and to have more memory for the first time
	// took a sixth of a reading.
	if err := conn.Exec(`PRAGMA temp_store=MEMORY; PRAGMA cache_size=-256`); err != nil {
		_ = d.close()
		return nil, err
	}
	return d, nil
}

func (d *DB) close() (err error) {
	defer guard(d.path, &err)
	return d.conn.Close()
}

// guard turns a panic of the engine (out of memory, or bounds overrun on a
// hostile file) into an error: one bad store must not end the program.
func guard(path string, err *error) {
	if r := recover(); r != nil {
		*err = damaged(path, "reading it failed", fmt.Errorf("sqlite: %v", r))
	}
}

// Check runs SQLite's own check of the pages and the order in them. It reads
// the whole file, so it is for before a write, not for a listing.
func (d *DB) Check() (err error) {
	defer guard(d.path, &err)
	var verdict string
	err = d.Each(`PRAGMA quick_check(1)`, func(r *Row) error {
		verdict = string(r.Text(0))
		return nil
	})
	if err != nil {
		return err
	}
	if verdict != "ok" {
		return damaged(d.path, "it failed SQLite's check", errors.New(cookies.Visible(verdict)))
	}
	return nil
}

// Number gives the first column of the first row as an integer, false if there
// is no row.
func (d *DB) Number(query string) (n int64, found bool, err error) {
	err = d.Each(query, func(r *Row) error {
		if !found {
			n, found = r.Int(0), true
		}
		return nil
	})
	return n, found, err
}

// Each runs a query and hands over row after row. It ends with the first error
// of fn. Errors of the store are [*cookies.Problem].
func (d *DB) Each(query string, fn func(*Row) error) (err error) {
	defer guard(d.path, &err)
	stmt, _, err := d.conn.Prepare(query)
	if err != nil {
		return d.problem(err)
	}
	defer func() { _ = stmt.Close() }() // its error is that of the step
	row := Row{stmt}
	for stmt.Step() {
		if err := fn(&row); err != nil {
			return err
		}
		if err := stmt.Err(); err != nil { // a cell that could not be fetched
			return d.problem(err)
		}
	}
	if err := stmt.Err(); err != nil {
		return d.problem(err)
	}
	return nil
}

// Row is the current row of a query. SQLite converts what is of another class,
// as the browsers let it: a NULL is 0 or no bytes, text that begins with a
// number is that number.
type Row struct{ stmt *sqlite3.Stmt }

// Int gives column i as an integer.
func (r *Row) Int(i int) int64 { return r.stmt.ColumnInt64(i) }

// Text gives the bytes of column i, which need not be UTF-8. They are SQLite's
// and valid until the next call with the same row.
func (r *Row) Text(i int) []byte { return r.stmt.ColumnRawText(i) }

// cell gives column i as it lies in the store; the bytes are SQLite's, as those
// of Text. It must come before Text, which makes a text of what it is asked for.
func (r *Row) cell(i int) cookies.Cell {
	switch r.stmt.ColumnType(i) {
	case sqlite3.INTEGER:
		return cookies.IntegerCell(r.stmt.ColumnInt64(i))
	case sqlite3.FLOAT:
		return cookies.RealCell(r.stmt.ColumnFloat(i))
	case sqlite3.TEXT:
		return cookies.TextCell(r.stmt.ColumnRawText(i))
	case sqlite3.BLOB:
		return cookies.BlobCell(r.stmt.ColumnRawBlob(i))
	}
	return cookies.NullCell()
}
