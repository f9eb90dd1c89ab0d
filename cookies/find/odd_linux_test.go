package find

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
)

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

// What has a store's name and is none is found, so that it can be shown, and
// neither a pipe nor a loop holds anyone up.
func TestOddThings(t *testing.T) {
	home := t.TempDir()
	root := filepath.Join(home, ".config", "chromium")
	for _, dir := range []string{"Default/Cookies", "Profile 1", "Profile 2", "Profile 3"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for path, err := range map[string]error{
		"fifo": syscall.Mkfifo(filepath.Join(root, "Profile 1", "Cookies"), 0o600),
		"loop": os.Symlink("Cookies", filepath.Join(root, "Profile 2", "Cookies")),
		"ini":  syscall.Mkfifo(filepath.Join(root, "Local State"), 0o600),
	} {
		if err != nil {
			t.Fatal(path, err)
		}
	}
	write(t, filepath.Join(root, "Profile 3", "Cookies"), "")
	same(t, brief(root, At(home).Stores(t.Context())), []string{
		"chromium|Default|Default|chromium|Default/Cookies",
		"chromium|Profile 1|Profile 1|chromium|Profile 1/Cookies",
		"chromium|Profile 2|Profile 2|chromium|Profile 2/Cookies",
		"chromium|Profile 3|Profile 3|chromium|Profile 3/Cookies",
	})
	for _, dir := range []string{"Default/Cookies", "Profile 1/Cookies", "Profile 2/Cookies", "Profile 3/Cookies"} {
		stores, err := Open(filepath.Join(root, dir), nil)
		if err != nil || len(stores) != 1 || stores[0].Format != cookies.Chromium {
			t.Errorf("Open(%s) = %v, %v", dir, brief(root, stores), err)
		}
	}
}

// kooky opens a pipe that is called Local State and waits for ever; we don't.
func TestKookyWaitsOnAPipe(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	write(t, filepath.Join(home, ".config", "chromium", "Default", "Cookies"), "1")
	pipe := filepath.Join(home, ".config", "chromium", "Local State")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := FromEnv().Stores(t.Context()); len(got) != 1 {
		t.Errorf("found %v", brief(home, got))
	}
	if w, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil { // let kooky go
		_ = w.Close()
	}
}

func TestDenied(t *testing.T) {
	home, err := os.MkdirTemp("/tmp", "crumbs-find-") // t.TempDir is not everybody's
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	shut := filepath.Join(home, ".config", "chromium", "Profile 1")
	write(t, filepath.Join(shut, "Network", "Cookies"), "1")
	write(t, filepath.Join(home, ".config", "chromium", "Cache", "Cookies"), "2")
	write(t, filepath.Join(home, ".zen", "p", "cookies.sqlite"), "3")
	write(t, filepath.Join(home, ".config", "vivaldi", "Default", "Cookies"), "4")
	write(t, filepath.Join(home, "mine.sqlite"), "5")
	write(t, filepath.Join(home, ".config", "opera", "Default", "Cookies"), "6")
	write(t, filepath.Join(home, ".floorp", "profiles.ini"), "[Profile0]\nName=n\nIsRelative=1\nPath=named\n")
	write(t, filepath.Join(home, ".floorp", "named", "cookies.sqlite"), "7")
	write(t, filepath.Join(home, ".floorp", "unnamed", "cookies.sqlite"), "8")
	for path, mode := range map[string]os.FileMode{
		home: 0o755, ".config": 0o755, ".config/chromium": 0o755, ".config/chromium/Profile 1": 0, ".config/chromium/Cache": 0,
		".config/opera": 0o755, ".config/opera/Default": 0, ".floorp": 0o755, ".floorp/profiles.ini": 0o644, ".floorp/named": 0, ".floorp/unnamed": 0,
		".zen": 0, ".config/vivaldi": 0o755, ".config/vivaldi/Default": 0o755, ".config/vivaldi/Default/Cookies": 0, "mine.sqlite": 0,
	} {
		if !filepath.IsAbs(path) {
			path = filepath.Join(home, path)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	defer func() { // for those who are not root
		_ = os.Chmod(shut, 0o700)
		_ = os.Chmod(filepath.Join(home, ".config", "chromium", "Cache"), 0o700)
		for _, dir := range []string{".zen", ".floorp/named", ".floorp/unnamed", ".config/opera/Default"} {
			_ = os.Chmod(filepath.Join(home, dir), 0o700)
		}
	}()
	asNobody(t, func() {
		same(t, brief(home, At(home).Stores(t.Context())), []string{
			"chromium|Profile 1|Profile 1|chromium|.config/chromium/Profile 1/Cookies",
			"floorp|named|n|firefox|.floorp/named/cookies.sqlite",
			"opera|Default|Default|chromium|.config/opera/Default/Cookies",
			"vivaldi|Default|Default|chromium|.config/vivaldi/Default/Cookies",
			"zen|.zen|.zen|firefox|.zen",
		})
		for _, path := range []string{".zen", ".config/chromium/Profile 1", "mine.sqlite"} {
			var p *cookies.Problem
			if stores, err := Open(filepath.Join(home, path), nil); !errors.As(err, &p) || p.State != cookies.Denied || !strings.Contains(err.Error(), path) {
				t.Errorf("Open(%s) = %v, %v", path, brief(home, stores), err)
			}
		}
		for _, path := range []string{".config/vivaldi/Default/Cookies", ".zen/p/cookies.sqlite"} {
			if stores, err := Open(filepath.Join(home, path), nil); err != nil || len(stores) != 1 {
				t.Errorf("Open(%s) = %v, %v", path, brief(home, stores), err)
			}
		}
	})
}
