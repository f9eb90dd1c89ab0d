//go:build unix

package jar

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
)

// starts reports whether a Firefox could start on a profile now.
func starts(t *testing.T, dir string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0]) // its input ends at once
	cmd.Env = append(os.Environ(), standIn+"="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil && !strings.Contains(string(out), "temporarily unavailable") {
		t.Fatalf("%v: %s", err, out)
	}
	return err == nil
}

// While a deletion goes on no Firefox starts on its profile, whatever else lies
// in the profile's folder and goes first; afterwards one does.
func TestFirefoxIsKeptOut(t *testing.T) {
	for _, textFirst := range []bool{false, true} {
		s, jar := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3), textStore(t, 3)
		path := filepath.Join(s.Folder, "cookies.txt")
		if err := os.Rename(jar.Path, path); err != nil {
			t.Fatal(err)
		}
		jar.Path, jar.Folder = path, s.Folder
		stores := []*cookies.Store{s, jar}
		if textFirst {
			slices.Reverse(stores)
		}
		j := testJar(t, stores...)
		chosen := append(load(t, j, stores[0]), load(t, j, stores[1])...)
		asked := 0
		ctx := WithProgress(t.Context(), func(p Progress) {
			if p.Doing == "reading what goes" {
				return // not every store is held yet
			}
			asked++
			if starts(t, s.Folder) {
				t.Errorf("text first %v: a Firefox started during %q", textFirst, p.Doing)
			}
		})
		if !starts(t, s.Folder) {
			t.Fatal("the stand-in does not start on a free profile")
		}
		res, err := j.Delete(ctx, chosen)
		if err != nil || res.Done != 6 || len(res.Skipped) > 0 || asked != 3 {
			t.Errorf("text first %v: %+v, %v, asked %d times", textFirst, res, err, asked)
		}
		if !starts(t, s.Folder) {
			t.Error("no Firefox starts after the deletion")
		}
	}
}

// Whoever takes the lock's file away lets a Firefox in: then nothing is written.
func TestLockIsTakenAway(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3)
	j := testJar(t, s)
	chosen := load(t, j, s)
	ctx := WithProgress(t.Context(), func(p Progress) {
		if p.Doing != "deleting" {
			return
		}
		if err := os.Remove(filepath.Join(s.Folder, ".parentlock")); err != nil {
			t.Error(err)
		}
	})
	res, err := j.Delete(ctx, chosen)
	if err != nil || res.Done != 0 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonLocked || !strings.Contains(res.Skipped[0].Words, "taken away") {
		t.Errorf("%+v, %v", res, err)
	}
	if n := raw(t, j, s).Len(); n != 3 {
		t.Errorf("%d of 3 cookies are left", n)
	}
}

// A Chromium can't be kept out: nothing is taken from below one that starts
// between the look at its profile and the write.
func TestChromiumStartsMeanwhile(t *testing.T) {
	for _, moment := range []string{"writing the journal", "deleting"} {
		s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
		j := testJar(t, s)
		chosen := load(t, j, s)
		dir, err := os.MkdirTemp("", "crumbs") // the name of a socket must be short
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		ctx := WithProgress(t.Context(), func(p Progress) {
			if p.Doing != moment {
				return
			}
			socket := filepath.Join(dir, "SingletonSocket")
			l, err := net.Listen("unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			host, err := os.Hostname()
			if err != nil {
				t.Fatal(err)
			}
			for name, target := range map[string]string{"SingletonLock": fmt.Sprintf("%s-%d", host, os.Getppid()), "SingletonSocket": socket} {
				if err := os.Symlink(target, filepath.Join(s.UserData, name)); err != nil {
					t.Fatal(err)
				}
			}
		})
		res, err := j.Delete(ctx, chosen)
		if err != nil || res.Done != 0 || res.ID != "" || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonInUse {
			t.Errorf("a Chromium started while %s: %+v, %v", moment, res, err)
		}
		if n := raw(t, j, s).Len(); n != 3 {
			t.Errorf("%d of 3 cookies are left", n)
		}
	}
}
