package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/weave"
	"crumbs/policy/document/words"
)

// tabTable reads a table with tabs between its cells that begins at line i, as
// it is copied from a browser or taken from a PDF. next is i if there is none.
func (r *lines) tabTable(i int) (next int) {
	head := tabCells(r.src[i])
	if len(head) < 2 {
		return i
	}
	if next := r.tornTable(i); next > i {
		return next
	}
	roles, headed := r.labels.Heads(head)
	n, tall := len(head), i+1
	if whole, next := r.tallTabHead(i, head); whole != nil {
		head, tall = whole, next
		roles, headed = r.labels.Heads(head)
	}
	if !headed {
		// Without a header it takes two lines alike, and a column of names.
		if i+1 >= len(r.src) || len(tabCells(r.src[i+1])) != n || i < r.guessed {
			return r.tabGrid(i)
		}
		roles = r.guess(i, n)
		if roles == nil {
			r.guessed = i + sample
			return r.tabGrid(i)
		}
	}
	var scraps []weave.Scrap
	widest := 0
	j := i
	if headed {
		j = tall
	}
	end := j
	gap := false
	top := slices.Clone(tabCells(r.src[i])) // its first line, and what stands below it
	var under []string
	again := -1 // the line of under that the next page's header is at
	for ; j < len(r.src); j++ {
		s := r.src[j]
		cells := tabCells(s)
		switch {
		case len(cells) == 0:
			k := r.resumes(j, head, n)
			if k < 0 {
				return r.tabDone(i, end, head, headed, roles, scraps)
			}
			j, gap = k-1, true
			continue
		case atx.MatchString(s), isRule(s) && len(cells) == 1:
			return r.tabDone(i, end, head, headed, roles, scraps)
		case len(cells) > 1:
			if headed && (words.Same(cells, head) || words.Same(cells, top)) {
				if end, again = j+1, -1; words.Same(cells, top) {
					again = 0
				}
				continue // the header of the next page
			}
			if (gap || len(cells)*2 > n) && r.labels.HeadsAgain(cells) && !(words.StartsLower(cells[0]) && words.StartsUpper(head[0])) {
				return r.tabDone(i, end, head, headed, roles, scraps)
			}
			if k := len(scraps) - 1; k > 0 && len(cells) != n && len(scraps[k].Cells) == 1 && scraps[k].Line == r.number(j-1) && headsOther(r.labels, cells) {
				// A table about something else, under a title of its own.
				return r.tabDone(i, j-1, head, headed, roles, scraps[:k])
			}
		case again >= 0 && again < len(under) && cells[0] == under[again]:
			again++
			continue
		case headed && len(scraps) > 0 && (breaksPage(cells[0]) || r.pageNumbered(j, roles)) && j+1 < len(r.src) && tabCells(r.src[j+1]) != nil:
			if next := tabCells(r.src[j+1]); len(next) == 1 && r.footer(next[0], true) {
				j++ // the title that stands on every page
			}
			continue
		default:
			if headed && r.divides(cells[0]) && !r.cellsBelow(j) || !r.wraps(j, cells[0], widest) {
				return r.tabDone(i, end, head, headed, roles, scraps)
			}
		}
		if headed && j <= i+3 && len(scraps) == 0 && len(cells) < n && r.headerTail(cells, head, j) {
			if whole, ok := r.labels.Heads(head); ok {
				roles = whole
			}
			under = append(under, strings.TrimSpace(s))
			end = j + 1
			continue
		}
		if len(cells) == 1 && headed && (r.divides(cells[0]) && r.cellsBelow(j) || r.sortsRows(j, roles)) {
			row := make([]string, n)
			row[0] = cells[0]
			scraps = append(scraps, weave.Scrap{Line: r.number(j), Cells: row, Fixed: true, Alone: true})
			end = j + 1
			continue
		}
		if whole := spanned(cells, scraps, roles); headed && whole != nil {
			scraps = append(scraps, weave.Scrap{Line: r.number(j), Cells: whole, Gap: gap, Fixed: true, Alone: true})
			gap, end = false, j+1
			continue
		}
		for _, c := range cells {
			widest = max(widest, utf8.RuneCountInString(c))
		}
		scraps = append(scraps, weave.Scrap{Line: r.number(j), Cells: cells, Gap: gap, Fixed: cells[0] == "" || strings.HasSuffix(s, "\t") && len(cells) == n})
		gap = false
		end = j + 1
	}
	return r.tabDone(i, end, head, headed, roles, scraps)
}

// tabGrid reads lines of as many tabs each, from line i to an empty one, as a table
// whatever its first line says, as one of pipes is: its reader tells whether it is
// one of cookies. Fewer than three lines, or one with another number, are none.
func (r *lines) tabGrid(i int) (next int) {
	n := strings.Count(r.src[i], "\t")
	j := i
	for ; j < len(r.src) && strings.TrimSpace(r.src[j]) != ""; j++ {
		if strings.Count(r.src[j], "\t") != n {
			break
		}
	}
	if j-i < 3 {
		return i
	}
	var rows []block.Row
	for k := i; k < j; k++ {
		nr := block.Row{Line: r.number(k), Head: k == i}
		for c := range strings.SplitSeq(r.src[k], "\t") {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(strings.TrimSpace(c)), Line: nr.Line})
		}
		rows = append(rows, nr)
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return j
}

// tabDone puts the rows together and gives the table.
func (r *lines) tabDone(i, end int, head []string, headed bool, roles []column.Role, scraps []weave.Scrap) int {
	if len(scraps) == 0 {
		if headed && end > i+1 {
			return end // one header after the other, and nothing below
		}
		return i
	}
	for k := range scraps {
		if len(scraps[k].Cells) < len(roles) && scraps[k].Fixed {
			scraps[k].Cells = append(scraps[k].Cells, make([]string, len(roles)-len(scraps[k].Cells))...)
		}
	}
	r.woven(i, head, headed, roles, scraps)
	return end
}

// row gives a row of a table that begins on a line, of texts that lines may break.
func (r *lines) row(line int, cells []string, head bool) block.Row {
	out := block.Row{Line: line, Head: head}
	for _, c := range cells {
		out.Cells = append(out.Cells, block.Cell{Inline: r.broken(c), Line: line})
	}
	return out
}

// woven gives the table that the lines make.
func (r *lines) woven(i int, head []string, headed bool, roles []column.Role, scraps []weave.Scrap) {
	var rows []block.Row
	if headed {
		rows = append(rows, r.row(r.number(i), head, true))
	}
	for _, s := range weave.Rows(scraps, roles) {
		rows = append(rows, r.row(s.Line, s.Cells, false))
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
}

// broken reads a cell in which line breaks count.
func (r *lines) broken(s string) block.Inline {
	var out block.Inline
	for part := range strings.SplitSeq(s, "\n") {
		out = out.Over(r.text(part))
	}
	return out
}

// tabCells cuts a line at its tabs. Empty cells at the end are dropped, nothing
// but white space gives none. Several tabs in a row that only serve to line up
// what follows can't be told from empty cells here.
func tabCells(s string) []string {
	s = strings.TrimRight(s, " \t\r")
	if strings.TrimSpace(s) == "" {
		return nil
	}
	cells := strings.Split(s, "\t")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// headerTail puts a line below a header to the title that goes on in it: a narrow
// column wraps "Service provider's name" as it wraps any other cell. It reports
// whether there is such a title.
func (r *lines) headerTail(cells, head []string, j int) bool {
	if len(cells) > 1 && words.StartsLower(cells[0]) && slices.ContainsFunc(cells, words.StartsUpper) {
		return false // a row that lost its first cells
	}
	for _, c := range cells {
		if c != "" && (len(words.Of(c)) > 3 || names.ShapeOf(c) == shape.Firm || lifetime.Like(c)) {
			return false
		}
	}
	if !r.rowBelow(j, max(len(cells), 2)) {
		return false
	}
	whole := cells[0] // with what stands below it of the same title
	for k := j + 1; k < len(r.src) && k <= j+3; k++ {
		more := tabCells(r.src[k])
		if len(more) != 1 {
			break
		}
		whole += " " + more[0]
	}
	at, best := -1, -1.0
	for k, h := range head {
		w := words.Of(h)
		open := len(w) > 0 && (r.labels.Idle[w[len(w)-1]] || strings.ContainsAny(h[len(h)-1:], "/&")) // "Name of the"
		before, was := r.labels.Role(words.Unmarked(h))
		after, sure := r.labels.Role(words.Unmarked(h) + " " + whole)
		if role, ok := r.labels.Label(words.Unmarked(h) + cells[0]); ok && words.StartsLower(cells[0]) && before == column.None && len(w) > 0 {
			after, sure = role, 20 // a word that the column cut
		}
		if after != column.None && (open || words.StartsLower(cells[0]) && (before == column.None || before == after)) {
			if open && at < 0 {
				at, best = k, 10
			} else if sure-was > best {
				at, best = k, sure-was
			}
		}
	}
	if at >= 0 {
		if best == 20 {
			head[at] += cells[0]
		} else {
			head[at] += " " + cells[0]
		}
		return true
	}
	return false
}

// headsOther reports whether the cells head a table of something else than
// cookies: short titles, one of them a label, and nothing that is a value.
func headsOther(l *column.Labels, cells []string) bool {
	known := false
	for _, c := range cells {
		if c == "" || !words.StartsUpper(c) || len(words.Of(c)) > 4 || names.ShapeOf(c) == shape.Firm || len(lifetime.Amounts(c, 0)) > 0 {
			return false
		}
		_, ok := l.Label(c)
		known = known || ok
	}
	return known
}

// divides reports whether a line in a table is a row of its own that sorts those
// below it.
func (r *lines) divides(s string) bool {
	w := words.Of(s)
	if len(w) > 8 || !words.StartsUpper(s) || strings.ContainsAny(s[len(s)-1:], ".,;") || !words.SpeakOfCookies(s) {
		return false
	}
	_, ok := purpose.Category(s)
	return ok || purpose.Unsorted(s)
}

// sortsRows reports whether a line in a table without a column of categories is
// the name of one, over a whole row: "Marketing".
func (r *lines) sortsRows(j int, roles []column.Role) bool {
	s := strings.TrimSpace(r.src[j])
	if slices.Contains(roles, column.Category) || len(words.Of(s)) > 2 || !words.StartsUpper(s) || strings.ContainsAny(s[len(s)-1:], ".,;") || j+1 >= len(r.src) {
		return false
	}
	first := tabCells(r.src[j+1])
	_, ok := purpose.Category(s)
	return ok && len(first) == len(roles) && names.Firmest(names.Only(block.Inline{S: first[0]}, nil)) >= shape.Weak && len(tabCells(r.src[j-1])) == len(roles)
}

// sample is how many lines without a header are looked at.
const sample = 12

// guess finds the column of names in lines without a header; nil if none is.
func (r *lines) guess(i, n int) []column.Role {
	firms, total := make([]int, n), 0
	lifes := make([]int, n)
	weaks := 0
	for j := i; j < len(r.src) && j < i+sample; j++ {
		cells := tabCells(r.src[j])
		if len(cells) != n {
			break
		}
		total++
		if sh := names.ShapeOf(cells[0]); sh == shape.Firm || sh == shape.Weak && strings.ToLower(cells[0]) == cells[0] && theLabelsOf(cells[0]) != column.Name {
			weaks++
		}
		for c, s := range cells {
			if names.ShapeOf(s) == shape.Firm {
				firms[c]++
			}
			if lifetime.Like(s) {
				lifes[c]++
			}
		}
	}
	roles := make([]column.Role, n)
	found := false
	for c := range n {
		switch {
		case !found && firms[c]*2 > total:
			roles[c], found = column.Name, true
		case lifes[c]*2 > total:
			roles[c] = column.Lifetime
		}
	}
	if !found && total > 1 && n > 2 && roles[0] == column.None && weaks == total && slices.Contains(roles, column.Lifetime) {
		roles[0], found = column.Name, true // each row has a word and how long it is kept
	}
	if !found {
		return nil
	}
	return roles
}

// resumes reports where, after an empty line, a table goes on: at once, or
// behind what a page break left, a footer and a number. -1 if it does not.
func (r *lines) resumes(j int, head []string, n int) int {
	noise, numbered := 0, false
	titled, paged := false, false // a line speaks of cookies; one is a page's number
	for k := j; k < len(r.src) && k < j+10; k++ {
		cells := tabCells(r.src[k])
		switch {
		case len(cells) == 0:
		case len(cells) > 1:
			if r.labels.HeadsAgain(cells) && !words.Same(cells, head) || len(cells) > n {
				return -1
			}
			if noise == 0 || numbered && len(cells) == n && (!titled || paged && !r.headsOver(k, n)) || paged && len(cells) < n && r.rowSoon(k, n) {
				return k
			}
			return -1
		case noise == 0 && r.pageTitle(k):
			noise, numbered = noise+1, true
		case atx.MatchString(cells[0]), utf8.RuneCountInString(cells[0]) > 60, isItem(cells[0]), strings.HasSuffix(cells[0], ":"):
			return -1
		case paged && words.StartsLower(cells[0]) && r.rowSoon(k, n):
			return k // the rest of a cell
		default:
			if noise++; noise > 3 || purpose.Sorts(cells[0]) {
				return -1
			}
			titled = titled || words.SpeakOfCookies(cells[0])
			paged = paged || pageLine.MatchString(cells[0]) || stampLine.MatchString(cells[0])
			numbered = numbered || strings.ContainsAny(cells[0], "0123456789")
		}
	}
	return -1
}

// sorts reports whether a line is the title of a kind of cookies, and not what
// stands at the foot of a page.
func (r *lines) sorts(s string) bool {
	return purpose.Sorts(s) || words.SpeakOfCookies(s) || titles.OnTerms(s)
}

// wraps reports whether a line without a tab goes on with a table's cell.
func (r *lines) wraps(j int, s string, widest int) bool {
	if r.wide || isItem(s) && shape.Of(shape.Trim(strings.Fields(s)[0])) == shape.None {
		return false
	}
	if length := utf8.RuneCountInString(s); length > 60 && length > widest*5/4 {
		return false
	}
	// A line before the header of the next table is that table's caption.
	for k := j + 1; k < len(r.src) && k < j+3; k++ {
		if cells := tabCells(r.src[k]); len(cells) > 1 {
			if _, isHead := r.labels.Heads(cells); isHead {
				return false
			}
			break
		}
	}
	return true
}
