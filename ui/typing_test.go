package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// lines gives the lines of the screen; the status line is the last but one.
func (d *drive) lines() []string { return strings.Split(d.plainText(), "\n") }

func (d *drive) statusIs(want string) {
	d.t.Helper()
	lines := d.lines()
	if got := lines[len(lines)-2]; !strings.HasPrefix(got, want) {
		d.t.Errorf("the status line is %q, want %q first", got, want)
	}
}

func TestCompletion(t *testing.T) {
	d := umami(t, town())
	for _, c := range []struct{ typed, ghost, tab, again string }{
		{"", "", "", ""},
		{"s", "ite:", "site:", "site:google.com"},
		{"se", "ssion", "session", "session"},
		{"cat", ":", "cat:", "cat:necessary"},
		{"Cat:M", "arketing", "cat:marketing", "cat:marketing"},
		{"party:", "first", "party:first", "party:third"},
		{"-prov", "ider:", "-provider:", "-provider:google analytics"},
		{"zeit.de provider:goog", "le analytics", `zeit.de provider:"google analytics"`, "zeit.de provider:google"},
		{`zeit.de provider:"google an`, "alytics", `zeit.de provider:"google analytics"`, `zeit.de provider:"google analytics"`},
		{"browser:w", "ork", "browser:work", "browser:work"},
		{"name:_ga_", "7q0f2k8", "name:_ga_7q0f2k8", "name:_ga_7q0f2k8"},
		{"site:umami", ".opendatasoft.com", "site:umami.opendatasoft.com", "site:umami.opendatasoft.com"},
		{"cat:x", "", "cat:x", "cat:x"},
		{"foo:", "", "foo:", "foo:"},
		{"session ", "", "session ", "session "},
	} {
		d.keys("/").typed(c.typed)
		d.statusIs(" /" + c.typed + c.ghost)
		if c.ghost != "" && !strings.Contains(d.screenText(), "\x1b[2m"+c.ghost) {
			t.Errorf("%q: %q is not faint", c.typed, c.ghost)
		}
		if d.keys("tab"); d.query.Value() != c.tab {
			t.Errorf("tab after %q gives %q, want %q", c.typed, d.query.Value(), c.tab)
		}
		if d.keys("tab"); strings.ReplaceAll(d.query.Value(), `"`, "") != strings.ReplaceAll(c.again, `"`, "") {
			t.Errorf("two tabs after %q give %q, want %q", c.typed, d.query.Value(), c.again)
		}
		if !d.typing {
			t.Errorf("%q: tab left the filter", c.typed)
		}
		d.keys("esc", "/").typed(c.typed).keys("right")
		if d.query.Value() != c.tab {
			t.Errorf("the right arrow after %q gives %q, want %q", c.typed, d.query.Value(), c.tab)
		}
		d.keys("esc")
	}
	d.keys("/").typed("cat:m").keys("left")
	d.statusIs(" /cat:m  ")
	d.keys("right")
	if d.query.Value() != "cat:m" {
		t.Errorf("an arrow inside the word made %q of it", d.query.Value())
	}
}

func TestLiveCounts(t *testing.T) {
	d := umami(t, town()).keys("/")
	d.shows("69 of 69 cookies · 10 sites")
	for _, c := range []struct{ typed, want string }{
		{"cat:f", "13 of 69 cookies · 8 sites"}, {"u", "13 of 69 cookies · 8 sites"}, {" google.com", "2 of 69 cookies · 1 site"},
	} {
		d.typed(c.typed)
		d.shows(c.want)
	}
}

// What is offered is there beside the filter's other terms, and leaves as many
// cookies as is said.
func TestOffers(t *testing.T) {
	d := start(t, town(), 250, 24)
	offered := func(query string) *offering {
		d.keys("/").typed(query)
		o := *d.offer()
		d.keys("esc", "esc", "esc")
		return &o
	}
	for _, c := range []struct{ typed, want string }{
		{"cat:", "necessary functional statistical marketing unclassified"},
		{"party:third cat:", "marketing"},
		{"site:umami cat:", "necessary statistical marketing unclassified"},
		{"site:stripe cat:", "necessary functional statistical marketing"},
		{"party:third name:", "fr ide"},
		{"name:_ga browser:", "firefox work chromium person 1"},
		{"-name:_g cat:m provider:", "google meta opendatasoft"},
		{"zzz cat:", ""}, {"umami ", ""}, {"umami", ""}, {"", ""}, {"party:third -cat:m", "marketing"},
	} {
		o := offered(c.typed)
		if got := strings.Join(o.words, " "); strings.ReplaceAll(got, `"`, "") != c.want {
			t.Errorf("%q offers %s, want %s", c.typed, got, c.want)
		}
		for i, w := range o.words {
			at := strings.LastIndex(c.typed, ":") + 1
			d.keys("/").typed(c.typed[:at] + w)
			n := 0
			for _, by := range d.counts {
				n += by
			}
			if n != o.left[i] {
				t.Errorf("%s%s leaves %d cookies, and %d were offered", c.typed[:at], w, n, o.left[i])
			}
			d.keys("esc", "esc", "esc")
		}
	}
	d.keys("/").typed("party:third cat:")
	d.shows("tab  marketing 2 ", "esc drop it")
	d.keys("tab")
	if d.query.Value() != "party:third cat:marketing" {
		t.Errorf("tab gives %q", d.query.Value())
	}
	d.shows("tab  marketing 2 ")
	d.keys("esc", "/").typed("name:zzz")
	d.shows("tab complete")
}

func TestMisspelt(t *testing.T) {
	d := umami(t, town())
	for _, c := range []struct{ typed, want string }{
		{"sit:umami", "there is no key sit: in a filter; site:?"},
		{"-nmae:x", "there is no key nmae: in a filter; name:?"},
		{"cat:marx", "no category begins with marx; marketing?"},
		{"party:fist", "no party begins with fist; first?"},
		{"provider:gogle", "no provider has gogle in it; google?"},
		{"browser:opera", "no browser has opera in it"},
		{"name:zzzzzzz", "no name has zzzzzzz in it"},
		{"cat:mark site:umami", ""}, {"a:b", "there is no key a: in a filter; cat:?"}, {`"a:b"`, ""}, {"cat:", ""}, {"site:日本語 name:sid name:nid", ""}, {"cat:mark party:t cat:nec", ""},
	} {
		d.keys("/").typed(c.typed)
		if got := d.words.astray(c.typed, len(d.sites.rows) > 0); got != c.want {
			t.Errorf("%q: %q, want %q", c.typed, got, c.want)
		}
		if c.want != "" {
			d.shows(c.want)
		}
		d.keys("esc")
	}
	d.keys("/").typed("provider:gogle").keys("enter")
	d.shows("Nothing matches provider:gogle.", "No provider has gogle in it; google?")
}

func TestRecall(t *testing.T) {
	var kept []string
	past := []string{"cat:mark", "umami"}
	d := start(t, town(), 80, 24, func(c *Config) {
		c.Recall = func() []string { return past }
		c.Remember = func(f string) error { kept = append(kept, f); return nil }
	})
	is := func(want string) {
		t.Helper()
		if got := d.query.Value(); got != want {
			t.Errorf("the filter is %q, want %q", got, want)
		}
	}
	d.keys("/", "up")
	is("cat:mark")
	d.shows("17 of 69 cookies")
	d.keys("up", "up")
	is("umami")
	d.keys("down", "down", "down")
	is("")
	d.typed("-ga").keys("up")
	is("cat:mark")
	d.keys("down")
	is("-ga")
	d.keys("enter", "/", "esc", "/", "up")
	is("-ga")
	d.keys("up", "up", "enter")
	is("umami")
	d.keys("/", "up") // what stands there is passed over
	is("-ga")
	d.keys("esc")
	if want := []string{"-ga", "umami"}; !slices.Equal(kept, want) {
		t.Errorf("kept are %q, want %q", kept, want)
	}
	for i := range 60 {
		d.keys("/").typed(fmt.Sprint("x", i)).keys("enter", "esc")
	}
	if len(d.writing.past) != maxPast || d.writing.past[0] != "x59" {
		t.Errorf("%d filters are remembered, the newest %q", len(d.writing.past), d.writing.past[0])
	}
}

// What no cookie has in its host, name, provider or browser may be a secret
// that went into the wrong window: it is not written down.
func TestSecretsAreNotRemembered(t *testing.T) {
	var kept []string
	d := start(t, town(), 80, 24, func(c *Config) {
		c.Remember = func(f string) error { kept = append(kept, f); return nil }
	})
	for _, f := range []string{"hunter2", "-hunter2", "umami -hunter2", "name:hunter2", "cat:hunter2", "-cat:hunter2", "provider:hunter2", `"ga hunter2"`, "hunter2:ga", "ga:hunter2", "1034567890"} {
		d.keys("/")
		d.send(tea.PasteMsg{Content: f})
		d.keys("enter", "esc", "esc", "esc")
	}
	if len(kept) > 0 {
		t.Errorf("kept are %q", kept)
	}
	for _, f := range []string{"umami", "-umami session", "cat:mark -expired", `provider:"google analytics"`, "browser:work", "insecure", "party:t name:id"} {
		d.keys("/").typed(f).keys("enter", "esc", "esc", "esc")
		if len(kept) == 0 || kept[len(kept)-1] != f {
			t.Errorf("%q is not kept: %q", f, kept)
		}
	}
	d.conf.Remember = func(string) error { return fmt.Errorf("the disk is full") }
	d.keys("/").typed("umami").keys("enter")
	d.shows("the disk is full")
}

// FuzzComplete: whatever is typed and whatever cookies are called, a completion
// begins as the text does, is again a filter that can be typed and shown, and
// finds the cookie that it was taken from.
func FuzzComplete(f *testing.F) {
	for _, q := range []string{"", "s", "-na", "name:", "cat:m x", `name:"a`, "provider:g party:", "site:\x00", "日", `a"b`, "-", "x -name:_"} {
		f.Add(q, "_ga", ".shop.example")
		f.Add(q, "a b", "shop.example")
		f.Add(q, "ca\x1b[31mb", "cat\u202eshop.example")
	}
	f.Fuzz(func(t *testing.T, query, name, host string) {
		s, e := oneEntry(host, name)
		s.entries = append(s.entries, *e)
		sh := &shelf{sites: []*site{s}, texts: s.texts}
		v := vocabularyOf(sh, "", filter{})
		at, words := v.complete(query)
		if at < 0 || at > len(query) || len(words) > offers {
			t.Fatalf("%q: %d words from %d", query, len(words), at)
		}
		v.astray(query, false)
		bare := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, `"`, "")) }
		for _, w := range words {
			if !strings.HasPrefix(bare(w), bare(query[at:])) || bare(w) == bare(query[at:]) {
				t.Errorf("%q is no completion of %q", w, query[at:])
			}
			if shown(w) != w || !utf8.ValidString(w) || ansi.Strip(w) != w {
				t.Errorf("%q is offered", w)
			}
			if fields := fields(w); len(fields) != 1 {
				t.Errorf("%q is %d words", w, len(fields))
			}
			kind, value, keyed := strings.Cut(w, ":")
			if keyed && value != "" && kind != "cat" && kind != "party" {
				if flt := parseFilter(w, today).on(s.texts); !flt.match(s, &s.entries[0]) {
					t.Errorf("%q does not find what it was taken from: %q %q", w, name, host)
				}
			}
		}
	})
}
