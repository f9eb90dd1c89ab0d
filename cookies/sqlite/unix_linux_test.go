package sqlite

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// asNobody runs fn without root's power over files; another user has none to
// give up. The store's folder is one of t.TempDir, which nobody may enter then.
func asNobody(t *testing.T, path string, fn func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		fn()
		return
	}
	dir := filepath.Dir(path)
	for _, d := range []string{dir, filepath.Dir(dir)} { // the test's own two levels
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	runtime.LockOSThread() // the file system's user is the thread's
	defer runtime.UnlockOSThread()
	if err := syscall.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setfsuid(0); err != nil {
			t.Fatal(err)
		}
	}()
	fn()
}
