//go:build unix

package private

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Under sudo crumbs leaves nothing in a user's home that they could not read.
func TestFolderOfSomebodyElse(t *testing.T) {
	theirs := filepath.Join(t.TempDir(), "home")
	if err := os.Mkdir(theirs, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(theirs, 54321, -1); err != nil {
		return // only root can give a folder away, and only root is refused
	}
	for _, path := range []string{theirs, filepath.Join(theirs, "a", "b")} {
		if err := Folder(path); err == nil || !strings.Contains(err.Error(), "belongs to user 54321, and root writes nothing there; run crumbs as user 54321") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if list, err := os.ReadDir(theirs); err != nil || len(list) != 0 {
		t.Errorf("%v, %v was made there", list, err)
	}
	own := filepath.Join(theirs, "own")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Folder(filepath.Join(own, "a")); err != nil {
		t.Errorf("in a folder of root's: %v", err)
	}
}
