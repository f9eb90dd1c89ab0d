package sqlite

import (
	"hash/maphash"
	"slices"

	"crumbs/cookies"
)

// View is a row of which a decoder asks for columns by their places in
// [Schema.Columns].
type View struct {
	row     Source
	columns []Column
	at      []int // where each of them stands in the row, -1 for one that is not there
}

// ViewOf gives the view of a row that was kept.
func ViewOf(columns []Column, rows cookies.Rows, i int) View {
	return over(columns, rows.Columns).of(Cells(rows.Cells[i]))
}

// over gives the view of rows with all columns of a table, by their names.
func over(columns []Column, names []string) View {
	v := View{columns: columns, at: make([]int, len(columns))}
	for i, c := range columns {
		v.at[i] = slices.Index(names, c.Name)
		if v.at[i] < 0 && c.Old != "" {
			v.at[i] = slices.Index(names, c.Old)
		}
	}
	return v
}

func (v View) of(r Source) View {
	v.row = r
	return v
}

// Has reports whether the row has column i.
func (v View) Has(i int) bool { return v.at[i] >= 0 }

// Int gives column i as an integer.
func (v View) Int(i int) int64 {
	if v.at[i] < 0 {
		return v.columns[i].Absent
	}
	return v.row.Int(v.at[i])
}

// Text gives the bytes of column i, valid until the next call.
func (v View) Text(i int) []byte {
	if v.at[i] < 0 {
		return nil
	}
	return v.row.Text(v.at[i])
}

// Strings keep what occurs again once: a store has far fewer hosts, paths and
// partitions than cookies. They forget what did not occur for long, and keep it
// once more then: a map of all, which grows with the names that occur once, took
// a tenth of a reading's memory and saved none that stays. Eight times as many
// would save a hundredth of what stays; of a profile's 3,000 cookies each of
// their pages was written to for the first time, which took a twentieth of
// `crumbs stats`.
type Strings struct {
	seed   maphash.Seed
	recent [1 << 10]string
	last   []string // of each column, which is often the next one's too
}

// NewStrings makes the strings of a decoder with so many columns.
func NewStrings(columns int) *Strings {
	return &Strings{seed: maphash.MakeSeed(), last: make([]string, columns)}
}

// Of gives the bytes of a column as a string.
func (s *Strings) Of(column int, b []byte) string {
	if last := s.last[column]; last == string(b) {
		return last
	}
	kept := &s.recent[maphash.Bytes(s.seed, b)%uint64(len(s.recent))]
	if *kept != string(b) {
		*kept = string(b)
	}
	s.last[column] = *kept
	return *kept
}
