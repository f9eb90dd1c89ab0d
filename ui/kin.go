package ui

import (
	"iter"
	"maps"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// relation is what a search for the relatives of a cookie went by: if any of it
// is another, it is to be done again.
type relation struct {
	id     cookies.ID
	shelf  *shelf
	opened int // values that were shown by then
}

// kinMsg says where else the name and the value of a cookie live.
type kinMsg struct {
	relation
	kin *cookies.Kin
}

// relate looks through all stores for the relatives of the cookie in the detail,
// beside the screen: there may be a million to look at. One search at a time is
// under way.
func (m *Model) relate() tea.Cmd {
	e := m.detail.subject.entry
	if e == nil || m.relating || m.loading || m.screen != onCookies || m.layout.panes[paneDetail].empty() {
		return nil
	}
	r := relation{e.id(), m.shelf, len(m.opened)}
	if r == m.kin {
		return nil
	}
	m.relating = true
	opened := maps.Clone(m.opened)
	return func() tea.Msg {
		return kinMsg{r, cookies.KinOf([]*cookies.Cookie{e.Cookie}, opened, r.shelf.all())[r.id]}
	}
}

// related takes what a search has found. If the cursor has gone on meanwhile,
// the next one begins.
func (m *Model) related(msg kinMsg) {
	m.relating, m.kin = false, msg.relation
	m.detail.kin, m.detail.kinOf = msg.kin, msg.id
}

// all gives every cookie on the shelf.
func (sh *shelf) all() iter.Seq[*cookies.Cookie] {
	return func(yield func(*cookies.Cookie) bool) {
		for _, s := range sh.stores {
			for i := range s.Cookies {
				if !yield(&s.Cookies[i]) {
					return
				}
			}
		}
	}
}
