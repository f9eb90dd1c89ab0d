//go:build unix && !linux && !darwin

package inuse

import "golang.org/x/sys/unix"

// setLock sets a lock of the process, where there is none of open files. It was
// never run.
const setLock = unix.F_SETLK
