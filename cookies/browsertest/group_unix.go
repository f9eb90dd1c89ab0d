//go:build unix

package browsertest

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the program the leader of a process group, so that it can be
// ended with its children and without touching anybody else's.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup kills the program and its children.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
