package cli

import (
	"errors"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// waitFlag is --wait[=DURATION]: wait until stores that are in use are free.
type waitFlag struct {
	on   bool
	most time.Duration // 0: without end
}

// endless stands for --wait without a DURATION; it is shown in no help.
const endless = "without end"

func (w *waitFlag) String() string { return "" }
func (w *waitFlag) Type() string   { return "duration" }

func (w *waitFlag) Set(s string) error {
	w.on, w.most = true, 0
	if s == endless {
		return nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("it takes a time such as 90s, 5m or 1h, or stands alone")
	}
	w.most = d
	return nil
}

// addWait gives a command --wait.
func addWait(f *pflag.FlagSet, w *waitFlag) {
	f.Var(w, "wait", "wait until browsers that are in the way are closed, at most so long if a time is given (--wait=5m)")
	f.Lookup("wait").NoOptDefVal = endless
}

// misplaced is the error of a DURATION that stands behind --wait without a =.
func (w *waitFlag) misplaced(args []string) error {
	if !w.on || w.most > 0 {
		return nil
	}
	for _, a := range args {
		if _, err := time.ParseDuration(a); err == nil {
			return usage("--wait takes its time behind a =: --wait=%s", a)
		}
	}
	return nil
}

// waits is how a command waits: it says once for whom.
func (p *program) waits(w waitFlag) jar.Wait {
	var once sync.Once
	return jar.Wait{Most: w.most, Tell: func(held []jar.Holdup) {
		once.Do(func() {
			for _, h := range held {
				p.say("crumbs: waiting for %s, because %s", print.StoreName(h.Store), h.Condition.Reason)
			}
		})
	}}
}
