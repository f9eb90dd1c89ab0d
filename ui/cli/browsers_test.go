package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies/browsertest"
)

// rig is a real browser, a server that it talks to, and the program.
type rig struct {
	program, browser string
	home             string // of the profile that crumbs works on
	server           *browsertest.Server
}

// eachBrowser runs a test with each browser, in a home folder of its own.
func eachBrowser(t *testing.T, test func(*testing.T, *rig)) {
	t.Helper()
	for _, browser := range []string{browsertest.Chromium, browsertest.Firefox} {
		t.Run(browser, func(t *testing.T) {
			browsertest.Need(t, browser)
			t.Parallel() // browsers mostly wait
			r := &rig{program: build(t), browser: browser, home: t.TempDir(), server: browsertest.Serve(t)}
			if err := os.Mkdir(filepath.Join(r.home, "tmp"), 0o700); err != nil {
				t.Fatal(err)
			}
			test(t, r)
		})
	}
}

// visited starts the browser on the home folder and walks once.
func (r *rig) visited(t *testing.T) browsertest.Browser {
	t.Helper()
	b := browsertest.Start(t, r.browser, r.home, r.server)
	b.Visit(r.server.Setting()...)
	return b
}

// sends is what the browser sends when it starts again: on a copy, because
// starting drops the session's cookies.
func (r *rig) sends(t *testing.T) browsertest.Sent {
	t.Helper()
	b := browsertest.Start(t, r.browser, browsertest.CopyProfile(t, r.home), r.server)
	r.server.Sent()
	b.Visit(r.server.Walk()...)
	b.Close()
	return r.server.Sent()
}

func (r *rig) store(t *testing.T) string {
	t.Helper()
	return browsertest.StorePath(t, r.browser, r.home)
}

func (r *rig) table() string {
	return map[string]string{browsertest.Chromium: "cookies", browsertest.Firefox: "moz_cookies"}[r.browser]
}

// rows is the store as it is, every column of every row.
func (r *rig) rows(t *testing.T) []browsertest.Row {
	t.Helper()
	return browsertest.Dump(t, r.store(t), r.table())
}

// crumbs runs the program, which must end with this code, and decodes what it
// says in JSON.
func (r *rig) crumbs(t *testing.T, code int, result any, args ...string) {
	t.Helper()
	got, out, complaint := run(t, r.program, r.home, args...)
	if got != code {
		t.Fatalf("crumbs %s: exit %d, want %d: %s", strings.Join(args, " "), got, code, complaint)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(out, result); err != nil {
		t.Fatalf("crumbs %s: %v", strings.Join(args, " "), err)
	}
}

// written is the JSON of a deletion or an undo.
type written struct {
	ID       string `json:"id"`
	Deleted  int    `json:"deleted"`
	Restored int    `json:"restored"`
	Skipped  []struct {
		Store  string `json:"store"`
		Reason string `json:"reason"`
		Count  int    `json:"count"`
	} `json:"skipped"`
}

// reasons gives how many cookies were skipped for each reason.
func (w written) reasons() map[string]int {
	out := map[string]int{}
	for _, s := range w.Skipped {
		out[s.Reason] += s.Count
	}
	return out
}

// TestBrowserClosed is the main job from end to end: a site was visited, crumbs
// lists what is there, clears the site, and has it back; each time the browser
// itself says whether it was so.
func TestBrowserClosed(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close()
		if wrong := compare(truth(t, r.browser, r.home), listed(t, r.program, r.home)); len(wrong) > 0 {
			t.Errorf("the list is not what is in the store:\n%s", strings.Join(wrong, "\n"))
		}
		before, sent := r.rows(t), r.sends(t)
		if sent.Len() < 40 || len(sent.Hosts()) < 5 {
			t.Fatalf("the browser sends %d cookies to %q", sent.Len(), sent.Hosts())
		}

		raw := r.bytes(t)
		gone := r.clear(t, before)
		r.noTrace(t, raw, gone)
		now := r.sends(t)
		lost, appeared := sent.Diff(now)
		if len(appeared) > 0 {
			t.Errorf("after clear the browser sends newly\n%s", strings.Join(appeared, "\n"))
		}
		prefixes := []string{"https://shop.test/", "https://www.shop.test/", "https://ads.test/frame/shop", "https://social.test/frame/shop"}
		if unasked, _ := sent.Without(names(gone), prefixes...).Diff(now); len(unasked) > 0 {
			t.Errorf("after clear the browser no longer sends what was not cleared\n%s", strings.Join(unasked, "\n"))
		}
		for _, name := range r.certain() {
			if !slices.ContainsFunc(lost, func(line string) bool { return strings.Contains(line, " "+name+"=") }) {
				t.Errorf("the browser still sends %s, which was cleared", name)
			}
		}

		var undone written
		r.crumbs(t, 0, &undone, "undo", "--json")
		if undone.Restored != len(gone) {
			t.Errorf("undo restored %d of %d", undone.Restored, len(gone))
		}
		if !same(r.rows(t), before) {
			t.Error("after undo the store's rows are not what they were")
		}
		if lost, appeared := sent.Diff(r.sends(t)); len(lost)+len(appeared) > 0 {
			t.Errorf("after undo the browser no longer sends\n%s\nand sends newly\n%s", strings.Join(lost, "\n"), strings.Join(appeared, "\n"))
		}
	})
}

// certain are the names of which nobody could say that shop.test needs them:
// its statistics and advertising, and what others set in its frames.
func (r *rig) certain() []string {
	names := []string{"_fbp", "_ga", "_ga_7Q0F2K8LMN", "_gcl_au", "_gid", "_hjSessionUser_31337", "uid3p"}
	if r.browser == browsertest.Firefox { // Chromium refuses them in a frame
		names = append(names, "fr", "test_cookie")
	}
	return names
}

// needed are the names of which nobody could say that it does not.
func needed() []string { return []string{"sessionid", "csrftoken", "CookieConsent", "lang", "theme"} }

// toClear is what `clear shop.test` must take by the contract, by the verdicts
// that the list shows: statistics, advertising, and third parties' that are
// neither necessary nor functional.
func (r *rig) toClear(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, f := range listed(t, r.program, r.home, "shop.test") {
		category := f["category"]
		third := f["party"] == "third" && category != "necessary" && category != "functional"
		if f["store"] == r.store(t) && (category == "statistical" || category == "marketing" || third) {
			out = append(out, f.id())
		}
	}
	return out
}

// clear clears shop.test and gives the rows that went; the others must be as
// they were, column by column.
func (r *rig) clear(t *testing.T, before []browsertest.Row) []browsertest.Row {
	t.Helper()
	want := r.toClear(t)
	var planned, done written
	r.crumbs(t, 0, &planned, "clear", "shop.test", "--dry-run", "--json")
	if !same(r.rows(t), before) {
		t.Fatal("a dry run changed the store")
	}
	facts := truth(t, r.browser, r.home)
	r.crumbs(t, 0, &done, "clear", "shop.test", "--yes", "--json")
	var gone []browsertest.Row
	left := r.rows(t)
	for _, row := range before {
		if len(left) > 0 && maps.Equal(left[0], row) {
			left = left[1:]
		} else {
			gone = append(gone, row)
		}
	}
	if len(left) > 0 {
		t.Fatalf("clear changed %d rows that it left", len(left))
	}
	still := map[string]bool{}
	for _, f := range truth(t, r.browser, r.home) {
		still[f.id()] = true
	}
	facts = slices.DeleteFunc(facts, func(f fact) bool { return still[f.id()] })
	if got := ids(facts); !slices.Equal(got, want) {
		t.Fatalf("clear deleted\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, name := range r.certain() {
		if !slices.Contains(names(gone), name) {
			t.Errorf("clear did not take %s", name)
		}
	}
	for _, name := range needed() {
		if slices.Contains(names(gone), name) {
			t.Errorf("clear took %s", name)
		}
	}
	if done.Deleted != len(gone) || planned.Deleted != len(gone) || done.ID == "" {
		t.Errorf("clear says that it deleted %d, it had planned %d, and %d are gone", done.Deleted, planned.Deleted, len(gone))
	}
	return gone
}

func ids(facts []fact) []string {
	var out []string
	for _, f := range facts {
		out = append(out, f.id())
	}
	return out
}

// names gives the names in some rows.
func names(rows []browsertest.Row) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row["name"].Text)
	}
	return out
}

// bytes are the files of the store as they are.
func (r *rig) bytes(t *testing.T) []byte {
	t.Helper()
	var all []byte
	for _, suffix := range []string{"", "-wal", "-journal"} {
		text, err := os.ReadFile(r.store(t) + suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

// noTrace looks for what was deleted in every file of the home folder: nothing
// of it may be left, in the profile or in what crumbs keeps for undo. Raw is the
// store before the deletion, in which it must be found.
func (r *rig) noTrace(t *testing.T, raw []byte, gone []browsertest.Row) {
	t.Helper()
	var secrets []string
	for _, row := range gone {
		secret := row["value"].Text // Firefox's is plain
		if r.browser == browsertest.Chromium {
			secret = row["encrypted_value"].Text
		}
		if len(secret) < 10 {
			continue // a few bytes can be anywhere
		}
		if !bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the value of %s was not in the store before", row["name"].Text)
		}
		secrets = append(secrets, secret)
	}
	if len(secrets) < 5 {
		t.Fatalf("only %d values to look for", len(secrets))
	}
	err := filepath.WalkDir(r.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		for i, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("the value %d of %d that were deleted is still in %s", i+1, len(secrets), path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBrowserRunning: a browser that runs is read without harm and is not
// written. Chromium writes its store half a minute after it was given cookies,
// and a lock at that moment would lose them; the list is asked for all the time
// until they are there.
func TestBrowserRunning(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		b := r.visited(t)
		r.listedWhileItRuns(t)

		before := truth(t, r.browser, r.home)
		for _, args := range [][]string{
			{"delete", "shop.test", "--yes", "--json"},
			{"clear", "shop.test", "--yes", "--json"},
			{"delete", "--browser", r.browser, "--yes", "--json"},
		} {
			var refused written
			r.crumbs(t, 3, &refused, args...)
			if refused.Deleted != 0 || refused.reasons()["in-use"] == 0 {
				t.Errorf("crumbs %s while the browser runs: %+v", strings.Join(args, " "), refused)
			}
		}
		values := map[string]any{}
		for _, f := range truth(t, r.browser, r.home) { // more may have come, and times of use
			values[f.id()] = f["value"]
		}
		for _, f := range before {
			if v, ok := values[f.id()]; !ok || v != f["value"] {
				t.Errorf("a deletion that was refused changed %s", f.id())
			}
		}
		var history []any
		if r.crumbs(t, 0, &history, "history", "--json"); len(history) > 0 {
			t.Errorf("deletions that were refused are remembered: %v", history)
		}

		// What it stores while crumbs looks again is kept as well.
		b.Visit(browsertest.Later)
		listed(t, r.program, r.home)
		r.server.Sent()
		b.Visit(r.server.Walk()...)
		sent := r.server.Sent()
		b.Close()
		if !slices.Contains(sent.Names("later.test"), "later") {
			t.Fatalf("the browser sends later.test only %q", sent.Names("later.test"))
		}
		session := []string{"sessionid", "cart", "www_session", "__Host-session", "JSESSIONID", "sid", "__Host-chips"}
		if lost, appeared := sent.Without(session).Diff(r.sends(t)); len(lost)+len(appeared) > 0 {
			t.Errorf("after crumbs had looked the browser no longer sends\n%s\nand sends newly\n%s",
				strings.Join(lost, "\n"), strings.Join(appeared, "\n"))
		}
	})
}

// listedWhileItRuns lists again and again until everything that the browser was
// given is in its store, and compares.
func (r *rig) listedWhileItRuns(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var wrong []string
	for ctx.Err() == nil {
		was := truth(t, r.browser, r.home)
		list := listed(t, r.program, r.home)
		// The browser may have written in between; then neither is right.
		if is := truth(t, r.browser, r.home); len(is) < 50 || len(compare(was, is)) > 0 {
			continue
		}
		if wrong = compare(was, list); len(wrong) == 0 {
			t.Logf("%d cookies of a running browser", len(list))
			return
		}
		break
	}
	if wrong == nil {
		t.Fatalf("the browser did not write its cookies: %v", errors.Join(ctx.Err()))
	}
	t.Errorf("the list is not what is in the store:\n%s", strings.Join(wrong, "\n"))
}

// TestBrowserKilled: what a crash leaves, a write-ahead log or marks of a
// browser that is gone, is in nobody's way. And what a site has set again since
// a deletion stays as it is when that is undone.
func TestBrowserKilled(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close()
		first := r.clear(t, r.rows(t))
		b := r.visited(t)
		var refused written
		r.crumbs(t, 3, &refused, "undo", "--json")
		if refused.Restored != 0 || refused.reasons()["in-use"] != len(first) {
			t.Errorf("undo while the browser runs: %+v", refused)
		}
		b.Kill()
		facts := truth(t, r.browser, r.home)
		if wrong := compare(facts, listed(t, r.program, r.home)); len(wrong) > 0 || len(facts) < 40 {
			t.Errorf("the list is not what is in the store of %d:\n%s", len(facts), strings.Join(wrong, "\n"))
		}
		var stores []struct {
			Path     string `json:"path"`
			State    string `json:"state"`
			Writable bool   `json:"writable"`
		}
		r.crumbs(t, 0, &stores, "stores", "--json")
		for _, s := range stores {
			if s.Path == r.store(t) && (s.State != "ready" || !s.Writable) {
				t.Errorf("the store of a browser that was killed is %s", s.State)
			}
		}
		r.newerStays(t, len(first))

		before, raw := r.rows(t), r.bytes(t)
		gone := r.clear(t, before)
		r.noTrace(t, raw, gone)
		r.crumbs(t, 0, nil, "undo")
		if !same(r.rows(t), before) {
			t.Error("after undo the store's rows are not what they were")
		}
	})
}

// newerStays undoes a deletion of so many cookies after the site was visited
// again. A Firefox has them in its store by then; a Chromium that was killed had
// not written them, and gets the old ones.
func (r *rig) newerStays(t *testing.T, deleted int) {
	t.Helper()
	before := r.rows(t)
	_, out, complaint := run(t, r.program, r.home, "undo", "--json")
	var undone written
	if err := json.Unmarshal(out, &undone); err != nil {
		t.Fatalf("undo: %v: %s", err, complaint)
	}
	newer := undone.reasons()["newer"]
	if undone.Restored+newer != deleted || (r.browser == browsertest.Firefox) != (newer > 0) {
		t.Errorf("of %d cookies undo restored %d and passed over %d as newer", deleted, undone.Restored, newer)
	}
	after := r.rows(t)
	for _, row := range before {
		if !slices.ContainsFunc(after, func(other browsertest.Row) bool { return maps.Equal(row, other) }) {
			t.Errorf("undo changed %s of %s, which was there", row["name"].Text, row["host"].Text)
		}
	}
	if len(after) != len(before)+undone.Restored {
		t.Errorf("undo restored %d, and of %d rows it made %d", undone.Restored, len(before), len(after))
	}
}

// same reports whether two stores have the same rows, all columns.
func same(a, b []browsertest.Row) bool {
	return slices.EqualFunc(a, b, func(x, y browsertest.Row) bool { return maps.Equal(x, y) })
}
