package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/stack"
	"crumbs/policy/document/words"
)

// poured reads a table of which the header stands on one line and the cells below
// it on as many as they like, each with a | behind it: text that was taken out of
// a page breaks them where the page did. next is i if there is none.
func (r *lines) poured(i int) (next int) {
	first := strings.TrimSpace(r.src[i])
	if !strings.HasSuffix(first, "|") || strings.HasPrefix(first, "|") || !r.cutBelow(i) {
		return i
	}
	heads := splitPipes(first)
	n := len(heads)
	name, known := -1, 0
	for c, h := range heads {
		role, sure := column.Words().Role(h)
		if role != column.None {
			known++
		}
		if role == column.Name && (name < 0 || sure >= 3) {
			name = c
		}
	}
	if name < 0 || known < 2 || known*2 < n {
		return i
	}
	rows := []block.Row{r.pouredRow(i, heads)}
	rows[0].Head = true
	var cells []string
	var open []string // the lines of a cell that is not over
	from, end, named := i+1, i, 0
	j := i + 1
	for ; j < len(r.src) && len(rows) < maxPoured && len(open) < 40; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" || isRuler(splitPipes(s)) {
			continue
		}
		if atx.MatchString(s) {
			break
		}
		if len(cells) == 0 && len(open) == 0 {
			from = j
		}
		parts := strings.Split(s, "|")
		for k, p := range parts {
			p = strings.TrimSpace(p)
			if k == len(parts)-1 {
				if p != "" {
					open = append(open, p)
				}
				break
			}
			cells = append(cells, strings.TrimSpace(strings.Join(append(open, p), " ")))
			open = nil
		}
		if len(cells) < n {
			continue
		}
		if len(cells) > n || !stack.Named(words.Unmarked(cells[name])) {
			break
		}
		named++
		rows = append(rows, r.pouredRow(from, cells))
		cells, end = nil, j+1
	}
	if named == 0 {
		return i
	}
	// A text that was cut off ends in the middle of a row.
	if j == len(r.src) && len(cells) > max(name, 1) && stack.Named(words.Unmarked(cells[name])) {
		rows = append(rows, r.pouredRow(from, append(cells, strings.Join(open, " "))))
		end = j
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return end
}

// maxPoured bounds the rows of such a table.
const maxPoured = 1000

func (r *lines) pouredRow(i int, cells []string) block.Row {
	x := block.Row{Line: r.number(i)}
	for _, c := range cells {
		x.Cells = append(x.Cells, block.Cell{Inline: r.text(c), Line: r.number(i)})
	}
	return x
}

// cutBelow reports whether the line below the one at i has fewer cells.
func (r *lines) cutBelow(i int) bool {
	n := countPipes(r.src[i])
	if n < 2 || strings.Contains(r.src[i], "---") {
		return false
	}
	for j := i + 1; j < len(r.src) && j < i+4; j++ {
		if s := strings.TrimSpace(r.src[j]); s != "" && !isRuler(splitPipes(s)) {
			return countPipes(s) > 0 && countPipes(s) < n
		}
	}
	return false
}
