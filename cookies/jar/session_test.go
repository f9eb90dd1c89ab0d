package jar

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/demo"
	"crumbs/cookies/find"
)

// firefoxProfile makes a Firefox profile with a database and a session file.
func firefoxProfile(t *testing.T) (database, session *cookies.Store) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	for _, s := range find.At(demo.Home(dir)).Stores(t.Context()) {
		switch s.Format {
		case cookies.Firefox:
			database = s
		case cookies.FirefoxSession:
			session = s
		}
	}
	return database, session
}

// The two stores of a profile share its lock, and go and come back together.
func TestDatabaseAndSessionOfOneProfile(t *testing.T) {
	a, b := firefoxProfile(t)
	j := testJar(t, a, b)
	before := map[string]cookies.Rows{a.Path: raw(t, j, a), b.Path: raw(t, j, b)}
	all := load(t, j, a, b)
	res, err := j.Delete(t.Context(), all)
	if err != nil || res.Done != len(all) || len(res.Skipped) != 0 || len(res.Stores) != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if left := load(t, j, a, b); len(left) != 0 {
		t.Errorf("%d cookies are left", len(left))
	}
	went, err := j.Deleted(t.Context(), res.ID)
	if err != nil || len(went) != len(all) {
		t.Fatalf("%d were deleted, %v", len(went), err)
	}
	session := map[cookies.Key]cookies.Cookie{}
	for _, c := range all {
		if c.Store == b {
			session[c.Key] = *c
		}
	}
	for _, c := range went {
		if c.Store.Path == b.Path {
			want := session[c.Key]
			want.Store, c.Store, want.Shape, c.Shape = nil, nil, cookies.Shape{}, cookies.Shape{}
			if d := cmp.Diff(want, c); d != "" {
				t.Errorf("the journal describes another cookie: %s", d)
			}
		}
	}
	back, err := j.Undo(t.Context(), "", nil)
	if err != nil || back.Done != len(all) || len(back.Skipped) != 0 {
		t.Fatalf("%+v, %v", back, err)
	}
	for _, s := range []*cookies.Store{a, b} {
		if d := cmp.Diff(before[s.Path], raw(t, j, s)); d != "" {
			t.Errorf("%s is not as it was (-before +after):\n%s", s.Path, d)
		}
	}
}

// A Firefox that ran since and crashed has its session in another file; undo
// puts the cookies there, where the browser will look for them.
func TestSessionMoved(t *testing.T) {
	_, s := firefoxProfile(t)
	j := testJar(t, s)
	all := load(t, j, s)
	if _, err := j.Delete(t.Context(), all[:2]); err != nil {
		t.Fatal(err)
	}
	moved := *s
	moved.Path = filepath.Join(s.Folder, "sessionstore-backups", "recovery.jsonlz4")
	if err := os.Mkdir(filepath.Dir(moved.Path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(s.Path, moved.Path); err != nil {
		t.Fatal(err)
	}
	back, err := j.Undo(t.Context(), "", nil)
	if err != nil || back.Done != 2 {
		t.Fatalf("%+v, %v", back, err)
	}
	if got := load(t, j, &moved); len(got) != len(all) {
		t.Errorf("%d cookies, want %d", len(got), len(all))
	}
}

// While Firefox runs, its session is in another file than the one that a
// deletion was from: that is the file to wait for.
func TestUndoWaitsForTheSession(t *testing.T) {
	_, s := firefoxProfile(t)
	j := testJar(t, s)
	all := load(t, j, s)
	if _, err := j.Delete(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	running := filepath.Join(s.Folder, "sessionstore-backups", "recovery.jsonlz4")
	if err := errors.Join(os.Mkdir(filepath.Dir(running), 0o700), os.Rename(s.Path, running)); err != nil {
		t.Fatal(err)
	}
	d := &door{held: map[string]cookies.State{running: cookies.InUse}}
	d.knock = func(n int) {
		if n == 20 { // it closes
			d.held[running] = ""
			if err := os.Rename(running, s.Path); err != nil {
				t.Error(err)
			}
		}
	}
	j.look = d.look
	synctest.Test(t, func(t *testing.T) {
		if res, err := j.UndoWhenFree(t.Context(), "", nil, Wait{}); err != nil || res.Done != len(all) {
			t.Errorf("%+v, %v", res, err)
		}
	})
	if got := load(t, j, s); len(got) != len(all) {
		t.Errorf("%d cookies, want %d", len(got), len(all))
	}
}

// One cookie of a crashed Firefox's session is waited for too.
func TestUndoOfOneWaitsForTheSession(t *testing.T) {
	_, s := firefoxProfile(t)
	crashed := filepath.Join(s.Folder, "sessionstore-backups", "recovery.jsonlz4")
	if err := errors.Join(os.Mkdir(filepath.Dir(crashed), 0o700), os.Rename(s.Path, crashed)); err != nil {
		t.Fatal(err)
	}
	s.Path = crashed
	j := testJar(t, s)
	all := load(t, j, s)
	if _, err := j.Delete(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	d := &door{held: map[string]cookies.State{crashed: cookies.InUse}}
	d.knock = func(n int) {
		if n == 20 { // it closes
			d.held[crashed] = ""
		}
	}
	j.look = d.look
	synctest.Test(t, func(t *testing.T) {
		if res, err := j.UndoWhenFree(t.Context(), "", []cookies.ID{all[0].ID()}, Wait{}); err != nil || res.Done != 1 {
			t.Errorf("%+v, %v", res, err)
		}
	})
}

// Its values are those of the file.
func TestSessionValues(t *testing.T) {
	_, s := firefoxProfile(t)
	j := testJar(t, s)
	all := load(t, j, s)
	for i, v := range j.Values(t.Context(), all) {
		if v.Err != nil || len(v.Bytes)+len(all[i].Name) != int(all[i].Size) || strings.Contains(string(v.Bytes), "{\"host\"") {
			t.Errorf("%s has %d bytes of value, %v", all[i].Name, len(v.Bytes), v.Err)
		}
	}
}
