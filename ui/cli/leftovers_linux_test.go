package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"crumbs/cookies"
)

// TestLeftBehind has what killed runs leave beside a text jar, a session file and
// an export. The next write removes it, and touches nothing that only looks like
// it or that another run is writing just now.
func TestLeftBehind(t *testing.T) {
	program, home := build(t), t.TempDir()
	profile := filepath.Join(home, ".config/mozilla/firefox/k7w2c9xa.default")
	jar := filepath.Join(home, ".netscape/cookies")
	for _, dir := range []string{profile, filepath.Dir(jar), filepath.Join(home, "tmp")} {
		must(t, os.MkdirAll(dir, 0o700))
	}
	fillText(t, jar, 5)
	fillSession(t, filepath.Join(profile, "sessionstore.jsonlz4"), 5)
	precious := filepath.Join(home, "precious")
	must(t, os.WriteFile(precious, []byte("kept"), 0o600))
	for _, s := range []struct {
		dir, prefix string
		deed        []string
	}{
		{filepath.Dir(jar), ".crumbs-new-", []string{"delete", "--browser", "netscape", "--yes"}},
		{profile, ".crumbs-new-", []string{"delete", "--browser", "firefox", "--yes"}},
		{home, ".crumbs-out.json-", []string{"export", "--format", "json", "-o", filepath.Join(home, "out.json")}},
	} {
		at := func(rest string) string { return filepath.Join(s.dir, s.prefix+rest) }
		for _, rest := range []string{"1", "22", "33", "mine"} {
			must(t, os.WriteFile(at(rest), []byte("half"), 0o600))
		}
		must(t, os.Symlink(precious, at("4")))
		must(t, syscall.Mkfifo(at("5"), 0o600))
		must(t, os.Mkdir(at("6"), 0o700))
		writing, err := os.Open(at("33"))
		must(t, err)
		must(t, syscall.Flock(int(writing.Fd()), syscall.LOCK_EX|syscall.LOCK_NB))
		if code, _, complaint := run(t, program, home, s.deed...); code != 0 {
			t.Errorf("%s: exit %d: %s", s.deed, code, complaint)
		}
		_ = writing.Close()
		for rest, stays := range map[string]bool{"1": false, "22": false, "33": true, "mine": true, "4": true, "5": true, "6": true} {
			if _, err := os.Lstat(at(rest)); (err == nil) != stays {
				t.Errorf("%s: %s%s: %v, and it should stay: %v", s.deed, s.prefix, rest, err, stays)
			}
		}
	}
	if data, err := os.ReadFile(precious); err != nil || string(data) != "kept" {
		t.Errorf("what a link leads to holds %q: %v", data, err)
	}
}

// TestTwoJournals runs two crumbs with a journal of its own each on one text jar,
// again and again. What one says that it did is done, whatever the other does,
// and when both have undone it the jar is what it was.
func TestTwoJournals(t *testing.T) {
	program, home := build(t), t.TempDir()
	jar := filepath.Join(home, "jar.txt")
	must(t, os.Mkdir(filepath.Join(home, "tmp"), 0o700))
	var b bytes.Buffer
	const lines = 4000
	for i := range lines {
		fmt.Fprintf(&b, "h%d.test\tFALSE\t/\tFALSE\t1900000000\tname%d\tvalue\n", i%2, i)
	}
	must(t, os.WriteFile(jar, b.Bytes(), 0o600))
	type result struct{ Deleted, Restored int }
	both := func(args func(i int) []string) (done [2]int) {
		t.Helper()
		var wg sync.WaitGroup
		for i := range done {
			wg.Go(func() {
				cmd := command(program, home, append(args(i), "--json")...)
				cmd.Env = append(cmd.Env, fmt.Sprintf("XDG_STATE_HOME=%s/state%d", home, i))
				out, err := cmd.Output()
				var r result
				if code := cmd.ProcessState.ExitCode(); code != 0 && code != 3 && code != 4 || json.Unmarshal(out, &r) != nil {
					t.Errorf("%s: exit %d, %v: %s", args(i), code, err, out)
				}
				done[i] = r.Deleted + r.Restored
			})
		}
		wg.Wait()
		return done
	}
	left := func() int {
		t.Helper()
		now, err := os.ReadFile(jar)
		must(t, err)
		return bytes.Count(now, []byte("\n"))
	}
	for range 4 {
		gone := both(func(i int) []string {
			return []string{"delete", "--store", jar, "--domain", fmt.Sprintf("h%d.test", i), "--yes"}
		})
		if left() != lines-gone[0]-gone[1] {
			t.Fatalf("%d lines are left of %d, and %d were deleted", left(), lines, gone)
		}
		for tries := 0; gone != [2]int{} && tries < 50; tries++ {
			back := both(func(i int) []string {
				if gone[i] == 0 {
					return []string{"stats", "--store", jar} // something else meanwhile
				}
				return []string{"undo"}
			})
			gone[0], gone[1] = gone[0]-back[0], gone[1]-back[1]
			if left() != lines-gone[0]-gone[1] {
				t.Fatalf("%d lines are left of %d, and %d are still to come back", left(), lines, gone)
			}
		}
		now, err := os.ReadFile(jar)
		must(t, err)
		if !bytes.Equal(now, b.Bytes()) {
			t.Fatalf("when all was undone the jar is not what it was: %s", difference(b.Bytes(), now))
		}
	}
}

// TestUndoPassesOver has a newer deletion whose store broke before it was known
// what became of it. The older one can be undone all the same; it is said which
// was passed over, and that one can be undone when its store is mended.
func TestUndoPassesOver(t *testing.T) {
	each(t, 20, func(t *testing.T, v *victim) {
		jar := filepath.Join(v.home, ".netscape/cookies")
		must(t, os.MkdirAll(filepath.Dir(jar), 0o700))
		fillText(t, jar, 3)
		for _, browser := range []cookies.Format{"netscape", v.format} {
			if code, complaint := v.crumbs(t, "delete", "--browser", string(browser), "--yes"); code != 0 {
				t.Fatalf("delete: exit %d: %s", code, complaint)
			}
		}
		heads, err := filepath.Glob(filepath.Join(v.state(), "crumbs", "journal", "*.json"))
		must(t, err)
		var newer string
		for _, path := range heads { // as if it had been killed between commit and noting it
			head, err := os.ReadFile(path)
			must(t, err)
			if bytes.Contains(head, []byte(strings.Repeat("d", 20))) {
				newer = strings.TrimSuffix(filepath.Base(path), ".json")
				must(t, os.WriteFile(path, bytes.Replace(head, []byte(strings.Repeat("d", 20)), []byte(strings.Repeat("p", 20)), 1), 0o600))
			}
		}
		whole, err := os.ReadFile(v.store)
		must(t, err)
		must(t, os.WriteFile(v.store, []byte("broken"), 0o600))
		code, complaint := v.crumbs(t, "undo")
		said(t, code, 4, complaint, "crumbs undo "+newer)
		if now, err := os.ReadFile(jar); err != nil || count(now) != 3 {
			t.Errorf("the older deletion is not undone: %d lines, %v", count(now), err)
		}
		code, complaint = v.crumbs(t, "undo")
		said(t, code, 1, complaint, "deletion "+newer+" is not settled")
		must(t, os.WriteFile(v.store, whole, 0o600))
		if code, complaint = v.crumbs(t, "undo"); code != 0 {
			t.Errorf("undo with the store mended: exit %d: %s", code, complaint)
		}
		v.whole(t, "undone")
	})
}
