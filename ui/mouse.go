package ui

import tea "charm.land/bubbletea/v2"

// click selects what is under the pointer. It never deletes: in a preview it
// only toggles boxes.
func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || m.layout.tiny {
		return nil
	}
	m.jump.on = false
	if m.dialog != nil {
		m.clickDialog(msg.X, msg.Y)
		return nil
	}
	for _, t := range m.layout.tabs {
		if t.holds(msg.X, msg.Y) {
			return m.show(t.screen)
		}
	}
	if m.help {
		return nil
	}
	for i, r := range m.layout.panes {
		if r.holds(msg.X, msg.Y) {
			m.clickPane(pane(i), msg.X-r.x, msg.Y-r.y-1)
		}
	}
	return nil
}

func (m *Model) clickDialog(x, y int) {
	if !m.armed {
		return
	}
	lines, _, _ := m.dialog.view(m.styles, m.width, m.height)
	if r := m.place(lines); r.holds(x, y) {
		m.dialog.click(x-r.x-2, y-r.y, r.w-4)
	}
}

// clickPane gives the focus to a pane and puts its cursor on a line of it. A
// click on the heading that is selected already folds or unfolds it; one on the
// heading of a column sorts by it, and again reverses that.
func (m *Model) clickPane(p pane, x, y int) {
	switch m.screen {
	case onAudit:
		if i := m.audit.at(y); i >= 0 {
			m.audit.to(i)
			m.audit.keep()
		}
	case onStores:
		if i := m.stores.at(y); i >= 0 {
			m.stores.to(i)
		}
	case onHistory:
		m.focus[onHistory] = p
		if i := m.history.entries.at(y); p == paneSites && i >= 0 {
			m.history.entries.to(i)
			m.history.turned()
		} else if i := m.history.single.at(y); p == paneList && i >= 0 {
			m.history.single.to(i)
		}
	case onCookies:
		m.focusOn(p)
		below := m.list.over(m.layout.panes[paneList].h) - 1
		if i := m.sites.at(y); p == paneSites && i >= 0 {
			m.sites.to(i)
			m.sites.keep()
		} else if p == paneSites && y < 0 {
			m.sites.sortAt(x, m.layout.panes[paneSites].w)
		} else if i := m.list.at(y - below); p == paneList && i >= 0 {
			again := i == m.list.cur && m.list.onHeading()
			m.list.to(i)
			m.list.keep()
			if again {
				m.list.fold(!m.list.current().head.folded)
				m.list.refill(m.list.site, m.filter)
			}
		} else if p == paneList && y == 0 && below > 0 {
			m.list.sortAt(x, m.layout.panes[paneList].w)
			m.list.refill(m.list.site, m.filter)
		}
	}
}

// wheel scrolls the pane under the pointer.
func (m *Model) wheel(msg tea.MouseWheelMsg) {
	by := map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[msg.Button]
	if by == 0 || m.dialog != nil || m.layout.tiny {
		return
	}
	if m.help {
		t := table{n: m.helpLines(), h: m.layout.body.h, top: m.helpTop}
		t.scroll(by)
		m.helpTop = t.top
		return
	}
	for i, r := range m.layout.panes {
		if r.holds(msg.X, msg.Y) {
			m.wheelPane(pane(i), by)
		}
	}
}

func (m *Model) wheelPane(p pane, by int) {
	switch {
	case m.screen == onAudit:
		m.audit.scroll(by)
		m.audit.keep()
	case m.screen == onStores:
		m.stores.scroll(by)
	case m.screen == onHistory && p == paneSites:
		m.history.entries.scroll(by)
		m.history.turned()
	case m.screen == onHistory:
		m.history.single.scroll(by)
	case p == paneSites:
		m.sites.scroll(by)
		m.sites.keep()
	case p == paneList:
		m.list.scroll(by)
		m.list.keep()
	default:
		m.detail.measure(m.layout.panes[paneDetail])
		m.detail.scroll(by)
	}
}
