package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// A browser that starts or ends need not write its store, so no change of a file
// tells of it. While the stores are shown they are looked at now and then, which
// reads none of them.

type (
	// glanceMsg says that it is time for the next look of the nth showing.
	glanceMsg struct{ n int }
	// glancedMsg says what stands in the way of which store, by their paths.
	glancedMsg struct {
		n   int
		now map[string]cookies.State
	}
)

const glances = 2 * time.Second

// lookedMsg says what is in the way of the stores on a shelf, by their paths.
type lookedMsg struct {
	shelf *shelf
	now   map[string]cookies.Condition
}

// look finds out who uses the stores, when their rows are there: it goes through
// all files that are open on the machine, and while it did so beside the reading
// the first frame came four milliseconds later where there were two cores.
func (m *Model) look() tea.Cmd {
	if m.busy != "" { // a look must not open what is being written, and a load follows that
		return nil
	}
	sh := m.shelf
	var stores []*cookies.Store
	for _, s := range sh.stores {
		stores = append(stores, s.Store)
	}
	return func() tea.Msg {
		now := map[string]cookies.Condition{}
		for i, c := range m.lookAt(stores) {
			now[stores[i].Path] = c
		}
		return lookedMsg{sh, now}
	}
}

// lookedAt takes what a look at the stores has come to, unless others are on the
// shelf by now, which are looked at too.
func (m *Model) lookedAt(msg lookedMsg) {
	if msg.shelf == m.shelf {
		m.shelf.looked = msg.now
	}
}

// lookAt looks who is in the way of stores, while nothing here writes to one: a look
// opens what it looks at, and to close it again can lose the lock that is held there.
func (m *Model) lookAt(stores []*cookies.Store) []cookies.Condition {
	m.looks <- struct{}{}
	defer func() { <-m.looks }()
	return m.conf.Jar.Look(stores)
}

// watchStates begins to look, if the stores are shown.
func (m *Model) watchStates() tea.Cmd {
	m.seqGlance++
	m.states = nil
	return m.glance(glanceMsg{m.seqGlance})
}

// glance looks, unless the screen has changed since.
func (m *Model) glance(msg glanceMsg) tea.Cmd {
	if m.screen != onStores || msg.n != m.seqGlance {
		return nil
	}
	if m.resting() || len(m.waits) > 0 { // a look must not open what is being written; who waits looks itself
		return m.after(glances, msg)
	}
	var stores []*cookies.Store
	for _, s := range m.shelf.stores {
		stores = append(stores, s.Store)
	}
	return func() tea.Msg {
		now := map[string]cookies.State{}
		for i, c := range m.lookAt(stores) {
			now[stores[i].Path] = c.State
		}
		return glancedMsg{msg.n, now}
	}
}

// glanced has the stores read again whose state has changed.
func (m *Model) glanced(msg glancedMsg) tea.Cmd {
	again := m.after(glances, glanceMsg{msg.n})
	if msg.n != m.seqGlance || m.resting() {
		return again
	}
	changed := map[string]bool{}
	for i := range m.shelf.stores {
		s := &m.shelf.stores[i]
		now, seen := msg.now[s.Store.Path]
		if !seen || !s.read {
			continue
		}
		before, known := m.states[s.Store.Path]
		if !known {
			// What was read says more than a look; only who is in the way is the same in both.
			if before = m.shelf.condition(s.Store.Path).State; !inTheWay(before) && (!inTheWay(now) || before != cookies.Ready) {
				before = now
			}
		}
		if before != now {
			changed[s.Store.Path] = true
		}
	}
	m.states = msg.now
	if len(changed) == 0 {
		return again
	}
	return tea.Batch(again, m.load(extent{stores: changed, quiet: true}))
}

func inTheWay(s cookies.State) bool { return s == cookies.InUse || s == cookies.Locked }
