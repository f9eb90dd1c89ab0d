package sqlite

import (
	"context"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// Whoever stops after the commit is told what came of it: what was written was
// taken for gone, since a query that is interrupted finds nothing.
func TestStoppedAfterTheCommit(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	for what, write := range map[string]func(context.Context, Shape) (cookies.Written, error){
		"removed": func(ctx context.Context, s Shape) (cookies.Written, error) {
			return Remove(ctx, path, sqlitetest.Folder(t), s, rows, nil)
		},
		"restored": func(ctx context.Context, s Shape) (cookies.Written, error) {
			return Restore(ctx, path, sqlitetest.Folder(t), s, asIs, rows, nil)
		},
	} {
		ctx, stop := context.WithCancel(t.Context())
		looks := 0
		w, err := write(ctx, func(d *DB) (Table, int, error) {
			if looks++; looks == 2 { // the first was for the write
				stop()
			}
			return jar(d)
		})
		if err != nil || looks != 2 {
			t.Errorf("%s: %v after %d looks", what, err, looks)
		}
		for i, r := range w.Reasons {
			if r != cookies.ReasonNone {
				t.Errorf("%s: row %d: %q", what, i, r)
			}
		}
		stop()
	}
}

// A query that was interrupted has not found out that there is nothing.
func TestFoundInterrupted(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	ctx, stop := context.WithCancel(t.Context())
	err := peek(t.Context(), path, sqlitetest.Folder(t), func(d *DB) error {
		table, _, err := jar(d)
		if err != nil {
			return err
		}
		in, err := d.inserter(table)
		if err != nil {
			return err
		}
		defer in.close()
		d.conn.SetInterrupt(ctx)
		stop()
		if there, err := found(in.same, rows.Cells[0], places(rows.Columns, in.columns)); err == nil || there {
			t.Errorf("%v, %v", there, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
