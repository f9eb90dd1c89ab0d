package sqlite

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

const (
	// tries is how often a store that changes while it is copied is copied.
	tries = 3
	// settle is how old the last change must be before a copy begins. A file
	// system's clock ticks every few milliseconds, and two changes within one
	// tick leave the same time: a second one during the copy would not show.
	settle = 20 * time.Millisecond
)

// Copy is a private copy of a store, open for reading.
type Copy struct {
	*DB
	folder string
}

// Close closes the copy and removes it.
func (c *Copy) Close() error {
	err := c.DB.close()
	if rerr := os.RemoveAll(c.folder); err == nil {
		err = rerr
	}
	return err
}

// Snapshot copies a store with its write-ahead log and its rollback journal
// into a folder of f and opens the copy, which recovers what a crash left. The
// live files are only read as files: no lock is taken on them. Errors of the
// store are [*cookies.Problem].
//
// A damaged store is found when it is opened or read, except for damage that
// leaves the pages in order: bytes changed within a cell, for SQLite keeps no
// checksums, a broken index or list of free pages, which reading the table does
// not need, or pages that are in use twice. [DB.Check] finds all but the first
// and costs a reading of its own, so it is left to what comes before a write.
// A page of rows that fell out of the table leaves no trace in it either, but
// shows in the number of rows, as [DB.Count] tells.
func Snapshot(ctx context.Context, f *scratch.Folder, path string) (c *Copy, err error) {
	folder, err := f.Sub()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(folder)
		}
	}()
	defer guard(path, &err)
	if err := copyStore(ctx, path, folder); err != nil {
		return nil, err
	}
	name := filepath.Join(folder, copyName)
	d, err := open(ctx, name, sqlite3.OPEN_READWRITE, path)
	if err != nil {
		return nil, (&DB{path: path}).problem(err)
	}
	// The copy is ours alone: no shared memory, no waiting for the disk.
	if err := d.conn.Exec(`PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF`); err != nil {
		err = d.problem(err)
		_ = d.close()
		return nil, err
	}
	return &Copy{DB: d, folder: folder}, nil
}

// copyName is the copy's name in its folder.
const copyName = "store"

// files is how many files make up a store, and suffixes are how their names
// go on after the database's.
const files = 3

func suffixes() [files]string { return [files]string{"", "-wal", "-journal"} }

// copyStore copies the files of a store while nobody changes them.
func copyStore(ctx context.Context, path, folder string) error {
	// SQLite keeps the log beside the file that a link leads to.
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fileProblem(path, err)
	}
	for range tries {
		if err := ctx.Err(); err != nil {
			return err
		}
		before, err := look(path, real)
		if err != nil {
			return err
		}
		if since := time.Since(before.newest()); since >= 0 && since < settle {
			if err := sleep(ctx, settle-since); err != nil {
				return err
			}
			if before, err = look(path, real); err != nil {
				return err
			}
		}
		same, err := before.copy(path, real, folder)
		if err != nil {
			return err
		}
		if !same {
			continue
		}
		after, err := look(path, real)
		if err != nil {
			return err
		}
		if before.equal(after) {
			return nil
		}
	}
	return problem(path, cookies.Locked, "it changed every time it was copied", "try again in a moment", nil)
}

// looks are the files of a store as they were at one moment, nil where there
// is none.
type looks [files]fs.FileInfo

func look(path, real string) (looks, error) {
	var out looks
	for i, suffix := range suffixes() {
		info, err := os.Stat(real + suffix)
		switch {
		case err == nil && !info.Mode().IsRegular() && i == 0:
			return out, damaged(path, "it is "+kind(info.Mode()), nil)
		case err == nil && !info.Mode().IsRegular():
			return out, damaged(path, "its "+suffix[1:]+" is "+kind(info.Mode()), nil)
		case err == nil:
			out[i] = info
		case i > 0 && errors.Is(err, fs.ErrNotExist):
		default:
			return out, fileProblem(path, err)
		}
	}
	if out[0].Size() == 0 {
		return out, damaged(path, "it has 0 bytes", nil)
	}
	return out, nil
}

func (l looks) newest() time.Time {
	var t time.Time
	for _, info := range l {
		if info != nil && info.ModTime().After(t) {
			t = info.ModTime()
		}
	}
	return t
}

func (l looks) equal(m looks) bool {
	for i := range l {
		if (l[i] == nil) != (m[i] == nil) || l[i] != nil && !unchanged(l[i], m[i]) {
			return false
		}
	}
	return true
}

func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// copy copies the files, and reports false if one is no longer the one that
// was looked at.
func (l looks) copy(path, real, folder string) (bool, error) {
	for i, suffix := range suffixes() {
		to := filepath.Join(folder, copyName+suffix)
		if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		if l[i] == nil || l[i].Size() == 0 {
			continue // an empty log or journal says nothing
		}
		from, err := os.OpenFile(real+suffix, os.O_RDONLY|noWait, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, fileProblem(path, err)
		}
		same, err := copyFile(from, to, l[i])
		_ = from.Close() // only read
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

func copyFile(from *os.File, to string, as fs.FileInfo) (bool, error) {
	info, err := from.Stat()
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() || !unchanged(info, as) {
		return false, nil
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, err
	}
	n, err := io.Copy(out, from)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return n == as.Size(), err
}

// kind names what is no regular file.
func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a directory"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
