//go:build !unix

package textjar

// noWait is for systems that have named pipes among their files.
const noWait = 0
