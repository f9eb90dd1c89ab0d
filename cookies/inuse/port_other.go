//go:build !linux

package inuse

// Listeners gives the processes that listen on a TCP port: it can't be told on
// this system without a tool of its own.
func Listeners(int) []Holder { return nil }

// arguments gives what a process was started with: not known here.
func arguments(int) []string { return nil }
