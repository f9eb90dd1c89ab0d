package ui

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// A preview says from which stores cookies can go, as that is while it stands.

type (
	// standingMsg says that it is time for the next look at the stores of a preview.
	standingMsg struct{ p *preview }
	// stoodMsg says what is in the way of them, by their paths.
	stoodMsg struct {
		p   *preview
		now map[string]cookies.Condition
	}
)

// attend looks at the stores of a preview, as long as it stands: what the screen
// knew of them may be old, and browsers start and end while somebody reads.
func (m *Model) attend(msg standingMsg) tea.Cmd {
	if m.dialog != msg.p {
		return nil
	}
	if m.busy != "" || len(m.waits) > 0 { // as for glance
		return m.after(glances, msg)
	}
	var stores []*cookies.Store
	for _, s := range msg.p.shelf.stores {
		stores = append(stores, s.Store)
	}
	return func() tea.Msg {
		now := map[string]cookies.Condition{}
		for i, c := range m.lookAt(stores) {
			now[stores[i].Path] = c
		}
		return stoodMsg{msg.p, now}
	}
}

// stood takes what came of it. Before the preview listens, that is what it asks
// about; from then on it says what has changed, and y takes no more than it did.
func (m *Model) stood(msg stoodMsg) tea.Cmd {
	if m.dialog != msg.p {
		return nil
	}
	msg.p.shelf.looked = msg.now
	again := m.after(glances, standingMsg{msg.p})
	if before := msg.p.shut; !m.armed {
		if msg.p.stand(); !maps.Equal(before, msg.p.shut) {
			return tea.Batch(again, m.disarm(quiet))
		}
	}
	return again
}

// stand notes from which stores nothing can go now. Who closes a browser while
// the preview stands has not agreed to more than it said.
func (p *preview) stand() {
	p.shut = map[string]cookies.Condition{}
	for i := range p.shelf.stores {
		path := p.shelf.stores[i].Store.Path
		if c := p.shelf.condition(path); !open(c) {
			p.shut[path] = c
		}
	}
}

// condition gives the condition of the store at a path, which gets no better
// while the preview stands.
func (p *preview) condition(path string) cookies.Condition {
	if c, ok := p.shut[path]; ok {
		return c
	}
	return p.shelf.condition(path)
}

// since reports whether the program that was in the way of the store at a path
// when the preview was made is so no longer.
func (p *preview) since(path string) bool {
	was, shut := p.shut[path]
	return shut && inTheWay(was.State) && open(p.shelf.condition(path))
}

// open reports whether cookies of a store in this condition can go at once, as
// far as is known.
func open(c cookies.Condition) bool { return c.State == "" || c.Writable }

// free gives those of what would go that can go at once: all that y takes.
func (p *preview) free() []policy.Sorted {
	var out []policy.Sorted
	for _, s := range p.taken() {
		if open(p.condition(s.Cookie.Store.Path)) {
			out = append(out, s)
		}
	}
	return out
}

// held counts those of what would go that a program is in the way of.
func (p *preview) held() int {
	n := 0
	for _, s := range p.taken() {
		if inTheWay(p.condition(s.Cookie.Store.Path).State) {
			n++
		}
	}
	return n
}

// closed counts those of them that no program is in the way of any longer.
func (p *preview) closed() int {
	n := 0
	for _, s := range p.taken() {
		if p.since(s.Cookie.Store.Path) {
			n++
		}
	}
	return n
}

// listens gives the condition of a store of what would go whose running browser
// says on which port it can be asked to delete it itself, nil if there is none.
// Whether it can be believed is seen before anything is deleted.
func (p *preview) listens() *cookies.Condition {
	for _, s := range p.taken() {
		if c := p.condition(s.Cookie.Store.Path); c.State == cookies.InUse && c.Port != 0 && !p.since(s.Cookie.Store.Path) {
			return &c
		}
	}
	return nil
}

// stores says from which stores how many cookies go, and whether they can.
func (p *preview) stores(st styles, w int, add func(int, lipgloss.Style, string)) {
	count := map[string]int{}
	var order []*cookies.Store
	for _, s := range p.taken() {
		if count[s.Cookie.Store.Path] == 0 {
			order = append(order, s.Cookie.Store)
		}
		count[s.Cookie.Store.Path]++
	}
	if len(order) == 0 {
		add(1, st.text, "Nothing is chosen.")
	}
	const most = 5
	if len(order) > most { // those that something is in the way of must not be the ones that are left out
		slices.SortStableFunc(order, func(a, b *cookies.Store) int {
			return cmp.Compare(ready(p.condition(a.Path)), ready(p.condition(b.Path)))
		})
	}
	for i, s := range order {
		if i == most {
			add(2, st.text, fmt.Sprintf("      and %s more", print.Plural(len(order)-i, "store")))
			break
		}
		words, style := stateWords(p.condition(s.Path)), st.text
		if p.since(s.Path) {
			words = "closed since: w"
		}
		if words != "ready" && words != "…" {
			style = st.bad
		}
		add(1, style, fmt.Sprintf("%5d  %s %s", count[s.Path], fit(storeName(s), max(10, min(26, w-8-cells(words)))), words))
	}
}

// ready is 1 for a store that cookies can go from at once, 0 for others.
func ready(c cookies.Condition) int {
	if open(c) {
		return 1
	}
	return 0
}

// stateWords says what a store's condition means for a deletion.
func stateWords(c cookies.Condition) string {
	switch {
	case c.State == "":
		return "…" // it is looked for
	case c.Writable:
		return "ready"
	case c.State == cookies.InUse && c.Port != 0:
		return "running: w or p"
	case c.State == cookies.InUse:
		return "running: w waits"
	case c.State == cookies.Locked:
		return "locked: w waits"
	}
	return string(c.State) + ": left as it is"
}
