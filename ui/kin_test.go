package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

// Where else a cookie lives follows the cursor, and what was opened is compared
// from then on.
func TestKin(t *testing.T) {
	f := town()
	const value = "GA1.2.1034567890.1700000000"
	f.put(1, ".news.example", "_ga", 30)
	twin := &f.contents[1].Cookies[len(f.contents[1].Cookies)-1]
	twin.Shape = cookies.ShapeOf([]byte(value))
	d := start(t, f, 120, 60, opened("umami.opendatasoft.com"))
	for range 20 {
		if c := d.list.current(); c.entry != nil && c.Cookie.Name == "_ga" {
			break
		}
		d.keys("j")
	}
	if c := d.list.current(); c.entry == nil || c.Cookie.Name != "_ga" {
		t.Fatal("the cursor is not on _ga")
	}
	if !strings.Contains(d.screenText(), "also in") || d.detail.kin == nil || d.detail.kin.Sites == 0 || d.detail.kin.Compared {
		t.Errorf("kin %+v", d.detail.kin)
	}
	d.keys("v")
	if k := d.detail.kin; !k.Compared || len(k.Alike) != 1 || k.Alike[0].Host != ".news.example" {
		t.Errorf("after v: %+v", k)
	}
	id := d.detail.kinOf
	d.keys("j")
	if d.detail.kinOf == id || d.detail.kin == nil {
		t.Error("the kin of the cookie before stays")
	}
	d.keys("k")
	if k := d.detail.kin; !k.Compared {
		t.Error("what was opened is forgotten")
	}
	if d.detail.seen != nil {
		t.Error("the value is still there")
	}
}

// The relatives by name are the same whether all cookies are looked at or only
// its namesakes on its site, with the sites of the others.
func TestNamesakes(t *testing.T) {
	relatives, crowded := 0, city(3000)
	for i := range 9 { // a name on several hosts of several sites
		crowded.put(0, fmt.Sprintf("%s.site%d.example", []string{"", "www", "a"}[i/3], i%3), "sessionid0", 30)
	}
	for _, f := range []*fakeJar{town(), crowded} {
		sh := start(t, f, 80, 24).shelf
		for c := range sh.all() {
			one := []*cookies.Cookie{c}
			namesakes, sites := sh.namesakes(c)
			near, far := cookies.KinOf(one, nil, slices.Values(namesakes)), cookies.KinOf(one, nil, sh.all())
			near[c.ID()].Sites = sites
			if c.Imprint() != (cookies.Imprint{}) {
				continue
			}
			if d := cmp.Diff(far[c.ID()], near[c.ID()]); d != "" {
				t.Fatalf("%v: %s", c.ID(), d)
			}
			relatives += len(near[c.ID()].Also) + near[c.ID()].Sites
		}
	}
	if relatives < 1000 {
		t.Errorf("only %d relatives were found", relatives)
	}
}
