package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// deletion is the decision to delete cookies.
type deletion struct {
	cookies []*cookies.Cookie
	of      string // whose, for the status line
	later   bool   // when their browsers have closed
	through bool   // a running browser that can be asked does it itself
}

// preview shows what a deletion would take and leave; it is the confirmation.
type preview struct {
	title string
	of    string
	take  []policy.Sorted // of a delete: all of it
	boxes []checkbox      // of a clear: what to take of which kind
	left  []plan.Left
	here  string // the site's registrable domain, "" if it is about several
	stays int    // necessary cookies, which a clear does not aim at
	sign  plan.SignIn
	out   []string // the sites of the sign-ins that go
	cur   int      // the checkbox under the cursor

	sites  string // of which sites it is, if it is about several
	unseen int    // how many of a delete the filter hides

	shelf *shelf
	shut  map[string]cookies.Condition // of stores that nothing could go from when it was made, by path
	notes bool                         // say also what is true of every deletion
}

// checkbox is a kind of cookie that a clear takes or leaves.
type checkbox struct {
	name string
	only string // behind the count: what is not counted elsewhere
	on   bool
	take []policy.Sorted

	unseen int // how many of them the filter hides
}

// kinds gives the boxes of a clear: the categories, with the third-party
// cookies of no category on their own, because a clear takes those unasked.
func kinds(take []policy.Sorted) []checkbox {
	boxes := []checkbox{
		{name: "statistical", on: true}, {name: "functional"},
		{name: "marketing", on: true}, {name: "unclassified"},
		{name: "third-party", on: true, only: " of no category"},
	}
	for _, s := range take {
		name := string(s.Verdict.Category)
		if s.Verdict.Category == policy.Unclassified && s.Verdict.Party == policy.ThirdParty {
			name = "third-party"
		}
		for i := range boxes {
			if boxes[i].name == name {
				boxes[i].take = append(boxes[i].take, s)
			}
		}
	}
	return boxes
}

// taken is what y would delete.
func (p *preview) taken() []policy.Sorted {
	if p.boxes == nil {
		return p.take
	}
	var out []policy.Sorted
	for _, b := range p.boxes {
		if b.on {
			out = append(out, b.take...)
		}
	}
	return out
}

// press gives a deletion for y and for nothing else; enter does nothing.
func (p *preview) press(k keyMap, msg tea.KeyPressMsg) decision {
	switch {
	case key.Matches(msg, k.Yes):
		if now := p.free(); len(now) > 0 {
			return p.decide(now)
		}
	case key.Matches(msg, k.Wait) && p.held() > 0:
		d := p.decide(p.taken())
		d.later = true
		return d
	case key.Matches(msg, k.Through) && p.listens() != nil:
		d := p.decide(p.taken())
		d.through = true
		return d
	case key.Matches(msg, k.No):
		return left{}
	case len(p.boxes) == 0:
	case key.Matches(msg, k.Toggle):
		p.boxes[p.cur].on = !p.boxes[p.cur].on
	case key.Matches(msg, k.Down):
		p.move(2)
	case key.Matches(msg, k.Up):
		p.move(-2)
	case key.Matches(msg, k.Right), key.Matches(msg, k.Next):
		p.move(1)
	case key.Matches(msg, k.Left):
		p.move(-1)
	}
	return nil
}

// move goes to another checkbox; they stand in two columns.
func (p *preview) move(by int) {
	p.cur = (p.cur + by + len(p.boxes)) % len(p.boxes)
}

func (p *preview) decide(take []policy.Sorted) deletion {
	d := deletion{of: p.of}
	for _, s := range take {
		d.cookies = append(d.cookies, s.Cookie)
	}
	return d
}

// click toggles the checkbox at a place in the box.
func (p *preview) click(x, y, w int) {
	i := (y - 1) * 2
	if x >= boxColumn(w) {
		i++
	}
	if y >= 1 && i < len(p.boxes) {
		p.cur = i
		p.boxes[i].on = !p.boxes[i].on
	}
}

// boxColumn is where the second column of checkboxes begins, inside a frame
// with w cells of room.
func boxColumn(w int) int { return min(28, w/2) }

// said is a line of the preview with its weight: where there is no room, the
// lines with the greatest go first.
type said struct {
	weight int
	text   string
	gap    bool // it is empty
}

// view draws the preview into at most w by h cells.
func (p *preview) view(st styles, w, h int) ([]string, int, int) {
	w = min(w, 66)
	in := w - 4
	title := p.title
	if p.boxes != nil && cells(title)+6 > w {
		title = "Clear " + p.of
	}
	var lines []said
	add := func(weight int, style lipgloss.Style, text string) {
		if text == "" || text == " " && lines[len(lines)-1].gap {
			return
		}
		for _, t := range wrap(text, in) {
			lines = append(lines, said{weight, style.Render(fit(t, in)), text == " "})
		}
	}
	for i := 0; i < len(p.boxes); i += 2 {
		lines = append(lines, said{0, p.checkboxes(st, i, in), false})
	}
	add(1, st.text, p.sites)
	if len(p.take) > 1 {
		add(2, st.text, p.names())
	}
	add(1, st.bad, p.hidden())
	if len(lines) > 0 {
		add(5, st.text, " ")
	}
	p.stores(st, in, add)
	add(4, st.text, " ")
	if c := p.listens(); c != nil {
		add(1, st.text, fmt.Sprintf("p has %s delete them itself, through its port %d. u brings all back once it has closed; "+
			"while it runs, u and then p can't bring back when they were made and last used.", shown(c.Holder), c.Port))
	}
	add(2, st.text, print.Embedded(p.taken(), p.here))
	add(2, st.text, p.keeps())
	switch {
	case len(p.taken()) == 0:
	case p.sign == plan.SignInStays:
		add(2, st.text, "You probably stay signed in.")
	case p.sign == plan.SignInGoes:
		add(1, st.bad, print.SignedOut(p.out))
	}
	if n := len(p.taken()); n > print.ManyCookies {
		add(1, st.bad, fmt.Sprintf("%d cookies take a while: start no browser meanwhile.", n))
	}
	if p.notes {
		add(6, st.faint, "Site data such as localStorage stays. A browser that syncs may bring cookies back. A domain cookie also serves the sibling hosts.")
	}
	add(3, st.text, " ")
	for len(lines)+3 > h && dropHeaviest(&lines) {
	}
	var rows []string
	for _, l := range lines {
		rows = append(rows, l.text)
	}
	x, y := 2, len(rows)+1
	if len(p.boxes) > 0 && len(rows) > p.cur/2 {
		x, y = 2+p.cur%2*boxColumn(in), 1+p.cur/2
	}
	rows = append(rows, p.answers(st, in))
	return box(st, title, rows, w), x, y
}

// dropHeaviest leaves out the last line of the greatest weight.
func dropHeaviest(lines *[]said) bool {
	at := -1
	for i, l := range *lines {
		if at < 0 || l.weight >= (*lines)[at].weight {
			at = i
		}
	}
	if at >= 0 {
		*lines = slices.Delete(*lines, at, at+1)
	}
	return at >= 0
}

func (p *preview) checkboxes(st styles, i, w int) string {
	var l line
	used := 0
	for j := i; j < min(i+2, len(p.boxes)); j++ {
		b := p.boxes[j]
		on := st.of(j == p.cur)
		tick := " "
		if b.on {
			tick = "x"
		}
		room := min(boxColumn(w)-1, w-used)
		if j == i && j+1 == len(p.boxes) { // nothing is beside it
			room = w
		}
		text := fit(fmt.Sprintf("%s[%s] %-12s %d%s", marker(j == p.cur, true), tick, b.name, len(b.take), b.only), room)
		l.add(on.text, text)
		used += cells(text)
		if j == i {
			gap := max(0, boxColumn(w)-used)
			l.add(st.text, strings.Repeat(" ", gap))
			used += gap
		}
	}
	return l.add(st.text, strings.Repeat(" ", max(0, w-used))).String()
}

// names gives the names of what goes, as many as are read at a glance.
func (p *preview) names() string {
	const most = 6
	var names []string
	for _, s := range p.take {
		if name := clip(shown(s.Cookie.Name), 30); !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) > most {
			names[most] = "and others"
			break
		}
	}
	return strings.Join(names, ", ")
}

// hidden says how many of what goes are not on the screen behind the preview,
// because of the filter.
func (p *preview) hidden() string {
	n := p.unseen
	for _, b := range p.boxes {
		if b.on {
			n += b.unseen
		}
	}
	switch of := len(p.taken()); {
	case n == 0:
		return ""
	case of == 1:
		return "The filter hides it."
	case n == of:
		return "The filter hides all of them."
	}
	return fmt.Sprintf("The filter hides %d of them.", n)
}

// keeps says what stays of what a person might think would go.
func (p *preview) keeps() string {
	var parts []string
	if p.stays > 0 {
		parts = append(parts, fmt.Sprintf("%d necessary", p.stays))
	}
	for _, r := range []struct {
		cookies.Reason
		words string
	}{
		{cookies.ReasonKept, "on the keep list"},
		{cookies.ReasonLogin, "that you may need to stay signed in"},
		{cookies.ReasonShared, "shared with other sites"},
	} {
		var names []string
		n := 0
		for _, l := range p.left {
			if l.Reason != r.Reason {
				continue
			}
			n++
			if name := clip(shown(l.Cookie.Name), 24); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if n == 0 {
			continue
		}
		text := fmt.Sprintf("%d %s", n, r.words)
		if len(names) > 3 {
			names = append(names[:3], "…")
		}
		parts = append(parts, text+" ("+strings.Join(names, ", ")+")")
	}
	if len(parts) == 0 {
		return ""
	}
	return "Kept: " + strings.Join(parts, ", ") + "."
}

// answers is the last line: what y does to how many, and how to keep everything, in
// the fullest words that there is room for. Where none of them can go at once y is
// not named: it does nothing.
func (p *preview) answers(st styles, w int) string {
	n, free, held := len(p.taken()), len(p.free()), p.held()
	wait, short := "w delete when closed", "w wait"
	if held > 0 && p.closed() == held {
		wait, short = fmt.Sprintf("w delete %d now", free+held), fmt.Sprintf("w %d now", free+held)
	}
	yes := now(free, n)
	var words []string
	switch {
	case free == 0 && held == 0:
	case p.listens() != nil:
		words = []string{yes + "w when closed   p through the browser", yes + "w wait  p through", "w wait  p"}
	case free == 0:
		words = []string{"  " + wait, short}
	case held > 0:
		words = []string{fmt.Sprintf("  y delete %d of %d   %s", free, n, wait), yes + short}
	case free < n:
		words = []string{fmt.Sprintf("  y delete %d of %d", free, n), fmt.Sprintf("y delete %d", free)}
	default:
		words = []string{"  y delete " + print.Plural(n, "cookie"), "y delete"}
	}
	for i, t := range words {
		no := "n keep  "
		if i > 0 {
			t, no = strings.TrimLeft(t, " "), "n keep"
		}
		if i == len(words)-1 || cells(t)+1+cells(no) <= w {
			return st.bold.Render(fitEnds(t, no, w))
		}
	}
	return st.bold.Render(fitEnds("", "n keep", w))
}

// now is what y does at once where so many of n can go.
func now(free, n int) string {
	switch free {
	case 0:
		return "  "
	case n:
		return "  y delete   "
	default:
		return fmt.Sprintf("  y delete %d   ", free)
	}
}
