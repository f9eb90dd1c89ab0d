// Package scratch keeps the private folder in which a running program lays its
// copies of stores. The copies hold secrets and must not outlive the program:
// closing the folder removes them, and what a killed program left is told by a
// lock that nobody holds any more and removed by the next [Sweep].
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// lockName is the file that says, by being locked, that the folder is in use.
const lockName = "lock"

// attempts is how often Make starts over when a Sweep of another program took
// its folder in the moment between making and locking it.
const attempts = 100

// Folder is a folder, mode 0700, that is made at the first need and goes when it
// is closed. A program has one, so that a kill leaves one. The zero value is ready
// to use, and its methods may be called from several goroutines.
type Folder struct {
	mu     sync.Mutex
	path   string // "" before it is made
	lock   *flock.Flock
	closed bool
}

// Make makes the folder, unless it is made, in the system's folder for temporary
// files, and locks it for as long as it is open.
func (f *Folder) Make() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.make()
}

func (f *Folder) make() error {
	if f.closed {
		return errors.New("the private folder is closed")
	}
	if f.path != "" {
		return nil
	}
	dir, err := filepath.Abs(os.TempDir()) // SQLite is given addresses, and a relative one is none
	if err != nil {
		return nowhere(err)
	}
	// Whoever may rename the folder can have copies written elsewhere.
	if info, err := os.Stat(dir); err == nil && loose(info) {
		return nowhere(errors.New("everybody may rename what lies there"))
	}
	for range attempts {
		path, err := os.MkdirTemp(dir, prefix()+"*") // MkdirTemp gives 0700
		if err != nil {
			return nowhere(err)
		}
		lock := flock.New(filepath.Join(path, lockName))
		held, err := lock.TryLock()
		if held && there(lock) {
			f.path, f.lock = path, lock
			return nil
		}
		_ = lock.Close()
		_ = os.RemoveAll(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nowhere(err)
		}
	}
	return nowhere(fmt.Errorf("a folder was taken away %d times", attempts))
}

// there reports whether the lock that is held is still the one in the folder:
// a Sweep may have removed it between its making and its locking.
func there(lock *flock.Flock) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(lock.Path())
	return err == nil && os.SameFile(held, named)
}

// Sub makes a fresh, empty folder, mode 0700, in the folder.
func (f *Folder) Sub() (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.make(); err != nil {
		return "", err
	}
	path, err := os.MkdirTemp(f.path, "store-*")
	if err != nil {
		return "", nowhere(err)
	}
	return path, nil
}

// nowhere is the error of a folder for temporary files in which none can be made.
func nowhere(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) { // which names a file that is not there
		err = of.Err
	}
	return fmt.Errorf("there is no place for private copies of stores in %s: %w; set TMPDIR to a folder that can be written", os.TempDir(), err)
}

// Close removes the folder with everything in it, and none is made after that.
// Closing it again does nothing.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	if f.path == "" {
		return nil
	}
	// The copies go first: by the lock a Sweep knows the folder, if the program is
	// killed here. Then the lock is closed, because Windows removes no open file;
	// if a Sweep finds the folder now, both remove the same things.
	inside, err := os.ReadDir(f.path)
	for _, e := range inside {
		if e.Name() != lockName {
			err = errors.Join(err, os.RemoveAll(filepath.Join(f.path, e.Name())))
		}
	}
	err = errors.Join(err, f.lock.Close())
	if rerr := os.RemoveAll(f.path); err == nil {
		err = rerr
	}
	return err
}
