//go:build unix

package scratch

import (
	"os"
	"path/filepath"
	"testing"
)

// unixOnly are the things that can be planted where there are links, modes and
// owners.
func unixOnly(t *testing.T, dir, elsewhere string) map[string]func(string) {
	out := map[string]func(string){
		prefix() + "link": func(p string) { link(t, elsewhere, p) },
		prefix() + "mode": func(p string) { leave(t, dir, filepath.Base(p)); chmod(t, p, 0o755) },
		prefix() + "locklink": func(p string) {
			mkdir(t, p)
			link(t, filepath.Join(elsewhere, lockName), filepath.Join(p, lockName))
		},
	}
	if os.Getuid() == 0 { // only root can give something away
		out[prefix()+"foreign"] = func(p string) {
			leave(t, dir, filepath.Base(p))
			if err := os.Chown(p, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// A link inside a folder that was left goes; what it leads to stays.
func TestSweepRemovesLinksNotTargets(t *testing.T) {
	dir := temporary(t)
	elsewhere := leave(t, t.TempDir(), "elsewhere")
	path := leave(t, dir, prefix()+"1")
	link(t, elsewhere, filepath.Join(path, "away"))
	link(t, filepath.Join(elsewhere, "store-1", "store"), filepath.Join(path, "store-1", "away"))
	Sweep()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := os.Stat(filepath.Join(elsewhere, "store-1", "store")); err != nil || len(names(t, elsewhere)) != 2 {
		t.Error("Sweep removed what a link led to")
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
