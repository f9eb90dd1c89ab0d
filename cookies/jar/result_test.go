package jar

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

// Newer deletions that an undo passes over are each named, also where they are of
// one store.
func TestPassedOverAreAllNamed(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 5)
	other := textStore(t, 5)
	j := testJar(t, s, other)
	older, err := j.Delete(t.Context(), load(t, j, other))
	if err != nil {
		t.Fatal(err)
	}
	all := load(t, j, s)
	var newer []string
	for _, part := range [][]*cookies.Cookie{all[:2], all[2:]} {
		res, err := j.Delete(t.Context(), part)
		if err != nil {
			t.Fatal(err)
		}
		newer = append(newer, res.ID)
	}
	for _, id := range newer { // as if it had been killed before it noted what it did
		r, err := j.journal.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		r.Set(0, func(int, journal.Fate) journal.Fate { return journal.Removing })
		if err := r.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(s.Path, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := j.Undo(t.Context(), "", nil)
	if err != nil || res.ID != older.ID || res.Done != 5 {
		t.Errorf("%+v, %v", res, err)
	}
	for i, id := range newer {
		n := 2 + i
		if !slices.ContainsFunc(res.Skipped, func(s Skip) bool { return s.Count == n && strings.Contains(s.Words, id) }) {
			t.Errorf("%s is not named: %+v", id, res.Skipped)
		}
	}
}
