package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// pending is a deletion or an undo that waits for a browser to close, while the
// user goes on.
type pending struct {
	n     int // tells it from others
	count int // cookies
	stays string
	held  []jar.Holdup // who is in the way; nil as long as nobody is known
	stop  context.CancelFunc
	ended context.Context
	news  chan []jar.Holdup
}

type (
	// heldMsg says who is in the way of the nth.
	heldMsg struct {
		n    int
		held []jar.Holdup
		more tea.Cmd // waits for the next word of it
	}
	// waitedMsg says that the nth no longer waits: what came of it.
	waitedMsg struct {
		n      int
		result tea.Msg
	}
)

// done is how many cookies were deleted or came back.
func (msg waitedMsg) done() int {
	switch r := msg.result.(type) {
	case removedMsg:
		return r.result.Done
	case restoredMsg:
		return r.result.Done
	}
	return 0
}

// wait has a write done as soon as its stores are free. Stays says what becomes
// of its cookies if it is given up.
func (m *Model) wait(count int, stays string, write func(context.Context, jar.Wait) tea.Msg) tea.Cmd {
	ctx, stop := context.WithCancel(m.ctx)
	m.seqWait++
	p := &pending{n: m.seqWait, count: count, stays: stays, stop: stop, ended: ctx, news: make(chan []jar.Holdup, 1)}
	m.waits = append(m.waits, p)
	return tea.Batch(func() tea.Msg {
		defer stop()
		return waitedMsg{p.n, write(ctx, jar.Wait{Tell: p.tell})}
	}, p.next)
}

// tell takes word of who is in the way; of two, the newer is kept.
func (p *pending) tell(held []jar.Holdup) {
	select {
	case <-p.news:
	default:
	}
	p.news <- held
}

func (p *pending) next() tea.Msg {
	select {
	case held := <-p.news:
		return heldMsg{p.n, held, p.next}
	case <-p.ended.Done():
		return nil
	}
}

// removeLater deletes cookies when their browsers have closed.
func (m *Model) removeLater(d deletion) tea.Cmd {
	m.status.text = ""
	return m.wait(len(d.cookies), "stay", func(ctx context.Context, w jar.Wait) tea.Msg {
		res, err := m.conf.Jar.DeleteWhenFree(ctx, d.cookies, w)
		return removedMsg{d, res, err}
	})
}

// undoLater brings back what an undo could not, when its browsers have closed.
func (m *Model) undoLater(msg restoredMsg) tea.Cmd {
	m.status.text = ""
	return m.wait(busyIn(msg.result), "stay deleted", func(ctx context.Context, w jar.Wait) tea.Msg {
		res, err := m.conf.Jar.UndoWhenFree(ctx, msg.result.ID, msg.only, w)
		return restoredMsg{res, err, msg.only, true, false}
	})
}

// busyIn counts the cookies that were passed over because of a program that may
// end.
func busyIn(res jar.Result) int {
	n := 0
	for _, s := range res.Skipped {
		if s.Reason == cookies.ReasonInUse || s.Reason == cookies.ReasonLocked {
			n += s.Count
		}
	}
	return n
}

// offerWait asks, after an undo that a running browser was in the way of,
// whether it is to be done when that has closed. Who stopped it wants no more of it.
func (m *Model) offerWait(msg restoredMsg) tea.Cmd {
	n := busyIn(msg.result)
	if n == 0 || msg.result.Stopped || msg.waited || m.dialog != nil {
		return nil
	}
	var why []string
	for _, s := range msg.result.Skipped {
		if !slices.Contains(why, s.Words) {
			why = append(why, s.Words)
		}
	}
	do, or := m.keys.Wait, m.keys.Through
	do.SetHelp("w", "bring back when closed")
	or.SetHelp("p", "through the browser")
	q := &question{
		title: print.Plural(n, "cookie") + " can't come back now", words: shown(strings.Join(why, "; ")) + ".",
		do: do, keep: "leave", use: func() tea.Cmd { return m.undoLater(msg) },
	}
	for _, s := range msg.result.Skipped {
		if c := m.shelf.condition(s.Store); s.Reason == cookies.ReasonInUse && c.Port != 0 && !msg.through {
			q.words = shown(c.Reason) + ". p has it set them again itself, as made and last used now; w brings back every column."
			q.or, q.useOr = or, func() tea.Cmd { return m.undoThrough(msg) }
		}
	}
	return m.open(q)
}

// undoThrough has running browsers bring back themselves what an undo could not.
func (m *Model) undoThrough(msg restoredMsg) tea.Cmd {
	return m.work("bringing cookies back", func(ctx context.Context) tea.Msg {
		res, err := m.conf.Jar.UndoThroughOwn(ctx, msg.result.ID, msg.only)
		return restoredMsg{res, err, msg.only, false, true}
	})
}

// heldUp notes who is in the way of a wait.
func (m *Model) heldUp(msg heldMsg) tea.Cmd {
	if p := m.waiting(msg.n); p != nil {
		p.held = msg.held
		return msg.more
	}
	return nil
}

// waited tells what came of a wait, as of any other write. What was given up
// meanwhile is not spoken of again, unless its browser had closed and it was being
// done.
func (m *Model) waited(msg waitedMsg) tea.Cmd {
	p := m.waiting(msg.n)
	if p == nil && msg.done() == 0 {
		return nil
	}
	m.waits = slices.DeleteFunc(m.waits, func(o *pending) bool { return o == p })
	busy := m.busy
	cmd := m.route(msg.result)
	m.busy = busy // another write may be under way
	return cmd
}

func (m *Model) waiting(n int) *pending {
	for _, p := range m.waits {
		if p.n == n {
			return p
		}
	}
	return nil
}

// drop gives the newest wait up: nothing of it was done.
func (m *Model) drop() tea.Cmd {
	if len(m.waits) == 0 {
		return m.fail("nothing waits for a browser to close")
	}
	p := m.waits[len(m.waits)-1]
	p.stop()
	m.waits = m.waits[:len(m.waits)-1]
	return m.tell("no longer waiting: " + print.Plural(p.count, "cookie") + " " + p.stays)
}

// quit leaves the program, after a question if that drops something.
func (m *Model) quit() tea.Cmd {
	if len(m.waits) == 0 {
		return tea.Quit
	}
	do := m.keys.Yes
	do.SetHelp("y", "quit all the same")
	return m.open(&question{
		title: "Quit?", words: m.waitWords() + ". Who quits now drops that.",
		do: do, keep: "stay", use: func() tea.Cmd { return tea.Quit },
	})
}

// kill is ctrl+c: the second one needs no answer.
func (m *Model) kill() tea.Cmd {
	if _, asked := m.dialog.(*question); asked {
		return tea.Quit
	}
	return m.quit()
}

// waitWords says what waits for whom.
func (m *Model) waitWords() string {
	n := 0
	var who []string
	for _, p := range m.waits {
		n += p.count
		for _, h := range p.held {
			name := h.Condition.Holder
			if name == "" {
				name = h.Store.Browser
			}
			if name = shown(name); !slices.Contains(who, name) {
				who = append(who, name)
			}
		}
	}
	if len(who) == 0 {
		who = []string{"its browser"}
	}
	return "waiting for " + strings.Join(who, " and ") + " to close: " + print.Plural(n, "cookie")
}

// waitsFor gives how many cookies wait for the store at a path; of an undo that
// of all its stores.
func (m *Model) waitsFor(path string) int {
	n := 0
	for _, p := range m.waits {
		if slices.ContainsFunc(p.held, func(h jar.Holdup) bool { return h.Store.Path == path }) {
			n += p.count
		}
	}
	return n
}
