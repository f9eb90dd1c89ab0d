//go:build unix

package textjar

import "syscall"

// noWait keeps an open from waiting for the other end of a named pipe that took
// a file's place since it was looked at.
const noWait = syscall.O_NONBLOCK
