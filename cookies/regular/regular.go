// Package regular says what a file is that others made, and opens it if it is a
// regular one. What lies under a store's name may be a named pipe, whose opening
// waits until somebody writes into it, or a device, whose opening can move it; it
// may become one between a look at it and its opening; and it may be somebody
// else's, or in somebody else's hands.
package regular

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Other is what a path leads to where that is no regular file, with its article:
// "a named pipe". As an error it is a clause.
type Other string

// Directory is the one of them that can be looked into.
const Directory Other = "a directory"

func (o Other) Error() string { return "it is " + string(o) }

// Kind names what is no regular file; "" is one.
func Kind(m fs.FileMode) Other {
	switch {
	case m.IsRegular():
		return ""
	case m.IsDir():
		return Directory
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

// Open opens a regular file for reading, and says what it was once it was open.
// It never waits. The error is an [Other] for what is no regular file, else that
// of package os.
func Open(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if other := Kind(info.Mode()); other != "" {
		return nil, nil, other
	}
	// A pipe that took its place meanwhile is opened without waiting.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err = f.Stat()
	if err == nil {
		if other := Kind(info.Mode()); other != "" {
			err = other
		}
	}
	if err != nil {
		_ = f.Close() // nothing was read
		return nil, nil, err
	}
	return f, info, nil
}

// Held reports whether an error says that another program keeps a file to itself;
// only Windows has such errors.
func Held(err error) bool { return heldOn(runtime.GOOS, err) }

// heldOn is Held on a system as Go names it: ERROR_SHARING_VIOLATION and
// ERROR_LOCK_VIOLATION, whose numbers mean other things elsewhere.
func heldOn(system string, err error) bool {
	return system == "windows" && (errors.Is(err, syscall.Errno(32)) || errors.Is(err, syscall.Errno(33)))
}
