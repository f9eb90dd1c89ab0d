package ui

import (
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"sort"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
)

// relation is what a search for the relatives of a cookie went by: if any of it
// is another, it is to be done again.
type relation struct {
	id     cookies.ID
	shelf  *shelf
	opened int // values that were shown by then
}

// kinMsg says where else the name and the value of a cookie live.
type kinMsg struct {
	relation
	kin *cookies.Kin
}

// relate looks through all stores for the relatives of the cookie in the detail,
// beside the screen: there may be a million to look at. One search at a time is
// under way.
func (m *Model) relate() tea.Cmd {
	e := m.detail.subject.entry
	if e == nil || m.relating || m.loading || m.screen != onCookies || m.layout.panes[paneDetail].empty() {
		return nil
	}
	r := relation{e.id(), m.shelf, len(m.opened)}
	if r == m.kin {
		return nil
	}
	m.relating = true
	opened := maps.Clone(m.opened)
	return func() tea.Msg {
		among := r.shelf.all()
		if e.Cookie.Imprint() == (cookies.Imprint{}) && opened[r.id] == (cookies.Imprint{}) { // only its name is compared
			among = slices.Values(r.shelf.namesakes(e.Cookie.Name))
		}
		return kinMsg{r, cookies.KinOf([]*cookies.Cookie{e.Cookie}, opened, among)[r.id]}
	}
}

// related takes what a search has found. If the cursor has gone on meanwhile,
// the next one begins.
func (m *Model) related(msg kinMsg) {
	m.relating, m.kin = false, msg.relation
	m.detail.kin, m.detail.kinOf = msg.kin, msg.id
}

// all gives every cookie on the shelf.
func (sh *shelf) all() iter.Seq[*cookies.Cookie] {
	return func(yield func(*cookies.Cookie) bool) {
		for _, s := range sh.stores {
			for i := range s.Cookies {
				if !yield(&s.Cookies[i]) {
					return
				}
			}
		}
	}
}

// namesakes gives the cookies of a name, in the order of [shelf.all], and some few
// others. At a million cookies looking through all of them made a key's last frame
// come twice as late. It is called by one search at a time.
func (sh *shelf) namesakes(name string) []*cookies.Cookie {
	number := func(name string) int64 { return int64(maphash.String(sh.seed, name) >> 42) }
	if sh.byName == nil {
		sh.seed = maphash.MakeSeed()
		all := slices.Collect(sh.all())
		keys, order := make([]int64, len(all)), make([]int32, len(all))
		for i, c := range all {
			keys[i], order[i] = number(c.Name), int32(i)
		}
		byKeys(order, keys)
		sh.byName = make([]*cookies.Cookie, len(all))
		for i, at := range order {
			sh.byName[i] = all[at]
		}
	}
	wanted := number(name)
	from := sort.Search(len(sh.byName), func(i int) bool { return number(sh.byName[i].Name) >= wanted })
	to := from
	for to < len(sh.byName) && number(sh.byName[to].Name) == wanted {
		to++
	}
	return sh.byName[from:to]
}
