package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/weave"
)

// namesUnderHead reads the lines under a header of which most begin with a firm name, where
// nothing else tells what cell a word is of: a name, and what stands behind it up to the
// next one. next is i if there are none.
func (r *lines) namesUnderHead(i int) (next int) {
	head, roles, j := r.flowHead(i)
	if head == nil || j != i+1 || roles[0] != column.Name {
		return i
	}
	rows := []block.Row{{Line: r.number(i), Head: true, Cells: []block.Cell{{Inline: r.text(head[0])}, {Inline: r.text("Purpose")}}}}
	filled := 0
	for ; j < len(r.src) && filled < maxUnderHead; j++ {
		s := strings.TrimSpace(r.src[j])
		if atx.MatchString(s) || isItem(s) || strings.ContainsAny(s, "\t") || len(s) > 400 || filled > 0 && r.src[j-1] == "" && len(rows) > 1 || s != "" && titles.OfKind(s) && len(strings.Fields(s)) <= 8 {
			break
		}
		if s == "" {
			continue
		}
		filled++
		name, rest, _ := strings.Cut(s, " ")
		if weave.PieceShape(name) == shape.Firm {
			cells := []block.Cell{{Inline: r.text(name), Line: r.number(j)}, {Inline: r.text(strings.TrimSpace(rest)), Line: r.number(j)}}
			rows = append(rows, block.Row{Line: r.number(j), Cells: cells})
			next = j + 1
		} else if next == j {
			last := &rows[len(rows)-1].Cells[1]
			last.Inline, next = r.text(last.S+" "+s), j+1
		}
	}
	if named := len(rows) - 1; named < 3 || named*2 < filled {
		return i
	}
	r.flush()
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return next
}

// maxUnderHead is how many lines under such a header are read.
const maxUnderHead = 200
