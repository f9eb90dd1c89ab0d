package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// historyPanes are the deletions that are remembered, and the cookies of the
// one under the cursor.
type historyPanes struct {
	entries table
	all     []jar.Entry
	read    bool
	want    string // the entry that the user stood on last

	single table
	took   map[string][]cookies.Cookie // by entry, as far as asked for
	since  map[string][]string         // of these cookies: "back", "newer" or ""
	failed map[string]error
	asked  string // the entry that is being read
	now    time.Time
}

func (p *historyPanes) refill(es []jar.Entry) {
	before := ""
	if e := p.current(); e != nil {
		before = e.ID
	}
	p.all, p.read = es, true
	p.took, p.failed, p.asked = map[string][]cookies.Cookie{}, map[string]error{}, ""
	p.since = map[string][]string{}
	p.entries.resize(len(es), p.entries.h)
	for i, e := range es {
		if e.ID == p.want {
			p.entries.to(i)
		}
	}
	if e := p.current(); e == nil || e.ID != before {
		p.single = table{h: p.single.h}
	}
}

// current is the entry under the cursor, nil if there is none.
func (p *historyPanes) current() *jar.Entry {
	if p.entries.cur < 0 || p.entries.cur >= len(p.all) {
		return nil
	}
	return &p.all[p.entries.cur]
}

// cookie is the cookie under the cursor of the current entry, nil if there is none.
func (p *historyPanes) cookie() *cookies.Cookie {
	e := p.current()
	if e == nil || p.single.cur < 0 || p.single.cur >= len(p.took[e.ID]) {
		return nil
	}
	return &p.took[e.ID][p.single.cur]
}

// press moves one of the two cursors.
func (p *historyPanes) press(k keyMap, msg tea.KeyPressMsg, focus pane) bool {
	if focus == paneList {
		return p.single.press(k, msg)
	}
	if !p.entries.press(k, msg) {
		return false
	}
	p.turned()
	return true
}

// turned follows the cursor to another entry.
func (p *historyPanes) turned() {
	if e := p.current(); e != nil && e.ID != p.want {
		p.want = e.ID
		p.single = table{h: p.single.h}
	}
	p.measure()
}

// measure tells the table of cookies how many there are. While they are read
// again, the cursor stays where it is.
func (p *historyPanes) measure() {
	e := p.current()
	switch {
	case e == nil:
		p.single.resize(0, p.single.h)
	case p.took[e.ID] != nil || p.failed[e.ID] != nil:
		p.single.resize(len(p.took[e.ID]), p.single.h)
	}
}

// view draws the entries in sight under a line of headings.
func (p *historyPanes) view(st styles, r rect, focused bool) string {
	out := []string{st.faint.Render(fit(" DELETED           STATE   COOKIES  SITES", r.w))}
	from, to := p.entries.sight()
	for i := from; i < to; i++ {
		e := p.all[i]
		on := st.of(i == p.entries.cur && focused)
		sites := make([]string, len(e.Sites))
		for j, s := range e.Sites {
			sites[j] = host(s)
		}
		state, style := string(e.State), on.text
		switch state {
		case "undone":
			style = on.faint
		case "pending", "partial":
			style = on.bad
		}
		var l line
		l.add(on.mark, marker(i == p.entries.cur, focused))
		l.add(on.text, fit(print.Clock(e.Time), 18)).add(style, fit(state, 8))
		l.add(on.text, fmt.Sprintf("%7s  ", print.Counted(e))).add(on.faint, fit(strings.Join(sites, ", "), max(0, r.w-37)))
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

// none says that there is no deletion, and what would stand here.
func (p *historyPanes) none(st styles, r rect) string {
	if !p.read {
		return st.faint.Render("\n  reading")
	}
	out := []string{"", st.bold.Render(clip("  Nothing was deleted in the last 30 days.", r.w)), ""}
	for _, t := range wrap("What you delete stands here from then on, each deletion with its cookies: u brings one back, whole or a single cookie of it.", min(r.w-3, 76)) {
		out = append(out, st.text.Render("  "+t))
	}
	return strings.Join(out[:min(len(out), max(0, r.h))], "\n")
}

// viewCookies draws the cookies of the current entry.
func (p *historyPanes) viewCookies(st styles, r rect, focused bool) string {
	e := p.current()
	if e == nil {
		return ""
	}
	out := []string{st.faint.Render(fit(" COOKIE, u puts one back", r.w))}
	if err := p.failed[e.ID]; err != nil {
		for _, t := range wrap("can't be opened: "+shown(err.Error()), r.w-2) {
			out = append(out, st.bad.Render(" "+t))
		}
		return strings.Join(out, "\n")
	}
	cs := p.took[e.ID]
	from, to := p.single.sight()
	life := 8
	since := p.since[e.ID]
	partly := slices.ContainsFunc(since, func(s string) bool { return s != "" })
	switch {
	case r.w < 44 && partly:
		life = len("newer")
	case r.w < 44:
		life = 0
	}
	name := max(8, (r.w-life-3)/2)
	for i := from; i < min(to, len(cs)); i++ {
		c := &cs[i]
		on := st.of(i == p.single.cur && focused)
		var l line
		l.add(on.mark, marker(i == p.single.cur, focused))
		l.add(on.text, fit(shown(c.Name), name)+" ").add(on.faint, fit(shown(print.Where(c)), max(0, r.w-name-life-3)))
		if life > 0 {
			words := print.Lasts(c, p.now)
			if r.w < 44 {
				words = ""
			}
			if partly {
				words = cmp.Or(since[i], words)
			}
			l.add(on.text, " "+fit(words, life))
		}
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}
