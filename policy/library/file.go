package library

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"crumbs/cookies"
)

// maxFile is more than any list of policies or rules a person keeps.
const maxFile = 16 << 20

// fault says which file something is wrong with.
func fault(path string, err error) error {
	return fmt.Errorf("%s can't be used: %w", cookies.Visible(path), err)
}

// readFile reads a small regular file. A pipe or a device is refused before it
// could keep the program waiting.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault(path, plainly(astray(path, err)))
	}
	if !info.Mode().IsRegular() {
		return nil, fault(path, errors.New("it is no regular file"))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fault(path, plainly(err))
	}
	defer f.Close() //nolint:errcheck // nothing was written
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fault(path, plainly(err))
	}
	if len(b) > maxFile {
		return nil, fault(path, fmt.Errorf("it is larger than %d MB", maxFile>>20))
	}
	return b, nil
}

// errAstray is a link to what is not there, such as a folder of settings that
// is not mounted: something was meant to be there, so it is not nothing.
var errAstray = errors.New("a link on the way to it leads nowhere")

// astray tells a file that is not there from one that a link should lead to.
// Err is what looking at the path gave.
func astray(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for range 3 { // the file, the folder it is in, and crumbs' own
		info, lerr := os.Lstat(path)
		if lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			if _, serr := os.Stat(path); serr != nil {
				return errAstray
			}
		}
		path = filepath.Dir(path)
	}
	return err
}

// plainly drops the path that package os puts into its errors: it is said once.
func plainly(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// writeFile replaces a file in one step: whoever reads it sees all of the old
// or all of the new, and so does whoever comes after a crash. The file is its
// owner's only (0600), a folder that has to be made too (0700). A link is
// followed, so that those who keep their configuration elsewhere still do.
// (renameio would do, but it does not build on Windows.)
func writeFile(path string, b []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".crumbs-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(b); err != nil {
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
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes a rename last. Not every system lets a folder be opened or
// synced; the new file is whole all the same.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
