package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/weave"
	"crumbs/policy/document/words"
)

var wideGap = lazyregexp.New(` {2,}`)

// hasGap reports whether a text has a gap in it as wide as one between two columns.
func hasGap(s string) bool { return strings.Contains(s, "  ") }

// chunk is a piece of a line between wide gaps, and where it stands.
type chunk struct {
	at, end int // in characters
	s       string
}

func chunks(s string) []chunk {
	s = strings.TrimRight(strings.ReplaceAll(s, "\t", "        "), " ")
	var out []chunk
	at, before := 0, 0 // in bytes, in characters
	for _, gap := range append(wideGap.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		piece := s[at:gap[0]]
		end := before + utf8.RuneCountInString(piece)
		if strings.TrimSpace(piece) != "" {
			trimmed := strings.TrimLeft(piece, " ")
			out = append(out, chunk{end - utf8.RuneCountInString(trimmed), end, strings.TrimSpace(trimmed)})
		}
		at, before = gap[1], end+utf8.RuneCountInString(s[gap[0]:gap[1]])
	}
	return out
}

// alignedTable reads a table whose cells stand below one another, with spaces
// between them: what pdftotext -layout, a terminal or pandoc give. It takes a
// header that is understood. next is i if there is none.
func (r *lines) alignedTable(i int) (next int) {
	first := chunks(r.src[i])
	if len(first) < 2 {
		return i
	}
	first = cutTitles(r.labels, first)
	head := make([]string, len(first))
	for k, c := range first {
		head[k] = c.s
	}
	left := make([]int, len(first))
	for k, c := range first {
		left[k] = c.at
	}
	begin := i + 1
	roles, ok := r.labels.Heads(head)
	same := 0     // the lines up to it part where the same columns do
	full := false // each of them fills all columns
	for _, all := range []bool{true, false} {
		edges, end := r.rivers(i, all)
		if ok {
			edges = outside(edges, first) // the titles are known
		}
		edges = r.underHead(i, end, edges)
		if cells := between(r.src[i], edges); len(cells) > 1 {
			if within, sure := r.labels.Heads(cells); sure && !slices.ContainsFunc(cells, hasGap) {
				head, left, roles, ok, same = cells, edges, within, true, end
				full = r.fill(i, end, edges)
				break
			}
		}
	}
	if !ok {
		if head, left, begin = r.tallHead(i, first); head == nil {
			return i
		}
		roles, _ = r.labels.Heads(head)
	}
	if same == 0 {
		r.settle(left, begin-1)
	}
	var scraps []weave.Scrap
	gap, noise := false, 0
	paged := false // the line before was a page's number
	end := begin
	for j := begin; j < len(r.src); j++ {
		s := r.src[j]
		if strings.TrimSpace(s) == "" {
			gap = true
			continue
		}
		if isDashes(s) || r.footer(s, paged) {
			paged = paged || pageNumber.MatchString(strings.TrimSpace(s))
			end = j + 1
			continue
		}
		paged = false
		if atx.MatchString(s) {
			break
		}
		parts := chunks(s)
		if gap && len(parts) == 1 && r.overNext(j, head, left, roles) {
			break
		}
		if again := cellsOf(parts, left); len(parts) == len(head) && words.Same(again, head) {
			end, noise = j+1, 0
			continue
		}
		if len(parts) >= 2 {
			other := make([]string, len(parts))
			for k, c := range parts {
				other[k] = c.s
			}
			if (gap || len(parts)*2 > len(head)) && !(words.StartsLower(other[0]) && words.StartsUpper(head[0])) && r.labels.HeadsAgain(other) {
				break
			}
		}
		var cells []string
		if j < same {
			cells = between(s, left)
		}
		if cells == nil {
			var moved []int
			if cells, moved = r.anchored(s, parts, left, roles); moved != nil {
				left = moved
			} else {
				cells = cellsOf(parts, left)
			}
		}
		if gap && len(parts) == 1 && len(left) > 1 && parts[0].at <= left[0] && parts[0].end > left[1] {
			cells = nil // a line of running text, though a word ends where a column does
		}
		if cells == nil {
			if !gap || noise > 3 || r.sorts(s) || utf8.RuneCountInString(strings.TrimSpace(s)) > 60 || isItem(strings.TrimSpace(s)) || !r.alignedAgain(j, left, roles) {
				break
			}
			noise++ // a footer between two pages
			continue
		}
		if gap && len(parts) == 1 && parts[0].at <= left[0] && (r.sorts(s) || !r.alignedAgain(j, left, roles)) {
			break
		}
		if len(scraps) == 0 && !gap && headGoesOn(cells, roles, head) {
			for k, c := range cells {
				head[k] = strings.TrimSpace(head[k] + " " + c)
			}
			end = j + 1
			continue
		}
		scraps = append(scraps, weave.Scrap{Line: r.number(j), Cells: cells, Gap: gap && len(scraps) > 0, Fixed: true, Alone: full && j < same})
		gap, noise, end = false, 0, j+1
	}
	if len(scraps) == 0 {
		if end > begin {
			return end // one header after the other, and nothing below
		}
		return i
	}
	r.woven(i, head, true, roles, groups(scraps, roles))
	return end
}

var pageNumber = lazyregexp.New(`(?i)^(?:.*\b(?:page|seite|pagina|página|pag\.|p\.|blz\.)\s*)?\d{1,3}(?:\s*(?:/|of|von|de|di|van|sur|-)\s*\d{1,3})?$`)

// footer reports whether a line is what stands at the foot or the head of every
// page: its number, or words that stand alone on several lines.
func (r *lines) footer(s string, paged bool) bool {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > 60 || hasGap(s) {
		return false
	}
	if pageNumber.MatchString(s) {
		return true
	}
	if r.lone == nil {
		r.lone = map[string]int{}
		for _, x := range r.src {
			if x = strings.TrimSpace(x); x != "" && len(x) <= 60 && !hasGap(x) {
				r.lone[x]++
			}
		}
	}
	return r.lone[s] >= 2 && (paged || words.SpeakOfCookies(s)) && words.StartsUpper(s)
}

// settle moves the left edges of the columns to where the cells begin: headers
// are often centred over them.
func (r *lines) settle(left []int, i int) {
	lowest := append([]int(nil), left...)
	for j := i + 1; j < len(r.src) && j < i+60 && !atx.MatchString(r.src[j]); j++ {
		parts := chunks(r.src[j])
		if len(parts) != len(left) {
			continue
		}
		fits := true
		for k := range parts {
			lo, hi := 0, 1<<30
			if k > 0 {
				lo = left[k-1] + 1
			}
			if k+1 < len(left) {
				hi = left[k+1]
			}
			fits = fits && parts[k].at >= lo && parts[k].at < hi
		}
		if !fits {
			break
		}
		for k := range parts {
			lowest[k] = min(lowest[k], parts[k].at)
		}
	}
	copy(left, lowest)
}

// cellsOf puts the pieces of a line into columns by where they stand; nil if
// the line does not keep to them. A piece that runs over an edge with a space on
// it is two cells with a narrow gap.
func cellsOf(parts []chunk, left []int) []string {
	cells := make([]string, len(left))
	for _, p := range parts {
		c := 0
		for c+1 < len(left) && p.at >= left[c+1]-1 {
			c++
		}
		if p.at < left[0]-3 && len(parts) == 1 {
			return nil
		}
		text := []rune(p.s)
		for c+1 < len(left) && p.at+len(text) > left[c+1]+2 {
			cut := cutAt(text, left[c+1]-p.at)
			if cut <= 0 {
				if len(parts) == 1 && p.at <= left[0]+4 {
					return nil // a line of running text
				}
				break
			}
			cells[c] = strings.TrimSpace(cells[c] + " " + strings.TrimSpace(string(text[:cut])))
			text, p.at = text[cut:], p.at+cut
			c++
		}
		cells[c] = strings.TrimSpace(cells[c] + " " + strings.TrimSpace(string(text)))
	}
	return cells
}

// cutAt gives where a piece that runs over the edge of a column is cut: behind the
// space that is nearest to the edge, 0 if none is near.
func cutAt(text []rune, edge int) int {
	for d := 0; d <= 6; d++ {
		for _, cut := range []int{edge - d, edge + d} {
			if cut > 0 && cut < len(text) && text[cut-1] == ' ' {
				return cut
			}
		}
	}
	return 0
}

// alignedAgain reports whether soon after line j a row of the table stands.
func (r *lines) alignedAgain(j int, left []int, roles []column.Role) bool {
	for k := j + 1; k < len(r.src) && k < j+7; k++ {
		parts := chunks(r.src[k])
		if len(parts) < 2 || atx.MatchString(r.src[k]) {
			continue
		}
		if cells := cellsOf(parts, left); cells != nil {
			for c, role := range roles {
				if role == column.Name && names.ShapeOf(cells[c]) >= shape.Weak {
					return true
				}
			}
		}
	}
	return false
}

// headGoesOn reports whether the line below a header belongs to it: words, no site,
// and no name in the column of names.
func headGoesOn(cells []string, roles []column.Role, head []string) bool {
	for c, s := range cells {
		if len(words.Of(s)) > 4 || s != "" && head[c] == "" || roles[c] == column.Name && (column.IsName(s) && s != "" || names.ShapeOf(s) >= shape.Weak && !names.Idle(s) && theLabelsOf(s) == column.None) {
			return false
		}
		if roles[c] == column.Lifetime && lifetime.Like(s) || shape.Host(s) {
			return false
		}
	}
	return true
}

func theLabelsOf(s string) column.Role {
	r, _ := column.Words().Role(s)
	return r
}

// groups puts together the lines between empty ones where each such group holds
// one row: its name then need not stand on the first line.
func groups(scraps []weave.Scrap, roles []column.Role) []weave.Scrap {
	name := -1
	for c, r := range roles {
		if r == column.Name {
			name = c
		}
	}
	var out []weave.Scrap
	count := 0
	for i, s := range scraps {
		if i == 0 || s.Gap {
			count++
			out = append(out, weave.Scrap{Line: s.Line, Gap: i > 0, Fixed: true, Cells: append([]string(nil), s.Cells...)})
			continue
		}
		last := &out[len(out)-1]
		for c, x := range s.Cells {
			if x == "" {
				continue
			}
			old := last.Cells[c]
			switch {
			case old == "":
				last.Cells[c] = x
			case c == name && weave.Joins(old, x):
				last.Cells[c] = old + x
			case c == name:
				if names.ShapeOf(x) >= shape.Weak && names.ShapeOf(old) >= shape.Weak && firmCells(s.Cells) > 1 {
					return scraps // a second row in the group
				}
				last.Cells[c] = old + "\n" + x
			default:
				last.Cells[c] = old + " " + x
			}
		}
	}
	if count < 2 {
		return scraps
	}
	for _, s := range out {
		if name >= 0 && s.Cells[name] == "" {
			return scraps
		}
	}
	return out
}

// firmCells counts the cells that are not empty.
func firmCells(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// isDashes reports whether a line is a ruler of dashes: ----  -------  ---.
func isDashes(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= 3 && strings.Trim(s, "-=_ ─━") == ""
}
