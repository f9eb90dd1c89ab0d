package jar

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// watched drives a watch look by look.
type watched struct {
	t     *testing.T
	beats chan beat
	seen  chan Sight
	lists bool // each beat is one to list the stores anew
}

func watch(t *testing.T, want func(*cookies.Cookie) bool, stores ...*cookies.Store) *watched {
	t.Helper()
	var only []string
	for _, s := range stores {
		only = append(only, s.Path)
	}
	j := Open(Options{Only: only, State: t.TempDir(), Scratch: sqlitetest.Folder(t)})
	w := &watched{t, make(chan beat), make(chan Sight, 1), false}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- j.watch(ctx, w.beats, func([]*cookies.Store) {}, want, func(s Sight) { w.seen <- s }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the watch ended with %v", err)
		}
	})
	if first := <-w.seen; !first.First || len(first.Changes) != 0 || len(first.Stores) != len(stores) {
		t.Fatalf("the first look gave %d changes in %d stores, first %v", len(first.Changes), len(first.Stores), first.First)
	}
	return w
}

// next gives what the looks see until something is seen.
func (w *watched) next() []string {
	w.t.Helper()
	for {
		select {
		case s := <-w.seen:
			var out []string
			for _, c := range s.Changes {
				out = append(out, fmt.Sprintf("%s %s", c.Event, c.Cookie.Name))
			}
			return out
		case w.beats <- beat{list: w.lists}:
		}
	}
}

func all(*cookies.Cookie) bool { return true }

func change(t *testing.T, s *cookies.Store, sql string) {
	t.Helper()
	sqlitetest.Run(t, s.Path, sql)
}

func TestWatch(t *testing.T) {
	chromium, firefox := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3), firefoxStore(t, t.TempDir(), 2)
	w := watch(t, all, chromium, firefox)
	for _, step := range []struct {
		store *cookies.Store
		sql   string
		want  []string
	}{
		{chromium, `DELETE FROM cookies WHERE name = 'name1'`, []string{"gone name1"}},
		// That a cookie was sent is no change of it.
		{firefox, `UPDATE moz_cookies SET lastAccessed = lastAccessed + 1000000`, nil},
		{firefox, `UPDATE moz_cookies SET expiry = expiry + 1000 WHERE name = 'name0'`, []string{"changed name0"}},
		// A session cookie or a text jar has no time by which another value is seen.
		{firefox, `UPDATE moz_cookies SET value = 'abcdefgh0123' WHERE name = 'name1'`, []string{"changed name1"}},
		{firefox, `UPDATE moz_cookies SET value = 'abcdefgh4567' WHERE name = 'name1'`, []string{"changed name1"}},
		{chromium, `UPDATE cookies SET last_update_utc = last_update_utc + 5 WHERE name IN ('name0', 'name2')`, []string{"changed name0", "changed name2"}},
		{firefox, `INSERT INTO moz_cookies (originAttributes, name, value, host, path, expiry, creationTime, lastAccessed, updateTime)
			VALUES ('', 'fresh', 'x', 'h.test', '/', 1900000000000, 1, 1, 1)`, []string{"new fresh"}},
	} {
		change(t, step.store, step.sql)
		if got := w.next(); !slices.Equal(got, step.want) {
			t.Errorf("%s: saw %v, want %v", step.sql, got, step.want)
		}
	}
	// Under the eyes of a watch a store may go. It is no empty one at the look
	// that fails, and gone when the stores were listed anew.
	if err := os.Remove(chromium.Path); err != nil {
		t.Fatal(err)
	}
	got := w.next() // that it can't be read
	if len(got) > 0 {
		t.Errorf("before it was looked for anew it was said: %v", got)
	}
	w.lists = true
	for len(got) == 0 {
		got = w.next()
	}
	if want := []string{"gone name0", "gone name2"}; !slices.Equal(got, want) {
		t.Errorf("a store that went away: saw %v, want %v", got, want)
	}
}

// TestWatchWantsOnly: nothing is said of cookies that were not asked for.
func TestWatchWantsOnly(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 6)
	w := watch(t, func(c *cookies.Cookie) bool { return c.Host == ".h1.test" }, s)
	change(t, s, `DELETE FROM cookies`)
	if got, want := w.next(), []string{"gone name1", "gone name4"}; !slices.Equal(got, want) {
		t.Errorf("saw %v, want %v", got, want)
	}
}

// TestWatchRidesOutDamage: a store that can't be read for a while is no empty
// one, and what changed meanwhile is seen when it can.
func TestWatchRidesOutDamage(t *testing.T) {
	s := firefoxStore(t, t.TempDir(), 2)
	w := watch(t, all, s)
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Path, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := w.next(); len(got) != 0 {
		t.Errorf("damage was told as %v", got)
	}
	if err := os.WriteFile(s.Path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	change(t, s, `DELETE FROM moz_cookies WHERE name = 'name1'`)
	if got, want := w.next(), []string{"gone name1"}; !slices.Equal(got, want) {
		t.Errorf("after the damage it saw %v, want %v", got, want)
	}
}
