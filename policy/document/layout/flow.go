package layout

import (
	"math"
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/stack"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/weave"
	"crumbs/policy/document/words"
)

// A table flows where its text was taken out of a PDF in reading order: a header
// of which the titles stand one behind the other, then cell after cell, with a
// space or the end of a line between them.

const (
	maxFlow  = 900  // words of such a table that are looked at
	maxRow   = 100  // words of one row
	maxHead  = 18   // words of a header
	allFlows = 5000 // words, or lines if they are more, of all such tables of a document

	maxTries = 2000 // ways to cut a header that are tried
	allTries = 8000 // and all headers of a document
)

// flowWord is a word of such a table.
type flowWord struct {
	s      string
	line   int  // in the source
	begins bool // the line
	ends   bool // the line
	name   shape.Shape
}

// flowing reads the flowing table that begins at line i. next is i if there is none.
func (r *lines) flowing(i int) (next int) {
	if r.flowed > allFlows {
		return i
	}
	head, roles, j := r.flowHead(i)
	part := head == nil && i == r.partAt
	if part {
		head, roles, j = r.partOf.head, r.partOf.roles, i
	}
	if head == nil {
		return i
	}
	w, end := r.flowBody(j, head, roles)
	r.flowed += max(len(w), end-i)
	if next = 0; !slices.Contains(roles, column.Category) {
		next = r.part(end)
	}
	if len(w) == 0 && next > end {
		r.flush()
		r.partOf, r.partAt = flowHeader{head, roles, j}, next
		return j // the header alone, over the title of a part
	}
	if len(w) < 2 {
		return i
	}
	f := newFlow(roles, w)
	name, firms, timed := slices.Index(roles, column.Name), 0, 0
	life := slices.Index(roles, column.Lifetime)
	f.counted = life >= 0 && lifetime.Unit(words.Of(head[life])) > 0
	rows := f.rows()
	for _, x := range rows {
		if names.ShapeOf(x[name].text) == shape.Firm {
			firms++
		}
		if n := x[name].text; life >= 0 && lifeFromStart(x[life].text) && (words.StartsLower(n) && theLabelsOf(n) == column.None || names.ShapeOf(n) == shape.Firm) {
			timed++
		}
	}
	whole := f.end == len(w) && timed == len(rows) && timed > 0 && r.allOwn(head) // each row has its lifetime
	if firms == 0 && (part || !whole) || firms > 0 && firms*3 < len(rows) || part && firms*2 < len(rows) {
		return i
	}
	out := []block.Row{{Line: r.number(i), Head: true}}
	for _, h := range head {
		out[0].Cells = append(out[0].Cells, block.Cell{Inline: r.text(h), Line: r.number(i)})
	}
	for _, cells := range rows {
		x := block.Row{Line: r.number(w[cells[0].from].line)}
		for _, c := range cells {
			x.Cells = append(x.Cells, block.Cell{Inline: r.text(c.text), Line: x.Line})
		}
		out = append(out, x)
	}
	r.flush()
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: out})
	if f.end == len(w) {
		r.partOf, r.partAt = flowHeader{head, roles, j}, next
	}
	return w[f.end-1].line + 1
}

// part gives the line behind the title of a part of a flowing table, where the table
// ended at that: the next rows have the same header. 0 if no title stands there.
func (r *lines) part(i int) int {
	if i >= len(r.src) || !r.sorts(r.src[i]) || isItem(r.src[i]) && !titles.Numbered(strings.TrimSpace(r.src[i])) {
		return 0
	}
	s := strings.TrimSpace(r.src[i])
	if strings.Count(s, "(") != strings.Count(s, ")") || !words.SpeakOfCookies(s) && !r.betweenRows(i) && !r.standsAlone(i) {
		return 0 // the first half of a title, or a word of a cell
	}
	for i++; i < len(r.src) && strings.TrimSpace(r.src[i]) == ""; i++ {
	}
	return i
}

// flowHeader is what [lines.flowHead] gives.
type flowHeader struct {
	head  []string
	roles []column.Role
	next  int
}

// flowHead reads the header of a flowing table: labels of different columns, and
// nothing else, on a line or on several. next is the line behind it. A line is
// read once: each of the tables above it asks again.
func (r *lines) flowHead(i int) (head []string, roles []column.Role, next int) {
	h, known := r.flowHeads[i]
	if !known {
		h = r.readFlowHead(i)
		if r.flowHeads == nil {
			r.flowHeads = map[int]flowHeader{}
		}
		r.flowHeads[i] = h
	}
	return h.head, h.roles, h.next
}

func (r *lines) readFlowHead(i int) (h flowHeader) {
	var all []string
	t := headCut{labels: r.labels, known: map[[2]int]columnTitle{}, tries: min(maxTries, allTries-r.tried)}
	before := t.tries
	defer func() { r.tried += before - t.tries }()
	for j := i; j < len(r.src) && j < i+14; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" && j > i {
			continue
		}
		if s == "" || len(s) > 90 || strings.ContainsAny(s, ".:;!?\t|#=") || j == i && !words.StartsUpper(s) {
			break
		}
		all = append(all, strings.Fields(s)...)
		if len(all) > maxHead {
			break
		}
		if j == i && !r.beginsLabel(all) {
			break
		}
		if j == i && !twoLabels(r.labels, all) {
			break // titles on lines of their own are a stack
		}
		if head, roles := t.cut(all); head != nil {
			if _, kind := purpose.Category(s); h.head != nil && !r.allOwn(head[min(len(head), len(h.head))-1:]) && (kind || strings.Contains(s, " ")) {
				break // the first row, or the title of a part
			}
			h = flowHeader{head, roles, j + 1}
		}
	}
	return h
}

// allOwn reports whether each of the titles is a label by itself.
func (r *lines) allOwn(titles []string) bool {
	return !slices.ContainsFunc(titles, func(s string) bool { return !r.labels.OwnLabel(s) })
}

// beginsLabel reports whether the first words are the label of a column.
func (r *lines) beginsLabel(w []string) bool {
	for n := 1; n <= min(len(w), 4); n++ {
		if s := strings.Join(w[:n], " "); r.labels.OwnLabel(s) || theLabelsOf(s) == column.Name {
			return true
		}
	}
	return false
}

// twoLabels reports whether a line holds the labels of two columns at least.
func twoLabels(l *column.Labels, w []string) bool {
	for n := 1; n < len(w); n++ {
		a, b := strings.Join(w[:n], " "), strings.Join(w[n:min(len(w), n+1)], " ")
		x, y := theLabelsOf(a), theLabelsOf(b)
		if words.StartsUpper(b) && (n <= 3 && l.OwnLabel(a) || x == column.Name && n <= 2) && y != column.None && x != y && !(y == column.Other && words.IsCookie(a)) {
			return true
		}
	}
	return false
}

// headCut cuts the words of a header into the labels of columns.
type headCut struct {
	labels *column.Labels
	known  map[[2]int]columnTitle // by the first word and the one behind the last
	tries  int                    // that are left
}

// columnTitle is what words say as the label of a column, and how surely, 0 if one of
// them is rather a name.
type columnTitle struct {
	role column.Role
	sure float64
}

func (t *headCut) of(w []string, at, end int) columnTitle {
	key := [2]int{at, end}
	x, ok := t.known[key]
	if !ok {
		x.role, x.sure = t.labels.Role(words.Unmarked(strings.Join(w[at:end], " ")))
		if slices.ContainsFunc(w[at:end], column.IsName) {
			x = columnTitle{column.Other, 0}
		}
		t.known[key] = x
	}
	return x
}

// cut cuts words, more of the same header each time, into the labels of three
// columns or more, nil if they are no such row. Each begins with a capital.
func (t *headCut) cut(w []string) (head []string, roles []column.Role) {
	best := 0.0
	var pieces []string
	var said []column.Role
	var walk func(at int, score float64)
	walk = func(at int, score float64) {
		if at == len(w) {
			if len(pieces) >= 3 && score > best && slices.Contains(said, column.Name) && (slices.Contains(said, column.Lifetime) || slices.Contains(said, column.Purpose)) {
				best, head, roles = score, slices.Clone(pieces), slices.Clone(said)
			}
			return
		}
		if t.tries <= 0 || !words.StartsUpper(w[at]) || len(pieces) > 8 {
			return
		}
		t.tries--
		for end := at + 1; end <= min(at+7, len(w)); end++ {
			if end < len(w) && !words.StartsUpper(w[end]) {
				continue
			}
			s := strings.Join(w[at:end], " ")
			x := t.of(w, at, end)
			role, sure := x.role, x.sure
			if role == column.None && end == len(w) && end == at+1 && len(pieces) >= 3 && !column.PlainName(s) && !strings.ContainsAny(s, "_,") {
				role, sure = column.Other, 1 // the last title may be one that is not known
			}
			if role == column.None || sure < 1 || role == column.Name && end-at > 3 {
				continue
			}
			if role == column.Category && end-at > 3 {
				role = column.Other // "Type, function and purpose of the cookie"
			}
			if role != column.Other && slices.Contains(said, role) {
				if role == column.Name || role == column.Lifetime || len(pieces) == 0 {
					continue
				}
				role = column.Other
			}
			pieces, said = append(pieces, s), append(said, role)
			walk(end, score+min(sure, 3)-0.5)
			pieces, said = pieces[:len(pieces)-1], said[:len(said)-1]
		}
	}
	walk(0, 0)
	return head, roles
}

// flowBody gives the words from line j to where the table is over at the latest,
// the line end.
func (r *lines) flowBody(j int, head []string, roles []column.Role) (out []flowWord, end int) {
	for ; j < len(r.src) && len(out) < maxFlow; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" || breaksPage(s) {
			continue
		}
		fields := strings.Fields(s)
		if atx.MatchString(s) || len(s) > 600 || strings.Contains(s, "\t") || isItem(s) && !stack.Dash(s) {
			break
		}
		named := slices.ContainsFunc(fields[:min(len(fields), 6)], func(x string) bool { return weave.PieceShape(x) == shape.Firm })
		if !named && ((len(fields) <= 8 || strings.HasSuffix(s, ":") && r.headNext(j)) && len(lifetime.Amounts(s, 0)) == 0 && r.sorts(s) && !strings.HasSuffix(s, ".") && words.StartsUpper(strings.TrimLeft(s, "0123456789. ")) && (len(fields) > 1 && (words.SpeakOfCookies(s) || !slices.Contains(roles, column.Category) || r.headNext(j)) || r.standsAlone(j) && !slices.Contains(roles, column.Category) || r.headNext(j) || !slices.Contains(roles, column.Category) && r.betweenRows(j)) || titles.Numbered(s)) {
			break
		}
		if again, _, next := r.flowHead(j); again != nil {
			if !slices.Equal(again, head) {
				break
			}
			j = next - 1
			continue
		}
		for k, x := range fields {
			out = append(out, flowWord{s: x, line: j, begins: k == 0, ends: k == len(fields)-1})
		}
	}
	for k := range out {
		if out[k].begins {
			out[k].name = weave.PieceShape(out[k].s)
		}
	}
	return out, j
}

// standsAlone reports whether a line of one word is the title of a part, such as
// "Marketing": a header follows, or it is between empty lines. Others are words of a
// cell that was wrapped.
func (r *lines) standsAlone(i int) bool {
	j := i + 1
	for j < len(r.src) && strings.TrimSpace(r.src[j]) == "" {
		j++
	}
	head, _, _ := r.flowHead(j)
	return head != nil || j > i+1 && i > 0 && strings.TrimSpace(r.src[i-1]) == ""
}

// headNext reports whether a header stands behind a line: "Sitzung Notwendig" is a
// lifetime and a kind in a table with both, and no title.
func (r *lines) headNext(i int) bool {
	for i++; i < len(r.src) && strings.TrimSpace(r.src[i]) == ""; i++ {
	}
	head, _, _ := r.flowHead(i)
	return head != nil
}

// betweenRows reports whether a line stands between a row that ends with a lifetime
// and one that begins with a firm name, or right below the header.
func (r *lines) betweenRows(i int) bool {
	if i == 0 || i+1 >= len(r.src) || weave.PieceShape(strings.SplitN(strings.TrimSpace(r.src[i+1]), " ", 2)[0]) != shape.Firm {
		return false
	}
	w := strings.Fields(r.src[i-1])
	if head, _, _ := r.flowHead(i - 1); head != nil {
		return true
	}
	for n := 1; n <= min(len(w), 3); n++ {
		if lifeFromStart(strings.Join(w[len(w)-n:], " ")) {
			return true
		}
	}
	return len(w) > 0 && strings.Trim(w[len(w)-1], "0123456789") == "" // of days, as the header says
}

// flow cuts the words of a flowing table into rows and cells.
type flow struct {
	roles   []column.Role
	words   []flowWord
	end     int  // of the words that rows hold
	counted bool // the title of the lifetimes has their unit: a number is one

	lives []int8                    // what was asked before, of up to shortCell words from each one on
	fits  map[column.Role][]float64 // and of these roles
}

// shortCell is the most words of the cells that are looked up.
const shortCell = 8

func newFlow(roles []column.Role, words []flowWord) *flow {
	f := &flow{roles: roles, words: words, lives: make([]int8, len(words)*shortCell), fits: map[column.Role][]float64{}}
	for _, r := range []column.Role{column.Name, column.Category, column.Party} {
		if slices.Contains(roles, r) {
			f.fits[r] = slices.Repeat([]float64{math.NaN()}, len(words)*shortCell)
		}
	}
	return f
}

// flowCell is a cell, and where its words begin.
type flowCell struct {
	text string
	from int
}

// rows gives the rows that fit best, none if none fits.
func (f *flow) rows() [][]flowCell {
	n := len(f.words)
	best := make([]float64, n+1) // of the rows that end before a word
	from := slices.Repeat([]int{-1}, n+1)
	cut := make([][]int, n+1) // the cells of the last of them
	for i := range best[1:] {
		best[i+1] = math.Inf(-1)
	}
	for i := range n {
		if best[i] < 0 || !f.words[i].begins || math.IsInf(best[i], -1) {
			continue
		}
		f.row(i, func(end int, score float64, cells []int) {
			if score < 2 {
				return
			}
			if v := best[i] + score - 1; v > best[end] {
				best[end], from[end], cut[end] = v, i, cells
			}
		})
	}
	top := 0
	for i := range best {
		if best[i] > best[top] {
			top = i
		}
	}
	f.end = top
	var out [][]flowCell
	for e := top; e > 0; e = from[e] {
		out = append(out, f.cells(from[e], e, cut[e]))
	}
	slices.Reverse(out)
	return out
}

// row tries the row that begins at a word, and gives for each word where it may end
// the best score and where its cells begin.
func (f *flow) row(start int, found func(end int, score float64, cells []int)) {
	n := len(f.roles)
	size := min(maxRow, len(f.words)-start)
	type state struct {
		score float64
		prev  int // where the cell before begins
		ok    bool
	}
	at := make([][]state, n+1)
	for c := range at {
		at[c] = make([]state, size+1)
	}
	at[0][0] = state{ok: true}
	name := slices.Index(f.roles, column.Name)
	for c, role := range f.roles {
		for k := range size + 1 {
			here := at[c][k]
			if !here.ok {
				continue
			}
			set := func(end int, v float64) {
				if old := at[c+1][end]; !old.ok || v > old.score {
					at[c+1][end] = state{v, k, true}
				}
			}
			if c != name {
				set(k, here.score-missing(role))
			}
			longest := cellWords(role)
			v := 0.0
			for end := k + 1; end <= min(size, k+longest); end++ {
				x := f.words[start+end-1]
				if end > k+1 && x.begins && x.name == shape.Firm && c != name {
					v -= 2.5 // a row begins there
				}
				score := here.score + v + f.fit(role, start+k, start+end)
				if end < size && !f.words[start+end].begins {
					score -= 0.4
				}
				set(end, score)
			}
		}
	}
	for k := 1; k <= size; k++ {
		if !at[n][k].ok || start+k < len(f.words) && !f.words[start+k].begins {
			continue
		}
		cells := make([]int, n)
		for c, e := n, k; c > 0; c-- {
			e = at[c][e].prev
			cells[c-1] = start + e
		}
		found(start+k, at[n][k].score, cells)
	}
}
