package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// column is a column of a list of cookies: what it is sorted by, its heading
// and its width in cells.
type column struct {
	by   sorting
	head string
	w    int
}

// indent is where the names of cookies begin: after the marker, the mark and the
// sign of the keep list, and below the titles of headings. Where a letter
// tells the category they begin a cell later.
const indent = 5

// columnsFor gives the columns of a list of w cells, from left to right, the
// name first. What matters most is given first, and no column takes the room
// that names need; that by which the user sorts comes before all others.
func (p *listPane) columnsFor(w int) []column {
	rest := w - indent - 1 // the edge
	least := max(15, min(w*3/10, 28))
	wishes := []column{
		{sortExpires, "EXPIRES", 7}, {sortParty, "PARTY", 5}, {sortBrowser, "BROWSER", 14},
		{sortCategory, "CATEGORY", 12}, {sortProvider, "PROVIDER", 16}, {sortUsed, "USED", 7},
		{sortSize, "SIZE", 5}, {sortCreated, "CREATED", 7}, {sortHost, "DOMAIN", 20},
	}
	if p.told() && p.order != sortCategory {
		wishes = slices.Delete(wishes, 3, 4)
	}
	if i := slices.IndexFunc(wishes, func(c column) bool { return c.by == p.order }); i > 0 {
		first := wishes[i]
		first.w = max(1, min(first.w, rest-1-least))
		wishes = slices.Insert(slices.Delete(wishes, i, i+1), 0, first)
	}
	out := []column{{sortName, "NAME", 0}}
	for _, c := range wishes {
		if rest-c.w-1 < least {
			break
		}
		rest -= c.w + 1
		out = append(out, c)
	}
	if !p.told() && !shows(out, sortCategory) {
		rest-- // a letter says it
	}
	// What is left widens what is often cut off, once names have enough.
	enough := max(15, min(p.longest, 34))
	wider := []column{{by: sortBrowser, w: min(p.labelled, 24)}, {by: sortHost, w: 28}, {by: sortProvider, w: 24}}
	for _, wide := range wider {
		i := slices.IndexFunc(out, func(c column) bool { return c.by == wide.by })
		if i < 0 {
			continue
		}
		if more := min(wide.w-out[i].w, rest-enough); more > 0 {
			out[i].w += more
			rest -= more
		}
	}
	out[0].w = max(1, rest)
	slices.SortFunc(out, func(a, b column) int { return int(a.by - b.by) })
	return out
}

// shows reports whether a column is among others.
func shows(cols []column, by sorting) bool {
	return slices.ContainsFunc(cols, func(c column) bool { return c.by == by })
}

// told reports whether the headings say the category.
func (p *listPane) told() bool {
	return p.by == byCategory || p.by == bySection && p.site.policy == nil
}

// before is how many cells of w are left of the columns behind the name.
func before(cols []column, w int) int {
	for _, c := range cols[1:] {
		w -= c.w + 1
	}
	return w - 1 // the edge
}

// over is how many lines stand above the rows of a list h cells high: the
// site's name, and where there is room the columns' headings.
func (p *listPane) over(h int) int {
	if h < 10 {
		return 1
	}
	return 2
}

// view draws the rows in sight under a line that names the site.
func (p *listPane) view(st styles, r rect, focused bool) string {
	if p.site == nil {
		return ""
	}
	st = st.titled(focused)
	cols := p.columnsFor(r.w)
	out := []string{p.title(st, r)}
	if p.over(r.h) > 1 {
		out = append(out, p.heads(st, cols, r.w))
	}
	from, to := p.sight()
	for i := from; i < to; i++ {
		row, cursor := p.row(i), i == p.cur
		on := st.of(cursor && focused)
		if row.entry == nil {
			out = append(out, p.heading(on, row, before(cols, r.w), r.w, marker(cursor, focused)))
		} else {
			out = append(out, p.cookie(on, row.entry, cols, marker(cursor, focused)))
		}
	}
	if p.count == 0 {
		out = append(out, "", st.faint.Render(fit("  nothing stored", r.w)))
	}
	return strings.Join(out, "\n")
}

// title names the site, and says what the headings are; and the order, where no
// heading of a column does.
func (p *listPane) title(st styles, r rect) string {
	what := "by " + p.by.String()
	switch {
	case p.by == bySection && p.site.policy != nil:
		what = "policy: " + policyName(p.site.policy)
	case p.by == bySection:
		what = "no policy, by category"
	}
	if p.over(r.h) < 2 && (p.order != sortName || p.reverse) {
		what = p.order.String() + " " + p.order.arrow(p.reverse) + ", " + what
	}
	name := " " + host(p.site.seen.Host)
	what = clip(what, r.w-cells(name)-2)
	var l line
	l.add(st.name, fit(name, max(0, r.w-cells(what)-1)))
	return l.add(st.faint, what).add(st.text, " ").String()
}

// heads draws the headings of the columns, the arrow before that of the order.
func (p *listPane) heads(st styles, cols []column, w int) string {
	var l line
	l.add(st.text, strings.Repeat(" ", before(cols, w)-cols[0].w-1))
	for _, c := range cols {
		switch {
		case c.by == p.order:
			l.add(st.bold, p.order.arrow(p.reverse)+fit(c.head, c.w))
		case c.by == sortSize:
			l.add(st.faint, " "+fitRight(c.head, c.w))
		default:
			l.add(st.faint, " "+fit(c.head, c.w))
		}
	}
	return l.add(st.text, " ").String()
}

// heading draws a heading; what it says of consent begins below the first
// column after the names.
func (p *listPane) heading(on styles, r row, names, w int, mark string) string {
	arrow := "▾ "
	if r.head.folded {
		arrow = "▸ "
	}
	style := on.bold
	for _, c := range policy.Categories() {
		if r.head.key == string(c) && p.by != byProvider {
			style = on.category[c].Bold(true)
		}
	}
	count := fmt.Sprintf(" %d ", len(r.head.places))
	title, room := names+1-3, w-3-len(count)
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

func (p *listPane) cookie(on styles, e *entry, cols []column, mark string) string {
	dot := " "
	if len(p.marks) > 0 && p.marks[e.id()] {
		dot = "●"
	}
	kept := "   "
	if e.kept {
		kept = " K "
	}
	var l line
	l.add(on.mark, mark+dot)
	if p.told() || shows(cols, sortCategory) {
		l.add(on.text, kept)
	} else { // no other place says it
		c := e.Verdict.Category
		l.add(on.text, kept[1:]).add(on.category[c], strings.ToUpper(string(c)[:1])).add(on.text, " ")
	}
	name, names := shown(e.Cookie.Name), cols[0].w
	if apart := p.apart(e.Cookie, shows(cols, sortBrowser)); apart != "" && names-cells(name)-1 >= min(8, cells(apart)) {
		l.add(on.text, name+" ").add(on.faint, fit(apart, names-cells(name)-1))
	} else {
		l.add(on.text, fit(name, names))
	}
	for _, c := range cols[1:] {
		l.add(on.text, " ")
		p.cell(&l, on, e, c)
	}
	return l.add(on.text, " ").String()
}

// apart says what tells a cookie from others of its name, without what the
// site and a column say already.
func (p *listPane) apart(c *cookies.Cookie, browsers bool) string {
	s := print.Apart(c)
	if site := cookies.PartitionDomain(c.PartitionKey()); site != "" && site == p.site.seen.Registrable {
		s = strings.Replace(s, "in "+site, "embedded here", 1)
	}
	if in := c.Container(); in != "" && browsers { // that column names it
		s = strings.TrimSuffix(s, ", "+cookies.Visible(in))
	}
	return shown(strings.TrimLeft(s, ", "))
}

// cell draws what a column says of a cookie.
func (p *listPane) cell(l *line, on styles, e *entry, col column) {
	text, style := "", on.faint
	switch c := e.Cookie; col.by {
	case sortCategory:
		text, style = string(e.Verdict.Category), on.category[e.Verdict.Category]
	case sortExpires:
		text, style = span(print.Lasts(c, p.now)), p.lasting(on, c)
	case sortCreated:
		text = p.since(c.Created)
	case sortUsed:
		text, style = p.since(c.Accessed), on.text
	case sortSize:
		if n := c.ValueSize(); n >= 0 {
			text = fitRight(fmt.Sprint(n), col.w)
		}
	case sortProvider:
		text = shown(e.Verdict.Provider)
	case sortBrowser:
		p.place(l, on, c, col.w)
		return
	case sortHost:
		text = host(c.Host)
	case sortParty:
		text = map[policy.Party]string{policy.ThirdParty: "third", policy.PartyUnknown: "?"}[e.Verdict.Party]
	}
	l.add(style, fit(text, col.w))
}

// tooLong is the life beyond which a cookie stands out: the 13 months that
// data protection authorities recommend as the most.
const tooLong = 396 * 24 * time.Hour

// lasting gives the style for how long a cookie lasts from now on.
func (p *listPane) lasting(on styles, c *cookies.Cookie) lipgloss.Style {
	switch {
	case c.Session() || c.Expired(p.now):
		return on.faint
	case c.Expires.Time().Sub(p.now) > tooLong:
		return on.bold
	}
	return on.text
}

// since writes how long ago a moment was, "" for one that is not known.
func (p *listPane) since(m cookies.Moment) string {
	if m == 0 {
		return ""
	}
	return span(print.Span(p.now.Sub(m.Time())))
}

// span writes a number with its unit so that both stand below one another.
func span(s string) string {
	n, unit, ok := strings.Cut(s, " ")
	if !ok {
		return s
	}
	return fitRight(n, max(3, len(n))) + " " + unit
}

// place says in n cells which browser a cookie is of and which container it lies
// in, the container's name in its colour.
func (p *listPane) place(l *line, on styles, c *cookies.Cookie, n int) {
	browser := p.labels[c.Store.Path]
	name := clip(shown(c.Container()), max(n/2, n-cells(browser)-1))
	if name == "" {
		l.add(on.faint, fit(browser, n))
		return
	}
	browser = clip(browser, n-cells(name)-1)
	l.add(on.faint, browser+" ").add(on.in(c), fit(name, n-cells(browser)-1))
}
