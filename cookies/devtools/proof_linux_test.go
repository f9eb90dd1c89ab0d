package devtools

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
)

// A profile that is a copy of another has its cookies: a browser that has the
// other open is not asked about them.
func TestProofOfACopiedProfile(t *testing.T) {
	dir := t.TempDir()
	at := func(profile string) *cookies.Store {
		path := filepath.Join(dir, profile, "Cookies")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("cookies"), 0o600); err != nil {
			t.Fatal(err)
		}
		return &cookies.Store{Path: path, Format: cookies.Chromium, Browser: "chromium", Profile: profile, Folder: filepath.Dir(path), UserData: dir}
	}
	mine, other := at("Default"), at("Profile 1")
	b := &Browser{Format: cookies.Chromium, Port: 1}
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("socket", filepath.Join(dir, "SingletonSocket")); err != nil { // the browser runs
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test is over
	for open, want := range map[*cookies.Store]string{mine: "", other: "another of its profiles open (Profile 1)"} {
		kill := chromeWith(t, open.Path)
		_, err := b.proof(mine, Held{}, nil)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("with %s open: %v", open.Profile, err)
		}
		kill()
	}
}

// chromeWith starts a program of Chrome's name that has a file open.
func chromeWith(t *testing.T, path string) (kill func()) {
	t.Helper()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(sleep)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "chrome")
	if err := os.WriteFile(program, text, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "600")
	if cmd.Stdin, err = os.OpenFile(path, os.O_RDWR, 0); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	t.Cleanup(kill)
	return kill
}
