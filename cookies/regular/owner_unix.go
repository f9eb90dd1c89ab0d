//go:build unix

package regular

import (
	"io/fs"
	"os"
	"syscall"
)

// Foreign reports whether crumbs runs as root and the file is someone else's: root
// does not write other people's stores.
func Foreign(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && os.Geteuid() == 0 && st.Uid != 0
}

// Names gives how many names a file has.
func Names(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink) //nolint:unconvert // not 64 bits everywhere
	}
	return 1
}
