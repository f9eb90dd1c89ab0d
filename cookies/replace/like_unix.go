//go:build unix

package replace

import (
	"io/fs"
	"os"
	"syscall"
)

// like gives a new file the mode and the owner of another.
func like(f *os.File, was fs.FileInfo) error {
	now, err := f.Stat()
	if err != nil {
		return err
	}
	a, ok := was.Sys().(*syscall.Stat_t)
	b, ok2 := now.Sys().(*syscall.Stat_t)
	if ok && ok2 && (a.Uid != b.Uid || a.Gid != b.Gid) {
		if err := f.Chown(int(a.Uid), int(a.Gid)); err != nil {
			return err
		}
	}
	return f.Chmod(was.Mode().Perm())
}

// Foreign reports whether crumbs runs as root and the file is someone else's:
// root does not write other people's stores.
func Foreign(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && os.Geteuid() == 0 && st.Uid != 0
}
