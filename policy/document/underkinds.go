package document

import (
	"fmt"

	"crumbs/policy"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// underKinds reads a table whose header is a kind over each column, with nothing but
// names below it.
func (r *reader) underKinds(header []string, body []row) bool {
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
		for _, c := range x.cells {
			list := pureNames(c.inline, r.joined)
			if !c.empty() && len(list) == 0 {
				return false
			}
			firms += len(firmNames(list))
		}
	}
	if len(header) < 2 || firms < 2 {
		return false
	}
	for _, x := range body {
		for i, c := range x.cells[:min(len(x.cells), len(header))] {
			for _, n := range pureNames(c.inline, r.joined) {
				d := policy.Declaration{Name: n.name, Position: fmt.Sprintf("line %d, cell %d", c.line, i+1)}
				d.Category, _ = purpose.Category(header[i])
				r.declare(d)
			}
		}
	}
	return true
}
