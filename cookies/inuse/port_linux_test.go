package inuse

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"crumbs/cookies"
)

// A debugging port is told only where the browser itself listens on it: the file
// that says so outlives the browser.
func TestPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	self := Holder{PID: os.Getpid()}
	if list := Listeners(port); len(list) != 1 || list[0].PID != self.PID {
		t.Fatalf("port %d: %+v", port, list)
	}
	dir := t.TempDir()
	text := strconv.Itoa(port)
	must(t, os.WriteFile(filepath.Join(dir, "DevToolsActivePort"), []byte(text+"\n/devtools/browser/x"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "WebDriverBiDiServer.json"), []byte(`{"ws_host":"127.0.0.1","ws_port":`+text+`}`), 0o600))
	stores := []*cookies.Store{
		{Format: cookies.Chromium, Path: filepath.Join(dir, "Default", "Cookies"), UserData: dir},
		{Format: cookies.Firefox, Path: filepath.Join(dir, "cookies.sqlite"), Folder: dir},
	}
	for _, s := range stores {
		if got := Port(s, self); got != port {
			t.Errorf("%s: port %d, want %d", s.Format, got, port)
		}
		for _, other := range []Holder{{}, {PID: os.Getppid()}} {
			if got := Port(s, other); got != 0 {
				t.Errorf("%s: process %d has port %d", s.Format, other.PID, got)
			}
		}
	}
	must(t, l.Close())
	for _, s := range stores {
		if got := Port(s, self); got != 0 {
			t.Errorf("%s: port %d, on which nobody listens", s.Format, got)
		}
	}
	for _, bad := range []string{"", "x", "0", "-1", "70000", "{", `{"ws_port":"` + text, `{"ws_port":{}}`} {
		for _, name := range []string{"DevToolsActivePort", "WebDriverBiDiServer.json"} {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(bad), 0o600))
		}
		for _, s := range stores {
			if got := announced(s); got != 0 {
				t.Errorf("%s: %q is port %d", s.Format, bad, got)
			}
		}
	}
}

// Chromium that was told its port writes no file about it.
func TestPortOfTheCommandLine(t *testing.T) {
	for want, line := range map[int][]string{
		9222: {"/usr/lib/chromium/chromium", "--remote-debugging-port=9222", "--no-first-run"},
		9223: {"chromium", "--remote-debugging-port=9222", "--remote-debugging-port=9223"},
		0:    {"chromium", "--remote-debugging-port=99999", "--remote-debugging-port", "https://--remote-debugging-port=9222"},
	} {
		if got := askedFor(line); got != want {
			t.Errorf("%q: port %d, want %d", line, got, want)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	file, err := l.(*net.TCPListener).File()
	must(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	cmd := exec.Command("sh", "-c", "read line", "sh", "--remote-debugging-port="+strconv.Itoa(port))
	cmd.ExtraFiles = []*os.File{file}
	in, err := cmd.StdinPipe()
	must(t, err)
	must(t, cmd.Start())
	store := &cookies.Store{Format: cookies.Chromium, Path: filepath.Join(t.TempDir(), "Default", "Cookies"), UserData: t.TempDir()}
	if got := Port(store, Holder{PID: cmd.Process.Pid}); got != port {
		t.Errorf("port %d, want %d", got, port)
	}
	must(t, in.Close())
	_ = cmd.Wait()
	if got := Port(store, Holder{PID: cmd.Process.Pid}); got != 0 {
		t.Errorf("port %d of a process that ended", got)
	}
}
