package cli_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies/browsertest"
)

// TestFirefoxSession: with its session restored a Firefox sends at its next
// start what was left in its session file and nothing that was deleted there,
// whether it had ended in order or not; and what is undone it sends again.
func TestFirefoxSession(t *testing.T) {
	browsertest.Need(t, browsertest.Firefox)
	t.Parallel()
	r := &rig{program: build(t), browser: browsertest.Firefox, home: t.TempDir(), server: browsertest.Serve(t)}
	profile := filepath.Dir(r.store(t))
	for _, err := range []error{
		os.Mkdir(filepath.Join(r.home, "tmp"), 0o700),
		os.MkdirAll(profile, 0o700),
		os.WriteFile(filepath.Join(profile, "prefs.js"), []byte(`user_pref("browser.startup.page", 3);`+"\n"+`user_pref("browser.sessionstore.interval", 1000);`+"\n"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b := r.visited(t)
	b.Visit(r.server.Walk()...) // the page that is restored sets nothing
	b.Close()
	clean := filepath.Join(profile, "sessionstore.jsonlz4")
	sent := r.session(t, clean, "shop.test", "sessionid", "cart")
	if lost, appeared := sent.Diff(r.sends(t)); len(lost)+len(appeared) > 0 {
		t.Errorf("after undo the browser no longer sends\n%s\nand sends newly\n%s", strings.Join(lost, "\n"), strings.Join(appeared, "\n"))
	}

	// A crash leaves another file, and the one of before becomes a backup.
	b = browsertest.Start(t, r.browser, r.home, r.server)
	b.Visit(r.server.Walk()...)
	recovery := filepath.Join(profile, "sessionstore-backups", "recovery.jsonlz4")
	wait(t, func() bool { return len(sessionFacts(t, profile)) > 0 && !exists(clean) && exists(recovery) })
	b.Kill()
	sent = r.session(t, recovery, "bank.test", "JSESSIONID", "__Host-session")

	// What was deleted after the crash comes back into the file of an orderly
	// end, where there is one again.
	r.crumbs(t, 0, nil, "delete", "bank.test", "--name", "JSESSIONID", "--yes")
	browsertest.Start(t, r.browser, r.home, r.server).Close()
	if !exists(clean) {
		t.Fatal("an orderly end left no session file")
	}
	var undone written
	r.crumbs(t, 0, &undone, "undo", "--json")
	if lost, _ := sent.Diff(r.sends(t)); undone.Restored != 1 || len(lost) > 0 {
		t.Errorf("undo restored %d, and the browser no longer sends\n%s", undone.Restored, strings.Join(lost, "\n"))
	}
}

// session deletes one session cookie of a host, asks the browser, and has it
// back; the other one must stay. It gives what the browser sends.
func (r *rig) session(t *testing.T, path, host, name, other string) browsertest.Sent {
	t.Helper()
	before, sent := unpacked(t, path), r.sends(t)
	if names := sent.Names(host); !slices.Contains(names, name) || !slices.Contains(names, other) {
		t.Fatalf("the browser restores no session: %s gets %q", host, names)
	}
	var stores []struct {
		Path, State, Format string
		Writable            bool
	}
	r.crumbs(t, 0, &stores, "stores", "--json")
	if !slices.ContainsFunc(stores, func(s struct {
		Path, State, Format string
		Writable            bool
	}) bool {
		return s.Path == path && s.State == "ready" && s.Writable && s.Format == "firefox-session"
	}) {
		t.Errorf("the stores are %+v", stores)
	}
	var done written
	r.crumbs(t, 0, &done, "delete", host, "--name", name, "--yes", "--json")
	if after := unpacked(t, path); done.Deleted != 1 || len(done.Skipped) != 0 || len(after) >= len(before) || strings.Contains(after, `"`+name+`"`) {
		t.Fatalf("%+v, and of %d bytes of session there are %d", done, len(before), len(after))
	}
	lost, appeared := sent.Diff(r.sends(t))
	if len(lost) == 0 || len(appeared) > 0 || slices.ContainsFunc(lost, func(line string) bool { return !strings.Contains(line, " "+name+"=") }) {
		t.Errorf("without %s the browser no longer sends\n%s\nand sends newly\n%s", name, strings.Join(lost, "\n"), strings.Join(appeared, "\n"))
	}
	var undone written
	r.crumbs(t, 0, &undone, "undo", "--json")
	if undone.Restored != 1 || unpacked(t, path) != before {
		t.Errorf("undo restored %d, and the session is not what it was", undone.Restored)
	}
	return sent
}

// unpacked is the content of a session file.
func unpacked(t testing.TB, path string) string {
	t.Helper()
	packed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const head = len("mozLz40\x00")
	content := make([]byte, binary.LittleEndian.Uint32(packed[head:]))
	if _, err := lz4.UncompressBlock(packed[head+4:], content); err != nil {
		t.Fatalf("the session file: %v", err)
	}
	return string(content)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// wait looks again and again until something is so.
func wait(t *testing.T, so func() bool) {
	t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	late := time.After(time.Minute)
	for !so() {
		select {
		case <-again.C:
		case <-late:
			t.Fatal("it did not come to that within a minute")
		}
	}
}
