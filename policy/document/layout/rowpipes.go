package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/words"
)

// rowPipes reads a table of which every cell stands on lines of its own with a | behind
// it, and a | stands before the first cell of each row as well. A title over some of the
// rows has none before it. next is i if there is none.
func (r *lines) rowPipes(i int) (next int) {
	head, j := r.rowOfPipes(i)
	if len(head) < 2 || !r.labels.OwnLabel(head[0].S) || !r.labels.OwnLabel(head[1].S) {
		return i
	}
	all := [][]block.Cell{head}
	n := len(head)
	for {
		cells, end := r.rowOfPipes(j)
		if m := min(n, len(cells)); m < len(head)-1 || len(cells) > m+1 {
			break
		}
		all, n, j = append(all, cells), min(n, len(cells)), end
	}
	var texts []string
	for _, c := range head[:n] {
		texts = append(texts, words.Unmarked(c.S))
	}
	if roles, ok := r.labels.Heads(texts); !ok || roles[0] != column.Name || len(all) < 3 {
		return i
	}
	var rows []block.Row
	for k, cells := range all {
		rows = append(rows, block.Row{Line: cells[0].Line, Head: k == 0, Cells: cells[:n:n]})
		for _, over := range cells[n:min(n+1, len(cells))] {
			over.Span = n
			rows = append(rows, block.Row{Line: over.Line, Cells: []block.Cell{over}})
		}
	}
	r.flush()
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return j
}

// maxPipeRow is how many lines a row of such a table takes at most.
const maxPipeRow = 60

// rowOfPipes gives the cells from a line that begins a row up to the next such line, and
// where the last of them ends; none if the line begins no such row.
func (r *lines) rowOfPipes(i int) (cells []block.Cell, next int) {
	var text []string
	from := i
	for j := i; j < len(r.src) && j < i+maxPipeRow; j++ {
		s := strings.TrimSpace(r.src[j])
		rest, begins := strings.CutPrefix(s, "|")
		switch begins = begins && rest != ""; {
		case s == "":
			continue
		case begins != (j == i), atx.MatchString(s):
			return cells, next
		case begins:
			s = strings.TrimSpace(rest)
		}
		if len(text) == 0 {
			from = j
		}
		cell, ends := strings.CutSuffix(s, "|")
		if strings.Contains(cell, "|") {
			return cells, next
		}
		if text = append(text, cell); ends {
			cells = append(cells, block.Cell{Inline: r.text(strings.TrimSpace(strings.Join(text, " "))), Line: r.number(from)})
			text, next = nil, j+1
		}
	}
	return cells, next
}
