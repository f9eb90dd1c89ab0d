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
		one, among := []*cookies.Cookie{e.Cookie}, r.shelf.all()
		if e.Cookie.Imprint() != (cookies.Imprint{}) || opened[r.id] != (cookies.Imprint{}) {
			return kinMsg{r, cookies.KinOf(one, opened, among)[r.id]}
		}
		near, sites := r.shelf.namesakes(e.Cookie) // only its name is compared
		kin := cookies.KinOf(one, opened, slices.Values(near))[r.id]
		kin.Sites = sites
		return kinMsg{r, kin}
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

// namesakes are cookies by the number of their name, those of one number by that of
// their site.
type namesakes struct {
	list  []*cookies.Cookie
	sites []int32 // of each
	at    map[string]int32
	seed  maphash.Seed
}

// namesakes gives the cookies of a cookie's name on its site, in the order of
// [shelf.all], and on how many other sites the name lies. At a million cookies
// looking through all of them made a key's last frame come twice as late, and so
// did finding out the site of each namesake at each key. It is called by one search
// at a time.
func (sh *shelf) namesakes(c *cookies.Cookie) (near []*cookies.Cookie, sites int) {
	if sh.byName == nil {
		sh.byName = byName(sh.all())
	}
	n := sh.byName
	wanted, site := n.number(c.Name), n.at[cookies.Registrable(c.Host)]
	from := sort.Search(len(n.list), func(i int) bool { return n.number(n.list[i].Name) >= wanted })
	last := site
	for i := from; i < len(n.list) && (n.list[i].Name == c.Name || n.number(n.list[i].Name) == wanted); i++ {
		switch at := n.sites[i]; {
		case n.list[i].Name != c.Name: // which happens to have the same number
		case at == site:
			near = append(near, n.list[i])
		case at != last:
			sites, last = sites+1, at
		}
	}
	return near, sites
}

// number is that of a name, which some few others may share.
func (n *namesakes) number(name string) int64 { return int64(maphash.String(n.seed, name) >> 42) }

// byName finds out the names and sites of all cookies.
func byName(all iter.Seq[*cookies.Cookie]) *namesakes {
	n := &namesakes{list: slices.Collect(all), at: map[string]int32{}, seed: maphash.MakeSeed()}
	keys, order, hosts := make([]int64, len(n.list)), make([]int32, len(n.list)), map[string]int32{}
	for i, c := range n.list {
		site, ok := hosts[c.Host]
		if !ok {
			name := cookies.Registrable(c.Host)
			if site, ok = n.at[name]; !ok {
				site = int32(len(n.at))
				n.at[name] = site
			}
			hosts[c.Host] = site
		}
		keys[i], order[i] = n.number(c.Name)<<32|int64(site), int32(i)
	}
	byKeys(order, keys)
	list := make([]*cookies.Cookie, len(order))
	n.sites = make([]int32, len(order))
	for i, at := range order {
		list[i], n.sites[i] = n.list[at], int32(keys[at])
	}
	n.list = list
	return n
}
