package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
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
// way, or what is marked and filtered, whichever comes first, and at the right
// where the cursor is in what does not fit on the screen. X is where the cursor
// stands in it while the filter is typed, else -1.
func (m *Model) statusLine(w int) (text string, x int) {
	st := m.styles
	switch {
	case m.typing:
		return m.typingLine(w)
	case m.jump.on:
		return m.jumpLine(w)
	case m.status.text != "":
		return m.beside(shown(m.status.text), m.sounds(), w), -1
	case m.slow && m.busy != "", m.slow && m.loading && !m.extent.quiet:
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
	return m.beside(strings.Join(parts, " · "), st.bold, w), -1
}

// sounds is the style of a text in the status line.
func (m *Model) sounds() lipgloss.Style {
	if m.status.bad {
		return m.styles.bad
	}
	return m.styles.text
}

// beside writes a text, and where it leaves room the position of the cursor.
func (m *Model) beside(text string, style lipgloss.Style, w int) string {
	at := m.position()
	if rest := w - 3 - cells(text) - cells(at); at != "" && rest > 0 {
		return style.Render(" "+text) + m.styles.faint.Render(strings.Repeat(" ", rest+1)+at)
	}
	return style.Render(" " + clip(text, w-2))
}

// spread gives a text that is longer than the status line as lines of their own:
// what was done, or why not, is not to be guessed from its beginning. They take
// no more than half of what is above. It is nil for what fits.
func (m *Model) spread(w, above int) []string {
	text := shown(m.status.text)
	if m.typing || m.jump.on || cells(text) <= w-2 {
		return nil
	}
	words := wrap(text, max(1, w-2))
	if most := 1 + above/2; len(words) > most {
		words = append(words[:most-1], clip(strings.Join(words[most-1:], " "), w-2))
	}
	for i, t := range words {
		words[i] = m.sounds().Render(" " + fit(t, w-1))
	}
	return words
}

// position says where the cursor is among rows that are not all in sight, ""
// where they are.
func (m *Model) position() string {
	of := func(t *table) string {
		if t.n <= t.h {
			return ""
		}
		return fmt.Sprintf("%d of %d", t.cur+1, t.n)
	}
	switch l := &m.list; {
	case m.help:
		if n := m.helpLines(); n > m.layout.body.h {
			return fmt.Sprintf("line %d of %d", m.helpTop+1, n)
		}
	case m.screen == onAudit:
		return of(&m.audit.table)
	case m.screen == onStores:
		return of(&m.stores.table)
	case m.screen == onHistory && m.focus[onHistory] == paneList:
		return of(&m.history.single)
	case m.screen == onHistory:
		return of(&m.history.entries)
	case m.focus[onCookies] == paneSites:
		return of(&m.sites.table)
	case l.n > l.h && l.current().entry != nil:
		above, _ := slices.BinarySearch(l.tops, l.cur)
		return fmt.Sprintf("%d of %d", l.cur+1-above, l.n-len(l.tops))
	}
	return ""
}
