// Package replace puts a new version of a browser's file in the place of the
// old one: whole or not at all, with its mode and owner, and only where the old
// one is still the file that was read. It is for stores that are no database.
package replace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// ErrChanged says that the file is not the one that was read any more. Nothing
// was written.
var ErrChanged = errors.New("the file was changed meanwhile")

// temporary is the file beside path that a new version is written to. It has one
// name, so that what a killed program left is found.
func temporary(path string) string {
	return filepath.Join(filepath.Dir(path), ".crumbs-"+filepath.Base(path))
}

// Sweep removes the new version that a killed program did not come to put in
// place.
func Sweep(path string) error {
	if err := os.Remove(temporary(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// File writes data to a temporary file in path's folder, mode and owner as path
// has them, makes it durable and renames it over path. Was is the file as it was
// opened for reading: where path is another file by now, or was written since,
// nothing happens and the error is [ErrChanged]. Free is asked at the last
// moment; its error is given back. It is for one writer at a time: whoever calls
// it keeps others out.
func File(path string, was fs.FileInfo, data []byte, free func() error) (err error) {
	if err := Sweep(path); err != nil {
		return err
	}
	// O_EXCL makes it a file of ours, never one that a link leads to.
	f, err := os.OpenFile(temporary(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // it may be closed already
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := like(f, was); err != nil {
		return fmt.Errorf("keep mode and owner: %w", err)
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if free != nil {
		if err := free(); err != nil {
			return err
		}
	}
	if !unchanged(path, was) {
		return ErrChanged
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// unchanged reports whether path is still the file that was read, and no link
// to it.
func unchanged(path string, was fs.FileInfo) bool {
	now, err := os.Lstat(path)
	return err == nil && now.Mode().IsRegular() && os.SameFile(was, now) &&
		was.Size() == now.Size() && was.ModTime().Equal(now.ModTime())
}

// syncFolder makes the names in a folder durable; Windows has no such call.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
