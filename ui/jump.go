package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// jump is a site that is being typed: the cursor goes there with each letter.
type jump struct {
	on   bool
	text string
	from string // the host that the cursor left
	back pane   // which pane had the focus
}

// startJump begins to jump to a site.
func (m *Model) startJump() tea.Cmd {
	s := m.sites.current()
	if s == nil {
		return m.fail("there is no site to go to")
	}
	m.jump = jump{on: true, from: s.seen.Host, back: m.focus[onCookies]}
	m.focus[onCookies] = paneSites
	return nil
}

// jumping gives a key to the jump: text is the site's, enter stays there, esc
// goes back.
func (m *Model) jumping(msg tea.KeyPressMsg) tea.Cmd {
	j := &m.jump
	switch {
	case key.Matches(msg, m.keys.Enter):
		j.on = false
		m.focusOn(paneList)
	case key.Matches(msg, m.keys.Back):
		j.on = false
		m.focus[onCookies] = j.back
		m.jumpTo(slices.IndexFunc(m.sites.rows, func(r siteRow) bool { return r.seen.Host == j.from }))
	case key.Matches(msg, m.keys.Complete), msg.String() == "down":
		m.jumpTo(m.sites.like(j.text, m.sites.cur+1, 1))
	case msg.String() == "up":
		m.jumpTo(m.sites.like(j.text, m.sites.cur-1, -1))
	case msg.String() == "backspace":
		_, size := utf8.DecodeLastRuneInString(j.text)
		m.retype(j.text[:len(j.text)-size])
	default:
		m.retype(j.text + msg.Text)
	}
	return nil
}

// retype takes another text and goes to the first site that begins with it, or
// else has it somewhere. The cursor stays where it is if that site is one.
func (m *Model) retype(text string) {
	text = strings.ToLower(text)
	if len(text) > maxHost || !utf8.ValidString(text) {
		return
	}
	m.jump.text = text
	at := m.sites.like(text, m.sites.cur, 1)
	if begins := slices.IndexFunc(m.sites.rows, func(r siteRow) bool { return strings.HasPrefix(r.seen.Host, text) }); begins >= 0 {
		at = begins
	}
	if text != "" {
		m.jumpTo(at)
	}
}

// maxHost is the longest host that there is, in bytes.
const maxHost = 253

func (m *Model) jumpTo(i int) {
	if i >= 0 {
		m.sites.to(i)
		m.sites.keep()
	}
}

// like gives the next row, from one on and round the end, of a site that has a
// text in its host as it is stored or as it is read; -1 if none has.
func (p *sitesPane) like(text string, from, by int) int {
	n := len(p.rows)
	for i := range n {
		at := ((from+i*by)%n + n) % n
		if h := p.rows[at].seen.Host; strings.Contains(h, text) || strings.Contains(strings.ToLower(unicodeHost(h)), text) {
			return at
		}
	}
	return -1
}

// jumpLine draws the site while it is typed, and says if there is none.
func (m *Model) jumpLine(w int) (string, int) {
	st := m.styles
	var l line
	text := clipLeft(shown(m.jump.text), max(1, w-10))
	l.add(st.bold, " site: ").add(st.text, text)
	x := 7 + cells(text)
	if m.sites.like(m.jump.text, 0, 1) < 0 {
		l.add(st.bad, clip("  no site has this in it", w-x-1))
	}
	return l.String(), min(x, w-1)
}
