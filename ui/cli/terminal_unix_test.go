//go:build unix

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"crumbs/cookies/demo"
)

// crumbs gives a run of this test binary as the program, on a demo of its own.
func crumbs(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	return called(t, "crumbs", dir, args...)
}

// called is crumbs for a run under another name of those that TestMain knows.
func called(t *testing.T, as, dir string, args ...string) *exec.Cmd {
	t.Helper()
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), as)
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(name, args...)
	c.Env = []string{"HOME=" + demo.Home(dir), "TERM=xterm-256color", "TMPDIR=" + t.TempDir()}
	return c
}

// talk runs a command on a terminal. What is typed ahead is there before the
// program starts; each answer is typed when its question has appeared.
func talk(t *testing.T, c *exec.Cmd, ahead string, answers ...string) (screen string, code int) {
	t.Helper()
	return talkAcross(t, 80, c, ahead, answers...)
}

// talkAcross is talk on a terminal of so many columns.
func talkAcross(t *testing.T, cols int, c *exec.Cmd, ahead string, answers ...string) (screen string, code int) {
	t.Helper()
	return listen(t, cols, c, ahead, func(terminal io.Writer, seen string) {
		if len(answers) > 0 && strings.HasSuffix(seen, "all else does not: ") {
			if _, err := io.WriteString(terminal, answers[0]); err != nil {
				t.Fatal(err)
			}
			answers = answers[1:]
		}
	})
}

// listen runs a program on a terminal, hands over all that it wrote until then
// each time it writes, and gives that and the exit code.
func listen(t *testing.T, cols int, c *exec.Cmd, ahead string, heard func(terminal io.Writer, seen string)) (screen string, code int) {
	t.Helper()
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close() //nolint:errcheck // a test's
	if err := pty.Setsize(terminal, &pty.Winsize{Rows: 24, Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(terminal, ahead); err != nil {
		t.Fatal(err)
	}
	c.Stdin, c.Stdout, c.Stderr = tty, tty, tty
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = tty.Close()
	kill := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	var seen bytes.Buffer
	for buf := make([]byte, 4096); ; {
		n, err := terminal.Read(buf)
		seen.Write(buf[:n])
		heard(terminal, seen.String())
		if err != nil {
			break // the program has ended
		}
	}
	var end *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &end) {
		t.Fatal(err)
	}
	return seen.String(), c.ProcessState.ExitCode()
}

func TestAsking(t *testing.T) {
	for _, c := range []struct {
		name, ahead, answer string
		args                []string
		want                string
		code                int
	}{
		{"y", "", "y\n", []string{"clear", "umami.opendatasoft.com", "--browser", "chromium"}, "Deleted ", done},
		{"enter", "", "\n", []string{"clear", "umami.opendatasoft.com", "--browser", "chromium"}, "Nothing was deleted.", done},
		{"n", "", "n\n", []string{"delete", "--category", "marketing"}, "Nothing was deleted.", done},
		{"end of input", "", "\x04", []string{"delete", "--category", "marketing"}, "Nothing was deleted.", done},
		{"typed ahead", "y\ny\ny\n", "\n", []string{"delete", "--category", "marketing"}, "Nothing was deleted.", done},
		{"interrupted", "", "\x03", []string{"delete", "--category", "marketing"}, "interrupted", failed},
		{"purge", "", "y\n", []string{"history", "purge"}, "Forgot 0 deletions.", done},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cmd := crumbs(t, filepath.Join(t.TempDir(), "demo"), c.args...)
			// The terminal's ctrl+c goes to whose terminal it is.
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			screen, code := talk(t, cmd, c.ahead, c.answer)
			if !strings.Contains(screen, c.want) || code != c.code {
				t.Errorf("exit code %d, want %d; no %q in:\n%s", code, c.code, c.want, screen)
			}
			if c.args[0] != "history" && !strings.Contains(screen, "would be deleted: ") {
				t.Errorf("no plan before the question in:\n%s", screen)
			}
		})
	}
}

func TestColoursOnATerminalOnly(t *testing.T) {
	for _, c := range []struct {
		env     string
		escapes bool
		colours bool
	}{{"TERM=xterm", true, true}, {"NO_COLOR=1", true, false}, {"TERM=dumb", false, false}} {
		dir := filepath.Join(t.TempDir(), "demo")
		cmd := crumbs(t, dir, "stores")
		broken := filepath.Join(demo.Home(dir), ".config", "chromium", "Profile 9", "Cookies") // which is told in red
		if err := errors.Join(os.MkdirAll(filepath.Dir(broken), 0o700), os.WriteFile(broken, []byte("no store"), 0o600)); err != nil {
			t.Fatal(err)
		}
		cmd.Env = append(cmd.Env, c.env)
		screen, code := talk(t, cmd, "")
		if code != done || strings.Contains(screen, "\x1b[") != c.escapes || strings.Contains(screen, "\x1b[31m") != c.colours {
			t.Errorf("%s: exit code %d\n%q", c.env, code, screen)
		}
	}
}

// A terminal that understands no escape codes gets none, whatever is shown.
func TestDumbTerminal(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"frobnicate"}, {"list"}, {"--version"}, {"help", "list"}} {
		cmd := crumbs(t, filepath.Join(t.TempDir(), "demo"), args...)
		cmd.Env = append(cmd.Env, "TERM=dumb")
		if screen, _ := talk(t, cmd, ""); strings.Contains(screen, "\x1b") {
			t.Errorf("%v: %q", args, screen)
		}
	}
}

// A wrong word is told of at once: the terminal, which does not answer here, is
// not asked for its colours first.
func TestMistakeAsksNoTerminal(t *testing.T) {
	cmd := crumbs(t, filepath.Join(t.TempDir(), "demo"), "list", "--category", "x")
	screen, code := talk(t, cmd, "")
	if code != misused || strings.Contains(screen, "\x1b]11") || !strings.Contains(screen, "unknown category") {
		t.Errorf("exit code %d, %q", code, screen)
	}
}

// A table fits every terminal, in cells: one name and one host here are wide.
func TestTableFitsTheTerminal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	jar := filepath.Join(t.TempDir(), "cookies.txt")
	wide := ".example\tTRUE\t/\tFALSE\t1999999999\t" + strings.Repeat("漢字", 30) + "\tx\n"
	if err := os.WriteFile(jar, []byte("# Netscape HTTP Cookie File\n"+strings.Repeat("日本語", 20)+wide+"e\u0301"+wide), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, cols := range []int{44, 80, 120, 250} {
		for _, args := range [][]string{{"list"}, {"list", "--store", jar}, {"stores"}} {
			cmd := crumbs(t, dir, args...)
			cmd.Env = append(cmd.Env, "TERM=dumb")
			screen, code := talkAcross(t, cols, cmd, "")
			if lines := strings.Count(screen, "\r\n"); code != done || lines < 4 {
				t.Errorf("%v: exit code %d, %d lines", args, code, lines)
			}
			for line := range strings.SplitSeq(screen, "\r\n") {
				if n := ansi.StringWidth(line); n > cols {
					t.Errorf("%v at %d columns: a line of %d cells: %q", args, cols, n, line)
				}
			}
		}
	}
}

// Whoever reads the list may stop: that is no failure, and nothing hangs or
// stays behind.
func TestReaderGoesAway(t *testing.T) {
	for _, args := range [][]string{{"list", "--json"}, {"list"}, {"list", "--format", "csv"}, {"stats"}, {"stores", "--json"}, {"man"}} {
		cmd := crumbs(t, filepath.Join(t.TempDir(), "demo"), args...)
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		var complaints bytes.Buffer
		cmd.Stdout, cmd.Stderr = w, &complaints
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Run(); err != nil || complaints.Len() > 0 {
			t.Errorf("%v: %v, %s", args, err, &complaints)
		}
		_ = w.Close()
		tmp := strings.TrimPrefix(cmd.Env[2], "TMPDIR=")
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("%v left %v behind, %v", args, left, err)
		}
	}
}

// A full disk is a failure, and said.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		return // only Linux has it
	}
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close() //nolint:errcheck // a test's
	cmd := crumbs(t, filepath.Join(t.TempDir(), "demo"), "list", "--json")
	var complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = full, &complaints
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != failed || complaints.Len() == 0 {
		t.Errorf("%v, %s", err, &complaints)
	}
}
