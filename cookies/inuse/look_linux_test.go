package inuse

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
)

func TestDenied(t *testing.T) {
	s := everybodys(t, cookies.Chromium)
	must(t, os.Chmod(s.Path, 0))
	asNobody(t, func() { expect(t, s, cookies.Denied, "no permission") })
	must(t, os.Chmod(s.Path, 0o644))
	must(t, os.Chmod(s.Folder, 0o600))
	asNobody(t, func() { expect(t, s, cookies.Denied, "no permission") })
	must(t, os.Chmod(s.Folder, 0o755))
}

func TestNoPermissionToWrite(t *testing.T) {
	s := everybodys(t, cookies.Chromium)
	must(t, os.Chmod(s.Path, 0o644))
	asNobody(t, func() {
		if os.Getuid() == 0 { // who owns it may write it
			expect(t, s, cookies.ReadOnly, "no permission to write it")
		}
	})
	must(t, os.Chmod(s.Path, 0o666))
	must(t, os.Chmod(s.Folder, 0o555))
	asNobody(t, func() { expect(t, s, cookies.ReadOnly, "in its folder") })
	must(t, os.Chmod(s.Folder, 0o755))
}

// Root does not write what belongs to someone else.
func TestRootAndAnothersStore(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to someone else")
	}
	s := store(t, cookies.Firefox)
	must(t, os.Chown(s.Path, 65534, 65534))
	expect(t, s, cookies.ReadOnly, "belongs to nobody")
	must(t, os.Chown(s.Path, 54321, 54321))
	expect(t, s, cookies.ReadOnly, "belongs to user 54321")
}

func TestReadOnlyFileSystem(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a file system")
	}
	s := store(t, cookies.Chromium)
	must(t, unix.Mount(s.Folder, s.Folder, "", unix.MS_BIND, ""))
	t.Cleanup(func() { _ = unix.Unmount(s.Folder, 0) })
	must(t, unix.Mount("", s.Folder, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""))
	expect(t, s, cookies.ReadOnly, "read-only file system")
	s.Format = cookies.Firefox
	var p *cookies.Problem
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.ReadOnly {
		t.Errorf("Hold gives %v", err)
	}
}

func TestPipeAndSocket(t *testing.T) {
	s := store(t, cookies.Firefox)
	must(t, os.Remove(s.Path))
	must(t, syscall.Mkfifo(s.Path, 0o600))
	expect(t, s, cookies.Damaged, "named pipe")
	must(t, os.Remove(s.Path))
	l, err := net.Listen("unix", s.Path)
	must(t, err)
	defer l.Close() //nolint:errcheck // a test's
	expect(t, s, cookies.Damaged, "socket")
	s.Path = "/dev/null"
	expect(t, s, cookies.Damaged, "device")
}

func TestFirefoxRuns(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Firefox, cookies.FirefoxSession} {
		s := store(t, format)
		pid, kill := other(t, "firefox-esr", "lock "+filepath.Join(s.Folder, parentLock))
		expect(t, s, cookies.InUse, fmt.Sprintf("firefox-esr is using it (process %d, since ", pid))
		var p *cookies.Problem
		if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse || p.Path != s.Path {
			t.Errorf("Free gives %v", err)
		}
		if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse || !strings.Contains(p.Reason, "firefox-esr") {
			t.Errorf("Hold gives %v", err)
		}
		kill()
		must(t, Free(s)) // its .parentlock is still there
		if c := Look(s); c.State == cookies.InUse {
			t.Errorf("after its end: %+v", c)
		}
	}
}

// While we hold a profile, no process gets its lock, and we may ask whether it
// is free; afterwards it can be had again.
func TestHold(t *testing.T) {
	s := store(t, cookies.Firefox)
	lock := filepath.Join(s.Folder, parentLock)
	held, err := Hold(s)
	must(t, err)
	must(t, held.Free())
	if pid, locked := lockOn(lock, 0, 0); !locked || pid != unnamed {
		t.Errorf("the lock is gone: %d, %v", pid, locked)
	}
	if refused := try(t, lock); !refused {
		t.Error("another process got the lock")
	}
	var p *cookies.Problem
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.Locked {
		t.Errorf("a second Hold gives %v", err)
	}
	expect(t, s, cookies.Locked, "another program holds it")
	held.Release()
	if refused := try(t, lock); refused {
		t.Error("after release no one gets the lock")
	}
	if info, err := os.Stat(lock); err != nil || info.Size() != 0 || info.Mode().Perm() != 0o600 {
		t.Errorf("the lock file is %v, %v", info, err)
	}
}

// To ask whether a profile that we hold is free opens nothing that is locked: where
// the lock is the process' own it would be lost, and on Windows we would find
// ourselves.
func TestAskedWhileHeld(t *testing.T) {
	s := store(t, cookies.Firefox)
	lock := filepath.Join(s.Folder, parentLock)
	held, err := lockWith(s, unix.F_SETLK)
	must(t, err)
	must(t, held.Free())
	if refused := try(t, lock); !refused {
		t.Error("another process got the lock after the profile was asked about")
	}
	held.Release()
	if refused := try(t, lock); refused {
		t.Error("after release no one gets the lock")
	}
}

// A lock whose file was taken away keeps nobody out, and says so.
func TestLockTakenAway(t *testing.T) {
	s := store(t, cookies.Firefox)
	lock := filepath.Join(s.Folder, parentLock)
	held, err := Hold(s)
	must(t, err)
	defer held.Release()
	must(t, os.Remove(lock))
	var p *cookies.Problem
	if err := held.Free(); !errors.As(err, &p) || p.State != cookies.Locked || !strings.Contains(p.Reason, "taken away") {
		t.Errorf("without its file: %v", err)
	}
	_, kill := other(t, "firefox-esr", "lock "+lock)
	if err := held.Free(); !errors.As(err, &p) || p.State != cookies.InUse || !strings.Contains(p.Reason, "firefox-esr") {
		t.Errorf("with a Firefox that made another: %v", err)
	}
	kill()
}

// try lets another process take the lock and says whether it was refused.
func try(t *testing.T, path string) bool {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "CRUMBS_TEST_HOLD=lock "+path)
	out, err := cmd.CombinedOutput()
	if err != nil && !strings.Contains(string(out), "temporarily unavailable") {
		t.Fatalf("%v: %s", err, out)
	}
	return err != nil
}

// What can't be locked is not written, and what only looks like a lock file is
// left alone.
func TestHoldRefused(t *testing.T) {
	s := store(t, cookies.Firefox)
	must(t, syscall.Mkfifo(filepath.Join(s.Folder, parentLock), 0o600))
	var p *cookies.Problem
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.ReadOnly {
		t.Errorf("got %v", err)
	}
	expect(t, s, cookies.Ready, "") // and is not waited for
	s = store(t, cookies.Firefox)
	victim := filepath.Join(t.TempDir(), "victim")
	must(t, os.Symlink(victim, filepath.Join(s.Folder, parentLock)))
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.ReadOnly {
		t.Errorf("got %v", err)
	}
	if _, err := os.Lstat(victim); err == nil {
		t.Error("the link was followed")
	}
}

func TestChromiumRuns(t *testing.T) {
	s := store(t, cookies.Chromium)
	socket := filepath.Join(t.TempDir(), "SingletonSocket")
	pid, kill := other(t, "chromium", "listen "+socket)
	host, err := os.Hostname()
	must(t, err)
	must(t, os.Symlink(fmt.Sprintf("%s-%d", host, pid), filepath.Join(s.UserData, "SingletonLock")))
	expect(t, s, cookies.Ready, "") // no socket
	must(t, os.Symlink(socket, filepath.Join(s.UserData, "SingletonSocket")))
	expect(t, s, cookies.InUse, fmt.Sprintf("chromium is using it (process %d, since ", pid))
	var p *cookies.Problem
	if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Free gives %v", err)
	}
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Hold gives %v", err)
	}
	kill()
	expect(t, s, cookies.Ready, "")
	must(t, Free(s))
	for _, stale := range []string{host + "-1", host + "-999999999", host + "-x", host + "-" + fmt.Sprint(os.Getppid()), "elsewhere-" + fmt.Sprint(os.Getppid()), "nonsense", ""} {
		must(t, os.Remove(filepath.Join(s.UserData, "SingletonLock")))
		if stale != "" {
			must(t, os.Symlink(stale, filepath.Join(s.UserData, "SingletonLock")))
		}
		expect(t, s, cookies.Ready, "")
	}
}

// Without any lock, as from another namespace, a browser is known by the file
// it has open, even under another name.
func TestChromiumHasItOpen(t *testing.T) {
	for _, suffix := range []string{"", "-journal"} {
		s := store(t, cookies.Chromium)
		s.UserData = ""
		pid, kill := other(t, "chrome", "write "+s.Path+suffix)
		expect(t, s, cookies.InUse, fmt.Sprintf("chrome is using it (process %d", pid))
		if err := Free(s); err == nil {
			t.Error("Free says it is free")
		}
		kill()
		expect(t, s, cookies.Ready, "")
	}
	s := store(t, cookies.Chromium)
	alias := filepath.Join(t.TempDir(), "alias")
	must(t, os.Link(s.Path, alias))
	pid, _ := other(t, "chrome", "write "+alias)
	expect(t, s, cookies.InUse, fmt.Sprintf("process %d", pid))
}

// Epiphany locks nothing: its store is in use while WebKit's network process has
// it open, and nothing is made beside it to hold it.
func TestEpiphanyHasItOpen(t *testing.T) {
	s := store(t, cookies.WebKit)
	held, err := Hold(s)
	must(t, err)
	held.Release()
	if _, err := os.Lstat(filepath.Join(s.Folder, parentLock)); err == nil {
		t.Error("a .parentlock was made, which is Firefox's")
	}
	pid, kill := other(t, "WebKitNetworkProcess", "write "+s.Path)
	expect(t, s, cookies.InUse, fmt.Sprintf("WebKitNetworkProcess is using it (process %d, since ", pid))
	var p *cookies.Problem
	if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Free gives %v", err)
	}
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Hold gives %v", err)
	}
	kill()
	must(t, Free(s))
	expect(t, s, cookies.Ready, "")
}

// A browser that an interpreter runs is known by the name it goes by.
func TestInterpreted(t *testing.T) {
	s := store(t, cookies.Chromium)
	_, kill := other(t, "python3", "name qutebrowser", "write "+s.Path)
	expect(t, s, cookies.InUse, "qutebrowser is using it")
	kill()
	_, kill = other(t, "python3", "name backup", "write "+s.Path)
	expect(t, s, cookies.Locked, "python3 holds it")
	kill()
}

func TestAnotherProgramHoldsIt(t *testing.T) {
	for _, c := range []struct {
		job  string
		want cookies.State
	}{
		{"read", cookies.Ready}, {"write", cookies.Locked}, {"sqlite", cookies.Locked}, {"lock", cookies.Locked}, {"ofd", cookies.Locked},
	} {
		for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
			s := store(t, format)
			pid, _ := other(t, "sqlite3", c.job+" "+s.Path)
			reason := ""
			if c.want == cookies.Locked {
				reason = fmt.Sprintf("sqlite3 holds it (process %d", pid)
			}
			expect(t, s, c.want, reason)
			must(t, Free(s)) // no browser has it
		}
	}
}

// A program that has a text jar in memory is told by its name and its home; one
// that writes the file just now by the file.
func TestTextJar(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	jar := func(format cookies.Format, browser, path string) *cookies.Store {
		s := &cookies.Store{Browser: browser, Format: format, Path: filepath.Join(home, path), Folder: filepath.Dir(filepath.Join(home, path))}
		must(t, os.MkdirAll(s.Folder, 0o700))
		must(t, os.WriteFile(s.Path, nil, 0o600)) // one without cookies is ready
		return s
	}
	everywhere := []*cookies.Store{
		jar(cookies.Netscape, "netscape", "cookies.txt"), jar(cookies.Netscape, "lynx", ".lynx_cookies"), jar(cookies.Netscape, "dillo", ".dillo/cookies.txt"),
		jar(cookies.W3M, "w3m", ".w3m/cookie"), jar(cookies.ELinks, "elinks", ".elinks/cookies"), jar(cookies.KCookieJar, "konqueror", ".local/share/kcookiejar/cookies"),
	}
	for _, s := range everywhere {
		expect(t, s, cookies.Ready, "")
		held, err := Hold(s)
		must(t, err)
		held.Release()
		if entries, _ := os.ReadDir(s.Folder); strings.Contains(fmt.Sprint(entries), "lock") {
			t.Errorf("beside %s there is %v", s.Path, entries)
		}
		pid, kill := other(t, "elinks", "read "+s.Path)
		if s.Browser == "elinks" {
			expect(t, s, cookies.InUse, fmt.Sprintf("elinks is using it (process %d", pid))
			var p *cookies.Problem
			if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
				t.Errorf("Free gives %v", err)
			}
			if _, err := Hold(s); err == nil {
				t.Error("it is held")
			}
		} else {
			expect(t, s, cookies.Ready, "")
		}
		kill()
		pid, kill = other(t, "python3", "write "+s.Path)
		expect(t, s, cookies.Locked, fmt.Sprintf("python3 holds it (process %d", pid))
		if err := Free(s); err == nil {
			t.Error("Free says it is free")
		}
		kill()
		// Firefox's locks mean nothing here.
		_, kill = other(t, "firefox", "lock "+filepath.Join(s.Folder, parentLock))
		expect(t, s, cookies.Ready, "")
		kill()
		must(t, os.Remove(filepath.Join(s.Folder, parentLock)))
	}
	kded := everywhere[5]
	_, kill := other(t, "kded5", "read /dev/null")
	expect(t, kded, cookies.Ready, "") // it has no cookies in memory
	kill()
	if c := inUse(Holder{Name: "cookies.dpi"}, &cookies.Store{Format: cookies.Netscape}); !strings.Contains(c.Advice, "dillo") || !strings.Contains(c.Advice, "(dpidc stop)") {
		t.Errorf("to a person who uses dillo: %s", c.Advice)
	}
	if c := inUse(Holder{Name: "kded6"}, kded); !strings.Contains(c.Advice, "(kquitapp6 kded6)") {
		t.Errorf("the advice is %q", c.Advice)
	}
	t.Setenv("HOME", t.TempDir())
	other(t, "elinks", "read /dev/null")
	expect(t, everywhere[4], cookies.Ready, "") // it has another home
	must(t, os.Link(everywhere[0].Path, filepath.Join(home, "second")))
	expect(t, everywhere[0], cookies.ReadOnly, "other names")
}

// A scan shows what was open when it was made, and is good for many stores.
func TestScanOnce(t *testing.T) {
	a, b := store(t, cookies.Chromium), store(t, cookies.Chromium)
	_, kill := other(t, "chrome", "write "+a.Path)
	p := Scan()
	if c := p.Look(a); c.State != cookies.InUse {
		t.Errorf("got %+v", c)
	}
	kill()
	other(t, "chrome", "write "+b.Path)
	if c := p.Look(b); c.State != cookies.Ready {
		t.Errorf("the processes were gone through again: %+v", c)
	}
	expect(t, b, cookies.InUse, "chrome")
	expect(t, a, cookies.Ready, "")
}

func TestHolder(t *testing.T) {
	pid, _ := other(t, "chrome ) x 9 9", "read /dev/null")
	h := holder(pid)
	if h.PID != pid || h.Name != "chrome ) x 9 9" || time.Since(h.Since).Abs() > time.Minute {
		t.Errorf("got %+v", h)
	}
	if got := eldest(pid); got != pid {
		t.Errorf("eldest is %d", got)
	}
	if h := holder(0); h != (Holder{}) {
		t.Errorf("got %+v", h)
	}
}

func BenchmarkScan(b *testing.B) {
	for b.Loop() {
		openFiles()
	}
}
