package firefox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite/sqlitetest"
)

func free() error { return nil }

// newStore makes an empty store in a profile's folder of its own.
func newStore(t testing.TB) *cookies.Store {
	t.Helper()
	dir := t.TempDir()
	s := &cookies.Store{Browser: "firefox", Path: filepath.Join(dir, "cookies.sqlite"), Folder: dir, Format: cookies.Firefox}
	if err := Create(s.Path); err != nil {
		t.Fatal(err)
	}
	return s
}

type row = map[string]string

// insert puts a row into a store of today: SQL expressions by column, what is
// not named as in an ordinary cookie of shop.test.
func insert(values row) string {
	all := row{
		"originAttributes": "''", "name": "'id'", "value": "'planted-value'", "host": "'.shop.test'", "path": "'/'", "expiry": "1900000000123",
		"lastAccessed": "1750000000000003", "creationTime": "1750000000000001", "isSecure": "1", "isHttpOnly": "0", "inBrowserElement": "0",
		"sameSite": "256", "schemeMap": "2", "isPartitionedAttributeSet": "0", "updateTime": "1750000000000002",
	}
	for column, v := range values {
		all[column] = v
	}
	var columns, cells []string
	for column, v := range all {
		columns, cells = append(columns, column), append(cells, v)
	}
	return fmt.Sprintf("INSERT INTO moz_cookies(%s) VALUES(%s)", strings.Join(columns, ","), strings.Join(cells, ","))
}

// mixed are rows of all the kinds there are, with gaps in their numbers.
func mixed() []string {
	return []string{
		insert(row{"id": "7"}),
		insert(row{"id": "8", "originAttributes": "'^partitionKey=%28https%2Cnews.test%29'", "isPartitionedAttributeSet": "1"}),
		insert(row{"id": "9", "originAttributes": "'^userContextId=2'", "sameSite": "0"}),
		insert(row{"id": "12", "originAttributes": "'^userContextId=6&partitionKey=%28https%2Cnews.test%29'", "sameSite": "1", "isSecure": "0"}),
		insert(row{"id": "13", "originAttributes": "'^privateBrowsingId=1'", "sameSite": "2", "isHttpOnly": "1"}),
		insert(row{"id": "20", "name": "'nameless'", "value": "''", "path": "'/deep'", "host": "'shop.test'"}),
		insert(row{"id": "21", "name": "'it''s ' || char(0x202e) || char(0x9b)", "value": "char(0x1F36A) || 'x'", "expiry": "0", "lastAccessed": "0", "updateTime": "0"}),
		insert(row{"id": "22", "name": "CAST(x'ff009bfe' AS TEXT)", "expiry": "9223372036854775807"}),
	}
}

const containersJSON = `{"version":6,"lastUserContextId":7,"identities":[
	{"l10nId":"user-context-personal","public":true,"userContextId":1},
	{"l10nID":"userContextWork.label","public":true,"userContextId":2,"color":"orange","icon":"briefcase"},
	{"userContextId":"three","public":true},
	{"name":"userContextIdInternal.thumbnail","public":false,"userContextId":5},
	{"name":"Shop \u001b[2J","public":true,"userContextId":6,"color":"\u001b[31m","icon":"cart"}]}`

func read(t testing.TB, s *cookies.Store, f *scratch.Folder) []cookies.Cookie {
	t.Helper()
	var out []cookies.Cookie
	if err := (Format{}).Read(context.Background(), s, f, func(part []cookies.Cookie) { out = append(out, part...) }); err != nil {
		t.Fatal(err)
	}
	return out
}

func rowsOf(t testing.TB, s *cookies.Store, f *scratch.Folder, keys []cookies.Key) cookies.Rows {
	t.Helper()
	rows, err := Format{}.Rows(t.Context(), s, f, keys)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// reasons checks what a write came to.
func reasons(t testing.TB, w cookies.Written, err error, want ...cookies.Reason) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, w.Reasons); diff != "" {
		t.Error(diff)
	}
}

func TestRead(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, mixed()...)
	if err := os.WriteFile(filepath.Join(s.Folder, "containers.json"), []byte(containersJSON), 0o600); err != nil {
		t.Fatal(err)
	}
	got := read(t, s, f)
	want := make([]cookies.Cookie, 8)
	for i := range want {
		want[i] = cookies.Cookie{
			Key: cookies.Key{Host: ".shop.test", Name: "id", Path: "/"}, Store: s, Size: 15, Secure: true,
			Created: 1750000000000001, Updated: 1750000000000002, Accessed: 1750000000000003, Expires: 1900000000123000,
			Shape: cookies.ShapeOf([]byte("planted-value")),
		}
	}
	want[1].Origin, want[1].Place = "^partitionKey=%28https%2Cnews.test%29", &cookies.Place{Partition: "https://news.test"}
	want[2].Origin, want[2].Place, want[2].SameSite = "^userContextId=2", &cookies.Place{Container: "Work", Colour: "orange", Icon: "briefcase"}, cookies.None
	want[3].Origin, want[3].Place = "^userContextId=6&partitionKey=%28https%2Cnews.test%29", &cookies.Place{Partition: "https://news.test", Container: "Shop \x1b[2J", Icon: "cart"}
	want[3].SameSite, want[3].Secure = cookies.Lax, false
	want[4].Origin, want[4].Place, want[4].SameSite, want[4].HTTPOnly = "^privateBrowsingId=1", &cookies.Place{Private: true}, cookies.Strict, true
	want[5].Name, want[5].Path, want[5].Host, want[5].Size = "nameless", "/deep", "shop.test", 8
	want[5].Shape, want[6].Shape = cookies.ShapeOf(nil), cookies.ShapeOf([]byte("\U0001F36Ax"))
	want[6].Name, want[6].Size, want[6].Expires, want[6].Accessed, want[6].Updated = "it's \u202e\u009b", 15, 1, 0, 0
	want[7].Name, want[7].Size, want[7].Expires = "\xff\x00\x9b\xfe", 17, 1<<63-1
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(got, Format{}.Describe(rowsOf(t, s, f, nil), s)); diff != "" {
		t.Errorf("Describe and Read differ: %s", diff)
	}
}

func TestRemoveAndRestore(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, append(append([]string{`PRAGMA secure_delete=ON`}, mixed()...), insert(row{"id": "30", "name": "'planted'", "value": "'planted-secret'"}))...)
	before, list := sqlitetest.Dump(t, s.Path, "moz_cookies"), read(t, s, f)
	keys := []cookies.Key{list[8].Key, list[7].Key, list[1].Key, {Host: "nowhere.test"}}
	rows := rowsOf(t, s, f, keys)
	if rows.Len() != 3 || rows.Schema != 17 || rows.Columns[0] != "id" || len(rows.Columns) != 16 {
		t.Fatalf("%d rows of schema %d with %d columns", rows.Len(), rows.Schema, len(rows.Columns))
	}
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "")
	if diff := cmp.Diff(append([]string{before[0]}, before[2:7]...), sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
	if sqlitetest.Holds(t, s.Path, "planted-secret") {
		t.Error("the value is still in the store")
	}
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "")
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(list, read(t, s, f)); diff != "" {
		t.Error(diff)
	}
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "") // it is there already, as it was
	if n := len(sqlitetest.Dump(t, s.Path, "moz_cookies")); n != 9 {
		t.Errorf("%d rows", n)
	}
}

// What a Firefox that was killed leaves lies in the log alone; reading takes it
// from there, removing takes it out of there.
func TestRowsInTheLogOnly(t *testing.T) {
	live, f := newStore(t), sqlitetest.Folder(t)
	other := sqlitetest.Open(t, live.Path)
	if err := other.Exec(`PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;` + strings.Join(mixed(), ";")); err != nil {
		t.Fatal(err)
	}
	s := &cookies.Store{Path: filepath.Join(t.TempDir(), "cookies.sqlite")}
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(live.Path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.Path+suffix, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(read(t, s, f)); n != 8 {
		t.Fatalf("%d cookies of 8", n)
	}
	rows := rowsOf(t, s, f, nil)
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, make([]cookies.Reason, 8)...)
	if sqlitetest.Holds(t, s.Path, "planted-value") {
		t.Error("a value is still in the store")
	}
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, make([]cookies.Reason, 8)...)
	if diff := cmp.Diff(sqlitetest.Dump(t, live.Path, "moz_cookies"), sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
}

func TestStoreWentOn(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	for _, name := range []string{"'a'", "'b'", "'c'", "'d'"} {
		sqlitetest.Run(t, s.Path, insert(row{"name": name}))
	}
	rows := rowsOf(t, s, f, nil)
	sqlitetest.Run(t, s.Path, `UPDATE moz_cookies SET lastAccessed = lastAccessed + 1 WHERE name = 'a'`, `DELETE FROM moz_cookies WHERE name = 'b'`,
		`UPDATE moz_cookies SET id = 44 WHERE name = 'c'`)
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, cookies.ReasonChanged, cookies.ReasonChanged, "", "")
	sqlitetest.Run(t, s.Path, insert(row{"id": "3", "name": "'other'"}), insert(row{"id": "9", "name": "'d'", "value": "'new'"}))
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, cookies.ReasonNewer, "", "", cookies.ReasonNewer)
	got := sqlitetest.Query(t, s.Path, `SELECT name || ' ' || value FROM moz_cookies ORDER BY name`)
	if diff := cmp.Diff([]string{"a planted-value", "b planted-value", "c planted-value", "d new", "other planted-value"}, got); diff != "" {
		t.Error(diff)
	}
}

// The columns of names and values take NULL, and blobs come in from elsewhere.
func TestOddTypes(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path,
		insert(row{"name": "NULL", "value": "NULL"}),
		insert(row{"name": "NULL", "value": "NULL", "host": "NULL", "path": "NULL"}),
		insert(row{"name": "x'62696e'", "value": "x'00ff'"}),
		insert(row{"name": "12", "value": "34.5"}),
		insert(row{"name": "'words'", "expiry": "'soon'", "isSecure": "'yes'", "sameSite": "NULL", "creationTime": "x'3132'"}),
		insert(row{"name": "'ends'", "expiry": "-9223372036854775808", "creationTime": "1.5e300", "originAttributes": "'no caret'"}),
		insert(row{"name": "'bad'", "originAttributes": "x'5e757365'"}))
	before, list := sqlitetest.Dump(t, s.Path, "moz_cookies"), read(t, s, f)
	if len(list) != 7 {
		t.Fatalf("%d cookies of 7", len(list))
	}
	rows := rowsOf(t, s, f, nil)
	if diff := cmp.Diff(list, Format{}.Describe(rows, s)); diff != "" {
		t.Error(diff)
	}
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, make([]cookies.Reason, 7)...)
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, make([]cookies.Reason, 7)...)
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
}

// FuzzStore damages a store's bytes and those of its log. Whatever comes of it
// is rows or a problem in words, and never an end of the program. That all rows
// are there can't be asked: a log counts up to its first damaged page.
func FuzzStore(f *testing.F) {
	live := newStore(f)
	conn := sqlitetest.Open(f, live.Path)
	if err := conn.Exec(strings.Join(mixed()[:4], ";") + `; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint=0;` + strings.Join(mixed()[4:], ";")); err != nil {
		f.Fatal(err)
	}
	var whole [2][]byte
	for i, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(live.Path + suffix)
		if err != nil || len(b) == 0 {
			f.Fatal(len(b), err)
		}
		whole[i] = b
	}
	folder := sqlitetest.Folder(f)
	f.Add([]byte{}, []byte{})
	f.Add([]byte{0, 100, 0xff}, []byte{})
	f.Add([]byte{}, []byte{0, 24, 0xff, 9, 9, 9})
	f.Add([]byte("the end is cut off"), []byte("the end is cut off too"))
	f.Fuzz(func(t *testing.T, script, logScript []byte) {
		s := &cookies.Store{Path: filepath.Join(t.TempDir(), "cookies.sqlite")}
		at := time.Now().Add(-time.Hour)
		for suffix, b := range map[string][]byte{"": sqlitetest.Damage(whole[0], script), "-wal": sqlitetest.Damage(whole[1], logScript)} {
			if err := errors.Join(os.WriteFile(s.Path+suffix, b, 0o600), os.Chtimes(s.Path+suffix, at, at)); err != nil {
				t.Fatal(err)
			}
		}
		var p *cookies.Problem
		n := 0
		err := Format{}.Read(t.Context(), s, folder, func(part []cookies.Cookie) { n += len(part) })
		if err != nil && !errors.As(err, &p) {
			t.Errorf("%d cookies, %v", n, err)
		}
		if err == nil && len(script) == 0 && n < 4 {
			t.Errorf("%d cookies: those of the whole main file are not there", n)
		}
		rows, err := Format{}.Rows(t.Context(), s, folder, nil)
		if err != nil && !errors.As(err, &p) {
			t.Errorf("%v", err)
		}
		Format{}.Describe(rows, s)
	})
}

// A table that has fewer rows than its index counts is no store with fewer
// cookies.
func TestRowsThatFellOut(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(nil), `CREATE TABLE other AS SELECT * FROM moz_cookies`, `INSERT INTO other SELECT * FROM other`,
		`CREATE INDEX others ON other(name, host, path, originAttributes)`, `PRAGMA writable_schema=ON`,
		`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'others') WHERE name = 'sqlite_autoindex_moz_cookies_1'`)
	err := Format{}.Read(t.Context(), s, f, func([]cookies.Cookie) {})
	var p *cookies.Problem
	if !errors.As(err, &p) || p.State != cookies.Damaged || !strings.Contains(p.Reason, "index") {
		t.Errorf("%v", err)
	}
}

// Damage that does not touch a row stands in nobody's way while reading, but
// nothing is taken out of such a store.
func TestRowsAreCheckedBeforeAWrite(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(nil), `CREATE TABLE other(a)`, `INSERT INTO other VALUES(zeroblob(200000))`, `PRAGMA writable_schema=ON`,
		`DELETE FROM sqlite_schema WHERE name = 'other'`)
	if n := len(read(t, s, f)); n != 1 {
		t.Errorf("%d cookies", n)
	}
	_, err := Format{}.Rows(t.Context(), s, f, nil)
	var p *cookies.Problem
	if !errors.As(err, &p) || p.State != cookies.Damaged {
		t.Errorf("%v", err)
	}
}

// A store has far fewer hosts than cookies: each string is kept once.
func TestStringsAreShared(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(row{"name": "'a'"}), insert(row{"name": "'b'"}))
	list := read(t, s, f)
	if unsafe.StringData(list[0].Host) != unsafe.StringData(list[1].Host) || unsafe.StringData(list[0].Path) != unsafe.StringData(list[1].Path) {
		t.Error("a host or a path is kept twice")
	}
}

// Rows that were put together elsewhere: without a number of their own they get
// the next one, and without the cells that their columns promise they are told
// apart and harm nothing.
func TestRowsFromElsewhere(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(row{"name": "'a'"}), insert(row{"name": "'b'"}))
	rows := rowsOf(t, s, f, nil)
	sqlitetest.Run(t, s.Path, `DELETE FROM moz_cookies WHERE name = 'a'`)
	rows.Columns = rows.Columns[1:]
	rows.Cells[0] = rows.Cells[0][1:] // and not those of the other
	if list := (Format{}).Describe(rows, s); list[0].Name != "a" || list[1].Key != rows.Keys[1] {
		t.Errorf("%+v", list)
	}
	w, err := Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", cookies.ReasonUnreadable)
	if got := sqlitetest.Query(t, s.Path, `SELECT rowid || name FROM moz_cookies ORDER BY rowid`); !cmp.Equal(got, []string{"2b", "3a"}) {
		t.Errorf("%v", got)
	}
	whole := rowsOf(t, s, f, nil)
	whole.Cells[0] = nil
	w, err = Format{}.Remove(t.Context(), s, f, whole, free)
	reasons(t, w, err, cookies.ReasonUnreadable, "")
}
