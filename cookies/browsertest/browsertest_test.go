package browsertest_test

import (
	"slices"
	"strings"
	"testing"

	"crumbs/cookies/browsertest"
)

// The cookies that pages set without a lifetime.
func sessionNames() []string {
	return []string{"sessionid", "cart", "www_session", "__Host-session", "JSESSIONID", "sid", "__Host-chips"}
}

// TestBrowsersKeepWhatTheyAreGiven is what every other test with a browser
// stands on: there are enough cookies of enough kinds, and all that outlive a
// session are in the store and are sent again by the next start.
func TestBrowsersKeepWhatTheyAreGiven(t *testing.T) {
	table := map[string]string{browsertest.Chromium: "cookies", browsertest.Firefox: "moz_cookies"}
	host := map[string]string{browsertest.Chromium: "host_key", browsertest.Firefox: "host"}
	for _, browser := range []string{browsertest.Chromium, browsertest.Firefox} {
		t.Run(browser, func(t *testing.T) {
			browsertest.Need(t, browser)
			home, server := t.TempDir(), browsertest.Serve(t)
			b := browsertest.Start(t, browser, home, server)
			b.Visit(server.Setting()...)
			if set := server.Sent(); set.Len() != 0 {
				t.Errorf("%d cookies were written down on the walk that sets them", set.Len())
			}
			b.Visit(server.Walk()...)
			first := server.Sent()
			b.Close()
			check(t, first)

			hosts := map[string]bool{}
			rows := browsertest.Dump(t, b.Store(), table[browser])
			for _, r := range rows {
				hosts[r[host[browser]].Text] = true
			}
			if len(rows) < 40 || len(hosts) < 5 {
				t.Errorf("the store has %d cookies of %d hosts, want at least 40 of 5", len(rows), len(hosts))
			}

			b = browsertest.Start(t, browser, browsertest.CopyProfile(t, home), server)
			b.Visit(server.Walk()...)
			again := server.Sent()
			b.Close()
			if gone, appeared := first.Without(sessionNames()).Diff(again); len(gone)+len(appeared) > 0 {
				t.Errorf("after a restart it no longer sends\n%s\nand sends newly\n%s",
					strings.Join(gone, "\n"), strings.Join(appeared, "\n"))
			}
			if n := len(browsertest.Dump(t, browsertest.StorePath(t, browser, home), table[browser])); n != len(rows) {
				t.Errorf("a browser on the copy left %d rows in the store, want %d", n, len(rows))
			}
		})
	}
}

// check looks for a few cookies of each kind, so that a walk that sets too
// little is seen here and not in the tests that build on it.
func check(t *testing.T, sent browsertest.Sent) {
	t.Helper()
	for host, want := range map[string][]string{
		"shop.test":          {"sessionid", "_ga", "_fbp", "lang", "theme", "legacy", "ab_variant", "orders"},
		"www.shop.test":      {"_ga", "currency", "www_session"},
		"bank.test":          {"__Host-session", "__Secure-device", "strict", "statement"},
		"odd.test":           {"c1\u009b31mname", "bidi\u202eeman", "-", "empty", "nameless value", "deep"},
		"plain.test":         {"plain", "sid"},
		"ads.test":           {"IDE", "uid3p", "__Host-chips"},
		"social.test":        {"datr"},
		"xn--bcher-kva.test": {"gruss", "名前"},
	} {
		names := sent.Names(host)
		for _, name := range want {
			if !slices.Contains(names, name) {
				t.Errorf("%s was not sent %q, only %q", host, name, names)
			}
		}
		for _, name := range []string{"never", "__Host-refused", "refused"} {
			if slices.Contains(names, name) {
				t.Errorf("%s was sent %q, which no browser should have stored", host, name)
			}
		}
	}
	if sent.Len() < 40 || len(sent.Hosts()) < 5 {
		t.Errorf("%d cookies were sent to %q, want at least 40 to 5 hosts", sent.Len(), sent.Hosts())
	}
}

// TestKill leaves what a crash leaves: no process, and the marks of one.
func TestKill(t *testing.T) {
	for _, browser := range []string{browsertest.Chromium, browsertest.Firefox} {
		t.Run(browser, func(t *testing.T) {
			browsertest.Need(t, browser)
			server := browsertest.Serve(t)
			b := browsertest.Start(t, browser, t.TempDir(), server)
			b.Visit(server.Walk()[0])
			b.Kill()
			b.Kill() // what has ended can be killed again
			if alive(b.PID()) {
				t.Errorf("process %d is still there", b.PID())
			}
		})
	}
}

// TestDiff holds the comparison that the other tests judge by to account, since
// it needs no browser.
func TestDiff(t *testing.T) {
	before := browsertest.Sent{"https://a.test/": {"x=1", "x=1", "y=2"}, "https://b.test/": {"z=3"}}
	after := browsertest.Sent{"https://a.test/": {"w=0", "x=1"}, "https://b.test/": {"z=3"}}
	gone, appeared := before.Diff(after)
	if want := []string{"https://a.test/ x=1", "https://a.test/ y=2"}; !slices.Equal(gone, want) {
		t.Errorf("gone %q, want %q", gone, want)
	}
	if want := []string{"https://a.test/ w=0"}; !slices.Equal(appeared, want) {
		t.Errorf("appeared %q, want %q", appeared, want)
	}
	gone, _ = before.Diff(before.Without([]string{"x", "z"}, "https://a.test/"))
	if want := []string{"https://a.test/ x=1", "https://a.test/ x=1"}; !slices.Equal(gone, want) {
		t.Errorf("without x and z on a.test gone %q, want %q", gone, want)
	}
}
