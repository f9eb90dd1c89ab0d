package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/stack"
	"crumbs/policy/document/words"
)

// stacked reads a table of which every cell stands on a line of its own, as it
// comes out of some pages: first the headers, then row after row. next is i if
// there is none.
func (r *lines) stacked(i int) (next int) {
	if role, ok := r.labels.Label(r.src[i]); !ok || role == column.Other {
		return i
	}
	// The header and the first row alone first: most labels head nothing.
	if next := r.nonEmpty(i, 2); len(next) < 2 || !r.labels.IsLabel(next[1]) || r.overClose(i) {
		return i
	}
	head := r.nonEmpty(i, 20)
	if n, _, _ := r.labels.StackedHead(head); n < 2 {
		return i
	}
	if n, _ := stack.Cycle(r.labels, joinCommas(head)); n == 0 && r.lostColumn(joinCommas(head)) < 0 {
		begin := make([]stack.Piece, len(head))
		for k, s := range head {
			begin[k].Text = s
		}
		if _, rows, _ := stack.Ragged(r.labels, begin); rows == nil {
			return i
		}
	}
	var cells []stack.Piece // with what goes on behind a comma on the next line
	var ends int
	for j := i; j < len(r.src) && len(cells) < 4000; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" {
			continue
		}
		if strings.HasPrefix(s, "#") || isItem(s) && !stack.Dash(s) || strings.Contains(s, "\t") || utf8.RuneCountInString(s) > 400 {
			break
		}
		if last := len(cells) - 1; last >= 0 && strings.HasPrefix(s, ",") && len(cells[last].Text) < 4000 {
			cells[last].Text += s
			cells[last].End = j
			continue
		}
		cells = append(cells, stack.Piece{At: j, End: j, Text: s})
	}
	texts := make([]string, len(cells))
	for k := range cells {
		texts[k] = words.Unmarked(cells[k].Text)
	}
	if lost := r.lostColumn(texts); lost > 0 {
		cells, texts = slices.Delete(cells, lost, lost+1), slices.Delete(texts, lost, lost+1)
	}
	n, count := stack.Cycle(r.labels, texts)
	var list [][]stack.Piece
	if m, rows, used := stack.Ragged(r.labels, cells); len(rows) > count {
		list = append([][]stack.Piece{cells[:m]}, rows...)
		ends = cells[used-1].End
	} else if n > 0 {
		for k := range count + 1 {
			list = append(list, cells[k*n:(k+1)*n])
		}
		ends = cells[(count+1)*n-1].End
	} else {
		return i
	}
	r.flush()
	var rows []block.Row
	for k, pieces := range list {
		nr := block.Row{Line: r.number(pieces[0].At), Head: k == 0}
		for _, c := range pieces {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(c.Text), Line: r.number(c.At)})
		}
		rows = append(rows, nr)
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return ends + 1
}

// overClose reports whether an empty line stands behind the line at i and none behind
// the next: it is the title of what follows, "Cookies we use", and no part of it.
func (r *lines) overClose(i int) bool {
	for i++; i < len(r.src) && strings.TrimSpace(r.src[i]) == ""; i++ {
		if i+2 < len(r.src) && strings.TrimSpace(r.src[i+1]) != "" && strings.TrimSpace(r.src[i+2]) != "" {
			return true
		}
	}
	return false
}

// piped reads a table of which every cell stands on lines of its own with a |
// behind it: what some extractors of text leave of a page. next is i if there
// is none.
func (r *lines) piped(i int) (next int) {
	first := i
	if strings.TrimSpace(r.src[i]) == "|" && i+1 < len(r.src) {
		first++ // rows with an empty cell before them
	}
	if !r.pipedCell(first) {
		return i
	}
	ruled := r.ruled(i)
	if role, ok := r.labels.Label(strings.Trim(r.src[first], " |")); (!ok || role == column.Other) && ruled == 0 {
		return i
	}
	var cells []stack.Piece
	var text []string
	from, end := i, i
	for j := i; j < len(r.src) && len(cells) < 8000 && len(text) < 40; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" || isRuler(splitPipes(s)) {
			continue
		}
		if atx.MatchString(s) || strings.Count(s, "|") > 1 {
			break
		}
		if len(text) == 0 {
			from = j
		}
		if rest, ok := strings.CutSuffix(s, "|"); ok {
			cells = append(cells, stack.Piece{At: from, Text: strings.TrimSpace(strings.Join(append(text, rest), " "))})
			text, end = nil, j+1
			if len(cells) == 20 && ruled == 0 && !r.begins(cells) {
				return i
			}
			continue
		}
		text = append(text, s)
	}
	texts := make([]string, len(cells))
	for k := range cells {
		texts[k] = words.Unmarked(cells[k].Text)
	}
	n, count := stack.Cycle(r.labels, texts)
	if m, more := stack.Period(r.labels, texts); (m+1)*more > (n+1)*count {
		n, count = m, more
	}
	if ruled > 0 {
		n, count = ruled, len(cells)/ruled-1
	}
	if n == 0 || count < 1 {
		return i
	}
	r.flush()
	var rows []block.Row
	for k := range count + 1 {
		nr := block.Row{Line: r.number(cells[k*n].At), Head: k == 0}
		for _, c := range cells[k*n : (k+1)*n] {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(c.Text), Line: r.number(c.At)})
		}
		rows = append(rows, nr)
	}
	if last := (count + 1) * n; last < len(cells) {
		end = cells[last].At
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return end
}

// ruled counts the cells before a ruler of as many: "Name |", "Purpose |",
// "---|---|". 0 if none follows.
func (r *lines) ruled(i int) int {
	n := 0
	for j := i; j < len(r.src) && j < i+24; j++ {
		s := strings.TrimSpace(r.src[j])
		switch {
		case s == "":
		case isRuler(splitPipes(s)) && strings.Contains(s, "|"):
			if len(splitPipes(s)) == n && n > 1 {
				return n
			}
			return 0
		case strings.HasSuffix(s, "|") && strings.Count(s, "|") == 1:
			n++
		default:
			return 0
		}
	}
	return 0
}

// joinCommas puts lines that begin with a comma behind those before them: cells
// that list several cookies are copied so.
func joinCommas(texts []string) []string {
	var out []string
	for _, s := range texts {
		if len(out) > 0 && strings.HasPrefix(s, ",") {
			out[len(out)-1] += s
			continue
		}
		out = append(out, s)
	}
	return out
}

// begins reports whether the first cells are a header and a row.
func (r *lines) begins(cells []stack.Piece) bool {
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = words.Unmarked(cells[i].Text)
	}
	n, _ := stack.Cycle(r.labels, texts)
	m, _ := stack.Period(r.labels, texts)
	return n > 0 || m > 0
}

// pipedCell reports whether a line is a cell with its | behind it, or on the
// next line.
func (r *lines) pipedCell(i int) bool {
	s := strings.TrimSpace(r.src[i])
	if s == "|" || s == "" {
		return false
	}
	if strings.HasSuffix(s, "|") {
		return strings.Count(s, "|") == 1
	}
	return !strings.Contains(s, "|") && i+1 < len(r.src) && strings.TrimSpace(r.src[i+1]) == "|"
}

// nonEmpty gives the next lines that are not empty.
func (r *lines) nonEmpty(i, n int) []string {
	var out []string
	for j := i; j < len(r.src) && j < i+3*n && len(out) < n; j++ {
		if s := strings.TrimSpace(r.src[j]); s != "" {
			out = append(out, words.Unmarked(s))
		}
	}
	return out
}
