package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestJump(t *testing.T) {
	f := town()
	f.put(0, "xn--mnchen-3ya.example", "a", 3)
	d := umami(t, f)
	at := func(want string) {
		t.Helper()
		if got := d.sites.current().seen.Host; got != want {
			t.Errorf("on %s, want %s", got, want)
		}
	}
	d.keys("f").typed("g")
	at("google.com")
	d.typed("IT")
	at("github.com")
	d.statusIs(" site: git")
	d.keys("backspace", "backspace", "backspace").typed(".com")
	at("google.com") // it has that as well
	d.keys("tab")
	at("youtube.com")
	d.keys("up", "up")
	at("umami.opendatasoft.com")
	d.keys("up") // round the end, over those without
	at("stripe.com")
	for _, c := range []struct{ typed, host string }{{"münch", "xn--mnchen-3ya.example"}, {"日本", "xn--wgv71a119e.example"}, {"xn--w", "xn--wgv71a119e.example"}} {
		d.keys("esc", "f").typed(c.typed)
		at(c.host)
	}
	d.keys("esc")
	at("umami.opendatasoft.com")
	if d.focus[onCookies] != paneList {
		t.Error("esc does not give the focus back")
	}
	d.keys("f").typed("dxq4?A")
	d.shows("no site has this in it")
	if d.dialog != nil || d.quit || d.help || d.screen != onCookies || len(d.marks) > 0 {
		t.Error("a letter of the site was taken for a key")
	}
	at("umami.opendatasoft.com")
	d.keys("esc", "f")
	d.send(tea.PasteMsg{Content: "spiegel\nzeit"})
	at("spiegel.de")
	d.keys("enter")
	if d.focus[onCookies] != paneList || d.list.site.seen.Host != "spiegel.de" {
		t.Error("enter does not go to the site's cookies")
	}
	d.keys("f").typed(strings.Repeat("x", 999))
	if len(d.jump.text) > maxHost {
		t.Errorf("%d bytes were typed", len(d.jump.text))
	}
	d.keys("esc", "q")
	if !d.quit {
		t.Error("the keys do not come back")
	}
}

func TestAlike(t *testing.T) {
	f := town()
	f.put(0, "umami.opendatasoft.com", "seen_17", 3)
	f.put(0, "umami.opendatasoft.com", "seen_4", 3)
	f.put(0, "umami.opendatasoft.com", "seen_x4", 3)
	f.put(0, "umami.opendatasoft.com", "seen_x", 3)
	d := start(t, f, 120, 40, opened("google.com"))
	on := func(name string) {
		t.Helper()
		d.keys("g")
		for d.under() != name {
			if before := d.list.cur; d.keys("j").list.cur == before {
				t.Fatalf("there is no %s", name)
			}
		}
	}
	marked := func(want string) {
		t.Helper()
		var got []string
		for _, r := range d.list.rows(0) {
			if r.entry != nil && d.marks[r.id()] {
				got = append(got, r.Cookie.Name)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("marked are %q, want %q", s, want)
		}
	}
	on("_ga")
	d.keys("*")
	marked("_ga _gid")
	d.shows("marked 2 here: statistical of Google Analytics; * again")
	d.keys("*")
	d.shows("marked 15 on all sites")
	if len(d.marks) != 15 {
		t.Errorf("%d are marked", len(d.marks))
	}
	d.keys("A")
	on("IDE")
	d.keys("*")
	marked("IDE NID")
	d.keys("A", "/").typed("-nid").keys("enter", "*")
	d.keys("esc")
	marked("IDE")
	d.keys("A", "g", "*")
	d.shows("there is no cookie under the cursor")
	d.keys("f").typed("umami").keys("enter")
	on("seen_17")
	d.keys("*")
	marked("seen_17 seen_4")
	d.shows("called seen_*")
}

func TestPattern(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "SID": "SID", "_ga": "_ga", "_ga_7Q0F2K8": "_ga_*", "_hjSession_3141592": "_hjSession_*", "_pk_ses.2.ab12": "_pk_ses.*.*",
		"_cart2go": "_cart2go", "_x1": "_x1", "_1234": "_1234", "__5f1d.77aa": "__5f1d.77aa", "wp-user2": "wp-user2", "2024-01": "2024-01", "_gat_UA-123-1": "_gat_UA-*-*", "_pk_id.1.1fff": "_pk_id.*.*",
		"c1_x": "c1_x", "42": "42", "日本_1": "日本_*", "x__y2": "x__y2", "x__4f2a": "x__*", "id-covid19": "id-covid19", "id_9b2e4c1d-77aa-0000": "id_*-*-*", "a\xff1": "a\uFFFD*",
	} {
		if got := pattern(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
