package browsertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// process is a browser's process with its children.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	said *output
	done chan struct{} // closed when it has ended
	home string
}

// launch starts the program with HOME at home and nothing else of this user's
// environment, and sees to it that it does not outlive the test.
func launch(t testing.TB, home, program string, args []string, extra ...*os.File) *process {
	t.Helper()
	return launchWith(t, given{}, home, program, args, extra...)
}

// given is what else a program is started with.
type given struct {
	env   []string
	stdin io.Reader
}

// launchWith is launch with more.
func launchWith(t testing.TB, with given, home, program string, args []string, extra ...*os.File) *process {
	t.Helper()
	// Browsers put sockets into the folder of temporary files, and what is
	// killed leaves them there. A socket's path must be short.
	temporary, err := os.MkdirTemp("", "b")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(temporary) })
	p := &process{t: t, home: home, said: &output{}, done: make(chan struct{})}
	p.cmd = exec.Command(program, args...)
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + temporary, "LANG=C.UTF-8", "LC_ALL=C.UTF-8"}
	p.cmd.Env = append(p.cmd.Env, with.env...)
	p.cmd.Stdin = with.stdin
	p.cmd.Dir = home
	p.cmd.Stderr = p.said
	p.cmd.Stdout = p.said
	p.cmd.ExtraFiles = extra
	p.cmd.WaitDelay = 10 * time.Second // for children that still hold its output
	ownGroup(p.cmd)
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is told by what it left
		close(p.done)
	}()
	t.Cleanup(p.Kill)
	return p
}

// Home is the home folder of the browser.
func (p *process) Home() string { return p.home }

// PID is the process of the browser itself.
func (p *process) PID() int { return p.cmd.Process.Pid }

// Kill ends the process and its children at once; one that has ended already
// is no matter.
func (p *process) Kill() {
	p.t.Helper()
	killGroup(p.cmd)
	p.wait("was killed and")
}

// wait waits for the end of the process.
func (p *process) wait(what string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	select {
	case <-p.done:
		killGroup(p.cmd) // children that its end left behind
	case <-ctx.Done():
		p.t.Errorf("the browser %s did not end within %v; it said:\n%s", what, patience, p.said)
		killGroup(p.cmd)
	}
}

// running fails the test if the process has ended by itself.
func (p *process) running() error {
	select {
	case <-p.done:
		return errors.New("the browser has ended; it said:\n" + p.said.String())
	default:
		return nil
	}
}

// output keeps what a browser says, to wait for a line of it and to show the
// end of it when something went wrong.
type output struct {
	mu   sync.Mutex
	text []byte
	news chan struct{}
}

// Write takes more text in.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, p...)
	if o.news != nil {
		close(o.news)
		o.news = nil
	}
	return len(p), nil
}

// String gives the last of it.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	const last = 4096
	return string(o.text[max(0, len(o.text)-last):])
}

// count gives how often something was said.
func (o *output) count(what string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return bytes.Count(o.text, []byte(what))
}

// after waits for a line that has the mark in it and gives what follows there.
func (o *output) after(ctx context.Context, mark string) (string, error) {
	for {
		o.mu.Lock()
		_, rest, found := bytes.Cut(o.text, []byte(mark))
		if line, _, whole := bytes.Cut(rest, []byte("\n")); found && whole {
			o.mu.Unlock()
			return strings.TrimSpace(string(line)), nil
		}
		if o.news == nil {
			o.news = make(chan struct{})
		}
		news := o.news
		o.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}
