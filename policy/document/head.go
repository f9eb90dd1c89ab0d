package document

import (
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/shape"
)

// splitHead tells the header from the rows. A row that the format calls a
// header but that holds a cookie is none; a first row that is understood as one
// is, whatever the format says.
func splitHead(rows []row) (header []string, body []row) {
	for i := 0; i < len(rows) && i < 3; i++ {
		texts := cellTexts(rows[i])
		_, known := column.Words().Heads(texts)
		if known || rows[i].head && headLike(rows[i]) {
			return texts, append(lone(rows[:i]), rows[i+1:]...)
		}
	}
	return nil, rows
}

// lone gives the rows with one filled cell: titles over a header.
func lone(rows []row) []row {
	var out []row
	for _, x := range rows {
		filled := 0
		for _, c := range x.cells {
			if !c.empty() {
				filled++
			}
		}
		if filled == 1 && len(x.cells) > 1 {
			out = append(out, x)
		}
	}
	return out
}

// headLike reports whether a row that the format calls a header is one.
func headLike(x row) bool {
	filled, known, data := 0, 0, 0
	for _, c := range x.cells {
		if c.empty() {
			continue
		}
		filled++
		if r, _ := column.Words().Role(c.s); r != column.None {
			known++
		}
		if firmest(names(c.inline, nil)) == shape.Firm || lifetime.Like(c.s) && len(lifetime.Amounts(c.s, 0)) > 0 {
			data++
		}
	}
	return filled > 1 && data == 0 && (known > 0 || filled > 2) || filled == 1 && known == 1 && len(x.cells) == 1
}

func cellTexts(x row) []string {
	out := make([]string, len(x.cells))
	for i, c := range x.cells {
		out[i] = c.s
	}
	return out
}
