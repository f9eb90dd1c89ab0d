package layout

import (
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
)

var (
	rulerCell  = lazyregexp.New(`^\s*:?(?:-+|=+):?\s*$`)
	gridBorder = lazyregexp.New(`^\s*\+(?:[-=:]+\+)+\s*$`)
)

// pipeTable reads a table with | between its cells that begins at line i, as
// people write them: with or without pipes at the ends, without a ruler or with
// one that has something else on its line, with rows broken over lines, with
// empty lines between rows, with borders of + and -. next is i if there is none.
func (r *lines) pipeTable(i int) (next int) {
	if !r.pipesBegin(i) {
		return i
	}
	if text, head := r.headBehind(i); head != "" {
		// The cut line takes the place of what stood there: it is read once.
		r.out = append(r.out, block.Block{Kind: block.Para, Line: r.number(i), Text: r.text(text)})
		r.src[i] = head
	}
	outer := strings.HasPrefix(strings.TrimSpace(r.src[i]), "|")
	var rows []block.Row
	var captions []block.Inline
	grid, fresh, closed := gridBorder.MatchString(r.src[i]), true, true
	j := i
	for ; j < len(r.src); j++ {
		s := r.src[j]
		if strings.TrimSpace(s) == "" {
			// Some editors put empty lines between the rows.
			if k := r.pipeBelow(j); outer && k > 0 && !(k+1 < len(r.src) && isRuler(splitPipes(r.src[k+1]))) {
				j = k - 1
				continue
			}
			break
		}
		if gridBorder.MatchString(s) {
			if grid && strings.Contains(s, "=") && len(rows) > 0 {
				rows[len(rows)-1].Head = true
			}
			grid, fresh = true, true
			continue
		}
		trimmed := strings.TrimSpace(s)
		if !strings.Contains(s, "|") {
			// A row that was broken in its last cell; else the table is over.
			if outer && !closed && len(rows) > 0 && !strings.HasPrefix(trimmed, "#") {
				r.extend(&rows[len(rows)-1], trimmed)
				continue
			}
			break
		}
		if outer && !strings.HasPrefix(trimmed, "|") && !closed && len(rows) > 0 {
			cells := splitPipes(trimmed)
			last := &rows[len(rows)-1]
			r.extend(last, cells[0])
			for _, c := range cells[1:] {
				last.Cells = append(last.Cells, block.Cell{Inline: r.text(c), Line: r.number(j)})
			}
			closed = strings.HasSuffix(trimmed, "|")
			continue
		}
		cells := splitPipes(s)
		closed = strings.HasSuffix(trimmed, "|")
		if isRuler(cells) {
			if len(rows) > 0 {
				rows[len(rows)-1].Head = true
			}
			if rest := cells[len(cells)-1]; !rulerCell.MatchString(rest) && strings.TrimSpace(rest) != "" {
				captions = append(captions, r.text(rest))
			}
			continue
		}
		nr := block.Row{Line: r.number(j)}
		for _, c := range cells {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(c), Line: r.number(j)})
		}
		if grid && !fresh && len(rows) > 0 && len(rows[len(rows)-1].Cells) == len(nr.Cells) && (slices.Contains(cells, "") || names.ShapeOf(cells[0]) == shape.None) {
			join(&rows[len(rows)-1], nr) // the rest of a row
			continue
		}
		if n := len(rows); n > 1 && !outer && r.isHead(rows[0]) && len(rows[n-1].Cells) < len(rows[0].Cells) && len(rows[n-1].Cells)+len(nr.Cells) == len(rows[0].Cells) &&
			names.ShapeOf(cells[0]) != shape.Firm && !strings.HasPrefix(trimmed, "|") {
			// A row that a line break inside a cell cut in two.
			rows[n-1].Cells = append(rows[n-1].Cells, nr.Cells...)
			continue
		}
		fresh = false
		rows = append(rows, nr)
	}
	if len(rows) == 0 {
		return i
	}
	for _, c := range captions {
		r.out = append(r.out, block.Block{Kind: block.Para, Line: r.number(i), Text: c, Caption: true})
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return j
}

// headBehind cuts a line that ends with the header of a table of pipes, the ruler
// below it, at its first pipe: "Learn more| Name | Purpose |". head is empty where
// the line is no such one.
func (r *lines) headBehind(i int) (text, head string) {
	s := strings.TrimSpace(r.src[i])
	at := strings.Index(s, "|")
	if at <= 0 || !strings.HasSuffix(s, "|") || i+2 >= len(r.src) || !strings.HasPrefix(strings.TrimSpace(r.src[i+1]), "|") || !isRuler(splitPipes(r.src[i+1])) {
		return "", ""
	}
	n := countPipes(s)
	if row := strings.TrimSpace(r.src[i+2]); row == "" || row[0] != '|' || countPipes(row) != n {
		return "", ""
	}
	return s[:at], s[at:]
}

// pipeBelow gives the line with a pipe before it below the few empty ones that
// begin at i, 0 if there is none.
func (r *lines) pipeBelow(i int) int {
	for j := i; j < len(r.src) && j < i+4; j++ {
		if s := strings.TrimSpace(r.src[j]); s != "" {
			if s[0] == '|' {
				return j
			}
			return 0
		}
	}
	return 0
}

// isHead reports whether a row heads a table of cookies.
func (r *lines) isHead(x block.Row) bool {
	_, ok := r.labels.Heads(x.Texts())
	return ok
}

// extend adds text to the last cell of a row.
func (r *lines) extend(to *block.Row, s string) {
	if len(to.Cells) > 0 {
		last := &to.Cells[len(to.Cells)-1]
		last.Inline = last.Inline.Over(r.text(s))
	}
}

// join adds the cells of a further line to a row.
func join(to *block.Row, more block.Row) {
	for i, c := range more.Cells {
		to.Cells[i].Inline = to.Cells[i].Inline.Over(c.Inline)
	}
}

// pipesBegin reports whether a table of pipes begins at line i.
func (r *lines) pipesBegin(i int) bool {
	s := r.src[i]
	if gridBorder.MatchString(s) {
		return i+1 < len(r.src) && strings.Contains(r.src[i+1], "|")
	}
	n := countPipes(s)
	if n == 0 {
		return false
	}
	if i+1 >= len(r.src) {
		return strings.HasPrefix(strings.TrimSpace(s), "|") && n > 2
	}
	next := r.src[i+1]
	if strings.TrimSpace(next) == "" && strings.HasPrefix(strings.TrimSpace(s), "|") && n > 2 {
		return true
	}
	m := countPipes(next)
	return isRuler(splitPipes(next)) && m > 0 || isRuler(splitPipes(s)) && n > 1 || m > 0 && (m == n && n > 1 || strings.HasPrefix(strings.TrimSpace(s), "|") && strings.HasPrefix(strings.TrimSpace(next), "|")) ||
		n > 2 && strings.HasPrefix(strings.TrimSpace(s), "|") && !strings.HasSuffix(strings.TrimSpace(s), "|")
}

func countPipes(s string) int {
	return strings.Count(s, "|") - strings.Count(s, `\|`)
}

// splitPipes cuts a line at its pipes; those at its ends cut nothing off.
func splitPipes(s string) []string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "|")
	if strings.HasSuffix(s, "|") && !strings.HasSuffix(s, `\|`) {
		s = s[:len(s)-1]
	}
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			out = append(out, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	out = append(out, strings.TrimSpace(s[from:]))
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], `\|`, "|")
	}
	return out
}

// isRuler reports whether the cells are the line between head and body. Some
// writers put a caption behind it.
func isRuler(cells []string) bool {
	n := 0
	for _, c := range cells {
		if strings.ContainsAny(c, "-=") && rulerCell.MatchString(c) {
			n++
		}
	}
	return n > 0 && (n == len(cells) || n >= 2 && n == len(cells)-1)
}
