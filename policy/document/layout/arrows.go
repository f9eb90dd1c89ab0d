package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
)

// arrows reads a table of which arrows stand between the cells: "sid -> Mill ->
// signs you in -> session". At least two lines have as many, and a firm name
// begins one of them. The way to a browser's settings is written so as well, and
// begins with none. next is i if there is none.
func (r *lines) arrows(i int) (next int) {
	if i < r.unled {
		return i
	}
	first := arrowCells(r.src[i])
	if len(first) < 3 {
		return i
	}
	var found [][]string
	firms := 0
	j := i
	for ; j < len(r.src) && len(found) < maxPoured; j++ {
		cells := arrowCells(r.src[j])
		if len(cells) != len(first) || names.ShapeOf(cells[0]) < shape.Weak {
			break
		}
		if names.ShapeOf(cells[0]) == shape.Firm {
			firms++
		}
		found = append(found, cells)
	}
	if len(found) < 2 || firms == 0 {
		r.unled = j
		return i
	}
	rows := make([]block.Row, len(found))
	for k, cells := range found {
		rows[k] = r.pouredRow(i+k, cells)
	}
	r.flush()
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return j
}

// arrowCells cuts a line at its arrows.
func arrowCells(s string) []string {
	if !strings.Contains(s, " -> ") && !strings.Contains(s, " → ") && !strings.Contains(s, " => ") || isItem(s) {
		return nil
	}
	cells := strings.Split(strings.NewReplacer(" → ", " -> ", " => ", " -> ").Replace(s), " -> ")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}
