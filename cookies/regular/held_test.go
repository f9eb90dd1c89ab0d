package regular

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

// The numbers of Windows' errors are other errors elsewhere.
func TestHeld(t *testing.T) {
	sharing := &fs.PathError{Op: "remove", Path: "x", Err: syscall.Errno(32)}
	for _, err := range []error{sharing, fmt.Errorf("read: %w", syscall.Errno(33))} {
		if !heldOn("windows", err) || heldOn("linux", err) || heldOn("darwin", err) {
			t.Errorf("%v: %t on Windows", err, heldOn("windows", err))
		}
	}
	for _, err := range []error{nil, fs.ErrNotExist, syscall.Errno(5)} {
		if heldOn("windows", err) {
			t.Errorf("%v counts as held", err)
		}
	}
}
