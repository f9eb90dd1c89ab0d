package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui/decode"
	"crumbs/ui/print"
)

// What has happened, as messages.
type (
	removedMsg struct {
		deletion
		result jar.Result
		err    error
	}
	restoredMsg struct {
		result  jar.Result
		err     error
		only    []cookies.ID
		waited  bool // for a browser to close
		through bool // a running browser, where it can be asked
	}
	revealedMsg struct {
		id    cookies.ID
		value jar.Value
	}
	copiedMsg struct {
		what string
		text string
		err  error
	}
	historyMsg struct {
		entries []jar.Entry
		err     error
	}
	entryMsg struct {
		id      string
		cookies []cookies.Cookie
		since   []string // what became of each
		err     error
	}
)

// carryOut deletes cookies in the way that was decided.
func (m *Model) carryOut(d deletion) tea.Cmd {
	switch {
	case d.later:
		return m.removeLater(d)
	case d.through:
		return m.remove(d, m.conf.Jar.DeleteThroughOwn)
	}
	return m.remove(d, m.conf.Jar.Delete)
}

// remove deletes cookies.
func (m *Model) remove(d deletion, do func(context.Context, []*cookies.Cookie) (jar.Result, error)) tea.Cmd {
	return m.work("deleting "+print.Plural(len(d.cookies), "cookie"), func(ctx context.Context) tea.Msg {
		res, err := do(ctx, d.cookies)
		return removedMsg{d, res, err}
	})
}

// removed says what a deletion came to, moves the cursor on, and reads again
// what was written.
func (m *Model) removed(msg removedMsg) tea.Cmd {
	m.busy = ""
	gone, stores := map[cookies.ID]bool{}, map[string]bool{}
	for _, c := range msg.cookies {
		gone[c.ID()] = true
		stores[c.Store.Path] = true
	}
	if msg.result.Done > 0 {
		m.tour.cleared = true
		m.takeBack = nil // the deletion is what an undo is of from now on
		m.list.want = m.list.after(gone)
		for id := range gone {
			delete(m.marks, id)
		}
	}
	m.history.read = false
	reload := m.load(extent{stores: stores})
	words := fmt.Sprintf("deleted %s, u brings %s back · %s", print.Plural(msg.result.Done, "cookie"), print.Them(msg.result.Done), msg.of)
	if msg.through {
		words = fmt.Sprintf("deleted %s, which a running browser writes down within a minute · %s", print.Plural(msg.result.Done, "cookie"), msg.of)
	}
	res := msg.result
	res.Skipped = slices.Clone(res.Skipped)
	for i, s := range res.Skipped {
		res.Skipped[i].Words = m.wordsOf(s)
	}
	return tea.Batch(reload, m.report(words, res, msg.err), m.readHistory())
}

// undo puts a deletion back: "" the last one, only some of its cookies or nil
// for all.
func (m *Model) undo(id string, only []cookies.ID) tea.Cmd {
	return m.work("bringing cookies back", func(ctx context.Context) tea.Msg {
		res, err := m.conf.Jar.Undo(ctx, id, only)
		return restoredMsg{res, err, only, false, false}
	})
}

// restored says what an undo came to.
func (m *Model) restored(msg restoredMsg) tea.Cmd {
	m.busy = ""
	if errors.Is(msg.err, jar.ErrNothing) && msg.result.ID != "" && !msg.result.Import {
		return m.fail("it is back already")
	}
	stores := map[string]bool{}
	for _, s := range msg.result.Stores {
		stores[s.Store] = true
	}
	m.history.read = false
	m.tour.restored = m.tour.restored || msg.result.Done > 0
	words := print.Plural(msg.result.Done, "cookie") + " " + map[bool]string{true: "is", false: "are"}[msg.result.Done == 1] + " back"
	if msg.result.Import {
		words = "took " + print.Plural(msg.result.Done, "imported cookie") + " out again"
	}
	for _, s := range msg.result.Stores {
		if s.Was != "" {
			words += fmt.Sprintf(" · %s is no longer there, so %s went into %s", shown(s.Was), print.Plural(s.Count, "cookie"), shown(s.Store))
		}
	}
	return tea.Batch(m.load(extent{stores: stores}), m.report(words, msg.result, msg.err), m.readHistory(), m.offerWait(msg))
}

// report puts the result of a write in the status line. What was passed over
// is an error: it stays until a key. What holds for several stores is said once.
func (m *Model) report(words string, res jar.Result, err error) tea.Cmd {
	var passed []string
	n := 0
	for _, s := range res.Skipped {
		n += s.Count
		if w := cmp.Or(s.Words, string(s.Reason)); !slices.Contains(passed, w) {
			passed = append(passed, w)
		}
	}
	met := ""
	for _, s := range res.Stores {
		if s.Met != "" {
			met = "; " + s.Met
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return m.fail(stoppedWords(words, res.Done))
	case err != nil:
		return m.fail(err.Error())
	case n > 0 && res.Done == 0:
		return m.fail("nothing was changed: " + strings.Join(passed, "; "))
	case n > 0:
		return m.fail(fmt.Sprintf("%s; %d left: %s%s", words, n, strings.Join(passed, "; "), met))
	case met != "":
		return m.fail(words + met)
	}
	return m.tell(words)
}

// wordsOf is why a deletion passed cookies over, with the keys that help where a
// program is in the way. An undo asks its own question with other keys.
func (m *Model) wordsOf(s jar.Skip) string {
	c := m.shelf.condition(s.Store)
	why, ok := strings.CutSuffix(s.Words, c.Advice)
	switch {
	case !ok || c.Advice == "" || !inTheWay(c.State):
		return s.Words
	case c.Port != 0:
		return why + advice(c)
	}
	return s.Words + "; in a deletion's preview w waits for that"
}

// reveal opens the value of the cookie under the cursor.
func (m *Model) reveal(e *entry) tea.Cmd {
	c := e.Cookie
	return func() tea.Msg { return revealedMsg{c.ID(), m.open1(c)} }
}

// open1 opens the value of one cookie.
func (m *Model) open1(c *cookies.Cookie) jar.Value {
	vs := m.conf.Jar.Values(m.ctx, []*cookies.Cookie{c})
	if len(vs) != 1 {
		return jar.Value{Err: errNoAnswer}
	}
	return vs[0]
}

// setAt is when a site last set a cookie, as far as the store tells.
func setAt(c *cookies.Cookie) cookies.Moment { return max(c.Updated, c.Created) }

// revealed shows a value, if its cookie is still under the cursor.
func (m *Model) revealed(msg revealedMsg) {
	e := m.list.current().entry
	if e == nil || e.id() != msg.id {
		return
	}
	r := &reveal{id: msg.id, set: setAt(e.Cookie), of: e.Cookie.Imprint(), bytes: msg.value.Bytes, err: msg.value.Err}
	if r.err == nil {
		m.opened[msg.id] = cookies.ImprintOf(r.bytes)
		now := m.now()
		r.layers = decode.Value(e.Cookie.Name, r.bytes, func(t time.Time) string { return print.When(t, now) })
	}
	m.detail.seen = r
}

// copyValue copies the value of a cookie.
func (m *Model) copyValue(e *entry) tea.Cmd {
	c := e.Cookie
	return func() tea.Msg {
		v := m.open1(c)
		return copiedMsg{"the value of " + shown(c.Name), string(v.Bytes), v.Err}
	}
}

// copyJSON copies a cookie as JSON, with its value if that is on the screen.
func (m *Model) copyJSON(e *entry) tea.Cmd {
	s := e.Sorted
	withValue := m.detail.seen != nil && m.detail.seen.id == e.id()
	return func() tea.Msg {
		var v *jar.Value
		if withValue {
			opened := m.open1(s.Cookie)
			v = &opened
		}
		b, err := print.Cookie(print.Row{Sorted: s, Value: v}, true)
		return copiedMsg{shown(s.Cookie.Name) + " as JSON", string(b), err}
	}
}

// copied hands a text to the terminal's clipboard (OSC 52).
func (m *Model) copied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail("can't be copied: " + msg.err.Error())
	}
	return tea.Batch(tea.SetClipboard(msg.text), m.tell("copied "+msg.what))
}

// readHistory reads what was deleted, if its screen is shown and does not know
// it yet.
func (m *Model) readHistory() tea.Cmd {
	if m.screen != onHistory || m.history.read {
		return nil
	}
	return func() tea.Msg {
		es, err := m.conf.Jar.History(m.ctx)
		return historyMsg{es, err}
	}
}

func (m *Model) historyRead(msg historyMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	m.history.refill(msg.entries)
	return m.readEntry()
}

// readEntry reads what the entry under the cursor holds, if that is not known.
func (m *Model) readEntry() tea.Cmd {
	e := m.history.current()
	if m.screen != onHistory || e == nil || m.history.took[e.ID] != nil || m.history.failed[e.ID] != nil || m.history.asked == e.ID {
		return nil
	}
	id := e.ID
	m.history.asked = id
	return func() tea.Msg {
		cs, since, err := m.conf.Jar.Took(m.ctx, id)
		return entryMsg{id, cs, since, err}
	}
}

func (m *Model) entryRead(msg entryMsg) {
	m.history.asked = ""
	if msg.err != nil {
		m.history.failed[msg.id] = msg.err
	} else if msg.cookies != nil {
		m.history.took[msg.id], m.history.since[msg.id] = msg.cookies, msg.since
	} else {
		m.history.took[msg.id] = []cookies.Cookie{}
	}
	m.history.measure()
}
