package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies/browsertest"
)

// TestBrowsersWithWindows is the way from a page to undo with the browsers of
// WebKitGTK and QtWebEngine: each makes its store, crumbs lists it, refuses to
// write while the browser runs, deletes one cookie, and the browser itself then
// says what it still sends, and what it sends after undo.
func TestBrowsersWithWindows(t *testing.T) {
	for _, browser := range browsertest.Windowed() {
		t.Run(browser, func(t *testing.T) {
			browsertest.NeedWindowed(t, browser)
			r := &rig{program: build(t), browser: browser, home: t.TempDir()}
			if err := os.Mkdir(filepath.Join(r.home, "tmp"), 0o700); err != nil {
				t.Fatal(err)
			}
			desktop, shop := browsertest.StartDesktop(t), browsertest.OpenShop(t)
			running := desktop.Open(t, browser, r.home, shop.Setting())
			stored := browsertest.Kept()
			if browser != browsertest.Epiphany { // QtWebEngine keeps it until its next start, as Chromium does
				stored = append(stored, "session")
				slices.Sort(stored)
			}
			r.fills(t, len(stored))

			var refused written
			r.crumbs(t, 3, &refused, "delete", "shop.localhost", "--name", "_ga", "--yes", "--json")
			if diff := cmp.Diff(map[string]int{"in-use": 1}, refused.reasons()); diff != "" {
				t.Errorf("while it runs: %s", diff)
			}
			running.Close()

			if diff := cmp.Diff(stored, r.names(t)); diff != "" {
				t.Errorf("listed: %s", diff)
			}
			var done written
			r.crumbs(t, 0, &done, "delete", "shop.localhost", "--name", "_ga", "--yes", "--json")
			if done.Deleted != 1 {
				t.Errorf("deleted %d", done.Deleted)
			}
			left := slices.DeleteFunc(browsertest.Kept(), func(name string) bool { return name == "_ga" })
			if diff := cmp.Diff(left, r.looks(t, desktop, shop)); diff != "" {
				t.Errorf("sent after the deletion: %s", diff)
			}
			r.crumbs(t, 0, &done, "undo", "--json")
			if done.Restored != 1 {
				t.Errorf("restored %d", done.Restored)
			}
			if diff := cmp.Diff(browsertest.Kept(), r.looks(t, desktop, shop)); diff != "" {
				t.Errorf("sent after undo: %s", diff)
			}
		})
	}
}

// fills waits until the browser has written so many cookies, while crumbs says
// that it is in use and by whom.
func (r *rig) fills(t *testing.T, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		var stores []struct {
			Browser, State, Reason string
			Cookies                *int
			Writable               bool
		}
		r.crumbs(t, 0, &stores, "stores", "--json")
		if len(stores) == 1 && stores[0].Cookies != nil && *stores[0].Cookies == n {
			s := stores[0]
			if s.Browser != r.browser || s.State != "in-use" || s.Writable || !strings.HasPrefix(s.Reason, r.browser+" is using it (process ") {
				t.Errorf("while it runs: %+v", s)
			}
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("the browser keeps no %d cookies: %+v", n, stores)
		}
	}
}

// names gives the names of all cookies that crumbs lists, sorted.
func (r *rig) names(t *testing.T) []string {
	t.Helper()
	var list []struct{ Name, Browser string }
	r.crumbs(t, 0, &list, "list", "--json")
	var out []string
	for _, c := range list {
		if c.Browser != r.browser {
			t.Errorf("%s is said to be of %s", c.Name, c.Browser)
		}
		out = append(out, c.Name)
	}
	slices.Sort(out)
	return out
}

// looks starts the browser and gives the names of the cookies that it sends.
func (r *rig) looks(t *testing.T, d *browsertest.Desktop, shop *browsertest.Shop) []string {
	t.Helper()
	w := d.Open(t, r.browser, r.home, shop.Looking())
	defer w.Close()
	return shop.Sent(t, w)
}
