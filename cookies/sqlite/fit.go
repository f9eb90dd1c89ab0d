package sqlite

import (
	"slices"

	"crumbs/cookies"
)

// Fitting says how a format brings a row into the columns of another version of
// its schema.
type Fitting struct {
	// Renamed gives the other name of a column that was renamed, else the name
	// itself. Nil: none was.
	Renamed func(name string) string
	// Droppable reports whether a cookie is the same without a column.
	Droppable func(name string) bool
	// Filled gives what a column that the row does not have is for it, false
	// where nobody knows.
	Filled func(name string) (cookies.Cell, bool)
	// Changed gives the cell of a column whose meaning changed between the
	// versions. Nil: none did.
	Changed func(name string, c cookies.Cell) cookies.Cell
}

// Fit brings a row into the columns of a table of that version, by name. What the row has not is
// filled in. A column that nobody knows yet gets the table's own default, as SQLite gives it to the rows that
// are there when a browser adds the column, but only where nothing else changed: beside a column that went, a new one may
// hold what that one did. What the table has no column for goes where nothing hangs on it.
// False is a row that would mean something else, such as one with something in
// a column that nobody knows yet.
func (f Fitting) Fit(rows cookies.Rows, i int, t Table, version int) ([]cookies.Cell, bool) {
	cells := rows.Cells[i]
	if rows.Schema == version && slices.Equal(rows.Columns, t.Columns) {
		return cells, true
	}
	other := func(name string) string {
		if f.Renamed == nil {
			return name
		}
		return f.Renamed(name)
	}
	whole := true
	for n, c := range rows.Columns {
		if t.Has(c) || t.Has(other(c)) {
			continue
		}
		if !f.Droppable(c) && !empty(cells[n]) {
			return nil, false
		}
		whole = false
	}
	out := make([]cookies.Cell, len(t.Columns))
	for n, c := range t.Columns {
		at := slices.Index(rows.Columns, c)
		if at < 0 {
			at = slices.Index(rows.Columns, other(c))
		}
		ok := true
		if at >= 0 {
			out[n] = cells[at]
		} else {
			out[n], ok = f.Filled(c)
		}
		if !ok && whole && t.Default != nil {
			out[n], ok = t.Default(c)
		}
		if !ok {
			return nil, false
		}
		if f.Changed != nil {
			out[n] = f.Changed(c, out[n])
		}
	}
	return out, true
}

// empty reports whether a cell says nothing.
func empty(c cookies.Cell) bool {
	switch c.Kind {
	case cookies.Integer:
		return c.Int == 0
	case cookies.Real:
		return false
	}
	return len(c.Bytes) == 0
}
