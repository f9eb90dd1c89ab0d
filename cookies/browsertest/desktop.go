package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// The browsers that can't do without a window. They are tried under
// CRUMBS_ALL_BROWSERS=1 only: their packages are large and change rarely.
const (
	Epiphany    = "epiphany"
	Falkon      = "falkon"
	Qutebrowser = "qutebrowser"
)

// Windowed lists them.
func Windowed() []string { return []string{Epiphany, Falkon, Qutebrowser} }

// NeedWindowed gives the program of a browser that needs a window. Without
// CRUMBS_ALL_BROWSERS=1 the test is skipped, with it a browser that is missing
// fails it.
func NeedWindowed(t testing.TB, browser string) string {
	t.Helper()
	if os.Getenv("CRUMBS_ALL_BROWSERS") != "1" {
		t.Skip("browsers with windows are started under CRUMBS_ALL_BROWSERS=1 only")
	}
	name := map[string]string{Epiphany: "epiphany-browser", Falkon: "falkon", Qutebrowser: "qutebrowser"}[browser]
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("CRUMBS_ALL_BROWSERS=1 is set and there is no %s: %v", browser, err)
	}
	return path
}

// Desktop is a display that nobody sees, and a session bus with nobody on it.
type Desktop struct{ display, bus string }

// StartDesktop starts both until the test ends.
func StartDesktop(t testing.TB) *Desktop {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	dir := t.TempDir()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	launch(t, dir, "Xvfb", []string{"-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"}, to)
	_ = to.Close()
	number, err := bufio.NewReader(from).ReadString('\n') // ends with Xvfb, if that does not start
	_ = from.Close()
	if err != nil {
		t.Fatalf("Xvfb gives no display: %v", err)
	}
	// No folders of services: what is asked for on this bus is not started.
	config := filepath.Join(dir, "bus.conf")
	text := `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>` +
		`<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := launch(t, dir, "dbus-daemon", []string{"--config-file=" + config, "--nofork", "--print-address"})
	address, err := bus.said.after(ctx, "unix:")
	if err != nil {
		t.Fatalf("dbus-daemon gives no address: %v; it said:\n%s", err, bus.said)
	}
	return &Desktop{display: ":" + strings.TrimSpace(number), bus: "unix:" + address}
}

// Window is a browser that runs in a window on a home folder of its own.
type Window struct{ *process }

// Open starts a browser on a page, with what it kept in the home folder.
func (d *Desktop) Open(t testing.TB, browser, home, url string) *Window {
	t.Helper()
	runtime := filepath.Join(home, "run")
	if err := os.MkdirAll(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	// The programs run in a namespace of the tests' own already, where they can
	// make none for their sandboxes, and without a graphics card.
	return &Window{launch(t, home, "env", []string{
		"DISPLAY=" + d.display, "DBUS_SESSION_BUS_ADDRESS=" + d.bus, "XDG_RUNTIME_DIR=" + runtime, "LIBGL_ALWAYS_SOFTWARE=1",
		"GDK_BACKEND=x11", "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1", "WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1",
		"QT_QPA_PLATFORM=xcb", "QTWEBENGINE_DISABLE_SANDBOX=1", "QTWEBENGINE_CHROMIUM_FLAGS=--no-sandbox --disable-gpu",
		NeedWindowed(t, browser), url,
	})}
}

// Close ends the browser. What it keeps is written by then: these browsers
// write at once or every half minute, which a test waits for before.
func (w *Window) Close() {
	w.t.Helper()
	_ = w.cmd.Process.Signal(syscall.SIGTERM) // one that has ended is waited for all the same
	w.wait("was told to end and")
}

// Shop is a site of one host, shop.localhost, which browsers look for on this
// machine without asking anybody. It sets its cookies once, for a browser
// may open again the page that it had open.
type Shop struct {
	base string
	set  atomic.Bool
	sent chan []string
}

// Kept are the names of the cookies that the shop sets to be kept, sorted.
func Kept() []string { return []string{"_fbp", "_ga", "lang", "sid", "theme"} }

// OpenShop opens the site until the test ends.
func OpenShop(t testing.TB) *Shop {
	t.Helper()
	s := &Shop{sent: make(chan []string, 16)}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	s.base = "http://shop.localhost:" + port
	return s
}

// Setting is the page that sets the cookies, Looking the one that only looks at
// what it is sent.
func (s *Shop) Setting() string { return s.base + "/set" }

// Looking is explained at [Shop.Setting].
func (s *Shop) Looking() string { return s.base + "/look" }

// ServeHTTP gives both pages.
func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html")
	switch {
	case r.URL.Path == "/set" && s.set.CompareAndSwap(false, true):
		for _, c := range []string{
			"_ga=GA1.1.1483920175.1750000001; Domain=shop.localhost" + year, "_fbp=fb.1.1750000004123.5566778899" + year,
			"sid=planted-session; HttpOnly; SameSite=Lax" + year, "lang=en-GB; SameSite=Strict" + year, "theme=dark" + month, "session=only",
		} {
			w.Header().Add("Set-Cookie", c)
		}
	case r.URL.Path == "/look":
		var names []string
		for _, pair := range pairs(r.Header["Cookie"]) {
			name, _, _ := strings.Cut(pair, "=")
			names = append(names, name)
		}
		slices.Sort(names)
		select {
		case s.sent <- names:
		default: // nobody asks so often
		}
	}
	fmt.Fprintf(w, "<!doctype html><title>%s</title>", r.URL.Path) //nolint:errcheck // a browser that went away
}

// Sent waits for the next visit to the page that looks, and gives the names of
// the cookies that came, sorted.
func (s *Shop) Sent(t testing.TB, w *Window) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case names := <-s.sent:
		return names
	case <-w.done:
		t.Fatalf("the browser ended by itself; it said:\n%s", w.said)
	case <-ctx.Done():
		t.Fatalf("the browser did not visit within %v; it said:\n%s", patience, w.said)
	}
	return nil
}
