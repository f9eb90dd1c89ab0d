// Package block is the one form that every document is brought into: a page's
// head, and its headings, paragraphs, items and tables one after the other. It
// knows of no format, and of a policy only which column a value is of.
package block

import (
	"net/url"
	"strings"

	"crumbs/policy/document/column"
)

// Kind tells blocks apart.
type Kind int

// The kinds of blocks.
const (
	Heading Kind = iota // level 1 to 6
	Para                // a paragraph, or a line that stands alone
	Item                // a list item; level is how deep it is nested, from 1
	Term                // what a definition list defines
	Detail              // what it says of it
	Table               // rows of cells
)

// Block is a piece of a document that stands for itself. What reads a document gives
// its kind, level, line, caption, text and rows; whoever reads blocks may say of one
// that it is a labelled value, or names behind the label of a kind.
type Block struct {
	Kind    Kind
	Level   int
	Line    int  // from 1
	Caption bool // of the table below
	Text    Inline
	Rows    []Row

	Role     column.Role // of a value whose label stood before it
	Labelled bool        // another label follows

	Sorts string // the label of a kind, where the text is the names behind it
}

// Row is a row of a table.
type Row struct {
	Line  int
	Head  bool // the format says that it is a header
	Cells []Cell
}

// Texts gives the text of each cell.
func (r Row) Texts() []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		out[i] = c.S
	}
	return out
}

// Cell is a cell of a table.
type Cell struct {
	Inline
	Line int
	Span int // columns it spans, 0 and 1 alike
}

// Page is what a document says of itself outside of its text, in the head of a page
// or of a Markdown file; what it does not say is empty.
type Page struct {
	Title, Lang string
	Canonical   string // the address that the page names as its own
	About       string // its description
	Printed     string // the address at the foot of a printed page
}

// Host gives the host of an address, in small letters; empty if it has none that is
// known everywhere.
func Host(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// MaxText is more text than any policy has, in bytes, once pictures and scripts are gone.
// It bounds the time and the memory that a file takes that is none.
const MaxText = 1 << 20

// MaxCell is more than anybody writes into a cell, in bytes.
const MaxCell = 4000
