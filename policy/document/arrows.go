package document

import "strings"

// arrows reads a table of which arrows stand between the cells: "sid -> Mill ->
// signs you in -> session". At least two lines have as many, and a firm name
// begins one of them. The way to a browser's settings is written so as well, and
// begins with none. next is i if there is none.
func (r *lines) arrows(i int) (next int) {
	first := arrowCells(r.src[i])
	if len(first) < 3 {
		return i
	}
	var rows []row
	firms := 0
	j := i
	for ; j < len(r.src) && len(rows) < maxPoured; j++ {
		cells := arrowCells(r.src[j])
		if len(cells) != len(first) || nameShape(cells[0]) < weak {
			break
		}
		if nameShape(cells[0]) == firm {
			firms++
		}
		rows = append(rows, r.pouredRow(j, cells))
	}
	if len(rows) < 2 || firms == 0 {
		return i
	}
	r.flush()
	r.out = append(r.out, block{kind: table, line: r.number(i), rows: rows})
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
