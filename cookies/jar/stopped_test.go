package jar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/journal"
	"crumbs/cookies/sqlite/sqlitetest"
)

// A program stopped after each step leaves a journal that the next start
// settles, and a store that is before or after.
func TestStoppedBetweenSteps(t *testing.T) {
	type stop func(t *testing.T, j *Jar, s *cookies.Store, rows cookies.Rows, r *journal.Record)
	set := func(t *testing.T, r *journal.Record, f journal.Fate) {
		r.Set(0, func(int, journal.Fate) journal.Fate { return f })
		if err := r.Save(); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(t *testing.T, s *cookies.Store, rows cookies.Rows) {
		f, err := formatOf(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Remove(t.Context(), s, sqlitetest.Folder(t), rows, free); err != nil {
			t.Fatal(err)
		}
	}
	stores := map[string]func(t *testing.T) *cookies.Store{
		"chromium": func(t *testing.T) *cookies.Store { return chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 5) },
		"text":     func(t *testing.T) *cookies.Store { return textStore(t, 5) },
	}
	for _, test := range []struct {
		name string
		stop stop
		want journal.State // "" for no entry
		left int
	}{
		{"written down, not deleted", func(*testing.T, *Jar, *cookies.Store, cookies.Rows, *journal.Record) {}, "", 5},
		{"deleted, not noted", func(t *testing.T, _ *Jar, s *cookies.Store, rows cookies.Rows, _ *journal.Record) {
			remove(t, s, rows)
		}, journal.Done, 0},
		{"about to be put back", func(t *testing.T, _ *Jar, s *cookies.Store, rows cookies.Rows, r *journal.Record) {
			remove(t, s, rows)
			set(t, r, journal.Restoring)
		}, journal.Done, 0},
		{"put back, not noted", func(t *testing.T, _ *Jar, s *cookies.Store, rows cookies.Rows, r *journal.Record) {
			remove(t, s, rows)
			set(t, r, journal.Restoring)
			put(t, s, rows)
		}, journal.Undone, 5},
	} {
		for name, make := range stores {
			t.Run(name+", "+test.name, func(t *testing.T) {
				s := make(t)
				j := testJar(t, s)
				before := raw(t, j, s)
				record, err := j.journal.Begin(time.Now(), []journal.Batch{{Store: s, Rows: before}}, nil)
				if err != nil {
					t.Fatal(err)
				}
				test.stop(t, j, s, before, record)
				if err := j.Settle(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := raw(t, j, s).Len(); got != test.left {
					t.Errorf("%d cookies in the store, want %d", got, test.left)
				}
				history, err := j.History(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				var state journal.State
				if len(history) > 0 {
					state = history[0].State
				}
				if state != test.want {
					t.Errorf("the entry is %q, want %q", state, test.want)
				}
				if test.left == 0 {
					if _, err := j.Undo(t.Context(), "", nil); err != nil {
						t.Fatal(err)
					}
				}
				if d := cmp.Diff(before, raw(t, j, s)); d != "" {
					t.Errorf("in the end the store is not as it was:\n%s", d)
				}
			})
		}
	}
}

// What was to be forgotten when the program was stopped is gone at the next
// start, and in nobody's way.
func TestStoppedWhileForgetting(t *testing.T) {
	s := textStore(t, 5)
	j := testJar(t, s)
	all := load(t, j, s)
	first, err := j.Delete(t.Context(), all[:2])
	if err != nil {
		t.Fatal(err)
	}
	second, err := j.Delete(t.Context(), all[2:])
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(j.opts.State, "journal")
	if err := os.Rename(filepath.Join(dir, second.ID+".json"), filepath.Join(dir, ".forgotten-"+second.ID)); err != nil {
		t.Fatal(err)
	}
	if err := j.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*"+second.ID+"*")); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	if res, err := j.Undo(t.Context(), "", nil); err != nil || res.ID != first.ID || res.Done != 2 {
		t.Errorf("%+v, %v", res, err)
	}
}

// An undo into a store that can't be read leaves its entry as it was: the next
// one says the same again and takes no older deletion, which stays to be had by
// its ID.
func TestUndoIntoADamagedStore(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 5)
	other := textStore(t, 5)
	j := testJar(t, s, other)
	older, err := j.Delete(t.Context(), load(t, j, other))
	if err != nil {
		t.Fatal(err)
	}
	gone, err := j.Delete(t.Context(), load(t, j, s))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, garbage := range []string{"no database", string(whole[:100]) + strings.Repeat("A", len(whole)-100)} {
		if err := os.WriteFile(s.Path, []byte(garbage), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"", "", gone.ID} {
			if res, err := j.Undo(t.Context(), id, nil); err != nil || res.ID != gone.ID || res.Done != 0 || len(res.Skipped) != 1 || res.Skipped[0].Count != 5 {
				t.Errorf("undo %q: %+v, %v", id, res, err)
			}
			if r, err := j.journal.Get(gone.ID); err != nil || r.State() != journal.Done {
				t.Errorf("after undo %q the entry is %v, %v", id, r.State(), err)
			}
		}
	}
	if res, err := j.Undo(t.Context(), older.ID, nil); err != nil || res.Done != 5 {
		t.Errorf("%+v, %v", res, err)
	}
	if err := os.WriteFile(s.Path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if res, err := j.Undo(t.Context(), "", nil); err != nil || res.ID != gone.ID || res.Done != 5 {
		t.Errorf("%+v, %v", res, err)
	}
}
