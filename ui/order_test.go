package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
)

// names gives the names of the cookies in a list, from top to bottom.
func (d *drive) names() string {
	var got []string
	for _, r := range d.list.rows(0) {
		if r.entry != nil {
			got = append(got, r.Cookie.Name)
		}
	}
	return strings.Join(got, " ")
}

func TestSorting(t *testing.T) {
	d := start(t, town(), 120, 40, opened("google.com"))
	for _, c := range []struct{ keys, want string }{
		{"", "csrftoken SID lang theme _ga _gid fr IDE NID seen uid"},
		{"s", "csrftoken SID lang theme _ga _gid fr IDE NID seen uid"}, // category, as the headings
		{"s", "csrftoken SID lang theme _ga _gid IDE NID fr uid seen"}, // expires
		{"S", "SID csrftoken theme lang _gid _ga fr NID IDE seen uid"},
		{"sss", "csrftoken SID lang theme _ga _gid fr IDE NID seen uid"}, // size, each value as long
		{"s", "csrftoken SID lang theme _ga _gid IDE NID fr seen uid"},   // provider
	} {
		for _, k := range c.keys {
			d.keys(string(k))
		}
		if got := d.names(); got != c.want {
			t.Errorf("by %s after %q: %v\nwant %s", d.list.order, c.keys, got, c.want)
		}
	}
}

// Two profiles of one browser are told apart by their names, where the names of
// cookies leave the room for it.
func TestProfilesInFull(t *testing.T) {
	f := town()
	f.contents[1].Store.Browser, f.contents[1].Store.ProfileName = "chromium", "Person 1 at work"
	d := start(t, f, 100, 30, opened("umami.opendatasoft.com"))
	d.shows("chromium · Person 1 ", "chromium · Person 1 at", "django_language ")
	d = start(t, f, 250, 30, opened("umami.opendatasoft.com"))
	d.shows("chromium · Person 1 at", " umami.opendatasoft.com ")
}

// The sites are sorted by each thing that is said of them, which then stands
// beside them; the one that was asked for stays first.
func TestSortedSites(t *testing.T) {
	f := town()
	f.put(0, "shop.example", "cart", 4000)
	f.contents[0].Cookies[len(f.contents[0].Cookies)-1].Accessed = cookies.FromTime(today.Add(-time.Minute))
	d := start(t, f, 120, 40, opened("google.com")).keys("h")
	for by, want := range map[siteSorting]struct{ first, last, head, text string }{
		sitesByCount:   {"youtube.com", "shop.example", "NON-NEC/ALL↓", "4/10"},
		sitesByCleared: {"github.com", "shop.example", "NON-NEC↓/ALL", "4/9"},
		sitesByShare:   {"stripe.com", "shop.example", "NON-NEC %↓", "50%"},
		sitesByThird:   {"umami.opendatasoft.com", "zeit.de", "THIRD↓", "2"},
		sitesByUsed:    {"shop.example", "zeit.de", "USED↑", " 60 s"},
		sitesByLife:    {"shop.example", "stripe.com", "LONGEST↓", " 11 y"},
		sitesBySize:    {"youtube.com", "shop.example", "SIZE↓", "270 B"},
		sitesByStores:  {"github.com", "shop.example", "STORES↓", "2"},
		sitesByName:    {"github.com", "zeit.de", "SITE↑", "4/9"},
	} {
		for d.sites.order != by {
			d.keys("s")
		}
		rows := d.sites.rows
		first, last := rows[1].seen.Host, rows[len(rows)-1].seen.Host
		if rows[0].seen.Host != "google.com" || first != want.first || last != want.last {
			t.Errorf("by %s: %s, %s to %s, want %s to %s", by, rows[0].seen.Host, first, last, want.first, want.last)
		}
		lines := d.lines()
		at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, want.first) })
		if !strings.Contains(strings.Join(lines[:5], "\n"), want.head) || at < 0 || !strings.Contains(lines[at], want.text) {
			t.Errorf("by %s: %q or %q is missing:\n%s", by, want.head, want.text, strings.Join(lines[:12], "\n"))
		}
		d.keys("S")
		if got := d.sites.rows[len(rows)-1].seen.Host; got != want.first {
			t.Errorf("by %s, reversed: %s is last", by, got)
		}
		d.keys("S")
	}
	for range siteSortings { // no order moves when a filter is typed
		d.keys("s")
		var before, after []string
		for _, r := range d.sites.rows {
			before = append(before, r.seen.Host)
		}
		d.keys("/").typed("cat:s")
		for _, r := range d.sites.rows {
			after = append(after, r.seen.Host)
		}
		before = slices.DeleteFunc(before, func(h string) bool { return !slices.Contains(after, h) })
		if !slices.Equal(before, after) {
			t.Errorf("by %s: %v with a filter, %v without", d.sites.order, after, before)
		}
		d.keys("esc")
	}
}

// A click on the heading of a column of the sites sorts by it, and again
// reverses that.
func TestClickedHeadings(t *testing.T) {
	d := start(t, town(), 120, 40)
	head := d.layout.panes[paneSites]
	for _, c := range []struct {
		x    int
		want siteSorting
	}{{2, sitesByName}, {head.w - 4, sitesByCount}, {head.w - 10, sitesByCleared}} {
		for _, reverse := range []bool{false, true} {
			d.send(tea.MouseClickMsg{X: c.x, Y: head.y, Button: tea.MouseLeft})
			if d.sites.order != c.want || d.sites.reverse != reverse {
				t.Errorf("a click at %d sorts by %s, reversed %v", c.x, d.sites.order, d.sites.reverse)
			}
		}
	}
	for d.sites.order != sitesByUsed {
		d.keys("s")
	}
	d.send(tea.MouseClickMsg{X: head.w - 3, Y: head.y, Button: tea.MouseLeft})
	if d.sites.order != sitesByUsed || !d.sites.reverse {
		t.Errorf("a click on the last column sorts by %s, reversed %v", d.sites.order, d.sites.reverse)
	}
}

// The column that a list is sorted by is in sight at any width that has room
// for one, with an arrow that S turns round; where no headings of columns are,
// the title says it.
func TestArrows(t *testing.T) {
	for _, w := range []int{44, 60, 80, 120, 250} {
		for _, h := range []int{12, 24} {
			d := start(t, town(), w, h, opened("google.com"))
			for by := range sortings {
				head := d.list.columnsFor(w)[0].head
				for _, c := range d.list.columnsFor(d.layout.panes[paneList].w) {
					if c.by == by {
						head = c.head
					}
				}
				if h < 20 { // the title says it
					head = d.list.order.String() + " "
				}
				for _, reverse := range []bool{false, true} {
					want := d.list.order.arrow(reverse) + head
					if h < 20 {
						want = head + d.list.order.arrow(reverse)
					}
					if by > 0 || h > 20 {
						d.shows(want)
					}
					d.keys("S")
				}
				d.keys("s")
			}
		}
	}
}

// The order does not hang on the order in which the stores were read, and the
// column that it is by rises, or falls.
func TestOrderIsStable(t *testing.T) {
	var s *site
	rank := map[sorting]func(a, b *entry) bool{ // a may stand before b
		sortName:     func(a, b *entry) bool { return s.nameOf(a) <= s.nameOf(b) },
		sortCategory: func(a, b *entry) bool { return a.category <= b.category },
		sortExpires: func(a, b *entry) bool {
			x, y := a.Cookie.Expires, b.Cookie.Expires
			return y == 0 || x != 0 && x <= y
		},
		sortCreated: func(a, b *entry) bool { return a.Cookie.Created >= b.Cookie.Created },
		sortUsed:    func(a, b *entry) bool { return a.Cookie.Accessed >= b.Cookie.Accessed },
		sortSize:    func(a, b *entry) bool { return a.Cookie.ValueSize() >= b.Cookie.ValueSize() },
		sortProvider: func(a, b *entry) bool {
			return s.providerOf(b) == "" || s.providerOf(a) != "" && s.providerOf(a) <= s.providerOf(b)
		},
		sortBrowser: func(a, b *entry) bool { return s.texts.browsers.text(a.browser) <= s.texts.browsers.text(b.browser) },
		sortHost: func(a, b *entry) bool {
			return strings.TrimPrefix(s.hostOf(a), ".") <= strings.TrimPrefix(s.hostOf(b), ".")
		},
		sortParty: func(a, b *entry) bool { return a.Verdict.Party <= b.Verdict.Party },
	}
	if len(rank) != int(sortings) {
		t.Fatalf("%d of %d columns are looked at", len(rank), sortings)
	}
	r := rand.New(rand.NewPCG(3, 5))
	f := city(400)
	for i := range f.contents[0].Cookies {
		c := &f.contents[0].Cookies[i]
		c.Host = []string{".site.example", "a.site.example", "site.example"}[r.IntN(3)]
		c.Path = "/" + strings.Repeat("x", r.IntN(4))
		c.Created, c.Accessed, c.Size = cookies.Moment(r.IntN(3)), cookies.Moment(r.IntN(5)), int32(r.IntN(40))-1
	}
	d := start(t, f, 80, 24)
	s = d.sites.current()
	for by := range sortings {
		for _, reverse := range []bool{false, true} {
			ids := func() (out []cookies.ID) {
				for _, i := range ordered(s, by, reverse) {
					out = append(out, s.entries[i].id())
				}
				return out
			}
			before := ids()
			order := ordered(s, by, reverse)
			for i := 1; i < len(order); i++ {
				a, b := &s.entries[order[i-1]], &s.entries[order[i]]
				if reverse {
					a, b = b, a
				}
				if !rank[by](a, b) {
					t.Errorf("by %s, reversed %v: %v before %v", by, reverse, a.id(), b.id())
				}
			}
			r.Shuffle(len(s.entries), func(i, j int) { s.entries[i], s.entries[j] = s.entries[j], s.entries[i] })
			s.named = nil // of these entries as they were
			if !slices.Equal(before, ids()) {
				t.Errorf("by %s, reversed %v, the order hangs on the order of reading", by, reverse)
			}
		}
	}
}

// A site that was asked for and holds nothing stands in any order, also when its
// last cookie has just gone.
func TestOrderOfNothing(t *testing.T) {
	d := start(t, town(), 120, 40, opened("nowhere.example")).keys("l")
	for range sortings {
		d.keys("s", "S", "h", "j", "k", "l")
		d.shows("nowhere.example", "nothing stored")
	}
	for by := range sortings {
		for _, reverse := range []bool{false, true} {
			if order := ordered(d.sites.current(), by, reverse); len(order) != 0 {
				t.Errorf("by %s: %v", by, order)
			}
		}
	}
}

func TestFolding(t *testing.T) {
	d := umami(t, town()).keys("j", "j")
	was := d.list.current().key()
	d.keys("z")
	d.shows("▸ Necessary", "▾ Statistical")
	if !d.list.onHeading() {
		t.Error("the cursor is not on the heading that was folded")
	}
	d.keys("z")
	d.shows("▾ Necessary")
	if d.list.current().key() != was {
		t.Error("the cursor is not back on its cookie")
	}
	d.keys("z", "Z")
	d.shows("▸ Necessary", "▸ Statistical", "▸ Not in the policy")
	d.lacks("▾")
	d.keys("Z")
	d.lacks("▸")
	if d.list.current().key() != was {
		t.Error("the cursor is not back on its cookie")
	}
	d.keys("z", "tab", "tab", "j", "k")
	d.shows("▸ Necessary", "▾ Statistical")
}

func TestByPartition(t *testing.T) {
	d := umami(t, town())
	for d.list.by != byPartition {
		d.keys("b")
	}
	d.shows("grouped by partition", "▾ In opendatasoft.com", "▾ Not partitioned")
	if last := d.list.row(d.list.count - 1); last.head.key != "" {
		t.Errorf("the last heading is %q", last.head.title)
	}
}

// Under a policy stand its sections in its order, then what it declares in none,
// and last what it does not name, whichever of the cookies comes first. Another
// heading says what consent all under it need, or nothing.
func TestHeadings(t *testing.T) {
	declared := &policy.Declaration{}
	none, needed := policy.ConsentNone, policy.ConsentNeeded
	s := &site{policy: &policy.Policy{Sections: []policy.Section{{Title: "Empty"}, {Title: "B", Consent: needed}, {Title: "A"}}}}
	for _, v := range []policy.Verdict{
		{Category: policy.Marketing, Consent: needed},
		{Category: policy.Necessary, Consent: none, Declared: declared, Section: "A"},
		{Category: policy.Marketing, Consent: none, Declared: declared},
		{Category: policy.Necessary, Consent: none, Declared: declared, Section: "Old"},
		{Category: policy.Necessary, Consent: none, Declared: declared, Section: "B"},
		{Category: policy.Marketing, Consent: needed},
	} {
		s.entries = append(s.entries, entry{Sorted: policy.Sorted{Cookie: &cookies.Cookie{}, Verdict: &v}})
	}
	words := func(g grouping, order ...int32) string {
		var b strings.Builder
		for _, h := range (&sequence{site: s, places: order}).groups(g) {
			fmt.Fprintf(&b, "%s [%s]", h.title, h.consent)
			for e := range h.cookies() {
				fmt.Fprint(&b, " ", slices.IndexFunc(s.entries, func(o entry) bool { return o.Verdict == e.Verdict }))
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	for _, c := range []struct {
		by    grouping
		order []int32
		want  string
	}{
		{bySection, []int32{5, 4, 3, 2, 1, 0}, "B [needed] 4\nA [] 1\nOld [] 3\nIn the policy [] 2\nNot in the policy [] 5 0\n"},
		{bySection, []int32{2, 0, 1}, "A [] 1\nIn the policy [] 2\nNot in the policy [] 0\n"},
		{byCategory, []int32{0, 1, 2, 3, 4, 5}, "Necessary [none] 1 3 4\nMarketing [] 0 2 5\n"},
		{byCategory, []int32{5, 0}, "Marketing [needed] 5 0\n"},
	} {
		if got := words(c.by, c.order...); got != c.want {
			t.Errorf("%v of %v:\n%swant\n%s", c.by, c.order, got, c.want)
		}
	}
}

func (s *site) hostOf(e *entry) string { return s.texts.hosts.list[e.host] }
func (s *site) nameOf(e *entry) string { return s.texts.names.list[e.name] }

// The cursor stays on its cookie under other headings, in another order, and where
// the site was read anew and its cookies lie elsewhere.
func TestCursorKeepsItsCookie(t *testing.T) {
	p := &listPane{folded: map[foldKey]bool{}, marks: map[cookies.ID]bool{}, left: map[string]rowKey{}}
	p.resize(0, 10)
	s := oneSite(200)
	p.refill(s, sieve{})
	p.to(p.count / 2)
	p.keep()
	want := p.current().id()
	is := func(when string) {
		t.Helper()
		if got := p.current(); got.entry == nil || got.id() != want {
			t.Errorf("%s the cursor is on %+v, not on %+v", when, got.key(), want)
		}
	}
	for range groupings {
		p.regroup()
		p.refill(p.site, sieve{})
		is("by " + p.by.String())
	}
	for p.order = range sortings {
		p.refill(p.site, sieve{})
		is("sorted by " + p.order.String())
	}
	anew := *s
	anew.entries, anew.named, anew.numbered = slices.Clone(s.entries), nil, nil
	slices.Reverse(anew.entries)
	p.refill(&anew, sieve{})
	is("read anew")
}
