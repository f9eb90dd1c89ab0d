package layout

import (
	"slices"

	"crumbs/policy/document/column"
	"crumbs/policy/document/stack"
)

// lostColumn gives which of the first lines of a stacked table is the label of a column
// whose cells were lost in copying, as links and switches are: the last of the header,
// read by nobody, without which the rows go round. -1 if none is.
func (r *lines) lostColumn(texts []string) int {
	n, _, _ := r.labels.StackedHead(texts)
	if n < 3 {
		return -1
	}
	if role, _ := r.labels.Label(texts[n-1]); role != column.Other {
		return -1
	}
	wide, all := stack.Cycle(r.labels, texts)
	m, rows := stack.Cycle(r.labels, slices.Delete(slices.Clone(texts), n-1, n))
	if m != n-1 || rows < 2 || rows*m <= wide*all {
		return -1
	}
	return n - 1
}
