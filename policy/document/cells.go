package document

import (
	"crumbs/policy/document/block"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
)

// cells reads the cells that people wrote into a format for programs.
type cells struct{}

// Names is what [settings.Cells] asks for.
func (cells) Names(cell string) ([]string, shape.Shape) {
	list := names.InCell(block.Plain(cell), nil)
	var out []string
	for _, n := range list {
		out = append(out, n.Name)
	}
	return out, names.Firmest(list)
}

// Told is what [settings.Cells] asks for.
func (cells) Told(text string, n int) []lifetime.Lifetime { return told.Lifetime(text, n) }
