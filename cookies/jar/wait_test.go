package jar

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// door is who is in the way of stores, by their paths, as a test has it.
type door struct {
	held  map[string]cookies.State
	looks int
	knock func(looks int) // before each look
}

func (d *door) look(stores []*cookies.Store) []cookies.Condition {
	d.looks++
	if d.knock != nil {
		d.knock(d.looks)
	}
	out := conditions(stores)
	for i, s := range stores {
		if st := d.held[s.Path]; st != "" {
			out[i] = cookies.Condition{State: st, Reason: s.Browser + " is using it", Advice: "close it", Holder: s.Browser}
		}
	}
	return out
}

// waiting runs a test on two stores and the cookies in them, with a clock that
// only goes on when everybody waits.
func waiting(t *testing.T, test func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie)) {
	t.Helper()
	a, b := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3), firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 3)
	j := testJar(t, a, b)
	chosen := load(t, j, a, b)
	d := &door{held: map[string]cookies.State{}}
	j.look = d.look
	synctest.Test(t, func(t *testing.T) { test(t, j, d, a, b, chosen) })
}

func rowsIn(t *testing.T, j *Jar, s *cookies.Store) int {
	t.Helper()
	return raw(t, j, s).Len()
}

// All stores of a plan go together, when the last of them is free, and are one
// entry.
func TestDeletionWaits(t *testing.T) {
	waiting(t, func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie) {
		d.held[a.Path], d.held[b.Path] = cookies.InUse, cookies.Locked
		d.knock = func(n int) {
			if n == 4 {
				d.held[a.Path] = ""
			}
			if n == 6 {
				if got := rowsIn(t, j, a); got != 3 {
					t.Errorf("of the store that was free first %d cookies are left, want all until the other is free", got)
				}
				d.held[b.Path] = ""
			}
		}
		var told []int
		start := time.Now()
		res, err := j.DeleteWhenFree(t.Context(), chosen, Wait{Tell: func(h []Holdup) { told = append(told, len(h)) }})
		if err != nil || res.Done != 6 || len(res.Skipped) != 0 {
			t.Fatalf("%+v, %v", res, err)
		}
		if len(told) != 2 || told[0] != 2 || told[1] != 1 {
			t.Errorf("told of %v, want of both and then of the one", told)
		}
		if took := time.Since(start); took != 5*knock {
			t.Errorf("it took %v, want a look a %v", took, knock)
		}
		if h, err := j.History(t.Context()); err != nil || len(h) != 1 || h[0].Deleted != 6 {
			t.Errorf("%+v, %v", h, err)
		}

		d.held[b.Path], d.looks = cookies.InUse, 0
		d.knock = func(n int) {
			if n == 3 {
				d.held[b.Path] = ""
			}
		}
		back, err := j.UndoWhenFree(t.Context(), "", nil, Wait{})
		if err != nil || back.Done != 6 || back.ID != res.ID {
			t.Errorf("%+v, %v", back, err)
		}
	})
}

// A browser that starts again between the last look and the deletion is waited
// for once more, and nothing of the plan is done before.
func TestWaitIsOvertaken(t *testing.T) {
	waiting(t, func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie) {
		d.held[b.Path] = cookies.InUse
		d.knock = func(n int) {
			switch n {
			case 2:
				d.held[b.Path] = "" // it closes: looks 2 and 3 are of the wait
			case 4:
				d.held[b.Path] = cookies.InUse // the deletion's own look finds it back
			case 5:
				if rowsIn(t, j, a) != 3 {
					t.Error("the other store went without it")
				}
			case 6:
				d.held[b.Path] = ""
			}
		}
		res, err := j.DeleteWhenFree(t.Context(), chosen, Wait{})
		if err != nil || res.Done != 6 || len(res.Skipped) != 0 {
			t.Fatalf("%+v, %v", res, err)
		}
		if h, _ := j.History(t.Context()); len(h) != 1 {
			t.Errorf("%d entries, want one", len(h))
		}
	})
}

// What is in the way and not seen by looking does not go by waiting.
func TestWaitGivesUp(t *testing.T) {
	waiting(t, func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie) {
		d.knock = func(n int) { // free when asked, held when written
			d.held[b.Path] = map[bool]cookies.State{true: cookies.Locked}[n%2 == 0]
		}
		res, err := j.DeleteWhenFree(t.Context(), chosen, Wait{})
		if err != nil || res.Done != 0 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonLocked {
			t.Errorf("%+v, %v", res, err)
		}
	})
}

func TestWaitEnds(t *testing.T) {
	waiting(t, func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie) {
		d.held[b.Path] = cookies.InUse
		start := time.Now()
		res, err := j.DeleteWhenFree(t.Context(), chosen, Wait{Most: time.Minute})
		if err != nil || res.Done != 0 || res.ID != "" || len(res.Skipped) != 2 || res.Skipped[0].Count+res.Skipped[1].Count != 6 {
			t.Errorf("%+v, %v", res, err)
		}
		if took := time.Since(start); took != time.Minute {
			t.Errorf("it took %v", took)
		}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		defer stop()
		if res, err := j.DeleteWhenFree(ctx, chosen, Wait{}); !errors.Is(err, context.DeadlineExceeded) || res.Done+len(res.Skipped) > 0 {
			t.Errorf("interrupted: %+v, %v", res, err)
		}
		if h, _ := j.History(t.Context()); len(h) != 0 || rowsIn(t, j, a) != 3 || rowsIn(t, j, b) != 3 {
			t.Errorf("something was done: %+v", h)
		}
	})
}

// What a browser only sent or set again is still what was chosen; what was set
// anew is another cookie.
func TestChosenWhileWaiting(t *testing.T) {
	waiting(t, func(t *testing.T, j *Jar, d *door, a, b *cookies.Store, chosen []*cookies.Cookie) {
		d.held[a.Path] = cookies.InUse
		d.knock = func(n int) {
			if n == 2 {
				sqlitetest.Run(t, a.Path, `UPDATE cookies SET last_access_utc = last_access_utc + 9, last_update_utc = last_update_utc + 9, value = 'newer' WHERE name = 'name0'`)
				sqlitetest.Run(t, a.Path, `UPDATE cookies SET creation_utc = creation_utc + 9 WHERE name = 'name1'`)
				sqlitetest.Run(t, a.Path, `DELETE FROM cookies WHERE name = 'name2'`)
				d.held[a.Path] = ""
			}
		}
		ofA := only(chosen, func(c *cookies.Cookie) bool { return c.Store.Path == a.Path })
		res, err := j.DeleteWhenFree(t.Context(), ofA, Wait{})
		if err != nil || res.Done != 1 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonChanged || res.Skipped[0].Count != 2 {
			t.Errorf("%+v, %v", res, err)
		}
		if left := raw(t, j, a); left.Len() != 1 || left.Keys[0].Name != "name1" {
			t.Errorf("left: %v", left.Keys)
		}
	})
}

// A profile's backup and the session that Firefox starts from are two stores, in
// whatever order they are named.
func TestBackupBesideTheSession(t *testing.T) {
	_, s := firefoxProfile(t)
	backup := filepath.Join(s.Folder, "sessionstore-backups", "recovery.jsonlz4")
	content, err := os.ReadFile(s.Path)
	if err := errors.Join(err, os.Mkdir(filepath.Dir(backup), 0o700), os.WriteFile(backup, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, paths := range [][]string{{backup, s.Path}, {s.Path, backup}} {
		j := testJar(t)
		j.opts.Only = paths
		stores, err := j.Stores(t.Context())
		if err != nil || len(stores) != 2 {
			t.Fatalf("%v, %v", stores, err)
		}
		var all []*cookies.Cookie
		ids := map[cookies.ID]bool{}
		j.Read(t.Context(), stores, func(c Contents) {
			for i := range c.Cookies {
				all = append(all, &c.Cookies[i])
				ids[c.Cookies[i].ID()] = true
			}
		})
		if len(ids) != len(all) {
			t.Errorf("%d cookies have %d IDs", len(all), len(ids))
		}
		res, err := j.DeleteWhenFree(t.Context(), all, Wait{})
		if n := len(all) / 2; err != nil || res.Done != n || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonReadOnly || res.Skipped[0].Count != n {
			t.Errorf("of %d in each: %+v, %v", n, res, err)
		}
		if back, err := j.Undo(t.Context(), "", nil); err != nil || back.Done != res.Done {
			t.Fatalf("%+v, %v", back, err)
		}
	}
}

// Firefox's session lies in another file when it is closed.
func TestSessionMoves(t *testing.T) {
	dir := t.TempDir()
	s := firefoxStore(t, dir, 1)
	j := testJar(t, s)
	running := &cookies.Store{Browser: s.Browser, Folder: s.Folder, Format: cookies.FirefoxSession, Path: filepath.Join(dir, "sessionstore-backups", "recovery.jsonlz4")}
	c := &cookies.Cookie{Key: cookies.Key{Name: "sid"}, Store: running}
	if got := j.moved(t.Context(), []*cookies.Cookie{c}); got[0] != c {
		t.Error("of a session that is found nowhere something was made")
	}
	closed := filepath.Join(dir, "sessionstore.jsonlz4")
	if err := os.WriteFile(closed, []byte("mozLz40\x00\x02\x00\x00\x00\x20{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	j.opts.Only = []string{dir}
	stores, err := j.Stores(t.Context())
	if err != nil || len(stores) != 2 {
		t.Fatalf("%v, %v", stores, err)
	}
	running.Browser = stores[0].Browser
	got := j.moved(t.Context(), []*cookies.Cookie{c})
	if got[0].Store.Path != closed || got[0].Name != "sid" || c.Store != running {
		t.Errorf("it is looked for in %s", got[0].Store.Path)
	}
}
