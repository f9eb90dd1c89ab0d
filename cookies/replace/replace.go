// Package replace puts a new version of a store that is no database into the
// place of the old one: whole or not at all, with its mode and owner, and only
// where the old one is still the file that was read.
package replace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/private"
	"crumbs/cookies/regular"
)

// ErrChanged says that the file is not the one that was read any more. Nothing
// was written.
var ErrChanged = errors.New("another program has just written it")

// beside begins the names of the files that new versions are written to.
const beside = ".crumbs-new-"

// patience is how long a writing waits for another crumbs that writes the file.
const patience = 2 * time.Second

// Sweep removes what killed programs of this user left in path's folder. Errors
// of the store are [*cookies.Problem].
func Sweep(path string) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path
	}
	return refused(path, private.SweepFolder(filepath.Dir(real), beside))
}

// Allowed says what of a file forbids to replace it, as a [*cookies.Problem]: it
// must be writable by intent, not by privilege.
func Allowed(path string, info fs.FileInfo) error {
	switch {
	case regular.Foreign(info):
		return fixed(path, "it belongs to someone else, and root does not write other people's stores", "run crumbs as its owner", nil)
	case info.Mode().Perm()&0o222 == 0:
		return fixed(path, "its mode forbids writing", "allow writing to it", nil)
	case regular.Names(info) > 1:
		return fixed(path, "it has other names too, which would keep the old content", "remove its other names", nil)
	}
	return nil
}

// File puts data into the place of the file at path, or of the one that a link
// there leads to. Was is the file as it was opened for reading. The order, and
// why:
//
//   - No other crumbs writes the file meanwhile, whatever it has for a journal: the
//     file itself is claimed. Who comes second finds that it is another file.
//   - The new version is written beside it, with its mode and owner, and is on
//     the disk before it takes the name: at every moment one of the two is
//     there, whole.
//   - Free is asked last; its error is given back. Then the old file must be the
//     one that was read, to the time of its last change, or the error is
//     [ErrChanged]. A program that writes it in the microseconds from here to
//     the renaming is not noticed: nothing could keep it out.
//
// Errors of the store are [*cookies.Problem].
func File(ctx context.Context, path string, was fs.FileInfo, data []byte, free func() error) error {
	if err := Allowed(path, was); err != nil {
		return err
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return refused(path, err)
	}
	unclaim, err := private.Claim(ctx, real, patience)
	if errors.Is(err, private.ErrLocked) {
		return &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{State: cookies.Locked,
			Reason: "another program has locked it", Advice: "wait for it to end"}}
	}
	if err != nil {
		return refused(path, err)
	}
	defer unclaim()
	dir := filepath.Dir(real)
	if err := private.SweepFolder(dir, beside); err != nil {
		return refused(path, err)
	}
	f, release, err := private.Temporary(dir, beside+"*")
	if err != nil {
		return refused(path, err)
	}
	defer release()
	if err := exchange(ctx, f, path, real, was, data, free); err != nil {
		_ = f.Close() // it may be closed already
		_ = os.Remove(f.Name())
		return err
	}
	// The new version is there, whatever comes now.
	if err := private.SyncFolder(dir); err != nil {
		return fmt.Errorf("%s was written, but may be the old one again after a power failure: %w", cookies.Visible(path), err)
	}
	return nil
}

// exchange fills the new version and renames it.
func exchange(ctx context.Context, f *os.File, path, real string, was fs.FileInfo, data []byte, free func() error) error {
	if err := write(f, path, was, data); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if free != nil {
		if err := free(); err != nil {
			return err
		}
	}
	if now, err := os.Lstat(real); err != nil || !now.Mode().IsRegular() || !Same(was, now) {
		return ErrChanged
	}
	return refused(path, os.Rename(f.Name(), real))
}

// write makes sure that the new version is on the disk.
func write(f *os.File, path string, was fs.FileInfo, data []byte) error {
	if _, err := f.Write(data); err != nil {
		return refused(path, err)
	}
	if err := own(f, was); err != nil {
		return fixed(path, "a new file in its place could not belong to its owner", "run crumbs as its owner", err)
	}
	return refused(path, errors.Join(f.Chmod(was.Mode().Perm()), f.Sync(), f.Close()))
}

// Same reports whether a file is the one that it was, untouched.
func Same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// refused makes the error of a system call while writing into a problem of the
// store where it is one.
func refused(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission) || readOnlyFileSystem(err):
		return fixed(path, "its folder or its file system forbids writing", "allow writing in its folder", err)
	case diskFull(err):
		return fixed(path, "its disk is full", "make room and try again", err)
	}
	var of *fs.PathError
	if errors.As(err, &of) { // which names the new file, of which nobody knows
		err = of.Err
	}
	return fmt.Errorf("%s can't be written anew: %w", cookies.Visible(path), err)
}

func fixed(path, reason, advice string, err error) error {
	return &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{State: cookies.ReadOnly, Reason: reason, Advice: advice}}
}
