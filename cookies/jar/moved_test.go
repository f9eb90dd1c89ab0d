package jar

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/find"
	"crumbs/cookies/journal"
	"crumbs/cookies/sqlite/sqlitetest"
)

// atHome gives a jar over the places of a home folder.
func atHome(t *testing.T, home string) *Jar {
	t.Helper()
	return Open(Options{Places: find.At(home), State: filepath.Join(home, "state"), Scratch: sqlitetest.Folder(t)})
}

// profiles writes the profiles.ini of a Firefox: names by their folders.
func profiles(t *testing.T, dir string, names ...[2]string) {
	t.Helper()
	var b strings.Builder
	for i, n := range names {
		b.WriteString("[Profile" + string(rune('0'+i)) + "]\nName=" + n[1] + "\nIsRelative=1\nPath=" + n[0] + "\n\n")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "profiles.ini"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestUndoIntoMovedProfile: where a store is gone, what was deleted goes into
// the one that its profile has now, and never into a guess.
func TestUndoIntoMovedProfile(t *testing.T) {
	const old, snap = ".mozilla/firefox", "snap/firefox/common/.mozilla/firefox"
	for _, test := range []struct {
		name string
		make func(t *testing.T, home string) string // what becomes of the profile; where it goes back to
	}{
		{"moved as it is", func(t *testing.T, home string) string {
			if err := os.MkdirAll(filepath.Join(home, filepath.Dir(snap)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(home, old), filepath.Join(home, snap)); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(snap, "a1.work")
		}},
		{"made anew under its name", func(t *testing.T, home string) string {
			if err := os.RemoveAll(filepath.Join(home, old)); err != nil {
				t.Fatal(err)
			}
			profiles(t, filepath.Join(home, old), [2]string{"b2.work", "work"}, [2]string{"b3.other", "other"})
			firefoxStore(t, filepath.Join(home, old, "b2.work"), 0)
			firefoxStore(t, filepath.Join(home, old, "b3.other"), 0)
			return filepath.Join(old, "b2.work")
		}},
		{"made anew in its place", func(t *testing.T, home string) string {
			if err := os.RemoveAll(filepath.Join(home, old)); err != nil {
				t.Fatal(err)
			}
			firefoxStore(t, filepath.Join(home, old, "a1.work"), 0)
			return filepath.Join(old, "a1.work")
		}},
		{"only others are there", func(t *testing.T, home string) string {
			if err := os.RemoveAll(filepath.Join(home, old)); err != nil {
				t.Fatal(err)
			}
			profiles(t, filepath.Join(home, old), [2]string{"b3.other", "other"})
			firefoxStore(t, filepath.Join(home, old, "b3.other"), 0)
			return ""
		}},
		{"two could be it", func(t *testing.T, home string) string {
			if err := os.RemoveAll(filepath.Join(home, old)); err != nil {
				t.Fatal(err)
			}
			for _, dir := range []string{old, snap} {
				profiles(t, filepath.Join(home, dir), [2]string{"b2.work", "work"})
				firefoxStore(t, filepath.Join(home, dir, "b2.work"), 0)
			}
			return ""
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			home := t.TempDir()
			profiles(t, filepath.Join(home, old), [2]string{"a1.work", "work"})
			firefoxStore(t, filepath.Join(home, old, "a1.work"), 3)
			j := atHome(t, home)
			stores, err := j.Stores(t.Context())
			if err != nil || len(stores) != 1 {
				t.Fatalf("%v, %v", stores, err)
			}
			before := raw(t, j, stores[0])
			res, err := j.Delete(t.Context(), load(t, j, stores...))
			if err != nil || res.Done != 3 {
				t.Fatalf("%+v, %v", res, err)
			}
			to := test.make(t, home)
			back, err := j.Undo(t.Context(), "", nil)
			if err != nil {
				t.Fatal(err)
			}
			if to == "" {
				if back.Done != 0 || len(back.Skipped) != 1 || back.Skipped[0].Count != 3 || !strings.Contains(back.Skipped[0].Words, "crumbs history export") {
					t.Errorf("%+v", back)
				}
				for _, s := range mustStores(t, j) {
					if left := load(t, j, s); len(left) != 0 {
						t.Errorf("%d cookies went into %s", len(left), s.Path)
					}
				}
				if h, _ := j.History(t.Context()); h[0].State != journal.Done {
					t.Errorf("the deletion is %s", h[0].State)
				}
			} else {
				want := filepath.Join(home, to, "cookies.sqlite")
				was := stores[0].Path
				if want == was {
					was = ""
				}
				if back.Done != 3 || len(back.Stores) != 1 || back.Stores[0].Store != want || back.Stores[0].Was != was {
					t.Errorf("%+v, want all in %s", back, want)
				}
				now := *stores[0]
				now.Path = want
				if d := cmp.Diff(before, raw(t, j, &now)); d != "" {
					t.Error(d)
				}
			}
			// Whatever became of the store, the deletion can be exported.
			took, vs, err := j.DeletedValues(t.Context(), res.ID)
			if err != nil || len(took) != 3 || len(vs) != 3 || string(vs[2].Bytes) != "planted-secret" {
				t.Errorf("%d cookies, %v, %v", len(took), vs, err)
			}
		})
	}
}

func mustStores(t *testing.T, j *Jar) []*cookies.Store {
	t.Helper()
	stores, err := j.Stores(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stores
}

// TestChromiumDefaultIsNoName: every Chromium has a profile in a folder Default,
// so the folder alone does not make it the same profile.
func TestChromiumDefaultIsNoName(t *testing.T) {
	home := t.TempDir()
	copied := chromiumStore(t, filepath.Join(home, "backup", "Default"), 2)
	j := testJar(t, copied)
	res, err := j.Delete(t.Context(), load(t, j, copied))
	if err != nil || res.Done != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if err := os.RemoveAll(filepath.Join(home, "backup")); err != nil {
		t.Fatal(err)
	}
	userData := filepath.Join(home, ".config", "chromium")
	mine := chromiumStore(t, filepath.Join(userData, "Default"), 0)
	state := `{"profile":{"info_cache":{"Default":{"name":"Ada"}}}}`
	if err := os.WriteFile(filepath.Join(userData, "Local State"), []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	j.opts.Only, j.opts.Places = nil, find.At(home)
	back, err := j.Undo(t.Context(), "", nil)
	if err != nil || back.Done != 0 || len(back.Skipped) != 1 {
		t.Errorf("%+v, %v", back, err)
	}
	if left := load(t, j, mine); len(left) != 0 {
		t.Errorf("a copy's cookies went into the profile: %d", len(left))
	}
}

// TestPurgeLeavesNothing: after a purge neither entries nor their key are there,
// and what they lay in was overwritten.
func TestPurgeLeavesNothing(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 4)
	j := testJar(t, s)
	list := load(t, j, s)
	for _, c := range list[:2] {
		if _, err := j.Delete(t.Context(), []*cookies.Cookie{c}); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(j.opts.State, "journal")
	// A second name shows what became of a file's bytes.
	second := t.TempDir()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if err := os.Link(filepath.Join(dir, n.Name()), filepath.Join(second, n.Name())); err != nil {
			t.Fatal(err)
		}
	}
	history, err := j.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Purge(t.Context(), history[0].ID); err != nil {
		t.Fatal(err)
	}
	if back, err := j.Undo(t.Context(), history[1].ID, nil); err != nil || back.Done != 1 {
		t.Fatalf("the other deletion: %+v, %v", back, err)
	}
	if _, err := j.Purge(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != "lock" {
		t.Errorf("left are %v, %v", left, err)
	}
	err = filepath.WalkDir(second, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" || d.Name() == history[1].ID+".json" { // whose head was written anew since
			return err
		}
		b, err := os.ReadFile(path)
		if len(b) == 0 || len(bytes.Trim(b, "\x00")) > 0 {
			t.Errorf("%s was not overwritten: %d bytes", d.Name(), len(b))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if res, err := j.Delete(t.Context(), load(t, j, s)[:1]); err != nil || res.Done != 1 {
		t.Errorf("with a new key: %+v, %v", res, err)
	}
}
