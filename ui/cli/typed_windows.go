package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// dropTyped forgets what a console has read and nobody has taken. Where that
// fails nothing is lost but the precaution.
func dropTyped(f *os.File) { _ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd())) }
