package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/demo"
)

// The faults of this file are real ones: full disks, file systems that can't be
// written, files that are no stores. For each the store holds the rows before
// or the rows after, nothing else is touched, and the program says one sentence.

// victim is a home folder with a store of a format in it, to be mistreated.
type victim struct {
	program, home string
	format        cookies.Format
	folder, store string
	table         string
	before        []byte // the rows as they were
}

// each runs a test on a store of each format in which rows lie.
func each(t *testing.T, n int, test func(*testing.T, *victim)) {
	t.Helper()
	program := build(t)
	for _, s := range []struct {
		format              cookies.Format
		folder, file, table string
	}{
		{cookies.Chromium, ".config/chromium/Default", "Cookies", "cookies"},
		{cookies.Firefox, ".config/mozilla/firefox/k7w2c9xa.default", "cookies.sqlite", "moz_cookies"},
	} {
		t.Run(string(s.format), func(t *testing.T) {
			home := t.TempDir()
			v := &victim{program: program, home: home, format: s.format, folder: filepath.Join(home, s.folder), table: s.table}
			v.store = filepath.Join(v.folder, s.file)
			for _, dir := range []string{v.folder, filepath.Join(home, "tmp"), v.state()} {
				must(t, os.MkdirAll(dir, 0o700))
			}
			if n > 0 {
				v.fill(t, n)
			}
			test(t, v)
		})
	}
}

// fill makes the store.
func (v *victim) fill(t *testing.T, n int) {
	t.Helper()
	must(t, demo.Fill(v.store, v.format, n))
	v.before = v.rows(t)
}

func (v *victim) state() string { return filepath.Join(v.home, ".local", "state") }

// rows gives every column of every row, from a copy: the store is left as it is.
func (v *victim) rows(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal", "-journal"} {
		data, err := os.ReadFile(v.store + suffix)
		if err != nil {
			continue // it has none
		}
		must(t, os.WriteFile(filepath.Join(dir, "copy"+suffix), data, 0o600))
	}
	return browsertest.Literals(t, filepath.Join(dir, "copy"), v.table)
}

// crumbs runs the program and gives its exit code and what it complained of.
func (v *victim) crumbs(t *testing.T, args ...string) (code int, complaint string) {
	t.Helper()
	code, _, text := run(t, v.program, v.home, args...)
	for _, bad := range []string{"panic", "goroutine", "\x1b"} {
		if strings.Contains(string(text), bad) {
			t.Errorf("crumbs %s says %q", strings.Join(args, " "), text)
		}
	}
	return code, string(text)
}

// whole checks that the store is as it was, and says what was done before.
func (v *victim) whole(t *testing.T, after string) {
	t.Helper()
	if now := v.rows(t); !bytes.Equal(now, v.before) {
		t.Fatalf("%s: the store is not what it was: %s", after, difference(v.before, now))
	}
}

// tidy checks that no copy of a store outlives the program.
func (v *victim) tidy(t *testing.T) {
	t.Helper()
	if left := entries(t, filepath.Join(v.home, "tmp")); len(left) > 0 {
		t.Errorf("in the folder of temporary files lies %q", left)
	}
}

// said checks an exit code and that one of the lines has these words.
func said(t *testing.T, code, want int, complaint, words string) {
	t.Helper()
	if code != want || !strings.Contains(complaint, words) {
		t.Errorf("exit %d, want %d; it says %q, and should say %q", code, want, complaint, words)
	}
}

// needsRoot passes over a test that only root can make the fault of.
func needsRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a file system")
	}
}

// small puts a file system of so many kilobytes at dir, and gives a function
// that leaves only so many of them free.
func small(t *testing.T, dir string, kilobytes int) (leave func(free int)) {
	t.Helper()
	needsRoot(t)
	must(t, syscall.Mount("crumbs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)))
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	filler := filepath.Join(dir, "filler")
	return func(free int) {
		_ = os.Remove(filler)
		var fs syscall.Statfs_t
		must(t, syscall.Statfs(dir, &fs))
		room := int(fs.Bavail)*int(fs.Bsize) - free<<10
		if room > kilobytes<<10 {
			t.Fatalf("the file system at %s has %d bytes free: it is not the small one", dir, room)
		}
		must(t, os.WriteFile(filler, make([]byte, max(room, 0)), 0o600))
	}
}

// TestStoreDiskFull deletes and undoes with more and more room on the store's
// disk, from none to enough.
func TestStoreDiskFull(t *testing.T) {
	each(t, 0, func(t *testing.T, v *victim) {
		leave := small(t, v.folder, 8<<10)
		v.fill(t, 3000)
		refused := 0
		for _, free := range []int{0, 4, 32, 64, 128, 256, 512, 1024, 4096} {
			leave(free)
			code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes")
			switch rows := v.rows(t); {
			case bytes.Equal(rows, v.before):
				refused++
				said(t, code, 1, complaint, "disk is full")
			case len(rows) > 0:
				t.Fatalf("%d KB free: %d rows are left", free, bytes.Count(rows, []byte("\n")))
			default:
				if code, complaint = v.crumbs(t, "undo"); code != 0 { // it may need more room than the deletion
					said(t, code, 1, complaint, "disk is full")
					leave(6 << 10)
					if code, complaint = v.crumbs(t, "undo"); code != 0 {
						t.Fatalf("undo with room again: exit %d: %s", code, complaint)
					}
				}
			}
			v.whole(t, fmt.Sprintf("%d KB free", free))
		}
		if refused == 0 || refused == 9 {
			t.Errorf("%d of 9 deletions were refused: the room was not spread over what one needs", refused)
		}
		v.tidy(t)
	})
}

// TestJournalDiskFull does the same to the disk of the journal: what can't be
// remembered is not deleted.
func TestJournalDiskFull(t *testing.T) {
	each(t, 3000, func(t *testing.T, v *victim) {
		leave := small(t, v.state(), 8<<10)
		refused := 0
		for _, free := range []int{0, 4, 8, 64, 256, 1024, 4096} {
			leave(free)
			code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes")
			if len(v.rows(t)) > 0 {
				refused++
				said(t, code, 1, complaint, "no space left")
				v.whole(t, fmt.Sprintf("%d KB free", free))
				continue
			}
			leave(0)
			code, complaint = v.crumbs(t, "undo")
			if code != 0 {
				leave(4 << 10)
				code, complaint = v.crumbs(t, "undo")
			}
			if code != 0 {
				t.Fatalf("undo: exit %d: %s", code, complaint)
			}
			v.whole(t, fmt.Sprintf("%d KB free, deleted and undone", free))
		}
		if refused == 0 || refused == 7 {
			t.Errorf("%d of 7 deletions were refused: the room was not spread over what one needs", refused)
		}
	})
}

// readOnly makes a folder one that can't be written, by its file system.
func readOnly(t *testing.T, dir string) {
	t.Helper()
	needsRoot(t)
	must(t, syscall.Mount(dir, dir, "", syscall.MS_BIND, ""))
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	must(t, syscall.Mount("", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
}

func TestReadOnlyFileSystems(t *testing.T) {
	each(t, 50, func(t *testing.T, v *victim) {
		t.Run("store", func(t *testing.T) {
			readOnly(t, v.folder)
			code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes")
			said(t, code, 1, complaint, "read-only file system")
			v.whole(t, "delete")
			code, _, _ = run(t, v.program, v.home, "list", "--json")
			if code != 0 {
				t.Errorf("it can't be listed: exit %d", code)
			}
		})
		t.Run("home", func(t *testing.T) {
			must(t, os.RemoveAll(v.state()))
			readOnly(t, v.home)
			cmd := command(v.program, v.home, "list", "--json")
			cmd.Env = append(cmd.Env, "TMPDIR="+t.TempDir())
			out, err := cmd.Output()
			var list []json.RawMessage
			if err != nil || json.Unmarshal(out, &list) != nil || len(list) != 50 {
				t.Errorf("a home that can't be written lists %d cookies (%v)", len(list), err)
			}
			// The journal can't be written, so nothing goes, even from a store that
			// could be.
			other := filepath.Join(t.TempDir(), filepath.Base(v.store))
			must(t, demo.Fill(other, v.format, 50))
			before := browsertest.Literals(t, other, v.table)
			cmd = command(v.program, v.home, "delete", "--store", other, "--yes")
			cmd.Env = append(cmd.Env, "TMPDIR="+t.TempDir())
			text, _ := cmd.CombinedOutput()
			said(t, cmd.ProcessState.ExitCode(), 1, string(text), "read-only file system")
			if now := browsertest.Literals(t, other, v.table); !bytes.Equal(now, before) {
				t.Error("something was deleted that nobody remembers")
			}
		})
	})
}
