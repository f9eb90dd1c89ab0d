//go:build unix

package inuse

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
)

// parentLock is the file that every Firefox-like browser locks, with fcntl and
// to the last byte, as long as it runs (Mozilla's nsProfileLock).
const parentLock = ".parentlock"

// SQLite's lock bytes: pending, reserved and the shared range (sqlite.org,
// "File Format", section 1.5.1, "The Lock-Byte Page").
const (
	lockBytes  = 0x40000000
	lockLength = 512
)

// unnamed is the process of a lock that belongs to an open file and so to no
// one process (F_OFD_SETLK). Browsers don't use such locks; we do.
const unnamed = -1

// lockedBy gives the browser that says of itself, with a lock, that it has the
// store's profile.
func lockedBy(s *cookies.Store) (Holder, bool) {
	switch {
	case s.Format == cookies.Chromium:
		return singleton(s)
	case !gecko(s):
		return Holder{}, false
	}
	pid, held := lockOn(filepath.Join(folderOf(s), parentLock), 0, 0)
	if !held || pid == unnamed {
		return Holder{}, false
	}
	return named(pid, s), true
}

// foreignLock reports whether something that is no browser, such as another
// crumbs, keeps the profile's browser out.
func foreignLock(s *cookies.Store) bool {
	if !gecko(s) {
		return false
	}
	pid, held := lockOn(filepath.Join(folderOf(s), parentLock), 0, 0)
	return held && pid == unnamed
}

// storeLock gives the process with a lock on the database itself.
func storeLock(s *cookies.Store) (pid int, held bool) {
	if s.Format == cookies.FirefoxSession || s.Format.Text() {
		return 0, false
	}
	return lockOn(s.Path, lockBytes, lockLength)
}

// lockOn gives the process that holds an fcntl lock on a part of a file: 0 if it
// is in another namespace, [unnamed] if it is an open file's. Locks of this
// process itself are not seen, except of its other open files.
func lockOn(path string, start, length int64) (pid int, held bool) {
	f, err := openQuietly(path, os.O_RDONLY)
	if err != nil {
		return 0, false
	}
	defer f.Close() //nolint:errcheck // only looked at
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: start, Len: length}
	if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); err != nil || lock.Type == unix.F_UNLCK {
		return 0, false
	}
	return int(lock.Pid), true
}

// openQuietly opens a regular file without following a link to it and without
// waiting, whatever has taken its place.
func openQuietly(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a regular file")}
	}
	return f, nil
}

// named gives the holder for a process, with the browser's word for one that
// can't be seen from here.
func named(pid int, s *cookies.Store) Holder {
	h := holder(pid)
	if h.Name == "" {
		h.Name = s.Browser
	}
	return h
}

// singleton gives the Chromium that runs with the store's user-data directory: one
// that answers at SingletonSocket, whatever SingletonLock says, a link to HOST-PID.
// A Mac's name changes with its network, and a sandbox has process numbers of its
// own. Both links stay behind when a Chromium is killed.
func singleton(s *cookies.Store) (Holder, bool) {
	if s.UserData == "" || !answers(s.UserData) {
		return Holder{}, false
	}
	lock, _ := os.Readlink(filepath.Join(s.UserData, "SingletonLock")) // gone where it is just closing
	pid, err := strconv.Atoi(lock[strings.LastIndexByte(lock, '-')+1:])
	if err != nil || pid <= 1 || pid == os.Getpid() || !alive(pid) {
		return Holder{Name: s.Browser}, true
	}
	return named(pid, s), true
}

// answers reports whether a process listens at the SingletonSocket, which is a
// link too.
func answers(userData string) bool {
	socket, err := os.Readlink(filepath.Join(userData, "SingletonSocket"))
	if err != nil {
		return false
	}
	if !filepath.IsAbs(socket) {
		socket = filepath.Join(userData, socket)
	}
	conn, err := net.DialTimeout("unix", socket, 200*time.Millisecond)
	if err != nil {
		return false
	}
	_ = conn.Close() // a Chromium takes this for a caller that changed its mind
	return true
}

// alive reports whether there is a process of that number.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// lockProfile takes the lock that keeps a Firefox from starting: one of the open
// file, not of the process, where there are such.
func lockProfile(s *cookies.Store) (*Held, error) { return lockWith(s, setLock) }

// lockWith is lockProfile by this command of fcntl. A lock of the process would
// be lost with any descriptor of .parentlock that is closed, so nobody opens it
// while it is held. That no Firefox has the profile follows from the file still
// having its name: else one that starts makes itself another.
func lockWith(s *cookies.Store, command int) (*Held, error) {
	path := filepath.Join(folderOf(s), parentLock)
	problem := func(c cookies.Condition, err error) error {
		return &cookies.Problem{Condition: c, Path: s.Path, Err: err}
	}
	f, err := openQuietly(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, problem(fixed("its profile can't be locked against the browser", "look at "+cookies.Visible(path)), err)
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK}
	err = unix.FcntlFlock(f.Fd(), command, &lock)
	if err == nil {
		free := func() error {
			opened, err := f.Stat()
			named, nameErr := os.Lstat(path)
			if err = errors.Join(err, nameErr); err == nil && os.SameFile(opened, named) {
				return nil
			}
			if h, ok := lockedBy(s); ok {
				return problem(inUse(h, s), err)
			}
			return problem(cookies.Condition{State: cookies.Locked, Reason: "its lock, " + cookies.Visible(path) + ", was taken away", Advice: "try again"}, err)
		}
		return &Held{Free: free, Release: sync.OnceFunc(func() { _ = f.Close() })}, nil // closing gives the lock back
	}
	_ = f.Close()
	if h, ok := lockedBy(s); ok {
		return nil, problem(inUse(h, s), err)
	}
	return nil, problem(locked(Holder{}), err)
}
