package textjar

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
)

// refuses writes and reads a store and compares what stands in the way.
func refuses(t *testing.T, err error, state cookies.State, reason string) {
	t.Helper()
	var p *cookies.Problem
	if !errors.As(err, &p) || p.State != state || !strings.Contains(p.Reason, reason) || p.Advice == "" {
		t.Errorf("got %v, want %s because %q", err, state, reason)
	}
}

func threeCookies(t *testing.T) (*cookies.Store, cookies.Rows) {
	t.Helper()
	s := jarOf(t, cookies.Netscape, "# head\n"+line7("a.test", "a", "1")+"\n"+line7("b.test", "b", "2")+"\n"+line7("c.test", "c", "3")+"\n")
	return s, rowsOf(t, s)
}

func TestWriteRefuses(t *testing.T) {
	free := func() error { return nil }
	try := func(s *cookies.Store, rows cookies.Rows, free func() error) error {
		_, err := Format{}.Remove(t.Context(), s, nil, rows, free)
		return err
	}
	unchanged := func(s *cookies.Store, want string) {
		t.Helper()
		if got := content(t, s); got != want {
			t.Errorf("the file is %q", got)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(s.Path), ".crumbs-*")); len(left) > 0 {
			t.Errorf("there is %q", left)
		}
	}

	s, rows := threeCookies(t)
	before := content(t, s)
	busy := errors.New("its program has started")
	if err := try(s, rows, func() error { return busy }); !errors.Is(err, busy) {
		t.Errorf("got %v", err)
	}
	unchanged(s, before)

	// Written, and replaced, in the last moment.
	err := try(s, rows, func() error { return os.WriteFile(s.Path, []byte(before+"# more\n"), 0o640) })
	refuses(t, err, cookies.Locked, "just written it")
	unchanged(s, before+"# more\n")
	other := filepath.Join(t.TempDir(), "other")
	must(t, os.WriteFile(other, []byte(before+"# more\n"), 0o640))
	info, err := os.Stat(s.Path)
	must(t, err)
	must(t, os.Chtimes(other, info.ModTime(), info.ModTime()))
	refuses(t, try(s, rows, func() error { return os.Rename(other, s.Path) }), cookies.Locked, "just written it")
	refuses(t, try(s, rows, func() error { return os.Remove(s.Path) }), cookies.Damaged, "no longer there")
	refuses(t, try(s, rows, free), cookies.Damaged, "no longer there")

	s, rows = threeCookies(t)
	must(t, os.Link(s.Path, filepath.Join(filepath.Dir(s.Path), "second")))
	refuses(t, try(s, rows, free), cookies.ReadOnly, "other names")
	unchanged(s, before)

	s, rows = threeCookies(t)
	must(t, os.Chmod(s.Path, 0o440))
	refuses(t, try(s, rows, free), cookies.ReadOnly, "mode forbids")
	unchanged(s, before)

	if os.Geteuid() == 0 {
		s, rows = threeCookies(t)
		must(t, os.Chown(s.Path, 65534, 65534))
		refuses(t, try(s, rows, free), cookies.ReadOnly, "belongs to someone else")
		unchanged(s, before)
		s, rows = threeCookies(t)
		must(t, os.Chown(s.Path, 0, 65534))
		must(t, try(s, some(rows, 1), free))
		info, err := os.Stat(s.Path)
		must(t, err)
		if got := fmt.Sprintf("%+v", info.Sys()); !strings.Contains(got, "Gid:65534") {
			t.Errorf("the group is another one: %s", got)
		}
	}
}

// A link stays a link: what it leads to is written.
func TestThroughALink(t *testing.T) {
	s, rows := threeCookies(t)
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(s.Path, link))
	linked := *s
	linked.Path = link
	remove(t, &linked, named(rows, "b"))
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if strings.Contains(content(t, s), "b.test") {
		t.Error("what it leads to was not written")
	}
}

func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	s := &cookies.Store{Path: filepath.Join(dir, "jar"), Format: cookies.Netscape}
	read := func() error {
		return Format{}.Read(t.Context(), s, nil, func([]cookies.Cookie) {})
	}
	refuses(t, read(), cookies.Damaged, "no longer there")
	must(t, os.Mkdir(s.Path, 0o700))
	refuses(t, read(), cookies.Damaged, "directory")
	must(t, os.Remove(s.Path))
	must(t, exec.Command("mkfifo", s.Path).Run())
	refuses(t, read(), cookies.Damaged, "named pipe")
	must(t, os.Remove(s.Path))
	must(t, os.WriteFile(s.Path, []byte(line7("a.test", "a", "1")), 0o600))
	must(t, os.Truncate(s.Path, 3<<30)) // nothing of it is on the disk
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	refuses(t, read(), cookies.Damaged, "more than 128 MB")
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 64<<20 {
		t.Errorf("it was read: that took %d MB", (after.TotalAlloc-before.TotalAlloc)>>20)
	}
	must(t, os.WriteFile(s.Path, []byte("just text\n"), 0o600))
	refuses(t, read(), cookies.Damaged, "no line of it")
	for _, fine := range []string{"", "\n\n", "# a\n", "# Netscape HTTP Cookie File\nnonsense\n"} {
		must(t, os.WriteFile(s.Path, []byte(fine), 0o600))
		must(t, read())
	}
}

// What a killed rewriting left goes with the next one, and with a call that
// writes nothing.
func TestSweep(t *testing.T) {
	s, rows := threeCookies(t)
	left := filepath.Join(filepath.Dir(s.Path), ".crumbs-new-123")
	for _, taken := range []cookies.Rows{{}, named(rows, "a")} {
		must(t, os.WriteFile(left, []byte("secret"), 0o600))
		remove(t, s, taken)
		if _, err := os.Lstat(left); err == nil {
			t.Errorf("it is there after %d rows", taken.Len())
		}
	}
}

const child = "TEXTJAR_CHILD"

// TestKilled kills a process that deletes and restores as fast as it can: the
// file is always one of the two, whole, with its mode.
func TestKilled(t *testing.T) {
	if path := os.Getenv(child); path != "" {
		s := &cookies.Store{Path: path, Format: cookies.Netscape}
		rows := named(rowsOf(t, s), "a", "c")
		for {
			remove(t, s, rows)
			restore(t, s, rows)
		}
	}
	s := jarOf(t, cookies.Netscape, "# head\n"+line7("a.test", "a", "1")+"\n"+strings.Repeat("# "+strings.Repeat("x", 300)+"\n", 500)+line7("c.test", "c", "3"))
	full := content(t, s)
	rows := named(rowsOf(t, s), "a", "c")
	remove(t, s, rows)
	empty := content(t, s)
	restore(t, s, rows)
	seen := map[string]int{}
	for n := range 40 {
		c := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		c.Env = append(os.Environ(), child+"="+s.Path)
		must(t, c.Start())
		timer := time.NewTimer(20*time.Millisecond + time.Duration(n)*1700*time.Microsecond)
		<-timer.C
		must(t, c.Process.Kill())
		_ = c.Wait()
		got := content(t, s)
		if got != full && got != empty {
			t.Fatalf("after %d kills the file has %d bytes, %d or %d were to be", n+1, len(got), len(full), len(empty))
		}
		if info, err := os.Stat(s.Path); err != nil || info.Mode().Perm() != 0o640 {
			t.Fatalf("its mode is %v, %v", info.Mode(), err)
		}
		seen[map[bool]string{true: "full", false: "empty"}[got == full]]++
		remove(t, s, rows) // as the next start does; it removes what was left beside
		restore(t, s, rows)
	}
	if content(t, s) != full {
		t.Error("it is not what it was")
	}
	t.Logf("killed with the file %v", seen)
}
