//go:build unix

package inuse

import (
	"errors"
	"io/fs"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

// mayRead asks the system, not the mode: there are access lists, and root. It
// asks without opening, because to open a device can move it.
func mayRead(path string, _ fs.FileInfo) error {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.R_OK, unix.AT_EACCESS)
}

// mayWrite says why a store can't be written, "" if it can: both it and its
// folder must be open for writing, because a database's journal, or the new file
// that takes a text's place, is made beside it.
func mayWrite(path string) (reason, advice string) {
	for _, p := range []string{path, filepath.Dir(path)} {
		mode := uint32(unix.W_OK)
		if p != path {
			mode |= unix.X_OK
		}
		err := unix.Faccessat(unix.AT_FDCWD, p, mode, unix.AT_EACCESS)
		switch {
		case err == nil:
		case errors.Is(err, syscall.EROFS):
			return "it lies on a read-only file system", "make the file system writable"
		case errors.Is(err, syscall.EPERM):
			return "it is marked as immutable", "remove that mark (chattr -i)"
		case p == path:
			return "no permission to write it", "run crumbs as its owner"
		default:
			return "no permission to write in its folder, where a file must lie beside it", "allow writing in " + cookies.Visible(p)
		}
	}
	return "", ""
}

// owner gives the name of a file's owner, and whether the file is one that we
// write: root writes only its own.
func owner(info fs.FileInfo) (name string, ours bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !regular.Foreign(info) {
		return "", true
	}
	id := strconv.FormatUint(uint64(st.Uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return cookies.Visible(u.Username), false
	}
	return "user " + id, false
}
