package document

import "strings"

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
