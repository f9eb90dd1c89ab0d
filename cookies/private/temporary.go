package private

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"crumbs/cookies/regular"
)

// attempts is how often a temporary file is made anew when another program took
// it for one that was left, in the moment between its making and its claiming.
const attempts = 5

// Temporary makes a file for a new version of another in the same folder, mode
// 0600, with a name as of [os.CreateTemp], and claims it until release is
// called, so that no [Discard] takes it.
func Temporary(dir, pattern string) (f *os.File, release func(), err error) {
	for range attempts {
		f, err = os.CreateTemp(dir, pattern)
		if err != nil {
			return nil, nil, err
		}
		release, err = Claim(context.Background(), f.Name(), 0)
		if err == nil && there(f) {
			return f, release, nil
		}
		if err == nil {
			release()
		}
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	return nil, nil, fmt.Errorf("the new file was taken away %d times", attempts)
}

// there reports whether an open file still has its name.
func there(f *os.File) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(f.Name())
	return err == nil && os.SameFile(opened, named)
}

// Discard removes a temporary file that a killed program of this user left. What
// is somebody else's, what no regular file is, and what another program writes
// just now stays, without an error.
func Discard(path string) error {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || !owned(info) {
		return nil //nolint:nilerr // then it is not one of ours
	}
	release, err := Claim(context.Background(), path, 0)
	if err != nil {
		return nil //nolint:nilerr // it is in use, or gone
	}
	defer release()
	err = os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || regular.Held(err) {
		return nil
	}
	return err
}
