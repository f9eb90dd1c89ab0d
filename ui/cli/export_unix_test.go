//go:build unix

package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A format that holds values is written only after a question, and only for y.
func TestExportAsks(t *testing.T) {
	for _, test := range []struct {
		answer string
		there  bool
	}{{"n\n", false}, {"\n", false}, {"y\n", true}} {
		terminal, tty, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "cookies.txt")
		c := crumbs(t, filepath.Join(t.TempDir(), "demo"), "export", "kiosk.example", "--format", "netscape", "-o", to)
		c.Stdin, c.Stderr = tty, tty
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
		_ = tty.Close()
		var said strings.Builder
		for b := make([]byte, 1); !strings.HasSuffix(said.String(), "all else does not: "); {
			if _, err := terminal.Read(b); err != nil {
				break // it ended, and the terminal with it
			}
			said.Write(b)
		}
		if !strings.Contains(said.String(), "19 cookies with their values? Whoever has them is signed in as you.") {
			t.Errorf("it asks %q", said.String())
		}
		if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("before the answer the file is there: %v", err)
		}
		_, _ = io.WriteString(terminal, test.answer)
		go func() { _, _ = io.Copy(io.Discard, terminal) }()
		if err := c.Wait(); err != nil {
			t.Errorf("%q: %v", test.answer, err)
		}
		kill.Stop()
		_ = terminal.Close()
		if _, err := os.Stat(to); (err == nil) != test.there {
			t.Errorf("%q: there %v, want %v", test.answer, err == nil, test.there)
		}
	}
}
