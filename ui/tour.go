package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// tour leads a newcomer through the demo in the status line, where nothing else
// is said: each step names its key and is over when it was done, by whatever
// way. It takes no key but esc where that has nothing to go back to.
type tour struct {
	on                bool
	step              int
	cleared, restored bool // something was deleted, brought back
}

// tourSteps are the steps in their order: what was done when the one before is
// over, and what to do now.
var tourSteps = []struct{ done, do string }{
	{"", "enter opens a site"},
	{"opened", "on a cookie, enter says why"},
	{"that is why", "x clears what isn't needed"},
	{"cleared", "u brings it all back"},
}

// advance goes on to the first step that was not done yet.
func (m *Model) advance() tea.Cmd {
	t := &m.tour
	for t.on {
		done := false
		switch t.step {
		case 0:
			done = m.screen == onCookies && m.focus[onCookies] > paneSites && m.list.site != nil || t.cleared
		case 1:
			done = t.cleared || m.screen == onCookies && m.focus[onCookies] == paneDetail && m.detail.subject.entry != nil
		case 2:
			done = t.cleared
		case 3:
			done = t.restored
		}
		if !done {
			return nil
		}
		if t.step++; t.step == len(tourSteps) {
			t.on = false
			return m.tell(m.status.text + " · tour over: ? lists all keys")
		}
	}
	return nil
}

// tourWords says the next step in w cells, "" if there is none.
func (m *Model) tourWords(w int) string {
	if !m.tour.on || m.loading || m.nothing() {
		return ""
	}
	s := tourSteps[m.tour.step]
	out := fmt.Sprintf("tour %d/%d: %s", m.tour.step+1, len(tourSteps), s.do)
	if s.done != "" && w >= middling {
		out = s.done + " · " + out
	}
	if m.focus[m.screen] == paneSites {
		out += " · esc ends"
	}
	return out
}
