package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// status is what the status line says. An information goes after a while, an
// error at the next key.
type status struct {
	text string
	bad  bool
	n    int // tells it from those before
}

// stays is how long an information is to be read.
const stays = 4 * time.Second

// fadedMsg says that the nth text has been on the screen long enough.
type fadedMsg struct{ n int }

// tell puts an information in the status line for a while.
func (m *Model) tell(text string) tea.Cmd {
	m.status = status{text: text, n: m.status.n + 1}
	return m.after(stays, fadedMsg{m.status.n})
}

// fail puts an error, or the reason why a key can't be used, in the status line.
func (m *Model) fail(text string) tea.Cmd {
	m.status = status{text: text, bad: true, n: m.status.n + 1}
	return nil
}

// faded takes an information away; an error waits for a key.
func (m *Model) faded(msg fadedMsg) {
	if msg.n == m.status.n && !m.status.bad {
		m.status.text = ""
	}
}

// statusLine draws the status line: a text, what is being typed, work under
// way, or what is marked and filtered, whichever comes first. X is where the
// cursor stands in it while the filter is typed, else -1.
func (m *Model) statusLine(w int) (text string, x int) {
	switch {
	case m.typing:
		return m.typingLine(w)
	case m.jump.on:
		return m.jumpLine(w)
	case m.status.text != "":
		style := m.styles.text
		if m.status.bad {
			style = m.styles.bad
		}
		return style.Render(" " + clip(shown(m.status.text), w-2)), -1
	case m.slow && m.busy != "", m.slow && m.loading && !m.quiet:
		return m.progress(w), -1
	}
	var parts []string
	if len(m.waits) > 0 {
		parts = append(parts, m.waitWords())
	}
	if n := len(m.marks); n > 0 {
		parts = append(parts, fmt.Sprintf("%d marked", n))
	}
	if q := m.query.Value(); q != "" {
		parts = append(parts, "filter: "+shown(q))
	}
	if words := m.tourWords(w); words != "" {
		parts = append(parts, words)
	}
	return m.styles.bold.Render(" " + clip(strings.Join(parts, " · "), w-2)), -1
}
