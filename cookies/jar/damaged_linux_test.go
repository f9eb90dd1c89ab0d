package jar

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/find"
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
				if err := j.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}
