package jar

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

// remembered puts an entry into the journal, of a deletion of rows of a store.
func remembered(t *testing.T, j *Jar, s *cookies.Store, rows cookies.Rows, at time.Time, fate journal.Fate) *journal.Record {
	t.Helper()
	r, err := j.journal.Begin(at, []journal.Batch{{Store: s, Rows: rows}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Set(0, func(int, journal.Fate) journal.Fate { return fate })
	if err := r.Save(); err != nil {
		t.Fatal(err)
	}
	return r
}

// A deletion forgets those of more than 30 days ago, and no younger ones.
func TestDeletionForgetsOldOnes(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	list := load(t, j, s)
	day := 24 * time.Hour
	old := remembered(t, j, s, raw(t, j, s), time.Now().Add(-31*day), journal.Removed)
	young := remembered(t, j, s, raw(t, j, s), time.Now().Add(-29*day), journal.Removed)
	if _, err := j.Delete(t.Context(), list[:1]); err != nil {
		t.Fatal(err)
	}
	history, err := j.History(t.Context())
	has := func(id string) bool {
		return slices.ContainsFunc(history, func(e Entry) bool { return e.ID == id })
	}
	if err != nil || len(history) != 2 || has(old.ID) || !has(young.ID) {
		t.Errorf("%+v, %v; want the new one and %s", history, err, young.ID)
	}
	if left, _ := filepath.Glob(filepath.Join(j.opts.State, "journal", old.ID+"*")); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}

// A newest deletion that was not settled, although no browser runs, is one whose
// store can't be read: it holds up nobody, whoever was asked for it.
// TestBrowserGoesSilentAndItsProfileGoes has one whose browser runs.
func TestNewestIsUnsettled(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	rows := raw(t, j, s)
	remembered(t, j, s, pick(rows, []int{0}), time.Now().Add(-time.Hour), journal.Removed)
	newest := remembered(t, j, s, pick(rows, []int{1}), time.Now(), journal.Removing)
	for _, live := range []bool{true, false} {
		newest.Stores[0].Live = live
		if err := newest.Save(); err != nil {
			t.Fatal(err)
		}
		r, passed, err := j.toUndo("")
		if err != nil || r.ID == newest.ID || len(passed) != 1 || passed[0].ID != newest.ID {
			t.Errorf("live %t: %+v, %v", live, passed, err)
		}
	}
}

// What its site has set again stays so for an undo of the newest deletion, also
// where the newer cookie has gone since; only an undo by its ID tries again.
func TestNewerIsTriedAgainByNameOnly(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	res, err := j.Delete(t.Context(), load(t, j, s))
	if err != nil {
		t.Fatal(err)
	}
	newer := pick(chromiumRows(3, 5_000_000), []int{0})
	put(t, s, newer)
	only := []cookies.ID{{Store: s.Path, Key: newer.Keys[0]}}
	if back, err := j.Undo(t.Context(), "", only); err != nil || back.Done != 0 || len(back.Skipped) != 1 || back.Skipped[0].Reason != cookies.ReasonNewer {
		t.Fatalf("%+v, %v", back, err)
	}
	lose(t, j, s, raw(t, j, s))
	if back, err := j.Undo(t.Context(), "", nil); err != nil || back.Done != 2 {
		t.Errorf("without its ID: %+v, %v; want the two others", back, err)
	}
	if back, err := j.Undo(t.Context(), "", nil); !errors.Is(err, ErrNothing) {
		t.Errorf("once more: %+v, %v", back, err)
	}
	if back, err := j.Undo(t.Context(), res.ID, nil); err != nil || back.Done != 1 {
		t.Errorf("by its ID: %+v, %v", back, err)
	}
}
