package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

const (
	// patience is how long a transaction waits for the store to be free.
	patience = 2 * time.Second
	// commitPatience is how long the commit waits for readers. While it waits
	// nobody can begin to read, and a browser that starts meanwhile believes
	// that it has no cookies; a few milliseconds do no harm.
	commitPatience = 20 * time.Millisecond
)

// errReplaced says that the file under the store's name is not the one that is
// open any more. Nothing was written.
var errReplaced = errors.New("the store was replaced by another file")

// write opens the live store for one transaction, calls do in it, and commits.
// It gives how long the store was locked against its browser. The order, and
// why:
//
//   - The file must be writable by intent, not by privilege: as root nothing is
//     written that belongs to someone else, for a journal of root's that a crash
//     leaves there could not be recovered by its owner's browser.
//   - Deleted content is overwritten (secure_delete), everything is on the disk
//     before the commit returns (synchronous=FULL), and pages are not written
//     before the commit (cache_spill=OFF), which would lock readers out early.
//   - Journal and log take the mode of the store (modeof), not 0644.
//   - When the lock is held, free is asked once more: the browser may have
//     started since. And the file that is open must still be the one under the
//     store's name.
//   - In a store with a write-ahead log the old content stays in the main file
//     until the log is written back, so that is done at once.
func write(ctx context.Context, path string, free func() error, do func(*DB) error) (held time.Duration, err error) {
	defer guardWrite(path, &err)
	real, err := writable(path)
	if err != nil {
		return 0, err
	}
	d, wal, err := openLive(ctx, path, real)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := d.close(); err == nil && cerr != nil {
			err = d.problem(cerr)
		}
	}()
	if err := d.conn.Exec(`BEGIN IMMEDIATE`); err != nil {
		return 0, d.problem(err)
	}
	start := time.Now()
	err = d.inTransaction(free, do)
	if err == nil {
		err = d.commit()
	}
	if err != nil {
		d.rollback()
		return time.Since(start), d.problem(err)
	}
	if wal {
		err = d.emptyLog()
	}
	return time.Since(start), err
}

// guardWrite is guard for the live store: what the engine can't do with it says
// nothing against it.
func guardWrite(path string, err *error) {
	if r := recover(); r != nil {
		*err = problem(path, cookies.ReadOnly, "SQLite could not write it", "take fewer cookies at once", fmt.Errorf("sqlite: %v", r))
	}
}

// openLive opens the live store for writing, with all settings made, and
// reports whether it has a write-ahead log.
func openLive(ctx context.Context, path, real string) (d *DB, wal bool, err error) {
	d, err = open(ctx, real, writeMemory, path)
	if err != nil {
		return nil, false, (&DB{path: path, live: true}).problem(err)
	}
	d.live = true
	if wal, err = d.prepare(real); err != nil {
		err = d.problem(err)
		_ = d.close()
		return nil, false, err
	}
	return d, wal, nil
}

// emptyLog writes the write-ahead log back into the main file, where the old
// content stays until then.
func (d *DB) emptyLog() error {
	_ = d.conn.BusyTimeout(patience)
	_, _, err := d.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	if err != nil {
		err = problem(d.path, cookies.Locked, "it was written, but the old content is still in its files",
			"close what reads it, make room on the disk; the browser clears it up when it runs", err)
	}
	return err
}

// writable makes sure that the store is a file that this user may write, and
// resolves links, beside whose targets journals lie.
func writable(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fileProblem(path, err)
	}
	now, err := look(path, real)
	if err != nil {
		return "", err
	}
	switch {
	case regular.Foreign(now[0]):
		return "", readOnly(path, "it belongs to someone else, and root does not write other people's stores", "run crumbs as its owner", nil)
	case now[0].Mode().Perm()&0o222 == 0:
		return "", readOnly(path, "its mode forbids writing", "allow writing to it", nil)
	}
	return real, nil
}

// prepare makes the settings and reports whether the store has a write-ahead
// log.
func (d *DB) prepare(real string) (wal bool, err error) {
	if err := d.conn.BusyTimeout(patience); err != nil {
		return false, err
	}
	if ro, _ := d.conn.ReadOnly("main"); ro {
		return false, readOnly(d.path, "its permissions or its file system forbid writing", "allow writing to it", nil)
	}
	// A transaction comes back to the pages of the index again and again: with those
	// of a usual store at hand it took a quarter less.
	for _, pragma := range []string{`secure_delete=ON`, `synchronous=FULL`, `cache_spill=OFF`, `cache_size=-32768`} {
		if err := d.conn.Exec(`PRAGMA ` + pragma); err != nil {
			return false, err
		}
	}
	err = d.Each(`PRAGMA journal_mode`, func(r *Row) error {
		wal = strings.EqualFold(string(r.Text(0)), "wal")
		return nil
	})
	if err != nil || wal {
		return wal, err
	}
	// Chromium leaves an empty journal beside its store, always; what was there
	// before is there afterwards.
	if _, err := os.Lstat(real + "-journal"); err == nil {
		return false, d.conn.Exec(`PRAGMA journal_mode=TRUNCATE`)
	}
	return false, nil
}

// inTransaction does the work with the lock held.
func (d *DB) inTransaction(free func() error, do func(*DB) error) error {
	if free != nil {
		if err := free(); err != nil {
			return err
		}
	}
	if err := d.unmoved(); err != nil {
		return err
	}
	return do(d)
}

// unmoved makes sure that the open file is the one under the store's name.
// Windows renames no open file, so there it always is.
func (d *DB) unmoved() error {
	file, err := d.conn.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	if err != nil {
		return err
	}
	for {
		outer, ok := file.(vfs.FileUnwrap)
		if !ok {
			break
		}
		file = outer.Unwrap()
	}
	f, ok := file.(vfs.FileHasMoved)
	if !ok {
		return errors.New("sqlite does not tell whether the store was moved")
	}
	moved, err := f.HasMoved()
	if err != nil {
		return err
	}
	if moved {
		return errReplaced
	}
	return nil
}

// commit commits, or fails soon if somebody is reading. From here on the
// caller's context ends nothing any more: half of what follows is worse than
// all of it.
func (d *DB) commit() error {
	if err := d.conn.GetInterrupt().Err(); err != nil {
		return err
	}
	d.conn.SetInterrupt(context.Background())
	if err := d.conn.BusyTimeout(commitPatience); err != nil {
		return err
	}
	return d.conn.Exec(`COMMIT`)
}

// rollback ends a transaction, also one whose context is over.
func (d *DB) rollback() {
	d.conn.SetInterrupt(context.Background())
	if !d.conn.GetAutocommit() {
		_ = d.conn.Exec(`ROLLBACK`) // closing the file does the same
	}
}

// uri gives an SQLite file URI (sqlite.org, "Uniform Resource Identifiers") for
// a database that must be there, and whose journal and log take its mode.
func uri(path string) string { return uriOf(path, filepath.Separator) }

// uriOf is uri where this separates the folders of a path. A drive begins the path
// without a slash before it, which the engine would leave there, and no such file
// is found; a share's two slashes need an empty host before them.
func uriOf(path string, separator rune) string {
	name := strings.ReplaceAll(path, string(separator), "/")
	host := ""
	if strings.HasPrefix(name, "/") {
		host = "//"
	}
	return "file:" + host + escape(name) + "?mode=rw&modeof=" + escape(path)
}

// escape escapes every byte that could mean something in a URI. Bytes that are
// no UTF-8 are legal in paths and come through.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("/._-", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
