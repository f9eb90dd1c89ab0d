package keep

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

var (
	work = &cookies.Store{Browser: "firefox", Profile: "x.work", Path: "/p/x.work/cookies.sqlite", Format: cookies.Firefox}
	home = &cookies.Store{Browser: "chromium", Profile: "Default", Path: "/p/Default/Cookies", Format: cookies.Chromium}
)

// crumb gives a cookie of a store; words add what it has beside.
func crumb(s *cookies.Store, host, name, path string, with ...func(*cookies.Cookie)) *cookies.Cookie {
	c := &cookies.Cookie{Store: s, Key: cookies.Key{Host: host, Name: name, Path: path}}
	if s.Format == cookies.Chromium {
		c.Scheme, c.Port = 2, 443
	}
	for _, w := range with {
		w(c)
	}
	return c
}

func in(p cookies.Place) func(*cookies.Cookie) { return func(c *cookies.Cookie) { c.Place = &p } }

// TestPatterns: what each kind of line keeps and what it does not.
func TestPatterns(t *testing.T) {
	shop := crumb(work, "shop.example", "sid", "/")
	for _, test := range []struct {
		line string
		c    *cookies.Cookie
		want bool
	}{
		{"shop.example", shop, true},
		{".SHOP.example.", shop, true},
		{"shop.example", crumb(work, ".www.shop.example", "x", "/"), true},
		{"shop.example", crumb(work, "workshop.example", "x", "/"), false},
		{"www.shop.example", shop, false},
		{"bücher.example", crumb(work, ".xn--bcher-kva.example", "x", "/"), true},
		{"192.168.0.1", crumb(work, "192.168.0.1", "x", "/"), true},
		{"0.0.1", crumb(work, "192.0.0.1", "x", "/"), false},
		{"[::1]", crumb(home, "[::1]", "x", "/"), true},
		{"localhost", crumb(work, "localhost", "x", "/"), true},
		{"sid@shop.example", shop, true},
		{"sid@shop.example", crumb(work, ".www.shop.example", "sid", "/"), false},
		{"s?d@*.shop.example", crumb(work, ".www.shop.example", "sid", "/"), true},
		{"s*@*", shop, true},
		{"SID@shop.example", shop, false},
		{"a@b@shop.example", crumb(work, "shop.example", "a@b", "/"), true},
		{"cookie name=sid domain=shop.example path=/", shop, true},
		{"cookie name=sid domain=shop.example path=/", crumb(home, "shop.example", "sid", "/"), true},
		{"cookie name=sid domain=shop.example path=/", crumb(work, ".shop.example", "sid", "/"), false},
		{"cookie name=sid domain=shop.example path=/", crumb(work, "shop.example", "sid", "/a"), false},
		{"cookie name=sid domain=shop.example path=/", crumb(work, "shop.example", "sid", "/", in(cookies.Place{Partition: "https://news.example"})), false},
		{"cookie name=sid domain=shop.example path=/ partition=https://news.example", crumb(work, "shop.example", "sid", "/", in(cookies.Place{Partition: "https://news.example"})), true},
		{"cookie name=sid domain=shop.example path=/ container=Work", crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "Work"})), true},
		{"cookie name=sid domain=shop.example path=/ profile=other", shop, false},
		{"cookie name=sid domain=shop.example path=/ store=/p/x.work/cookies.sqlite", shop, true},
		{`cookie name="a \"b\" \u202e" domain=shop.example path=/`, crumb(work, "shop.example", "a \"b\" \u202e", "/"), true},
		{`cookie name="" domain=shop.example path=/`, crumb(work, "shop.example", "", "/"), true},
	} {
		p, err := Parse(test.line)
		if err != nil {
			t.Errorf("%s: %v", test.line, err)
			continue
		}
		if p.Match(test.c) != test.want {
			t.Errorf("%s and %+v: %v", test.line, test.c.Key, !test.want)
		}
		// The list finds what the pattern matches.
		l, err := parse([]byte("# first\n\nother.example\n" + test.line + "\n"))
		if err != nil || l.Keeps(test.c) != test.want {
			t.Errorf("%s on a list and %+v: %v, %v", test.line, test.c.Key, !test.want, err)
		}
		if again, err := Parse(p.String()); err != nil || again != p {
			t.Errorf("%s was written as %s, which reads as %v, %v", test.line, p, again, err)
		}
	}
}

// TestRefuses: lines that mean nothing are refused in words that help.
func TestRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"":                                       "no pattern",
		"co.uk":                                  "public suffix",
		"com":                                    "public suffix",
		"*.shop.test":                            "*@*.shop.test",
		"shop test":                              "is no host",
		`<?xml version="1.0"?>`:                  "is no host",
		"a/b":                                    "is no host",
		"@shop.test":                             "no name stands before the @",
		"sid@":                                   "no host stands behind the @",
		"x\xff@y.test":                           "not UTF-8",
		"x\u202e@y.test":                         "can't be seen",
		"cookie name=a domain=b.test":            "path= is missing",
		"cookie name=a domain=b.test path=/ x=1": `"x" is none of name, domain`,
		"cookie name=a name=b domain=b.test":     "name= is there twice",
		"cookie name=a b domain=b.test path=/":   "is none of",
		"cookie name=\"a domain=b.test path=/":   "quote is not closed",
		"cookie name=a domain=b.test path=/ scheme=ftp": "http or https",
		"cookie": "name= is missing",
	} {
		if p, err := Parse(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want an error with %q", line, p, err, want)
		}
	}
}

// TestExactly: of the family of a name each is kept alone.
func TestExactly(t *testing.T) {
	news := in(cookies.Place{Partition: "https://news.example"})
	family := []*cookies.Cookie{
		crumb(home, "shop.example", "sid", "/"),
		crumb(home, ".shop.example", "sid", "/"),
		crumb(home, "shop.example", "sid", "/a"),
		crumb(home, "shop.example", "SID", "/"),
		crumb(home, "shop.example", "sid", "/", news),
		crumb(home, "shop.example", "sid", "/", news, func(c *cookies.Cookie) { c.CrossSite = true }),
		crumb(home, "shop.example", "sid", "/", in(cookies.Place{Partition: "https://other.example"})),
		crumb(home, "shop.example", "sid", "/", func(c *cookies.Cookie) { c.Scheme = 1 }),
		crumb(home, "shop.example", "sid", "/", func(c *cookies.Cookie) { c.Port = 8443 }),
		crumb(work, "shop.example", "sid", "/"),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "Work"})),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "a \"b\" \x1b"})),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "Work", Partition: "https://news.example"})),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Private: true})),
		crumb(work, "shop.example", "\xff\xfe", "/"),
		crumb(&cookies.Store{}, "jar.example", "sid", "/a\u3000"), // a text jar's, whose path ends the line
		crumb(&cookies.Store{}, "jar.example", "sid", "/a"),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "Twin"}), func(c *cookies.Cookie) { c.Origin = "^userContextId=7" }),
		crumb(work, "shop.example", "sid", "/", in(cookies.Place{Container: "Twin"}), func(c *cookies.Cookie) { c.Origin = "^userContextId=8" }),
	}
	for i, c := range family {
		line := Exactly(c).String()
		p, err := Parse(line)
		if err != nil || p != Exactly(c) {
			t.Errorf("%s reads as %v, %v", line, p, err)
		}
		for j, other := range family {
			if p.Match(other) != (i == j) {
				t.Errorf("%s and cookie %d: %v", line, j, i != j)
			}
		}
	}
}

// TestUnreadable: a list that can't be read is no empty one.
func TestUnreadable(t *testing.T) {
	for name, make := range map[string]func(path string) error{
		"a malformed line":   func(p string) error { return os.WriteFile(p, []byte("# mine\nshop.test\nshop test\n"), 0o600) },
		"no UTF-8":           func(p string) error { return os.WriteFile(p, []byte("# \xff\n"), 0o600) },
		"UTF-16":             func(p string) error { return os.WriteFile(p, []byte("\xff\xfes\x00h\x00"), 0o600) },
		"a folder":           func(p string) error { return os.Mkdir(p, 0o700) },
		"a link to nowhere":  func(p string) error { return os.Symlink(p+".not", p) },
		"a link to itself":   func(p string) error { return os.Symlink(p, p) },
		"a file as a folder": func(p string) error { return nil },
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "keep")
		if name == "a file as a folder" {
			path = filepath.Join(dir, "file", "keep")
			if err := os.WriteFile(filepath.Dir(path), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		if l, err := Read(path); err == nil || l != nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, %v", name, l, err)
		}
		if added, err := Add(path, "", Pattern{kind: Host, host: "shop.test"}); err == nil {
			t.Errorf("%s was written over with %v", name, added)
		}
	}
	l, err := Read(filepath.Join(t.TempDir(), "none", "keep"))
	if err != nil || l.Keeps(crumb(work, "a.test", "b", "/")) {
		t.Errorf("no list: %v, %v", l, err)
	}
	path := filepath.Join(t.TempDir(), "keep")
	if err := os.WriteFile(path, []byte("# mine\nshop.test\nshop test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), "line 3: ") {
		t.Errorf("the line is not named: %v", err)
	}
}

// TestDenied: no permission is said. Root has every permission, so for root
// there is nothing to see.
func TestDenied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keep")
	if err := os.WriteFile(path, []byte("shop.test\n"), 0); err != nil {
		t.Fatal(err)
	}
	l, err := Read(path)
	if os.Geteuid() > 0 && (err == nil || !strings.Contains(err.Error(), "permission denied")) {
		t.Errorf("%v, %v", l, err)
	}
}

// TestChange: what people wrote by hand stays, and the version before lies
// beside it.
func TestChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crumbs", "keep")
	shop, sess := Pattern{kind: Host, host: "shop.test"}, Pattern{kind: Glob, name: "sess*", host: "*"}
	if added, err := Add(path, "", shop, shop, sess); err != nil || len(added) != 2 {
		t.Fatal(added, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	mine := "# my sites\r\n\n  .SHOP.test\nother.test\n"
	if err := os.WriteFile(path, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	if added, err := Add(path, "", shop); err != nil || len(added) != 0 {
		t.Errorf("shop.test was added again: %v, %v", added, err)
	}
	if added, err := Add(path, "from a friend", sess); err != nil || len(added) != 1 {
		t.Errorf("%v, %v", added, err)
	}
	check(t, path+".previous", mine)
	check(t, path, "# my sites\n\n  .SHOP.test\nother.test\n# from a friend\nsess*@*\n")
	if was, err := Remove(path, shop); err != nil || !was {
		t.Errorf("shop.test was not on it: %v", err)
	}
	check(t, path, "# my sites\n\nother.test\n# from a friend\nsess*@*\n")
	if was, err := Remove(path, shop); err != nil || was {
		t.Errorf("shop.test is on it twice: %v", err)
	}
}

func check(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s:\n%s", path, diff)
	}
}

// TestManyAtOnce: of patterns that several programs add at once none is lost.
func TestManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keep")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := Add(path, "", Pattern{kind: Host, host: "h" + string(rune('a'+i)) + ".test"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if l, err := Read(path); err != nil || len(l.Patterns()) != 20 {
		t.Errorf("%d patterns, %v", len(l.Patterns()), err)
	}
}

// TestImport: lists of others, in their forms.
func TestImport(t *testing.T) {
	for name, test := range map[string]struct {
		text, from string
		want, left []string
	}{
		"BleachBit": {`["shop.test", ".News.test", 7, "", "co.uk"]`, "BleachBit",
			[]string{"shop.test", "news.test"}, []string{"entry 3, 7", "entry 4, ", "entry 5, co.uk: co.uk is a public suffix"}},
		"cookiecutter": {"# mine\n.github.com\n\nshop.test\r\nnot a host\n", "a list of hosts",
			[]string{"github.com", "shop.test"}, []string{"line 5, not a host"}},
		"Cookie AutoDelete": {`{"default": [
			{"expression": "*.shop.test", "listType": "WHITE", "storeId": "default"},
			{"expression": "mail.test", "listType": "WHITE", "cleanAllCookies": true},
			{"expression": "*.bank.test", "listType": "WHITE", "cleanAllCookies": false, "cookieNames": ["sid", "tz"]},
			{"expression": "news*.test", "listType": "WHITE"},
			{"expression": "grey.test", "listType": "GREY"},
			{"expression": "named.test", "listType": "GREY", "cleanAllCookies": false, "cookieNames": ["id"]},
			{"expression": "/^a+$/", "listType": "WHITE"},
			{"expression": "_Default:WHITE", "listType": "WHITE"},
			{"expression": "10.0.0.0/8", "listType": "WHITE"},
			{"expression": "none.test", "listType": "WHITE", "cleanAllCookies": false, "cookieNames": []},
			{"expression": 5}],
			"firefox-container-2": [{"expression": "work.test", "listType": "WHITE"}]}`, "Cookie AutoDelete",
			[]string{"shop.test", "*@mail.test", "sid@bank.test", "sid@*.bank.test", "tz@bank.test", "tz@*.bank.test", "*@news*.test", "id@named.test", "*@work.test"},
			[]string{"list default, entry 5, grey.test: it is on the grey list", "entry 7, /^a+$/: it is a regular expression", "entry 8, _Default:WHITE",
				"entry 9, 10.0.0.0/8", "entry 10, none.test: it names no cookie", "entry 11, ", "list firefox-container-2, entry 1, work.test: taken over, but for every container"}},
	} {
		in, err := Import([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, p := range in.Patterns {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" || in.From != test.from {
			t.Errorf("%s, from %s:\n%s", name, in.From, diff)
		}
		if len(in.Left) != len(test.left) {
			t.Errorf("%s left %q", name, in.Left)
			continue
		}
		for i, words := range test.left {
			if !strings.Contains(in.Left[i], words) {
				t.Errorf("%s: %q, want %q in it", name, in.Left[i], words)
			}
		}
	}
	for _, text := range []string{"", "[1", "{}x", "\xff"} {
		if in, err := Import([]byte(text)); err == nil {
			t.Errorf("%q was taken for %+v", text, in)
		}
	}
}

// FuzzParse: what is read is written so that it reads the same, and what is
// imported can be put on a list.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"shop.example", "a*@*.b", "cookie name=\"\" domain=x path=/ container=\"a b\"", `["a.b"]`, `{"default":[{"expression":"*.a.b","listType":"WHITE"}]}`, "a@[::1]", "cookie name=a domain=b path=c port=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := Parse(s); err == nil {
			l, err := parse([]byte(p.String() + "\n"))
			if err != nil || !slices.Equal(l.Patterns(), []Pattern{p}) {
				t.Errorf("%q is written as %q: %v", s, p, err)
			}
			if p.kind == One {
				c := crumb(&cookies.Store{}, p.one.domain, p.one.name, p.one.path)
				if p.one == (fields{name: p.one.name, domain: p.one.domain, path: p.one.path}) && !l.Keeps(c) {
					t.Errorf("%q does not keep its cookie", s)
				}
			}
		}
		in, err := Import([]byte(s))
		for _, p := range in.Patterns {
			if again, perr := Parse(p.String()); err == nil && (perr != nil || again != p) {
				t.Errorf("imported %q is written as %q: %v", s, p, perr)
			}
		}
	})
}
