//go:build !windows

package cli

import "syscall"

// brokenPipes are the errors of a write that nobody reads.
func brokenPipes() []error { return []error{syscall.EPIPE} }
