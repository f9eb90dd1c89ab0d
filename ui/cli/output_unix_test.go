//go:build unix

package cli

import (
	"cmp"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestOutputInto: what -o names is written to as what it is. A pipe stays a
// pipe and its reader has the text, a link stays a link and its target has it.
func TestOutputInto(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("| Cookie | Purpose |\n|---|---|\n| _ga | statistics |\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"export":         {"export", "kiosk.example", "--format", "json"},
		"audit":          {"audit", "kiosk.example", "--format", "json"},
		"watch":          {"watch", "kiosk.example", "--for", "1ms", "--format", "json"},
		"policy":         {"policy", "parse", page, "--format", "json"},
		"history export": {"history", "export", deletedIn(t, dir), "--format", "json", "--values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Run("pipe", func(t *testing.T) {
				fifo := filepath.Join(t.TempDir(), "fifo")
				if err := syscall.Mkfifo(fifo, 0o600); err != nil {
					t.Fatal(err)
				}
				read := make(chan []byte, 1)
				go func() {
					b, _ := os.ReadFile(fifo)
					read <- b
				}()
				ran(t, done, crumbs(t, dir, append(args, "-o", fifo)...))
				if info, err := os.Lstat(fifo); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
					t.Fatalf("the pipe is %v, %v", info.Mode(), err)
				}
				if b := <-read; len(b) < 2 || !strings.Contains("[{", string(b[:1])) {
					t.Errorf("its reader has %q", b)
				}
			})
			t.Run("descriptor", func(t *testing.T) {
				r, w, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				c := crumbs(t, dir, append(args, "-o", "/dev/fd/3")...)
				c.ExtraFiles = []*os.File{w}
				read := make(chan []byte, 1)
				go func() {
					b, _ := io.ReadAll(r)
					read <- b
				}()
				ran(t, done, c)
				_ = w.Close()
				if b := <-read; len(b) < 2 || !strings.Contains("[{", string(b[:1])) {
					t.Errorf("its reader has %q", b)
				}
			})
		})
	}
	folder := t.TempDir()
	// As /dev/stdout is, which no test names: run as root, one that fails would
	// put a file in its place for the whole machine.
	own := filepath.Join(folder, "stdout")
	if err := os.Symlink("/dev/fd/1", own); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{own, "/dev/fd/1"} {
		var out strings.Builder
		c := crumbs(t, dir, "export", "kiosk.example", "--format", "json", "-o", to)
		c.Stdout = &out
		ran(t, done, c)
		if !strings.HasPrefix(out.String(), "[") {
			t.Errorf("%s: %q", to, out.String())
		}
	}
	target, link := filepath.Join(folder, "real", "out.json"), filepath.Join(folder, "out.json")
	if err := errors.Join(os.Mkdir(filepath.Dir(target), 0o700), os.WriteFile(target, []byte("old"), 0o600), os.Symlink(target, link)); err != nil {
		t.Fatal(err)
	}
	ran(t, done, crumbs(t, dir, "export", "kiosk.example", "-o", link))
	if to, err := os.Readlink(link); err != nil || to != target {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if b, err := os.ReadFile(target); err != nil || !strings.HasPrefix(string(b), "[") {
		t.Errorf("its target holds %q, %v", b, err)
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if words := ran(t, failed, crumbs(t, dir, "export", "kiosk.example", "-o", link)); !strings.Contains(words, "leads nowhere") {
		t.Errorf("of a link that leads nowhere it says %q", words)
	}
}

// The name of a file that a shell has made for standard output means the file:
// with secrets it is for nobody else to read. /dev/stdout means what it leads to.
func TestOutputOntoItself(t *testing.T) {
	for _, test := range []struct {
		name string // "" the file's own
		want os.FileMode
	}{{"", 0o600}, {"/dev/stdout", 0o644}} {
		path := filepath.Join(t.TempDir(), "cookies.txt")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Chmod(0o644); err != nil { //nolint:gosec // as a shell makes it
			t.Fatal(err)
		}
		c := crumbs(t, filepath.Join(t.TempDir(), "demo"), "export", "kiosk.example", "--format", "netscape", "--yes", "-o", cmp.Or(test.name, path))
		c.Stdout = f
		ran(t, done, c)
		_ = f.Close()
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != test.want || info.Size() == 0 {
			t.Errorf("%q: %v, %v", test.name, info.Mode(), err)
		}
	}
}

// A terminal is one by whatever name: secrets are not shown there.
func TestOutputOntoTerminal(t *testing.T) {
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close() //nolint:errcheck // a test's
	defer tty.Close()      //nolint:errcheck // a test's
	dir := filepath.Join(t.TempDir(), "demo")
	id := deletedIn(t, dir)
	for _, args := range [][]string{
		{"export", "kiosk.example", "--format", "netscape", "--yes"},
		{"export", "kiosk.example", "--format", "json", "--values"},
		{"history", "export", id, "--yes"},
	} {
		if words := ran(t, misused, crumbs(t, dir, append(args, "-o", tty.Name())...)); !strings.Contains(words, "secrets") {
			t.Errorf("%v: %q", args, words)
		}
	}
}

// A pipe that nobody reads is waited for until ctrl+c.
func TestOutputWaits(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	c := crumbs(t, filepath.Join(t.TempDir(), "demo"), "export", "kiosk.example", "--format", "json", "-o", fifo)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = c.Wait() // the code says more
		close(ended)
	}()
	interrupt := time.NewTicker(200 * time.Millisecond)
	defer interrupt.Stop()
	late := time.After(time.Minute)
	for {
		select {
		case <-ended:
			if code := c.ProcessState.ExitCode(); code == done {
				t.Error("it wrote to nobody")
			}
			return
		case <-interrupt.C:
			_ = c.Process.Signal(os.Interrupt)
		case <-late:
			_ = c.Process.Kill()
			t.Fatal("ctrl+c does not end it")
		}
	}
}

// ran runs a command without a terminal and gives what it said.
func ran(t *testing.T, code int, c *exec.Cmd) (words string) {
	t.Helper()
	var said strings.Builder
	c.Stderr = &said
	kill := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	if err := c.Run(); c.ProcessState == nil || c.ProcessState.ExitCode() != code {
		t.Fatalf("%v: %v, want code %d: %s", c.Args[1:], err, code, &said)
	}
	return said.String()
}

// deletedIn deletes something in a demo and gives the deletion's ID.
func deletedIn(t *testing.T, dir string) string {
	t.Helper()
	text, err := crumbs(t, dir, "clear", "umami.opendatasoft.com", "--browser", "chromium", "--yes", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), `"id":"`)
	if rest == "" {
		_, rest, _ = strings.Cut(string(text), `"id": "`)
	}
	id, _, _ := strings.Cut(rest, `"`)
	return id
}
