//go:build !unix

package replace

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func own(*os.File, fs.FileInfo) error { return nil }

// diskFull reports ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
func diskFull(err error) bool {
	return errors.Is(err, syscall.Errno(112)) || errors.Is(err, syscall.Errno(39))
}

func readOnlyFileSystem(error) bool { return false }
