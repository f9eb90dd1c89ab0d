package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// firefoxProfile is the name of the profile's folder; Firefox makes them of
// eight letters and a word.
const firefoxProfile = "k7w2c9xa.default"

// firefox is a Firefox that is driven through WebDriver BiDi.
type firefox struct {
	*process
	wire    *wire
	server  *Server
	tab     string
	folder  string
	address string // of its debugging port
}

// StartFirefox starts Firefox on a profile below home/.config/mozilla/firefox,
// where a fresh one makes its own, which profiles.ini names. As root it wants
// the home folder to be root's.
func StartFirefox(t testing.TB, home string, s *Server) Browser {
	t.Helper()
	program := Need(t, Firefox)
	f := &firefox{server: s, folder: filepath.Dir(StorePath(t, Firefox, home))}
	if err := f.prepare(); err != nil {
		t.Fatalf("prepare a Firefox profile: %v", err)
	}
	f.process = launch(t, home, program,
		[]string{"-headless", "-no-remote", "-profile", f.folder, "--remote-debugging-port", "0", "about:blank"})
	f.connect()
	return f
}

// prepare writes what the profile must hold before Firefox starts.
func (f *firefox) prepare() error {
	if err := os.MkdirAll(f.folder, 0o700); err != nil {
		return err
	}
	var overrides strings.Builder
	overrides.WriteString("# PSM Certificate Override Settings file\n")
	for _, host := range f.server.hosts() {
		// SHA-256, by its object identifier, and the fingerprint in its usual spelling.
		fmt.Fprintf(&overrides, "%s:%d:\tOID.2.16.840.1.101.3.4.2.1\t%s\t\n", host, f.server.tls, colons(f.server.fingerprint[:]))
	}
	files := map[string]string{
		filepath.Join(f.folder, "user.js"):            userJS(),
		filepath.Join(f.folder, "cert_override.txt"):  overrides.String(),
		filepath.Join(f.folder, "..", "profiles.ini"): profilesINI(),
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func colons(b []byte) string {
	parts := make([]string, len(b))
	for i, c := range b {
		parts[i] = fmt.Sprintf("%02X", c)
	}
	return strings.Join(parts, ":")
}

func profilesINI() string {
	return "[General]\nStartWithLastProfile=1\nVersion=2\n\n" +
		"[Profile0]\nName=default\nIsRelative=1\nPath=" + firefoxProfile + "\nDefault=1\n"
}

// userJS are the preferences under which Firefox reaches nothing but the
// server, whatever the host, and changes none of its own for the debugger.
func userJS() string {
	return `user_pref("network.dns.forceResolve", "127.0.0.1");
user_pref("network.trr.mode", 5);
user_pref("network.proxy.type", 0);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.prefetch-next", false);
user_pref("remote.prefs.recommended", false);
user_pref("app.update.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.shield.optoutstudies.enabled", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.firstrunSkipsHomepage", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.safebrowsing.downloads.enabled", false);
user_pref("browser.safebrowsing.update.enabled", false);
user_pref("browser.region.network.url", "");
user_pref("browser.search.update", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("toolkit.telemetry.unified", false);
user_pref("toolkit.telemetry.server", "");
user_pref("extensions.update.enabled", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("extensions.blocklist.enabled", false);
user_pref("services.settings.server", "");
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("dom.security.https_first", false);
user_pref("dom.security.https_only_mode", false);
user_pref("privacy.purge_trackers.enabled", false);
user_pref("privacy.bounceTrackingProtection.mode", 0);
`
}

// connect opens the BiDi connection on the port that Firefox chose.
func (f *firefox) connect() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	address, err := f.said.after(ctx, "WebDriver BiDi listening on ")
	f.must(err)
	f.address = address
	conn, _, err := websocket.Dial(ctx, address+"/session", nil)
	f.must(err)
	conn.SetReadLimit(-1)
	life, end := context.WithCancel(context.Background())
	f.t.Cleanup(func() {
		end()
		_ = conn.CloseNow()
	})
	wire := newWire(func(text []byte) error { return conn.Write(life, websocket.MessageText, text) })
	f.wire = wire // the next session has another
	go func() {
		for {
			_, text, err := conn.Read(life)
			if err != nil {
				wire.end(nil)
				return
			}
			wire.put(text)
		}
	}()
	f.must(f.wire.call(ctx, "", "session.new", map[string]any{"capabilities": map[string]any{}}, nil))
	var tree struct {
		Contexts []struct {
			ID string `json:"context"`
		} `json:"contexts"`
	}
	f.must(f.wire.call(ctx, "", "browsingContext.getTree", map[string]any{}, &tree))
	if len(tree.Contexts) == 0 {
		f.t.Fatal("firefox has no tab")
	}
	f.tab = tree.Contexts[0].ID
}

// lend ends the test's session while somebody else has one.
func (f *firefox) lend(to func(port int)) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f.must(f.wire.call(ctx, "", "session.end", map[string]any{}, nil))
	to(portOf(f.t, f.address))
	f.connect()
}

// must ends the test with what the browser said.
func (f *firefox) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatalf("firefox: %v; it said:\n%s", err, f.said)
	}
}

// Visit opens the pages one after the other.
func (f *firefox) Visit(urls ...string) {
	f.t.Helper()
	for _, u := range urls {
		f.visit(f.server.withPort(f.t, u))
	}
}

func (f *firefox) visit(url string) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f.must(f.running())
	f.wire.forget()
	if err := f.wire.call(ctx, "", "browsingContext.navigate",
		map[string]any{"context": f.tab, "url": url, "wait": "complete"}, nil); err != nil {
		f.t.Fatalf("firefox: %s: %v", url, err)
	}
}

// Close ends Firefox as its menu does.
func (f *firefox) Close() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f.must(f.running())
	f.must(f.wire.call(ctx, "", "browser.close", map[string]any{}, nil))
	f.wait("was closed and")
}

// Profile is the folder of its one profile.
func (f *firefox) Profile() string { return f.folder }

// Store is its cookie database. It may not be there yet.
func (f *firefox) Store() string { return StorePath(f.t, Firefox, f.home) }
