package jar

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/journal"
	"crumbs/cookies/sqlite/sqlitetest"
)

// incoming makes items: plain ones, a partitioned one, one in a container.
func incoming() []cookies.Item {
	at, n := cookies.FromTime(time.Now()), cookies.Moment(0)
	make1 := func(name, host string) cookies.Item {
		it := cookies.Item{Value: []byte("value of " + name + " \xff"), From: name}
		it.Name, it.Host, it.Path, it.Secure, it.HTTPOnly = name, host, "/", true, true
		it.SameSite, it.Expires = cookies.Lax, (at+1e12)/1e6*1e6
		it.Created, it.Accessed = at-5e12+n, at-5e11
		n++
		return it
	}
	partitioned, wide, contained := make1("chips", "ads.test"), make1("wide", ".shop.test"), make1("held", "shop.test")
	partitioned.Place, partitioned.CrossSite = &cookies.Place{Partition: "https://shop.test:8443"}, true
	contained.Place = &cookies.Place{Container: "Container 7"}
	plain, empty := make1("plain", "shop.test"), make1("empty", "shop.test")
	plain.Secure, plain.HTTPOnly, plain.SameSite = false, false, cookies.Unspecified
	empty.Value = nil
	return []cookies.Item{make1("name0", ".h0.test"), make1("name0", "h0.test"), wide, partitioned, contained, plain, empty}
}

// What is put in is there with all that the item said, its value opens, and an
// undo leaves the store as it was.
func TestImportAndUndo(t *testing.T) {
	for _, c := range []struct {
		name      string
		store     func(*testing.T) *cookies.Store
		change    []string // of the table, before
		in, there int
		refused   string
	}{
		{"chromium", func(t *testing.T) *cookies.Store { return chromiumStore(t, t.TempDir(), 0) }, nil, 6, 0, "held"},
		{"chromium of plain values", func(t *testing.T) *cookies.Store { return chromiumStore(t, t.TempDir(), 3) }, nil, 5, 1, "held"},
		{"chromium before hashes", func(t *testing.T) *cookies.Store { return chromiumStore(t, t.TempDir(), 0) },
			[]string{`UPDATE meta SET value='23' WHERE key='version'`}, 6, 0, "held"},
		{"chromium to come", func(t *testing.T) *cookies.Store { return chromiumStore(t, t.TempDir(), 0) },
			[]string{`ALTER TABLE cookies ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'`, `ALTER TABLE cookies ADD COLUMN x INTEGER`}, 6, 0, "held"},
		{"firefox", func(t *testing.T) *cookies.Store { return firefoxStore(t, t.TempDir(), 3) }, nil, 6, 1, ""},
		{"firefox in seconds", func(t *testing.T) *cookies.Store { return firefoxStore(t, t.TempDir(), 0) }, []string{`PRAGMA user_version=15`}, 7, 0, ""},
		{"firefox to come", func(t *testing.T) *cookies.Store { return firefoxStore(t, t.TempDir(), 0) },
			[]string{`ALTER TABLE moz_cookies ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'`}, 7, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.store(t)
			sqlitetest.Run(t, s.Path, c.change...)
			j := testJar(t, s)
			before, items := raw(t, j, s), incoming()
			if c.name == "chromium before hashes" { // without a proof only text is believed
				for i := range items {
					items[i].Value = bytes.TrimSuffix(items[i].Value, []byte("\xff"))
				}
			}
			res, err := j.Import(t.Context(), s, items)
			if err != nil || res.Done != c.in || res.ID == "" || !res.Import {
				t.Fatalf("%v, %+v", err, res)
			}
			skipped := map[cookies.Reason]int{}
			for _, s := range res.Skipped {
				skipped[s.Reason] += s.Count
			}
			want := map[cookies.Reason]int{cookies.ReasonNewer: c.there}
			if c.refused != "" {
				want[cookies.ReasonUnreadable] = 1
			}
			if diff := cmp.Diff(want, skipped, cmp.Comparer(func(a, b map[cookies.Reason]int) bool {
				return a[cookies.ReasonNewer] == b[cookies.ReasonNewer] && a[cookies.ReasonUnreadable] == b[cookies.ReasonUnreadable]
			})); diff != "" {
				t.Error(diff)
			}
			list := load(t, j, s)
			values := j.Values(t.Context(), list)
			for _, it := range items {
				if it.Name == c.refused || c.there > 0 && it.Name == "name0" {
					continue
				}
				at := slices.IndexFunc(list, func(k *cookies.Cookie) bool { return k.Name == it.Name && k.Host == it.Host })
				if at < 0 {
					t.Errorf("%s is not there", it.Name)
					continue
				}
				got := list[at]
				if values[at].Err != nil || !bytes.Equal(values[at].Bytes, it.Value) {
					t.Errorf("%s: value %q, %v", it.Name, values[at].Bytes, values[at].Err)
				}
				if got.PartitionKey() != it.PartitionKey() || got.Container() != it.Container() || got.Path != it.Path || got.Expires != it.Expires ||
					got.Created != it.Created || got.Accessed != it.Accessed || got.Secure != it.Secure || got.HTTPOnly != it.HTTPOnly || got.SameSite != it.SameSite {
					t.Errorf("%s went in as %+v and is %+v", it.Name, it.Cookie, *got)
				}
			}
			entries, err := j.History(t.Context())
			if err != nil || len(entries) != 1 || entries[0].Imported != c.in || entries[0].Deleted != 0 || entries[0].State != journal.Done {
				t.Errorf("%v, %+v", err, entries)
			}
			// Once more nothing goes in, and nothing is remembered.
			if again, err := j.Import(t.Context(), s, items); err != nil || again.Done != 0 || again.ID != "" {
				t.Errorf("%v, %+v", err, again)
			}
			undone, err := j.Undo(t.Context(), "", nil)
			if err != nil || undone.Done != c.in || len(undone.Skipped) > 0 || !undone.Import {
				t.Errorf("%v, %+v", err, undone)
			}
			if diff := cmp.Diff(before, raw(t, j, s)); diff != "" {
				t.Error(diff)
			}
			if _, err := j.Undo(t.Context(), "", nil); !errors.Is(err, ErrNothing) {
				t.Errorf("undone twice: %v", err)
			}
		})
	}
}

// What the site has set anew since stays, what the browser only used goes, and
// what is gone already is said.
func TestUndoOfAnImportSparesWhatChanged(t *testing.T) {
	for _, c := range []struct {
		s                 *cookies.Store
		used, set, expire string
	}{
		{chromiumStore(t, t.TempDir(), 0), `UPDATE cookies SET last_access_utc=last_access_utc+5`, `UPDATE cookies SET encrypted_value=x'763130', last_update_utc=last_update_utc+1 WHERE name='wide'`,
			`DELETE FROM cookies WHERE name='plain'`},
		{firefoxStore(t, t.TempDir(), 0), `UPDATE moz_cookies SET lastAccessed=lastAccessed+5`, `UPDATE moz_cookies SET value='new' WHERE name='wide'`, `DELETE FROM moz_cookies WHERE name='plain'`},
	} {
		j := testJar(t, c.s)
		res, err := j.Import(t.Context(), c.s, incoming())
		if err != nil {
			t.Fatal(err)
		}
		sqlitetest.Run(t, c.s.Path, c.used, c.set, c.expire)
		undone, err := j.Undo(t.Context(), "", nil)
		if err != nil || undone.Done != res.Done-2 || len(undone.Skipped) != 2 {
			t.Errorf("%v, %+v", err, undone)
		}
		if left := load(t, j, c.s); len(left) != 1 || left[0].Name != "wide" {
			t.Errorf("%d are left", len(left))
		}
		if entries, err := j.History(t.Context()); err != nil || entries[0].State != journal.Undone {
			t.Errorf("%v, %+v", err, entries)
		}
	}
}

// A partitioned cookie that is not secure is refused, as Chromium itself does at
// its next start, and the others go in.
func TestImportPartitionedInsecure(t *testing.T) {
	s := chromiumStore(t, t.TempDir(), 0)
	j := testJar(t, s)
	items := incoming()[3:4]
	items[0].Secure = false
	made, err := j.Compose(t.Context(), s, append(items, incoming()[2]))
	if err != nil || made.Rows.Len() != 1 || len(made.Refused) != 1 || !strings.Contains(made.Refused[0].Why, "not secure") {
		t.Errorf("%+v, %v", made, err)
	}
}

// A table that asks for what crumbs does not know takes nothing, and a store is
// never half filled.
func TestImportIntoAnUnknownTable(t *testing.T) {
	s := chromiumStore(t, t.TempDir(), 0)
	sqlitetest.Run(t, s.Path, `DROP TABLE cookies`, `CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, name TEXT NOT NULL,`+
		` value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL, expires_utc INTEGER NOT NULL, mood TEXT NOT NULL)`)
	j := testJar(t, s)
	res, err := j.Import(t.Context(), s, incoming())
	if err != nil || res.Done != 0 || res.ID != "" {
		t.Errorf("%v, %+v", err, res)
	}
	if entries, err := j.History(t.Context()); err != nil || len(entries) != 0 {
		t.Errorf("%v, %+v", err, entries)
	}
}

// An import that was cut off is settled by what is in the store: all of it or
// nothing of it.
func TestImportCutOff(t *testing.T) {
	for _, written := range []bool{false, true} {
		for _, s := range []*cookies.Store{chromiumStore(t, t.TempDir(), 2), firefoxStore(t, t.TempDir(), 2)} {
			j := testJar(t, s)
			before := raw(t, j, s)
			f, err := importerOf(s)
			if err != nil {
				t.Fatal(err)
			}
			made, err := j.Compose(t.Context(), s, incoming())
			if err != nil || made.Rows.Len() == 0 {
				t.Fatalf("%v, %+v", err, made)
			}
			if _, err := j.journal.Lock(); err != nil {
				t.Fatal(err)
			}
			record, err := j.journal.BeginImport(time.Now(), journal.Batch{Store: s, Rows: made.Rows}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if written {
				if _, err := f.Add(t.Context(), s, sqlitetest.Folder(t), made.Rows, free); err != nil {
					t.Fatal(err)
				}
			}
			// The program ends here; the next one has a jar of its own.
			next := Open(j.opts)
			folder, err := next.folder()
			if err != nil {
				t.Fatal(err)
			}
			if err := next.settle(t.Context(), folder); err != nil {
				t.Fatal(err)
			}
			entries, err := next.History(t.Context())
			if err != nil || len(entries) != map[bool]int{true: 1}[written] {
				t.Fatalf("written %v: %v, %+v", written, err, entries)
			}
			if !written {
				continue
			}
			if entries[0].State != journal.Done || entries[0].Imported != made.Rows.Len() {
				t.Errorf("%+v", entries[0])
			}
			b, err := next.journal.Rows(record.ID)
			if err != nil {
				t.Fatal(err)
			}
			var res Result
			if err := takeOut(t.Context(), folder, mustGet(t, next, record.ID), 0, b[0], upTo(made.Rows.Len()), &res); err != nil || res.Done != made.Rows.Len() {
				t.Errorf("%v, %+v", err, res)
			}
			if diff := cmp.Diff(before, raw(t, next, s)); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func mustGet(t *testing.T, j *Jar, id string) *journal.Record {
	t.Helper()
	r, err := j.journal.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Nothing of a value is in the journal in clear.
func TestImportKeepsSecrets(t *testing.T) {
	s := firefoxStore(t, t.TempDir(), 0)
	j := testJar(t, s)
	items := incoming()
	for i := range items {
		items[i].Value = fmt.Appendf(nil, "planted-secret-%d", i)
	}
	if _, err := j.Import(t.Context(), s, items); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(j.opts.State, "journal", "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, path := range files {
		if sqlitetest.Holds(t, path, "planted-secret") {
			t.Errorf("%s holds a value", path)
		}
	}
}
