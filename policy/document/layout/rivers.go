package layout

import (
	"slices"
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/words"
)

// rivers gives where the columns begin of the lines from line i to an empty one, if
// all lines are blank before each of these places, or all that wide gaps cut, and
// the line behind them. A cell that fills its column has but one space behind it.
func (r *lines) rivers(i int, all bool) (left []int, end int) {
	known := false
	for _, c := range chunks(r.src[i]) {
		role, _ := r.labels.Role(words.Unmarked(c.s))
		known = known || role != column.None
	}
	if !known || isItem(r.src[i]) {
		return nil, 0
	}
	var filled []bool
	rows := 0
	for end = i; end < len(r.src) && end < i+riverLines && strings.TrimSpace(r.src[end]) != "" && !atx.MatchString(r.src[end]); end++ {
		if !all && len(chunks(r.src[end])) < 2 {
			continue
		}
		rows++
		at := 0
		for _, c := range strings.ReplaceAll(r.src[end], "\t", "        ") {
			if at == len(filled) {
				filled = append(filled, false)
			}
			filled[at] = filled[at] || c != ' '
			at++
		}
	}
	for x := range filled {
		if rows > 1 && filled[x] && (x == 0 || !filled[x-1]) {
			left = append(left, x)
		}
	}
	return left, end
}

// outside keeps of the places where columns may begin those that part no piece of a
// line: the words of "first party" and "third party" stand below one another.
func outside(edges []int, pieces []chunk) []int {
	return slices.DeleteFunc(edges, func(at int) bool {
		return slices.ContainsFunc(pieces, func(c chunk) bool { return at > c.at && at < c.end })
	})
}

// underHead keeps of the places where columns may begin one for each title in the
// header: words below one another may part by chance. It is where the title
// begins, if the cells do so as well, else the first one, with the title centred.
func (r *lines) underHead(i, end int, edges []int) []int {
	cells := between(r.src[i], edges)
	if len(cells) == 0 || cells[0] == "" && len(cells) == 1 {
		return nil
	}
	out := edges[:1:1]
	from := 0 // the last place that was kept, or its title
	for from < len(cells) && cells[from] == "" {
		from++
	}
	for k := from + 1; k < len(cells); k++ {
		if cells[k] == "" {
			continue
		}
		at := edges[from+1]
		if starts := r.starting(i, end, edges[k]); starts*2 > end-i-1 {
			at = edges[k]
		}
		out = append(out, at)
		from = k
	}
	// Two words of a title over short cells: nothing stands below the second.
	for k := len(out) - 1; k > 0; k-- {
		to := 1 << 30
		if k+1 < len(out) {
			to = out[k+1]
		}
		if !r.standsIn(i, end, out[k], to) {
			out = slices.Delete(slices.Clone(out), k, k+1)
		}
	}
	return out
}

// fill reports whether every line below a header has a word in each column: then
// each is a row.
func (r *lines) fill(i, end int, left []int) bool {
	for _, s := range r.src[i+1 : end] {
		if cells := between(s, left); len(cells) == 0 || slices.Contains(cells, "") {
			return false
		}
	}
	return true
}

// standsIn reports whether a line below a header has a word between two places.
func (r *lines) standsIn(i, end, from, to int) bool {
	for _, s := range r.src[i+1 : end] {
		text := []rune(strings.ReplaceAll(s, "\t", "        "))
		if from < len(text) && strings.TrimSpace(string(text[from:min(to, len(text))])) != "" {
			return true
		}
	}
	return false
}

// starting counts the lines below a header that have a word beginning at a place.
func (r *lines) starting(i, end, at int) int {
	n := 0
	for _, s := range r.src[i+1 : end] {
		text := []rune(strings.ReplaceAll(s, "\t", "        "))
		if at < len(text) && text[at] != ' ' && (at == 0 || text[at-1] == ' ') {
			n++
		}
	}
	return n
}

// riverLines is how many lines of a table are looked at for its columns.
const riverLines = 60

// between cuts a line at the places where columns begin; nil if it is not blank
// before one of them.
func between(s string, left []int) []string {
	text := []rune(strings.ReplaceAll(s, "\t", "        "))
	cells := make([]string, len(left))
	for k, from := range left {
		if from > 0 && from <= len(text) && text[from-1] != ' ' {
			return nil
		}
		to := len(text)
		if k+1 < len(left) {
			to = left[k+1]
		}
		if from < len(text) {
			cells[k] = strings.TrimSpace(string(text[from:min(to, len(text))]))
		}
	}
	return cells
}
