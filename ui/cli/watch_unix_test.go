//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"crumbs/cookies/browsertest"
	"crumbs/cookies/demo"
)

// watcher is a running `crumbs watch`.
type watcher struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  *bufio.Scanner
	errs bytes.Buffer
}

// event is a line of its JSON.
type event struct {
	Time   string
	Event  string
	Cookie struct{ ID, Name, Domain, Category string }
}

// watch starts to watch and waits until everything there was is read.
func watch(t *testing.T, program, home string, args ...string) *watcher {
	t.Helper()
	w := &watcher{t: t, cmd: command(program, home, append([]string{"watch"}, args...)...)}
	stdout, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := w.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	w.out = bufio.NewScanner(stdout)
	w.out.Buffer(nil, 1<<20)
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(3*time.Minute, func() { _ = w.cmd.Process.Kill() }) // then its stream ends
	t.Cleanup(func() {
		late.Stop()
		_ = w.cmd.Process.Kill()
	})
	greeting := bufio.NewReader(io.TeeReader(stderr, &w.errs))
	if _, err := greeting.ReadString('\n'); err != nil {
		t.Fatalf("the watch says nothing: %v", err)
	}
	go func() { _, _ = io.Copy(io.Discard, greeting) }()
	return w
}

// line gives the next line of the stream.
func (w *watcher) line() string {
	w.t.Helper()
	if !w.out.Scan() {
		w.t.Fatalf("the stream ended: %v\n%s", w.out.Err(), &w.errs)
	}
	return w.out.Text()
}

// end interrupts the watch, as ctrl+c does, and gives the rest of what it
// writes.
func (w *watcher) end() []string {
	w.t.Helper()
	if err := w.cmd.Process.Signal(os.Interrupt); err != nil {
		w.t.Fatal(err)
	}
	var rest []string
	for w.out.Scan() {
		rest = append(rest, w.out.Text())
	}
	if err := w.cmd.Wait(); err != nil {
		w.t.Errorf("the watch ended with %v: %s", err, &w.errs)
	}
	return rest
}

func parse(t *testing.T, line string) event {
	t.Helper()
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		t.Fatalf("%q is no event: %v", line, err)
	}
	return e
}

// demoHome makes a home folder with the demo's stores in it.
func demoHome(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	home := demo.Home(dir)
	if err := os.MkdirAll(filepath.Join(home, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	return home
}

// TestWatch: what another program does to the stores is told as it happens, and
// the audit follows.
func TestWatch(t *testing.T) {
	program, home := build(t), demoHome(t)
	report := filepath.Join(t.TempDir(), "report.json")
	w := watch(t, program, home, "umami.opendatasoft.com", "--json", "-o", report)
	if code, _, complaint := run(t, program, home, "delete", "umami.opendatasoft.com", "--name", "_fbp", "--yes"); code != 0 {
		t.Fatalf("delete: exit %d: %s", code, complaint)
	}
	gone := parse(t, w.line())
	if gone.Event != "gone" || gone.Cookie.Name != "_fbp" || gone.Cookie.Category != "marketing" || gone.Time == "" {
		t.Errorf("the deletion was told as %+v", gone)
	}
	if code, _, complaint := run(t, program, home, "undo"); code != 0 {
		t.Fatalf("undo: exit %d: %s", code, complaint)
	}
	if back := parse(t, w.line()); back.Event != "new" || back.Cookie.ID != gone.Cookie.ID {
		t.Errorf("its undoing was told as %+v", back)
	}
	if rest := w.end(); len(rest) > 0 {
		t.Errorf("it wrote %q too", rest)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var audit struct {
		Site     string
		Findings []struct{ Kind, Name string }
	}
	if err := json.Unmarshal(text, &audit); err != nil || audit.Site != "umami.opendatasoft.com" || len(audit.Findings) == 0 {
		t.Errorf("the report is %s, %v", text, err)
	}
}

// TestWatchForPeople: lines, a sum and the audit, and no value in any of it.
func TestWatchForPeople(t *testing.T) {
	program, home := build(t), demoHome(t)
	w := watch(t, program, home, "umami.opendatasoft.com")
	if code, _, complaint := run(t, program, home, "delete", "umami.opendatasoft.com", "--name", "_fbp", "--yes"); code != 0 {
		t.Fatalf("delete: exit %d: %s", code, complaint)
	}
	if line := w.line(); !strings.Contains(line, "gone") || !strings.Contains(line, "_fbp") || !strings.Contains(line, "marketing") {
		t.Errorf("the deletion was told as %q", line)
	}
	rest := strings.Join(w.end(), "\n")
	for _, want := range []string{"From the beginning", "Audit of umami.opendatasoft.com"} {
		if !strings.Contains(rest, want) {
			t.Errorf("%q is not in\n%s", want, rest)
		}
	}
}

// TestWatchIntoAPipe: the report at the end waits for whoever reads it, and a
// second ctrl+c ends that.
func TestWatchIntoAPipe(t *testing.T) {
	program, home := build(t), demoHome(t)
	pipe := filepath.Join(t.TempDir(), "report.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ending := func() *watcher {
		w := watch(t, program, home, "umami.opendatasoft.com", "-o", pipe)
		if err := w.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		for !strings.Contains(w.line(), "From the beginning") { // then the report is written
		}
		return w
	}

	read := ending()
	text, err := os.ReadFile(pipe)
	if err != nil || !json.Valid(text) || !bytes.Contains(text, []byte(`"findings"`)) {
		t.Errorf("the reader of the pipe got %q, %v", text, err)
	}
	if err := read.cmd.Wait(); err != nil {
		t.Errorf("the watch ended with %v: %s", err, &read.errs)
	}

	unread := ending()
	ended, late := make(chan error, 1), time.After(time.Minute)
	go func() { ended <- unread.cmd.Wait() }()
	for waits := true; waits; {
		// The first may still be on its way to those who hear of it: who sees nothing
		// happen presses again.
		_ = unread.cmd.Process.Signal(os.Interrupt) // it may have ended
		select {
		case err := <-ended:
			if err == nil {
				t.Error("nobody read the report, and all is said to be well")
			}
			waits = false
		case <-time.After(100 * time.Millisecond):
		case <-late:
			t.Fatal("ctrl+c does not end it")
		}
	}
}

// TestBrowserWatched: a browser runs, and makes its profile, while it is
// watched. Whoever replays the stream has what the list shows in the end, also of
// a session whose cookies Firefox writes into one file while it runs and into
// another when it closes.
func TestBrowserWatched(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		profile := filepath.Dir(r.store(t))
		if r.browser == browsertest.Firefox {
			must(t, errors.Join(os.MkdirAll(profile, 0o700),
				os.WriteFile(filepath.Join(profile, "prefs.js"), []byte(`user_pref("browser.sessionstore.interval", 1000);`+"\n"), 0o600)))
		}
		w := watch(t, r.program, r.home, "shop.test", "--json")
		b := browsertest.Start(t, r.browser, r.home, r.server)
		b.Visit(r.server.Setting()...)
		there := map[string]string{}
		take := func(e event) {
			switch _, is := there[e.Cookie.ID]; {
			case e.Event == "new" && is, e.Event != "new" && !is:
				t.Errorf("%s %s, and it was there: %v", e.Event, e.Cookie.Name, is)
			case e.Event == "gone":
				delete(there, e.Cookie.ID)
			default:
				there[e.Cookie.ID] = e.Cookie.Name
			}
		}
		// The first comes while the browser runs.
		take(parse(t, w.line()))
		if r.browser == browsertest.Firefox {
			for !slices.Contains(slices.Collect(maps.Values(there)), "sessionid") {
				take(parse(t, w.line()))
			}
		}
		b.Close()
		var list []struct{ ID, Name string }
		r.crumbs(t, 0, &list, "list", "shop.test", "--json")
		if len(list) < 10 {
			t.Fatalf("%d cookies are stored", len(list))
		}
		want := map[string]string{}
		for _, c := range list {
			want[c.ID] = c.Name
		}
		for !maps.Equal(there, want) {
			take(parse(t, w.line()))
		}
		for _, line := range w.end() {
			t.Errorf("it wrote %q too", line)
		}
	})
}
