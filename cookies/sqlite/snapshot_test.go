package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// readAll reads a store as a format does, and gives how many rows it has.
func readAll(ctx context.Context, t testing.TB, path string) (int, error) {
	t.Helper()
	c, err := Snapshot(ctx, sqlitetest.Folder(t), path)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	table, _, err := jar(c.DB)
	if err != nil {
		return 0, err
	}
	rows, err := c.Rows(table, 1, func(Source) (cookies.Key, bool) { return cookies.Key{}, true })
	if err != nil {
		return 0, err
	}
	counted, err := c.Count(table)
	if err != nil {
		return 0, err
	}
	if int(counted) != rows.Len() {
		return 0, c.missing(int64(rows.Len()), counted)
	}
	return rows.Len(), nil
}

func TestWhatIsNoStore(t *testing.T) {
	put := func(content string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, make := range map[string]func(*testing.T, string){
		"nothing":       func(*testing.T, string) {},
		"0 bytes":       put(""),
		"text":          put("# Netscape HTTP Cookie File\n"),
		"zero bytes":    put(string(make([]byte, 8192))),
		"head only":     put("SQLite format 3\x00"),
		"a directory":   func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) },
		"a link to it":  func(t *testing.T, path string) { must(t, os.Symlink(filepath.Base(path), path)) },
		"a dead link":   func(t *testing.T, path string) { must(t, os.Symlink("nowhere", path)) },
		"another table": func(t *testing.T, path string) { sqlitetest.Run(t, path, `CREATE TABLE other(host, name)`) },
		"a view": func(t *testing.T, path string) {
			sqlitetest.Run(t, path, `CREATE VIEW jar AS SELECT 1 AS host, 2 AS name`)
		},
		"an empty base": func(t *testing.T, path string) { sqlitetest.Run(t, path, `CREATE TABLE other(a)`, `DROP TABLE other`) },
		"two rowids":    func(t *testing.T, path string) { sqlitetest.Run(t, path, `CREATE TABLE jar(host, name, rowid)`) },
		"no such column": func(t *testing.T, path string) {
			sqlitetest.Run(t, path, `CREATE TABLE jar(a PRIMARY KEY) WITHOUT ROWID`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store")
			make(t, path)
			n, err := readAll(t.Context(), t, path)
			if got := state(t, err); got != cookies.Damaged || n != 0 {
				t.Errorf("%d rows, %v", n, err)
			}
			if (name == "a view" || name == "another table") && problemOf(t, err).Reason != "it has no table of cookies" {
				t.Errorf("%v", err)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A store with its rows only in the log, held by another program: all of them
// are read, no lock stands in the way, and nothing of the live store changes.
func TestSnapshotLeavesTheLiveStoreAlone(t *testing.T) {
	path := newStore(t, "WAL")
	other := sqlitetest.Open(t, path)
	must(t, other.Exec(`PRAGMA locking_mode=EXCLUSIVE; PRAGMA wal_autocheckpoint=0; INSERT INTO jar VALUES('b.test', 'b', x'00', 1)`))
	before := listing(t, filepath.Dir(path))
	n, err := readAll(t.Context(), t, path)
	if err != nil || n != 6 {
		t.Errorf("%d rows, %v", n, err)
	}
	if diff := cmp.Diff(before, listing(t, filepath.Dir(path))); diff != "" {
		t.Error(diff)
	}
	must(t, other.Exec(`INSERT INTO jar VALUES('c.test', 'c', x'00', 1)`)) // it still has its lock
}

// listing gives name, size and time of every file in a folder.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	out := map[string]string{}
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		out[e.Name()] = info.Mode().String() + " " + info.ModTime().String() + " " + string(rune(info.Size()))
	}
	return out
}

// A program that was killed in the middle of a transaction leaves a journal
// that undoes what it had written.
func TestSnapshotUndoesHalfATransaction(t *testing.T) {
	path := newStore(t, "DELETE")
	other := sqlitetest.Open(t, path)
	must(t, other.Exec(`PRAGMA cache_spill=1; BEGIN; DELETE FROM jar`))
	must(t, other.CacheFlush()) // the file has lost its rows now
	to := filepath.Join(t.TempDir(), "killed")
	for _, suffix := range suffixes() {
		b, err := os.ReadFile(path + suffix)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		must(t, err)
		must(t, os.WriteFile(to+suffix, b, 0o600))
	}
	if n, err := readAll(t.Context(), t, to); err != nil || n != 5 {
		t.Errorf("%d rows, %v", n, err)
	}
	must(t, os.Remove(to+"-journal"))
	if n, err := readAll(t.Context(), t, to); err != nil || n != 0 {
		t.Errorf("the test is none: without the journal there are %d rows, %v", n, err)
	}
}

// Whatever another program does meanwhile, a copy is of one moment, or there is
// none: here a program that keeps a sum the same in every transaction, over rows
// that lie on many pages.
func TestCopyIsOfOneMoment(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		t.Run(mode, func(t *testing.T) {
			path := newStore(t, mode)
			sqlitetest.Run(t, path, `DELETE FROM jar`,
				`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 400) INSERT INTO jar SELECT 'a.test', i, randomblob(900), 1000 FROM n`)
			stop, stopped := make(chan struct{}), make(chan error)
			go func() {
				other := sqlitetest.Open(t, path)
				for i := 0; ; i++ {
					select {
					case <-stop:
						stopped <- other.Close()
						return
					default:
					}
					err := other.Exec(fmt.Sprintf(`BEGIN; UPDATE jar SET number = number - %d, value = randomblob(%d) WHERE rowid %% 7 = %d;
						UPDATE jar SET number = number + %d WHERE rowid %% 7 = %d; UPDATE jar SET number = (SELECT 400000 - sum(number) FROM jar WHERE rowid != 1) WHERE rowid = 1; COMMIT`,
						i%13, 100+i%1900, i%7, i%11, (i+3)%7))
					if err != nil {
						stopped <- err
						return
					}
				}
			}()
			copies := 0
			for range 20 {
				c, err := Snapshot(t.Context(), sqlitetest.Folder(t), path)
				if err != nil {
					if got := state(t, err); got != cookies.Locked {
						t.Error(err)
					}
					continue
				}
				copies++
				if err := c.Check(); err != nil {
					t.Error(err)
				}
				if n, _, err := c.Number(`SELECT sum(number) FROM jar`); err != nil || n != 400_000 {
					t.Errorf("the sum is %d, %v", n, err)
				}
				must(t, c.Close())
			}
			t.Logf("%d copies of 20", copies)
			close(stop)
			must(t, <-stopped)
			if n, err := readAll(t.Context(), t, path); err != nil || n != 400 {
				t.Errorf("%d rows, %v", n, err)
			}
		})
	}
}

// A change between the copying and the end of it is seen, also one that leaves
// size and time as they were, and the copy is made again, three times at most.
func TestCopyIsMadeAgain(t *testing.T) {
	grow := func(path string) error { return appendTo(path+"-wal", "x") }
	hidden := func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		b := make([]byte, 1)
		_, err = f.ReadAt(b, 5000)
		b[0]++
		_, werr := f.WriteAt(b, 5000)
		return errors.Join(err, werr, f.Close(), os.Chtimes(path, info.ModTime(), info.ModTime()))
	}
	appear := func(path string) error { return appendTo(path+"-journal", "x") }
	for name, change := range map[string]func(string) error{"grown": grow, "hidden": hidden, "appeared": appear} {
		for _, changes := range []int{0, 1, 3, 100} {
			path, to := newStore(t, "DELETE"), t.TempDir()
			must(t, os.WriteFile(path+"-wal", []byte("log"), 0o600))
			if name != "hidden" { // of a store that was quiet for long the times tell
				at := time.Now().Add(-time.Hour)
				must(t, os.Chtimes(path, at, at))
				must(t, os.Chtimes(path+"-wal", at, at))
			}
			copies := 0
			err := copyStore(t.Context(), path, to, func(ctx context.Context, from *os.File, to string, size int64) (bool, error) {
				ok, err := copyFile(ctx, from, to, size)
				if filepath.Base(to) == copyName {
					if copies++; copies <= changes {
						err = errors.Join(err, change(path))
					}
				}
				return ok, err
			})
			want := cookies.Ready
			if changes >= 4 {
				want = cookies.Locked
			}
			if got := state(t, err); got != want || copies != min(changes+1, 4) {
				t.Errorf("%s %d times: %d copies, %v", name, changes, copies, err)
			}
			for _, suffix := range []string{"", "-wal"} {
				if want != cookies.Ready {
					break
				}
				live, err := os.ReadFile(path + suffix)
				must(t, err)
				kept, err := os.ReadFile(filepath.Join(to, copyName+suffix))
				must(t, err)
				if !bytes.Equal(live, kept) {
					t.Errorf("%s %d times: the copy of %q is not what is there", name, changes, suffix)
				}
			}
		}
	}
}

func TestChangesAreSeen(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grown":    func(path string) error { return appendTo(path, "x") },
		"journal":  func(path string) error { return os.WriteFile(path+"-journal", nil, 0o600) },
		"log":      func(path string) error { return os.WriteFile(path+"-wal", []byte("x"), 0o600) },
		"replaced": replace,
		"touched": func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			return os.Chtimes(path, info.ModTime().Add(1e6), info.ModTime().Add(1e6))
		},
	} {
		path := newStore(t, "DELETE")
		before, err := look(path, path)
		must(t, err)
		again, err := look(path, path)
		must(t, err)
		if !before.equal(again) {
			t.Error("it changed by looking")
		}
		must(t, change(path))
		after, err := look(path, path)
		must(t, err)
		if before.equal(after) {
			t.Errorf("not seen: %s", name)
		}
	}
}

// replace puts another file of the same size and time in a file's place.
func replace(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return errors.Join(os.Rename(path, path+"-old"), os.WriteFile(path, b, 0o600), os.Chtimes(path, info.ModTime(), info.ModTime()))
}

func appendTo(path, s string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, s)
	return errors.Join(err, f.Close())
}

func TestCopyGoesWithItsClose(t *testing.T) {
	path, f := newStore(t, "WAL"), sqlitetest.Folder(t)
	c, err := Snapshot(t.Context(), f, path)
	must(t, err)
	must(t, c.Close())
	if err := os.WriteFile(path, []byte("no database any more, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readOnce(t, path); err == nil {
		t.Error("text was read")
	}
	entries, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*", "store-*"))
	if err != nil || len(entries) != 0 {
		t.Errorf("left: %v %v", entries, err)
	}
}

func readOnce(t *testing.T, path string) (int, error) { return readAll(t.Context(), t, path) }

func TestSnapshotEndsWithItsContext(t *testing.T) {
	path := newStore(t, "DELETE")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readAll(ctx, t, path); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A copy that nobody wants any more ends in the middle of a file.
func TestCopyEndsWithItsContext(t *testing.T) {
	name, to := filepath.Join(t.TempDir(), "large"), filepath.Join(t.TempDir(), "copy")
	must(t, os.WriteFile(name, nil, 0o600))
	must(t, os.Truncate(name, 4*stretch))
	from, err := os.Open(name)
	must(t, err)
	defer from.Close() //nolint:errcheck // only read
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	same, err := copyFile(ctx, from, to, 4*stretch)
	info, serr := os.Stat(to)
	must(t, serr)
	if same || !errors.Is(err, context.Canceled) || info.Size() > stretch {
		t.Errorf("%v, %v, %d bytes", same, err, info.Size())
	}
}

// What is damaged in an order of pages that reading does not touch is found
// before a write, and a page of rows that fell out already at reading.
func TestDamageIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	must(t, Create(path, 0o600, `PRAGMA page_size=512`, schema,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 200) INSERT INTO jar SELECT 'a.test', 'name'||i, randomblob(100), i FROM n`))
	whole, err := os.ReadFile(path)
	must(t, err)
	for at := 0; at < len(whole); at += 512 {
		for kind, page := range map[string][]byte{
			"zeros":   make([]byte, 512),
			"noise":   bytes.Repeat([]byte{0xa5}, 512),
			"another": whole[len(whole)-512:],
		} {
			b := bytes.Clone(whole)
			copy(b[at:], page)
			if bytes.Equal(b, whole) {
				continue
			}
			must(t, os.WriteFile(path, b, 0o600))
			n, err := readAll(t.Context(), t, path)
			if err == nil && n != 200 {
				t.Errorf("page %d, %s: %d rows and no word", at/512+1, kind, n)
			}
			if got := state(t, err); got != cookies.Ready && got != cookies.Damaged {
				t.Errorf("page %d, %s: %v", at/512+1, kind, err)
			}
		}
	}
	for _, cut := range []int{1, 100, 511, 512, len(whole) / 2, len(whole) - 512, len(whole) - 1} {
		must(t, os.WriteFile(path, whole[:cut], 0o600))
		if n, err := readAll(t.Context(), t, path); state(t, err) != cookies.Damaged {
			t.Errorf("cut at %d: %d rows, %v", cut, n, err)
		}
	}
}

// quick_check sees what a reading does not: here a page that nothing uses.
func TestCheck(t *testing.T) {
	path := newStore(t, "DELETE")
	sqlitetest.Run(t, path, `CREATE TABLE other(a)`, `INSERT INTO other VALUES(zeroblob(20000))`, `PRAGMA writable_schema=ON`, `DELETE FROM sqlite_schema WHERE name = 'other'`)
	if n, err := readAll(t.Context(), t, path); err != nil || n != 5 {
		t.Fatalf("%d rows, %v", n, err)
	}
	c, err := Snapshot(t.Context(), sqlitetest.Folder(t), path)
	must(t, err)
	defer func() { must(t, c.Close()) }()
	if err := c.Check(); state(t, err) != cookies.Damaged {
		t.Errorf("%v", err)
	}
}

// A store whose schema does things when it is read or written does none of
// them.
func TestHostileSchemaRunsNothing(t *testing.T) {
	path := newStore(t, "DELETE")
	sqlitetest.Run(t, path,
		`CREATE TABLE spy(a)`,
		`CREATE TRIGGER t AFTER DELETE ON jar BEGIN INSERT INTO spy VALUES(old.value); END`,
		`CREATE TRIGGER u AFTER INSERT ON jar BEGIN DELETE FROM jar; END`)
	rows := rowsOf(t, path)
	_, err := Remove(t.Context(), path, sqlitetest.Folder(t), jar, rows, nil)
	must(t, err)
	if spied := sqlitetest.Query(t, path, `SELECT count(*) FROM spy`); spied[0] != "0" {
		t.Error("a trigger kept what was deleted")
	}
	_, err = Restore(t.Context(), path, sqlitetest.Folder(t), jar, asIs, rows, nil)
	must(t, err)
	if n := len(sqlitetest.Dump(t, path, "jar")); n != 5 {
		t.Errorf("%d rows", n)
	}
}
