//go:build !unix

package sqlite

import (
	"errors"
	"io/fs"
	"syscall"
)

// held reports whether an error says that another program keeps a file to
// itself: ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION.
func held(err error) bool {
	return errors.Is(err, syscall.Errno(32)) || errors.Is(err, syscall.Errno(33))
}

func foreign(fs.FileInfo) bool { return false }
