//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockLikeFirefox takes a lock over a whole file, the way nsProfileLock does.
func lockLikeFirefox(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLK, &unix.Flock_t{Type: unix.F_WRLCK}); err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}
