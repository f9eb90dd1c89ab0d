package private_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"crumbs/cookies/private"
)

func TestWriteFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := private.Folder(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "file")
	for _, want := range []string{"first", "second and longer", ""} {
		if err := private.WriteFile(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != want {
			t.Fatalf("read back %q, %v; want %q", got, err, want)
		}
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("the folder holds %d names, %v; want the file alone", len(names), err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{path: 0o600, dir: 0o700} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

// A rename onto a folder fails on every system: the old content must stay and
// no temporary file be left.
func TestWriteFileLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := private.WriteFile(path, []byte("x")); err == nil {
		t.Fatal("writing over a folder succeeded")
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("the folder holds %d names, %v; want the taken one alone", len(names), err)
	}
}

// What can't be made is said in a sentence that names it once.
func TestFolderThatCantBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := private.Folder(filepath.Join(file, "a", "b"))
	if err == nil || !strings.HasPrefix(err.Error(), "the folder "+file) || strings.Count(err.Error(), file) != 1 || !strings.Contains(err.Error(), " can't be made: ") {
		t.Errorf("making a folder in a file: %v", err)
	}
}
