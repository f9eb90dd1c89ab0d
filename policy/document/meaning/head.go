package meaning

import (
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
)

// splitHead tells the header from the rows. A row that the format calls a
// header but that holds a cookie is none; a first row that is understood as one
// is, whatever the format says.
func splitHead(rows []block.Row) (header []string, body []block.Row) {
	for i := 0; i < len(rows) && i < 3; i++ {
		texts := rows[i].Texts()
		_, known := column.Words().Heads(texts)
		if known || rows[i].Head && headLike(rows[i]) {
			return texts, append(lone(rows[:i]), rows[i+1:]...)
		}
	}
	return nil, rows
}

// lone gives the rows with one filled cell: titles over a header.
func lone(rows []block.Row) []block.Row {
	var out []block.Row
	for _, x := range rows {
		filled := 0
		for _, c := range x.Cells {
			if !c.Empty() {
				filled++
			}
		}
		if filled == 1 && len(x.Cells) > 1 {
			out = append(out, x)
		}
	}
	return out
}

// headLike reports whether a row that the format calls a header is one.
func headLike(x block.Row) bool {
	filled, known, data := 0, 0, 0
	for _, c := range x.Cells {
		if c.Empty() {
			continue
		}
		filled++
		if r, _ := column.Words().Role(c.S); r != column.None {
			known++
		}
		if names.Firmest(names.InCell(c.Inline, nil)) == shape.Firm || lifetime.Like(c.S) && len(lifetime.Amounts(c.S, 0)) > 0 {
			data++
		}
	}
	return filled > 1 && data == 0 && (known > 0 || filled > 2) || filled == 1 && known == 1 && len(x.Cells) == 1
}
