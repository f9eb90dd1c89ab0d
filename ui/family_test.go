package ui

import (
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// TestFamily: of cookies of one name under other paths, partitions, containers,
// schemes and ports exactly the one under the cursor is marked, kept, deleted and
// brought back.
func TestFamily(t *testing.T) {
	keys := []cookies.Key{
		{Host: "shop.test", Path: "/", Scheme: 2, Port: 443}, {Host: ".shop.test", Path: "/", Scheme: 2, Port: 443},
		{Host: "shop.test", Path: "/a", Scheme: 2, Port: 443}, {Host: "shop.test", Path: "/", Scheme: 1, Port: 443},
		{Host: "shop.test", Path: "/", Scheme: 2, Port: 8443}, {Host: "shop.test", Path: "/", Scheme: 2, Port: 443, Origin: "https://shop.test"},
		{Host: "shop.test", Path: "/", Scheme: 2, Port: 443, Origin: "https://shop.test", CrossSite: true},
	}
	town := func() *fakeJar {
		s := &cookies.Store{Browser: "chromium", Profile: "Default", Path: "/p/Cookies", Format: cookies.Chromium}
		f := &fakeJar{taken: map[string][]cookies.Cookie{}, contents: []jar.Contents{{Store: s, Condition: cookies.Fine()}}}
		for _, k := range keys {
			k.Name = "sid"
			c := cookies.Cookie{Key: k, Store: s}
			if k.Origin != "" {
				c.Place = &cookies.Place{Partition: k.Origin}
			}
			f.contents[0].Cookies = append(f.contents[0].Cookies, c)
		}
		return f
	}
	seen := map[cookies.ID]bool{}
	for i := range keys {
		f := town()
		k := &keeper{ids: map[cookies.ID]bool{}, hosts: map[string]bool{}}
		d := start(t, f, 120, 40, opened("shop.test"), keeping(k))
		d.keys("g")
		for range i + 1 { // a heading stands first
			d.keys("j")
		}
		id := d.list.current().id()
		if seen[id] {
			t.Fatalf("row %d has an ID for a second time", i)
		}
		seen[id] = true
		d.keys("space")
		if len(d.marks) != 1 || !d.marks[id] || strings.Count(d.plainText(), "●") != 1 {
			t.Errorf("marked are %v, want %v", d.marks, id)
		}
		d.keys("d", "y")
		if len(f.contents[0].Cookies) != len(keys)-1 || len(f.taken["e1"]) != 1 || f.taken["e1"][0].ID() != id {
			t.Errorf("deleted were %v, want %v", f.taken["e1"], id)
		}
		d.keys("u")
		if len(f.contents[0].Cookies) != len(keys) {
			t.Errorf("after the undo there are %d", len(f.contents[0].Cookies))
		}
		d.keys("g")
		for d.list.current().entry == nil || d.list.current().id() != id {
			before := d.list.cur
			if d.keys("j"); d.list.cur == before {
				t.Fatalf("%v is not in the list any more", id)
			}
		}
		d.keys("K")
		if len(k.ids) != 1 || !k.ids[id] || strings.Count(d.plainText(), " K sid") != 1 {
			t.Errorf("kept are %v, want %v", k.ids, id)
		}
	}
}
