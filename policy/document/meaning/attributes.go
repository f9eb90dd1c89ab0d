package meaning

import (
	"fmt"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
)

// maxAttributes is how many rows a table has at most that says of one cookie what it is.
const maxAttributes = 16

// attributes reports whether a table has two columns, labels and what they say of one
// cookie, which the title above it names: none of the rows does, and one is its lifetime.
func attributes(rows []block.Row) bool {
	lasts := false
	for _, x := range rows {
		if len(x.Cells) != 2 {
			return false
		}
		role, ok := column.Words().Label(x.Cells[0].S)
		if ok && role == column.Name || names.Firmest(names.Only(x.Cells[0].Inline, nil)) == shape.Firm {
			return false
		}
		lasts = lasts || ok && role == column.Lifetime
	}
	return lasts && len(rows) <= maxAttributes
}

// described adds to the record of a cookie what the table below its name says of it.
func (r *reader) described(t block.Block) bool {
	rows := fullRows(t.Rows)
	if r.rec == nil || !r.rec.explicit && !r.rec.titled || r.rec.said > 0 || !attributes(rows) {
		return false
	}
	for _, x := range rows {
		// Markdown knows no table without a header, which may be the first attribute.
		if _, header := column.Words().Label(x.Cells[1].S); x.Head && header {
			continue
		}
		if role, ok := column.Words().Label(x.Cells[0].S); ok && !x.Cells[1].Empty() {
			r.field(field.Field{Role: role, Value: x.Cells[1].Inline}, fmt.Sprintf("line %d, cell 2", x.Cells[1].Line))
		}
	}
	r.close()
	return true
}
