//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies/demo"
)

// A crash of the real program on a real terminal: that is left in order, the
// report lies in the state folder for nobody else to read, and the code is 1.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	c := called(t, "crumbling", dir)
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close() //nolint:errcheck // a test's
	races := filepath.Join(t.TempDir(), "races")
	c.Env = append(c.Environ(), "CRUMBLE="+path, "GORACE=log_path="+races+" exitcode=0")
	screen, code := listen(t, 80, c, "", func(_ io.Writer, seen string) {
		if strings.Contains(seen, "\x1b[?1049h") { // the screen is there, so there is something to put right
			_, _ = pipe.WriteString("x")
		}
	})
	if code != failed {
		t.Errorf("exit code %d", code)
	}
	state := filepath.Join(demo.Home(dir), ".local", "state", "crumbs")
	found, _ := filepath.Glob(filepath.Join(state, "crash-*.txt"))
	if len(found) != 1 {
		t.Fatalf("%d reports in %s; the terminal shows %q", len(found), state, screen)
	}
	if !strings.Contains(screen, found[0]) || !strings.Contains(screen, "a fault of crumbs ended the screen") {
		t.Errorf("where the report is, is not said: %q", screen)
	}
	if !strings.Contains(screen, "\x1b[?1049l") || strings.LastIndex(screen, "\x1b[?25h") < strings.LastIndex(screen, "\x1b[?25l") {
		t.Errorf("the terminal is not left as it was: %q", screen)
	}
	info, err := os.Stat(found[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the report: %v, %v", info, err)
	}
	report, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"v0.1.2-test", "a command", "a string", "cli.broken.Read"} {
		if !strings.Contains(string(report), want) {
			t.Errorf("no %q in the report:\n%s", want, report)
		}
	}
	for _, text := range []string{string(report), screen} {
		if strings.Contains(text, "sekret") || strings.Contains(text, "goroutine ") {
			t.Errorf("it tells of what it was panicked with: %q", text)
		}
	}
	if strings.Contains(string(report), dir) {
		t.Errorf("it tells of the home folder: %q", report)
	}

	// On a demo that goes with the program the report is written to the terminal.
	c = called(t, "crumbling", t.TempDir(), "--demo")
	c.Env = append(c.Environ(), "GORACE=log_path="+races+" exitcode=0")
	screen, code = talk(t, c, "")
	if code != failed || !strings.Contains(screen, "cli.broken.Read") || strings.Contains(screen, "sekret") {
		t.Errorf("with --demo: code %d, %q", code, screen)
	}

	// Bubble Tea closes its input without waiting for what reads it when its
	// context ends. That race is known, and any other one is not.
	reports, _ := filepath.Glob(races + "*")
	for _, name := range reports {
		b, err := os.ReadFile(name)
		if err != nil || strings.Count(string(b), "WARNING: DATA RACE") != strings.Count(string(b), "cancelreader.(*epollCancelReader).Close()") {
			t.Errorf("a race: %s, %v", b, err)
		}
	}
}
