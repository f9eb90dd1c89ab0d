//go:build !unix

package regular

import "io/fs"

// Foreign knows no root.
func Foreign(fs.FileInfo) bool { return false }

// Names is not known without opening the file.
func Names(fs.FileInfo) uint64 { return 1 }
