package cli_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies/browsertest"
)

// choice is the JSON of a listed cookie, as far as it is needed here.
type choice struct {
	ID        string `json:"id"`
	Partition string `json:"partitionKey"`
}

// TestBrowserDevtools: a browser that runs deletes its own cookies when it is
// told to through its debugging port, those that were chosen and no others. Some
// it sets again while it runs; and when it has closed, undo has every other row
// back as it was.
func TestBrowserDevtools(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close() // so that all is in the store
		b, lend := browsertest.StartOpen(t, r.browser, r.home, r.server)
		walk := func() browsertest.Sent {
			r.server.Sent()
			b.Visit(r.server.Walk()...)
			return r.server.Sent()
		}
		same := func(when string, want, got browsertest.Sent) {
			t.Helper()
			if lost, appeared := want.Diff(got); len(lost)+len(appeared) > 0 {
				t.Errorf("%s the browser no longer sends\n%s\nand sends newly\n%s", when, strings.Join(lost, "\n"), strings.Join(appeared, "\n"))
			}
		}
		sent, before := walk(), r.rows(t)
		var ids []string
		lend(func(port int) { ids = r.deleteLive(t, port) })
		forGood := sent.Without([]string{"_ga", "_ga_7Q0F2K8LMN", "_gid"}, "https://shop.test/", "https://www.shop.test/").
			Without([]string{"uid3p"}, "https://ads.test/frame/shop")
		same("after the deletion", forGood.Without([]string{"__gads", "paywall"}, "https://news.test/").
			Without([]string{"uid3p"}, "https://ads.test/frame/news"), walk())
		if sent.Len()-forGood.Len() < 4 {
			t.Fatalf("the browser sent %d, %d of them not chosen", sent.Len(), forGood.Len())
		}
		r.othersRefused(t)

		lend(func(port int) {
			for _, id := range ids {
				r.crumbs(t, 0, nil, "undo", id, "--devtools", strconv.Itoa(port))
			}
		})
		same("after the undo while it runs", forGood, walk())

		b.Close()
		if left := r.rows(t); len(left) != len(before)-4 {
			t.Errorf("the store has %d rows of %d, and 4 are deleted", len(left), len(before))
		}
		r.crumbs(t, 0, nil, "undo")
		r.crumbs(t, 0, nil, "undo")
		now := r.rows(t)
		if diff := cmp.Diff(exact(before), exact(now)); diff != "" || len(now) != len(before) {
			t.Errorf("after undo the store has %d rows of %d, and they differ:\n%s", len(now), len(before), diff)
		}
		same("after undo", sent, r.sends(t))
	})
}

// exact are the rows that were not set again by the running browser, each as a
// line, without their numbers, for what it sets again may take that of another,
// and without the time of their last use.
func exact(rows []browsertest.Row) []string {
	var out []string
	for _, row := range rows {
		under := row["top_frame_site_key"].Text + row["originAttributes"].Text
		if slices.Contains([]string{"__gads", "paywall"}, row["name"].Text) || row["name"].Text == "uid3p" && strings.Contains(under, "news.test") {
			continue
		}
		row = maps.Clone(row)
		delete(row, "rowid")
		delete(row, "id")
		delete(row, "lastAccessed") // the browser went on sending the others, and notes it each minute
		delete(row, "last_access_utc")
		out = append(out, fmt.Sprintf("%q", row)) // sorted by column
	}
	slices.Sort(out)
	return out
}

// deleteLive deletes, in four deletions: two cookies of news.test, the one of the
// advertiser's three of one name that is partitioned under news.test, the one
// under shop.test, and the statistics of shop.test. It gives the IDs of the first
// two deletions.
func (r *rig) deleteLive(t *testing.T, port int) []string {
	t.Helper()
	remove := func(n int, args ...string) string {
		t.Helper()
		var res written
		r.crumbs(t, 0, &res, append(append([]string{"delete"}, args...), "--devtools", strconv.Itoa(port), "--yes", "--json")...)
		if res.Deleted != n || res.ID == "" {
			t.Errorf("%s: %+v, want %d", strings.Join(args, " "), res, n)
		}
		return res.ID
	}
	var list []choice
	r.crumbs(t, 0, &list, "list", "--json", "--browser", r.browser, "--name", "uid3p")
	under := map[string]string{}
	for _, c := range list {
		under[c.Partition] = c.ID
	}
	if len(list) != 3 || len(under) != 3 {
		t.Fatalf("%d cookies called uid3p in %d partitions", len(list), len(under))
	}
	ids := []string{
		remove(2, "news.test", "--name", "__gads,paywall", "--browser", r.browser),
		remove(1, "--id", under["https://news.test"]),
	}
	remove(1, "--id", under["https://shop.test"])
	remove(3, "shop.test", "--domain", "shop.test", "--name", "_ga,_ga_7Q0F2K8LMN,_gid", "--browser", r.browser)
	return ids
}

// othersRefused: a browser is told about its own store only, and a Firefox that
// somebody else steers, here the test, is left alone.
func (r *rig) othersRefused(t *testing.T) {
	t.Helper()
	other, lend := browsertest.StartOpen(t, r.browser, t.TempDir(), r.server)
	refused := func(code int, port int, words string) {
		t.Helper()
		got, _, complaint := run(t, r.program, r.home, "delete", "shop.test", "--devtools", strconv.Itoa(port), "--yes")
		if got != code || !strings.Contains(string(complaint), words) {
			t.Errorf("exit %d, want %d: %s", got, code, complaint)
		}
	}
	its := 0
	lend(func(port int) {
		its = port
		refused(3, port, "uses the store")
	})
	if r.browser == browsertest.Firefox {
		refused(1, its, "one at a time")
	}
	other.Kill()
}

// TestBrowserDevtoolsExact: what undo sets again in a running browser is what it
// was, but for the times that no browser can be told; and what a browser can't
// be told exactly it is not told at all, so that undo has it back, exact, once
// the browser has closed.
func TestBrowserDevtoolsExact(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close() // so that all is in the store
		before := r.rows(t)
		b, lend := browsertest.StartOpen(t, r.browser, r.home, r.server)
		lend(func(port int) {
			through := []string{"--devtools", strconv.Itoa(port), "--json"}
			var res written
			// Not Secure though they came by https, and Secure by the side of them.
			r.crumbs(t, 0, &res, append([]string{"delete", "--domain", "shop.test", "--name", "theme,lang,_fbp,csrftoken", "--yes"}, through...)...)
			if res.Deleted != 5 {
				t.Errorf("%+v, want 5 deleted", res)
			}
			r.crumbs(t, 0, &res, append([]string{"undo"}, through...)...)
			if res.Restored != 5 {
				t.Errorf("%+v, want 5 restored", res)
			}
			// What fits nothing may be too new for the store, and it says so.
			if _, _, words := run(t, r.program, r.home, append([]string{"delete", "--name", "no-such", "--yes"}, through...)...); !strings.Contains(string(words), "the last half minute") {
				t.Errorf("of a cookie that is not there it says %s", words)
			}
			// A name and values in the letters of other languages.
			r.crumbs(t, 0, &res, append([]string{"delete", "--domain", "xn--bcher-kva.test", "--yes"}, through...)...)
			if res.Deleted != 2 {
				t.Errorf("%+v, want 2 deleted", res)
			}
			if r.browser == browsertest.Chromium {
				r.crumbs(t, 0, nil, append([]string{"undo"}, through...)...)
				return
			}
			code, _, words := run(t, r.program, r.home, append([]string{"undo"}, through...)...)
			if code == 0 || !strings.Contains(string(words), "close it, then undo brings it back") {
				t.Errorf("exit %d: %s", code, words)
			}
		})
		b.Close()
		if r.browser == browsertest.Firefox {
			r.crumbs(t, 0, nil, "undo")
		}
		if diff := cmp.Diff(lasting(before), lasting(r.rows(t))); diff != "" {
			t.Errorf("not as it was:\n%s", diff)
		}
	})
}

// lasting are the rows of the cookies that were deleted, as lines, without what a
// browser can't be told: times, numbers of rows, who set it, and of a Firefox by
// which scheme it came and the milliseconds of its end.
func lasting(rows []browsertest.Row) []string {
	var out []string
	for _, row := range rows {
		if !slices.Contains([]string{"theme", "lang", "_fbp", "csrftoken", "gruss", "\u540d\u524d"}, row["name"].Text) {
			continue
		}
		row = maps.Clone(row)
		for _, column := range []string{"rowid", "id", "lastAccessed", "last_access_utc", "creationTime", "creation_utc", "updateTime", "last_update_utc",
			"source_type", "schemeMap", "expiry"} {
			delete(row, column)
		}
		out = append(out, fmt.Sprintf("%q", row)) // sorted by column
	}
	slices.Sort(out)
	return out
}
