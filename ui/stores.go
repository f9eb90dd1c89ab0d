package ui

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/ui/print"
)

// storesPane is every store with its state.
type storesPane struct {
	table
	shelf   *shelf
	stores  []shelved             // its
	waits   func(path string) int // how many cookies wait until the store is free
	stale   func(*shelved) bool   // its files changed since it was read
	loading func() bool           // stores are being read
	seals   sealedMsg
}

// sealedMsg says how stores' values are encrypted, by the stores' paths.
type sealedMsg map[string]string

// readSeals finds out, if the stores are shown, how their values are encrypted.
// It asks no keyring.
func (m *Model) readSeals() tea.Cmd {
	if m.screen != onStores {
		return nil
	}
	stores := m.stores.stores
	return func() tea.Msg {
		seals := sealedMsg{}
		for _, s := range stores {
			if s.Cookies == nil {
				continue
			}
			if words, err := m.conf.Jar.Sealed(m.ctx, s.Store); err == nil {
				seals[s.Store.Path] = words
			}
		}
		return seals
	}
}

func (p *storesPane) refill(sh *shelf) {
	p.shelf, p.stores = sh, sh.stores
	p.resize(len(p.stores), p.h)
}

func (p *storesPane) press(k keyMap, msg tea.KeyPressMsg) bool { return p.table.press(k, msg) }

// view draws the stores in sight under a line of headings.
func (p *storesPane) view(st styles, r rect, focused bool) string {
	name, count, format, state := min(34, max(12, r.w*2/5)), 8, 0, 10
	if r.w >= 100 {
		format = 16
	}
	path := max(0, r.w-name-count-format-state-5)
	row := func(on styles, style func(string) string, mark, a, b, f, c, d string) string {
		var l line
		l.add(on.mark, mark).add(on.text, fit(a, name)+fitRight(b, count)+"  "+fit(f, format))
		l.b.WriteString(style(fit(c, state)))
		if path >= 10 {
			l.add(on.faint, " "+fit(clipLeft(d, path), path))
		}
		return l.String()
	}
	out := []string{st.faint.Render(row(styles{}, func(s string) string { return s }, " ", "STORE", "COOKIES", "FORMAT", "STATE", "PATH"))}
	from, to := p.sight()
	for i := from; i < to; i++ {
		s := p.stores[i]
		on := st.of(i == p.cur && focused)
		count, style := "-", on.text
		switch {
		case !s.read:
			count, style = "…", on.faint
		case s.Cookies != nil:
			count = fmt.Sprint(len(s.Cookies))
		}
		if c := p.shelf.condition(s.Store.Path); s.read && c.State != cookies.Ready && c.State != "" {
			style = on.bad
		}
		out = append(out, row(on, func(t string) string { return style.Render(t) }, marker(i == p.cur, focused), storeName(s.Store), count, string(s.Store.Format), p.stateOf(s)+p.mark(&s), shown(s.Store.Path)))
	}
	return strings.Join(out, "\n")
}

// mark is put behind the state of a store that changed since.
func (p *storesPane) mark(s *shelved) string {
	if p.stale(s) {
		return "*"
	}
	return ""
}

func (p *storesPane) stateOf(s shelved) string {
	switch {
	case !s.read && p.loading():
		return "reading"
	case !s.read:
		return "not read"
	}
	return string(cmp.Or(p.shelf.condition(s.Store.Path).State, "…")) // it is looked for
}

// advice says what to do about a condition, where a key does what the condition
// names a flag for.
func advice(c cookies.Condition) string {
	if c.Port == 0 {
		return c.Advice
	}
	return "close " + c.Holder + " and try again; in a deletion's preview w waits for that, p has " + c.Holder + " do it itself"
}

// below says what the state of the store under the cursor means and what to do
// about it.
func (p *storesPane) below(st styles, r rect) string {
	if p.cur < 0 || p.cur >= len(p.stores) {
		return ""
	}
	s := p.stores[p.cur]
	g := &page{st: st, w: r.w}
	g.out = append(g.out, st.faint.Render(strings.Repeat("─", r.w)))
	c := p.shelf.condition(s.Store.Path)
	switch {
	case !s.read, c.State == "":
	case c.State == cookies.Ready && c.Reason == "":
		g.field("means", "can be read and written")
	default:
		g.field("means", shown(c.Reason))
	}
	g.field("do", shown(advice(c)))
	g.field("values", shown(p.seals[s.Store.Path]))
	if p.stale(&s) {
		g.field("changed", "since it was read; r reads it again")
	}
	if n := p.waits(s.Store.Path); n > 0 {
		g.field("waits", print.Plural(n, "cookie")+" for that; W stops waiting")
	}
	g.field("path", shown(s.Store.Path))
	g.field("format", string(s.Store.Format))
	return strings.Join(g.out[:min(len(g.out), r.h)], "\n")
}
