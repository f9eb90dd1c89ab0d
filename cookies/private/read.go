package private

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"crumbs/cookies/regular"
)

// ReadFile reads a regular file of at most this many bytes. A pipe or a device
// is refused before it could keep the program waiting. The error says in a
// clause what is wrong and does not name the file; it wraps [fs.ErrNotExist]
// only where nothing was meant to be there: a link that leads nowhere, such as
// one to settings that are not mounted, is another error.
func ReadFile(path string, most int64) ([]byte, error) {
	f, _, err := regular.Open(path)
	var other regular.Other
	switch {
	case errors.As(err, &other):
		return nil, other
	case err != nil:
		return nil, Astray(path, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, plainly(err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("it is larger than %d MB", most>>20)
	}
	return b, nil
}

// Astray tells a file or folder that is not there from one that a link should
// lead to: only of the first is the error given [fs.ErrNotExist]. Err is what
// looking at the path gave; of other errors the path is dropped.
func Astray(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return plainly(err)
	}
	for range 3 { // the file, the folder it is in, and the one above
		if info, lerr := os.Lstat(path); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			if _, serr := os.Stat(path); serr != nil {
				return errors.New("a link on the way to it leads nowhere")
			}
		}
		path = filepath.Dir(path)
	}
	return plainly(err)
}

// plainly drops the path that package os puts into its errors.
func plainly(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
