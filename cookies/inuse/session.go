package inuse

import (
	"os"
	"path/filepath"
)

// Where Firefox keeps its session: in the first after an orderly end, in the
// second while it runs and after a crash (browser/components/sessionstore,
// SessionFile.sys.mjs). With both there it starts from the first, and the second
// is a backup.
const (
	sessionFile     = "sessionstore.jsonlz4"
	sessionBackups  = "sessionstore-backups"
	sessionRecovery = "recovery.jsonlz4"
)

// CurrentSession gives the file that a Firefox which starts now takes its
// session from, by the path of either of the two. Any other path, such as that
// of a copy, is given back.
func CurrentSession(path string) string {
	folder := filepath.Dir(path)
	switch base := filepath.Base(path); {
	case base == sessionFile:
	case base == sessionRecovery && filepath.Base(folder) == sessionBackups:
		folder = filepath.Dir(folder)
	default:
		return path
	}
	for _, name := range []string{filepath.Join(folder, sessionFile), filepath.Join(folder, sessionBackups, sessionRecovery)} {
		if _, err := os.Lstat(name); err == nil {
			return name
		}
	}
	return path
}
