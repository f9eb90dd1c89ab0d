//go:build unix

package scratch

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// user is this user's part in the folders' names.
func user() string { return strconv.Itoa(os.Getuid()) }

// owned reports whether the file belongs to this user.
func owned(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(st.Uid) == int64(os.Getuid())
}

// private reports whether nobody else may look into the folder.
func private(info fs.FileInfo) bool { return info.Mode().Perm() == 0o700 }
