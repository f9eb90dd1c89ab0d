package layout

import (
	"strings"

	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// cellsBelow reports whether the next line that is not empty goes on with the
// cells of a table: without it a title in one is that of the text below.
func (r *lines) cellsBelow(j int) bool {
	for k := j + 1; k < len(r.src) && k < j+4; k++ {
		if strings.TrimSpace(r.src[k]) != "" {
			return len(tabCells(r.src[k])) > 1
		}
	}
	return false
}

// rowBelow reports whether a row of at least n cells stands below line j, at once
// or behind at most two more pieces of a title: short lines in small letters.
func (r *lines) rowBelow(j, n int) bool {
	for k := j + 1; k < len(r.src) && k <= j+3; k++ {
		cells := tabCells(r.src[k])
		if len(cells) >= n {
			return true
		}
		if len(cells) != 1 || !words.StartsLower(cells[0]) || len(words.Of(cells[0])) > 3 || names.ShapeOf(cells[0]) == shape.Firm {
			return false
		}
	}
	return false
}
