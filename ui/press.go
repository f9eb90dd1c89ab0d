package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// onScreen gives a key to the screen that is shown: first what all screens
// share, then its own.
func (m *Model) onScreen(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, m.keys.Back) && m.long():
		return m.halt()
	case key.Matches(msg, m.keys.Quit):
		return m.quit()
	case key.Matches(msg, m.keys.Drop):
		return m.drop()
	case key.Matches(msg, m.keys.Help):
		m.help = true
	case key.Matches(msg, m.keys.Cookies):
		return m.show(onCookies)
	case key.Matches(msg, m.keys.Audit):
		return m.show(onAudit)
	case key.Matches(msg, m.keys.Stores):
		return m.show(onStores)
	case key.Matches(msg, m.keys.History):
		return m.show(onHistory)
	case key.Matches(msg, m.keys.Reload):
		return m.reload()
	default:
		return m.onOwn(msg)
	}
	return nil
}

func (m *Model) onOwn(msg tea.KeyPressMsg) tea.Cmd {
	switch m.screen {
	case onAudit:
		return m.onAudit(msg)
	case onStores:
		return m.onStores(msg)
	case onHistory:
		return m.onHistory(msg)
	}
	return m.onCookies(msg)
}

// show turns to a screen.
func (m *Model) show(s screen) tea.Cmd {
	m.screen, m.help = s, false
	m.hide()
	return tea.Batch(m.readHistory(), m.readSeals(), m.watchStates())
}

// reload reads everything again. Cursor, marks, folds and filter hang on what
// they are about, and stay.
func (m *Model) reload() tea.Cmd {
	m.hide()
	m.history.read = false
	return tea.Batch(m.load(extent{all: true}), m.readHistory())
}

func (m *Model) onStores(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case m.stores.press(m.keys, msg):
	case key.Matches(msg, m.keys.Back):
		return m.show(onCookies)
	case key.Matches(msg, m.keys.Undo):
		return m.undoLast()
	default:
		return m.elsewhere(msg)
	}
	return nil
}

// elsewhere says of a key that does nothing on this screen on which one it does.
func (m *Model) elsewhere(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	switch {
	case key.Matches(msg, k.Export):
		return m.fail(msg.String() + " writes the cookies, which 1 shows, or the audit, which 2 shows")
	case key.Matches(msg, k.Open):
		return m.fail(msg.String() + " is for the audit, which 2 shows")
	case key.Matches(msg, k.Wait, k.Through):
		return m.fail(msg.String() + " is for the preview of a deletion, which d and x open in 1")
	case key.Matches(msg, k.Mark, k.MarkAll, k.Alike, k.Unmark, k.Delete, k.Clear, k.Keep, k.Correct, k.Filter, k.Jump,
		k.NextHit, k.PrevHit, k.Sort, k.Reverse, k.Group, k.Fold, k.FoldAll, k.Value, k.Copy, k.CopyJSON):
		return m.fail(msg.String() + " is for the cookies, which 1 shows")
	}
	return nil
}

func (m *Model) onHistory(msg tea.KeyPressMsg) tea.Cmd {
	focus := &m.focus[onHistory]
	switch {
	case m.history.press(m.keys, msg, *focus):
	case key.Matches(msg, m.keys.Next):
		*focus = paneList - *focus
	case key.Matches(msg, m.keys.Right), key.Matches(msg, m.keys.Enter):
		*focus = paneList
	case key.Matches(msg, m.keys.Left), key.Matches(msg, m.keys.Back) && *focus == paneList:
		*focus = paneSites
	case key.Matches(msg, m.keys.Back):
		return m.show(onCookies)
	case key.Matches(msg, m.keys.Undo):
		return m.undoEntry()
	default:
		return m.elsewhere(msg)
	}
	return nil
}

// undoEntry puts back the entry under the cursor, or the one cookie of it.
func (m *Model) undoEntry() tea.Cmd {
	e := m.history.current()
	switch {
	case m.busy != "":
		return m.fail("still " + m.busy)
	case e == nil:
		return m.fail("there is nothing to undo")
	case m.focus[onHistory] == paneSites:
		return m.undo(e.ID, nil)
	case m.history.cookie() == nil:
		return m.fail("there is no cookie under the cursor")
	}
	return m.undo(e.ID, []cookies.ID{m.history.cookie().ID()})
}

func (m *Model) undoLast() tea.Cmd {
	if m.busy != "" {
		return m.fail("still " + m.busy)
	}
	if back := m.takeBack; back != nil {
		m.takeBack = nil
		return back()
	}
	return m.undo("", nil)
}

// onCookies gives a key to the pane with the focus, then to the screen.
func (m *Model) onCookies(msg tea.KeyPressMsg) tea.Cmd {
	// Who presses a key means what is under the cursor now, whatever is read later.
	if m.sites.want == "" {
		m.sites.keep()
	}
	if m.list.want == (rowKey{}) {
		m.list.keep()
	}
	if m.pressPane(msg) {
		return nil
	}
	k := m.keys
	switch {
	case key.Matches(msg, k.Next):
		m.turn()
	case key.Matches(msg, k.Left):
		m.focusOn(m.focus[onCookies] - 1)
	case key.Matches(msg, k.Right), key.Matches(msg, k.Enter):
		m.focusOn(m.focus[onCookies] + 1)
	case key.Matches(msg, k.Back):
		return m.back()
	case key.Matches(msg, k.Filter):
		return m.startTyping()
	case key.Matches(msg, k.Jump):
		return m.startJump()
	case key.Matches(msg, k.Alike):
		return m.markAlike()
	case key.Matches(msg, k.NextHit):
		return m.hit(1)
	case key.Matches(msg, k.PrevHit):
		return m.hit(-1)
	case key.Matches(msg, k.MarkAll) && m.list.count == 0:
		return m.fail("no cookie is shown")
	case key.Matches(msg, k.MarkAll):
		m.list.markAll()
	case key.Matches(msg, k.Unmark) && len(m.marks) == 0:
		return m.fail("nothing is marked")
	case key.Matches(msg, k.Unmark):
		clear(m.marks)
	case key.Matches(msg, k.Group):
		m.list.regroup()
		m.list.refill(m.list.site, m.filter)
		return m.tell("grouped by " + m.list.by.String())
	default:
		return m.deed(msg)
	}
	return nil
}

// pressPane gives a key to the pane with the focus.
func (m *Model) pressPane(msg tea.KeyPressMsg) bool {
	switch m.focus[onCookies] {
	case paneSites:
		return m.sites.press(m.keys, msg)
	case paneList:
		switch {
		case m.list.count == 0, key.Matches(msg, m.keys.Group):
			return false
		case m.list.move(m.keys, msg):
			return true
		case !m.list.press(m.keys, msg):
			return false
		}
		m.list.refill(m.list.site, m.filter)
		return true
	}
	m.detail.measure(m.layout.panes[paneDetail])
	t := table{n: m.detail.n, h: m.detail.h, top: m.detail.top}
	switch k := m.keys; {
	case key.Matches(msg, k.Down):
		m.detail.scroll(1)
	case key.Matches(msg, k.Up):
		m.detail.scroll(-1)
	case key.Matches(msg, k.HalfDown), key.Matches(msg, k.PageDown):
		m.detail.scroll(max(1, t.h/2))
	case key.Matches(msg, k.HalfUp), key.Matches(msg, k.PageUp):
		m.detail.scroll(-max(1, t.h/2))
	case key.Matches(msg, k.Top):
		m.detail.scroll(-t.n)
	case key.Matches(msg, k.End):
		m.detail.scroll(t.n)
	default:
		return false
	}
	return true
}

// focusOn gives the focus to a pane, as far as there are any.
func (m *Model) focusOn(p pane) {
	p = max(paneSites, min(p, paneDetail))
	if p == paneDetail && m.list.current() == (row{}) {
		return
	}
	m.focus[onCookies] = p
}

// turn gives the focus to the next pane: of those in sight, or of sites and
// cookies where they take turns.
func (m *Model) turn() {
	next := (m.focus[onCookies] + 1) % 3
	if next == paneDetail && m.layout.panes[paneDetail].empty() {
		next = paneSites
	}
	m.focus[onCookies] = next
}

// back goes back by one layer: the detail, the filter, the list. It never quits.
func (m *Model) back() tea.Cmd {
	switch {
	case m.detail.seen != nil:
		m.hide()
	case m.focus[onCookies] == paneDetail:
		m.focus[onCookies] = paneList
	case m.query.Value() != "":
		m.unfilter()
	case m.focus[onCookies] == paneList:
		m.focus[onCookies] = paneSites
	case len(m.waits) > 0:
		return m.drop()
	case m.tour.on:
		m.tour.on = false
	}
	return nil
}

// hit goes to the next cookie that is shown, or the one before, on this site
// or on the next one that has any. It says if there is none.
func (m *Model) hit(by int) tea.Cmd {
	m.focus[onCookies] = max(paneList, m.focus[onCookies])
	for i := m.list.cur + by; i >= 0 && i < m.list.count; i += by {
		if m.list.row(i).entry != nil {
			m.list.to(i)
			m.list.keep()
			return nil
		}
	}
	if next := m.sites.cur + by; next >= 0 && next < len(m.sites.rows) {
		m.sites.to(next)
		m.sites.keep()
		m.follow()
		if by < 0 {
			for i := m.list.count - 1; i >= 0; i-- {
				if m.list.row(i).entry != nil {
					m.list.to(i)
					break
				}
			}
		}
		m.list.keep()
		return nil
	}
	return m.fail("no other cookie is shown in this direction")
}

// deed does what a key asks for with the cookies: it asks in a dialog first
// where that is hard to take back.
func (m *Model) deed(msg tea.KeyPressMsg) tea.Cmd {
	k, e := m.keys, m.list.current().entry
	switch {
	case key.Matches(msg, k.Delete), key.Matches(msg, k.Clear), key.Matches(msg, k.Undo), key.Matches(msg, k.Export):
		if m.busy != "" {
			return m.refuse("still " + m.busy)
		}
	case key.Matches(msg, k.Value), key.Matches(msg, k.Copy), key.Matches(msg, k.CopyJSON), key.Matches(msg, k.Correct):
		if e == nil {
			return m.fail("there is no cookie under the cursor")
		}
	}
	switch {
	case key.Matches(msg, k.Delete):
		return m.askDelete()
	case key.Matches(msg, k.Clear):
		return m.askClear()
	case key.Matches(msg, k.Undo):
		return m.undoLast()
	case key.Matches(msg, k.Export):
		return m.askWrite()
	case key.Matches(msg, k.Value) && m.detail.seen != nil:
		m.hide()
	case key.Matches(msg, k.Value):
		return m.reveal(e)
	case key.Matches(msg, k.Copy):
		return m.copyValue(e)
	case key.Matches(msg, k.CopyJSON):
		return m.copyJSON(e)
	case key.Matches(msg, k.Keep):
		return m.keep(e)
	case key.Matches(msg, k.Correct) && m.conf.Correct == nil:
		return m.fail("there is nowhere to keep your word")
	case key.Matches(msg, k.Correct):
		return m.open(newChooser(e))
	case key.Matches(msg, k.Open, k.Wait, k.Through):
		return m.elsewhere(msg)
	case !key.Matches(msg, k.Mark, k.Sort, k.Reverse, k.Fold, k.FoldAll):
	case m.list.count == 0:
		return m.fail("no cookie is shown")
	case m.focus[onCookies] == paneSites:
		return m.fail(msg.String() + " is for the list of cookies, l goes there")
	default:
		return m.fail(msg.String() + " is for the list of cookies, h goes there")
	}
	return nil
}
