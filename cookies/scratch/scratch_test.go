package scratch

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// temporary gives the test a folder of temporary files of its own.
func temporary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
	return dir
}

func open(t *testing.T) *Folder {
	t.Helper()
	f := new(Folder)
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestFolderIsPrivateAndGoes(t *testing.T) {
	dir := temporary(t)
	f := open(t)
	sub, err := f.Sub()
	if err != nil {
		t.Fatal(err)
	}
	other, err := f.Sub()
	if err != nil || other == sub {
		t.Fatal(other, err)
	}
	if err := f.Make(); err != nil || len(names(t, dir)) != 1 {
		t.Errorf("made again: %v, %v", err, names(t, dir))
	}
	for _, path := range []string{f.path, sub, other} {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
	}
	if base := filepath.Base(f.path); filepath.Dir(f.path) != dir || !strings.HasPrefix(base, prefix()) {
		t.Errorf("the folder is %s", f.path)
	}
	if err := os.WriteFile(filepath.Join(sub, "Cookies"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if err := f.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
	if _, err := f.Sub(); err == nil {
		t.Error("a closed folder gives another one")
	}
	var never Folder
	if err := never.Close(); err != nil || never.Make() == nil || len(names(t, dir)) != 0 {
		t.Errorf("one that was closed before it was made: %v, %v", err, names(t, dir))
	}
}

func TestSweepLeavesWhatIsInUse(t *testing.T) {
	temporary(t)
	f := open(t)
	sub, err := f.Sub()
	if err != nil {
		t.Fatal(err)
	}
	Sweep()
	if _, err := os.Stat(sub); err != nil {
		t.Errorf("Sweep took a folder in use: %v", err)
	}
}

// leave makes a folder as a killed program leaves it: its lock file is there
// and not locked.
func leave(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Join(path, "store-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{lockName, "store-1/store", "store-1/store-wal"} {
		if err := os.WriteFile(filepath.Join(path, file), []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestSweepTakesWhatAKillLeft(t *testing.T) {
	dir := temporary(t)
	leave(t, dir, prefix()+"1")
	leave(t, dir, prefix()+"2")
	Sweep()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// A real program is killed while it holds a folder.
func TestSweepAfterAKill(t *testing.T) {
	if os.Getenv("CRUMBS_TEST_HOLD") != "" {
		hold()
		return
	}
	dir := temporary(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestSweepAfterAKill$")
	cmd.Env = append(os.Environ(), "CRUMBS_TEST_HOLD=1")
	if _, err := cmd.StdinPipe(); err != nil { // stays open until the kill
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it holds the folder now
		t.Fatal(err)
	}
	Sweep()
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("while it lives there should be its folder, there is %v", left)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	Sweep()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// A program is killed while it removes its folder: what is left of the copies
// goes with the next Sweep.
func TestSweepAfterAKillInClose(t *testing.T) {
	for i := range 12 {
		dir := temporary(t)
		cmd := exec.Command(os.Args[0], "-test.run=^TestSweepAfterAKill$")
		cmd.Env = append(os.Environ(), "CRUMBS_TEST_HOLD=close")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(i)*time.Millisecond/4, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // killed, or it was faster
		timer.Stop()
		Sweep()
		if left := names(t, dir); len(left) != 0 {
			t.Fatalf("left: %v", left)
		}
	}
}

// hold is the program that is killed.
func hold() {
	var f Folder
	sub, err := f.Sub()
	if err != nil {
		return // the other end sees the end of the pipe
	}
	if os.Getenv("CRUMBS_TEST_HOLD") == "close" {
		for i := range 300 {
			if os.WriteFile(filepath.Join(sub, strconv.Itoa(i)), []byte("secret"), 0o600) != nil {
				return
			}
		}
		_, _ = os.Stdout.WriteString("x")
		_ = f.Close()
		return
	}
	_, _ = os.Stdout.WriteString("x")
	_, _ = os.Stdin.Read(make([]byte, 1)) // until it is killed
}

func TestSweepTakesNothingElse(t *testing.T) {
	dir := temporary(t)
	elsewhere := leave(t, t.TempDir(), "elsewhere")
	mine := map[string]func(string){
		"other-program-1": func(p string) { leave(t, dir, filepath.Base(p)) },
		prefix() + "file": func(p string) { write(t, p) },
		prefix() + "nolock": func(p string) {
			mkdir(t, p)
			write(t, filepath.Join(p, "store"))
		},
		prefix() + "lockdir": func(p string) { mkdir(t, filepath.Join(p, lockName)) },
	}
	for name, plant := range unixOnly(t, dir, elsewhere) {
		mine[name] = plant
	}
	for name, plant := range mine {
		plant(filepath.Join(dir, name))
	}
	Sweep()
	for name := range mine {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("Sweep took %s", name)
		}
	}
	if len(names(t, elsewhere)) != 2 {
		t.Error("Sweep followed a link")
	}
}

// A program can be killed between making its folder and locking it.
func TestSweepTakesAnEmptyFolder(t *testing.T) {
	dir := temporary(t)
	path := filepath.Join(dir, prefix()+"1")
	mkdir(t, path)
	Sweep()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// Programs that start and sweep at the same time must not take each other's
// folders.
func TestNewAgainstSweep(t *testing.T) {
	dir := temporary(t)
	stop := make(chan struct{})
	var sweepers, makers sync.WaitGroup
	for range 2 {
		sweepers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					Sweep()
				}
			}
		})
	}
	for range 4 {
		makers.Go(func() {
			for range 50 {
				f := new(Folder)
				if err := f.Make(); err != nil {
					t.Error(err)
					return
				}
				if _, err := f.Sub(); err != nil {
					t.Errorf("a folder was taken from under its program: %v", err)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	makers.Wait()
	close(stop)
	sweepers.Wait()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
}
