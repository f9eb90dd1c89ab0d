package jar

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/find"
	"crumbs/cookies/firefox"
	"crumbs/cookies/journal"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite/sqlitetest"
)

var free = func() error { return nil }

// chromiumStore makes a profile with n cookies, "name0" of h0.test and so on.
func chromiumStore(t *testing.T, dir string, n int) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "chromium", Profile: "Default", Path: filepath.Join(dir, "Cookies"), Format: cookies.Chromium, Folder: dir, UserData: filepath.Dir(dir)}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := chromium.Create(s.Path); err != nil {
		t.Fatal(err)
	}
	put(t, s, chromiumRows(n, 0))
	return s
}

func chromiumRows(n int, created int64) cookies.Rows {
	i, s := cookies.IntegerCell, func(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }
	rows := cookies.Rows{Schema: 24, Columns: []string{"rowid", "creation_utc", "host_key", "top_frame_site_key", "name", "value", "encrypted_value", "path",
		"expires_utc", "is_secure", "is_httponly", "last_access_utc", "has_expires", "is_persistent", "priority", "samesite", "source_scheme", "source_port",
		"last_update_utc", "source_type", "has_cross_site_ancestor"}}
	for k := range n {
		key := cookies.Key{Host: fmt.Sprintf(".h%d.test", k%3), Name: fmt.Sprintf("name%d", k), Path: "/", Scheme: 2, Port: 443}
		at := int64(13_400_000_000_000_000) + created + int64(k)
		rows.Keys = append(rows.Keys, key)
		rows.Cells = append(rows.Cells, []cookies.Cell{i(int64(k + 1)), i(at), s(key.Host), s(""), s(key.Name), s("planted-secret"), cookies.BlobCell([]byte{}), s("/"),
			i(at + 1e13), i(1), i(0), i(at), i(1), i(1), i(1), i(-1), i(2), i(443), i(at), i(1), i(0)})
	}
	return rows
}

func firefoxStore(t *testing.T, dir string, n int) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "firefox", Profile: filepath.Base(dir), Path: filepath.Join(dir, "cookies.sqlite"), Format: cookies.Firefox, Folder: dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := firefox.Create(s.Path); err != nil {
		t.Fatal(err)
	}
	i, x := cookies.IntegerCell, func(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }
	rows := cookies.Rows{Schema: 17, Columns: []string{"id", "originAttributes", "name", "value", "host", "path", "expiry", "lastAccessed", "creationTime",
		"isSecure", "isHttpOnly", "inBrowserElement", "sameSite", "schemeMap", "isPartitionedAttributeSet", "updateTime"}}
	for k := range n {
		key := cookies.Key{Host: fmt.Sprintf("h%d.test", k%3), Name: fmt.Sprintf("name%d", k), Path: "/"}
		at := int64(1_750_000_000_000_000) + int64(k)
		rows.Keys = append(rows.Keys, key)
		rows.Cells = append(rows.Cells, []cookies.Cell{i(int64(k + 1)), x(""), x(key.Name), x("planted-secret"), x(key.Host), x("/"), i(1_900_000_000_000), i(at), i(at),
			i(1), i(1), i(0), i(256), i(2), i(0), i(at)})
	}
	put(t, s, rows)
	return s
}

func put(t *testing.T, s *cookies.Store, rows cookies.Rows) {
	t.Helper()
	f, err := formatOf(s)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.Restore(context.Background(), s, sqlitetest.Folder(t), rows, free)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range w.Reasons {
		if r != cookies.ReasonNone {
			t.Fatalf("row %d was not put in: %s", i, r)
		}
	}
}

// testJar is a jar over the given stores with a journal of its own.
func testJar(t *testing.T, stores ...*cookies.Store) *Jar {
	t.Helper()
	o := Options{Places: find.At(t.TempDir()), State: t.TempDir(), Scratch: sqlitetest.Folder(t)}
	for _, s := range stores {
		o.Only = append(o.Only, s.Path)
	}
	return Open(o)
}

// access gives what reads and writes a store's rows, and where it may do so.
func access(t *testing.T, j *Jar, s *cookies.Store) (format, *scratch.Folder) {
	t.Helper()
	f, err := formatOf(s)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := j.folder()
	if err != nil {
		t.Fatal(err)
	}
	return f, folder
}

// lose takes rows out of a store as its browser would: nothing remembers them.
func lose(t *testing.T, j *Jar, s *cookies.Store, rows cookies.Rows) {
	t.Helper()
	f, folder := access(t, j, s)
	if _, err := f.Remove(t.Context(), s, folder, rows, free); err != nil {
		t.Fatal(err)
	}
}

// raw gives every row of a store with every column.
func raw(t *testing.T, j *Jar, s *cookies.Store) cookies.Rows {
	t.Helper()
	f, folder := access(t, j, s)
	rows, err := f.Rows(t.Context(), s, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// load gives every cookie of the stores.
func load(t *testing.T, j *Jar, stores ...*cookies.Store) []*cookies.Cookie {
	t.Helper()
	var out []*cookies.Cookie
	j.Load(t.Context(), stores, func(c Contents) {
		if c.Condition.State != cookies.Ready {
			t.Errorf("%s is %+v", c.Store.Path, c.Condition)
		}
		for i := range c.Cookies {
			out = append(out, &c.Cookies[i])
		}
	})
	return out
}

func only(list []*cookies.Cookie, keep func(*cookies.Cookie) bool) []*cookies.Cookie {
	var out []*cookies.Cookie
	for _, c := range list {
		if keep(c) {
			out = append(out, c)
		}
	}
	return out
}

func onHost0(c *cookies.Cookie) bool { return cookies.Registrable(c.Host) == "h0.test" }

func TestDeleteAndUndoOverTwoStores(t *testing.T) {
	a, b := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 9), firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 9)
	j := testJar(t, a, b)
	before := map[string]cookies.Rows{a.Path: raw(t, j, a), b.Path: raw(t, j, b)}

	res, err := j.Delete(t.Context(), only(load(t, j, a, b), onHost0))
	if err != nil || res.Done != 6 || len(res.Skipped) != 0 || len(res.Stores) != 2 || res.ID == "" {
		t.Fatalf("%+v, %v", res, err)
	}
	if left := load(t, j, a, b); len(left) != 12 || len(only(left, onHost0)) != 0 {
		t.Errorf("%d cookies are left, %d of them of h0.test", len(left), len(only(left, onHost0)))
	}
	history, err := j.History(t.Context())
	if err != nil || len(history) != 1 || history[0].Deleted != 6 || history[0].State != journal.Done {
		t.Fatalf("%+v, %v", history, err)
	}
	if d := cmp.Diff([]string{"h0.test"}, history[0].Sites); d != "" {
		t.Error(d)
	}
	went, err := j.Deleted(t.Context(), res.ID)
	if err != nil || len(went) != 6 || went[0].Name != "name0" {
		t.Errorf("deleted were %v, %v", went, err)
	}

	one, err := j.Undo(t.Context(), "", []cookies.ID{went[1].ID()})
	if err != nil || one.Done != 1 {
		t.Fatalf("%+v, %v", one, err)
	}
	again, since, err := j.Took(t.Context(), res.ID)
	if d := cmp.Diff([]string{"", "back", "", "", "", ""}, since); d != "" || err != nil || len(again) != 6 {
		t.Errorf("what became of %d cookies: %v %s", len(again), err, d)
	}

	back, err := j.Undo(t.Context(), "", nil)
	if err != nil || back.Done != 5 || back.ID != res.ID || len(back.Skipped) != 0 {
		t.Fatalf("%+v, %v", back, err)
	}
	for _, s := range []*cookies.Store{a, b} {
		if d := cmp.Diff(before[s.Path], raw(t, j, s)); d != "" {
			t.Errorf("%s is not as it was (-before +after):\n%s", s.Browser, d)
		}
	}
	if _, err := j.Undo(t.Context(), "", nil); !errors.Is(err, ErrNothing) {
		t.Errorf("a second undo gives %v", err)
	}
	if _, err := j.Undo(t.Context(), "nosuch", nil); !errors.Is(err, ErrNoEntry) {
		t.Errorf("undo of an unknown ID gives %v", err)
	}
}

// What is deleted is what was chosen, not what now lies under its key.
func TestChangedSinceChosen(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	chosen := load(t, j, s)
	if _, err := j.Delete(t.Context(), chosen[:1]); err != nil {
		t.Fatal(err)
	}
	put(t, s, pick(chromiumRows(3, 5_000_000), []int{0})) // the site sets it anew
	res, err := j.Delete(t.Context(), chosen[:2])
	if err != nil || res.Done != 1 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonChanged || res.Skipped[0].Count != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	// Undoing the first deletion finds the newer cookie and leaves it.
	history, err := j.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	back, err := j.Undo(t.Context(), history[1].ID, nil)
	if err != nil || back.Done != 0 || len(back.Skipped) != 1 || back.Skipped[0].Reason != cookies.ReasonNewer {
		t.Fatalf("%+v, %v", back, err)
	}
	// Once the newer one is gone the old one can be had by its ID.
	if _, err := j.Delete(t.Context(), only(load(t, j, s), func(c *cookies.Cookie) bool { return c.Name == "name0" })); err != nil {
		t.Fatal(err)
	}
	back, err = j.Undo(t.Context(), history[1].ID, nil)
	if err != nil || back.Done != 1 {
		t.Fatalf("%+v, %v", back, err)
	}
}

func TestUndoOfSingleCookies(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 6)
	j := testJar(t, s)
	list := load(t, j, s)
	res, err := j.Delete(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	back, err := j.Undo(t.Context(), res.ID, []cookies.ID{list[1].ID(), list[4].ID()})
	if err != nil || back.Done != 2 {
		t.Fatalf("%+v, %v", back, err)
	}
	if got := load(t, j, s); len(got) != 2 {
		t.Errorf("%d cookies, want the 2 asked for", len(got))
	}
	if history, _ := j.History(t.Context()); history[0].State != journal.Partial || history[0].Restored != 2 {
		t.Errorf("%+v", history[0])
	}
	if back, err = j.Undo(t.Context(), "", nil); err != nil || back.Done != 4 {
		t.Fatalf("the rest: %+v, %v", back, err)
	}
}

func TestDamagedStoreHidesNoOther(t *testing.T) {
	good := firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 4)
	dir := filepath.Join(t.TempDir(), "Default")
	bad := chromiumStore(t, dir, 4)
	if err := os.Truncate(bad.Path, 3000); err != nil {
		t.Fatal(err)
	}
	j := testJar(t)
	seen := map[cookies.State]int{}
	j.Load(t.Context(), []*cookies.Store{bad, good}, func(c Contents) {
		seen[c.Condition.State] = len(c.Cookies)
		if c.Condition.State == cookies.Damaged && (c.Cookies != nil || c.Condition.Reason == "" || c.Condition.Advice == "") {
			t.Errorf("a damaged store gives %+v", c)
		}
	})
	if d := cmp.Diff(map[cookies.State]int{cookies.Damaged: 0, cookies.Ready: 4}, seen); d != "" {
		t.Error(d)
	}
}

func TestJournalThatCannotBeWrittenStopsDeletion(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	state := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(state, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	j := Open(Options{Places: find.At(t.TempDir()), State: state, Scratch: sqlitetest.Folder(t)})
	res, err := j.Delete(t.Context(), load(t, j, s))
	if err == nil || res.Done != 0 {
		t.Fatalf("%+v, %v", res, err)
	}
	if got := raw(t, j, s).Len(); got != 3 {
		t.Errorf("%d cookies are left of 3", got)
	}
}

func TestLoadCanBeStopped(t *testing.T) {
	var stores []*cookies.Store
	for range 6 {
		stores = append(stores, chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 2))
	}
	j := testJar(t)
	ctx, stop := context.WithCancel(t.Context())
	n := 0
	j.Load(ctx, stores, func(Contents) {
		n++
		stop()
	})
	if n > 3 {
		t.Errorf("%d stores were handed over after the stop", n)
	}
}

func TestPurge(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 4)
	j := testJar(t, s)
	for _, c := range load(t, j, s)[:3] {
		if _, err := j.Delete(t.Context(), []*cookies.Cookie{c}); err != nil {
			t.Fatal(err)
		}
	}
	history, err := j.History(t.Context())
	if err != nil || len(history) != 3 {
		t.Fatalf("%v, %v", history, err)
	}
	if n, err := j.Purge(t.Context(), history[1].ID); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := j.Purge(t.Context(), history[1].ID); !errors.Is(err, ErrNoEntry) {
		t.Errorf("purging it again gives %v", err)
	}
	if n, err := j.Purge(t.Context(), ""); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// Two rows under one key could not be put back as themselves, so neither goes.
func TestTwoCookiesUnderOneKey(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 4)
	j := testJar(t, s)
	// A UNIQUE index lets NULLs repeat.
	sqlitetest.Run(t, s.Path, "UPDATE moz_cookies SET name = NULL, host = 'h.test' WHERE id IN (1, 2)")
	before := raw(t, j, s)
	res, err := j.Delete(t.Context(), load(t, j, s))
	if err != nil || res.Done != 2 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonUnreadable || res.Skipped[0].Count != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if _, err := j.Undo(t.Context(), "", nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, raw(t, j, s)); d != "" {
		t.Errorf("not as it was:\n%s", d)
	}
}

// One entry that can't be read holds up no other, and can be forgotten.
func TestBrokenEntryAmongOthers(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 4)
	j := testJar(t, s)
	list := load(t, j, s)
	broken, err := j.Delete(t.Context(), list[:1])
	if err != nil {
		t.Fatal(err)
	}
	other, err := j.Delete(t.Context(), list[1:2])
	if err != nil {
		t.Fatal(err)
	}
	head := filepath.Join(j.opts.State, "journal", broken.ID+".json")
	if err := os.WriteFile(head, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := j.Settle(t.Context()); err != nil {
		t.Errorf("settling: %v", err)
	}
	if history, err := j.History(t.Context()); err == nil || len(history) != 1 {
		t.Errorf("history gives %v, %v; want the other, and a word on the broken one", history, err)
	}
	// By its ID, because both may be of the same second.
	if back, err := j.Undo(t.Context(), other.ID, nil); err != nil || back.Done != 1 {
		t.Errorf("undo of the other: %+v, %v", back, err)
	}
	if n, err := j.Purge(t.Context(), broken.ID); n != 1 || err != nil {
		t.Errorf("forgetting it: %d, %v", n, err)
	}
	if left, _ := filepath.Glob(filepath.Join(j.opts.State, "journal", broken.ID+"*")); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}
