//go:build unix

package cli

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"testing"
)

// The second ctrl+c ends the program, however soon after the first it comes.
func TestSecondSignal(t *testing.T) {
	for n, want := range map[int]os.Signal{1: nil, 2: os.Interrupt} {
		ctx, stop := context.WithCancel(t.Context())
		asked := make(chan os.Signal, 2)
		for range n {
			asked <- os.Interrupt
		}
		var again os.Signal
		answer(ctx, asked, stop, func(s os.Signal) { t.Errorf("%v is ignored", s) }, func(s os.Signal) { again = s })
		if ctx.Err() == nil || again != want {
			t.Errorf("%d signals: %v, and again %v, want %v", n, ctx.Err(), again, want)
		}
	}
}

// The end of a session, which is two signals at once, is one end: what is under way is
// finished.
func TestEndOfSession(t *testing.T) {
	for first, other := range map[os.Signal]os.Signal{syscall.SIGTERM: syscall.SIGHUP, syscall.SIGHUP: syscall.SIGTERM} {
		ctx, stop := context.WithCancel(t.Context())
		asked := make(chan os.Signal, 2)
		asked <- first
		asked <- other
		var ignored os.Signal
		answer(ctx, asked, stop, func(s os.Signal) { ignored = s }, func(s os.Signal) { t.Errorf("%v ends it", s) })
		if ctx.Err() == nil || ignored != other {
			t.Errorf("after %v: %v, and %v is ignored", first, ctx.Err(), ignored)
		}
	}
}

// What was started with nohup goes on when its terminal closes.
func TestIgnoredSignal(t *testing.T) {
	signal.Ignore(syscall.SIGHUP)
	defer signal.Reset(syscall.SIGHUP)
	if got := endings(); slices.Contains(got, os.Signal(syscall.SIGHUP)) || !slices.Contains(got, os.Interrupt) {
		t.Errorf("it ends by %v", got)
	}
}
