package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
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
	return runIn(t, "", program, home, args...)
}

// runIn is run in a working folder; "" is the test's.
func runIn(t testing.TB, dir, program, home string, args ...string) (code int, stdout, stderr []byte) {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := command(program, home, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = &out, &complaint
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("crumbs %s: %v", strings.Join(args, " "), err)
	}
	return cmd.ProcessState.ExitCode(), out.Bytes(), complaint.Bytes()
}

// kills is how many runs are killed of each kind: a few, or as many as
// CRUMBS_KILLS says.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CRUMBS_KILLS")
	if text == "" {
		return 6
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 4 {
		t.Fatalf("CRUMBS_KILLS=%s: want a number from 4 on", text)
	}
	return n
}

// TestKilled kills deletions of 20,000 cookies and imports of 5,000 at random moments,
// most of them close to the commit. Whenever that is, each store holds all of them or none, the
// next start knows which and removes what lies about, and undo brings back every
// column of every row. Every second undo is killed too, and done again.
func TestKilled(t *testing.T) {
	program := build(t)
	for _, s := range []struct {
		name  string
		files []killed
		fill  func(t *testing.T, k *killer)
		deed  []string
	}{
		{"chromium", []killed{table(".config/chromium/Default/Cookies", "cookies")}, func(t *testing.T, k *killer) {
			must(t, demo.Fill(k.files[0].path, cookies.Chromium, many))
		}, []string{"delete", "--browser", "chromium", "--yes"}},
		{"firefox", []killed{
			table(".config/mozilla/firefox/k7w2c9xa.default/cookies.sqlite", "moz_cookies"),
			session(".config/mozilla/firefox/k7w2c9xa.default/sessionstore.jsonlz4"),
		}, func(t *testing.T, k *killer) {
			must(t, demo.Fill(k.files[0].path, cookies.Firefox, many))
			fillSession(t, k.files[1].path, some)
		}, []string{"delete", "--browser", "firefox", "--yes"}},
		{"netscape", []killed{text(".netscape/cookies")}, func(t *testing.T, k *killer) {
			fillText(t, k.files[0].path, many)
		}, []string{"delete", "--browser", "netscape", "--yes"}},
		{"import", []killed{imported(".config/chromium/Default/Cookies", "cookies")}, func(t *testing.T, k *killer) {
			must(t, demo.Fill(k.files[0].path, cookies.Chromium, 300))
			fillText(t, filepath.Join(k.home, "cookies.txt"), some)
		}, []string{"import", "cookies.txt", "--into", "chromium", "--yes"}},
		{"import into a text jar", []killed{lengthened(".netscape/cookies")}, func(t *testing.T, k *killer) {
			fillText(t, k.files[0].path, 300)
			fillText(t, filepath.Join(k.home, "cookies.txt"), some+300)
		}, []string{"import", "cookies.txt", "--into", "netscape", "--yes"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			home := t.TempDir()
			must(t, os.Mkdir(filepath.Join(home, "tmp"), 0o700))
			for i, f := range s.files {
				s.files[i].path = filepath.Join(home, filepath.FromSlash(f.path))
				must(t, os.MkdirAll(filepath.Dir(s.files[i].path), 0o700))
			}
			k := &killer{program: program, home: home, files: s.files, deed: s.deed}
			s.fill(t, k)
			for i := range k.files {
				k.files[i].before = k.files[i].read(t, k.files[i].path)
			}
			k.test(t, kills(t))
		})
	}
}

// TestKeepKilled kills changes of the keep list. It is always whole, the one of
// before or the one after, as is the version beside it, and the next change
// removes what lies about.
func TestKeepKilled(t *testing.T) {
	home := t.TempDir()
	must(t, os.Mkdir(filepath.Join(home, "tmp"), 0o700))
	k := &killer{program: build(t), home: home}
	folder := filepath.Join(home, ".config", "crumbs")
	path := filepath.Join(folder, "keep")
	add := func(host string) {
		t.Helper()
		if code, _, complaint := k.run(t, "keep", "add", host); code != 0 {
			t.Fatalf("keep add: exit %d: %s", code, complaint)
		}
	}
	read := func(path string) string {
		t.Helper()
		data, err := os.ReadFile(path)
		must(t, err)
		return string(data)
	}
	add("first.test")
	start := time.Now()
	add("second.test")
	a, n := newAim(time.Since(start)), kills(t)
	var kept, gone int
	for i := 0; i < n || min(kept, gone) < max(1, n/8) && i < 10*n; i++ {
		before, previous, host := read(path), read(path+".previous"), fmt.Sprintf("h%d.test", i)
		moment := a.moment(i, n)
		ended := k.kill(t, moment, "keep", "add", host)
		now := read(path)
		a.saw(moment, ended, now != before)
		switch now {
		case before:
			kept++
		case before + host + "\n":
			gone++
		default:
			t.Fatalf("the list is neither what it was nor what it should be: %q", now)
		}
		if p := read(path + ".previous"); p != previous && p != before {
			t.Fatalf("the version beside it is %q", p)
		}
		if code, _, complaint := k.run(t, "keep", "list"); code != 0 {
			t.Fatalf("keep list: exit %d: %s", code, complaint)
		}
	}
	t.Logf("killed %d before the new list took its place, %d after it", kept, gone)
	if min(kept, gone) < max(1, n/8) {
		t.Error("the moments were not spread over the whole time")
	}
	// What a kill at the worst moment leaves, and what looks like it.
	for _, name := range []string{".crumbs-keep-1234", ".crumbs-keep.previous-99", ".crumbs-keep-mine"} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte("half"), 0o600))
	}
	add("last.test")
	for _, path := range entries(t, folder) {
		if name := filepath.Base(path); strings.HasPrefix(name, ".crumbs-") && name != ".crumbs-keep-mine" {
			t.Errorf("%s is left", path)
		}
	}
	if read(filepath.Join(folder, ".crumbs-keep-mine")) != "half" {
		t.Error("a file that is not of crumbs was touched")
	}
}

// killer kills runs of the program on the files of one home folder.
type killer struct {
	program, home string
	files         []killed
	deed          []string // the command that is killed
}

// test kills so many deeds, and every second of the undos that follow; and goes on
// until enough came before their commit and enough after it.
func (k *killer) test(t *testing.T, kills int) {
	t.Helper()
	doing, undoing := k.measure(t)
	aims, b := make([]*aim, len(k.files)), newAim(undoing) // one for the commit of each store
	for j := range aims {
		aims[j] = newAim(doing)
	}
	var deeds, undos [3]int // before the commit, between those of two stores, after it
	whichOf := func(done int) int { return min(done, 1) + done/len(k.files) }
	enough := func() bool { return min(deeds[0], deeds[2]) >= max(1, kills/8) }
	for i := 0; i < kills || !enough() && i < 4*kills; i++ {
		store := i % len(aims)
		moment := aims[store].moment(i, kills)
		ended := k.kill(t, moment, k.deed...)
		done := k.settled(t)
		aims[store].saw(moment, ended, done > store)
		deeds[whichOf(done)]++
		if done > 0 && (deeds[1]+deeds[2])%2 == 1 {
			n := undos[0] + undos[1] + undos[2]
			moment = b.moment(n, kills/4)
			ended = k.kill(t, moment, "undo")
			left := k.settled(t)
			b.saw(moment, ended, left < done)
			undos[whichOf(len(k.files)*(done-left)/done)]++
			done = left
		}
		k.undo(t, done > 0)
	}
	t.Logf("killed before the commit, between those of two stores, after it: %d %s, %d undos", deeds, k.deed[0]+"s", undos)
	if !enough() {
		t.Error("the moments were not spread over the whole time")
	}
	k.clean(t)
}

// measure does and undoes the deed once, to the end.
func (k *killer) measure(t *testing.T) (doing, undoing time.Duration) {
	t.Helper()
	start := time.Now()
	if code, _, complaint := k.run(t, k.deed...); code != 0 {
		t.Fatalf("%s: exit %d: %s", k.deed[0], code, complaint)
	}
	doing = time.Since(start)
	if done := k.settled(t); done != len(k.files) {
		t.Fatalf("%d of %d stores were written", done, len(k.files))
	}
	start = time.Now()
	k.undo(t, true)
	return doing, time.Since(start)
}

// run runs the program in the home folder.
func (k *killer) run(t *testing.T, args ...string) (code int, stdout, stderr []byte) {
	t.Helper()
	return runIn(t, k.home, k.program, k.home, args...)
}

// kill runs the program and kills it after a while, and reports whether it had
// ended before.
func (k *killer) kill(t *testing.T, after time.Duration, args ...string) (ended bool) {
	t.Helper()
	cmd := command(k.program, k.home, args...)
	cmd.Dir = k.home
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // that it was killed is what is wanted
	return timer.Stop()
}

// settled looks at what a kill left, before and after the next start, and
// gives in how many stores the deed is done.
func (k *killer) settled(t *testing.T) (done int) {
	t.Helper()
	changed := 0
	for _, f := range k.files {
		now := f.read(t, f.path)
		if bytes.Equal(now, f.before) {
			continue
		}
		if !f.done(f.before, now) {
			t.Fatalf("%s holds neither what was there nor what should be: %s", filepath.Base(f.path), difference(f.before, now))
		}
		done++
		changed += max(f.count(now), f.count(f.before)) - min(f.count(now), f.count(f.before))
	}
	k.private(t, 1)
	code, out, complaint := k.run(t, "history", "--json")
	if code != 0 || len(complaint) > 0 {
		t.Fatalf("history: exit %d: %s", code, complaint)
	}
	var history []struct {
		State             string
		Deleted, Imported int
	}
	if err := json.Unmarshal(out, &history); err != nil {
		t.Fatalf("history: %v", err)
	}
	known, open := 0, 0
	for _, e := range history {
		switch e.State {
		case "done":
			known += e.Deleted + e.Imported
			open++
		case "partial": // an undo was killed between two stores
			known, open = changed, open+1
		case "undone":
		default:
			t.Fatalf("the journal has an entry that is %s", e.State)
		}
	}
	if known != changed || open > 1 {
		t.Fatalf("the journal says in %d entries that %d rows are changed, and %d are", open, known, changed)
	}
	again := 0
	for _, f := range k.files {
		if !bytes.Equal(f.read(t, f.path), f.before) {
			again++
		}
		for _, path := range entries(t, filepath.Dir(f.path)) {
			if strings.HasPrefix(filepath.Base(path), ".crumbs-") {
				t.Fatalf("after the next start %s is still there", path)
			}
		}
	}
	if again != done {
		t.Fatal("settling the journal changed a store")
	}
	k.private(t, 0)
	return done
}

// private checks that in the folder of temporary files lie at most so many
// folders, which nobody else can read, and nothing else.
func (k *killer) private(t *testing.T, most int) {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(k.home, "tmp"))
	must(t, err)
	if len(left) > most {
		t.Fatalf("in the folder of temporary files lies %q", left)
	}
	for _, e := range left {
		if info, err := e.Info(); err != nil || info.Mode() != os.ModeDir|0o700 {
			t.Fatalf("in the folder of temporary files lies %s: %v (%v)", e.Name(), info.Mode(), err)
		}
	}
}

// undo undoes the deed, if there is anything to undo, and compares every
// column of every row.
func (k *killer) undo(t *testing.T, changed bool) {
	t.Helper()
	code, _, complaint := k.run(t, "undo")
	if changed != (code == 0) { // without anything to undo it fails
		t.Fatalf("undo: exit %d: %s", code, complaint)
	}
	for _, f := range k.files {
		if now := f.read(t, f.path); !bytes.Equal(now, f.before) {
			t.Fatalf("after undo %s is not what it was: %s", filepath.Base(f.path), difference(f.before, now))
		}
	}
}

// clean does the deed once more, to the end, and looks for what must not outlive
// the program, killed or not.
func (k *killer) clean(t *testing.T) {
	t.Helper()
	k.measure(t)
	for _, path := range entries(t, k.home) {
		if strings.HasPrefix(filepath.Base(path), ".crumbs-") {
			t.Errorf("%s is left", path)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
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
