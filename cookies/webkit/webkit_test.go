package webkit

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite/sqlitetest"
)

// table is as Epiphany 43 with libsoup 3.2 makes it.
const table = `CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER)`

// oldTable is as libsoup made it before it knew SameSite.
const oldTable = `CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT,expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER)`

func free() error { return nil }

func newStore(t testing.TB, statements ...string) *cookies.Store {
	t.Helper()
	dir := t.TempDir()
	s := &cookies.Store{Browser: "epiphany", Path: filepath.Join(dir, "cookies.sqlite"), Folder: dir, Format: cookies.WebKit}
	sqlitetest.Run(t, s.Path, statements...)
	return s
}

// mixed are rows of all kinds, with gaps in their numbers.
func mixed() []string {
	return []string{
		table,
		`INSERT INTO moz_cookies VALUES(3, '_ga', 'GA1.1.12.34', '.shop.test', '/', 1900000000, NULL, 0, 0, 0)`,
		`INSERT INTO moz_cookies VALUES(4, 'sid', 'planted-value', 'shop.test', '/', 1900000001, NULL, 1, 1, 1)`,
		`INSERT INTO moz_cookies VALUES(7, 'sid', 'other', 'shop.test', '/deep', 1900000002, 1750000000, 1, 0, 2)`,
		`INSERT INTO moz_cookies VALUES(8, 'it''s ' || char(0x202e), char(0x1F36A), 'news.test', '/', 0, NULL, 0, 0, 0)`,
		`INSERT INTO moz_cookies VALUES(9, CAST(x'ff009bfe' AS TEXT), '', 'news.test', '/', 9223372036854775807, NULL, 0, 0, 7)`,
		`INSERT INTO moz_cookies VALUES(12, 'blob', x'00ff', 'news.test', '/', '1900000003', NULL, NULL, NULL, NULL)`,
		// As when a site sets a cookie again: the old row's bytes stay in free space.
		`INSERT INTO moz_cookies VALUES(99, 'sid', 'planted-value', 'shop.test', '/', 1900000001, NULL, 1, 1, 1)`, `DELETE FROM moz_cookies WHERE id = 99`,
	}
}

func read(t testing.TB, s *cookies.Store, f *scratch.Folder) []cookies.Cookie {
	t.Helper()
	var out []cookies.Cookie
	if err := (Format{}).Read(context.Background(), s, f, func(part []cookies.Cookie) { out = append(out, part...) }); err != nil {
		t.Fatal(err)
	}
	return out
}

// rows gives the raw rows of the cookies that have this name, of all for "".
func rows(t testing.TB, s *cookies.Store, f *scratch.Folder, name string) cookies.Rows {
	t.Helper()
	var keys []cookies.Key
	for _, c := range read(t, s, f) {
		if name == "" || c.Name == name {
			keys = append(keys, c.Key)
		}
	}
	r, err := Format{}.Rows(t.Context(), s, f, keys)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRead(t *testing.T) {
	s, f := newStore(t, mixed()...), sqlitetest.Folder(t)
	var got []string
	for _, c := range read(t, s, f) {
		if c.Store != s || c.Place != nil || c.Created != 0 || c.Updated != 0 || c.Session() {
			t.Errorf("%+v", c)
		}
		got = append(got, fmt.Sprintf("%q %s%s %s %q %v %v %v %d", c.Name, c.Host, c.Path, c.Expires.RFC3339(), c.Accessed.RFC3339(), c.Secure, c.HTTPOnly, c.SameSite, c.Size))
	}
	want := []string{
		`"_ga" .shop.test/ 2030-03-17T17:46:40Z "" false false unspecified 14`,
		`"sid" shop.test/ 2030-03-17T17:46:41Z "" true true lax 16`,
		`"sid" shop.test/deep 2030-03-17T17:46:42Z "2025-06-15T15:06:40Z" true false strict 8`,
		`"it's ` + `\u202e" news.test/ 1970-01-01T00:00:00Z "" false false unspecified 12`,
		`"\xff\x00\x9b\xfe" news.test/ 9999-12-31T23:59:59Z "" false false unspecified 4`,
		`"blob" news.test/ 2030-03-17T17:46:43Z "" false false unspecified 6`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What is removed comes back with its number and every column as it was, and
// meanwhile nothing of it is in the file.
func TestRemoveRestore(t *testing.T) {
	s, f := newStore(t, mixed()...), sqlitetest.Folder(t)
	before := sqlitetest.Dump(t, s.Path, "moz_cookies")
	for _, name := range []string{"sid", ""} {
		r := rows(t, s, f, name)
		w, err := Format{}.Remove(t.Context(), s, f, r, free)
		if err != nil {
			t.Fatal(err)
		}
		for i, reason := range w.Reasons {
			if reason != cookies.ReasonNone {
				t.Errorf("%q: %s", r.Keys[i].Name, reason)
			}
		}
		if after := sqlitetest.Dump(t, s.Path, "moz_cookies"); len(after) != len(before)-r.Len() {
			t.Errorf("%d of %d rows are left after %d went", len(after), len(before), r.Len())
		}
		if sqlitetest.Holds(t, s.Path, "planted-value") {
			t.Error("the value is still in the file")
		}
		described := Format{}.Describe(r, s)
		if w, err = (Format{}).Restore(t.Context(), s, f, r, free); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
		var listed []string
		for _, c := range read(t, s, f) {
			if name == "" || c.Name == name {
				listed = append(listed, fmt.Sprintf("%+v", c))
			}
		}
		for i, c := range described {
			if got := fmt.Sprintf("%+v", c); got != listed[i] {
				t.Errorf("described as %s, listed as %s", got, listed[i])
			}
		}
	}
}

// A cookie that the site set again meanwhile, and one that changed, stay.
func TestChangedMeanwhile(t *testing.T) {
	s, f := newStore(t, mixed()...), sqlitetest.Folder(t)
	r := rows(t, s, f, "sid")
	sqlitetest.Run(t, s.Path, `UPDATE moz_cookies SET expiry = 1900000099 WHERE id = 7`)
	w, err := Format{}.Remove(t.Context(), s, f, r, free)
	if err != nil || w.Reasons[0] != cookies.ReasonNone || w.Reasons[1] != cookies.ReasonChanged {
		t.Fatalf("%v, %v", w.Reasons, err)
	}
	sqlitetest.Run(t, s.Path, `INSERT INTO moz_cookies VALUES(NULL, 'sid', 'newer', 'shop.test', '/', 1900000500, NULL, 0, 0, 0)`)
	w, err = Format{}.Restore(t.Context(), s, f, r, free)
	if err != nil || w.Reasons[0] != cookies.ReasonNewer || w.Reasons[1] != cookies.ReasonNewer {
		t.Errorf("%v, %v", w.Reasons, err)
	}
	if got := sqlitetest.Query(t, s.Path, `SELECT value FROM moz_cookies WHERE name = 'sid' AND path = '/'`); !cmp.Equal(got, []string{"newer"}) {
		t.Errorf("%q", got)
	}
	busy := errors.New("busy")
	before := sqlitetest.Dump(t, s.Path, "moz_cookies")
	if _, err := (Format{}).Remove(t.Context(), s, f, rows(t, s, f, "_ga"), func() error { return busy }); !errors.Is(err, busy) {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
}

// Rows of a libsoup without SameSite fit into a store of one with it and the
// other way round; what would lose something does not.
func TestOtherSchemas(t *testing.T) {
	f := sqlitetest.Folder(t)
	old := newStore(t, oldTable, `INSERT INTO moz_cookies VALUES(5, 'id', 'v', '.old.test', '/', 1900000000, NULL, 1, 0)`)
	young := newStore(t, table)
	if w, err := (Format{}).Restore(t.Context(), young, f, rows(t, old, f, ""), free); err != nil || w.Reasons[0] != cookies.ReasonNone {
		t.Fatalf("%v, %v", w.Reasons, err)
	}
	want := []string{"5 id=integer 5 name=text 'id' value=text 'v' host=text '.old.test' path=text '/' expiry=integer 1900000000 lastAccessed=null NULL isSecure=integer 1 isHttpOnly=integer 0 sameSite=integer 0"}
	if diff := cmp.Diff(want, sqlitetest.Dump(t, young.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
	sqlitetest.Run(t, old.Path, `DELETE FROM moz_cookies`)
	sqlitetest.Run(t, young.Path, `UPDATE moz_cookies SET sameSite = 2`)
	if w, err := (Format{}).Restore(t.Context(), old, f, rows(t, young, f, ""), free); err != nil || w.Reasons[0] != cookies.ReasonNone {
		t.Errorf("%v, %v", w.Reasons, err)
	}
	sqlitetest.Run(t, young.Path, `ALTER TABLE moz_cookies ADD COLUMN partition TEXT`, `UPDATE moz_cookies SET partition = 'https://a.test'`)
	sqlitetest.Run(t, old.Path, `DELETE FROM moz_cookies`)
	if w, err := (Format{}).Restore(t.Context(), old, f, rows(t, young, f, ""), free); err != nil || w.Reasons[0] != cookies.ReasonUnreadable {
		t.Errorf("%v, %v", w.Reasons, err)
	}
}

func TestDamaged(t *testing.T) {
	f := sqlitetest.Folder(t)
	for want, statements := range map[string][]string{
		"no table of cookies":  {`CREATE TABLE other(x)`},
		"no column expiry":     {`CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT, isHttpOnly INTEGER)`},
		"numbers of their own": {strings.Replace(table, "INTEGER PRIMARY KEY", "TEXT", 1)},
	} {
		s := newStore(t, statements...)
		err := Format{}.Read(t.Context(), s, f, func([]cookies.Cookie) {})
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.Damaged || !strings.Contains(p.Reason, want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
