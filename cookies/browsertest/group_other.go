//go:build !unix

package browsertest

import "os/exec"

// ownGroup does nothing: browsers were never driven on this system.
func ownGroup(*exec.Cmd) {}

// killGroup kills the program; its children see it go.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
