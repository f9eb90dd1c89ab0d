package private

import (
	"errors"
	"io"
	"os"
)

// Erase removes a file after its bytes were overwritten with zeros and synced.
// On a file system that writes every change elsewhere, in snapshots, and in the
// spare blocks of an SSD old bytes stay all the same; nothing a program does to
// a file reaches those. What can't be opened for writing is removed as it is.
func Erase(path string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
		if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			_, err = io.CopyN(f, zeros{}, info.Size())
			if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
				return errors.Join(err, os.Remove(path))
			}
		}
	}
	return os.Remove(path)
}

// zeros reads as zeros without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
