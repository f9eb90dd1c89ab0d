package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"crumbs/cookies"
)

// Create makes a database that is not there yet, with the given mode, and runs
// the statements in it one after the other.
func Create(path string, mode os.FileMode, statements ...string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	if err := errors.Join(f.Chmod(mode), f.Close()); err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	d, err := open(context.Background(), path, writeMemory, path)
	if err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	defer func() { err = errors.Join(err, d.close()) }()
	for _, s := range statements {
		if err := d.conn.Exec(s); err != nil {
			return fmt.Errorf("create a store: %w", err)
		}
	}
	return nil
}

// Fill puts rows into a table of a database that [Create] made, in one
// transaction. Nobody else knows the file yet, so it need not survive a loss of
// power. The columns name what the cells of each row are of.
func Fill(path, table string, columns []string, rows iter.Seq[[]cookies.Cell]) (err error) {
	d, err := open(context.Background(), path, writeMemory, path)
	if err != nil {
		return fmt.Errorf("fill a store: %w", err)
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := d.fill(table, columns, rows); err != nil {
		return fmt.Errorf("fill a store: %w", err)
	}
	return nil
}

func (d *DB) fill(table string, columns []string, rows iter.Seq[[]cookies.Cell]) error {
	for _, s := range []string{`PRAGMA synchronous=OFF`, `BEGIN IMMEDIATE`} {
		if err := d.conn.Exec(s); err != nil {
			return err
		}
	}
	put, _, err := d.conn.Prepare(`INSERT INTO ` + quote(table) + ` (` + list(columns) + `) VALUES (` + marks(len(columns)) + `)`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	every := places(columns, columns)
	for cells := range rows {
		if err := run(put, cells, every); err != nil {
			return err
		}
	}
	return d.conn.Exec(`COMMIT`)
}
