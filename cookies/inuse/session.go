package inuse

import (
	"os"
	"path/filepath"

	"crumbs/cookies"
)

// CurrentSession gives the file that a Firefox which starts now takes its
// session from, by the path of either of the two ([cookies.SessionFiles]). Any
// other path, such as that of a copy, is given back.
func CurrentSession(path string) string {
	closed, running := cookies.SessionFiles()
	session := cookies.Store{Format: cookies.FirefoxSession, Path: path}
	folder, base := filepath.Split(session.Lasting())
	if base != closed {
		return path
	}
	for _, name := range []string{closed, running} {
		there := filepath.Join(folder, name)
		if _, err := os.Lstat(there); err == nil {
			return there
		}
	}
	return path
}
