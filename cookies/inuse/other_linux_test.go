package inuse

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
)

// TestMain lets the test binary be the other program: one that opens and locks
// what it is told and then waits until its standard input ends.
func TestMain(m *testing.M) {
	if what := os.Getenv("CRUMBS_TEST_HOLD"); what != "" {
		for _, job := range strings.Split(what, ";") {
			if err := act(job); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
		}
		fmt.Println("ready")
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}
	if path := os.Getenv("CRUMBS_TEST_LOOK"); path != "" {
		c := Look(&cookies.Store{Browser: "firefox", Format: cookies.Firefox, Path: path, Folder: filepath.Dir(path)})
		fmt.Printf("%s: %s\n", c.State, c.Reason)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// act does one job of the other program: "read PATH", "write PATH", "lock PATH",
// "ofd PATH", "sqlite PATH" (SQLite's shared lock), "listen PATH" or "name NAME".
func act(job string) error {
	verb, path, _ := strings.Cut(job, " ")
	if verb == "name" {
		return os.WriteFile("/proc/self/comm", []byte(path), 0)
	}
	if verb == "listen" {
		l, err := net.Listen("unix", path)
		if err == nil {
			go func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					_ = c.Close()
				}
			}()
		}
		return err
	}
	flags := os.O_RDWR
	if verb == "read" {
		flags = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flags|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	fd := f.Fd()
	runtime.KeepAlive(f)
	keep = append(keep, f)
	switch verb {
	case "lock":
		return unix.FcntlFlock(fd, unix.F_SETLK, &unix.Flock_t{Type: unix.F_WRLCK})
	case "ofd":
		return unix.FcntlFlock(fd, unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_WRLCK})
	case "sqlite":
		return unix.FcntlFlock(fd, unix.F_SETLK, &unix.Flock_t{Type: unix.F_RDLCK, Start: lockBytes + 2, Len: 510})
	}
	return nil
}

// keep holds the other program's files open.
var keep []*os.File

// other starts the other program under a name of its own, and gives its process
// number and what ends it.
func other(t *testing.T, name string, jobs ...string) (pid int, kill func()) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	program := filepath.Join(t.TempDir(), name)
	if err := os.Link(self, program); err != nil {
		text, err := os.ReadFile(self)
		must(t, err)
		must(t, os.WriteFile(program, text, 0o700))
	}
	cmd := exec.Command(program)
	cmd.SysProcAttr = sandbox
	cmd.Env = append(os.Environ(), "CRUMBS_TEST_HOLD="+strings.Join(jobs, ";"))
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var dead bool
	kill = func() {
		if !dead {
			dead = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			_ = in.Close()
		}
	}
	t.Cleanup(kill)
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other program says %q", line)
	}
	return cmd.Process.Pid, kill
}

// asNobody runs f on a thread that has another user's right to files, where the
// test runs as root: permission is then what it is for everybody else.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err := unix.Setfsuid(65534); err != nil {
			t.Error(err)
			return
		}
		f()
	}()
	<-done
}

// everybodys makes a free store in a folder that anyone may enter.
func everybodys(t *testing.T, format cookies.Format) *cookies.Store {
	t.Helper()
	s := store(t, format)
	dir, err := os.MkdirTemp("/tmp", "crumbs-inuse-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o755))
	path := filepath.Join(dir, filepath.Base(s.Path))
	must(t, os.Rename(s.Path, path))
	s.Path, s.Folder = path, dir
	return s
}
