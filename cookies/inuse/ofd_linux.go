package inuse

import "golang.org/x/sys/unix"

// setLock sets a lock of an open file.
const setLock = unix.F_OFD_SETLK
