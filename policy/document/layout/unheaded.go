package layout

import (
	"slices"
	"strings"

	"crumbs/policy/document/column"
)

// unheadedTable reads lines whose cells stand below one another without a header over
// them: two or more, up to an empty one, all with as many cells that begin at the same
// columns, of names and of lifetimes among them. next is i if there is none.
func (r *lines) unheadedTable(i int) (next int) {
	if i < r.unheaded {
		return i
	}
	first := chunks(r.src[i])
	if len(first) < 2 || len(first) > 8 || strings.ContainsRune(r.src[i], '\t') || isItem(r.src[i]) {
		return i
	}
	j := i + 1
	for ; j < len(r.src) && strings.TrimSpace(r.src[j]) != ""; j++ {
		if !slices.EqualFunc(first, chunks(r.src[j]), func(a, b chunk) bool { return a.at == b.at }) {
			r.unheaded = j // no line before it begins such a table either
			return i
		}
	}
	if j < i+2 {
		return i
	}
	kept := slices.Clone(r.src[i:j])
	for k, s := range kept {
		cells := make([]string, len(first))
		for c, x := range chunks(s) {
			cells[c] = x.s
		}
		r.src[i+k] = strings.Join(cells, "\t")
	}
	if roles := r.guess(i, len(first)); roles != nil && roles[0] == column.Name && slices.Contains(roles, column.Lifetime) {
		return r.tabTable(i)
	}
	copy(r.src[i:j], kept)
	r.unheaded = j
	return i
}
