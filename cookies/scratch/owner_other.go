//go:build !unix

package scratch

import "io/fs"

// user is this user's part in the folders' names; Windows has a folder of
// temporary files for each user.
func user() string { return "user" }

func owned(fs.FileInfo) bool { return true }

// private can't be told by mode bits here; the user's folder of temporary files
// is the user's alone.
func private(fs.FileInfo) bool { return true }

func loose(fs.FileInfo) bool { return false }
