//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// An import that reads a pipe which nobody closes ends when it is interrupted.
func TestImportInterrupted(t *testing.T) {
	t.Parallel()
	program, home := build(t), demoHome(t)
	cmd := command(program, home, "import", "-", "--into", "firefox", "--yes")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	// More than a pipe holds: when all of it is written, it is being read.
	if _, err := in.Write(bytes.Repeat([]byte("# nothing\n"), 1<<17)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the code says it
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit %d, %q", code, &errs)
	}
}
