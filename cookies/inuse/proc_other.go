//go:build !linux

package inuse

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// openFiles gives nothing where there is no /proc: there a browser is known by
// its locks alone.
func openFiles() []openFile { return nil }

func (f openFile) base() string { return filepath.Base(f.name) }
func (f openFile) writes() bool { return false }
func (f openFile) stat() (os.FileInfo, error) {
	return nil, &fs.PathError{Op: "stat", Path: f.fd, Err: errors.ErrUnsupported}
}

// holder gives a process by its number alone; the name is the caller's to know.
func holder(pid int) Holder { return Holder{PID: max(pid, 0)} }

// running, homeOf and loaded can't be told without a /proc.
func running([]string) []int  { return nil }
func homeOf(int) string       { return "" }
func loaded(int, string) bool { return false }

// eldest gives the process itself: its parents can't be seen.
func eldest(pid int) int { return pid }
