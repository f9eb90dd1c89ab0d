package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
)

// The user's own word on a cookie: what it is for, and that it is to be kept.
// Both work at once, and until something is deleted the undo key takes the last
// of them back.
type (
	correctedMsg struct {
		correction
		before []policy.Rule // what taking it back restores
		err    error
	}
	ruledMsg struct {
		before []policy.Rule
		err    error
	}
	keptMsg struct {
		cookie *cookies.Cookie // nil: the host
		host   string
		did    KeepTo
		words  string
		back   bool
		err    error
	}
)

// correct keeps the user's word on a cookie.
func (m *Model) correct(c correction) tea.Cmd {
	return func() tea.Msg {
		before, err := m.conf.Correct(c.rule)
		return correctedMsg{c, before, err}
	}
}

// corrected sorts everything again with the user's word in it, and says which
// rule was stored.
func (m *Model) corrected(msg correctedMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	words := "rule stored: " + about(msg.rule) + " is " + string(msg.rule.Category)
	if msg.rule.Category == policy.CategoryUnsaid {
		if len(msg.before) == 0 {
			return m.fail("no rule is for just " + about(msg.rule) + ": it comes from another of yours, see the reasons")
		}
		var off []string
		for _, r := range msg.before {
			off = append(off, about(r))
		}
		words = "rule taken off: " + strings.Join(off, ", ")
	}
	return m.worded(words, false, func() tea.Cmd {
		return func() tea.Msg { return ruledMsg{msg.before, m.conf.Restore(msg.before, msg.rule.Category)} }
	})
}

// ruledAsBefore sorts everything again with the rules that were, and names them.
// Where they could not be taken back it sorts with those that there are instead.
func (m *Model) ruledAsBefore(msg ruledMsg) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(m.load(extent{}), m.fail(msg.err.Error()))
	}
	var each []string
	for _, r := range msg.before {
		if r.Category == policy.CategoryUnsaid {
			each = append(each, "no rule for "+about(r))
		} else {
			each = append(each, about(r)+" is "+string(r.Category))
		}
	}
	return m.worded("as before: "+strings.Join(each, ", "), true, nil)
}

// about says which cookies a rule is about.
func about(r policy.Rule) string {
	if r.Domain == "" {
		return shown(r.Name) + " everywhere"
	}
	return shown(r.Name) + " on " + host(r.Domain)
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
	return m.keepTo(c, s.seen.Host, KeepToggle)
}

// keepTo tells the keep list; what is not a toggle takes a toggle back.
func (m *Model) keepTo(c *cookies.Cookie, host string, to KeepTo) tea.Cmd {
	return func() tea.Msg {
		did, words, err := m.conf.Keep(c, host, to)
		return keptMsg{c, host, did, words, to != KeepToggle, err}
	}
}

// keptOrNot says what the keep list was told, and sorts again with it.
func (m *Model) keptOrNot(msg keptMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	return m.worded(msg.words, msg.back, func() tea.Cmd { return m.keepTo(msg.cookie, msg.host, msg.did.opposite()) })
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
