package firefox

import (
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// unset is the schema from which sameSite says 256 for a cookie without the
// attribute; before, a lax cookie with a 0 in rawSameSite could be one.
const unset = 15

// convert brings a row into the columns of a table, by name, and the expiry and
// sameSite into what they mean in its schema. What the table's schema has and
// the row's had not is filled in; what the table has no column for goes where
// nothing hangs on it. False is a row that would mean something else: one with
// something in a column that nobody knows yet, or a partitioned one where
// Firefox can't tell.
func convert(rows cookies.Rows, i int, t sqlite.Table, version int) ([]cookies.Cell, bool) {
	cells := rows.Cells[i]
	if rows.Schema == version && slices.Equal(rows.Columns, t.Columns) {
		return cells, true
	}
	for n, c := range rows.Columns {
		if !t.Has(c) && !droppable(c) && !empty(cells[n]) {
			return nil, false
		}
	}
	from := view{sqlite.Cells(cells), find(rows.Columns)}
	out := make([]cookies.Cell, len(t.Columns))
	for n, c := range t.Columns {
		at := slices.Index(rows.Columns, c)
		var ok bool
		if at >= 0 {
			out[n], ok = cells[at], true
		} else {
			out[n], ok = from.filled(c)
		}
		if !ok {
			return nil, false
		}
		switch c {
		case "expiry":
			out[n] = inUnit(out[n], expiryUnit(rows.Schema), expiryUnit(version))
		case "sameSite":
			out[n] = from.sameSiteIn(out[n], rows.Schema, version)
		}
	}
	return out, true
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
func (v view) sameSiteIn(c cookies.Cell, from, to int) cookies.Cell {
	const lax = 1
	switch {
	case from < unset && to >= unset && c.Equal(cookies.IntegerCell(lax)) && v.at[rawSameSite] >= 0 && v.int(rawSameSite) == 0:
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

func empty(c cookies.Cell) bool {
	return c.Kind == cookies.Null || c.Kind == cookies.Integer && c.Int == 0 || c.Kind != cookies.Real && c.Kind != cookies.Integer && len(c.Bytes) == 0
}

// filled gives what a column that the row does not have is for it.
func (v view) filled(name string) (cookies.Cell, bool) {
	switch name {
	case "id":
		return cookies.NullCell(), true // the next one that is free
	case "originAttributes":
		return cookies.TextCell([]byte{}), true
	case "updateTime", "lastAccessed":
		return cookies.IntegerCell(v.int(created)), true
	case "inBrowserElement", "appId", "schemeMap", "isPartitionedAttributeSet":
		return cookies.IntegerCell(0), true
	case "sameSite":
		return cookies.IntegerCell(0), true
	case "rawSameSite":
		if n := v.int(sameSite); n != 256 {
			return cookies.IntegerCell(n), true
		}
		return cookies.IntegerCell(0), true
	case "baseDomain":
		host := string(v.text(host))
		return cookies.TextCell([]byte(cookies.Registrable(host))), true
	}
	return cookies.Cell{}, false
}
