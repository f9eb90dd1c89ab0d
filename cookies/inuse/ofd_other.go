//go:build unix && !linux && !darwin

package inuse

import "golang.org/x/sys/unix"

// setLock sets a lock of the process, where there is none of open files: there
// Free must not be asked while the profile is held. It was never run.
const setLock = unix.F_SETLK
