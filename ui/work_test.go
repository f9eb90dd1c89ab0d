package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// slowJar is a jar whose writes and reading take as long as nobody stops them.
type slowJar struct {
	*fakeJar
	read int // stores that are read before it hangs; -1: all
}

func (s *slowJar) Delete(ctx context.Context, cs []*cookies.Cookie) (jar.Result, error) {
	jar.Tell(ctx, "deleting", 3, 9)
	<-ctx.Done()
	left := jar.Skip{Store: cs[0].Store.Path, Reason: cookies.ReasonLocked, Count: 4, Words: "it was stopped"}
	other := jar.Skip{Store: "/another", Reason: left.Reason, Count: 2, Words: left.Words}
	return jar.Result{ID: "e1", Done: 3, Skipped: []jar.Skip{left, other}}, nil
}

func (s *slowJar) Undo(ctx context.Context, _ string, _ []cookies.ID) (jar.Result, error) {
	<-ctx.Done()
	return jar.Result{}, ctx.Err()
}

func (s *slowJar) Read(ctx context.Context, stores []*cookies.Store, each func(jar.Contents)) {
	if s.read < 0 {
		s.fakeJar.Read(ctx, stores, each)
		return
	}
	s.fakeJar.Read(ctx, stores[:s.read], each)
	<-ctx.Done()
}

// What takes longer than a second says how far it is, and esc stops it.
func TestStopWork(t *testing.T) {
	runningJar(t, &slowJar{town(), -1}, []string{"TERM=xterm-256color"}, func(term *terminal) {
		see := seeing(t, term)
		term.SendText("d")
		rest(time.Second)
		term.SendText("y")
		rest(500 * time.Millisecond)
		if strings.Contains(term.text(), "esc stops") {
			t.Error("it is told of before a second is over")
		}
		rest(time.Second)
		see("deleting  3/9", "█", "esc stops")
		term.SendText("\x1b")
		rest(time.Second)
		see("deleted 3 cookies", "6 left: it was stopped")
		if strings.Contains(term.text(), "it was stopped; it was stopped") {
			t.Error("what holds for two stores is said twice")
		}

		term.SendText("u")
		rest(2 * time.Second)
		see("bringing cookies back", "esc stops")
		term.SendText("\x1b")
		rest(time.Second)
		see("stopped: nothing was changed")
	})
}

// An export that takes long says how far it is; esc stops it, and the status line
// says what was done.
func TestStopExport(t *testing.T) {
	slow := func(c *Config) {
		c.Write = func(ctx context.Context, _ string, list []policy.Sorted, _ bool) (Written, error) {
			jar.Tell(ctx, "writing", 5, len(list))
			<-ctx.Done()
			return Written{}, ctx.Err()
		}
	}
	runningJar(t, town(), []string{"TERM=xterm-256color"}, func(term *terminal) {
		see := seeing(t, term)
		term.SendText("e")
		rest(time.Second)
		term.SendText("\r")
		rest(2 * time.Second)
		see("writing  5/8", "█", "esc stops")
		term.SendText("\x1b")
		rest(time.Second)
		see("stopped writing at 5 of 8: umami.opendatasoft.com.json was not written")
	}, slow)
}

// Reading that is stopped leaves what was read, and says what was not.
func TestStopLoad(t *testing.T) {
	runningJar(t, &slowJar{town(), 1}, []string{"TERM=xterm-256color"}, func(term *terminal) {
		see := seeing(t, term)
		rest(time.Second)
		see("reading stores  1/3", "esc stops")
		term.SendText("\x1b")
		rest(time.Second)
		see("stopped: 1 of 3 stores read, r reads them all", "umami.opendatasoft.com")
		term.SendText("3")
		rest(time.Second)
		see("not read")
		term.SendText("\x1b")
		rest(time.Second)
		term.SendText("r")
		rest(2 * time.Second)
		see("reading stores", "esc stops")
		term.SendText("\x1b")
		rest(time.Second)
	})
}

func seeing(t *testing.T, term *terminal) func(want ...string) {
	return func(want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(term.text(), w) {
				t.Errorf("the terminal does not show %q:\n%s", w, term.text())
			}
		}
	}
}
