package ui

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/quick"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// evil is what a stranger can put into a name, a host or a value.
func evil() []string {
	return []string{
		"\x1b]0;EVIL\x07", "\x1b[2J\x1b[31mEVIL", "\u009b31mEVIL", "\u0090qEVIL\u009c", "\x9b2JEVIL",
		"EVIL\u202egpj.exe", "\u2066EVIL", "a\nEVIL\r\tb", "\x00EVIL\x7f", "\xff\xfe\xc3EVIL",
		"\u200dEVIL\u200b", "👨‍👩‍👧‍👦 family", "❤️ heart", "🇩🇪🇫🇷", "👍🏽", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307EVIL",
		"\u0301starts", "日本語クッキー", "\U000e0001\U000e0041EVIL", strings.Repeat("long", 2000), "한국어", "عربى", "\u2028EVIL",
	}
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// clean reports what of a frame is not fit for a terminal, "" if nothing is.
func clean(content string) string {
	for _, l := range strings.Split(sgr.ReplaceAllString(content, ""), "\n") {
		if cookies.Visible(l) != l {
			return l
		}
	}
	return ""
}

// village is a store in which every string is hostile.
func village() *fakeJar {
	f := &fakeJar{taken: map[string][]cookies.Cookie{}, value: strings.Join(evil(), " ")}
	for _, e := range evil() {
		s := &cookies.Store{Browser: "chromium" + e, Profile: e, ProfileName: e, Path: "/home/" + e, Format: cookies.Chromium}
		c := jar.Contents{Store: s, Condition: cookies.Condition{State: cookies.InUse, Reason: e, Advice: e}}
		for _, n := range evil() {
			c.Cookies = append(c.Cookies, cookies.Cookie{
				Key: cookies.Key{Host: e + ".example", Name: n, Path: n}, Store: s, Size: -1,
				Place: &cookies.Place{Partition: "https://" + e + ".test", Container: n},
			})
		}
		f.contents = append(f.contents, c)
		f.entries = append(f.entries, jar.Entry{ID: e, Time: today, State: "done", Sites: []string{e}})
		f.taken[e] = c.Cookies
	}
	return f
}

func evilJudge(c *cookies.Cookie, seen policy.Site) *policy.Verdict {
	v := judge(c, seen)
	v.Provider, v.Purpose, v.Section = c.Name, c.Name, c.Name
	v.Declared = &policy.Declaration{Name: c.Name}
	v.Evidence = []policy.Evidence{{Words: c.Name}, {Words: c.Name}, {Words: c.Host, Category: policy.Marketing}}
	return v
}

func TestHostile(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {44, 12}} {
		d := start(t, village(), size[0], size[1], func(c *Config) {
			c.Looked = evil()
			c.Keep = func(c *cookies.Cookie, host string, _ KeepTo) (KeepTo, string, error) {
				return KeepOn, "kept: " + host + strings.Join(evil(), ""), nil
			}
			c.Judge = func() (Judge, []policy.Policy, error) { return evilJudge, []policy.Policy{townPolicy()}, nil }
		})
		for _, keys := range []string{"", "jjj", "lljj", "v", "b", "b", "b", "b", "d", "n", "x", "n", "c", "n", "yY", "aad", "n", "3jjj", "4jj", "ljju", "1", "K", "lK", "dw", "e", "n", "q", "n"} {
			for _, k := range keys {
				d.keys(string(k))
				if bad := clean(d.screenText()); bad != "" {
					t.Fatalf("after %q at %v: %q reaches the terminal", k, size, bad)
				}
				inside(t, "hostile", d)
			}
		}
		d.keys("/")
		for _, e := range evil()[:8] {
			d.typed(e)
			if bad := clean(d.screenText()); bad != "" {
				t.Fatalf("typed %q: %q reaches the terminal", e, bad)
			}
			inside(t, "typed", d)
		}
		d.busy, d.slow, d.status.text, d.typing = "writing "+strings.Join(evil(), ""), true, "", false
		if bad := clean(d.screenText()); bad != "" {
			t.Errorf("work under way: %q reaches the terminal", bad)
		}
		d.fail(errors.New(strings.Join(evil(), "")).Error())
		if bad := clean(d.screenText()); bad != "" {
			t.Errorf("an error: %q reaches the terminal", bad)
		}
	}
}

// What shown gives is the same width to all, harmless, and stays as it is.
func TestShown(t *testing.T) {
	holds := func(s string) bool {
		got := shown(s)
		return cookies.Visible(got) == got && ansi.StringWidth(got) == ansi.StringWidthWc(got) && cells(got) == ansi.StringWidth(got) &&
			shown("a"+s+"b") != "" && cells(fit(got, 10)) == 10 && cells(clip(got, 7)) <= 7
	}
	for _, e := range evil() {
		if !holds(e) {
			t.Errorf("%q is shown as %q, %d or %d cells", e, shown(e), ansi.StringWidth(shown(e)), ansi.StringWidthWc(shown(e)))
		}
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
	for in, want := range map[string]string{
		"plain": "plain", "日本語": "日本語", "grün": "grün", "a\u0301": "a\u0301",
		"\u202ex": `\u202ex`, "\u0301x": `\u0301x`, "❤\ufe0f": "❤" + `\ufe0f`,
	} {
		if got := shown(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestHosts(t *testing.T) {
	for in, want := range map[string]string{"shop.example": "shop.example", "日本語.example": "xn--wgv71a119e.example", ".BÜCHER.example": ".xn--bcher-kva.example"} {
		if got := host(in); got != want {
			t.Errorf("%s is listed as %s, want %s", in, got, want)
		}
	}
	if got := unicodeHost("xn--wgv71a119e.example"); got != "日本語.example" {
		t.Errorf("the detail says %q", got)
	}
	d := start(t, town(), 120, 40, opened("xn--wgv71a119e.example"))
	d.shows("xn--wgv71a119e.example", "日本語.example")
}

func FuzzShown(f *testing.F) {
	for _, e := range evil() {
		f.Add(e)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := shown(s)
		if cookies.Visible(got) != got || ansi.StringWidth(got) != ansi.StringWidthWc(got) {
			t.Errorf("%q is shown as %q: %d or %d cells", s, got, ansi.StringWidth(got), ansi.StringWidthWc(got))
		}
		if w := cells(fit(got, 9)); w != 9 {
			t.Errorf("%q fits into 9 cells as %d", got, w)
		}
	})
}
