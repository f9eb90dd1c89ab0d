package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropTyped forgets what a terminal has read and nobody has taken. Where that
// fails nothing is lost but the precaution.
func dropTyped(f *os.File) { _ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
