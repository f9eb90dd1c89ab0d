package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/demo"
)

// TestHeld measures how long a deletion keeps a Chromium's store to itself, seen
// from outside as a browser that starts would see it: 100, 1,000 and 10,000 rows
// spread over 30,000. A fresh Chromium that finds it so has no cookies for a
// session, so this must stay short.
func TestHeld(t *testing.T) {
	program, full := build(t), filepath.Join(t.TempDir(), "full")
	must(t, demo.Fill(full, cookies.Chromium, 30_000))
	data, err := os.ReadFile(full)
	must(t, err)
	for _, n := range []int{100, 1000, 10_000} {
		home := t.TempDir()
		store := filepath.Join(home, ".config/chromium/Default/Cookies")
		must(t, os.MkdirAll(filepath.Dir(store), 0o700))
		must(t, os.Mkdir(filepath.Join(home, "tmp"), 0o700))
		must(t, os.WriteFile(store, data, 0o600))
		spread(t, store, n)
		watching := watchLocks(t, store)
		code, _, complaint := run(t, program, home, "delete", "--name", "chosen*", "--yes")
		reserved, exclusive := watching()
		if code != 0 {
			t.Fatalf("%d: exit %d: %s", n, code, complaint)
		}
		if left := count(browsertest.Literals(t, store, "cookies")); left != 30_000-n {
			t.Errorf("%d rows are left", left)
		}
		t.Logf("%d of 30000 rows: kept from writers for %v, from readers for %v", n, reserved, exclusive)
	}
}

// spread gives n rows, evenly spread over a store, names that can be chosen.
func spread(t *testing.T, store string, n int) {
	t.Helper()
	every := fmt.Sprint(30_000 / n)
	if text, err := exec.Command("sqlite3", store, "UPDATE cookies SET name = 'chosen' || rowid WHERE rowid % "+every+" = 0").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// watchLocks asks again and again for the locks that SQLite takes on a database
// (sqlite.org, "File Locking And Concurrency In SQLite Version 3"), without
// taking any. What it gives ends that, and tells how long the store was reserved
// for a writer and how long nobody could read it.
func watchLocks(t *testing.T, store string) (stop func() (reserved, exclusive time.Duration)) {
	t.Helper()
	type times struct{ reserved, exclusive time.Duration }
	end, seen := make(chan struct{}), make(chan times)
	f, err := os.Open(store)
	must(t, err)
	go func() {
		var sum times
		for last := time.Now(); ; {
			reserved, exclusive := locked(f, reservedByte, 1), locked(f, reservedByte+1, 510)
			now := time.Now()
			if reserved || exclusive {
				sum.reserved += now.Sub(last)
			}
			if exclusive {
				sum.exclusive += now.Sub(last)
			}
			last = now
			select {
			case <-end:
				_ = f.Close()
				seen <- sum
				return
			default:
			}
		}
	}()
	return func() (time.Duration, time.Duration) {
		close(end)
		sum := <-seen
		return sum.reserved, sum.exclusive
	}
}

// reservedByte is the byte of a database that a writer locks; behind it are
// those that readers share and that a commit has alone.
const reservedByte = 0x40000001

// locked reports whether somebody has a lock on bytes of a file that lets nobody
// read them.
func locked(f *os.File, start, length int64) bool {
	l := unix.Flock_t{Type: unix.F_RDLCK, Start: start, Len: length}
	return unix.FcntlFlock(f.Fd(), unix.F_OFD_GETLK, &l) == nil && l.Type != unix.F_UNLCK
}

// TestBrowserStartsMeanwhile stops crumbs in the middle of a deletion, starts the
// browser, and lets crumbs go on. Firefox does not come up on the profile.
// Chromium does, and can't be kept from it: then nothing is deleted, or what was
// chosen. Neither loses anything else, as its next start shows.
func TestBrowserStartsMeanwhile(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close()
		before := r.sends(t)
		const more = 4000
		crowd(t, r.store(t), r.table(), more)
		all := len(r.rows(t))
		lock, at := r.store(t), int64(reservedByte)
		if r.browser == browsertest.Firefox {
			lock, at = filepath.Join(filepath.Dir(r.store(t)), ".parentlock"), 0
		}
		cmd := command(r.program, r.home, "delete", "--name", "chosen*", "--yes")
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		f, err := os.Open(lock)
		must(t, err)
		must(t, cmd.Start())
		for !locked(f, at, 1) {
			if cmd.Process.Signal(syscall.Signal(0)) != nil {
				t.Fatalf("it ended before it was stopped: %s", &complaint)
			}
		}
		must(t, cmd.Process.Signal(syscall.SIGSTOP))
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		t.Logf("stopped with the lock held: %v", locked(f, at, 1))
		_ = f.Close()
		if r.browser == browsertest.Firefox {
			browser := exec.Command(browsertest.Need(t, r.browser), "-headless", "-no-remote", "-profile", filepath.Dir(lock), "about:blank")
			browser.Env = cmd.Env
			late := time.AfterFunc(2*time.Minute, func() { _ = browser.Process.Kill() })
			text, _ := browser.CombinedOutput() // its code says nothing
			if !late.Stop() {
				t.Errorf("Firefox came up on the profile: %s", text)
			}
			must(t, cmd.Process.Signal(syscall.SIGCONT))
			_ = cmd.Wait()
		} else {
			b := browsertest.Start(t, r.browser, r.home, r.server)
			must(t, cmd.Process.Signal(syscall.SIGCONT))
			_ = cmd.Wait()
			if cmd.ProcessState.ExitCode() == 0 && !strings.Contains(complaint.String(), "started while this was written") {
				t.Errorf("nobody is told that Chromium came up: %s", &complaint)
			}
			b.Close()
		}
		code, left := cmd.ProcessState.ExitCode(), count(browsertest.Literals(t, r.store(t), r.table()))
		t.Logf("exit %d, %d rows of %d are left: %s", code, left, all, &complaint)
		switch {
		case r.browser == browsertest.Firefox && (code != 0 || left != all-more):
			t.Errorf("the deletion ended with %d, and %d rows are left of %d: %s", code, left, all, &complaint)
		case code != 0 && code != 3:
			t.Errorf("the deletion ended with %d: %s", code, &complaint)
		}
		if gone, appeared := before.Diff(r.sends(t)); len(gone)+len(appeared) > 0 {
			t.Errorf("the browser no longer sends %q, and sends %q", gone, appeared)
		}
	})
}

// crowd puts n cookies of a site that nobody visits into a store, names that can
// be chosen, so that their deletion takes its time.
func crowd(t *testing.T, store, table string, n int) {
	t.Helper()
	sql := func(text string) string {
		out, err := exec.Command("sqlite3", store, text).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	var columns, cells []string
	for _, c := range strings.Split(sql("SELECT name FROM pragma_table_info('"+table+"') WHERE name <> 'id'"), "\n") {
		columns = append(columns, c)
		switch c {
		case "host", "host_key":
			c = "'extra.test'"
		case "name":
			c = "'chosen' || i"
		case "value":
			c = "'plain'"
		case "encrypted_value":
			c = "x''"
		}
		cells = append(cells, c)
	}
	sql(fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO %s (%s) SELECT %s FROM (SELECT * FROM %s LIMIT 1), n",
		n, table, strings.Join(columns, ","), strings.Join(cells, ","), table))
}
