package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/scratch"
)

const (
	// tries is how often a store that changes while it is copied is copied, and
	// pause how long the first wait between is; each is five times the one
	// before. A browser's flush changes the file again and again for as long as
	// its disk takes, and is over in a second on a slow one.
	tries = 4
	pause = 30 * time.Millisecond
	// tick is the coarsest step of a file system's clock (that of FAT), in
	// which two changes leave the same time.
	tick = 2 * time.Second
	// largest is how many bytes the files of a store may have together. A million
	// cookies have 300 MB; what has more is none, and is not copied.
	largest = 2 << 30
)

// Copy is a private copy of a store, open for reading.
type Copy struct {
	*DB
	folder string
}

// Close closes the copy and removes it.
func (c *Copy) Close() error {
	err := c.close()
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
func Snapshot(ctx context.Context, f *scratch.Folder, path string) (*Copy, error) {
	return snapshot(ctx, f, path, func(_ string, err error) error { return err })
}

// snapshot is Snapshot with copied to decide what becomes of the copy at a path
// whose making gave an error or nil.
func snapshot(ctx context.Context, f *scratch.Folder, path string, copied func(name string, err error) error) (c *Copy, err error) {
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
	name := filepath.Join(folder, copyName)
	if err := copied(name, copyStore(ctx, path, folder, copyFile)); err != nil {
		return nil, err
	}
	d, err := open(ctx, name, readMemory, path)
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

// copyStore copies the files of a store, each with copyOne, while nobody
// changes them.
func copyStore(ctx context.Context, path, folder string, copyOne copier) error {
	// SQLite keeps the log beside the file that a link leads to.
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fileProblem(path, err)
	}
	for n, wait := 0, time.Duration(0); n < tries; n, wait = n+1, max(pause, wait*5) {
		if err := rest(ctx, wait); err != nil {
			return err
		}
		before, err := look(path, real)
		if err != nil {
			return err
		}
		if err := before.begins(path, real); err != nil {
			return err
		}
		if n := before.size(); n > largest {
			return damaged(path, fmt.Sprintf("its files have %d MB, which no store of cookies has", n>>20), nil)
		}
		// Of a store that was quiet for a while a change during the copy shows
		// in the time. One that was written just now could be written again
		// within the same tick: there a second reading must find the same
		// bytes, which it can't where the first saw half of a change.
		start := time.Now()
		same, err := before.each(ctx, path, real, folder, copyOne)
		if err == nil && same && start.Sub(before.newest()) < tick {
			same, err = before.each(ctx, path, real, folder, compareFile)
		}
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
			return whole(path, folder)
		}
	}
	return problem(path, cookies.Locked, "it changed every time it was copied", "try again in a moment", nil)
}

// rest waits, or ends early with the context's error.
func rest(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// looks are the files of a store as they were at one moment, nil where there
// is none.
type looks [files]fs.FileInfo

func look(path, real string) (looks, error) {
	var out looks
	for i, suffix := range suffixes() {
		info, err := os.Stat(real + suffix)
		switch {
		case err == nil:
			other := regular.Kind(info.Mode())
			switch {
			case other != "" && i == 0:
				return out, damaged(path, other.Error(), nil)
			case other != "":
				return out, damaged(path, "its "+suffix[1:]+" is "+string(other), nil)
			}
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

func (l looks) size() (n int64) {
	for _, info := range l {
		if info != nil {
			n += info.Size()
		}
	}
	return n
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

// begins makes sure that the file begins as a database does, so that gigabytes
// of anything else are not copied. While there is a log or a journal, which mend
// the beginning too, SQLite decides.
func (l looks) begins(path, real string) error {
	var first error
	for i, suffix := range suffixes() {
		if l[i] == nil {
			continue
		}
		head, err := headOf(real + suffix)
		switch {
		case i == 0 && err != nil:
			first = fileProblem(path, err)
		case i == 0 && !database(head):
			first = damaged(path, "it is not an SQLite database", nil)
		case i > 0 && err == nil && mends(head):
			return nil
		}
	}
	return first
}

// headOf gives the beginning of a file, with zeros behind the end of a shorter one.
func headOf(name string) (head [24]byte, err error) {
	f, _, err := regular.Open(name)
	if err != nil {
		return head, err
	}
	defer f.Close() //nolint:errcheck // only read
	if _, err := io.ReadFull(f, head[:]); err != nil && !ended(err) {
		return head, err
	}
	return head, nil
}

// mends reports whether a file that begins so is a rollback journal or a
// write-ahead log (sqlite.org, "Database File Format", sections 3 and 4.1).
func mends(head [24]byte) bool {
	return string(head[:8]) == "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" || string(head[:3]) == "\x37\x7f\x06" && head[3]&^1 == 0x82
}

// database reports whether a file that begins so is an SQLite database
// (sqlite.org, "Database File Format", section 1.3): its magic, a size of pages that is a power of two, and the fractions that have one
// value only.
func database(head [24]byte) bool {
	size := int(head[16])<<8 | int(head[17])
	return string(head[:16]) == "SQLite format 3\x00" && (size == 1 || size >= 512 && size&(size-1) == 0) &&
		head[21] == 64 && head[22] == 32 && head[23] == 32
}

// copier does something with a file that has a size and a copy, and reports
// false if the two do not agree.
type copier func(ctx context.Context, from *os.File, to string, size int64) (bool, error)

// each opens the files one after the other and hands them to do with the name
// of their copy. It reports false if one is no longer the one that was looked
// at, or do says so.
func (l looks) each(ctx context.Context, path, real, folder string, do copier) (bool, error) {
	for i, suffix := range suffixes() {
		to := filepath.Join(folder, copyName+suffix)
		if l[i] == nil || l[i].Size() == 0 { // an empty log or journal says nothing
			if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return false, err
			}
			continue
		}
		from, info, err := regular.Open(real + suffix)
		var other regular.Other
		if errors.Is(err, fs.ErrNotExist) || errors.As(err, &other) {
			return false, nil
		}
		if err != nil {
			return false, fileProblem(path, err)
		}
		same := unchanged(info, l[i])
		if same {
			same, err = do(ctx, from, to, l[i].Size())
		}
		_ = from.Close() // only read
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// stretch is how much of a file is copied before it is asked whether anybody
// still wants it: some milliseconds' work.
const stretch = 8 << 20

// copyFile copies a file of the size that it is expected to have.
func copyFile(ctx context.Context, from *os.File, to string, size int64) (bool, error) {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return false, noCopy(err)
	}
	n := int64(0)
	for err == nil {
		var more int64
		more, err = io.CopyN(out, from, stretch)
		n += more
		if err == nil {
			err = ctx.Err()
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	var of *fs.PathError
	if errors.As(err, &of) && of.Path == to { // and not the store's
		err = noCopy(of.Err)
	}
	return n == size, err
}

// compareFile reports whether a file has the bytes of its copy.
func compareFile(_ context.Context, from *os.File, to string, _ int64) (bool, error) {
	with, err := os.Open(to)
	if err != nil {
		return false, err
	}
	defer with.Close() //nolint:errcheck // only read
	const chunk = 256 << 10
	a, b := make([]byte, chunk), make([]byte, chunk)
	for {
		n, aerr := io.ReadFull(from, a)
		m, berr := io.ReadFull(with, b)
		if !bytes.Equal(a[:n], b[:m]) {
			return false, nil
		}
		if ended(aerr) && ended(berr) {
			return true, nil
		}
		if aerr != nil || berr != nil {
			return false, errors.Join(aerr, berr)
		}
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// whole makes sure that a copy does not end in the middle of a page, which
// SQLite would read as zeros. While there is a log or a journal, which mend the
// end of the file, it may.
func whole(path, folder string) error {
	for i, suffix := range suffixes() {
		if _, err := os.Lstat(filepath.Join(folder, copyName+suffix)); i > 0 && err == nil {
			return nil
		}
	}
	f, err := os.Open(filepath.Join(folder, copyName))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var head [18]byte // as in begins
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return damaged(path, "it is not an SQLite database", nil)
	}
	size := int64(head[16])<<8 | int64(head[17])
	if size == 1 {
		size = 65536
	}
	if size >= 512 && info.Size()%size != 0 {
		return damaged(path, "its end is missing", nil)
	}
	return nil
}
