package inuse

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies"
)

// A browser in a sandbox has other process numbers than we see, and what its
// lock names is somebody else here or nobody.
func TestBrowserInASandbox(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a process namespace everywhere")
	}
	sandbox = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	defer func() { sandbox = nil }()

	s := store(t, cookies.Chromium)
	pid, kill := other(t, "chromium", "write "+s.Path)
	host, err := os.Hostname()
	must(t, err)
	must(t, os.Symlink(host+"-1", filepath.Join(s.UserData, "SingletonLock"))) // its number in there
	must(t, os.Symlink(filepath.Join(t.TempDir(), "unseen"), filepath.Join(s.UserData, "SingletonSocket")))
	expect(t, s, cookies.InUse, fmt.Sprintf("chromium is using it (process %d, since ", pid))
	var p *cookies.Problem
	if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Free gives %v", err)
	}
	kill()
	expect(t, s, cookies.Ready, "")
	must(t, Free(s))

	s = store(t, cookies.Firefox)
	pid, kill = other(t, "firefox-esr", "lock "+filepath.Join(s.Folder, parentLock))
	expect(t, s, cookies.InUse, fmt.Sprintf("firefox-esr is using it (process %d, since ", pid))
	if _, err := Hold(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Hold gives %v", err)
	}

	// And seen from in there, where the browser outside has no number at all.
	outside := store(t, cookies.Firefox)
	sandbox = nil
	other(t, "firefox-esr", "lock "+filepath.Join(outside.Folder, parentLock))
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "CRUMBS_TEST_LOOK="+outside.Path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	text, err := cmd.CombinedOutput()
	must(t, err)
	if got := string(text); !strings.HasPrefix(got, "in-use: firefox is using it\n") {
		t.Errorf("from a sandbox it is %q", got)
	}
	kill()
	expect(t, s, cookies.Ready, "")
}

// sandbox is how the other program is started, if not as usual.
var sandbox *syscall.SysProcAttr
