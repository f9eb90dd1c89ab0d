package layout

import (
	"strings"
)

// table reads the table that begins at line i, if one does.
func (r *lines) table(i int) int {
	if r.vain > maxVain && (r.idle > maxVain || !r.beginsTable(r.src[i])) {
		return i
	}
	if r.vain > maxVain {
		r.idle++
	}
	next := r.readTable(i)
	if r.vain++; next > i {
		r.vain, r.idle = 0, 0
	}
	return next
}

// maxVain is how many lines begin no table, one after the other, until only those
// with the label of a column at their start are tried, and how many of those.
const maxVain = 1000

// beginsTable reports whether a line begins with the label of a column.
func (r *lines) beginsTable(s string) bool {
	s = strings.TrimLeft(s, " |\t")
	first := s
	if i := strings.IndexAny(s, "|\t"); i >= 0 {
		first = s[:i]
	}
	if i := strings.Index(first, "  "); i >= 0 {
		first = first[:i]
	}
	if len(first) > 90 {
		return false
	}
	w := strings.Fields(first)
	for n := 1; n <= min(len(w), 3); n++ {
		if r.labels.OwnLabel(strings.Join(w[:n], " ")) {
			return true
		}
	}
	return false
}

// readTable is [lines.table] for one line.
func (r *lines) readTable(i int) int {
	for _, read := range []func(int) int{r.piped, r.brokenRows} {
		if next := read(i); next > i {
			return next
		}
	}
	if next := r.arrows(i); next > i {
		return next
	}
	if !strings.ContainsAny(r.src[i], "|+\t") && !strings.Contains(r.src[i], "  ") {
		if next := r.stacked(i); next > i {
			return next
		}
		if next := r.flowing(i); next > i {
			return next
		}
		if next := r.namesUnderHead(i); next > i {
			return next
		}
		return r.card(i)
	}
	before := r.out
	r.out = nil
	for _, read := range []func(int) int{r.labelLine, r.poured, r.rowPipes, r.pipeTable, r.labelRows, r.tabTable, r.alignedTable, r.unheadedTable} {
		if next := read(i); next > i {
			found := r.out
			r.out = before
			r.flush() // the paragraph before it
			r.out = append(r.out, found...)
			return next
		}
	}
	r.out = before
	return i
}
