package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

func TestWriteAsksWhetherTheStoreIsFree(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		path := newStore(t, mode)
		before := sqlitetest.Dump(t, path, "jar")
		rows := rowsOf(t, path)
		busy := &cookies.Problem{Condition: cookies.Condition{State: cookies.InUse, Reason: "it runs", Advice: "end it"}, Path: path}
		_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, func() error {
			// Asked while the store is locked: another writer must fail now.
			other := sqlitetest.Open(t, path)
			defer func() { _ = other.Close() }()
			if err := other.Exec(`BEGIN IMMEDIATE`); err == nil {
				t.Error("free was asked without the lock")
			}
			return busy
		})
		if !errors.Is(err, busy) {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff(before, sqlitetest.Dump(t, path, "jar")); diff != "" {
			t.Error(diff)
		}
	}
}

// A file that took the store's place while it was opened is not written, and
// neither is the one that went away.
func TestWriteNoticesAnotherFile(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		path := newStore(t, mode)
		rows := rowsOf(t, path)
		away := filepath.Join(filepath.Dir(path), "away")
		w, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, func() error {
			b, err := os.ReadFile(path)
			return errors.Join(err, os.Rename(path, away), os.WriteFile(path, b, 0o600))
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range w.Reasons {
			if r != cookies.ReasonChanged {
				t.Errorf("row %d: %q", i, r)
			}
		}
		if n := len(sqlitetest.Dump(t, away, "jar")); n != 5 {
			t.Errorf("%d rows are left in the file that was moved", n)
		}
	}
}

func TestWriteEndsWithItsContext(t *testing.T) {
	path := newStore(t, "DELETE")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Remove(ctx, path, sqlitetest.Folder(t), jar, rowsOf(t, path), func() error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 5 {
		t.Errorf("%d rows are left", n)
	}
}

func TestWriteWaitsForNobodyLong(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	other := sqlitetest.Open(t, path)
	if err := other.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if got := state(t, err); got != cookies.Locked {
		t.Errorf("%v", err)
	}
}

// While somebody reads, a commit would lock out who wants to begin: it fails
// and leaves everything as it was.
func TestWriteGivesWayToReaders(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	before := sqlitetest.Dump(t, path, "jar")
	other := reading(t, path)
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if got := state(t, err); got != cookies.Locked {
		t.Errorf("%v", err)
	}
	if err := other.Exec(`COMMIT`); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, sqlitetest.Dump(t, path, "jar")); diff != "" {
		t.Error(diff)
	}
}

// In a store with a log a reader does not hinder the commit, but keeps the old
// content in the file, which has to be said.
func TestWriteSaysWhatAReaderKeeps(t *testing.T) {
	path := newStore(t, "WAL")
	rows := rowsOf(t, path)
	other := reading(t, path)
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, pick(rows, 0), nil)
	if got := state(t, err); got != cookies.Locked {
		t.Errorf("%v", err)
	}
	if err := other.Exec(`COMMIT`); err != nil {
		t.Fatal(err)
	}
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 4 {
		t.Errorf("%d rows are left", n)
	}
}

// While another program has the store open the log is not removed with the last
// connection: what was deleted must be out of both files all the same.
func TestWriteClearsTheLog(t *testing.T) {
	path := newStore(t, "WAL")
	rows := rowsOf(t, path)
	other := reading(t, path)
	if err := other.Exec(`COMMIT`); err != nil {
		t.Fatal(err)
	}
	if _, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, pick(rows, 0), nil); err != nil {
		t.Fatal(err)
	}
	if sqlitetest.Holds(t, path, "secret-0") || !sqlitetest.Holds(t, path, "secret-1") {
		t.Error("what was deleted is still in a file")
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the log: %v %v", info, err)
	}
}

// reading gives a connection in a transaction that has read.
func reading(t *testing.T, path string) *sqlite3.Conn {
	t.Helper()
	other := sqlitetest.Open(t, path)
	if err := other.Exec(`BEGIN; SELECT count(*) FROM jar`); err != nil {
		t.Fatal(err)
	}
	return other
}

// What lies beside a store keeps its kind: a journal that was there is there
// and empty, one that was not is not.
func TestWriteLeavesTheJournalAsItWas(t *testing.T) {
	for _, there := range []bool{false, true} {
		path := newStore(t, "DELETE")
		if there {
			if err := os.WriteFile(path+"-journal", nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, pick(rowsOf(t, path), 0), nil); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path + "-journal")
		if there != (err == nil) || there && info.Size() != 0 {
			t.Errorf("before %v, now %v %v", there, info, err)
		}
	}
}

// A store that is reached through a link is written where it lies.
func TestWriteThroughALink(t *testing.T) {
	path := newStore(t, "WAL")
	to := filepath.Join(t.TempDir(), "link?with=odd&name#%41")
	if err := os.Symlink(path, to); err != nil {
		t.Fatal(err)
	}
	if _, err := Remove(t.Context(), to, sqlitetest.Folder(t), jar, rowsOf(t, to), nil); err != nil {
		t.Fatal(err)
	}
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if info, err := os.Lstat(to); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is no link any more")
	}
}

func TestOddNamesAreNoSQL(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?c=d&e#f%41;g'h\"i\xff")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "Cookies?mode=memory")
	odd := "odd \"'); DROP TABLE jar; --"
	if err := Create(path, 0o600, schema, `ALTER TABLE jar ADD COLUMN `+quote(odd)); err != nil {
		t.Fatal(err)
	}
	sqlitetest.Run(t, path, `INSERT INTO jar VALUES('a.test', 'a', 'secret', 1, 2)`)
	rows := rowsOf(t, path)
	if rows.Len() != 1 || rows.Columns[5] != odd {
		t.Fatalf("%+v", rows)
	}
	if _, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil); err != nil {
		t.Fatal(err)
	}
	w, err := Restore(t.Context(), path, sqlitetest.Folder(t), jar, asIs, rows, nil)
	if err != nil || w.Reasons[0] != "" {
		t.Errorf("%v %v", w, err)
	}
}

func TestReadOnlyStoreIsNotWritten(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if got := state(t, err); got != cookies.ReadOnly {
		t.Errorf("%v", err)
	}
}

func TestWriteMakesNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	if _, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, cookies.Rows{}, nil); state(t, err) != cookies.Damaged {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("it was made")
	}
}
