package scratch

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// prefix begins the names of this user's folders.
func prefix() string { return fmt.Sprintf("crumbs-%s-", user()) }

// Sweep removes the folders that killed programs of this user left. It touches
// only real directories of this user with mode 0700 and our prefix, whose lock
// can be taken. It is tidying: what it can't remove stays, without an error.
func Sweep() {
	dir := os.TempDir()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix()) {
			sweep(filepath.Join(dir, e.Name()))
		}
	}
}

// sweep removes one folder if it was left behind. Others may write to the
// folder of temporary files and put a link or a folder of their own under such
// a name at any moment, so the folder is opened first, what was opened is
// checked, and everything is removed through that handle, which leads nowhere
// else.
func sweep(path string) {
	named, err := os.Lstat(path)
	if err != nil || !ours(named) {
		return
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return
	}
	defer root.Close() //nolint:errcheck // nothing was written through it
	opened, err := root.Stat(".")
	if err != nil || !os.SameFile(named, opened) {
		return
	}
	info, err := root.Lstat(lockName)
	switch {
	case err == nil && info.Mode().IsRegular():
	case os.IsNotExist(err):
		// Its program was killed before it could lock it; or is about to, and then
		// makes another.
		_ = os.Remove(path) // goes only if it is empty
		return
	default:
		return
	}
	lock := flock.New(filepath.Join(path, lockName), flock.SetFlag(os.O_RDWR)) // never made here
	if held, err := lock.TryLock(); err != nil || !held {
		_ = lock.Close()
		return
	}
	if held, err := lock.Stat(); err != nil || !os.SameFile(info, held) {
		_ = lock.Close()
		return
	}
	inside, err := fs.ReadDir(root.FS(), ".")
	if err == nil {
		for _, e := range inside {
			if e.Name() != lockName {
				_ = root.RemoveAll(e.Name())
			}
		}
	}
	// The lock goes last, and while it is held: a program that has made the folder and
	// opened the lock, and gets it now, sees that it is gone. Windows removes no open file.
	if root.Remove(lockName) != nil {
		_ = lock.Close()
		_ = root.Remove(lockName)
	}
	_ = lock.Close()
	_ = os.Remove(path)
}

// ours reports whether a folder is one that this user's crumbs made.
func ours(info fs.FileInfo) bool {
	return info.IsDir() && private(info) && owned(info)
}
