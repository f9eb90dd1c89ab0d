package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// listPane is the cookies of one site under headings.
type listPane struct {
	table
	site *site
	rows []row
	want rowKey // where the user left the cursor

	by      grouping
	order   sorting
	reverse bool
	folded  map[foldKey]bool

	marks  map[cookies.ID]bool
	labels map[string]string
	now    time.Time

	sorted    []int32 // of site, in this order
	sortedFor sortKey
}

// row is a heading or a cookie.
type row struct {
	head   *group
	folded bool
	*entry // nil: a heading
}

// rowKey names a row whatever is above it.
type rowKey struct {
	group string
	id    cookies.ID // the zero ID: the heading
}

type foldKey struct {
	host string
	by   grouping
	key  string
}

type sortKey struct {
	site    *site
	order   sorting
	reverse bool
}

// refill puts the cookies of a site that the filter leaves under headings.
func (p *listPane) refill(s *site, f filter) {
	p.site, p.rows = s, nil
	if s == nil {
		p.resize(0, p.h)
		return
	}
	if k := (sortKey{s, p.order, p.reverse}); p.sortedFor != k {
		p.sorted, p.sortedFor = ordered(s, p.order, p.reverse), k
	}
	es := make([]*entry, 0, len(p.sorted))
	for _, i := range p.sorted {
		if e := &s.entries[i]; f.match(s, e) {
			es = append(es, e)
		}
	}
	p.rows = make([]row, 0, len(es)+8)
	for _, g := range groupsOf(s, p.by, es) {
		folded := p.folded[foldKey{s.seen.Host, p.by, g.key}]
		p.rows = append(p.rows, row{head: g, folded: folded})
		if folded {
			continue
		}
		for _, e := range g.entries {
			p.rows = append(p.rows, row{head: g, entry: e})
		}
	}
	p.find()
}

// find puts the cursor where the user left it. A cookie under a heading that
// is folded is found at its heading; what is gone leaves the cursor in place.
func (p *listPane) find() {
	p.resize(len(p.rows), p.h)
	head := -1
	for i := range p.rows {
		r := &p.rows[i]
		if r.entry == nil {
			if r.head.key == p.want.group {
				head = i
			}
			if p.want.id == (cookies.ID{}) && head == i {
				p.to(i)
				return
			}
			continue
		}
		// The parts of a key are compared from the one that differs most.
		if r.Cookie.Name == p.want.id.Key.Name && r.id() == p.want.id {
			p.to(i)
			return
		}
	}
	if head >= 0 && p.rows[head].folded {
		p.to(head)
	}
	if p.want == (rowKey{}) {
		p.first()
	}
}

// first puts the cursor on the first cookie.
func (p *listPane) first() {
	for i := range p.rows {
		if p.rows[i].entry != nil {
			p.to(i)
			return
		}
	}
}

// current is the row under the cursor; both parts nil if there is none.
func (p *listPane) current() row {
	if p.cur < 0 || p.cur >= len(p.rows) {
		return row{}
	}
	return p.rows[p.cur]
}

// key names a row.
func (r row) key() rowKey {
	switch {
	case r.entry != nil:
		return rowKey{r.head.key, r.id()}
	case r.head != nil:
		return rowKey{group: r.head.key}
	}
	return rowKey{}
}

// keep remembers where the cursor stands.
func (p *listPane) keep() { p.want = p.current().key() }

// after gives the row on which the cursor is to stand once some cookies are
// gone: the next one that stays, else the one before.
func (p *listPane) after(gone map[cookies.ID]bool) rowKey {
	if p.onHeading() {
		return p.want
	}
	for i := p.cur; i < len(p.rows); i++ {
		if r := p.rows[i]; r.entry != nil && !gone[r.id()] {
			return r.key()
		}
	}
	for i := min(p.cur, len(p.rows)) - 1; i >= 0; i-- {
		if r := p.rows[i]; r.entry != nil && !gone[r.id()] {
			return r.key()
		}
	}
	return p.want
}

// press moves the cursor, marks, and changes order and headings. Folding and
// regrouping change the rows: the owner refills the pane after each key.
func (p *listPane) press(k keyMap, msg tea.KeyPressMsg) bool {
	switch {
	case p.table.press(k, msg):
		p.keep()
	case key.Matches(msg, k.Mark):
		p.mark()
	case key.Matches(msg, k.MarkAll):
		p.markAll()
	case key.Matches(msg, k.Sort):
		p.order, p.reverse = (p.order+1)%sortings, false
	case key.Matches(msg, k.Reverse):
		p.reverse = !p.reverse
	case key.Matches(msg, k.Group):
		p.regroup()
	case key.Matches(msg, k.Enter) && p.onHeading():
		p.fold(!p.current().folded)
	case key.Matches(msg, k.Left) && p.onHeading() && !p.current().folded:
		p.fold(true)
	case key.Matches(msg, k.Right) && p.onHeading() && p.current().folded:
		p.fold(false)
	default:
		return false
	}
	return true
}

func (p *listPane) onHeading() bool { r := p.current(); return r.head != nil && r.entry == nil }

// regroup takes the next kind of headings; the cursor stays on its cookie.
func (p *listPane) regroup() {
	p.by = (p.by + 1) % groupings
	if p.want.id == (cookies.ID{}) {
		p.want = rowKey{}
	}
}

func (p *listPane) fold(folded bool) {
	k := foldKey{p.site.seen.Host, p.by, p.current().head.key}
	if folded {
		p.folded[k] = true
	} else {
		delete(p.folded, k)
	}
}

// mark marks or unmarks the cookie under the cursor, on a heading all below
// it, and goes on.
func (p *listPane) mark() {
	r := p.current()
	switch {
	case r.entry != nil:
		p.set(r.id(), !p.marks[r.id()])
	case r.head != nil:
		all := true
		for _, e := range r.head.entries {
			all = all && p.marks[e.id()]
		}
		for _, e := range r.head.entries {
			p.set(e.id(), !all)
		}
	}
	p.to(p.cur + 1)
	p.keep()
}

// markAll marks every cookie that the filter leaves of the site, also below
// folded headings.
func (p *listPane) markAll() {
	for _, r := range p.rows {
		if r.entry == nil {
			for _, e := range r.head.entries {
				p.set(e.id(), true)
			}
		}
	}
}

func (p *listPane) set(id cookies.ID, marked bool) {
	if marked {
		p.marks[id] = true
	} else {
		delete(p.marks, id)
	}
}

// columns says how wide each column of a list is; 0: it is left out.
type columns struct{ name, category, expires, provider, browser, party int }

// indent is where the names of cookies begin: after the marker, the mark, and
// below the titles of headings.
const indent = 5

// columnsFor shares w cells among the columns of the cookies.
func (p *listPane) columnsFor(w int) columns {
	c := columns{}
	rest := w - indent - 1 // the edge
	give := func(at *int, n, from int) {
		if w >= from {
			*at = n
			rest -= n + 1
		}
	}
	give(&c.expires, 7, 26)
	give(&c.party, 5, 38)
	give(&c.browser, min(18, max(14, w/4)), 46)
	if p.by != byCategory && (p.by != bySection || p.site.policy != nil) {
		give(&c.category, 12, 66)
	}
	give(&c.provider, min(24, w*2/10), 84)
	c.name = max(1, rest)
	return c
}

// view draws the rows in sight under a line that names the site.
func (p *listPane) view(st styles, r rect, focused bool) string {
	if p.site == nil {
		return ""
	}
	out := []string{p.title(st, r.w)}
	cols := p.columnsFor(r.w)
	from, to := p.sight()
	for i := from; i < to; i++ {
		row, cursor := p.rows[i], i == p.cur
		on := st.of(cursor && focused)
		if row.entry == nil {
			out = append(out, p.heading(on, row, cols, r.w, marker(cursor, focused)))
		} else {
			out = append(out, p.cookie(on, row.entry, cols, marker(cursor, focused)))
		}
	}
	if len(p.rows) == 0 {
		out = append(out, "", st.faint.Render(fit("  nothing stored", r.w)))
	}
	return strings.Join(out, "\n")
}

// title names the site, and says what the headings are.
func (p *listPane) title(st styles, w int) string {
	what := "by " + p.by.String()
	switch {
	case p.by == bySection && p.site.policy != nil:
		what = "policy: " + policyName(p.site.policy)
	case p.by == bySection:
		what = "no policy, by category"
	}
	if p.order != sortName || p.reverse {
		what += ", " + p.order.String()
		if p.reverse {
			what += " reversed"
		}
	}
	name := " " + host(p.site.seen.Host)
	what = clip(what, w-cells(name)-2)
	var l line
	l.add(st.name, fit(name, max(0, w-cells(what)-1)))
	return l.add(st.faint, what).add(st.text, " ").String()
}

// heading draws a heading; what it says of consent begins below the first
// column after the names.
func (p *listPane) heading(on styles, r row, cols columns, w int, mark string) string {
	arrow := "▾ "
	if r.folded {
		arrow = "▸ "
	}
	style := on.bold
	for _, c := range policy.Categories() {
		if r.head.key == string(c) && p.by != byProvider {
			style = on.category[c].Bold(true)
		}
	}
	count := fmt.Sprintf(" %d ", len(r.head.entries))
	title, room := indent+cols.name+1-3, w-3-len(count)
	consent := consentWords(r.head.consent, room-title)
	if long := cells(r.head.title) + 1; long > title {
		title = max(title, min(long, room-cells(consent)))
	}
	if room-title < cells(consent) {
		title, consent = room, ""
	}
	var l line
	l.add(on.mark, mark).add(on.faint, arrow).add(style, fit(r.head.title, title))
	return l.add(on.faint, fit(consent, room-title)).add(on.text, count).String()
}

func (p *listPane) cookie(on styles, e *entry, cols columns, mark string) string {
	dot := " "
	if len(p.marks) > 0 && p.marks[e.id()] {
		dot = "●"
	}
	var l line
	kept := "   "
	if e.kept {
		kept = " K "
	}
	name, apart := shown(e.Cookie.Name), print.Apart(e.Cookie)
	if site := policy.PartitionDomain(e.Cookie.PartitionKey()); site != "" && p.site != nil && site == p.site.seen.Registrable {
		apart = strings.Replace(apart, "in "+site, "embedded here", 1)
	}
	if in := e.Cookie.Container(); in != "" && cols.browser > 0 { // that column names it
		apart = strings.TrimSuffix(apart, ", "+cookies.Visible(in))
	}
	apart = strings.TrimLeft(apart, ", ")
	if room := cols.name - cells(name) - 1; apart != "" && room >= min(8, cells(apart)) {
		l.add(on.mark, mark+dot).add(on.text, kept+name+" ").add(on.faint, fit(shown(apart), room))
	} else {
		l.add(on.mark, mark+dot).add(on.text, kept+fit(name, cols.name))
	}
	cell := func(st lipgloss.Style, n int, s string) {
		if n > 0 {
			l.add(on.text, " ").add(st, fit(s, n))
		}
	}
	cell(on.category[e.Verdict.Category], cols.category, string(e.Verdict.Category))
	cell(on.text, cols.expires, print.Lasts(e.Cookie, p.now))
	cell(on.faint, cols.provider, shown(e.Verdict.Provider))
	if cols.browser > 0 {
		p.place(&l, on, e.Cookie, cols.browser)
	}
	party := map[policy.Party]string{policy.ThirdParty: "third", policy.PartyUnknown: "?"}[e.Verdict.Party]
	cell(on.faint, cols.party, party)
	return l.add(on.text, " ").String()
}

// place says in n cells which browser a cookie is of and which container it lies
// in, the container's name in its colour.
func (p *listPane) place(l *line, on styles, c *cookies.Cookie, n int) {
	browser := p.labels[c.Store.Path]
	name := clip(shown(c.Container()), max(n/2, n-cells(browser)-1))
	l.add(on.text, " ")
	if name == "" {
		l.add(on.faint, fit(browser, n))
		return
	}
	browser = clip(browser, n-cells(name)-1)
	l.add(on.faint, browser+" ").add(on.in(c), fit(name, n-cells(browser)-1))
}
