package ui

import (
	"context"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// follower hears for the screen how the files of its stores change.
type follower struct {
	out chan map[string]jar.Mark // closed when nothing more comes
}

type (
	// changesMsg says how the files of some stores are now.
	changesMsg struct {
		marks map[string]jar.Mark
		more  tea.Cmd // waits for the next word
	}
	// staleMsg says that what changed has had its time.
	staleMsg struct{}
)

// calm is how long after a change it is read again: browsers write in bursts. A
// load that takes long is made more rarely.
const calm = time.Second

// followStores hears of the stores that are shown, anew if they are others than
// before.
func (m *Model) followStores() tea.Cmd {
	var stores []*cookies.Store
	var paths []string
	for _, s := range m.shelf.stores {
		stores, paths = append(stores, s.Store), append(paths, s.Store.Path)
	}
	if slices.Equal(paths, m.following) {
		return nil
	}
	m.following = paths
	m.stopFollow()
	ctx, stop := context.WithCancel(m.ctx)
	m.stopFollow = stop
	f := &follower{out: make(chan map[string]jar.Mark, 1)}
	return tea.Batch(func() tea.Msg {
		m.conf.Jar.Changes(ctx, stores, f.put)
		close(f.out)
		return nil
	}, f.next)
}

// put adds to what the screen has not fetched yet.
func (f *follower) put(marks map[string]jar.Mark) {
	select {
	case old := <-f.out:
		maps.Copy(old, marks)
		marks = old
	default:
	}
	f.out <- marks
}

func (f *follower) next() tea.Msg {
	marks, ok := <-f.out
	if !ok {
		return nil
	}
	return changesMsg{marks, f.next}
}

// noteMarks notes how files are; whether that is other than what was read is seen
// by the stores on the shelf.
func (m *Model) noteMarks(msg changesMsg) tea.Cmd {
	maps.Copy(m.files, msg.marks)
	return msg.more
}

// stale reports whether a store's files are other than they were when it was
// read.
func (m *Model) stale(s *shelved) bool {
	now, told := m.files[s.Store.Path]
	return told && s.read && now != s.Mark
}

// staleStores gives the paths of those.
func (m *Model) staleStores() map[string]bool {
	out := map[string]bool{}
	for i := range m.shelf.stores {
		if s := &m.shelf.stores[i]; m.stale(s) {
			out[s.Store.Path] = true
		}
	}
	return out
}

// come reports whether there is word of a store that is not on the shelf.
func (m *Model) come() bool {
	for path := range m.files {
		if !m.shelved(path) {
			return true
		}
	}
	return false
}

func (m *Model) shelved(path string) bool {
	return slices.ContainsFunc(m.shelf.stores, func(s shelved) bool { return s.Store.Path == path })
}

// forgetCome forgets what was told of stores that are not on the shelf, when all
// are looked for anew.
func (m *Model) forgetCome() {
	maps.DeleteFunc(m.files, func(path string, _ jar.Mark) bool { return !m.shelved(path) })
}

// gone reports whether the file of one of these stores was not there when it was
// to be read.
func (s *shelf) gone(paths map[string]bool) bool {
	return slices.ContainsFunc(s.stores, func(s shelved) bool {
		return paths[s.Store.Path] && s.read && s.Cookies == nil && s.Mark == (jar.Mark{})
	})
}

// freshen has what changed read again after a while: never while a dialog is
// open, whose question is about what is shown, nor while something is under way.
func (m *Model) freshen() tea.Cmd {
	if m.freshening || m.resting() || len(m.staleStores()) == 0 && !m.come() {
		return nil
	}
	m.freshening = true
	return m.after(max(calm, 4*m.took), staleMsg{})
}

func (m *Model) resting() bool { return m.dialog != nil || m.loading || m.busy != "" }

// reread reads again what changed. The screen does not speak of it.
func (m *Model) reread() tea.Cmd {
	m.freshening = false
	stores := m.staleStores()
	switch {
	case m.resting(): // freshen asks again when that is over
	case m.come():
		return m.load(extent{all: true, quiet: true})
	case len(stores) > 0:
		return m.load(extent{stores: stores, quiet: true})
	}
	return nil
}
