package meaning

import (
	"fmt"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// underKinds reads a table whose header is a kind over each column, with nothing but
// names below it.
func (r *reader) underKinds(header []string, body []block.Row) bool {
	seen := map[policy.Category]bool{}
	for _, h := range header {
		c, ok := purpose.Category(h)
		if !ok || seen[c] || len(words.Of(h)) > 4 {
			return false
		}
		seen[c] = true
	}
	firms := 0
	for _, x := range body {
		for _, c := range x.Cells {
			list := names.Only(c.Inline, r.joined)
			if !c.Empty() && len(list) == 0 {
				return false
			}
			firms += len(names.Firm(list))
		}
	}
	if len(header) < 2 || firms < 2 {
		return false
	}
	for _, x := range body {
		for i, c := range x.Cells[:min(len(x.Cells), len(header))] {
			for _, n := range names.Only(c.Inline, r.joined) {
				d := policy.Declaration{Name: n.Name, Position: fmt.Sprintf("line %d, cell %d", c.Line, i+1)}
				d.Category, _ = purpose.Category(header[i])
				r.declare(d)
			}
		}
	}
	return true
}
