// Package browsertest drives the real Chromium and Firefox, headless, against a
// loopback server that gives them cookies of every kind and records what they
// send back. Only tests import it: it is how they learn what a browser keeps in
// its store, and what it still sends after crumbs has written to that store.
package browsertest

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// The browsers, in the contract's words.
const (
	Chromium = "chromium"
	Firefox  = "firefox"
)

// patience is how long any one thing may take: starting a browser, a page, an
// orderly end. It is long because a machine that runs tests is a busy one.
const patience = 90 * time.Second

// Browser is a browser that runs on a profile of its own. Its methods end the
// test where something fails or takes longer than is reasonable; they are to
// be called from the test's goroutine. It is killed when the test ends.
type Browser interface {
	// Visit opens the pages one after the other and waits for each to be
	// loaded with its frames. URLs carry no port.
	Visit(urls ...string)
	// Close ends the browser as its user would: what it holds is written.
	Close()
	// Kill ends the browser and its children at once, as a crash would.
	Kill()
	// Home is the home folder that the browser was started with.
	Home() string
	// Profile is the folder of its profile, in Home.
	Profile() string
	// Store is the file that it keeps its cookies in, in Profile.
	Store() string
	// PID is the process of the browser itself.
	PID() int
}

// Start starts the browser of that word on the home folder, which may be empty
// or hold what an earlier run left there.
func Start(t testing.TB, browser, home string, s *Server) Browser {
	t.Helper()
	switch browser {
	case Chromium:
		return StartChromium(t, home, s)
	case Firefox:
		return StartFirefox(t, home, s)
	}
	t.Fatalf("browsertest does not know the browser %q", browser)
	return nil
}

// StartOpen is Start with a debugging port open to anybody on this machine.
// Lend gives its number to a function, and keeps the browser free of the test's
// own commands meanwhile: a Firefox serves one at a time.
func StartOpen(t testing.TB, browser, home string, s *Server) (b Browser, lend func(func(port int))) {
	t.Helper()
	if browser == Firefox {
		f := StartFirefox(t, home, s).(*firefox)
		return f, f.lend
	}
	c := StartChromium(t, home, s, "--remote-debugging-port=0").(*chromium)
	return c, c.lend
}

// Need gives the browser's program. A test that comes here without
// CRUMBS_BROWSERS=1 is skipped, because browsers take minutes and are not on
// every machine; with it, a browser that is missing fails the test.
func Need(t testing.TB, browser string) string {
	t.Helper()
	if os.Getenv("CRUMBS_BROWSERS") != "1" {
		t.Skip("real browsers are started under CRUMBS_BROWSERS=1 only")
	}
	names := map[string][]string{
		Chromium: {"chromium", "chromium-browser"},
		Firefox:  {"firefox-esr", "firefox"},
	}[browser]
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("CRUMBS_BROWSERS=1 is set and there is no %s: none of %q is in PATH", browser, names)
	return ""
}
