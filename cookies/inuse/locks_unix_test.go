//go:build unix

package inuse

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
)

func TestLocker(t *testing.T) {
	type answer struct {
		pid       int
		elsewhere string
		runs      bool
	}
	for _, c := range []struct {
		lock, host    string
		alive, silent answer // whether somebody answers at the socket
	}{
		{"mac.local-47", "mac.local", answer{47, "", true}, answer{47, "", false}},
		{"mac.local-47", "mac.lan", answer{47, "", true}, answer{0, "mac.local", true}},
		{"a-b-47", "a-b", answer{47, "", true}, answer{47, "", false}},
		{"mac.local-47", "", answer{47, "", true}, answer{47, "", false}}, // this one's name is not known
		{"mac.local-", "mac.lan", answer{0, "", true}, answer{}},
		{"-47", "mac.lan", answer{0, "", true}, answer{}},
		{"47", "mac.lan", answer{0, "", true}, answer{}},
		{"nonsense", "mac.lan", answer{0, "", true}, answer{}},
		{"", "mac.lan", answer{0, "", true}, answer{}},
	} {
		for answers, want := range map[bool]answer{true: c.alive, false: c.silent} {
			pid, elsewhere, runs := locker(c.lock, c.host, answers)
			if got := (answer{pid, elsewhere, runs}); got != want {
				t.Errorf("%q on %q, answers %v: %+v, want %+v", c.lock, c.host, answers, got, want)
			}
		}
	}
}

// A Chromium that answers runs, under whatever name this computer had when it
// started; one of another computer that shares the folder counts too.
func TestChromiumOfAnotherName(t *testing.T) {
	s := store(t, cookies.Chromium)
	lock, link := filepath.Join(s.UserData, "SingletonLock"), filepath.Join(s.UserData, "SingletonSocket")
	dir, err := os.MkdirTemp("", "crumbs") // the name of a socket must be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	must(t, os.Symlink(fmt.Sprintf("old-name.local-%d", os.Getppid()), lock))
	must(t, os.Symlink(socket, link))
	expect(t, s, cookies.InUse, "chromium is using it (on the computer old-name.local)")
	if c := Look(s); !strings.Contains(c.Advice, "close it there") {
		t.Errorf("the advice is %q", c.Advice)
	}
	var p *cookies.Problem
	if err := Free(s); !errors.As(err, &p) || p.State != cookies.InUse {
		t.Errorf("Free gives %v", err)
	}
	l, err := net.Listen("unix", socket)
	must(t, err)
	defer l.Close() //nolint:errcheck // a test's
	expect(t, s, cookies.InUse, " is using it (process "+fmt.Sprint(os.Getppid()))
	must(t, os.Remove(lock))
	must(t, os.Symlink("old-name.local-999999999", lock)) // a number that means nothing here
	if c := Look(s); c.State != cookies.InUse || c.Reason != "chromium is using it" {
		t.Errorf("%+v", c)
	}
}
