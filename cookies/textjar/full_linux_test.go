package textjar

import (
	"os"
	"syscall"
	"testing"

	"crumbs/cookies"
)

// A full disk is told as one, and not as a program that holds the jar.
func TestDiskFull(t *testing.T) {
	f := &file{path: "/home/ada/jar.txt"}
	refuses(t, f.refused(&os.PathError{Op: "write", Path: "/home/ada/.crumbs-jar-1", Err: syscall.ENOSPC}), cookies.ReadOnly, "its disk is full")
	refuses(t, f.refused(&os.PathError{Op: "open", Path: "/home/ada/.crumbs-jar-1", Err: syscall.EROFS}), cookies.ReadOnly, "file system forbids")

	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	must(t, err)
	defer full.Close() //nolint:errcheck // nothing can be written to it
	refuses(t, f.write(full, split([]byte("a line\n"))), cookies.ReadOnly, "its disk is full")
}
