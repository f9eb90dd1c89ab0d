package chromium

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
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

func newFolder(t testing.TB) *scratch.Folder {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	f, err := scratch.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// run runs statements in the store as another program would.
func run(t testing.TB, s *cookies.Store, statements ...string) {
	t.Helper()
	conn, err := sqlite3.Open(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range statements {
		if err := conn.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// dump gives every row with the type and the literal of every column.
func dump(t testing.TB, s *cookies.Store) []string {
	t.Helper()
	conn, err := sqlite3.Open(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var columns []string
	stmt, _, err := conn.Prepare(`PRAGMA table_info(cookies)`)
	if err != nil {
		t.Fatal(err)
	}
	for stmt.Step() {
		c := stmt.ColumnText(1)
		columns = append(columns, fmt.Sprintf("'%s=' || typeof(%s) || ':' || quote(%s)", c, c, c))
	}
	stmt.Close()
	stmt, _, err = conn.Prepare(`SELECT rowid || ' ' || ` + strings.Join(columns, ` || ' ' || `) + ` FROM cookies ORDER BY rowid`)
	if err != nil {
		t.Fatal(err)
	}
	defer stmt.Close()
	var out []string
	for stmt.Step() {
		out = append(out, stmt.ColumnText(0))
	}
	if err := stmt.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// insert is a row of the table: rowid, host, partition, name, value, encrypted
// value (an SQL expression), path, scheme and port.
func insert(rowid int, host, partition, name, value, encrypted, path string, scheme, port int) string {
	q := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
	return fmt.Sprintf(`INSERT INTO cookies(rowid, creation_utc, host_key, top_frame_site_key, name, value, encrypted_value, path, expires_utc, is_secure, is_httponly,
		last_access_utc, has_expires, is_persistent, priority, samesite, source_scheme, source_port, last_update_utc, source_type, has_cross_site_ancestor)
		VALUES(%d, %d, %s, %s, %s, %s, %s, %s, 13500000000000000, 1, 0, 13400000000000003, 1, 1, 1, %d, %d, %d, 13400000000000002, 1, 1)`,
		rowid, 13400000000000000+rowid, q(host), q(partition), q(name), q(value), encrypted, q(path), rowid%4-1, scheme, port)
}

// mixed are rows of all the kinds there are.
func mixed() []string {
	return []string{
		insert(7, ".shop.test", "", "id", "", "x'76313100ff'", "/", 2, 443),
		insert(8, ".shop.test", "https://news.test", "id", "", "x'763130aa'", "/", 2, 443),
		insert(9, "shop.test", "", "id", "planted-plain-value", "x''", "/", 1, 80),
		insert(12, ".shop.test", "", "id", "", "x'763130bb'", "/", 2, 8443),
		insert(13, ".shop.test", "", "id", "", "x'763130bb'", "/deep", 2, 443),
		insert(20, "odd.test", "", "it's \u202e \u009b[2J", "", "NULL", "/", 0, -1),
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

func TestRemoveAndRestore(t *testing.T) {
	s, f := newStore(t), newFolder(t)
	rows := mixed()
	run(t, s, rows[:5]...)
	before := dump(t, s)
	list := read(t, s, f)
	if len(list) != 5 {
		t.Fatalf("%d cookies", len(list))
	}
	keys := []cookies.Key{list[1].Key, list[2].Key, list[4].Key}
	got, err := Format{}.Rows(t.Context(), s, f, keys)
	if err != nil || got.Len() != 3 {
		t.Fatal(got.Len(), err)
	}
	w, err := Format{}.Remove(t.Context(), s, got, free)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]cookies.Reason{"", "", ""}, w.Reasons); diff != "" {
		t.Error(diff)
	}
	if w.Held <= 0 {
		t.Error("no time was measured")
	}
	if diff := cmp.Diff([]string{before[0], before[3]}, dump(t, s)); diff != "" {
		t.Error(diff)
	}
	for _, suffix := range []string{"", "-journal", "-wal"} {
		b, _ := os.ReadFile(s.Path + suffix)
		if strings.Contains(string(b), "planted-plain-value") {
			t.Errorf("the value is still in %q", suffix)
		}
	}
	w, err = Format{}.Restore(t.Context(), s, got, free)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]cookies.Reason{"", "", ""}, w.Reasons); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, dump(t, s)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(list, read(t, s, f)); diff != "" {
		t.Error(diff)
	}
}
