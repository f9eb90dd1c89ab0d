package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"crumbs/policy"
	"crumbs/ui/print"
)

// part is a piece of the frame that is drawn into its rectangle and never
// beyond it.
type part struct {
	rect
	content string
}

// Draw draws the part; the area it is offered is the whole frame.
func (p part) Draw(scr uv.Screen, _ uv.Rectangle) {
	if !p.empty() && p.content != "" {
		uv.NewStyledString(p.content).Draw(scr, uv.Rect(p.x, p.y, p.w, p.h))
	}
}

// View draws the frame.
func (m *Model) View() tea.View {
	v := tea.View{AltScreen: true, MouseMode: tea.MouseModeCellMotion, WindowTitle: "crumbs"}
	if m.width <= 0 || m.height <= 0 {
		return v
	}
	if m.frame == nil || m.frame.Width() != m.width || m.frame.Height() != m.height {
		m.frame = lipgloss.NewCanvas(m.width, m.height)
	}
	m.frame.Clear()
	x, y := m.draw(m.frame)
	content := m.frame.Render()
	if m.console != nil {
		content = m.console.Replace(content)
	}
	v.SetContent(content)
	if x >= 0 && x < m.width && y >= 0 && y < m.height {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = false
	}
	return v
}

// draw puts all parts on the frame and gives the place of the cursor, -1 for none.
func (m *Model) draw(frame *lipgloss.Canvas) (x, y int) {
	l, st := m.layout, m.styles
	if l.tiny {
		frame.Compose(part{l.body, clip("window too small", l.body.w)})
		return -1, -1
	}
	put := func(r rect, content string) { frame.Compose(part{r, content}) }
	put(l.head, m.head(l.head.w))
	if !l.rule.empty() {
		put(l.rule, m.rule(l.rule.w))
	}
	x, y = m.body(put)
	status, at := m.statusLine(l.status.w)
	put(l.status, status)
	if lines := m.spread(l.status.w, l.body.h); lines != nil {
		put(rect{l.status.x, l.status.y + 1 - len(lines), l.status.w, len(lines)}, strings.Join(lines, "\n"))
	}
	if at >= 0 {
		x, y = at, l.status.y
	}
	put(l.hints, m.hint(l.hints.w))
	if m.dialog != nil {
		lines, dx, dy := m.dialog.view(st, m.width, m.height)
		r := m.place(lines)
		put(rect{r.x, r.y, r.w, r.h}, strings.Join(lines, "\n"))
		return r.x + dx, r.y + dy
	}
	return x, y
}

// rule draws the line below the head. Where the categories have no room for bars
// it is one bar of all of them, in the order and the colours of the words above.
func (m *Model) rule(w int) string {
	if m.screen != onCookies || m.help || m.layout.bar.empty() || m.counts.room(w) >= leastBar {
		return m.styles.faint.Render(strings.Repeat("─", w))
	}
	total, sum, at := 0, 0, 0
	for _, n := range m.counts {
		total += n
	}
	var l line
	for i, c := range policy.Categories() {
		sum += m.counts[i]
		to := sum * w / max(1, total)
		l.add(m.styles.category[c], strings.Repeat("━", to-at))
		at = to
	}
	return l.add(m.styles.faint, strings.Repeat("━", w-at)).String()
}

// place centres a dialog's box in the window.
func (m *Model) place(lines []string) rect {
	w := 0
	for _, l := range lines {
		w = max(w, lipgloss.Width(l))
	}
	w, h := min(w, m.width), min(len(lines), m.height)
	return rect{(m.width - w) / 2, (m.height - h) / 2, w, h}
}

// body draws the screen that is shown and gives the place of the cursor.
func (m *Model) body(put func(rect, string)) (x, y int) {
	l, st := m.layout, m.styles
	if m.help {
		content, _ := helpView(st, m.keys, l.body, m.helpTop)
		put(l.bar, st.bold.Render(" Keys"))
		put(l.body, content)
		return 0, l.body.y
	}
	for _, r := range l.lines {
		if m.screen == onHistory && len(m.history.all) == 0 {
			break
		}
		put(r, st.faint.Render(strings.TrimSuffix(strings.Repeat("│\n", r.h), "\n")))
	}
	p := l.panes
	switch m.screen {
	case onAudit:
		if m.nothing() || m.sites.current() == nil {
			put(l.body, m.empty(l.body))
			return -1, -1
		}
		put(l.bar, m.audit.summary(st, m.sites.current(), l.bar.w))
		put(p[paneSites], m.audit.view(st, p[paneSites], m.dialog == nil))
		put(l.below, m.audit.below(st, l.below))
		return cursorAt(p[paneSites], m.audit.table, 1)
	case onStores:
		if m.nothing() {
			put(l.body, m.empty(l.body))
			return -1, -1
		}
		put(p[paneSites], m.stores.view(st, p[paneSites], m.dialog == nil))
		put(l.below, m.stores.below(st, l.below))
		return cursorAt(p[paneSites], m.stores.table, 1)
	case onHistory:
		focus := m.focus[onHistory]
		if len(m.history.all) == 0 {
			put(l.body, m.history.none(st, l.body))
			return -1, -1
		}
		put(p[paneSites], m.history.view(st, p[paneSites], focus == paneSites))
		put(p[paneList], m.history.viewCookies(st, p[paneList], focus == paneList))
		if focus == paneList {
			return cursorAt(p[paneList], m.history.single, 1)
		}
		return cursorAt(p[paneSites], m.history.entries, 1)
	}
	if m.nothing() {
		put(l.body, m.empty(l.body))
		return -1, -1
	}
	focus := m.focus[onCookies]
	put(l.bar, m.counts.bar(st, l.bar.w))
	if len(m.sites.rows) == 0 {
		for _, r := range l.lines {
			put(r, strings.TrimSuffix(strings.Repeat(" \n", r.h), "\n"))
		}
		put(l.body, m.noHit(l.body))
		return -1, -1
	}
	has := func(which pane) bool { return focus == which && m.dialog == nil } // a dialog takes the focus
	put(p[paneSites], m.sites.view(st, p[paneSites], has(paneSites)))
	put(p[paneList], m.list.view(st, p[paneList], has(paneList)))
	if !p[paneDetail].empty() {
		put(p[paneDetail], m.detail.view(st, p[paneDetail], has(paneDetail)))
	}
	switch focus {
	case paneSites:
		return cursorAt(p[paneSites], m.sites.table, 1)
	case paneList:
		return cursorAt(p[paneList], m.list.table, m.list.over(p[paneList].h))
	}
	return p[paneDetail].x, p[paneDetail].y
}

// cursorAt is the place of a table's cursor below so many lines of headings.
func cursorAt(r rect, t table, over int) (x, y int) {
	if t.n == 0 || r.empty() {
		return -1, -1
	}
	return r.x, r.y + over + t.cur - t.top
}

// head draws the tabs, and what there is in numbers.
func (m *Model) head(w int) string {
	st := m.styles
	var l line
	x := 0
	if first := m.layout.tabs[0].x; first > 0 {
		l.add(st.name, fit(" crumbs", first))
		x = first
	}
	for _, t := range m.layout.tabs {
		if t.screen == m.screen {
			l.add(st.tab, t.label)
		} else {
			l.add(st.faint, t.label)
		}
		x += t.w
	}
	sites := len(m.shelf.sites)
	words := print.Plural(m.shelf.total, "cookie") + " · " + print.Plural(sites, "site") + " · " + print.Plural(len(m.shelf.stores), "store")
	if n := len(m.staleStores()); n > 0 {
		words = fmt.Sprintf("%d changed · ", n) + words
	}
	if m.loading && !m.extent.quiet {
		words = fmt.Sprintf("reading %d/%d · ", m.done, len(m.shelf.stores)) + words
	}
	if m.conf.Demo {
		words = "demo · " + words
	}
	for cells(words)+2 > w-x && words != "" {
		_, words, _ = strings.Cut(words, " · ")
	}
	if words != "" {
		l.add(st.faint, strings.Repeat(" ", w-x-cells(words)-1)+words)
	}
	return l.String()
}

// nothing reports whether there is no store at all.
func (m *Model) nothing() bool { return len(m.shelf.stores) == 0 }

// empty says what was looked for, and where, when no store was found.
func (m *Model) empty(r rect) string {
	if m.loading {
		return m.styles.faint.Render("\n  looking for stores")
	}
	g := &page{st: m.styles, w: r.w}
	g.blank()
	g.out = append(g.out, m.styles.bold.Render(clip("  No cookie store was found.", r.w)))
	g.blank()
	offers := [][2]string{{"crumbs --demo        ", "to try it on made-up stores"}, {"crumbs --store PATH  ", "to read a store that lies elsewhere"}}
	if r.w < middling {
		offers[0][1], offers[1][1] = "to try it out", "reads another store"
	}
	for _, t := range offers {
		g.out = append(g.out, m.styles.bold.Render(clip("  "+t[0], r.w))+m.styles.text.Render(clip(t[1], r.w-2-len(t[0]))))
	}
	g.blank()
	g.looked(m.conf.Looked, r.h-len(g.out))
	return strings.Join(g.out[:min(len(g.out), max(0, r.h))], "\n")
}

// looked says in which folders stores were looked for, in h lines.
func (g *page) looked(folders []string, h int) {
	words := wrap("Looked for the stores of Chromium, Firefox and their relatives in", max(1, g.w-3))
	room := h - len(words)
	if len(folders) > 0 && room < min(2, len(folders)) {
		words, room = []string{clip("Looked in "+print.Plural(len(folders), "folder")+": crumbs stores -v", max(1, g.w-3))}, 0
	}
	if len(folders) == 0 {
		return
	}
	for _, t := range words {
		g.out = append(g.out, g.st.text.Render("  "+t))
	}
	for i, dir := range folders[:min(len(folders), room)] {
		if more := len(folders) - i; i == room-1 && more > 1 {
			dir = fmt.Sprintf("and %d more; crumbs stores -v names all", more)
		}
		g.out = append(g.out, g.st.faint.Render(clip("    "+shown(dir), g.w)))
	}
}

// noHit says why no site is shown though there are stores.
func (m *Model) noHit(r rect) string {
	words := []string{"", "  No cookies are stored."}
	switch {
	case m.query.Value() != "":
		words = []string{"", "  Nothing matches " + shown(m.query.Value()) + "."}
		if why := m.words.astray(m.query.Value(), false); why != "" {
			words = append(words, "  "+capital(why))
		}
		words = append(words, "  esc shows everything again")
	case m.loading:
		words = []string{"", "  reading stores"}
	case slices.ContainsFunc(m.shelf.stores, func(s shelved) bool { return s.Cookies == nil }):
		words = append(words, "  Some stores can't be read: 3 says which, and what to do.")
	default:
		words = append(words, "  crumbs --demo shows what it would look like; crumbs --store PATH reads another store.")
	}
	for i := range words {
		words[i] = m.styles.text.Render(clip(words[i], r.w))
	}
	return strings.Join(words, "\n")
}

// hint draws the keys that matter here.
func (m *Model) hint(w int) string {
	k := m.keys
	say := func(b key.Binding, does string) key.Binding {
		b.SetHelp(strings.Fields(b.Help().Key)[0], does)
		return b
	}
	clear := "clear non-necessary"
	if w < 80 || len(m.waits) > 0 && w < 100 { // help and quit stay in sight
		clear = "clear"
	}
	wait, through := "delete when closed", "through the browser"
	if w < 100 {
		wait, through = "when closed", "through"
	}
	bs := []key.Binding{say(k.Mark, "mark"), say(k.Delete, "delete"), say(k.Clear, clear), say(k.Undo, "undo"), say(k.Filter, "filter"), say(k.Help, "help"), say(k.Quit, "quit")}
	if w < middling { // all of them that fit, and the help for the rest
		bs = []key.Binding{say(k.Delete, "delete"), say(k.Clear, "clear"), say(k.Undo, "undo"), say(k.Help, "help"), say(k.Quit, "quit")}
	}
	switch {
	case m.dialog != nil:
		bs = []key.Binding{say(k.Yes, "delete"), say(k.No, "keep"), say(k.Back, "leave")}
		if p, ok := m.dialog.(*preview); ok {
			if n := p.held(); n > 0 {
				if n == p.closed() {
					wait = "delete now"
				}
				bs = slices.Insert(bs, 1, say(k.Wait, wait))
			}
			if p.listens() != nil {
				bs = slices.Insert(bs, 2, say(k.Through, through))
			}
			if len(p.free()) == 0 {
				bs = bs[1:]
			}
		}
		if _, ok := m.dialog.(*chooser); ok {
			bs = []key.Binding{say(k.Enter, "save"), say(k.Back, "leave")}
		} else if q, ok := m.dialog.(*question); ok {
			bs = []key.Binding{q.do, q.or, say(k.No, q.keep), say(k.Back, "leave")}
			if q.useOr == nil {
				bs = slices.Delete(bs, 1, 2)
			}
		} else if p, ok := m.dialog.(*prompt); ok {
			bs = []key.Binding{say(k.Enter, p.does), say(k.Back, "leave")}
		} else if p, ok := m.dialog.(*preview); ok && len(p.boxes) > 0 {
			bs = append(bs, say(k.Toggle, "choose"))
		}
	case m.typing:
		if offers := m.offers(w); offers != "" {
			return offers
		}
		bs = []key.Binding{say(k.Complete, "complete"), say(k.Earlier, "earlier"), say(k.Enter, "keep the filter"), say(k.Back, "drop it")}
	case m.jump.on:
		bs = []key.Binding{say(k.Complete, "next"), say(k.Enter, "its cookies"), say(k.Back, "back")}
	case m.help:
		bs = []key.Binding{say(k.Down, "scroll"), say(k.Back, "back"), say(k.Quit, "quit")}
		if m.helpLines() <= m.layout.body.h {
			bs = bs[1:]
		}
	case m.screen == onAudit && !m.nothing():
		bs = []key.Binding{say(k.Open, "open a policy"), say(k.Export, "export"), say(k.Reload, "reload"), say(k.Back, "back"), say(k.Help, "help"), say(k.Quit, "quit")}
	case m.nothing(), m.screen == onStores:
		bs = []key.Binding{say(k.Reload, "reload"), say(k.Back, "back"), say(k.Help, "help"), say(k.Quit, "quit")}
	case m.screen == onHistory && len(m.history.all) == 0:
		bs = []key.Binding{say(k.Back, "back"), say(k.Help, "help"), say(k.Quit, "quit")}
	case m.screen == onHistory:
		bs = []key.Binding{say(k.Undo, "put back"), say(k.Next, "other pane"), say(k.Back, "back"), say(k.Help, "help"), say(k.Quit, "quit")}
	case m.focus[onCookies] == paneDetail:
		bs = []key.Binding{say(k.Value, "value"), say(k.Copy, "copy"), say(k.Delete, "delete"), say(k.Correct, "correct"), say(k.Back, "back"), say(k.Help, "help"), say(k.Quit, "quit")}
	}
	if m.dialog == nil && !m.typing && !m.jump.on && !m.help && len(m.waits) > 0 {
		bs = append([]key.Binding{say(k.Drop, "don't wait")}, bs...)
	}
	m.hints.SetWidth(w - 2)
	return " " + m.hints.ShortHelpView(bs)
}
