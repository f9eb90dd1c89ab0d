package jar

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/find"
	"crumbs/cookies/sqlite/sqlitetest"
)

// What has a store's name and is none is damaged, in every format and however it
// is reached, and keeps nobody waiting.
func TestDamagedInEveryFormat(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for name, path := range map[string]string{
		"chromium": ".config/chromium/Default/Cookies", "firefox": ".mozilla/firefox/p/cookies.sqlite",
		"epiphany": ".local/share/epiphany/cookies.sqlite", "web application": ".local/share/org.gnome.Epiphany.WebApp_1/cookies.sqlite",
		"falkon": ".config/falkon/profiles/default/Cookies", "qutebrowser": ".local/share/qutebrowser/webengine/Cookies",
		"safari": "Library/Cookies/Cookies.binarycookies",
	} {
		for what, make := range map[string]func(string) error{
			"text":      func(p string) error { return os.WriteFile(p, []byte("no store\n"), 0o600) },
			"0 bytes":   func(p string) error { return os.WriteFile(p, nil, 0o600) },
			"zeros":     func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("\x00", 8192)), 0o600) },
			"a header":  func(p string) error { return os.WriteFile(p, []byte("SQLite format 3\x00"), 0o600) },
			"cook":      func(p string) error { return os.WriteFile(p, []byte("cook\x7f\xff\xff\xff"), 0o600) },
			"directory": func(p string) error { return os.Mkdir(p, 0o700) },
			"pipe":      func(p string) error { return syscall.Mkfifo(p, 0o600) },
			"loop":      func(p string) error { return os.Symlink(filepath.Base(p), p) },
		} {
			home := t.TempDir()
			file := filepath.Join(home, path)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := make(file); err != nil {
				t.Fatal(err)
			}
			places := find.At(home)
			if name == "safari" {
				places.System = "darwin"
			}
			for _, options := range []Options{{Places: places}, {Only: []string{file}}} {
				options.Scratch = sqlitetest.Folder(t)
				j := Open(options)
				stores, err := j.Stores(t.Context())
				if err != nil || len(stores) != 1 {
					t.Fatalf("%s, %s: %d stores, %v", name, what, len(stores), err)
				}
				j.Load(t.Context(), stores, func(c Contents) {
					if c.Condition.State != cookies.Damaged || c.Condition.Reason == "" || c.Condition.Advice == "" || c.Cookies != nil {
						t.Errorf("%s, %s: %+v", name, what, c.Condition)
					}
				})
			}
		}
	}
}

// Epiphany's cookies go and come back; Safari's stay, and the reason is given.
func TestEpiphanyAndSafari(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	home := t.TempDir()
	soup, safari := filepath.Join(home, "epiphany", "cookies.sqlite"), filepath.Join(home, "safari", "Cookies.binarycookies")
	for _, path := range []string{soup, safari} {
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sqlitetest.Run(t, soup,
		`CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER)`,
		`INSERT INTO moz_cookies VALUES(5, 'id', 'planted', '.shop.test', '/', 1900000000, NULL, 1, 0, 2)`,
		`INSERT INTO moz_cookies VALUES(6, 'other', 'v', '.shop.test', '/', 1900000000, NULL, 0, 0, 0)`)
	// One page, one cookie: host, name, path and value behind a head of 56 bytes.
	record := "\x45\x00\x00\x00" + strings.Repeat("\x00", 12) + "\x38\x00\x00\x00\x3f\x00\x00\x00\x41\x00\x00\x00\x43\x00\x00\x00" + strings.Repeat("\x00", 24) + "a.test\x00n\x00/\x00v\x00"
	page := "\x00\x00\x01\x00\x01\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00" + record
	text := "cook\x00\x00\x00\x01\x00\x00\x00" + string(rune(len(page))) + page + "\x00\x00\x00\x00\x07\x17\x20\x05\x00\x00\x00\x4b"
	if err := os.WriteFile(safari, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	before := sqlitetest.Dump(t, soup, "moz_cookies")
	j := Open(Options{Only: []string{soup, safari}, State: filepath.Join(home, "state"), Scratch: sqlitetest.Folder(t)})
	stores, err := j.Stores(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var chosen []*cookies.Cookie
	j.Load(t.Context(), stores, func(c Contents) {
		if state := map[cookies.Format]cookies.State{cookies.WebKit: cookies.Ready, cookies.BinaryCookies: cookies.ReadOnly}[c.Store.Format]; c.Condition.State != state {
			t.Errorf("%+v", c.Condition)
		}
		for i := range c.Cookies {
			if c.Cookies[i].Name != "other" {
				chosen = append(chosen, &c.Cookies[i])
			}
		}
	})
	for _, v := range j.Values(t.Context(), chosen) {
		if s := string(v.Bytes); v.Err != nil || s != "planted" && s != "v" {
			t.Errorf("%q, %v", s, v.Err)
		}
	}
	res, err := j.Delete(t.Context(), chosen)
	if err != nil || res.Done != 1 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonReadOnly || !strings.Contains(res.Skipped[0].Words, "Safari's store is read-only to crumbs") {
		t.Fatalf("%+v, %v", res, err)
	}
	if left := sqlitetest.Dump(t, soup, "moz_cookies"); len(left) != 1 || sqlitetest.Holds(t, soup, "planted") {
		t.Errorf("%q", left)
	}
	if res, err = j.Undo(t.Context(), res.ID, nil); err != nil || res.Done != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	if after := sqlitetest.Dump(t, soup, "moz_cookies"); !slices.Equal(before, after) {
		t.Errorf("%q, want %q", after, before)
	}
}
