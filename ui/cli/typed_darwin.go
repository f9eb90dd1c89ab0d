package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropTyped forgets what a terminal has read and nobody has taken. Where that
// fails nothing is lost but the precaution. 1 is FREAD (sys/fcntl.h).
func dropTyped(f *os.File) { _ = unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, 1) }
