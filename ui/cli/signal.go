package cli

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// heed gives a context that the first signal ends which asks the program to end,
// and what ends it otherwise. A second signal ends the program at once.
func heed() (context.Context, func()) {
	ctx, stop := context.WithCancel(context.Background())
	asked := make(chan os.Signal, 2)
	if list := endings(); len(list) > 0 { // none would be all
		signal.Notify(asked, list...)
	}
	go answer(ctx, asked, stop, func(other os.Signal) { signal.Ignore(other) }, func(again os.Signal) {
		if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(again) != nil {
			os.Exit(failed)
		}
	})
	return ctx, func() { signal.Stop(asked); stop() }
}

// endings are the signals that ask the program to end, but for those that it was
// started to ignore, as nohup does.
func endings() []os.Signal {
	return slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
}

// answer stops the program in order at the first signal, and leaves all that
// follow to the system. One that came before it was stopped is done again: a
// second ctrl+c is not lost because it came fast. Who ends a session sends SIGTERM
// and SIGHUP at once and means one end: of the two, the later is ignored.
func answer(ctx context.Context, asked chan os.Signal, stop func(), ignore, again func(os.Signal)) {
	var first os.Signal
	select {
	case first = <-asked:
	case <-ctx.Done():
		return
	}
	other := map[os.Signal]os.Signal{syscall.SIGTERM: syscall.SIGHUP, syscall.SIGHUP: syscall.SIGTERM}[first]
	if other != nil {
		ignore(other)
	}
	stop()
	signal.Stop(asked)
	select {
	case s := <-asked:
		if s != other {
			again(s)
		}
	default:
	}
}
