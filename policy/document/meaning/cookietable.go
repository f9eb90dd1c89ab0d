package meaning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// table reads a table: a list of cookies, one cookie in two columns, or nothing
// that is about cookies.
func (r *reader) table(b block.Block) {
	rows := fullRows(b.Rows)
	if len(rows) == 0 {
		return
	}
	n := 0
	for _, x := range rows {
		n = max(n, len(x.Cells))
	}
	if n > maxColumns {
		return
	}
	if r.labelled(rows, n) {
		return
	}
	header, body := splitHead(rows)
	if n == 1 {
		r.oneColumn(header, body)
		return
	}
	if r.underKinds(header, body) {
		return
	}
	var cols columns
	ok := false
	about := r.at.aboutCookies() && r.at.category() != policy.CategoryUnsaid
	switch {
	case header != nil:
		cols, ok = assign(header, body, n, about)
	case r.last != nil && r.last.n == n && r.lastSection == r.at.top() && namesIn(body, r.last.at[column.Name], shape.Weak):
		// The next page of the table before: its header was not repeated.
		cols, ok = *r.last, true
	default:
		cols, ok = assign(nil, body, n, about)
		if last := r.last; !ok && about && last != nil && last.n == n && namesIn(body, last.at[column.Name], shape.Firm) {
			cols, ok = *last, true // another kind's table: the first one's header is for all
		}
	}
	if !ok || (cols.data || cols.fields(header)) && !r.at.aboutCookies() ||
		!cols.sure && !r.at.aboutCookies() && !r.cookieDocument && (cols.at[column.Lifetime] < 0 || !r.mentionsCookies || cols.other) && !r.pasted(cols) {
		r.cookiesAmong(header, body)
		return
	}
	for _, x := range body[:min(len(body), maxTally)] {
		c := cols.at[column.Name]
		cols.code = cols.code || c < len(x.Cells) && len(x.Cells[c].Marked(block.Code)) > 0
	}
	r.last, r.lastSection = &cols, r.at.top()
	r.rows(cols, body)
}

// namesIn reports whether a column holds a cookie's name of that shape at least.
func namesIn(body []block.Row, at int, least shape.Shape) bool {
	return slices.ContainsFunc(body, func(x block.Row) bool {
		return at >= 0 && at < len(x.Cells) && names.Firmest(names.InCell(x.Cells[at].Inline, nil)) >= least
	})
}

// pasted reports whether a table stands for itself, as one does that was copied
// without its page. Under a heading, names and purposes alone may be settings.
func (r *reader) pasted(cols columns) bool {
	if !cols.list || len(r.at) > 1 && cols.at[column.Lifetime] < 0 {
		return false
	}
	for _, s := range r.at {
		w := words.Of(s.title)
		if i, _ := column.Words().Foreign.Find(w); i >= 0 {
			return false
		}
		if life, _ := column.Words().Life.Find(w); life >= 0 {
			return false // "Retention"
		}
	}
	return true
}

// maxColumns bounds what is taken for a table of cookies.
const maxColumns = 24

// fullRows drops empty rows and the columns that are empty in every row: some
// writers use them to place things.
func fullRows(rows []block.Row) []block.Row {
	var out []block.Row
	n := 0
	for _, x := range rows {
		filled := false
		for _, c := range x.Cells {
			filled = filled || !c.Empty()
		}
		if filled {
			out = append(out, x)
			n = max(n, len(x.Cells))
		}
	}
	empty := make([]bool, n)
	some := false
	for c := range n {
		empty[c] = true
		for _, x := range out {
			if len(x.Cells) != n && len(x.Cells) > c || c < len(x.Cells) && !x.Cells[c].Empty() {
				empty[c] = false
				break
			}
		}
		some = some || empty[c]
	}
	for i := range out {
		if !some {
			break
		}
		var kept []block.Cell
		for c, x := range out[i].Cells {
			if !empty[c] {
				kept = append(kept, x)
			}
		}
		out[i].Cells = kept
	}
	return out
}

// rows reads the rows of a table whose columns are known.
func (r *reader) rows(cols columns, body []block.Row) {
	sub := division{}
	var above *block.Row
	for i := range body {
		x := body[i]
		texts := x.Texts()
		lived := cols.at[column.Lifetime] >= 0 && cols.at[column.Lifetime] < len(texts) && len(lifetime.Amounts(texts[cols.at[column.Lifetime]], 0)) > 0
		if roles, again := column.Words().Heads(texts); again && !lived && len(texts) == cols.n && roles[cols.at[column.Name]] == column.Name || words.Same(texts, cols.heads) {
			continue
		}
		if sub.divider(r, cols, x) {
			above = nil
			continue
		}
		if len(x.Cells) < cols.n {
			x = aligned(cols, x, above)
		}
		above = r.row(cols, x, above, &sub)
	}
}

// division is what a row in the middle of a table says of those below it.
type division struct {
	category policy.Category
	party    policy.Party
	provider string
}

// divider reads a row with one filled cell that sorts the rows below it:
// "Marketing cookies" across the table.
func (t *division) divider(r *reader, cols columns, x block.Row) bool {
	text, filled, at := "", 0, 0
	for i, c := range x.Cells {
		if !c.Empty() {
			text, at = c.S, i
			filled++
		}
	}
	if filled != 1 || cols.n < 2 || len(words.Of(text)) > 12 {
		return false
	}
	if at == cols.at[column.Name] && names.Firmest(names.InCell(x.Cells[at].Inline, r.joined)) == shape.Firm {
		return false
	}
	category, ok := purpose.Category(text)
	switch {
	case ok:
		*t = division{category: category, party: purpose.FirmParty(text)}
		return true
	case purpose.Unsorted(text):
		*t = division{category: policy.Unclassified, party: purpose.FirmParty(text)}
		return true
	case purpose.FirmParty(text) != policy.PartyUnsaid:
		*t = division{category: t.category, party: purpose.FirmParty(text)}
		return true
	case len(x.Cells) > at && x.Cells[at].Span > 1 || at == 0 && names.Firmest(names.InCell(x.Cells[at].Inline, r.joined)) <= shape.Brand:
		t.provider = text
		return true
	}
	return false
}

// aligned puts the cells of a short row into the columns where they fit best:
// where a cell spanned several rows, copying dropped it from all but the first.
func aligned(cols columns, x block.Row, above *block.Row) block.Row {
	k := len(x.Cells)
	best, at := -1e9, 0
	// The missing cells stand together: at drops them before that cell.
	for gap := 0; gap <= k; gap++ {
		v := 0.0
		for i, c := range x.Cells {
			col := i
			if i >= gap {
				col += cols.n - k
			}
			v += fits(cols, col, c)
		}
		if gap == 0 && above != nil {
			v += 0.2
		}
		if gap == k {
			v += 0.1
		}
		if v > best {
			best, at = v, gap
		}
	}
	out := block.Row{Line: x.Line, Cells: make([]block.Cell, cols.n)}
	for i, c := range x.Cells {
		col := i
		if i >= at {
			col += cols.n - k
		}
		out.Cells[col] = c
	}
	return out
}

// fits says how well a cell fits a column.
func fits(cols columns, col int, c block.Cell) float64 {
	if c.Empty() {
		return 0
	}
	switch col {
	case cols.at[column.Name]:
		switch names.Firmest(names.InCell(c.Inline, nil)) {
		case shape.Firm:
			return 2
		case shape.Weak:
			return 1
		case shape.Brand:
			return 0.3
		}
		return -2
	case cols.at[column.Lifetime]:
		if lifetime.Like(c.S) {
			return 1.5
		}
		return -1
	case cols.at[column.Category]:
		if _, ok := purpose.Category(c.S); ok && len(words.Of(c.S)) < 8 {
			return 1
		}
		return -0.5
	case cols.at[column.Purpose]:
		if len(words.Of(c.S)) > 4 {
			return 1
		}
		return -0.2
	}
	if names.Firmest(names.InCell(c.Inline, nil)) == shape.Firm {
		return -0.5
	}
	return 0
}

// row reads one row and gives what the next one inherits where a cell spans
// both.
func (r *reader) row(cols columns, x block.Row, above *block.Row, sub *division) *block.Row {
	cell := func(role column.Role) block.Cell {
		if c := cols.at[role]; c >= 0 && c < len(x.Cells) {
			return x.Cells[c]
		}
		return block.Cell{}
	}
	spanned := false
	for _, role := range []column.Role{column.Provider, column.Domain, column.Category, column.Party} {
		if c := cols.at[role]; c >= 0 && c < len(x.Cells) && x.Cells[c].Empty() && above != nil && c < cols.at[column.Name] {
			x.Cells[c].Inline = above.Cells[c].Inline
			spanned = spanned || !x.Cells[c].Empty()
		}
	}
	// Where the provider's cell spans rows, an empty one of the purpose or the
	// category does as well.
	for _, role := range []column.Role{column.Purpose, column.Category} {
		if c := cols.at[role]; c > cols.at[column.Name] && c < len(x.Cells) && x.Cells[c].Empty() && spanned && !x.Cells[cols.at[column.Name]].Empty() {
			x.Cells[c].Inline = above.Cells[c].Inline
		}
	}
	at := cell(column.Name)
	list := names.InCell(at.Inline, r.joined)
	if names.Firmest(list) != shape.Firm && (saysName(at.S) || purpose.Vendor(at.S) == strings.TrimSpace(at.S)) {
		return &x
	}
	if len(list) == 0 && (cols.sure || cols.list || r.at.aboutCookies() && !cols.other) && (cell(column.Purpose).S != "" || cell(column.Lifetime).S != "") {
		list = bareName(at.S, cols)
	}
	if len(list) == 0 {
		if at.Empty() && above != nil && r.goOn(cols, x) {
			return above
		}
		return &x
	}
	unmarked := cols.code && len(at.Marked(block.Code)) == 0 && !lifetime.Like(cell(column.Lifetime).S)
	if names.Firmest(list) == shape.Brand && (unmarked || !cols.sure && cols.at[column.Lifetime] < 0) {
		return &x // a product, or a part of the site
	}
	if names.Firmest(list) == shape.Brand && denial.None(cell(column.Purpose).S) {
		return &x // a service that sets none
	}
	r.lastRow, r.services = 0, cols.services()
	defer func() { r.services = false }()
	life := cell(column.Lifetime).S
	if denial.Begin(cell(column.Purpose).S) && len(words.Of(life)) == 0 {
		return &x
	}
	kept := life
	if c := cols.at[column.Category]; c >= 0 {
		kept += " " + cell(column.Category).S
	}
	if words.SpeakOfStorage(kept) && !strings.Contains(words.Fold(kept), "cookie") || words.SpeakOfStorage(cell(column.Provider).S) && !strings.Contains(words.Fold(cell(column.Provider).S), "cookie") || r.at.stored() && !cols.sure {
		return &x
	}
	lives := told.ByName(life, list)
	if lives == nil {
		lives = lifetime.Read(life, cols.unit, len(list))
	}
	if cols.at[column.Lifetime] < 0 {
		lives = told.Lifetime(cell(column.Purpose).S, len(list))
	}
	ofAll := policy.CategoryUnsaid
	if len(list) > names.Most {
		text := cell(column.Purpose).S
		ofAll = purpose.Leading(text[:min(len(text), block.MaxCell)])
	}
	for i, n := range list {
		if words.SpeakOfStorage(n.Note) && !words.SpeakOfCookies(n.Note) {
			continue
		}
		d := policy.Declaration{
			Name: n.Name, Provider: cell(column.Provider).S, Purpose: cell(column.Purpose).S, Function: cell(column.Function).S,
			Position: fmt.Sprintf("line %d, cell %d", at.Line, cols.at[column.Name]+1),
		}
		if len(list) > names.Most {
			d.Purpose, d.Function = "", "" // nobody says the same of so many
		}
		if d.Purpose == "" && cols.at[column.Purpose] < 0 {
			d.Purpose, d.Function = d.Function, ""
		}
		if h := cell(column.Domain).S; h != "" {
			d.Domain = hostIn(h)
			if d.Provider == "" {
				d.Provider = h
			}
		} else if h := hostIn(d.Provider); h != "" && len(strings.Fields(d.Provider)) == 1 {
			d.Domain = h
		}
		lifetime.Set(&d, lives, i)
		if lives == nil && n.Note != "" {
			lifetime.Set(&d, lifetime.Noted(n.Note), 0)
		}
		cols.whose(cell, &d)
		if d.Provider == "" {
			d.Provider = cmp.Or(besideName(at.Inline, n), sub.provider)
		}
		d.Category = r.cellCategory(cell(column.Category).S, &d)
		if d.Category == policy.CategoryUnsaid {
			d.Category = sub.category
		}
		if d.Category == policy.CategoryUnsaid {
			d.Category = cols.kind
		}
		if d.Party == policy.PartyUnsaid {
			d.Party = sub.party
		}
		if d.Party == policy.PartyUnsaid && cols.party != policy.PartyUnsaid && r.partyOf(&d) == policy.PartyUnsaid {
			d.Party = cols.party
		}
		if d.Category == policy.CategoryUnsaid && r.at.category() == policy.CategoryUnsaid && purpose.Leading(d.Purpose) == policy.CategoryUnsaid {
			// "Can it be refused? No, it is necessary."
			s := purpose.Answered(cell(column.Other).S)
			if c, _ := purpose.Category(s); c == policy.Necessary && (s != cell(column.Other).S || !cols.consent(column.Other) && len(words.Of(s)) <= 6) && len(words.Of(s)) <= 10 {
				d.Category = c
			}
		}
		if d.Category == policy.CategoryUnsaid && r.at.category() == policy.CategoryUnsaid {
			d.Category = ofAll
		}
		r.declare(d)
	}
	return &x
}

// saysName reports whether a cell says that there is a name and not which:
// "Unique name (made anew)".
func saysName(s string) bool {
	s, _, _ = strings.Cut(s, "(")
	if len(s) > 40 || len(words.Of(s)) < 2 {
		return false
	}
	role, ok := column.Words().Label(strings.TrimSpace(s))
	return ok && role == column.Name
}

// bareName reads a cell that is known to hold a name, though its word alone
// would not be taken for one: "id", a single letter, "cookie" where the header
// does not ask for the technology.
func bareName(s string, cols columns) []names.Name {
	s = shape.Trim(s)
	if c := cols.at[column.Name]; s == "cookie" && (c >= len(cols.heads) || strings.Contains(words.Fold(cols.heads[c]), "techn") || strings.Contains(words.Fold(cols.heads[c]), "tecn")) {
		return nil
	}
	letter := len(s) == 1 && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
	if s != "id" && s != "ID" && s != "cookie" && !letter {
		return nil
	}
	return []names.Name{{Name: s, Shape: shape.Weak}}
}

// goOn adds a row without a name to the cookies of the row above: a cell that
// was wrapped into a row of its own.
func (r *reader) goOn(cols columns, x block.Row) bool {
	c := cols.at[column.Purpose]
	if c < 0 || c >= len(x.Cells) || x.Cells[c].Empty() || r.lastRow == 0 {
		return false
	}
	for i := len(r.out.Cookies) - r.lastRow; i < len(r.out.Cookies); i++ {
		r.out.Cookies[i].Purpose = strings.TrimSpace(r.out.Cookies[i].Purpose + " " + x.Cells[c].S)
	}
	return true
}

// hostIn gives the host that a cell holds, "" if it holds none or more than one.
func hostIn(s string) string {
	found := ""
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,;()\n/", r) }) {
		w = strings.Trim(w, ".*:")
		if !shape.Host(w) || strings.HasPrefix(w, "http") {
			continue
		}
		if found != "" && found != w {
			return ""
		}
		found = w
	}
	return found
}
