package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"crumbs/cookies/demo"
)

// TestNoStores puts what is no store where one would be: the others are read,
// the odd one is damaged, and no deletion touches it or waits for it.
func TestNoStores(t *testing.T) {
	odd := map[string]func(path string) error{
		"pipe":     func(p string) error { return syscall.Mkfifo(p, 0o600) },
		"device":   func(p string) error { return syscall.Mknod(p, syscall.S_IFCHR|0o600, 1<<8|5) }, // as /dev/zero
		"folder":   func(p string) error { return os.Mkdir(p, 0o700) },
		"loop":     func(p string) error { return os.Symlink(filepath.Base(p), p) },
		"empty":    func(p string) error { return os.WriteFile(p, nil, 0o600) },
		"text":     func(p string) error { return os.WriteFile(p, []byte("not a store\n"), 0o600) },
		"nothing":  func(p string) error { return os.Symlink("/dev/zero", p) },
		"enormous": noise,
	}
	each(t, 20, func(t *testing.T, v *victim) {
		for name, put := range odd {
			t.Run(name, func(t *testing.T) {
				place := filepath.Join(filepath.Dir(v.folder), "Profile 7")
				path := filepath.Join(place, filepath.Base(v.store))
				must(t, os.MkdirAll(place, 0o700))
				defer os.RemoveAll(place) //nolint:errcheck // a test's
				must(t, put(path))
				info, err := os.Lstat(path)
				must(t, err)
				code, out, complaint := timed(t, v, "stores", "--store", v.folder, "--store", place, "--json")
				var stores []struct{ Path, State, Reason, Advice string }
				if err := json.Unmarshal(out, &stores); err != nil || code != 0 || len(stores) != 2 {
					t.Fatalf("stores: exit %d, %d stores: %s%s", code, len(stores), out, complaint)
				}
				for _, s := range stores {
					if want := map[bool]string{true: "ready", false: "damaged"}[s.Path == v.store]; s.State != want {
						t.Errorf("%s is %s: %s", s.Path, s.State, s.Reason)
					}
				}
				code, out, complaint = timed(t, v, "delete", "--store", v.folder, "--store", place, "--name", "*", "--yes", "--json")
				if code != 0 && code != 4 || !bytes.Contains(out, []byte(`"deleted": 20`)) {
					t.Errorf("delete: exit %d: %s%s", code, out, complaint)
				}
				if code, _, complaint = timed(t, v, "undo"); code != 0 {
					t.Errorf("undo: exit %d: %s", code, complaint)
				}
				v.whole(t, name)
				if now, err := os.Lstat(path); err != nil || !os.SameFile(now, info) || now.Size() != info.Size() || now.Mode() != info.Mode() {
					t.Errorf("it was touched: %v %v", now, err)
				}
				v.tidy(t)
			})
		}
	})
}

// noise makes a file of 3 GB that begins like a database; what was never
// written takes no room on the disk.
func noise(path string) error {
	if err := os.WriteFile(path, append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte{0xa7, 3, 99}, 40_000)...), 0o600); err != nil {
		return err
	}
	return os.Truncate(path, 3<<30)
}

// timed runs the program, and ends it where it hangs.
func timed(t *testing.T, v *victim, args ...string) (code int, stdout, stderr []byte) {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := command(v.program, v.home, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	must(t, cmd.Start())
	hang := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	if !hang.Stop() {
		t.Fatalf("crumbs %s hangs", strings.Join(args, " "))
	}
	return cmd.ProcessState.ExitCode(), out.Bytes(), complaint.Bytes()
}

// TestManyStores has a thousand profiles, and deletes from sixty of them.
func TestManyStores(t *testing.T) {
	const many, some = 1000, 60
	each(t, 3, func(t *testing.T, v *victim) {
		data, err := os.ReadFile(v.store)
		must(t, err)
		profiles := []string{filepath.Base(v.folder)}
		for i := 1; i < many; i++ {
			name := fmt.Sprintf("Profile %d", i)
			if profiles = append(profiles, name); i >= some {
				profiles = profiles[:some]
			}
			folder := filepath.Join(filepath.Dir(v.folder), name)
			must(t, os.MkdirAll(folder, 0o700))
			must(t, os.WriteFile(filepath.Join(folder, filepath.Base(v.store)), data, 0o600))
		}
		code, out, complaint := run(t, v.program, v.home, "stores", "--json")
		var stores []struct{ State string }
		if err := json.Unmarshal(out, &stores); err != nil || code != 0 || len(stores) != many {
			t.Fatalf("exit %d, %d stores: %s", code, len(stores), complaint)
		}
		code, out, complaint = run(t, v.program, v.home, "delete", "--profile", strings.Join(profiles, ","), "--yes", "--json")
		var result struct {
			Deleted int
			Stores  []struct{}
		}
		if err := json.Unmarshal(out, &result); err != nil || code != 0 || result.Deleted != 3*some || len(result.Stores) != some {
			t.Fatalf("delete: exit %d, %d deleted in %d stores: %s", code, result.Deleted, len(result.Stores), complaint)
		}
		if rest := v.rows(t); len(rest) > 0 {
			t.Error("the first store still has rows")
		}
		if code, _, complaint = run(t, v.program, v.home, "undo"); code != 0 {
			t.Fatalf("undo: exit %d: %s", code, complaint)
		}
		v.whole(t, "deleted and undone")
		v.tidy(t)
	})
}

// TestTwoAtOnce runs deletions and undos side by side on one store. Each ends
// with an answer, and the journal knows all that went.
func TestTwoAtOnce(t *testing.T) {
	each(t, 2000, func(t *testing.T, v *victim) {
		var wg sync.WaitGroup
		for _, args := range [][]string{
			{"delete", "--category", "marketing", "--yes"}, {"delete", "--category", "statistical", "--yes"}, {"undo"},
			{"clear", "--yes"}, {"delete", "--category", "necessary", "--yes"}, {"undo"}, {"delete", "--party", "third", "--yes"}, {"undo"},
		} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				var complaint bytes.Buffer
				cmd := command(v.program, v.home, args...)
				cmd.Stderr = &complaint
				err := cmd.Run()
				if code := cmd.ProcessState.ExitCode(); code < 0 || code > 4 || code == 2 {
					t.Errorf("crumbs %s: %v: %s", strings.Join(args, " "), err, &complaint)
				}
			}()
		}
		wg.Wait()
		code, out, complaint := run(t, v.program, v.home, "history", "--json")
		var history []struct {
			ID, State string
		}
		if err := json.Unmarshal(out, &history); err != nil || code != 0 || len(history) == 0 {
			t.Fatalf("history: exit %d: %s", code, complaint)
		}
		for _, e := range history {
			switch e.State {
			case "done", "partial":
				if code, _, complaint := run(t, v.program, v.home, "undo", e.ID); code != 0 {
					t.Errorf("undo %s: exit %d: %s", e.ID, code, complaint)
				}
			case "undone":
			default:
				t.Errorf("an entry is %s", e.State)
			}
		}
		if diff := cmp.Diff(sorted(v.before), sorted(v.rows(t))); diff != "" {
			t.Error("after all was undone the store is not what it was")
		}
		v.tidy(t)
	})
}

func sorted(rows []byte) map[string]int {
	out := map[string]int{}
	for line := range bytes.Lines(rows) {
		out[string(line)]++
	}
	return out
}

// TestReplaced takes the store away, or puts another in its place, while the
// program waits for an answer to its question.
func TestReplaced(t *testing.T) {
	each(t, 100, func(t *testing.T, v *victim) {
		for name, change := range map[string]func(t *testing.T){
			"removed": func(t *testing.T) { must(t, os.Remove(v.store)) },
			"another": func(t *testing.T) {
				must(t, os.Rename(v.store, v.store+".old"))
				must(t, demo.Fill(v.store, v.format, 7))
			},
			"folder": func(t *testing.T) {
				must(t, os.Remove(v.store))
				must(t, os.Mkdir(v.store, 0o700))
			},
		} {
			t.Run(name, func(t *testing.T) {
				must(t, os.RemoveAll(v.store))
				must(t, os.RemoveAll(v.store+".old"))
				v.fill(t, 100)
				var left []byte
				code, screen := asked(t, v, func() {
					change(t)
					if name == "another" {
						left = v.rows(t)
					}
				}, "delete", "--category", "marketing")
				switch {
				case name != "another":
					if code == 0 || code == 2 {
						t.Errorf("exit %d: %s", code, screen)
					}
				default:
					// What is alike in both was chosen, and what is not stays.
					if code, complaint := v.crumbs(t, "undo"); code != 0 && !strings.Contains(complaint, "no deletion") {
						t.Errorf("undo: exit %d: %s", code, complaint)
					}
					if now := v.rows(t); !bytes.Equal(now, left) {
						t.Errorf("the other store is not what it was: %s", difference(left, now))
					}
				}
				v.tidy(t)
			})
		}
	})
}

// asked runs the program on a terminal, does something when it asks, and then
// says yes.
func asked(t *testing.T, v *victim, meanwhile func(), args ...string) (code int, screen string) {
	t.Helper()
	terminal, tty, err := pty.Open()
	must(t, err)
	defer terminal.Close() //nolint:errcheck // a test's
	cmd := command(v.program, v.home, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	must(t, cmd.Start())
	_ = tty.Close()
	hang := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer hang.Stop()
	var seen bytes.Buffer
	for buf := make([]byte, 4096); ; {
		n, err := terminal.Read(buf)
		seen.Write(buf[:n])
		if meanwhile != nil && strings.HasSuffix(seen.String(), "all else does not: ") {
			meanwhile()
			meanwhile = nil
			if _, err := terminal.WriteString("y\n"); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil {
			break // the program has ended
		}
	}
	_ = cmd.Wait()
	if meanwhile != nil {
		t.Fatalf("it did not ask: %s", &seen)
	}
	return cmd.ProcessState.ExitCode(), seen.String()
}

// TestLargeValues has values of 5 MB, which no browser writes.
func TestLargeValues(t *testing.T) {
	each(t, 20, func(t *testing.T, v *victim) {
		cmd := exec.Command("sqlite3", v.store, "update "+v.table+" set value = printf('%.*c', 5000000, 'x') where rowid % 4 = 0")
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		v.before = v.rows(t)
		if code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes"); code != 0 || len(v.rows(t)) > 0 {
			t.Fatalf("delete: exit %d: %s", code, complaint)
		}
		if code, complaint := v.crumbs(t, "undo"); code != 0 {
			t.Fatalf("undo: exit %d: %s", code, complaint)
		}
		v.whole(t, "deleted and undone")
		v.tidy(t)
	})
}

// TestTemporaryFolderOfOthers has links to what must not be removed under the
// names that crumbs gives its own folders, in a folder that everybody can write.
func TestTemporaryFolderOfOthers(t *testing.T) {
	each(t, 5, func(t *testing.T, v *victim) {
		precious := t.TempDir()
		file := filepath.Join(precious, "precious")
		must(t, os.WriteFile(file, []byte("kept"), 0o644))
		must(t, os.Chmod(filepath.Join(v.home, "tmp"), 0o777|os.ModeSticky))
		for i := range 200 {
			must(t, os.Symlink(precious, filepath.Join(v.home, "tmp", fmt.Sprintf("crumbs-%d", i))))
			must(t, os.Symlink(file, filepath.Join(v.home, "tmp", fmt.Sprintf("crumbs-%d.lock", i))))
		}
		for range 3 {
			if code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes"); code != 0 {
				t.Fatalf("delete: exit %d: %s", code, complaint)
			}
			if code, complaint := v.crumbs(t, "undo"); code != 0 {
				t.Fatalf("undo: exit %d: %s", code, complaint)
			}
		}
		v.whole(t, "deleted and undone")
		info, err := os.Stat(file)
		must(t, err)
		if data, err := os.ReadFile(file); err != nil || string(data) != "kept" || info.Mode().Perm() != 0o644 {
			t.Errorf("the file behind the links holds %q, mode %v (%v)", data, info.Mode(), err)
		}
		if left := entries(t, precious); len(left) != 1 {
			t.Errorf("in the folder behind the links lies %q", left)
		}
	})
}

// TestClockSetBack has a journal that is a year ahead of the clock, as after the
// clock was set back: nothing is forgotten for its age, and all of it can be
// undone.
func TestClockSetBack(t *testing.T) {
	each(t, 300, func(t *testing.T, v *victim) {
		journal := filepath.Join(v.state(), "crumbs", "journal")
		if code, complaint := v.crumbs(t, "delete", "--category", "marketing", "--yes"); code != 0 {
			t.Fatalf("delete: exit %d: %s", code, complaint)
		}
		year := fmt.Sprint(time.Now().UTC().Year())
		heads, err := filepath.Glob(filepath.Join(journal, year+"*.json"))
		if err != nil || len(heads) != 1 {
			t.Fatalf("%q in the journal: %v", heads, err)
		}
		data, err := os.ReadFile(heads[0])
		must(t, err)
		ahead := bytes.Replace(data, []byte(`"time":"`+year), []byte(`"time":"`+fmt.Sprint(time.Now().UTC().Year()+1)), 1)
		if bytes.Equal(ahead, data) {
			t.Fatal("the head has no time to set")
		}
		must(t, os.WriteFile(heads[0], ahead, 0o600))
		if code, complaint := v.crumbs(t, "delete", "--category", "statistical", "--yes"); code != 0 {
			t.Fatalf("delete: exit %d: %s", code, complaint)
		}
		for range 2 {
			if code, complaint := v.crumbs(t, "undo"); code != 0 {
				t.Fatalf("undo: exit %d: %s", code, complaint)
			}
		}
		v.whole(t, "both undone")
	})
}
