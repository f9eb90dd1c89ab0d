package ui

import (
	"iter"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// listPane is the cookies of one site under headings.
type listPane struct {
	table
	listing
	want   rowKey            // where the user left the cursor
	wantAt int32             // the place of that cookie among the site's, if that is still so
	left   map[string]rowKey // where the cursor was left on other sites, by their hosts

	by      grouping
	order   sorting
	reverse bool
	folded  map[foldKey]bool

	marks  map[cookies.ID]bool
	labels map[string]string
	now    time.Time

	labelled int // the width of the longest of labels
	longest  int // the most cells that a name of the site needs

	sorted    sequence // of site, in this order
	sortedFor sortKey
}

// listing is the rows of a list. Of a million there are only those that are
// looked at: to make them all took half of regrouping them.
type listing struct {
	site   *site
	groups []*group
	tops   []int // the rows of the headings
	count  int   // of rows
}

// row is a heading or a cookie.
type row struct {
	head   *group
	*entry       // nil: a heading
	place  int32 // the cookie's among the site's
}

// list puts headings with what is under them into rows.
func (l *listing) list(heads []*group) {
	l.groups = heads
	for _, h := range heads {
		l.tops = append(l.tops, l.count)
		if l.count++; !h.folded {
			l.count += len(h.places)
		}
	}
}

// row gives the nth row.
func (l *listing) row(n int) row {
	at, heading := slices.BinarySearch(l.tops, n)
	if heading {
		return row{head: l.groups[at]}
	}
	h := l.groups[at-1]
	place := h.places[n-l.tops[at-1]-1]
	return row{h, &l.site.entries[place], place}
}

// rows gives the rows from one on.
func (l *listing) rows(from int) iter.Seq2[int, row] {
	return func(yield func(int, row) bool) {
		for i := from; i < l.count && yield(i, l.row(i)); i++ {
		}
	}
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
	var before listing
	fresh := !s.is(p.site)
	switch {
	case fresh:
		p.turn(s)
	case s != p.site:
		before = p.listing // read anew
	}
	p.listing = listing{site: s}
	if s == nil {
		p.resize(0, p.h)
		return
	}
	if k := (sortKey{s, p.order, p.reverse}); p.sortedFor != k {
		if p.sortedFor.site != s {
			p.longest = longest(s)
		}
		p.sorted, p.sortedFor = sequence{site: s, places: ordered(s, p.order, p.reverse)}, k
	}
	shown := &p.sorted
	if !f.all() {
		shown = &sequence{site: s, places: make([]int32, 0, len(p.sorted.places))}
		for _, i := range p.sorted.places {
			if f.match(s, &s.entries[i]) {
				shown.places = append(shown.places, i)
			}
		}
	}
	heads := shown.groups(p.by)
	for _, h := range heads {
		h.folded = p.folded[foldKey{s.seen.Host, p.by, h.key}]
	}
	p.list(heads)
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
func (p *listPane) find(before listing, fresh bool) {
	p.n = p.count
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
	if before.count > 0 {
		there := map[rowKey]int{}
		for i, r := range p.rows(0) {
			there[r.key()] = i
		}
		for _, r := range before.rows(min(p.cur, before.count-1)) {
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
	head := slices.IndexFunc(p.groups, func(h *group) bool { return h.key == k.group })
	if k.id != (cookies.ID{}) {
		if p.wantAt = p.site.find(k.id, p.wantAt); p.wantAt >= 0 {
			for i, h := range p.groups {
				if n := slices.Index(h.places, p.wantAt); n >= 0 && !h.folded {
					return p.tops[i] + 1 + n
				}
			}
		}
		if head >= 0 && !p.groups[head].folded {
			return -1
		}
	}
	if head < 0 {
		return -1
	}
	return p.tops[head]
}

// find gives the place of a cookie, which is looked for at one first, -1 if there
// is none.
func (s *site) find(id cookies.ID, at int32) int32 {
	// The parts of a key are compared from the one that differs most.
	is := func(e *entry) bool { return e.Cookie.Name == id.Key.Name && e.id() == id }
	if at >= 0 && int(at) < len(s.entries) && is(&s.entries[at]) {
		return at
	}
	for i := range s.entries {
		if is(&s.entries[i]) {
			return int32(i)
		}
	}
	return -1
}

// first puts the cursor on the first cookie.
func (p *listPane) first() {
	for i, r := range p.rows(0) {
		if r.entry != nil {
			p.to(i)
			return
		}
	}
}

// current is the row under the cursor; both parts nil if there is none.
func (p *listPane) current() row {
	if p.cur < 0 || p.cur >= p.count {
		return row{}
	}
	return p.row(p.cur)
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
func (p *listPane) keep() {
	r := p.current()
	p.want, p.wantAt = r.key(), r.place
}

// after gives the row on which the cursor is to stand once some cookies are
// gone: the next one that stays, else the one before.
func (p *listPane) after(gone map[cookies.ID]bool) rowKey {
	if p.onHeading() {
		return p.want
	}
	for _, r := range p.rows(p.cur) {
		if r.entry != nil && !gone[r.id()] {
			return r.key()
		}
	}
	for i := min(p.cur, p.count) - 1; i >= 0; i-- {
		if r := p.row(i); r.entry != nil && !gone[r.id()] {
			return r.key()
		}
	}
	return p.want
}

// move moves the cursor, and reports whether the key was one for that.
func (p *listPane) move(k keyMap, msg tea.KeyPressMsg) bool {
	moved := p.table.press(k, msg)
	if moved {
		p.keep()
	}
	return moved
}

// press marks, and changes order and headings. That changes the rows: the owner
// refills the pane after each key.
func (p *listPane) press(k keyMap, msg tea.KeyPressMsg) bool {
	switch {
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
		p.fold(!p.current().head.folded)
	case key.Matches(msg, k.Enter) && p.onHeading():
		p.fold(!p.current().head.folded)
	case key.Matches(msg, k.Left) && p.onHeading() && !p.current().head.folded:
		p.fold(true)
	case key.Matches(msg, k.Right) && p.onHeading() && p.current().head.folded:
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
	open := slices.ContainsFunc(p.groups, func(h *group) bool { return !h.folded })
	for _, h := range p.groups {
		p.set1(h, open)
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
		for e := range r.head.cookies() {
			all = all && p.marks[e.id()]
		}
		for e := range r.head.cookies() {
			p.set(e.id(), !all)
		}
	}
	p.to(p.cur + 1)
	p.keep()
}

// markAll marks every cookie that the filter leaves of the site, also below
// folded headings.
func (p *listPane) markAll() {
	for _, h := range p.groups {
		for e := range h.cookies() {
			p.set(e.id(), true)
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
