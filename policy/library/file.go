package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// maxFile is more than any list of policies or rules a person keeps.
const maxFile = 16 << 20

// patience is how long a change waits for another crumbs that changes the rules.
const patience = 5 * time.Second

// fault says which file something is wrong with.
func fault(path string, err error) error {
	return fmt.Errorf("%s can't be used: %w", cookies.Visible(path), err)
}

// readFile reads a file of the user's, and names it where it can't.
func readFile(path string) ([]byte, error) {
	b, err := private.ReadFile(path, maxFile)
	if err != nil {
		return nil, fault(path, err)
	}
	return b, nil
}

// writeFile replaces a file whole or not at all, and makes its folder where it is
// missing. A link is followed, so that those who keep their configuration
// elsewhere still do. What a killed program left of an earlier try goes.
func writeFile(path string, b []byte) error {
	if err := private.Folder(filepath.Dir(path)); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	if err := private.Sweep(path); err != nil {
		return err
	}
	return private.WriteFile(path, b)
}

// lock keeps other programs from changing the rules until unlock is called.
func (l *Library) lock() (unlock func(), err error) {
	if err := private.Folder(l.dir); err != nil {
		return nil, err
	}
	unlock, err = private.Lock(filepath.Join(l.dir, ".rules.lock"), patience)
	if errors.Is(err, private.ErrLocked) {
		return nil, fmt.Errorf("another crumbs is changing them in %s: wait for it to end", cookies.Visible(l.dir))
	}
	return unlock, err
}
