package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built is the program as people get it, built once for all tests that run it.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "built-*")
	if err != nil {
		return "", err
	}
	used = dir
	path := filepath.Join(dir, "crumbs.exe") // the ending is Windows' wish and nobody else's care
	cmd := exec.Command("go", "build", "-o", path, "crumbs")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return path, fmt.Errorf("go build: %w\n%s", err, text)
	}
	return path, nil
})

// Build gives the program for a test that runs it.
func Build(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// used is the folder in which the program was built, "" if no test needed it.
var used string

// tests removes the program after all tests.
type tests struct{ *testing.M }

func (m tests) Run() int {
	code := m.M.Run()
	if used != "" {
		_ = os.RemoveAll(used)
	}
	return code
}
