package ui

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// listPane is the cookies of one site under headings.
type listPane struct {
	table
	site *site
	rows []row
	tops []int             // which of them are headings
	want rowKey            // where the user left the cursor
	left map[string]rowKey // and where on other sites, by their hosts

	by      grouping
	order   sorting
	reverse bool
	folded  map[foldKey]bool

	marks  map[cookies.ID]bool
	labels map[string]string
	now    time.Time

	labelled int // the width of the longest of labels
	longest  int // the most cells that a name of the site needs

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
func (p *listPane) refill(s *site, f sieve) {
	var before, room []row
	fresh := !s.is(p.site)
	switch {
	case fresh:
		p.turn(s)
	case s != p.site:
		before = p.rows // read anew
	default:
		room = p.rows[:0] // of a million rows their memory took longer than they
	}
	p.site, p.rows, p.tops = s, nil, nil
	if s == nil {
		p.resize(0, p.h)
		return
	}
	if k := (sortKey{s, p.order, p.reverse}); p.sortedFor != k {
		if p.sortedFor.site != s {
			p.longest = longest(s)
		}
		p.sorted, p.sortedFor = ordered(s, p.order, p.reverse), k
	}
	order := p.sorted
	if !f.all() {
		order = make([]int32, 0, len(p.sorted))
		for _, i := range p.sorted {
			if f.match(s, &s.entries[i]) {
				order = append(order, i)
			}
		}
	}
	p.rows = slices.Grow(room, len(order)+8)
	for _, g := range groupsOf(s, p.by, order) {
		folded := p.folded[foldKey{s.seen.Host, p.by, g.key}]
		p.tops = append(p.tops, len(p.rows))
		p.rows = append(p.rows, row{head: g, folded: folded})
		if folded {
			continue
		}
		for _, e := range g.entries {
			p.rows = append(p.rows, row{head: g, entry: e})
		}
	}
	p.find(before, fresh)
}

// longest gives how many cells the names of a site need at most, as far as their
// bytes tell; of no filter, so that no column moves while one is typed.
func longest(s *site) int {
	n := 0
	for i := range s.entries {
		n = max(n, len(s.entries[i].Cookie.Name)+1)
	}
	return n
}

// turn turns to another site: the cursor goes where it was left there.
func (p *listPane) turn(s *site) {
	if p.site != nil {
		p.left[p.site.seen.Host] = p.want
		p.want, p.table = rowKey{}, table{h: p.h}
	}
	if s != nil && p.want == (rowKey{}) {
		p.want = p.left[s.seen.Host]
	}
}

// find puts the cursor where the user left it, and on a site that was there
// already holds it on its line of the screen. A cookie under a heading that is folded is found at its heading. What
// is gone leaves the cursor on the next row that is still there of the rows
// before, or in place.
func (p *listPane) find(before []row, fresh bool) {
	p.n = len(p.rows)
	if i := p.index(p.want); i >= 0 && fresh {
		p.to(i)
		return
	} else if i >= 0 {
		p.stay(i)
		return
	}
	if p.want == (rowKey{}) {
		p.first()
		return
	}
	if len(before) > 0 {
		there := map[rowKey]int{}
		for i := range p.rows {
			there[p.rows[i].key()] = i
		}
		for _, r := range before[min(p.cur, len(before)-1):] {
			if i, ok := there[r.key()]; ok && r.entry != nil {
				p.stay(i)
				return
			}
		}
	}
	p.to(p.cur)
}

// index gives the row that a key names, or the folded heading that it is under,
// -1 if there is neither.
func (p *listPane) index(k rowKey) int {
	head := -1
	for _, i := range p.tops {
		if p.rows[i].head.key == k.group {
			head = i
		}
	}
	if k.id == (cookies.ID{}) {
		return head
	}
	e := p.site.find(k.id)
	if i := slices.IndexFunc(p.rows, func(r row) bool { return e != nil && r.entry == e }); i >= 0 {
		return i
	}
	if head >= 0 && p.rows[head].folded {
		return head
	}
	return -1
}

// find gives the entry of a cookie, nil if there is none. Rows lie in another order
// than cookies: to ask each row took longer than to make them.
func (s *site) find(id cookies.ID) *entry {
	for i := range s.entries {
		// The parts of a key are compared from the one that differs most.
		if e := &s.entries[i]; e.Cookie.Name == id.Key.Name && e.id() == id {
			return e
		}
	}
	return nil
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
	case key.Matches(msg, k.FoldAll):
		p.foldAll()
	case key.Matches(msg, k.Fold) && p.current().head != nil:
		p.fold(!p.current().folded)
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

// sortAt sorts by the column at a place of a list w cells wide, or reverses that
// order.
func (p *listPane) sortAt(x, w int) {
	if p.site == nil {
		return
	}
	cols := p.columnsFor(w)
	from := before(cols, w) - cols[0].w - 1
	for _, c := range cols {
		if from += 1 + c.w; x < from {
			p.order, p.reverse = c.by, p.order == c.by && !p.reverse
			return
		}
	}
}

// fold folds or unfolds the heading that the cursor is on or under.
func (p *listPane) fold(folded bool) { p.set1(p.current().head, folded) }

// foldAll folds every heading of the site, or unfolds them if all are folded.
func (p *listPane) foldAll() {
	open := slices.ContainsFunc(p.rows, func(r row) bool { return r.entry == nil && !r.folded })
	for _, r := range p.rows {
		if r.entry == nil {
			p.set1(r.head, open)
		}
	}
}

func (p *listPane) set1(head *group, folded bool) {
	k := foldKey{p.site.seen.Host, p.by, head.key}
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
