package firefox

import (
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// unset is the schema from which sameSite says 256 for a cookie without the
// attribute; before, a lax cookie with a 0 in rawSameSite could be one.
const unset = 15

// Convert brings a row into the columns of a table, by name, and the expiry and
// sameSite into what they mean in its schema. What the table's schema has and
// the row's had not is filled in; what the table has no column for goes where
// nothing hangs on it. False is a row that would mean something else: one with
// something in a column that nobody knows yet, or a partitioned one where
// Firefox can't tell.
func (s schema) Convert(rows cookies.Rows, i int, t sqlite.Table, version int) ([]cookies.Cell, bool) {
	from := sqlite.ViewOf(s.Columns(), rows, i)
	return sqlite.Fitting{
		Droppable: droppable,
		Filled:    func(name string) (cookies.Cell, bool) { return filled(from, name) },
		Changed: func(name string, c cookies.Cell) cookies.Cell {
			switch name {
			case "expiry":
				return inUnit(c, expiryUnit(rows.Schema), expiryUnit(version))
			case "sameSite":
				return sameSiteIn(from, c, rows.Schema, version)
			}
			return c
		},
	}.Fit(rows, i, t, version)
}

// inUnit brings an expiry from one unit into another; what is no integer stays.
func inUnit(c cookies.Cell, from, to int64) cookies.Cell {
	if c.Kind != cookies.Integer || from == to {
		return c
	}
	if from > to {
		return cookies.IntegerCell(scaled(c.Int, from/to))
	}
	return cookies.IntegerCell(c.Int / (to / from))
}

// sameSiteIn brings sameSite across schema 15 as Firefox does, in both
// directions.
func sameSiteIn(v sqlite.View, c cookies.Cell, from, to int) cookies.Cell {
	const lax = 1
	switch {
	case from < unset && to >= unset && c.Equal(cookies.IntegerCell(lax)) && v.Has(rawSameSite) && v.Int(rawSameSite) == 0:
		return cookies.IntegerCell(256)
	case from >= unset && to < unset && c.Equal(cookies.IntegerCell(256)):
		return cookies.IntegerCell(lax)
	}
	return c
}

// droppable reports whether a cookie is the same without a column.
func droppable(name string) bool {
	return slices.Contains([]string{"id", "baseDomain", "appId", "inBrowserElement", "rawSameSite", "schemeMap", "updateTime", "lastAccessed"}, name)
}

// filled gives what a column that the row does not have is for it.
func filled(v sqlite.View, name string) (cookies.Cell, bool) {
	switch name {
	case "id":
		return cookies.NullCell(), true // the next one that is free
	case "originAttributes":
		return cookies.TextCell([]byte{}), true
	case "updateTime", "lastAccessed":
		return cookies.IntegerCell(v.Int(created)), true
	case "inBrowserElement", "appId", "schemeMap", "isPartitionedAttributeSet":
		return cookies.IntegerCell(0), true
	case "sameSite":
		return cookies.IntegerCell(0), true
	case "rawSameSite":
		if n := v.Int(sameSite); n != 256 {
			return cookies.IntegerCell(n), true
		}
		return cookies.IntegerCell(0), true
	case "baseDomain":
		host := string(v.Text(host))
		return cookies.TextCell([]byte(cookies.Registrable(host))), true
	}
	return cookies.Cell{}, false
}
