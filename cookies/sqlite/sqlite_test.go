package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// schema is a table as a store's might be: a unique key, and columns of each
// affinity.
const schema = `CREATE TABLE jar(host TEXT, name TEXT, value, number INTEGER, CONSTRAINT u UNIQUE(host, name))`

// newStore makes a store with rows a0 to a4.
func newStore(t testing.TB, mode string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store")
	if err := Create(path, 0o600, `PRAGMA journal_mode=`+mode, schema); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		sqlitetest.Run(t, path, `PRAGMA secure_delete=ON`,
			fmt.Sprintf(`INSERT INTO jar VALUES('a.test', 'a%d', CAST('secret-%d' AS BLOB), %d)`, i, i, i))
	}
	return path
}

func jar(d *DB) (Table, int, error) {
	t, err := d.Table("jar", "rowid", "host", "name")
	return t, 1, err
}

func asIs(rows cookies.Rows, i int, t Table, _ int) ([]cookies.Cell, bool) {
	return rows.Cells[i], true
}

// rowsOf reads all rows.
func rowsOf(t testing.TB, path string) cookies.Rows {
	t.Helper()
	c, err := Snapshot(context.Background(), sqlitetest.Folder(t), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	table, version, err := jar(c.DB)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := c.Rows(table, version, func(r Source) (cookies.Key, bool) {
		return cookies.Key{Host: string(r.Text(1)), Name: string(r.Text(2))}, true
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// pick gives some of the rows.
func pick(r cookies.Rows, at ...int) cookies.Rows {
	out := cookies.Rows{Schema: r.Schema, Columns: r.Columns}
	for _, i := range at {
		out.Keys, out.Cells = append(out.Keys, r.Keys[i]), append(out.Cells, r.Cells[i])
	}
	return out
}

func problemOf(t testing.TB, err error) *cookies.Problem {
	t.Helper()
	var p *cookies.Problem
	if !errors.As(err, &p) {
		t.Fatalf("not a problem of the store: %v", err)
	}
	if p.Reason == "" || p.Advice == "" || strings.ContainsAny(p.Reason+p.Advice, "\n") || p.Path == "" {
		t.Errorf("a problem without words: %+v", p)
	}
	return p
}

func state(t testing.TB, err error) cookies.State {
	t.Helper()
	if err == nil {
		return cookies.Ready
	}
	return problemOf(t, err).State
}

func TestRemoveAndRestoreKeepEveryByte(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		t.Run(mode, func(t *testing.T) {
			path := newStore(t, mode)
			before := sqlitetest.Dump(t, path, "jar")
			rows := pick(rowsOf(t, path), 1, 3)
			w, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(make([]cookies.Reason, 2), w.Reasons); diff != "" {
				t.Error(diff)
			}
			if w.Held <= 0 || w.Held > time.Minute {
				t.Errorf("held for %v", w.Held)
			}
			for i, want := range []bool{true, false, true, false, true} {
				if got := sqlitetest.Holds(t, path, fmt.Sprintf("secret-%d", i)); got != want {
					t.Errorf("secret %d is there: %v", i, got)
				}
			}
			if diff := cmp.Diff([]string{before[0], before[2], before[4]}, sqlitetest.Dump(t, path, "jar")); diff != "" {
				t.Error(diff)
			}
			if w, err = Restore(t.Context(), path, sqlitetest.Folder(t), jar, asIs, rows, nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(make([]cookies.Reason, 2), w.Reasons); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, sqlitetest.Dump(t, path, "jar")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRemoveSkipsWhatChanged(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	sqlitetest.Run(t, path,
		`UPDATE jar SET value = 'other' WHERE name = 'a0'`,
		`DELETE FROM jar WHERE name = 'a1'`,
		`UPDATE jar SET rowid = 77 WHERE name = 'a2'`,         // as a browser does when a site sets it again
		`UPDATE jar SET value = 'secret-3' WHERE name = 'a3'`) // the same bytes as text
	w, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []cookies.Reason{cookies.ReasonChanged, cookies.ReasonChanged, "", cookies.ReasonChanged, ""}
	if diff := cmp.Diff(want, w.Reasons); diff != "" {
		t.Error(diff)
	}
	if left := sqlitetest.Query(t, path, `SELECT name FROM jar ORDER BY name`); !cmp.Equal(left, []string{"a0", "a3"}) {
		t.Errorf("left: %v", left)
	}
}

// A column that was added or renamed since makes every row another one.
func TestRemoveFromAnotherSchema(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	sqlitetest.Run(t, path, `ALTER TABLE jar ADD COLUMN more DEFAULT 1`)
	w, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range w.Reasons {
		if r != cookies.ReasonChanged {
			t.Errorf("row %d: %q", i, r)
		}
	}
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 5 {
		t.Errorf("%d rows are left", n)
	}
}

// Two rows can be alike in every column where part of the key is NULL.
func TestRemoveTakesOneOfTwins(t *testing.T) {
	path := newStore(t, "DELETE")
	sqlitetest.Run(t, path, `DELETE FROM jar`,
		`INSERT INTO jar(rowid, host, name) VALUES(5, 'a.test', NULL), (6, 'a.test', NULL), (9, 'a.test', NULL)`)
	w, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, pick(rowsOf(t, path), 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	if left := sqlitetest.Query(t, path, `SELECT rowid FROM jar ORDER BY rowid`); !cmp.Equal(left, []string{"5", "9"}) {
		t.Errorf("left: %v, reasons %v", left, w.Reasons)
	}
}

func TestRestoreMeetsWhatIsThere(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	if _, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, pick(rows, 0, 1, 2), nil); err != nil {
		t.Fatal(err)
	}
	sqlitetest.Run(t, path,
		`INSERT INTO jar(rowid, host, name, value, number) VALUES(1, 'new.test', 'new', '', 0)`,                     // the rowid of a0
		`INSERT INTO jar(rowid, host, name, value, number) VALUES(50, 'a.test', 'a1', 'set again', 0)`,              // the key of a1
		`INSERT INTO jar(rowid, host, name, value, number) VALUES(60, 'a.test', 'a2', CAST('secret-2' AS BLOB), 2)`) // a2, from a try that was cut off
	w, err := Restore(t.Context(), path, sqlitetest.Folder(t), jar, asIs, pick(rows, 0, 1, 2), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]cookies.Reason{"", cookies.ReasonNewer, ""}, w.Reasons); diff != "" {
		t.Error(diff)
	}
	want := []string{"new ", "a3 secret-3", "a4 secret-4", "a0 secret-0", "a1 set again", "a2 secret-2"}
	got := sqlitetest.Query(t, path, `SELECT name || ' ' || CAST(value AS TEXT) FROM jar ORDER BY name = 'a0', rowid`)
	if diff := cmp.Diff(want[:3], got[:3]); diff != "" {
		t.Error(diff)
	}
	if len(got) != 6 {
		t.Errorf("%d rows", len(got))
	}
}

// What convert refuses or the table does not take is named, and the others go
// in.
func TestRestoreNamesWhatDoesNotFit(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	sqlitetest.Run(t, path, `DROP TABLE jar`, `CREATE TABLE jar(host TEXT, name TEXT, value NOT NULL, number INTEGER, UNIQUE(host, name))`)
	rows.Cells[1][3] = cookies.NullCell()
	refuse := func(rows cookies.Rows, i int, t Table, _ int) ([]cookies.Cell, bool) { return rows.Cells[i], i != 0 }
	w, err := Restore(t.Context(), path, sqlitetest.Folder(t), jar, refuse, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]cookies.Reason{cookies.ReasonUnreadable, cookies.ReasonUnreadable, "", "", ""}, w.Reasons); diff != "" {
		t.Error(diff)
	}
}

// Every row goes through the index: deleting must not become quadratic.
func TestStatementsUseTheIndex(t *testing.T) {
	path := newStore(t, "DELETE")
	columns := []string{"host", "name", "value", "number"}
	plan := ""
	d, err := open(t.Context(), path, readMemory, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.close() }()
	err = d.Each(`EXPLAIN QUERY PLAN DELETE FROM jar WHERE rowid = (SELECT rowid FROM jar WHERE `+where(columns, 1)+` ORDER BY rowid IS ?5 DESC LIMIT 1)`, func(r *Row) error {
		plan += string(r.Text(3)) + "\n"
		return nil
	})
	if err != nil || strings.Contains(plan, "SCAN") || !strings.Contains(plan, "(host=? AND name=?)") {
		t.Errorf("%v\n%s", err, plan)
	}
}
