package find

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"crumbs/cookies"
)

const (
	soupTable = "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, " +
		"lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER)"
	wholeGeckoTable = "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT, host TEXT, " +
		"path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER, isSecure INTEGER, isHttpOnly INTEGER)"
)

// Epiphany's own store and those of its web applications, which the menu's file
// names.
func TestEpiphany(t *testing.T) {
	home := t.TempDir()
	data := filepath.Join(home, ".local", "share")
	for _, path := range []string{"epiphany", "org.gnome.Epiphany.WebApp_12ab", "org.gnome.Epiphany.WebApp_34cd", "org.gnome.Epiphany.WebApp_none"} {
		write(t, filepath.Join(data, path, "cookies.sqlite"), page(soupTable)+path)
	}
	write(t, filepath.Join(data, "gnome-builder", "cookies.sqlite"), page(soupTable))
	write(t, filepath.Join(data, "org.gnome.Epiphany.WebApp_12ab", "org.gnome.Epiphany.WebApp_12ab.desktop"), "[Desktop Entry]\nType=Application\nName=My Mail\n[Other]\nName=no\n")
	write(t, filepath.Join(data, "applications", "org.gnome.Epiphany.WebApp_34cd.desktop"), "[X]\nName=no\n[Desktop Entry]\nName=Chat\n")
	want := []string{
		"epiphany|epiphany|epiphany|webkit|epiphany/cookies.sqlite",
		"epiphany|org.gnome.Epiphany.WebApp_12ab|My Mail|webkit|org.gnome.Epiphany.WebApp_12ab/cookies.sqlite",
		"epiphany|org.gnome.Epiphany.WebApp_34cd|Chat|webkit|org.gnome.Epiphany.WebApp_34cd/cookies.sqlite",
		"epiphany|org.gnome.Epiphany.WebApp_none|org.gnome.Epiphany.WebApp_none|webkit|org.gnome.Epiphany.WebApp_none/cookies.sqlite",
	}
	found := At(home).Stores(t.Context())
	same(t, brief(data, found), want)
	for i, s := range found {
		for _, path := range []string{s.Path, s.Folder} {
			again, err := Open(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			same(t, brief(data, again), want[i:i+1])
		}
	}
}

// What is libsoup's is told by the table, wherever it lies and whatever it is
// called; what can't be told, by the folder.
func TestOpenSoup(t *testing.T) {
	home := t.TempDir()
	for path, c := range map[string]struct{ text, want string }{
		"copy/cookies.sqlite":                  {page(soupTable), "epiphany|copy|copy|webkit"},
		"midori/cookies.db":                    {page(soupTable), "epiphany|midori|midori|webkit"},
		"old/jar":                              {page("CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT,expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER)"), "epiphany|old|old|webkit"},
		".local/share/epiphany/cookies.sqlite": {page(wholeGeckoTable), "firefox|epiphany|epiphany|firefox"},
		"fox/cookies.sqlite":                   {page(wholeGeckoTable), "firefox|fox|fox|firefox"},
		".var/app/org.gnome.Epiphany/data/epiphany/cookies.sqlite":        {"text", "epiphany|epiphany|epiphany|webkit"},
		"deep/.local/share/epiphany/cookies.sqlite":                       {"", "epiphany|epiphany|epiphany|webkit"},
		"share/org.gnome.Epiphany.WebApp_1/cookies.sqlite":                {"\x00\x00", "epiphany|org.gnome.Epiphany.WebApp_1|org.gnome.Epiphany.WebApp_1|webkit"},
		".var/app/org.gnome.Epiphany.Canary/data/epiphany/cookies.sqlite": {page(soupTable), "epiphany-canary|epiphany|epiphany|webkit"},
	} {
		stores, err := Open(write(t, filepath.Join(home, path), c.text), nil)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		same(t, brief(home, stores), []string{c.want + "|" + path})
	}
}

// A folder of profiles of both kinds is read as what each is.
func TestOpenMixedFolder(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "fox", "cookies.sqlite"), page(wholeGeckoTable))
	write(t, filepath.Join(home, "web", "cookies.sqlite"), page(soupTable))
	stores, err := Open(home, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, brief(home, stores), []string{"firefox|fox|fox|firefox|fox/cookies.sqlite", "epiphany|web|web|webkit|web/cookies.sqlite"})
}

func TestOddEpiphany(t *testing.T) {
	home := t.TempDir()
	data := filepath.Join(home, ".local", "share")
	for _, dir := range []string{"epiphany/cookies.sqlite", "org.gnome.Epiphany.WebApp_loop", "org.gnome.Epiphany.WebApp_pipe"} {
		if err := os.MkdirAll(filepath.Join(data, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("cookies.sqlite", filepath.Join(data, "org.gnome.Epiphany.WebApp_loop", "cookies.sqlite")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(data, "org.gnome.Epiphany.WebApp_pipe", "cookies.sqlite"), 0o600); err != nil {
		t.Fatal(err)
	}
	stores := At(home).Stores(t.Context())
	if len(stores) != 3 {
		t.Fatalf("found %v", brief(data, stores))
	}
	for _, s := range stores {
		again, err := Open(s.Path, nil)
		if err != nil || len(again) != 1 || again[0].Format != cookies.WebKit || again[0].Browser != "epiphany" {
			t.Errorf("Open(%s) = %v, %v", s.Path, brief(data, again), err)
		}
	}
}
