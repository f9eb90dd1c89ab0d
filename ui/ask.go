package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// askDelete opens the preview of a deletion: of what is marked, else of what
// is under the cursor.
func (m *Model) askDelete() tea.Cmd {
	if err := m.shelf.keepsErr; err != nil {
		return m.refuse("nothing can be deleted: " + err.Error())
	}
	chosen, title, of := m.chosen()
	if len(chosen) == 0 {
		return m.refuse("there is nothing to delete here")
	}
	r := plan.Request{Cookies: chosen, Keeps: m.shelf.keeps, Now: m.now()}
	if m.focus[onCookies] != paneSites || len(m.marks) > 0 {
		// Who points at a cookie that other sites use too means that cookie.
		r.Filter.Parties = policy.Parties()
	}
	p := plan.Make(r)
	if len(p.Take) == 0 && len(p.Left) > 0 {
		words := (&preview{left: p.Left}).keeps()
		if p.Left[0].Reason == cookies.ReasonKept {
			words += " K takes a cookie off it."
		}
		return m.refuse("nothing to delete: " + words)
	}
	if why := m.readOnly(p.Take); why != "" {
		return m.refuse(why)
	}
	here := ""
	if s := m.list.site; s != nil && len(m.marks) == 0 {
		here = s.seen.Registrable
	}
	ask := &preview{title: title, of: of, here: here, take: p.Take, left: p.Left, sign: p.Stay, out: p.Out}
	if len(m.marks) > 0 {
		ask.sites, ask.unseen = m.whose(p.Take), m.unseen(p.Take, m.shelf.sites)
	}
	return m.ask(ask)
}

// readOnly says why none of these cookies can ever go from where they are, ""
// if some can. A store that is only in use just now is no such place.
func (m *Model) readOnly(take []policy.Sorted) string {
	why := ""
	for _, s := range take {
		c := m.shelf.condition(s.Cookie.Store.Path)
		if c.Writable || c.State != cookies.ReadOnly {
			return ""
		}
		why = storeName(s.Cookie.Store) + " is read-only: " + c.Reason
		if c.Advice != "" {
			why += "; " + c.Advice
		}
	}
	return why
}

// chosen gives the cookies that a deletion is about, each once, and what to
// call them.
func (m *Model) chosen() (out []policy.Sorted, title, of string) {
	if len(m.marks) > 0 {
		out, sites := m.marked()
		if len(sites) == 1 {
			of = host(sites[0])
		} else {
			of = print.Plural(len(sites), "site")
		}
		return out, "Delete " + print.Plural(len(out), "cookie") + " of " + of, of
	}
	s := m.list.site
	if s == nil {
		return nil, "", ""
	}
	of = host(s.seen.Host)
	r := m.list.current()
	switch {
	case m.focus[onCookies] == paneSites:
		for i := range s.entries {
			if m.filter.match(s, &s.entries[i]) {
				out = append(out, s.entries[i].Sorted)
			}
		}
		title = "Delete all " + print.Plural(len(out), "cookie") + " of " + of
		if !m.filter.all() {
			title = "Delete " + print.Plural(len(out), "shown cookie") + " of " + of
		}
	case r.entry != nil:
		out, title = []policy.Sorted{r.Sorted}, "Delete "+clip(shown(r.Cookie.Name), 24)+" of "+of
	case r.head != nil:
		for e := range r.head.cookies() {
			out = append(out, e.Sorted)
		}
		title = fmt.Sprintf("Delete %s under %s", print.Plural(len(out), "cookie"), clip(r.head.title, 24))
	}
	return out, title, of
}

// marked gives the marked cookies and the sites that they stand under. A
// cookie that stands under several is taken as its own site's.
func (m *Model) marked() (out []policy.Sorted, sites []string) {
	for _, s := range m.shelf.sites {
		n := len(out)
		for i := range s.entries {
			if e := &s.entries[i]; !e.extra && m.marks[e.id()] {
				out = append(out, e.Sorted)
			}
		}
		if len(out) > n {
			sites = append(sites, s.seen.Host)
		}
	}
	return out, sites
}

// whose says of marked cookies, which may have been marked anywhere, how many
// stand under which site; "" where it is one.
func (m *Model) whose(take []policy.Sorted) string {
	goes := map[*cookies.Cookie]bool{}
	for _, s := range take {
		goes[s.Cookie] = true
	}
	type part struct {
		host string
		n    int
	}
	var parts []part
	for _, s := range m.shelf.sites {
		n := 0
		for i := range s.entries {
			if e := &s.entries[i]; !e.extra && goes[e.Cookie] {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, part{host(s.seen.Host), n})
		}
	}
	if len(parts) < 2 {
		return ""
	}
	slices.SortStableFunc(parts, func(a, b part) int { return b.n - a.n })
	const most = 5
	var words []string
	for i, p := range parts {
		if i == most {
			words = append(words, fmt.Sprintf("and %d more", len(parts)-most))
			break
		}
		words = append(words, fmt.Sprintf("%s (%d)", p.host, p.n))
	}
	return "Of " + strings.Join(words, ", ") + "."
}

// unseen counts what of a list the filter leaves in sight under none of these sites.
func (m *Model) unseen(list []policy.Sorted, sites []*site) int {
	if m.filter.all() {
		return 0
	}
	hidden := map[*cookies.Cookie]bool{}
	for _, s := range list {
		hidden[s.Cookie] = true
	}
	for _, s := range sites {
		for i := range s.entries {
			if e := &s.entries[i]; hidden[e.Cookie] && m.filter.match(s, e) {
				delete(hidden, e.Cookie)
			}
		}
	}
	return len(hidden)
}

// askClear opens the preview of a clear of the site under the cursor.
func (m *Model) askClear() tea.Cmd {
	s := m.list.site
	if err := m.shelf.keepsErr; err != nil {
		return m.refuse("nothing can be deleted: " + err.Error())
	}
	if s == nil {
		return m.refuse("there is no site under the cursor")
	}
	all := make([]policy.Sorted, len(s.entries))
	p := &preview{of: host(s.seen.Host), here: s.seen.Registrable, title: "Clear non-necessary cookies of " + host(s.seen.Host)}
	for i := range s.entries {
		all[i] = s.entries[i].Sorted
		if all[i].Verdict.Category == policy.Necessary {
			p.stays++
		}
	}
	made := plan.Make(plan.Request{
		Cookies: all, Clear: true, Keeps: m.shelf.keeps, Now: m.now(),
		Filter: plan.Filter{Categories: []policy.Category{policy.Functional, policy.Statistical, policy.Marketing, policy.Unclassified}},
	})
	if len(made.Take) == 0 {
		return m.refuse(host(s.seen.Host) + " has no non-necessary cookies that could go. " + (&preview{left: made.Left}).keeps())
	}
	if why := m.readOnly(made.Take); why != "" {
		return m.refuse(why)
	}
	p.boxes, p.left, p.sign, p.out = kinds(made.Take), made.Left, made.Stay, made.Out
	for i := range p.boxes {
		p.boxes[i].unseen = m.unseen(p.boxes[i].take, []*site{s})
	}
	return m.ask(p)
}

// ask opens a preview. What is true of every deletion it says the first time.
func (m *Model) ask(p *preview) tea.Cmd {
	p.shelf, p.notes = m.shelf, !m.noted
	m.noted = true
	p.stand()
	return tea.Batch(m.open(p), m.attend(standingMsg{p}))
}
