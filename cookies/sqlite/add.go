package sqlite

import (
	"context"
	"errors"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// Add puts new rows into the live store in one transaction. They may leave
// columns out, for which the table's own defaults are taken. A row of which the
// identity columns are there already, as far as table and rows have them, is
// [cookies.ReasonNewer]; one that the table does not take
// [cookies.ReasonUnreadable]. After an error nothing is known.
func Add(ctx context.Context, path string, copies *scratch.Folder, shape Shape, identity []string, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	var err error
	w.Held, err = write(ctx, path, free, func(d *DB) error {
		t, _, err := shape(d)
		if err != nil {
			return err
		}
		return d.add(t, identity, rows, w.Reasons)
	})
	if errors.Is(err, errReplaced) {
		allChanged(w.Reasons)
		return w, nil
	}
	if err != nil {
		return w, err
	}
	return w, peek(ctx, path, copies, func(d *DB) error {
		t, _, err := shape(d)
		if err != nil {
			return err
		}
		return d.problem(d.missed(t, identity, rows, w.Reasons))
	})
}

func (d *DB) add(t Table, identity []string, rows cookies.Rows, reasons []cookies.Reason) error {
	for _, c := range rows.Columns {
		if !t.Has(c) { // the table was another one when the rows were made
			allChanged(reasons)
			return nil
		}
	}
	taken, key, err := d.taken(t, identity, rows.Columns)
	if err != nil {
		return err
	}
	defer func() { _ = taken.Close() }()
	put, _, err := d.conn.Prepare(`INSERT INTO ` + t.Name + ` (` + list(rows.Columns) + `) VALUES (` + marks(len(rows.Columns)) + `)`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	every := places(rows.Columns, rows.Columns)
	for i, cells := range rows.Cells {
		there, err := found(taken, cells, key)
		if err != nil {
			return err
		}
		if there {
			reasons[i] = cookies.ReasonNewer
			continue
		}
		err = run(put, cells, every)
		switch {
		case errors.Is(err, sqlite3.CONSTRAINT_UNIQUE), errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY):
			reasons[i] = cookies.ReasonNewer
		case errors.Is(err, sqlite3.CONSTRAINT): // a column that must not be NULL and has no default
			reasons[i] = cookies.ReasonUnreadable
		case err != nil:
			return err
		}
	}
	return nil
}

// taken makes the query for rows of the same identity, and says where its cells
// stand among the columns.
func (d *DB) taken(t Table, identity, columns []string) (*sqlite3.Stmt, []int, error) {
	var have []string
	for i, at := range places(columns, identity) {
		if at >= 0 && t.Has(identity[i]) {
			have = append(have, identity[i])
		}
	}
	stmt, _, err := d.conn.Prepare(`SELECT 1 FROM ` + t.Name + ` WHERE ` + where(have, 1) + ` LIMIT 1`)
	return stmt, places(columns, have), err
}

// missed marks the rows that should be there and are not.
func (d *DB) missed(t Table, identity []string, rows cookies.Rows, reasons []cookies.Reason) error {
	taken, key, err := d.taken(t, identity, rows.Columns)
	if err != nil {
		return err
	}
	defer func() { _ = taken.Close() }()
	for i, cells := range rows.Cells {
		if reasons[i] != cookies.ReasonNone {
			continue
		}
		there, err := found(taken, cells, key)
		if err != nil {
			return err
		}
		if !there {
			reasons[i] = cookies.ReasonChanged
		}
	}
	return nil
}
