package chromium

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite/sqlitetest"
)

func free() error { return nil }

// newStore makes an empty store in a folder of its own.
func newStore(t testing.TB) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "chromium", Path: filepath.Join(t.TempDir(), "Cookies"), Format: cookies.Chromium}
	if err := Create(s.Path); err != nil {
		t.Fatal(err)
	}
	return s
}

// insert puts a row into a store of today: SQL expressions by column, what is
// not named as in an ordinary cookie of shop.test.
func insert(values map[string]string) string {
	row := map[string]string{
		"creation_utc": "13400000000000001", "host_key": "'.shop.test'", "top_frame_site_key": "''", "name": "'id'", "value": "''", "encrypted_value": "x'763130ff00'",
		"path": "'/'", "expires_utc": "13500000000000000", "is_secure": "1", "is_httponly": "0", "last_access_utc": "13400000000000003", "has_expires": "1",
		"is_persistent": "1", "priority": "1", "samesite": "-1", "source_scheme": "2", "source_port": "443", "last_update_utc": "13400000000000002",
		"source_type": "1", "has_cross_site_ancestor": "1",
	}
	for column, v := range values {
		row[column] = v
	}
	var columns, cells []string
	for column, v := range row {
		columns, cells = append(columns, column), append(cells, v)
	}
	return fmt.Sprintf("INSERT INTO cookies(%s) VALUES(%s)", strings.Join(columns, ","), strings.Join(cells, ","))
}

type row = map[string]string

// mixed are rows of all the kinds there are, with gaps in their rowids.
func mixed() []string {
	return []string{
		insert(row{"rowid": "7"}),
		insert(row{"rowid": "8", "top_frame_site_key": "'https://news.test'"}),
		insert(row{"rowid": "9", "host_key": "'shop.test'", "value": "'planted-plain-value'", "encrypted_value": "x''", "source_scheme": "1", "source_port": "80", "is_secure": "0"}),
		insert(row{"rowid": "12", "source_port": "8443", "encrypted_value": "CAST('v10planted-encrypted-value' AS BLOB)"}),
		insert(row{"rowid": "13", "path": "'/deep'", "samesite": "2", "is_httponly": "1"}),
		insert(row{"rowid": "20", "top_frame_site_key": "'https://news.test'", "has_cross_site_ancestor": "0", "samesite": "0"}),
		insert(row{"rowid": "21", "name": "''", "value": "'nameless'", "encrypted_value": "x''", "has_expires": "0", "is_persistent": "0", "expires_utc": "0"}),
		insert(row{"rowid": "22", "name": "'it''s ' || char(0x202e) || char(0x9b) || '[2J'", "samesite": "1"}),
		insert(row{"rowid": "23", "name": "CAST(x'ff009bfe' AS TEXT)", "path": "'/' || char(0) || 'x'", "last_update_utc": "0", "last_access_utc": "0"}),
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
	got := read(t, s, f)
	ordinary := cookies.Cookie{
		Key:   cookies.Key{Host: ".shop.test", Name: "id", Path: "/", CrossSite: true, Scheme: 2, Port: 443},
		Store: s, Created: 1755526400000001, Updated: 1755526400000002, Accessed: 1755526400000003, Expires: 1855526400000000, Size: -1, Secure: true,
	}
	news := &cookies.Place{Partition: "https://news.test"}
	want := make([]cookies.Cookie, 9)
	for i := range want {
		want[i] = ordinary
	}
	want[1].Origin, want[1].Place = "https://news.test", news
	want[2].Host, want[2].Size, want[2].Scheme, want[2].Port, want[2].Secure = "shop.test", 21, 1, 80, false
	want[2].Shape, want[6].Shape = cookies.ShapeOf([]byte("planted-plain-value")), cookies.ShapeOf([]byte("nameless"))
	want[3].Port = 8443
	want[4].Path, want[4].SameSite, want[4].HTTPOnly = "/deep", cookies.Strict, true
	want[5].Origin, want[5].Place, want[5].CrossSite, want[5].SameSite = "https://news.test", news, false, cookies.None
	want[6].Name, want[6].Size, want[6].Expires = "", 8, 0
	want[7].Name, want[7].SameSite = "it's \u202e\u009b[2J", cookies.Lax
	want[8].Name, want[8].Path, want[8].Updated, want[8].Accessed = "\xff\x00\x9b\xfe", "/\x00x", 0, 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got[1].Place != got[5].Place {
		t.Error("cookies of one place have two")
	}
	if diff := cmp.Diff(got, Format{}.Describe(rowsOf(t, s, f, nil), s)); diff != "" {
		t.Errorf("Describe and Read differ: %s", diff)
	}
}

func TestReadInParts(t *testing.T) {
	for _, n := range []int{0, 1, 4095, 4096, 4097, 9000} {
		s, f := manyStore(t, max(n, 1)), sqlitetest.Folder(t)
		if n == 0 {
			sqlitetest.Run(t, s.Path, `DELETE FROM cookies`)
		}
		var parts [][]cookies.Cookie // the taker keeps them
		err := Format{}.Read(t.Context(), s, f, func(part []cookies.Cookie) {
			if len(part) == 0 {
				t.Error("an empty part")
			}
			parts = append(parts, part)
		})
		seen := map[cookies.Key]bool{}
		for _, c := range slices.Concat(parts...) {
			seen[c.Key] = true
		}
		if err != nil || len(seen) != n {
			t.Errorf("%d cookies of %d, %v", len(seen), n, err)
		}
	}
}

func TestRemoveAndRestore(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, append([]string{`PRAGMA secure_delete=ON`}, mixed()...)...)
	before, list := sqlitetest.Dump(t, s.Path, "cookies"), read(t, s, f)
	keys := []cookies.Key{list[8].Key, list[1].Key, list[2].Key, list[3].Key, {Host: "nowhere.test"}}
	rows := rowsOf(t, s, f, keys)
	if rows.Len() != 4 || rows.Schema != 24 || rows.Columns[0] != "rowid" || len(rows.Columns) != 21 {
		t.Fatalf("%d rows of schema %d with %d columns", rows.Len(), rows.Schema, len(rows.Columns))
	}
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "", "")
	want := append(append([]string{}, before[0]), before[4:8]...)
	if diff := cmp.Diff(want, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
	for _, secret := range []string{"planted-plain-value", "planted-encrypted-value"} {
		if sqlitetest.Holds(t, s.Path, secret) {
			t.Errorf("%s is still in the store", secret)
		}
	}
	w, err = Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, cookies.ReasonChanged, cookies.ReasonChanged, cookies.ReasonChanged, cookies.ReasonChanged)
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "", "")
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(list, read(t, s, f)); diff != "" {
		t.Error(diff)
	}
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "", "") // it is there already, as it was
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
}

// Each part of the key tells two cookies apart: removing one leaves its
// neighbours, and one of them is not taken for the removed one set anew.
func TestEveryPartOfTheKeyCounts(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	neighbours := []row{{}, {"host_key": "'shop.test'"}, {"top_frame_site_key": "'https://a.test'"}, {"has_cross_site_ancestor": "0"}, {"name": "'ID'"},
		{"path": "'/x'"}, {"source_scheme": "1"}, {"source_port": "8443"}}
	for _, n := range neighbours {
		sqlitetest.Run(t, s.Path, insert(n))
	}
	before, list := sqlitetest.Dump(t, s.Path, "cookies"), read(t, s, f)
	for i := range list {
		rows := rowsOf(t, s, f, []cookies.Key{list[i].Key})
		w, err := Format{}.Remove(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
		if n := len(sqlitetest.Dump(t, s.Path, "cookies")); n != len(list)-1 {
			t.Errorf("%v: %d are left", neighbours[i], n)
		}
		w, err = Format{}.Restore(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
	}
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
}

// What happened to the store between the list and the deletion, and between the
// deletion and the undo.
func TestStoreWentOn(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	for _, name := range []string{"'a'", "'b'", "'c'", "'d'"} {
		sqlitetest.Run(t, s.Path, insert(row{"name": name}))
	}
	rows := rowsOf(t, s, f, nil)
	sqlitetest.Run(t, s.Path, `UPDATE cookies SET last_access_utc = last_access_utc + 1 WHERE name = 'a'`, `DELETE FROM cookies WHERE name = 'b'`)
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, cookies.ReasonChanged, cookies.ReasonChanged, "", "")
	sqlitetest.Run(t, s.Path, insert(row{"rowid": "3", "name": "'other'"}), insert(row{"rowid": "9", "name": "'d'", "encrypted_value": "x'00'"}))
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, cookies.ReasonNewer, "", "", cookies.ReasonNewer)
	got := sqlitetest.Query(t, s.Path, `SELECT name || ' ' || hex(encrypted_value) FROM cookies ORDER BY name`)
	want := []string{"a 763130FF00", "b 763130FF00", "c 763130FF00", "d 00", "other 763130FF00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Rows of a kind that no Chromium writes are read as Chromium would read them,
// taken out and put back as they were.
func TestOddTypes(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	columns := sqlitetest.Query(t, s.Path, `SELECT name FROM pragma_table_info('cookies')`)
	sqlitetest.Run(t, s.Path, `DROP TABLE cookies`, `CREATE TABLE cookies(`+strings.Join(columns, ",")+`)`,
		`CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor, name, path, source_scheme, source_port)`,
		insert(row{"name": "NULL", "path": "NULL", "host_key": "NULL"}),
		insert(row{"name": "x'62696e'"}),
		insert(row{"name": "12", "value": "34.5", "encrypted_value": "NULL"}),
		insert(row{"name": "'text'", "creation_utc": "'13400000000000001'", "is_secure": "'1'", "has_expires": "'0'", "samesite": "'2'"}),
		insert(row{"name": "'words'", "creation_utc": "'soon'", "expires_utc": "x'00ff'", "is_httponly": "'yes'", "samesite": "NULL"}),
		insert(row{"name": "'real'", "creation_utc": "1.34e16", "expires_utc": "1e300", "source_port": "1e12", "source_scheme": "-400", "has_cross_site_ancestor": "NULL"}),
		insert(row{"name": "'ends'", "creation_utc": "-9223372036854775808", "expires_utc": "9223372036854775807"}))
	before, list := sqlitetest.Dump(t, s.Path, "cookies"), read(t, s, f)
	if len(list) != 7 {
		t.Fatalf("%d cookies of 7", len(list))
	}
	if c := list[2]; c.Name != "12" || c.Size != 6 {
		t.Errorf("%+v", c)
	}
	if c := list[3]; c.Created != 1755526400000001 || !c.Secure || !c.Session() || c.SameSite != cookies.Strict {
		t.Errorf("%+v", c)
	}
	if c := list[5]; c.Port != 1<<31-1 || c.Scheme != -128 || c.CrossSite || c.Expires <= 0 {
		t.Errorf("%+v", c)
	}
	rows := rowsOf(t, s, f, nil)
	if diff := cmp.Diff(list, Format{}.Describe(rows, s)); diff != "" {
		t.Error(diff)
	}
	keys := make([]cookies.Key, len(list))
	for i := range list {
		keys[i] = list[i].Key
	}
	if n := rowsOf(t, s, f, keys).Len(); n != 7 {
		t.Errorf("%d rows of 7 by their keys", n)
	}
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "", "", "", "", "")
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "", "", "", "", "", "")
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
}

func TestNoKeysAreNoRows(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(nil))
	if n := rowsOf(t, s, f, []cookies.Key{}).Len(); n != 0 {
		t.Errorf("%d rows", n)
	}
	if n := rowsOf(t, s, f, nil).Len(); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// A damaged file leaves Chromium with a database without the table; crumbs says
// so and does not call it empty.
func TestStoreWithoutItsTable(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, `DROP TABLE cookies`)
	err := Format{}.Read(t.Context(), s, f, func([]cookies.Cookie) { t.Error("cookies") })
	var p *cookies.Problem
	if !errors.As(err, &p) || p.State != cookies.Damaged {
		t.Errorf("%v", err)
	}
	sqlitetest.Run(t, s.Path, `CREATE TABLE cookies(name, path)`)
	err = Format{}.Read(t.Context(), s, f, func([]cookies.Cookie) { t.Error("cookies") })
	if !errors.As(err, &p) || !strings.Contains(p.Reason, "host_key") {
		t.Errorf("%v", err)
	}
}

// A table that has fewer rows than its index counts is no store with fewer
// cookies.
func TestRowsThatFellOut(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(nil), `CREATE TABLE other AS SELECT * FROM cookies`, `INSERT INTO other SELECT * FROM other`,
		`CREATE INDEX others ON other(host_key, top_frame_site_key, has_cross_site_ancestor, name, path, source_scheme, source_port)`, `PRAGMA writable_schema=ON`,
		`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'others') WHERE name = 'cookies_unique_index'`)
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
	sqlitetest.Run(t, s.Path, `DELETE FROM cookies WHERE name = 'a'`)
	rows.Columns = rows.Columns[1:]
	rows.Cells[0] = rows.Cells[0][1:] // and not those of the other
	if list := (Format{}).Describe(rows, s); list[0].Name != "a" || list[1].Key != rows.Keys[1] {
		t.Errorf("%+v", list)
	}
	w, err := Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", cookies.ReasonUnreadable)
	if got := sqlitetest.Query(t, s.Path, `SELECT rowid || name FROM cookies ORDER BY rowid`); !cmp.Equal(got, []string{"2b", "3a"}) {
		t.Errorf("%v", got)
	}
	whole := rowsOf(t, s, f, nil)
	whole.Cells[0] = nil
	w, err = Format{}.Remove(t.Context(), s, f, whole, free)
	reasons(t, w, err, cookies.ReasonUnreadable, "")
}

// A page in the place of another is still a page: all that shows is rows that
// come twice and rows that do not come.
func TestPageInThePlaceOfAnother(t *testing.T) {
	const page = 4096
	s, f := manyStore(t, 300), sqlitetest.Folder(t)
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for from := 1; from < len(whole)/page; from++ {
		for to := 1; to < len(whole)/page; to += 3 {
			bad := bytes.Clone(whole)
			copy(bad[to*page:(to+1)*page], whole[from*page:(from+1)*page])
			if err := os.WriteFile(s.Path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			seen := map[cookies.Key]bool{}
			read := 0
			err := Format{}.Read(t.Context(), s, f, func(part []cookies.Cookie) {
				for _, c := range part {
					seen[c.Key] = true
				}
				read += len(part)
			})
			if err != nil {
				found++
			} else if read != 300 || len(seen) != 300 {
				t.Fatalf("page %d in the place of %d: %d cookies, %d of them different, and no word of it", from, to, read, len(seen))
			}
		}
	}
	if found == 0 {
		t.Error("no damage was found at all")
	}
}
