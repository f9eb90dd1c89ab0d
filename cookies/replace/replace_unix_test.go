//go:build unix

package replace

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"crumbs/cookies"
)

// A new version has the mode and the owner of the old one, whatever the umask
// and whoever writes it.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jar")
	if err := errors.Join(os.WriteFile(path, []byte("old"), 0o600), os.Chmod(path, 0o664)); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 { // who else may give a file away
		if err := os.Chown(path, 0, 65533); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := errors.New("no")
	if err := File(t.Context(), path, was, []byte("new"), func() error { return refused }); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	if err := File(t.Context(), path, was, []byte("new"), nil); err != nil {
		t.Fatal(err)
	}
	now, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	a, b := was.Sys().(*syscall.Stat_t), now.Sys().(*syscall.Stat_t)
	if text, _ := os.ReadFile(path); !bytes.Equal(text, []byte("new")) || now.Mode() != was.Mode() || a.Uid != b.Uid || a.Gid != b.Gid {
		t.Errorf("%q, %v, %d:%d", text, now.Mode(), b.Uid, b.Gid)
	}
	if err := File(t.Context(), path, was, []byte("newer"), nil); !errors.Is(err, ErrChanged) {
		t.Errorf("over another file than was read: %v", err)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("beside it lies %v", names)
	}
}

// While a file is written no other may write it, whatever journal it keeps. Who
// holds it is not known: programs that lock their jar do it in the same way.
func TestFileIsClaimed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jar")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	err = File(t.Context(), path, was, []byte("first"), func() error {
		ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
		defer stop()
		var p *cookies.Problem
		if err := File(ctx, path, was, []byte("second"), nil); !errors.As(err, &p) || p.State != cookies.Locked || p.Condition.Reason != "another program has locked it" {
			t.Errorf("a second one that writes it meanwhile gets %v", err)
		}
		return Sweep(path) // and none takes the new version for one that was left
	})
	if text, _ := os.ReadFile(path); err != nil || string(text) != "first" {
		t.Errorf("%q, %v", text, err)
	}
}

// What killed programs left is removed, but not what somebody else left.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "jar")
	want := map[string]bool{"jar": true, beside + "1": false, "new": true}
	for name := range want {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 { // who else may give a file away
		want[beside+"2"] = true
		theirs := filepath.Join(dir, beside+"2")
		if err := errors.Join(os.WriteFile(theirs, nil, 0o600), os.Chown(theirs, 65533, 65533)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(path); err != nil {
		t.Fatal(err)
	}
	for name, stays := range want {
		if _, err := os.Lstat(filepath.Join(dir, name)); (err == nil) != stays {
			t.Errorf("%s: %v, and it should stay: %v", name, err, stays)
		}
	}
}
