//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"crumbs/cookies/browsertest"
)

// waiter is a command that waits for a browser.
type waiter struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    bytes.Buffer
	says   string // its first line on standard error
	others chan string
}

// waitFor starts a command and comes back when it says what it waits for.
func waitFor(t *testing.T, r *rig, args ...string) *waiter {
	t.Helper()
	w := &waiter{t: t, cmd: command(r.program, r.home, args...), others: make(chan string, 1)}
	w.cmd.Stdout = &w.out
	stderr, err := w.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.cmd.Process.Kill() })
	lines := bufio.NewReader(stderr)
	for !strings.Contains(w.says, "waiting for") {
		if w.says, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("crumbs %s ended and did not wait: %v", strings.Join(args, " "), err)
		}
	}
	go func() {
		rest, _ := io.ReadAll(lines)
		w.others <- string(rest)
	}()
	return w
}

// end waits for its end and gives its exit code and what else it said.
func (w *waiter) end() (code int, rest string) {
	rest = <-w.others
	_ = w.cmd.Wait() // the code says it
	return w.cmd.ProcessState.ExitCode(), rest
}

// TestWaitForBrowser: a deletion and an undo that were asked for while the
// browser runs happen when it is closed, and an interrupted one never.
func TestWaitForBrowser(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close()
		before := r.rows(t)
		b := browsertest.Start(t, r.browser, r.home, r.server)
		clear := []string{"clear", "shop.test", "--yes", "--json", "--wait"}

		w := waitFor(t, r, clear...)
		if !strings.Contains(w.says, "is using it (process ") {
			t.Errorf("it says %q, want which process it waits for", w.says)
		}
		if err := w.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		if code, rest := w.end(); code != 1 || !strings.Contains(rest, "interrupted") {
			t.Errorf("interrupted: exit %d, %q", code, rest)
		}

		// It closes and starts again at once; then it closes.
		w = waitFor(t, r, clear...)
		b.Close()
		b = browsertest.Start(t, r.browser, r.home, r.server)
		b.Close()
		code, rest := w.end()
		var res written
		if err := json.Unmarshal(w.out.Bytes(), &res); err != nil {
			t.Fatalf("%v: %s", err, &w.out)
		}
		if code != 0 || res.Deleted == 0 || len(res.Skipped) != 0 || strings.Contains(rest, "waiting") {
			t.Fatalf("exit %d, %+v; it said %q", code, res, rest)
		}
		if gone := len(before) - len(r.rows(t)); gone < res.Deleted {
			t.Errorf("it says that %d went, and %d did", res.Deleted, gone)
		}

		b = browsertest.Start(t, r.browser, r.home, r.server)
		w = waitFor(t, r, "undo", "--json", "--wait=10m")
		b.Close()
		var back written
		code, rest = w.end()
		if err := json.Unmarshal(w.out.Bytes(), &back); err != nil || code != 0 || back.Restored != res.Deleted {
			t.Errorf("undo: exit %d, %+v, %v; it said %q", code, back, err, rest)
		}
	})
}
