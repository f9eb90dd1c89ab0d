package layout

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/weave"
	"crumbs/policy/document/words"
)

// spot is a word of a line, where it stands, and how many spaces are before it.
type spot struct {
	chunk
	gap int
}

// spots cuts a line into words.
func spots(s string) []spot {
	var out []spot
	at, end := 0, 0
	for field := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(field)
		if field != "" {
			out = append(out, spot{chunk{at, at + n, field}, at - end})
			end = at + n
		}
		at += n + 1
	}
	return out
}

const (
	maxSpots = 48   // words of a line that is looked at more closely
	allSpots = 8000 // and of all such lines of a document
)

// maxTitle is the most words of a column's title.
const maxTitle = 8

// splitHead cuts the titles of a header that stand so close that a single space is
// between them: "Domain Expiry". Each begins with a capital, and each is the label
// of another column.
func cutTitles(l *column.Labels, first []chunk) []chunk {
	var out []chunk
	seen := map[column.Role]bool{}
	for _, c := range first {
		if role, _ := l.Role(words.Unmarked(c.s)); role != column.None {
			seen[role] = true
		}
	}
	for _, c := range first {
		w := spots(c.s)
		var pieces []chunk
		for i, from := 1, 0; i <= len(w); i++ {
			if i == len(w) || words.StartsUpper(w[i].s) && i-from <= maxTitle && l.OwnLabel(joined(w[from:i])) {
				pieces = append(pieces, chunk{c.at + w[from].at, c.at + w[i-1].end, joined(w[from:i])})
				from = i
			}
		}
		whole, _ := l.Role(words.Unmarked(c.s))
		roles := map[column.Role]bool{}
		for _, p := range pieces {
			role, _ := l.Role(words.Unmarked(p.s))
			if !l.OwnLabel(p.s) || roles[role] || role != whole && role != column.Other && seen[role] || role == column.Name && len(p.s) < 8 && (seen[role] && whole != role || p.at == c.at && whole != column.Name) {
				pieces = nil
				break
			}
			roles[role] = true
		}
		if len(pieces) < 2 {
			pieces = []chunk{c}
		}
		out = append(out, pieces...)
	}
	return out
}

// tallHead reads a header that takes several lines: the titles of the first, each
// with what stands below it. next is the line behind it, i if there is none.
func (r *lines) tallHead(i int, first []chunk) (head []string, left []int, next int) {
	for _, c := range first {
		head, left = append(head, c.s), append(left, c.at)
	}
	for j := i + 1; j < len(r.src) && j < i+4; j++ {
		parts := chunks(r.src[j])
		if len(parts) == 0 || len(parts) > len(head) {
			break
		}
		cells := cellsOf(parts, left)
		if cells == nil {
			break
		}
		for c, s := range cells {
			if len(words.Of(s)) > 3 || names.ShapeOf(s) == shape.Firm || lifetime.Like(s) {
				return nil, nil, i
			}
			head[c] = strings.TrimSpace(head[c] + " " + s)
		}
		if _, ok := r.labels.Heads(head); ok {
			return head, left, j + 1
		}
	}
	return nil, nil, i
}

// tallTabHead reads a header with tabs of which the titles take two lines, with
// empty cells dropped from the second. next is the line behind it; head is nil if
// there is none.
func (r *lines) tallTabHead(i int, first []string) (head []string, next int) {
	n := len(first)
	if n < 3 || n > 8 || i+1 >= len(r.src) {
		return nil, i
	}
	below := tabCells(r.src[i+1])
	if len(below) == 0 || len(below) > n || len(below) < 2 && !words.StartsLower(r.src[i+1]) {
		return nil, i
	}
	for _, c := range append(slices.Clone(first), below...) {
		if c == "" || len(words.Of(c)) > 4 || column.IsName(c) || lifetime.Like(c) {
			return nil, i
		}
	}
	most := r.labels.Understood(first)
	for _, cols := range weave.Choices(n, len(below)) {
		whole := slices.Clone(first)
		for k, c := range cols {
			whole[c] += " " + below[k]
		}
		if known := r.labels.Understood(whole); known > most {
			most, head = known, whole
		}
	}
	return head, i + 2
}

// anchored gives the cells of the line that begins a row, and the left edges of the
// columns as they are in that row, nil if the line begins none. Programs that lay text out as it stood on
// the page move a cell to the right where the letters before it are many, and
// leave a single space where they are too many: the columns drift from row to row,
// and only what stands in them tells where one begins.
func (r *lines) anchored(s string, parts []chunk, left []int, roles []column.Role) (cells []string, edges []int) {
	if atEdges(parts, left) || parts[0].at > left[0]+4 {
		return nil, nil
	}
	w := spots(strings.TrimRight(strings.ReplaceAll(s, "\t", "        "), " "))
	n := len(left)
	if len(w) < 2 || len(w) > maxSpots || n < 3 || n > 8 || r.drifted > allSpots {
		return nil, nil
	}
	r.drifted += len(w)
	// best[c][i] is the score of the words before i, where column c begins at i.
	type state struct {
		score  float64
		col, i int
		ok     bool
	}
	best := make([][]state, n)
	for c := range best {
		best[c] = make([]state, len(w))
	}
	best[0][0] = state{ok: true, col: -1}
	fit := func(c, from, to int) float64 {
		v := fitsRole(roles[c], w[from:to])
		for _, x := range w[from+1 : to] {
			if x.gap > 1 {
				v -= 8
			}
		}
		return v
	}
	final := state{score: math.Inf(-1)}
	for c := range n {
		for i := range w {
			here := best[c][i]
			if !here.ok {
				continue
			}
			drift := w[i].at - left[c]
			// The last column may be empty on this line, and so may others.
			if v := here.score + fit(c, i, len(w)) - 3*float64(n-1-c); v > final.score {
				final = state{score: v, col: c, i: i, ok: true}
			}
			if c == n-1 {
				continue
			}
			for i2 := i + 1; i2 < len(w); i2++ {
				fits := fit(c, i, i2)
				for c2 := c + 1; c2 < n; c2++ {
					d := w[i2].at - left[c2]
					v := here.score + fits - 3*float64(c2-c-1) - 0.08*math.Abs(float64(d)) - 0.08*math.Abs(float64(d-drift))
					if w[i2].gap == 1 {
						v -= 1.5
					}
					if old := best[c2][i2]; !old.ok || v > old.score {
						best[c2][i2] = state{v, c, i, true}
					}
				}
			}
		}
	}
	if !final.ok {
		return nil, nil
	}
	cells, edges = make([]string, n), slices.Repeat([]int{-1}, n)
	end := len(w)
	for c, i := final.col, final.i; c >= 0; {
		edges[c], cells[c] = w[i].at, joined(w[i:end])
		if sh := names.ShapeOf(cells[c]); roles[c] == column.Name && (sh < shape.Weak || sh < shape.Firm && len(parts) == 1) {
			return nil, nil
		}
		end = i
		c, i = best[c][i].col, best[c][i].i
	}
	if name := slices.Index(roles, column.Name); name < 0 || edges[name] < 0 {
		return nil, nil
	}
	for c := range edges {
		if edges[c] < 0 {
			edges[c] = left[c]
		}
		if c > 0 && edges[c] <= edges[c-1] {
			edges[c] = edges[c-1] + 1
		}
	}
	return cells, edges
}

// atEdges reports whether the pieces of a line stand at the edges of columns.
func atEdges(parts []chunk, left []int) bool {
	for _, p := range parts {
		c := 0
		for c+1 < len(left) && p.at >= left[c+1]-1 {
			c++
		}
		if p.at-left[c] > 2 || left[c]-p.at > 2 || c+1 < len(left) && p.end > left[c+1] {
			return false
		}
	}
	return true
}

// joined puts words together again.
func joined(w []spot) string {
	var b strings.Builder
	for i, x := range w {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(x.s)
	}
	return b.String()
}

// shortSpots is the most words of a cell that are looked at as a whole.
const shortSpots = 8

// fitsRole says how well words fit as the first line of a cell.
func fitsRole(r column.Role, w []spot) float64 {
	n := len(w)
	s := joined(w[:min(n, shortSpots)])
	switch r {
	case column.Name:
		switch {
		case n > 6 || n > 1 && weave.PlainLast(s):
			return -6
		case names.ShapeOf(s) == shape.Firm && (n == 1 || strings.ContainsAny(s, ",/;(")):
			return 4
		case names.ShapeOf(s) >= shape.Weak && (n == 1 || strings.ContainsAny(s, ",/;(")):
			return 2
		}
		return -3 * float64(n)
	case column.Lifetime:
		switch {
		case n > shortSpots:
			return -4
		case lifetime.Like(s) && !lifetime.MoreThan(s):
			return 3
		case n == 1 && strings.Trim(s, "0123456789") == "":
			return 2 // the unit is on the next line
		case s == "-" || s == "–" || s == "—":
			return 1
		}
		return -3
	case column.Category:
		if n <= 5 {
			if _, ok := purpose.Category(s); ok {
				return 2
			}
		}
		return -0.5 * float64(n)
	case column.Provider, column.Domain, column.Service:
		return -0.4 * float64(n-1)
	}
	if words.StartsLower(s) {
		return -1
	}
	return 1
}
