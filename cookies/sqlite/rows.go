package sqlite

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// A Shape finds a format's table in an open store and its schema's version.
type Shape func(*DB) (t Table, schema int, err error)

// A Convert gives a row's cells in the columns of t, or false where the row
// can't be put into it without changing what it means.
type Convert func(rows cookies.Rows, i int, t Table, schema int) (cells []cookies.Cell, ok bool)

// Remove deletes rows from the live store in one transaction and reads the
// store again, from a private copy in copies. A row goes only where every column but the rowid, which browsers
// change at will, is still as in rows; else its reason is
// [cookies.ReasonChanged], as it is where the row is found there again. After an
// error nothing is known.
func Remove(ctx context.Context, path string, copies *scratch.Folder, shape Shape, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	var err error
	var secret []string
	w.Held, err = write(ctx, path, free, func(d *DB) error {
		t, _, err := shape(d)
		if err != nil {
			return err
		}
		secret = t.Secret
		return d.remove(t, rows, w.Reasons)
	})
	if errors.Is(err, errReplaced) {
		allChanged(w.Reasons)
		return w, nil
	}
	if err != nil {
		return w, err
	}
	held, err := scrub(ctx, path, func() haystack { return needles(rows, w.Reasons, secret) }, free)
	w.Held = max(w.Held, held) // one after the other, free in between
	if err != nil {
		return w, err
	}
	return w, verify(ctx, path, copies, shape, func(in *inserter) error {
		at, key := places(rows.Columns, in.columns), places(rows.Columns, in.table.Key)
		for i, cells := range rows.Cells {
			if w.Reasons[i] != cookies.ReasonNone {
				continue
			}
			// Where its key is gone, it is too.
			there, err := found(in.taken, cells, key)
			if there && err == nil {
				there, err = found(in.same, cells, at)
			}
			if err != nil {
				return err
			}
			if there {
				w.Reasons[i] = cookies.ReasonChanged
			}
		}
		return nil
	})
}

// verify looks at what a write left, on a copy as at every reading.
func verify(ctx context.Context, path string, copies *scratch.Folder, shape Shape, look func(*inserter) error) error {
	return peek(ctx, path, copies, func(d *DB) error {
		t, _, err := shape(d)
		if err != nil {
			return err
		}
		in, err := d.inserter(t)
		if err != nil {
			return err
		}
		defer in.close()
		return d.problem(look(in))
	})
}

// peek opens a private copy of the store, which was written, and which goes when
// look is done. It does so also for a caller who has stopped meanwhile: what came
// of a write has to be known.
func peek(ctx context.Context, path string, copies *scratch.Folder, look func(*DB) error) error {
	c, err := Snapshot(context.WithoutCancel(ctx), copies, path)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	return look(c.DB)
}

// places gives where names stand in a list that holds them all.
func places(all, names []string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = slices.Index(all, n)
	}
	return out
}

// remove deletes the rows that are still as they were. Nearly all are under the
// number that they were read under a moment ago: they are compared there and
// deleted by it. To find each by all of its columns took as long as deleting it.
func (d *DB) remove(t Table, rows cookies.Rows, reasons []cookies.Reason) error {
	// A table that has other columns now can hold none of these rows.
	if !slices.Equal(sorted(t.Columns), sorted(rows.Columns)) {
		allChanged(reasons)
		return nil
	}
	columns, at := without(rows.Columns, t.RowID)
	id := slices.Index(rows.Columns, t.RowID)
	r := remover{id: []int{id}, every: append(at, id)}
	defer r.close()
	number := quote(t.RowID)
	// At most one row goes, that of the same rowid before others: two rows
	// alike in all columns can be where the key is NULL.
	last := len(columns) + 1
	err := errors.Join(
		d.prepareTo(&r.look, `SELECT `+list(rows.Columns)+` FROM `+t.Name+` WHERE `+number+` = ?`),
		d.prepareTo(&r.numbered, `DELETE FROM `+t.Name+` WHERE `+number+` = ?`),
		d.prepareTo(&r.alike, `DELETE FROM `+t.Name+` WHERE `+number+` = (SELECT `+number+` FROM `+t.Name+
			` WHERE `+where(columns, 1)+` ORDER BY `+where([]string{t.RowID}, last)+` DESC LIMIT 1)`))
	if err != nil {
		return err
	}
	for i, cells := range rows.Cells {
		if len(cells) != len(rows.Columns) {
			reasons[i] = cookies.ReasonUnreadable
			continue
		}
		if err := r.remove(cells); err != nil {
			return err
		}
		if d.conn.Changes() == 0 {
			reasons[i] = cookies.ReasonChanged
		}
	}
	return nil
}

// remover is the statements that delete rows of one table.
type remover struct {
	id    []int // where the number stands among the cells
	every []int // and where all of them do, the number last

	look, numbered, alike *sqlite3.Stmt
}

func (r *remover) close() { closeAll(r.look, r.numbered, r.alike) }

// remove runs the statement that deletes a row.
func (r *remover) remove(cells []cookies.Cell) error {
	same, err := r.unchanged(cells)
	switch {
	case err != nil:
		return err
	case same:
		return run(r.numbered, cells, r.id)
	}
	return run(r.alike, cells, r.every)
}

// unchanged reports whether the row of this number has these cells.
func (r *remover) unchanged(cells []cookies.Cell) (bool, error) {
	if err := bind(r.look, 1, cells[r.id[0]]); err != nil {
		return false, err
	}
	same := r.look.Step()
	row := Row{r.look}
	for i := 0; same && i < len(cells); i++ {
		same = row.cell(i).Equal(cells[i])
	}
	err := r.look.Err() // an interruption is told here and forgotten by Reset
	return same, errors.Join(err, r.look.Reset())
}

// Restore puts rows into the live store in one transaction, with their rowids
// where those are free. A row that is there already, alike in all columns but
// the rowid, counts as restored: an earlier try may have been cut off before it
// was noted. One whose key is there otherwise is [cookies.ReasonNewer]; one that
// convert refuses, or that the table does not take, [cookies.ReasonUnreadable].
// After an error nothing is known.
func Restore(ctx context.Context, path string, copies *scratch.Folder, shape Shape, convert Convert, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	put := make([][]cookies.Cell, rows.Len())
	var err error
	w.Held, err = write(ctx, path, free, func(d *DB) error {
		t, schema, err := shape(d)
		if err != nil {
			return err
		}
		in, err := d.inserter(t)
		if err != nil {
			return err
		}
		defer in.close()
		for i := range rows.Cells {
			ok := len(rows.Cells[i]) == len(rows.Columns)
			var cells []cookies.Cell
			if ok {
				cells, ok = convert(rows, i, t, schema)
			}
			if !ok {
				w.Reasons[i] = cookies.ReasonUnreadable
				continue
			}
			if w.Reasons[i], err = in.put(cells); err != nil {
				return err
			}
			put[i] = cells
		}
		return nil
	})
	if errors.Is(err, errReplaced) {
		allChanged(w.Reasons)
		return w, nil
	}
	if err != nil {
		return w, err
	}
	return w, verify(ctx, path, copies, shape, func(in *inserter) error {
		for i, cells := range put {
			if w.Reasons[i] != cookies.ReasonNone {
				continue
			}
			// The browser may have used the cookie since: its key is enough.
			there, err := found(in.taken, cells, in.key)
			if err != nil {
				return err
			}
			if !there {
				w.Reasons[i] = cookies.ReasonChanged
			}
		}
		return nil
	})
}

// inserter is the statements that put rows into one table.
type inserter struct {
	table   Table
	conn    *sqlite3.Conn
	columns []string // all but the rowid
	at      []int    // where they stand among the table's columns
	atID    []int    // and the rowid after them
	key     []int    // where the key's columns stand

	withID, withoutID, same, taken *sqlite3.Stmt
}

func (d *DB) inserter(t Table) (*inserter, error) {
	in := &inserter{table: t, conn: d.conn}
	in.columns, in.at = without(t.Columns, t.RowID)
	in.atID = append(slices.Clone(in.at), slices.Index(t.Columns, t.RowID))
	in.key = places(t.Columns, t.Key)
	all := append(slices.Clone(in.columns), t.RowID)
	// The key is looked for by the statement that puts the row in, which has its
	// cells already.
	var key []string
	for _, k := range t.Key {
		key = append(key, where([]string{k}, slices.Index(all, k)+1))
	}
	err := errors.Join(
		d.prepareTo(&in.withID, `INSERT INTO `+t.Name+` (`+list(all)+`) SELECT `+marks(len(all))+
			` WHERE NOT EXISTS (SELECT 1 FROM `+t.Name+` WHERE `+strings.Join(key, " AND ")+`)`),
		d.prepareTo(&in.withoutID, `INSERT INTO `+t.Name+` (`+list(in.columns)+`) VALUES (`+marks(len(in.columns))+`)`),
		d.prepareTo(&in.same, `SELECT 1 FROM `+t.Name+` WHERE `+where(in.columns, 1)+` LIMIT 1`),
		d.prepareTo(&in.taken, `SELECT 1 FROM `+t.Name+` WHERE `+where(t.Key, 1)+` LIMIT 1`))
	if err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *inserter) close() { closeAll(in.withID, in.withoutID, in.same, in.taken) }

// prepareTo prepares a statement.
func (d *DB) prepareTo(stmt **sqlite3.Stmt, query string) (err error) {
	*stmt, _, err = d.conn.Prepare(query)
	return err
}

// closeAll closes statements.
func closeAll(list ...*sqlite3.Stmt) {
	for _, s := range list {
		_ = s.Close() // nothing is open in it, and nil is allowed
	}
}

// put puts one row in, unless it or its key is there.
func (in *inserter) put(cells []cookies.Cell) (cookies.Reason, error) {
	err := run(in.withID, cells, in.atID)
	if err == nil && in.conn.Changes() == 0 { // its key is taken
		same, err := found(in.same, cells, in.at)
		if same || err != nil {
			return cookies.ReasonNone, err
		}
		return cookies.ReasonNewer, nil
	}
	if errors.Is(err, sqlite3.CONSTRAINT_ROWID) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY) {
		err = run(in.withoutID, cells, in.at) // another cookie has the number now
	}
	switch {
	case errors.Is(err, sqlite3.CONSTRAINT_UNIQUE):
		return cookies.ReasonNewer, nil // an older table's narrower key
	case errors.Is(err, sqlite3.CONSTRAINT):
		return cookies.ReasonUnreadable, nil // a column that must not be NULL
	}
	return cookies.ReasonNone, err
}

// run runs a statement with the cells at these places.
func run(s *sqlite3.Stmt, cells []cookies.Cell, at []int) error {
	for n, from := range at {
		if err := bind(s, n+1, cells[from]); err != nil {
			return err
		}
	}
	return s.Exec()
}

// found runs a query with the cells at these places and reports whether it has
// a row.
func found(s *sqlite3.Stmt, cells []cookies.Cell, at []int) (bool, error) {
	for n, from := range at {
		if err := bind(s, n+1, cells[from]); err != nil {
			return false, err
		}
	}
	yes := s.Step()
	err := s.Err() // an interruption is told here and forgotten by Reset
	return yes, errors.Join(err, s.Reset())
}

// without gives the names other than one, and where they stand.
func without(names []string, name string) (out []string, at []int) {
	for i, n := range names {
		if n != name {
			out, at = append(out, n), append(at, i)
		}
	}
	return out, at
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }

func allChanged(reasons []cookies.Reason) {
	for i := range reasons {
		reasons[i] = cookies.ReasonChanged
	}
}
