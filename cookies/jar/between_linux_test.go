package jar

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

// between gives a context under which f happens after the journal is on disk and
// before the store is written.
func between(t *testing.T, f func()) context.Context {
	return WithProgress(t.Context(), func(p Progress) {
		if p.Doing == "deleting" && p.Done == 0 {
			f()
		}
	})
}

// startedNow leaves what a running Chromium leaves in its folder: a lock that
// names a living process, and a socket that answers.
func startedNow(t *testing.T, s *cookies.Store) {
	t.Helper()
	browser := exec.Command("sleep", "60")
	if err := browser.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = browser.Process.Kill()
		_ = browser.Wait()
	})
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(fmt.Sprintf("%s-%d", host, browser.Process.Pid), filepath.Join(s.UserData, "SingletonLock")); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", filepath.Join(s.UserData, "SingletonSocket.real"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	if err := os.Symlink("SingletonSocket.real", filepath.Join(s.UserData, "SingletonSocket")); err != nil {
		t.Fatal(err)
	}
}

// A browser that starts after the store was looked at, and before it is written,
// is noticed: nothing is deleted, and nothing is remembered.
func TestStartedBeforeTheWrite(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	chosen := load(t, j, s)
	res, err := j.Delete(between(t, func() { startedNow(t, s) }), chosen)
	if err != nil || res.Done != 0 || res.ID != "" || len(res.Skipped) != 1 || res.Skipped[0].Count != 3 || res.Skipped[0].Reason != cookies.ReasonInUse {
		t.Fatalf("%+v, %v", res, err)
	}
	if rows := raw(t, j, s); rows.Len() != 3 {
		t.Errorf("%d rows are left of 3", rows.Len())
	}
	if history, err := j.History(t.Context()); len(history) != 0 || err != nil {
		t.Errorf("remembered: %+v, %v", history, err)
	}
}

// A cookie that its site sets again after it was read, and before it is deleted,
// stays; it counts as no deletion and does not come back by an undo.
func TestSetAgainBeforeTheWrite(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	chosen := load(t, j, s)
	res, err := j.Delete(between(t, func() {
		rows := raw(t, j, s)
		f, err := formatOf(s)
		if err != nil {
			t.Fatal(err)
		}
		folder, err := j.folder()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Remove(t.Context(), s, folder, pick(rows, []int{1}), free); err != nil {
			t.Fatal(err)
		}
		put(t, s, pick(chromiumRows(3, 5_000_000), []int{1}))
	}), chosen)
	if err != nil || res.Done != 2 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonChanged || res.Skipped[0].Count != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	history, err := j.History(t.Context())
	if err != nil || len(history) != 1 || history[0].Deleted != 2 || history[0].State != journal.Done {
		t.Fatalf("%+v, %v", history, err)
	}
	if back, err := j.Undo(t.Context(), "", nil); err != nil || back.Done != 2 || len(back.Skipped) != 0 {
		t.Errorf("%+v, %v", back, err)
	}
	if rows := raw(t, j, s); rows.Len() != 3 {
		t.Errorf("%d rows, want 3", rows.Len())
	}
}
