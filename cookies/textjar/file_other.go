//go:build !unix

package textjar

import (
	"io/fs"
	"os"
)

const noWait = 0

func foreign(fs.FileInfo) bool { return false }

func names(fs.FileInfo) uint64 { return 1 }

func own(*os.File, fs.FileInfo) error { return nil }

func readOnlyFileSystem(error) bool { return false }
