//go:build unix

package sqlite

import (
	"io/fs"
	"os"
	"syscall"
)

// held reports whether an error says that another program keeps a file to
// itself; only Windows has such errors.
func held(error) bool { return false }

// foreign reports whether crumbs runs as root and the file is someone else's.
func foreign(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && os.Geteuid() == 0 && st.Uid != 0
}
