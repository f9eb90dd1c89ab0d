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

// loose reports whether everybody may rename what lies in the folder, whoever's
// it is.
func loose(info fs.FileInfo) bool {
	return info.Mode()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0
}

// private reports whether nobody else may look into the folder.
func private(info fs.FileInfo) bool { return info.Mode().Perm() == 0o700 }
