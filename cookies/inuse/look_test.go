package inuse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
)

// store makes a profile with a store in it that is free.
func store(t *testing.T, format cookies.Format) *cookies.Store {
	t.Helper()
	dir := t.TempDir()
	name := map[cookies.Format]string{cookies.Chromium: "Cookies", cookies.Firefox: "cookies.sqlite", cookies.FirefoxSession: "sessionstore.jsonlz4", cookies.WebKit: "cookies.sqlite"}[format]
	s := &cookies.Store{Browser: "firefox", Format: format, Folder: filepath.Join(dir, "Default"), Path: filepath.Join(dir, "Default", name)}
	if format == cookies.Chromium {
		s.Browser, s.UserData = "chromium", dir
	}
	if err := os.Mkdir(s.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Path, []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// expect looks at a store and compares state and reason.
func expect(t *testing.T, s *cookies.Store, state cookies.State, reason string) {
	t.Helper()
	c := Look(s)
	if c.State != state || !strings.Contains(c.Reason, reason) || c.Writable != (state == cookies.Ready) {
		t.Errorf("%s: got %+v, want %s because %q", s.Path, c, state, reason)
	}
	if state != cookies.Ready && (c.Advice == "" || c.Reason == "") {
		t.Errorf("%s: %+v says too little", s.Path, c)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReady(t *testing.T) {
	for _, f := range []cookies.Format{cookies.Chromium, cookies.Firefox, cookies.FirefoxSession} {
		s := store(t, f)
		if c := Look(s); c != cookies.Fine() {
			t.Errorf("%s: %+v", f, c)
		}
		must(t, Free(s))
		held, err := Hold(s)
		must(t, err)
		held.Release()
		held.Release() // twice is once
	}
}

// Of Firefox's two session files the one that it would not start from is a
// backup.
func TestSessionFiles(t *testing.T) {
	s := store(t, cookies.FirefoxSession)
	if c := Look(s); c != cookies.Fine() {
		t.Errorf("%+v", c)
	}
	backup := *s
	backup.Path = filepath.Join(s.Folder, "sessionstore-backups", "recovery.jsonlz4")
	must(t, os.Mkdir(filepath.Dir(backup.Path), 0o700))
	must(t, os.WriteFile(backup.Path, []byte("mozLz40"), 0o600))
	expect(t, &backup, cookies.ReadOnly, "it is a backup: Firefox starts from sessionstore.jsonlz4")
	if got := CurrentSession(backup.Path); got != s.Path {
		t.Errorf("Firefox would start from %s", got)
	}
	must(t, os.Remove(s.Path))
	if c := Look(&backup); c != cookies.Fine() {
		t.Errorf("without the other: %+v", c)
	}
	if got := CurrentSession(s.Path); got != backup.Path {
		t.Errorf("Firefox would start from %s", got)
	}
	must(t, os.Remove(backup.Path))
	for _, path := range []string{s.Path, backup.Path, "/a/recovery.jsonlz4", "/a/sessionstore-backups/previous.jsonlz4"} {
		if got := CurrentSession(path); got != path {
			t.Errorf("%s became %s", path, got)
		}
	}
}

func TestDamaged(t *testing.T) {
	s := store(t, cookies.Chromium)
	must(t, os.Truncate(s.Path, 0))
	expect(t, s, cookies.Damaged, "0 bytes")
	must(t, os.WriteFile(s.Path+"-wal", []byte("SQLite removes this unread"), 0o600))
	expect(t, s, cookies.Damaged, "0 bytes")
	must(t, os.Remove(s.Path))
	expect(t, s, cookies.Damaged, "no longer there")
	must(t, os.Mkdir(s.Path, 0o700))
	expect(t, s, cookies.Damaged, "directory")
	must(t, os.Remove(s.Path))
	must(t, os.Symlink("Cookies", s.Path))
	expect(t, s, cookies.Damaged, "in a circle")
	must(t, os.Remove(s.Path))
	must(t, os.Symlink("nothing", s.Path))
	expect(t, s, cookies.Damaged, "leads nowhere")
}

func TestModeForbidsWriting(t *testing.T) {
	s := store(t, cookies.Firefox)
	must(t, os.Chmod(s.Path, 0o444))
	expect(t, s, cookies.ReadOnly, "0444")
}

func TestWords(t *testing.T) {
	now := time.Date(2031, 5, 6, 15, 0, 0, 0, time.Local)
	for _, c := range []struct {
		h    Holder
		want string
	}{
		{Holder{}, "another program is using it"},
		{Holder{Name: "firefox"}, "firefox is using it"},
		{Holder{PID: 12, Name: "chromium", Since: now.Add(-time.Hour)}, "chromium is using it (process 12, since 14:00)"},
		{Holder{PID: 12, Name: "chromium", Since: now.AddDate(0, 0, -1)}, "chromium is using it (process 12, since 2031-05-05 15:00)"},
		{Holder{PID: 12, Name: "x\x1b[2J\n"}, `x\x1b[2J is using it (process 12)`},
	} {
		if got := c.h.name() + " is using it" + c.h.details(now); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	for _, c := range []struct{ name, want string }{
		{"firefox", "close firefox and try again"}, {"", "close the program that has it open and try again"},
	} {
		if got := inUse(Holder{Name: c.name}, &cookies.Store{}).Advice; got != c.want {
			t.Errorf("in use: %q, want %q", got, c.want)
		}
		if got := locked(Holder{Name: c.name}).Advice; got != c.want {
			t.Errorf("locked: %q, want %q", got, c.want)
		}
	}
	for name, want := range map[string]bool{"chromium": true, "Chrome_ChildThread": true, "firefox-esr": true, "zen": true, "zenity": false, "sqlite3": false, "": false, "opera": true, "QtWebEngineProcess": true, "WebKitNetworkProcess": true, "epiphany": true} {
		if isBrowser(name) != want {
			t.Errorf("isBrowser(%q) = %v", name, !want)
		}
	}
}
