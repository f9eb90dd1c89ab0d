package browsertest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// chromium is a Chromium that is driven through the DevTools protocol on two
// inherited descriptors: no port is open that somebody else could use.
type chromium struct {
	*process
	wire    *wire
	session string // of its one tab
}

// StartChromium starts Chromium with its user-data directory at
// home/.config/chromium, and with these arguments of its own. Values are
// encrypted with the key that Chromium uses where there is no keyring. Third parties are other hosts in frames.
func StartChromium(t testing.TB, home string, s *Server, own ...string) Browser {
	t.Helper()
	return startChromium(t, nil, "basic", home, s, own...)
}

// StartChromiumWith is StartChromium with a keyring that keeps the key.
func StartChromiumWith(t testing.TB, k *Keyring, home string, s *Server) Browser {
	t.Helper()
	return startChromium(t, k.Env(), "gnome-libsecret", home, s)
}

func startChromium(t testing.TB, env []string, passwords, home string, s *Server, own ...string) Browser {
	t.Helper()
	program := Need(t, Chromium)
	data := filepath.Join(home, ".config", "chromium")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	in, commands := pipe(t) // its descriptor 3
	answers, out := pipe(t) // its descriptor 4
	p := launchWith(t, given{env: env}, home, program, append(own,
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
		"--disable-breakpad", "--disable-dev-shm-usage",
		"--password-store="+passwords, "--ignore-certificate-errors", "--user-data-dir="+data,
		fmt.Sprintf("--host-resolver-rules=MAP *:443 127.0.0.1:%d, MAP *:80 127.0.0.1:%d", s.tls, s.plain),
		"--remote-debugging-pipe", "about:blank",
	), in, out)
	_ = in.Close() // the browser has its own
	_ = out.Close()

	c := &chromium{process: p}
	c.wire = newWire(func(text []byte) error {
		_, err := commands.Write(append(text, 0)) // messages end with a zero byte
		return err
	})
	go func() {
		r := bufio.NewReader(answers)
		for {
			text, err := r.ReadBytes(0)
			if err != nil {
				c.wire.end(nil)
				return
			}
			c.wire.put(text[:len(text)-1])
		}
	}()
	t.Cleanup(func() {
		_ = commands.Close()
		_ = answers.Close()
	})
	c.open()
	return c
}

// pipe makes a pipe that is gone when the test ends.
func pipe(t testing.TB) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.Close()
		_ = w.Close()
	})
	return r, w
}

// open makes the tab that the walk happens in.
func (c *chromium) open() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var target struct {
		ID string `json:"targetId"`
	}
	c.must(c.wire.call(ctx, "", "Target.createTarget", map[string]any{"url": "about:blank"}, &target))
	var attached struct {
		Session string `json:"sessionId"`
	}
	c.must(c.wire.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached))
	c.session = attached.Session
	c.must(c.wire.call(ctx, c.session, "Page.enable", nil, nil))
	c.must(c.wire.call(ctx, c.session, "Page.setLifecycleEventsEnabled", map[string]any{"enabled": true}, nil))
}

// must ends the test with what the browser said.
func (c *chromium) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("chromium: %v; it said:\n%s", err, c.said)
	}
}

// Visit opens the pages one after the other.
func (c *chromium) Visit(urls ...string) {
	c.t.Helper()
	for _, u := range urls {
		c.visit(u)
	}
}

func (c *chromium) visit(url string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.must(c.running())
	c.wire.forget()
	var page struct {
		Loader string `json:"loaderId"`
		Error  string `json:"errorText"`
	}
	c.must(c.wire.call(ctx, c.session, "Page.navigate", map[string]any{"url": url}, &page))
	if page.Error != "" {
		c.t.Fatalf("chromium: %s: %s", url, page.Error)
	}
	_, err := c.wire.take(ctx, func(m message) bool {
		var event struct {
			Loader string `json:"loaderId"`
			Name   string `json:"name"`
		}
		return m.Method == "Page.lifecycleEvent" && json.Unmarshal(m.Params, &event) == nil &&
			event.Name == "load" && event.Loader == page.Loader
	})
	if err != nil {
		c.t.Fatalf("chromium: %s was not loaded: %v", url, err)
	}
}

// Close ends Chromium as its menu does; it then writes what it holds.
func (c *chromium) Close() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.must(c.running())
	c.must(c.wire.call(ctx, "", "Browser.close", nil, nil))
	c.wait("was closed and")
}

// Profile is the folder of its one profile.
func (c *chromium) Profile() string { return filepath.Dir(c.Store()) }

// Store is its cookie database. It may not be there yet.
func (c *chromium) Store() string { return StorePath(c.t, Chromium, c.home) }

// lend gives the port that Chromium chose.
func (c *chromium) lend(to func(port int)) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	address, err := c.said.after(ctx, "DevTools listening on ")
	c.must(err)
	to(portOf(c.t, address))
}

// portOf is the port in an address.
func portOf(t testing.TB, address string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
