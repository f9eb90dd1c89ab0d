package demo

import (
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
)

// insert puts rows into a table of a fresh store in one transaction. Nobody
// else knows the store yet, so it need not survive a loss of power.
func insert(path, table string, columns []string, rows iter.Seq[[]cookies.Cell]) (err error) {
	db, err := sqlite3.OpenFlags("file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), sqlite3.OPEN_READWRITE|sqlite3.OPEN_URI)
	if err != nil {
		return fmt.Errorf("fill a store: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, s := range []string{"PRAGMA synchronous=OFF", "BEGIN IMMEDIATE"} {
		if err := db.Exec(s); err != nil {
			return fmt.Errorf("fill a store: %w", err)
		}
	}
	stmt, _, err := db.Prepare("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (" +
		strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")")
	if err != nil {
		return fmt.Errorf("fill a store: %w", err)
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	for row := range rows {
		for i, c := range row {
			if err := bind(stmt, i+1, c); err != nil {
				return fmt.Errorf("fill a store: %w", err)
			}
		}
		if err := stmt.Exec(); err != nil {
			return fmt.Errorf("fill a store: %w", err)
		}
	}
	if err := db.Exec("COMMIT"); err != nil {
		return fmt.Errorf("fill a store: %w", err)
	}
	return nil
}

func bind(stmt *sqlite3.Stmt, i int, c cookies.Cell) error {
	switch c.Kind {
	case cookies.Integer:
		return stmt.BindInt64(i, c.Int)
	case cookies.Text:
		return stmt.BindRawText(i, c.Bytes)
	case cookies.Blob:
		return stmt.BindBlob(i, c.Bytes)
	}
	return stmt.BindNull(i)
}

// The cells that a demo's rows are made of.

func text(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }

func number(n int64) cookies.Cell { return cookies.IntegerCell(n) }

func truth(b bool) cookies.Cell {
	if b {
		return cookies.IntegerCell(1)
	}
	return cookies.IntegerCell(0)
}
