package inuse

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/windows"

	"crumbs/cookies"
)

// On Windows a browser says that it runs by opening a file that it shares with
// nobody: Chromium its lockfile and, since 114, the store; Firefox its
// parent.lock. None of this was ever run.

// lockedBy gives the browser that has the store's profile; which process it is
// can't be told.
func lockedBy(s *cookies.Store) (Holder, bool) {
	var paths []string
	switch {
	case gecko(s):
		paths = []string{filepath.Join(folderOf(s), "parent.lock")}
	case s.Format == cookies.Chromium:
		paths = []string{s.Path}
		if s.UserData != "" {
			paths = append(paths, filepath.Join(s.UserData, "lockfile"))
		}
	}
	for _, path := range paths {
		h, err := openShared(path, windows.GENERIC_READ, windows.OPEN_EXISTING, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE)
		if err == nil {
			_ = windows.CloseHandle(h)
		} else if errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
			return Holder{Name: s.Browser}, true
		}
	}
	return Holder{}, false
}

// openShared opens a file with a mode of sharing.
func openShared(path string, access, create, share uint32) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	return windows.CreateFile(name, access, share, nil, create, windows.FILE_ATTRIBUTE_NORMAL, 0)
}

// lockProfile opens parent.lock as Firefox does, so that Firefox can't. While it
// is open nobody removes or opens it: there is nothing more to ask, and to ask by
// opening it would find ourselves.
func lockProfile(s *cookies.Store) (*Held, error) {
	h, err := openShared(filepath.Join(folderOf(s), "parent.lock"), windows.GENERIC_READ|windows.GENERIC_WRITE, windows.OPEN_ALWAYS, 0)
	switch {
	case err == nil:
		return &Held{Free: func() error { return nil }, Release: sync.OnceFunc(func() { _ = windows.CloseHandle(h) })}, nil
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION):
		return nil, &cookies.Problem{Condition: inUse(Holder{Name: s.Browser}, s), Path: s.Path, Err: err}
	}
	return nil, &cookies.Problem{Condition: fixed("its profile can't be locked against the browser", "look at its folder"), Path: s.Path, Err: err}
}

// foreignLock can't be told from the browser's own.
func foreignLock(*cookies.Store) bool { return false }

// storeLock is not looked for: SQLite says so when it opens the store.
func storeLock(*cookies.Store) (pid int, held bool) { return 0, false }

// mayRead opens the file; a browser's lock on it is no missing permission.
func mayRead(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(path)
	if errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		return nil
	}
	if err == nil {
		err = f.Close()
	}
	return err
}

// mayWrite leaves it to the mode, which holds the read-only attribute.
func mayWrite(string) (reason, advice string) { return "", "" }

// owner knows no root.
func owner(fs.FileInfo) (name string, ours bool) { return "", true }
