package ui

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// stir changes what is stored as browsers do between two looks: it adds, takes
// away and reorders cookies, sites and stores.
func stir(f *fakeJar, r *rand.Rand) {
	for range 1 + r.IntN(4) {
		store := r.IntN(2)
		cs := slices.Clone(f.contents[store].Cookies)
		switch r.IntN(4) {
		case 0:
			f.contents[store].Cookies = cs
			host := []string{"umami.opendatasoft.com", ".google.com", ".spiegel.de", "new.example", "aaa.example"}[r.IntN(5)]
			for range 1 + r.IntN(6) {
				f.put(store, host, string(rune('a'+r.IntN(26)))+string(rune('a'+r.IntN(26))), r.IntN(400))
			}
		case 1:
			for range min(len(cs), r.IntN(12)) {
				i := r.IntN(len(cs))
				cs = slices.Delete(cs, i, i+1)
			}
			f.contents[store].Cookies = cs
		case 2: // a whole site goes
			host := cs[r.IntN(len(cs))].Host
			f.contents[store].Cookies = slices.DeleteFunc(cs, func(c cookies.Cookie) bool { return c.Host == host })
		default:
			r.Shuffle(len(cs), func(i, j int) { cs[i], cs[j] = cs[j], cs[i] })
			f.contents[store].Cookies = cs
		}
	}
	r.Shuffle(len(f.contents), func(i, j int) { f.contents[i], f.contents[j] = f.contents[j], f.contents[i] })
}

// line is the line of the window that a table's cursor is on, and whether the
// window could not have held it there: at an end of the rows.
func (t *table) line() (at int, end bool) { return t.cur - t.top, t.top == 0 || t.top >= t.n-t.h }

// However stores change between two looks, the cursor stays on its site and its
// cookie and on its line, and if that is gone on the next that was below it; marks
// and folds stay with what they are about.
func TestNothingJumps(t *testing.T) {
	moved, gone := 0, 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := town()
		d := start(t, f, 120, 14)
		keys := []string{"j", "j", "j", "k", "space", "tab", "pgdown", "z", "s", "S", "b", "G", "l", "h", "n"}
		for range 15 {
			d.keys(keys[r.IntN(len(keys))])
		}
		if d.focus[onCookies] == paneDetail {
			d.keys("pgdown")
		}
		seen, under := d.sites.current(), d.list.current()
		siteLine, _ := d.sites.line()
		listLine, _ := d.list.line()
		var below []cookies.ID
		for _, o := range d.list.rows(d.list.cur) {
			if o.entry != nil {
				below = append(below, o.id())
			}
		}
		marks, folded, top := maps.Clone(d.marks), maps.Clone(d.list.folded), d.detail.top

		stir(f, r)
		d.keys("r")

		there := map[cookies.ID]bool{}
		for _, c := range f.contents {
			for i := range c.Cookies {
				there[c.Cookies[i].ID()] = true
			}
		}
		for id := range marks {
			if d.marks[id] != there[id] {
				t.Errorf("seed %d: the mark of %v: %v", seed, id.Key.Name, d.marks[id])
			}
		}
		if !maps.Equal(folded, d.list.folded) {
			t.Errorf("seed %d: folded are %v, were %v", seed, d.list.folded, folded)
		}
		now := d.sites.current()
		if !slices.ContainsFunc(d.shelf.sites, func(s *site) bool { return s.is(seen) }) {
			gone++
			continue
		}
		if !now.is(seen) {
			t.Fatalf("seed %d: the cursor went from %s to %s", seed, seen.seen.Host, now.seen.Host)
		}
		if line, end := d.sites.line(); line != siteLine && !end {
			t.Errorf("seed %d: the site went from line %d to %d", seed, siteLine, line)
		}
		got := d.list.current()
		switch i := d.list.index(under.key()); {
		case i >= 0:
			if i != d.list.cur {
				t.Errorf("seed %d: the cursor left %v for %v", seed, under.key(), got.key())
			}
			if line, end := d.list.line(); line != listLine && !end {
				t.Errorf("seed %d: the cookie went from line %d to %d", seed, listLine, line)
			}
			if d.list.row(i).key() == under.key() && d.detail.top != min(top, max(0, d.detail.n-d.detail.h)) {
				t.Errorf("seed %d: the detail went from %d to %d", seed, top, d.detail.top)
			}
			moved++
		case under.entry != nil:
			gone++
			next := slices.IndexFunc(below, func(id cookies.ID) bool {
				for _, o := range d.list.rows(0) {
					if o.entry != nil && o.id() == id {
						return true
					}
				}
				return false
			})
			if next >= 0 && (got.entry == nil || got.id() != below[next]) {
				t.Errorf("seed %d: %s is gone and the cursor on %v, not on the next one", seed, under.Cookie.Name, got.key())
			}
		}
	}
	if moved < 50 || gone < 5 {
		t.Errorf("%d cursors were looked at and %d that had gone", moved, gone)
	}
}

// A site that was being looked at when the first stores came in stays, though
// others come in above it.
func TestFirstLoadLeavesTheUserAlone(t *testing.T) {
	f := town()
	d := start(t, f, 120, 40)
	part := *d.shelf
	part.sites = part.sites[3:5]
	d.sites.want, d.list.want = "", rowKey{}
	d.shelf = &shelf{texts: &texts{}}
	d.refill()
	d.seq, d.loading = 7, true
	d.send(loadedMsg{seq: 7, shelf: &part, done: 1})
	d.keys("tab", "j")
	site, row := d.sites.current(), d.list.current().key()
	whole := newShelver(judge, nil, d.conf.Site, nil, today)
	var stores []shelved
	for _, c := range f.contents {
		whole.add(c)
		stores = append(stores, shelved{Contents: jar.Contents{Store: c.Store, Cookies: c.Cookies}, read: true})
	}
	d.send(loadedMsg{seq: 7, shelf: whole.shelf(stores), done: 3, last: true})
	if !d.sites.current().is(site) || d.list.current().key() != row {
		t.Errorf("the cursor went from %s to %s", site.seen.Host, d.sites.current().seen.Host)
	}
}
