package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// loadedMsg says that a load has come further. Messages of a load that is not
// the newest are dropped.
type loadedMsg struct {
	seq   int
	shelf *shelf
	done  int // stores read, of len(shelf.stores)
	last  bool
	err   error
	more  tea.Cmd // waits for the next one
}

// slowMsg says that some work takes longer than a second.
type slowMsg struct{ seq int }

// extent is how much a load reads: no store, only some, or all there are.
type extent struct {
	all    bool
	stores map[string]bool // paths; of !all
	quiet  bool            // nobody asked for it
}

// load reads stores and sorts what is in them. A load that was under way is
// given up; what it would have read is read now.
func (m *Model) load(what extent) tea.Cmd {
	if m.loading {
		what = extent{all: true, quiet: what.quiet && m.extent.quiet}
	}
	if what.all {
		m.forgetCome()
	}
	m.stopLoad()
	ctx, stop := context.WithCancel(m.ctx)
	m.stopLoad = stop
	m.seq++
	m.loading, m.slow, m.done, m.extent, m.began = true, false, 0, what, time.Now()
	l := loader{
		ctx: ctx, seq: m.seq, jar: m.conf.Jar, conf: m.conf, now: m.now(),
		before: m.shelf.stores, what: what, out: make(chan loadedMsg, 1),
		sorts: make(chan prepared, 1), found: make(chan found, 1),
	}
	return tea.Batch(
		func() tea.Msg { l.prepare(); return nil },
		func() tea.Msg { l.read(); return nil },
		func() tea.Msg { l.run(); return nil },
		l.next,
		m.after(time.Second, slowMsg{m.seq}),
	)
}

// loaded takes what a load has come to.
func (m *Model) loaded(msg loadedMsg) tea.Cmd {
	if msg.seq != m.seq {
		return nil
	}
	if msg.last && msg.shelf != nil && !m.extent.all && msg.shelf.gone(m.extent.stores) {
		// A Firefox that starts or ends makes another session file.
		return m.load(extent{all: true, quiet: true})
	}
	if msg.shelf != nil {
		msg.shelf.looked = m.shelf.looked // until the next look
		m.shelf, m.done, m.everLoaded = msg.shelf, msg.done, true
		m.refill()
		m.prune(msg.last)
	}
	if m.typing {
		msg.more = tea.Batch(msg.more, m.learn())
	}
	if msg.last {
		m.loading, m.slow, m.took = false, false, time.Since(m.began)
		msg.more = tea.Batch(msg.more, m.look())
	}
	if msg.err != nil && !m.extent.quiet {
		return tea.Batch(m.fail(msg.err.Error()), msg.more, m.followStores())
	}
	return tea.Batch(msg.more, m.followStores())
}

// prune forgets the marks of cookies that are no longer there, once all that
// could hold them was read.
func (m *Model) prune(last bool) {
	if !last || len(m.marks) == 0 {
		return
	}
	there := map[cookies.ID]bool{}
	for _, s := range m.shelf.stores {
		for i := range s.Cookies {
			if id := s.Cookies[i].ID(); m.marks[id] {
				there[id] = true
			}
		}
	}
	for id := range m.marks {
		if !there[id] {
			delete(m.marks, id)
		}
	}
}

// loader is one load. It works beside the screen and sends what it has.
type loader struct {
	ctx    context.Context
	seq    int
	jar    Jar
	conf   Config
	now    time.Time
	before []shelved
	what   extent
	out    chan loadedMsg

	// What sorts cookies is made while stores are read.
	sorts chan prepared
	found chan found
}

// prepared is what sorts a load's cookies, and what is wrong with it.
type prepared struct {
	sh  *shelver // nil: nothing can be sorted
	err error
}

// found is the stores of a load, with what is known of them from before.
type found struct {
	stores   []shelved
	wanted   int               // how many are read
	contents chan jar.Contents // what they hold, as they are read
	err      error
}

// next waits for what the load comes to.
func (l *loader) next() tea.Msg {
	select {
	case msg, ok := <-l.out:
		if !ok {
			return nil
		}
		if !msg.last {
			msg.more = l.next
		}
		return msg
	case <-l.ctx.Done():
		return nil
	}
}

// send gives the newest state to the screen. One that it has not fetched yet
// is replaced: it is of no use any more.
func (l *loader) send(msg loadedMsg) {
	msg.seq = l.seq
	select {
	case <-l.out:
	default:
	}
	l.out <- msg
}

// prepare makes what sorts the cookies.
func (l *loader) prepare() {
	judge, policies, err := l.conf.Judge()
	if judge == nil {
		l.sorts <- prepared{nil, errors.Join(errors.New("the cookies can't be sorted"), err)}
		return
	}
	keeps, errKeeps := l.keeps()
	sh := newShelver(judge, policies, l.conf.Site, keeps, l.now)
	sh.keepsErr = errKeeps
	l.sorts <- prepared{sh, errors.Join(errKeeps, err)}
}

// read finds the stores and reads those that are to be read.
func (l *loader) read() {
	stores, err := l.find()
	var wanted []*cookies.Store
	for _, s := range stores {
		if l.what.all || l.what.stores[s.Store.Path] {
			wanted = append(wanted, s.Store)
		}
	}
	contents := make(chan jar.Contents, len(wanted))
	defer close(contents)
	l.found <- found{stores, len(wanted), contents, err}
	if len(wanted) > 0 {
		l.jar.Read(l.ctx, wanted, func(c jar.Contents) { contents <- c })
	}
}

// run sorts what is read and sends it.
func (l *loader) run() {
	defer close(l.out)
	var sorts prepared
	var from found
	for range 2 {
		select {
		case sorts = <-l.sorts:
		case from = <-l.found:
		case <-l.ctx.Done():
			return
		}
	}
	switch {
	case sorts.sh == nil:
		l.send(loadedMsg{last: true, err: sorts.err})
	case from.err != nil && len(from.stores) == 0:
		l.send(loadedMsg{last: true, shelf: &shelf{texts: &texts{}}, err: from.err})
	default:
		l.sort(sorts.sh, from, errors.Join(sorts.err, from.err))
	}
}

// keeps gives the keep list as it is now.
func (l *loader) keeps() (func(*cookies.Cookie) bool, error) {
	if l.conf.Keeps == nil {
		return nil, nil
	}
	return l.conf.Keeps()
}

// find gives the stores of this load, with what is known of them from before.
func (l *loader) find() ([]shelved, error) {
	if !l.what.all {
		return append([]shelved(nil), l.before...), nil
	}
	found, err := l.jar.Stores(l.ctx)
	if err != nil && l.what.quiet { // a --store is gone: nobody asked to have it taken off the screen
		return append([]shelved(nil), l.before...), nil
	}
	stores := make([]shelved, len(found))
	for i, s := range found {
		stores[i].Contents = jar.Contents{Store: s}
		for _, old := range l.before {
			if old.Store.Path == s.Path {
				stores[i] = old
				stores[i].Store = s
			}
		}
	}
	return stores, err
}

// sort sorts what is known and sends it, and sends the whole again after each
// store that was read.
func (l *loader) sort(sh *shelver, from found, err error) {
	stores := from.stores
	at := map[string]int{}
	for i, s := range stores {
		at[s.Store.Path] = i
		if s.read {
			sh.add(s.Contents)
		}
	}
	done := len(stores) - from.wanted
	if from.wanted > 0 {
		// When all is read again, what was there stays on the screen meanwhile.
		l.send(loadedMsg{shelf: sh.shelf(stores), done: done})
	}
	for c := range from.contents {
		i, ok := at[c.Store.Path]
		if !ok || l.ctx.Err() != nil {
			continue
		}
		done++
		if l.what.quiet && c.Cookies == nil && c.Condition.State == cookies.Locked {
			continue // it changes at this moment: what was read of it stays, and it is read again
		}
		stores[i] = shelved{Contents: c, read: true}
		sh.add(c)
		if done < len(stores) {
			l.send(loadedMsg{shelf: sh.shelf(stores), done: done})
		}
	}
	if l.ctx.Err() == nil {
		l.send(loadedMsg{shelf: sh.shelf(stores), done: len(stores), last: true, err: err})
	}
}

// now is the time that cookies' lives are measured against.
func (m *Model) now() time.Time {
	if m.conf.Now != nil {
		return m.conf.Now()
	}
	return time.Now()
}
