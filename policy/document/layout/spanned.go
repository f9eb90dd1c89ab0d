package layout

import (
	"slices"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/weave"
)

// spanned gives the cells of a row that lost its first one when it was copied, for that
// spans several rows: the kind, which the row above tells. The name then stands one
// column before its own. nil if it is no such row.
func spanned(cells []string, above []weave.Scrap, roles []column.Role) []string {
	at := slices.Index(roles, column.Name)
	if len(above) == 0 || len(cells) != len(roles)-1 || roles[0] != column.Category || at < 2 {
		return nil
	}
	last := above[len(above)-1].Cells
	if len(last) != len(roles) || !sorted(last[0]) || sorted(cells[0]) || !named(cells[at-1]) || !named(last[at]) || named(cells[at]) {
		return nil
	}
	return append([]string{last[0]}, cells...)
}

func sorted(s string) bool {
	_, ok := purpose.Category(s)
	return ok
}

// named reports whether a cell holds a name and nothing else.
func named(s string) bool {
	return names.Firmest(names.Only(block.Inline{S: s}, nil)) >= shape.Weak
}
