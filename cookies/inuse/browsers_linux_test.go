package inuse

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"crumbs/cookies"
)

// browser gives a real browser's program. Where CRUMBS_BROWSERS is 1 a missing
// one is a failure; without it, tests that need one are left out.
func browser(t *testing.T, name string) string {
	t.Helper()
	if os.Getenv("CRUMBS_BROWSERS") != "1" {
		t.Skip("CRUMBS_BROWSERS=1 runs the tests with real browsers")
	}
	path, err := exec.LookPath(name)
	must(t, err)
	return path
}

// run is a browser that was started.
type run struct {
	*exec.Cmd
	ended chan struct{} // closed when it has ended
	said  bytes.Buffer  // what it wrote, once it has ended
}

// start starts a browser in a process group of its own, with a home of its own,
// and waits until a line that it writes holds a word, or it has ended.
func start(t *testing.T, home, word string, command ...string) *run {
	t.Helper()
	r := &run{Cmd: exec.Command(command[0], command[1:]...), ended: make(chan struct{})}
	r.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME=", "DBUS_SESSION_BUS_ADDRESS=disabled:", "MOZ_CRASHREPORTER_DISABLE=1")
	r.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, in, err := os.Pipe()
	must(t, err)
	r.Stdout, r.Stderr = in, in
	must(t, r.Start())
	must(t, in.Close())
	heard := make(chan struct{})
	go func() {
		defer close(r.ended)
		lines := bufio.NewScanner(io.TeeReader(out, &r.said))
		lines.Buffer(nil, 1<<20)
		for open := true; lines.Scan(); {
			if open && strings.Contains(lines.Text(), word) {
				open = false
				close(heard)
			}
		}
		_ = r.Wait()
	}()
	t.Cleanup(r.kill)
	select {
	case <-heard:
	case <-r.ended:
	case <-time.After(2 * time.Minute):
		t.Fatalf("%s says nothing", command[0])
	}
	return r
}

// kill ends the browser and its children as a power cut would, and waits until
// the last of them is gone.
func (r *run) kill() {
	_ = syscall.Kill(-r.Process.Pid, syscall.SIGKILL)
	<-r.ended
}

// eventually waits for what a browser does in its own time.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s does not come about", what)
		}
	}
}

func exists(path string) func() bool {
	return func() bool {
		info, err := os.Stat(path)
		return err == nil && info.Size() > 0
	}
}

func TestRealChromium(t *testing.T) {
	program := browser(t, "chromium")
	home := t.TempDir()
	data := filepath.Join(home, ".config", "chromium")
	s := &cookies.Store{Browser: "chromium", Format: cookies.Chromium, UserData: data,
		Folder: filepath.Join(data, "Default"), Path: filepath.Join(data, "Default", "Cookies")}
	r := start(t, home, "DevTools listening on", program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-extensions", "--password-store=basic", "--user-data-dir="+data, "--remote-debugging-port=0")
	eventually(t, "the store", exists(s.Path))

	h, ok := lockedBy(s)
	if !ok || h.PID != r.Process.Pid || h.Name != "chromium" {
		t.Errorf("by its lock: %+v, %v; it is %d", h, ok, r.Process.Pid)
	}
	h, ok = Scan().browserWithFile(s)
	if !ok || h.PID != r.Process.Pid || h.Name != "chromium" || time.Since(h.Since).Abs() > 3*time.Minute {
		t.Errorf("by its open file: %+v, %v; it is %d", h, ok, r.Process.Pid)
	}
	expect(t, s, cookies.InUse, "chromium is using it (process ")
	var p *cookies.Problem
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Hold gives %v", err)
	}

	r.kill()
	if _, err := os.Lstat(filepath.Join(data, "SingletonLock")); err != nil {
		t.Errorf("the killed browser left no lock behind: %v", err)
	}
	expect(t, s, cookies.Ready, "")
	must(t, Free(s))
}

func TestRealFirefox(t *testing.T) {
	program := browser(t, "firefox-esr")
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "mozilla", "firefox", "p")
	must(t, os.MkdirAll(folder, 0o700))
	must(t, os.WriteFile(filepath.Join(folder, "user.js"), []byte(`user_pref("remote.prefs.recommended", false);
user_pref("app.update.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.safebrowsing.update.enabled", false);
`), 0o600))
	s := &cookies.Store{Browser: "firefox", Format: cookies.Firefox, Folder: folder, Path: filepath.Join(folder, "cookies.sqlite")}
	command := []string{program, "-headless", "-no-remote", "-profile", folder, "--remote-debugging-port", "0"}
	const listens = "WebDriver BiDi listening on"

	r := start(t, home, listens, command...)
	eventually(t, "the store", exists(s.Path))
	h, ok := lockedBy(s)
	if !ok || h.PID != r.Process.Pid || !strings.HasPrefix(h.Name, "firefox") {
		t.Errorf("by its lock: %+v, %v; it is %d", h, ok, r.Process.Pid)
	}
	h, ok = Scan().browserWithFile(s)
	if !ok || h.PID != r.Process.Pid {
		t.Errorf("by its open file: %+v, %v; it is %d", h, ok, r.Process.Pid)
	}
	expect(t, s, cookies.InUse, "firefox")
	var p *cookies.Problem
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Hold gives %v", err)
	}
	if err := Free(s); err == nil {
		t.Error("Free says it is free")
	}

	r.kill()
	if _, err := os.Lstat(filepath.Join(folder, parentLock)); err != nil {
		t.Errorf("the killed browser left no lock behind: %v", err)
	}
	expect(t, s, cookies.Ready, "")

	held, err := Hold(s)
	must(t, err)
	must(t, held.Free())
	refused := start(t, home, listens, command...)
	<-refused.ended
	if strings.Contains(refused.said.String(), listens) {
		t.Error("Firefox started although its profile was held")
	}
	held.Release()
	expect(t, s, cookies.Ready, "")

	again := start(t, home, listens, command...)
	select {
	case <-again.ended:
		t.Errorf("Firefox does not start after release: %s", again.said.String())
	default:
	}
	expect(t, s, cookies.InUse, "firefox")
}

// Without a .parentlock, in a profile that was never started, a held profile
// keeps Firefox out too.
func TestRealFirefoxFirstStart(t *testing.T) {
	program := browser(t, "firefox-esr")
	home := t.TempDir()
	folder := filepath.Join(home, "p")
	must(t, os.MkdirAll(folder, 0o700))
	s := &cookies.Store{Browser: "firefox", Format: cookies.Firefox, Folder: folder, Path: filepath.Join(folder, "cookies.sqlite")}
	held, err := Hold(s)
	must(t, err)
	defer held.Release()
	const listens = "WebDriver BiDi listening on"
	r := start(t, home, listens, program, "-headless", "-no-remote", "-profile", folder, "--remote-debugging-port", "0")
	<-r.ended
	if strings.Contains(r.said.String(), listens) || exists(s.Path)() {
		t.Error("Firefox started although its profile was held")
	}
}
