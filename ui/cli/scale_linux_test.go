package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// scale is how many cookies the stores of these tests have: some, or as many as
// CRUMBS_SCALE says.
func scale(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CRUMBS_SCALE")
	if text == "" {
		return 10_000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		t.Fatalf("CRUMBS_SCALE=%s: want a number from 1000 on", text)
	}
	return n
}

// measured runs the program, wants it to do what it is told, and holds its
// memory to what so many cookies may take.
func measured(t *testing.T, v *victim, n int, args ...string) {
	t.Helper()
	var complaint bytes.Buffer
	cmd := command(v.program, v.home, args...)
	cmd.Stderr = &complaint
	start := time.Now()
	must(t, cmd.Start())
	peak, ended := 0, make(chan error)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-tick.C:
			// What the system says of a child that has ended counts the memory of
			// its parent, too.
			peak = max(peak, highest(cmd.Process.Pid))
		case err := <-ended:
			if running = false; err != nil {
				t.Fatalf("crumbs %s: %v: %s", strings.Join(args, " "), err, &complaint)
			}
		}
	}
	t.Logf("%d cookies: crumbs %s: %.1f s, %d MB", n, args[0], time.Since(start).Seconds(), peak>>10)
	if most := 200<<10 + 2*n; peak > most {
		t.Errorf("crumbs %s took %d MB of memory for %d cookies, more than %d", args[0], peak>>10, n, most>>10)
	}
}

// highest gives the most memory that a running process has had, in kilobytes.
func highest(pid int) (kilobytes int) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // it may have ended
	if _, after, ok := bytes.Cut(status, []byte("VmHWM:")); ok {
		_, _ = fmt.Sscan(string(after), &kilobytes)
	}
	return kilobytes
}

// TestScale lists, deletes from and brings back a store with very many cookies,
// some of them with values of 5 MB.
func TestScale(t *testing.T) {
	n := scale(t)
	each(t, 0, func(t *testing.T, v *victim) {
		v.fill(t, n)
		large := fmt.Sprintf("update %s set value = printf('%%.*c', 5000000, 'x') where rowid in (7, %d, %d)", v.table, n/2, n-1)
		if text, err := exec.Command("sqlite3", v.store, large).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		v.before = v.rows(t)
		measured(t, v, n, "stats")
		// Who needs no more than the first lines ends the program early.
		code, out, complaint := run(t, "sh", v.home, "-c", "'"+v.program+"' list | head -n 3")
		if code != 0 || bytes.Count(out, []byte("\n")) != 3 || len(complaint) > 0 {
			t.Errorf("list | head: exit %d: %s%s", code, out, complaint)
		}
		for _, few := range []string{"alder-bakery.example", "--name=_ga*,_gid"} {
			measured(t, v, n, "delete", few, "--yes")
			if bytes.Equal(v.rows(t), v.before) {
				t.Fatalf("delete %s deleted nothing", few)
			}
			measured(t, v, n, "undo")
			v.whole(t, "delete "+few+" and undo")
		}
		v.tidy(t)
	})
}

// TestScaleOfPages deletes so much in one transaction that the pages which it
// changes take more memory than the engine has by itself.
func TestScaleOfPages(t *testing.T) {
	values := max(3, scale(t)/10_000)
	each(t, 100, func(t *testing.T, v *victim) {
		large := fmt.Sprintf("update %s set value = printf('%%.*c', 5000000, 'x') where rowid <= %d", v.table, values)
		if text, err := exec.Command("sqlite3", v.store, large).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		v.before = v.rows(t)
		for _, args := range [][]string{{"delete", "--name=*", "--yes"}, {"undo"}} {
			if code, complaint := v.crumbs(t, args...); code != 0 {
				t.Fatalf("%s: exit %d: %s", args[0], code, complaint)
			}
		}
		v.whole(t, "deleted and undone")
		v.tidy(t)
	})
}

// TestScaleOfText does the same to a cookies.txt, byte for byte, and refuses one
// of 3 GB.
func TestScaleOfText(t *testing.T) {
	n := scale(t)
	v := &victim{program: build(t), home: t.TempDir()}
	must(t, os.MkdirAll(filepath.Join(v.home, "tmp"), 0o700))
	path := filepath.Join(v.home, "cookies.txt")
	var text bytes.Buffer
	text.WriteString("# Netscape HTTP Cookie File\n\n")
	for i := range n {
		switch i % 1000 {
		case 0:
			text.WriteString("# a comment\n")
		case 1:
			text.WriteString("no cookie\r\n")
		}
		fmt.Fprintf(&text, ".shop%d.example\tTRUE\t/\tTRUE\t1999999999\t%s\tGA1.1.%d.1999999999\n", i/10, []string{"_ga", "sid", "lang", "cart", "uid", "theme", "_gid", "_fbp", "_pk_id", "visitor"}[i%10], i)
	}
	must(t, os.WriteFile(path, text.Bytes(), 0o640))
	measured(t, v, n, "stats", "--store", path)
	for _, few := range []string{"shop7.example", "--name=_ga"} {
		measured(t, v, n, "delete", few, "--store", path, "--yes")
		data, err := os.ReadFile(path)
		must(t, err)
		if bytes.Equal(data, text.Bytes()) {
			t.Fatalf("delete %s deleted nothing", few)
		}
		measured(t, v, n, "undo")
		data, err = os.ReadFile(path)
		must(t, err)
		if !bytes.Equal(data, text.Bytes()) {
			t.Fatalf("delete %s and undo: the file is not what it was: %s", few, difference(text.Bytes(), data))
		}
	}
	must(t, os.Truncate(path, 3<<30)) // what was never written takes no room
	code, _, complaint := timed(t, v, "delete", "--name=*", "--store", path, "--yes")
	said(t, code, 1, string(complaint), "it has more than")
	v.tidy(t)
}
