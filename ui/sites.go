package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/policy"
)

// sitesPane is the list of sites, each with what a clear would take of it.
type sitesPane struct {
	table
	rows []siteRow
	want string // the host that the user stood on last
	most int    // cookies shown of one site
	of   *shelf // from which the rows are
	by   filter // which left them
	left sifted // what it left

	order   siteSorting
	reverse bool
	now     time.Time

	all    []siteRow // without a filter, in this order
	allFor sitesKey
}

// siteRow is a site with what the filter leaves of it.
type siteRow struct {
	*site
	at             int // in the shelf
	cleared, shown int
}

type sitesKey struct {
	*shelf
	siteSorting
	reverse bool
}

// counts is how many cookies of each category are shown, in the order of
// [policy.Categories].
type counts [5]int

// refill puts the sites of a shelf in the list that the filter leaves
// something of, and counts by category what it leaves.
func (p *sitesPane) refill(sh *shelf, f sieve) counts {
	var below []string
	from := sh.whole
	switch {
	case sh != p.of: // read anew
		for i := max(0, p.cur); i < len(p.rows); i++ {
			below = append(below, p.rows[i].seen.Host)
		}
	case f.narrows(p.by):
		from = p.left
	}
	p.rows = p.everything(sh)
	if p.left = sh.whole; !f.all() {
		p.left = sift(sh, from, f)
		p.rows = p.left.rows(p.rows)
	}
	p.of, p.by, p.most = sh, f.filter, 0
	for _, n := range p.left.shown {
		p.most = max(p.most, int(n))
	}
	p.find(below)
	return p.left.by
}

// rows gives of some rows those of which something is left.
func (l *sifted) rows(all []siteRow) []siteRow {
	out := make([]siteRow, 0, len(all))
	for _, r := range all {
		if r.shown = int(l.shown[r.at]); r.shown > 0 {
			r.cleared = int(l.cleared[r.at])
			out = append(out, r)
		}
	}
	return out
}

// everything gives all sites of a shelf in their order, which no filter changes:
// a profile showed a third of each key of a filter in sorting what was sorted.
func (p *sitesPane) everything(sh *shelf) []siteRow {
	if k := (sitesKey{sh, p.order, p.reverse}); p.allFor != k {
		p.rows = make([]siteRow, len(sh.sites))
		for i, s := range sh.sites {
			p.rows[i] = siteRow{s, i, s.cleared, len(s.entries)}
		}
		p.sort()
		p.all, p.allFor = p.rows, k
	}
	return p.all
}

// find puts the cursor where the user left it, on its line of the screen. Of a
// site that is gone it takes the next that is still there of the hosts below it
// before, or stays in its place.
func (p *sitesPane) find(below []string) {
	p.n = len(p.rows)
	at := map[string]int{}
	wanted, there := p.of.site(p.want)
	for i := range p.rows {
		if there && p.rows[i].at == wanted {
			p.stay(i)
			return
		}
		if len(below) > 0 {
			at[p.rows[i].seen.Host] = i
		}
	}
	for _, host := range below {
		if i, ok := at[host]; ok && p.want != "" {
			p.stay(i)
			return
		}
	}
	p.to(p.cur)
}

// current is the site under the cursor, nil if there is none.
func (p *sitesPane) current() *site {
	if p.cur < 0 || p.cur >= len(p.rows) {
		return nil
	}
	return p.rows[p.cur].site
}

// press moves the cursor or changes the order.
func (p *sitesPane) press(k keyMap, msg tea.KeyPressMsg) bool {
	switch {
	case p.table.press(k, msg):
		p.keep()
	case key.Matches(msg, k.Sort):
		p.order, p.reverse = (p.order+1)%siteSortings, false
		p.sort()
		p.find(nil)
	case key.Matches(msg, k.Reverse):
		p.reverse = !p.reverse
		p.sort()
		p.find(nil)
	default:
		return false
	}
	return true
}

// sortAt sorts by the column at a place of the headings w cells wide, or reverses
// that order.
func (p *sitesPane) sortAt(x, w int) {
	by := sitesByName
	switch rest := w - 1 - x; {
	case p.order.column() != "" && rest <= cells(p.order.column())+1:
		by = p.order
	case p.order.column() != "":
	case rest <= cells("ALL↓"):
		by = sitesByCount
	case rest <= cells("NON-NEC/ALL↓"):
		by = sitesByCleared
	}
	p.order, p.reverse = by, p.order == by && !p.reverse
	p.sort()
	p.find(nil)
}

// keep remembers where the cursor stands.
func (p *sitesPane) keep() {
	if s := p.current(); s != nil {
		p.want = s.seen.Host
	}
}

// view draws the sites in sight under a line of headings: how much of each is
// not necessary, as a bar where there is room and in numbers, or else what they
// are sorted by.
func (p *sitesPane) view(st styles, r rect, focused bool) string {
	digits := len(fmt.Sprint(p.most))
	number, other := 2*digits+1, p.order.column() != ""
	if other {
		number = max(7, cells(p.order.column())+1)
	}
	room := 0 // for the bar
	if r.w >= 30 && (!other || p.order == sitesByShare) {
		room = max(2, min(r.w-32, 10))
	}
	names := max(1, r.w-2-number-1)
	if room > 0 {
		names -= room + 1
	}
	out := []string{p.heads(st, r.w)}
	from, to := p.sight()
	for i := from; i < to; i++ {
		row := p.rows[i]
		on := st.of(i == p.cur && focused)
		name, numbers := on.text, on.text
		if i == p.cur {
			name = on.bold
		}
		if row.cleared == 0 && !other {
			numbers = on.faint
		}
		var l line
		l.add(on.mark, marker(i == p.cur, focused)).add(name, fit(host(row.seen.Host), names)).add(on.text, " ")
		if room > 0 {
			l.add(on.share, bar(row.cleared, row.shown, room)).add(on.text, " ")
		}
		if other {
			l.add(numbers, fitRight(p.order.text(row, p.now), number)+" ")
		} else {
			l.add(numbers, fmt.Sprintf("%*d/%-*d ", digits, row.cleared, digits, row.shown))
		}
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

// heads draws the headings of the columns, with an arrow behind that of the
// order.
func (p *sitesPane) heads(st styles, w int) string {
	with := func(name string, by siteSorting) string {
		if by == p.order {
			return name + p.order.arrow(p.reverse)
		}
		return name
	}
	numbers := with("NON-NEC", sitesByCleared) + "/" + with("ALL", sitesByCount)
	if other := p.order.column(); other != "" {
		numbers = with(other, p.order)
	}
	return st.faint.Render(fitEnds(" "+with("SITE", sitesByName), numbers+" ", w))
}

// bar draws a part of a whole in w cells, by eighths of a cell. Any part shows.
func bar(part, whole, w int) string {
	eighths := 0
	if whole > 0 {
		eighths = max(min(part, 1), part*w*8/whole)
	}
	s := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		s += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	return fit(s, w)
}

// marker is what stands before a row: the focus, the selected row of a pane
// without it, or nothing.
func marker(cursor, focused bool) string {
	switch {
	case cursor && focused:
		return "▌"
	case cursor:
		return "›"
	}
	return " "
}

// leastBar is the least width of a bar that is worth its place.
const leastBar = 3

// room is how wide the bar of a category can be in a line of w cells; it is below
// [leastBar] where there is room for the words only.
func (by counts) room(w int) int {
	return min((w-by.words()-5)/5, 14)
}

// words is how many cells the categories take with their counts, without bars.
func (by counts) words() int {
	w := 1
	for i, c := range policy.Categories() {
		w += len(c) + len(fmt.Sprint(by[i])) + 3
	}
	return w
}

// bar writes the counts by category in w cells: with bars where there is room,
// in short where there is little.
func (by counts) bar(st styles, w int) string {
	most := 1
	for _, n := range by {
		most = max(most, n)
	}
	room := by.room(w)
	var l line
	l.add(st.text, " ")
	for i, c := range policy.Categories() {
		word := string(c)
		if w < by.words() {
			word = word[:3]
		}
		l.add(st.category[c], word)
		l.add(st.text, fmt.Sprintf(" %d ", by[i]))
		if room >= leastBar {
			n := (by[i]*room + most - 1) / most
			l.add(st.category[c], strings.Repeat("█", n))
			l.add(st.text, strings.Repeat(" ", room-n+1))
		}
		l.add(st.text, " ")
	}
	return l.String()
}
