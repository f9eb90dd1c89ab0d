package ui

import (
	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
)

// The user's own word on a cookie: what it is for, and that it is to be kept.
// Both work at once, and until something is deleted the undo key takes the last
// of them back. It is taken back as it was given, by another word.
type (
	correctedMsg struct {
		correction
		back bool // it took one back
		err  error
	}
	keptMsg struct {
		cookie *cookies.Cookie // nil: the host
		host   string
		words  string
		back   bool
		err    error
	}
)

// correct keeps the user's word on a cookie.
func (m *Model) correct(c correction, back bool) tea.Cmd {
	return func() tea.Msg { return correctedMsg{c, back, m.conf.Correct(c.rule)} }
}

// corrected sorts everything again with the user's word in it, and says which
// rule was stored.
func (m *Model) corrected(msg correctedMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	what := shown(msg.rule.Name)
	if msg.rule.Domain != "" {
		what += " on " + host(msg.rule.Domain)
	} else {
		what += " everywhere"
	}
	words := "rule stored: " + what + " is " + string(msg.rule.Category)
	if msg.rule.Category == policy.CategoryUnsaid {
		words = "rule taken off: " + what + " is sorted without your word"
	}
	before := msg.correction
	before.rule.Category, before.was = msg.was, msg.rule.Category
	return m.worded(words, msg.back, func() tea.Cmd { return m.correct(before, true) })
}

// keep puts the cookie under the cursor on the keep list or takes it off; with
// the cursor among the sites, the site.
func (m *Model) keep(e *entry) tea.Cmd {
	s := m.list.site
	var c *cookies.Cookie
	switch {
	case m.conf.Keep == nil:
		return m.fail("there is no keep list here")
	case s == nil:
		return m.fail("there is nothing to keep under the cursor")
	case m.focus[onCookies] == paneSites:
	case e == nil:
		return m.fail("there is no cookie under the cursor")
	default:
		c = e.Cookie
	}
	return m.toggleKeep(c, s.seen.Host, false)
}

func (m *Model) toggleKeep(c *cookies.Cookie, host string, back bool) tea.Cmd {
	return func() tea.Msg {
		words, err := m.conf.Keep(c, host)
		return keptMsg{c, host, words, back, err}
	}
}

// keptOrNot says what the keep list was told, and sorts again with it.
func (m *Model) keptOrNot(msg keptMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	return m.worded(msg.words, msg.back, func() tea.Cmd { return m.toggleKeep(msg.cookie, msg.host, true) })
}

// worded tells of a word that was kept, and how it is taken back unless it took
// one back itself.
func (m *Model) worded(words string, back bool, takeBack func() tea.Cmd) tea.Cmd {
	m.takeBack = nil
	if !back {
		m.takeBack = takeBack
		words += " · " + m.keys.Undo.Help().Key + " takes it back"
	}
	return tea.Batch(m.load(extent{}), m.tell(words))
}
