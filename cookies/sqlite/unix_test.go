//go:build unix

package sqlite

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/sqlite/sqlitetest"
)

// Whatever the umask lets through, journal and log are as private as the store.
func TestJournalHasTheStoresMode(t *testing.T) {
	old := syscall.Umask(0o022)
	defer syscall.Umask(old)
	for mode, suffix := range map[string]string{"DELETE": "-journal", "WAL": "-wal"} {
		path := newStore(t, mode)
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		seen := false
		_, err := write(t.Context(), path, nil, func(d *DB) error {
			if err := d.conn.Exec(`DELETE FROM jar; PRAGMA cache_spill=1`); err != nil {
				return err
			}
			if err := d.conn.CacheFlush(); err != nil {
				return err
			}
			info, err := os.Stat(path + suffix)
			if err != nil {
				return err
			}
			seen = true
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %o", suffix, info.Mode().Perm())
			}
			return nil
		})
		if err != nil || !seen {
			t.Error(seen, err)
		}
	}
}

func TestPipeIsNotOpened(t *testing.T) {
	for _, suffix := range suffixes() {
		path := newStore(t, "DELETE")
		if suffix == "" {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		if err := syscall.Mkfifo(path+suffix, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Snapshot(t.Context(), sqlitetest.Folder(t), path) // would wait for ever
		if got := state(t, err); got != cookies.Damaged {
			t.Errorf("%q: %v", suffix, err)
		}
	}
}

// A pipe that takes the file's place between looking and opening does not hold
// the program up either.
func TestPipeInsteadOfTheFile(t *testing.T) {
	path := newStore(t, "DELETE")
	before, err := look(path, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if same, err := before.each(t.Context(), path, path, t.TempDir(), copyFile); same || err != nil {
		t.Error(same, err)
	}
}

func TestForeignStoreIsNotWrittenByRoot(t *testing.T) {
	path := newStore(t, "DELETE")
	rows := rowsOf(t, path)
	if os.Geteuid() != 0 {
		info, err := os.Stat(path)
		if err != nil || regular.Foreign(info) {
			t.Error("one's own store is foreign", err)
		}
		return
	}
	if err := os.Chown(path, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	if got := state(t, err); got != cookies.ReadOnly {
		t.Errorf("%v", err)
	}
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 5 {
		t.Errorf("%d rows are left", n)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		path := newStore(t, mode)
		if err := os.Chmod(path, 0o666); err != nil { // the file could be
			t.Fatal(err)
		}
		dir := filepath.Dir(path)
		asNobody(t, path, func() {
			if os.Geteuid() != 0 {
				if err := os.Chmod(dir, 0o500); err != nil {
					t.Fatal(err)
				}
				defer func() { _ = os.Chmod(dir, 0o700) }()
			}
			_, err := write(t.Context(), path, nil, func(d *DB) error { return d.conn.Exec(`DELETE FROM jar`) })
			if got := state(t, err); got != cookies.ReadOnly {
				t.Errorf("%s: %v", mode, err)
			}
		})
		if n := len(sqlitetest.Dump(t, path, "jar")); n != 5 {
			t.Errorf("%s: %d rows are left", mode, n)
		}
	}
}

func TestStoreThatCannotBeRead(t *testing.T) {
	for _, suffix := range []string{"", "-wal"} {
		path := newStore(t, "DELETE")
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
		if suffix != "" {
			if err := os.WriteFile(path+suffix, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(path+suffix, 0); err != nil {
			t.Fatal(err)
		}
		to := t.TempDir()
		if err := os.Chmod(to, 0o777); err != nil {
			t.Fatal(err)
		}
		asNobody(t, path, func() {
			if err := copyStore(t.Context(), path, to, copyFile); state(t, err) != cookies.Denied {
				t.Errorf("%q: %v", suffix, err)
			}
		})
	}
}
