package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/demo"
	"crumbs/ui/cli"
)

// build builds the program as people get it.
func build(t testing.TB) string {
	t.Helper()
	return cli.Build(t)
}

// command prepares a run of the program with nothing of this user's
// environment but the home folder given.
func command(program, home string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + filepath.Join(home, "tmp"), "LANG=C.UTF-8", "TERM=dumb"}
	return cmd
}

// run runs the program to its end and gives its exit code and what it wrote.
func run(t testing.TB, program, home string, args ...string) (code int, stdout, stderr []byte) {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := command(program, home, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("crumbs %s: %v", strings.Join(args, " "), err)
	}
	return cmd.ProcessState.ExitCode(), out.Bytes(), complaint.Bytes()
}

// TestKilled kills deletions of 20,000 cookies at moments spread over all of
// their time. Whenever that is, the store holds all of them or none, the next
// start knows which, and undo brings back every column of every row. Every second
// undo is killed too, and done again.
func TestKilled(t *testing.T) {
	const kills, many = 30, 20_000
	program := build(t)
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for _, s := range []struct {
		format cookies.Format
		path   string // of the store in the home folder
		table  string // "" of a text jar
	}{
		{cookies.Chromium, ".config/chromium/Default/Cookies", "cookies"},
		{cookies.Firefox, ".config/mozilla/firefox/k7w2c9xa.default/cookies.sqlite", "moz_cookies"},
		{cookies.Netscape, ".netscape/cookies", ""},
	} {
		t.Run(string(s.format), func(t *testing.T) {
			home := t.TempDir()
			path := filepath.Join(home, filepath.FromSlash(s.path))
			for _, dir := range []string{filepath.Dir(path), filepath.Join(home, "tmp")} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if s.format.Text() {
				fillText(t, path, many)
			} else if err := demo.Fill(path, s.format, many); err != nil {
				t.Fatal(err)
			}
			k := killer{program: program, home: home, store: path, table: s.table, browser: string(s.format)}
			k.before = k.rows(t)
			if n := bytes.Count(k.before, []byte("\n")); n != many {
				t.Fatalf("the store has %d rows, want %d", n, many)
			}
			deleting, undoing := k.measure(t)
			var kept, gone int
			for i := range kills / 2 {
				// One moment in each slice of the time, so that none is left out.
				at := func(whole time.Duration) time.Duration {
					return time.Duration((float64(i) + r.Float64()) / (kills / 2) * float64(whole))
				}
				moment := at(deleting)
				if k.kill(t, moment, "delete", "--browser", k.browser, "--yes") {
					deleting = moment // it had ended: the machine has become faster
				}
				left := k.settled(t)
				if left {
					gone++
				} else if kept++; i >= kills/4 && gone == 0 {
					deleting += deleting / 4 // or slower
				}
				if left && gone%2 == 1 {
					k.kill(t, at(undoing), "undo")
					left = k.settled(t)
				}
				k.undo(t, left)
			}
			t.Logf("killed %d deletions before their commit and %d after it", kept, gone)
			if kept == 0 || gone == 0 {
				t.Error("the moments were not spread over the deletion")
			}
			k.clean(t)
		})
	}
}

// killer kills runs of the program on one store.
type killer struct {
	program, home, store, table, browser string

	before []byte // the rows as they were
}

// fillText makes a cookies.txt of cookies alone.
func fillText(t *testing.T, path string, n int) {
	t.Helper()
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "h%d.test\tFALSE\t/\tFALSE\t1900000000\tname%d\tvalue%d\n", i%100, i, i)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// rows gives every column of every row, a row a line.
func (k *killer) rows(t *testing.T) []byte {
	t.Helper()
	if k.table != "" {
		return browsertest.Literals(t, k.store, k.table)
	}
	text, err := os.ReadFile(k.store)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// measure deletes and undoes once, to the end.
func (k *killer) measure(t *testing.T) (deleting, undoing time.Duration) {
	t.Helper()
	start := time.Now()
	if code, _, complaint := run(t, k.program, k.home, "delete", "--browser", k.browser, "--yes"); code != 0 {
		t.Fatalf("delete: exit %d: %s", code, complaint)
	}
	deleting = time.Since(start)
	if rest := k.rows(t); len(rest) != 0 {
		t.Fatalf("after the deletion %d rows are left", bytes.Count(rest, []byte("\n")))
	}
	start = time.Now()
	k.undo(t, true)
	return deleting, time.Since(start)
}

// kill runs the program and kills it after a while, and reports whether it had
// ended before.
func (k *killer) kill(t *testing.T, after time.Duration, args ...string) (ended bool) {
	t.Helper()
	cmd := command(k.program, k.home, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // that it was killed is what is wanted
	return timer.Stop()
}

// settled looks at what a kill left, before and after the next start, and
// reports whether the rows are gone.
func (k *killer) settled(t *testing.T) bool {
	t.Helper()
	rows := k.rows(t)
	if len(rows) > 0 && !bytes.Equal(rows, k.before) {
		t.Fatalf("the store has %d rows, which are neither what was there nor nothing", bytes.Count(rows, []byte("\n")))
	}
	code, out, complaint := run(t, k.program, k.home, "history", "--json")
	if code != 0 || len(complaint) > 0 {
		t.Fatalf("history: exit %d: %s", code, complaint)
	}
	var history []struct {
		State   string `json:"state"`
		Deleted int    `json:"deleted"`
	}
	if err := json.Unmarshal(out, &history); err != nil {
		t.Fatalf("history: %v", err)
	}
	gone := 0
	for _, e := range history {
		switch e.State {
		case "done":
			gone += e.Deleted
		case "undone":
		default:
			t.Fatalf("the journal has an entry that is %s", e.State)
		}
	}
	if want := bytes.Count(k.before, []byte("\n")) - bytes.Count(rows, []byte("\n")); gone != want {
		t.Fatalf("the journal says that %d rows are gone, and %d are", gone, want)
	}
	if after := k.rows(t); !bytes.Equal(after, rows) {
		t.Fatal("settling the journal changed the store")
	}
	return len(rows) == 0
}

// undo undoes the deletion, if there is anything to undo, and compares every
// column of every row.
func (k *killer) undo(t *testing.T, gone bool) {
	t.Helper()
	code, _, complaint := run(t, k.program, k.home, "undo")
	if gone != (code == 0) { // without anything to undo it fails
		t.Fatalf("undo: exit %d: %s", code, complaint)
	}
	if after := k.rows(t); !bytes.Equal(after, k.before) {
		t.Fatalf("after undo the store is not what it was: %s", difference(k.before, after))
	}
}

// clean looks for what must not outlive the program, killed or not.
func (k *killer) clean(t *testing.T) {
	t.Helper()
	if code, _, complaint := run(t, k.program, k.home, "stats"); code != 0 {
		t.Fatalf("stats: exit %d: %s", code, complaint)
	}
	if left := entries(t, filepath.Join(k.home, "tmp")); len(left) > 0 {
		t.Errorf("in the folder of temporary files lies %q", left)
	}
	if left := entries(t, filepath.Dir(k.store)); k.table == "" && len(left) != 1 {
		t.Errorf("beside the jar lies %q", left)
	}
}

// entries lists files and folders below a folder; one that is not there has
// none.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if path != dir {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// difference tells where two dumps differ first, without showing a value.
func difference(before, after []byte) string {
	b, a := bytes.Split(before, []byte("\n")), bytes.Split(after, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("row %d of %d differs", i+1, len(b))
		}
	}
	return fmt.Sprintf("%d rows, want %d", len(a)-1, len(b)-1)
}
