//go:build unix

package inuse

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"crumbs/cookies"
)

// A Chromium that answers runs, under whatever name this computer had when it
// started; a lock of another name whose socket is silent was left behind.
func TestChromiumOfAnotherName(t *testing.T) {
	s := store(t, cookies.Chromium)
	lock, link := filepath.Join(s.UserData, "SingletonLock"), filepath.Join(s.UserData, "SingletonSocket")
	dir, err := os.MkdirTemp("", "crumbs") // the name of a socket must be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	must(t, os.Symlink(fmt.Sprintf("old-name.local-%d", os.Getppid()), lock))
	must(t, os.Symlink(socket, link))
	expect(t, s, cookies.Ready, "")
	must(t, Free(s))
	l, err := net.Listen("unix", socket)
	must(t, err)
	defer l.Close() //nolint:errcheck // a test's
	expect(t, s, cookies.InUse, " is using it (process "+fmt.Sprint(os.Getppid()))
	var p *cookies.Problem
	if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Free gives %v", err)
	}
	must(t, os.Remove(lock))
	must(t, os.Symlink("old-name.local-999999999", lock)) // a number that means nothing here
	if c := Look(s); c.State != cookies.InUse || c.Reason != "chromium is using it" {
		t.Errorf("%+v", c)
	}
}
