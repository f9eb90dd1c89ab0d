package replace

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies"
)

// A full disk is told as one, and not as a program that holds the store.
func TestDiskFull(t *testing.T) {
	refuses := func(err error, reason string) {
		t.Helper()
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.ReadOnly || !strings.Contains(p.Reason, reason) || p.Advice == "" {
			t.Errorf("got %v, want %q", err, reason)
		}
	}
	const path, beside = "/home/ada/jar.txt", "/home/ada/.crumbs-new-1"
	refuses(refused(path, &os.PathError{Op: "write", Path: beside, Err: syscall.ENOSPC}), "its disk is full")
	refuses(refused(path, &os.PathError{Op: "open", Path: beside, Err: syscall.EROFS}), "file system forbids")

	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close() //nolint:errcheck // nothing can be written to it
	refuses(write(full, path, nil, []byte("a line\n")), "its disk is full")
}
