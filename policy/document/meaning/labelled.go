package meaning

import (
	"fmt"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// labelled reads a table whose first column is labels: each further column is
// one cookie, or in two columns one cookie stands below the other.
func (r *reader) labelled(rows []block.Row, n int) bool {
	if n < 2 {
		return false
	}
	known, named, distinct := 0, 0, map[column.Role]bool{}
	surest := 0.0 // of the labels of names: "Cookie name" beside "Name" is it
	for _, x := range rows {
		if len(x.Cells) < 2 || x.Cells[0].Empty() {
			continue
		}
		role, ok := column.Words().Label(x.Cells[0].S)
		if !ok {
			continue
		}
		known++
		distinct[role] = true
		if role == column.Name && names.Firmest(names.InCell(x.Cells[1].Inline, nil)) >= shape.Weak {
			named++
			_, sure := column.Words().Role(x.Cells[0].S)
			surest = max(surest, sure)
		}
	}
	first := rows[0]
	if n > 2 {
		if _, head := column.Words().Heads(first.Texts()); head || named > 1 {
			return false // the words of a column that begin like labels
		}
	}
	headed := named == 0 && known >= 2 && len(distinct) == known && namedAcross(first)
	if !headed && named == 0 || known < 2 || known*3 < len(rows)*2 && !(headed && known == len(rows)-1) {
		return false
	}
	for c := 1; c < n; c++ {
		for i, x := range rows {
			if c >= len(x.Cells) || x.Cells[c].Empty() {
				continue
			}
			role, ok := column.Words().Label(x.Cells[0].S)
			if headed && i == 0 {
				role, ok = column.Name, true
			}
			if !ok {
				continue
			}
			if _, sure := column.Words().Role(x.Cells[0].S); role == column.Name && !headed && sure < surest {
				role = column.Provider // the service's name
			}
			if role == column.Provider && r.rec != nil && r.rec.said > 0 && i > 0 && surest >= 3 && column.PlainName(x.Cells[0].S) {
				r.close()
			}
			r.field(field.Field{Role: role, Value: x.Cells[c].Inline}, fmt.Sprintf("line %d, cell %d", x.Cells[c].Line, c+1))
		}
		r.close()
	}
	return true
}

// namedAcross reports whether a row holds names in every cell but the first: the
// head of a table with a column for each cookie.
func namedAcross(x block.Row) bool {
	firms := 0
	for i, c := range x.Cells {
		if i == 0 {
			continue
		}
		list := names.Only(c.Inline, nil)
		if names.Firmest(list) < shape.Weak {
			return false
		}
		if names.Firmest(list) == shape.Firm {
			firms++
		}
	}
	if len(x.Cells) < 2 {
		return false
	}
	_, label := column.Words().Label(x.Cells[0].S)
	return firms > 0 && (x.Cells[0].Empty() || label || words.SpeakOfCookies(x.Cells[0].S))
}

// scatter leaves nothing but the names of a record of several, one below the other, over
// text after text: a column of names and those that stood beside it are read so, and no
// text is about all of them.
func (rec *record) scatter() {
	if rec.bare && len(rec.names) > 1 && len(rec.text) > 2 {
		rec.d, rec.text, rec.lives = policy.Declaration{Position: rec.d.Position, Party: rec.d.Party, Provider: rec.d.Provider}, nil, ""
	}
}
