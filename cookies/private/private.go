// Package private writes files that nobody else may read, whole or not at all:
// what crumbs remembers is as secret as the stores it came from, and a crash
// must never leave half of it.
package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Folder makes the folder and those above it that are missing, mode 0700. A
// folder of the user's that is there already is left as it is. Root makes none in
// somebody else's home, and writes into none of theirs: what it put there they could
// not read, and a keep list that can't be read stops every deletion.
func Folder(path string) error {
	for at := filepath.Clean(path); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil && at != filepath.Dir(at) {
			continue
		}
		if err == nil {
			if name := stranger(info); name != "" {
				return fmt.Errorf("the folder %s belongs to %s, and root writes nothing there; run crumbs as %s", at, name, name)
			}
		}
		break
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		var inner *fs.PathError // names the first that can't be made
		if errors.As(err, &inner) {
			return fmt.Errorf("the folder %s can't be made: %w", inner.Path, inner.Err)
		}
		return fmt.Errorf("the folder %s can't be made: %w", path, err)
	}
	return nil
}

// WriteFile writes data to path, mode 0600: to a temporary file in the same
// folder, synced, then renamed, then the folder is synced. After an error or a
// crash the file holds what it held before or, where only the folder could not be
// synced, all of data.
func WriteFile(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	f, release, err := Temporary(dir, beside(path)+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer release()
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
			var inner *fs.PathError // of the temporary file, whose name says nothing to anybody
			if errors.As(err, &inner) {
				err = inner.Err
			}
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return SyncFolder(dir)
}

// beside begins the names of the temporary files that a file is written to; the
// rest of them are digits. A long name is cut, so that theirs fit in a folder too.
func beside(path string) string {
	name := filepath.Base(path)
	return ".crumbs-" + name[:min(len(name), 200)] + "-"
}

// Sweep removes the temporary files that killed runs of [WriteFile] left beside a
// file.
func Sweep(path string) error {
	if err := SweepFolder(filepath.Dir(path), beside(path)); err != nil {
		return fmt.Errorf("tidy up: %w", err)
	}
	return nil
}

// SweepFolder removes the files of a folder that killed programs of this user
// left, of those whose names are the prefix and digits: see [Temporary] and
// [Discard].
func SweepFolder(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), prefix)
		if !ours || rest == "" || strings.Trim(rest, "0123456789") != "" {
			continue
		}
		if err := Discard(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// SyncFolder makes the names in a folder durable. Windows has no such call and
// keeps its directory in order by itself.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}
