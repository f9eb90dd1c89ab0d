package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/policy/plan"
)

// inexact is what is said before a running browser is asked to set cookies.
const inexact = "A running browser can't be told when a cookie was made and last used: what it sets again gets new times. " +
	"An undo without --devtools, once it has closed, brings every column back, but not of what is set again now."

// portFlag is --devtools PORT.
type portFlag struct{ port *int }

func (f portFlag) String() string {
	if f.port == nil || *f.port == 0 {
		return ""
	}
	return strconv.Itoa(*f.port)
}

func (portFlag) Type() string { return "port" }

func (f portFlag) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 {
		return errors.New("a port is a number from 1 to 65535")
	}
	*f.port = int(n)
	return nil
}

// addDevtools gives a command --devtools.
func addDevtools(c *cobra.Command, port *int) {
	c.Flags().Var(portFlag{port}, "devtools", "ask the running browser that listens on this debugging port of this machine")
}

// running gives the browser that listens on a port, nil for no port.
func running(ctx context.Context, port int) (*devtools.Browser, error) {
	if port == 0 {
		return nil, nil
	}
	return devtools.Find(ctx, port)
}

// through notes which of the stores that a plan takes from are in use by the
// running browser, and says what that means before anything is asked: those
// count as writable.
func (p *program) through(ctx context.Context, h *house, b *devtools.Browser, made plan.Plan, conditions map[string]cookies.Condition) {
	if b == nil {
		return
	}
	served := false
	asked := map[string]bool{}
	for _, s := range made.Take {
		store := s.Cookie.Store
		c := conditions[store.Path]
		if asked[store.Path] || c.State != cookies.InUse {
			continue
		}
		asked[store.Path] = true
		if err := h.Serves(ctx, b, store); err != nil {
			c.Advice = err.Error()
		} else {
			c.Writable, served = true, true
			c.Reason = fmt.Sprintf("through the running browser on port %d", b.Port)
		}
		conditions[store.Path] = c
	}
	if served {
		p.say("The running browser deletes them itself, and writes that to its store within a minute. " +
			"Once it has closed, undo brings every column back; while it runs, undo --devtools can't bring back when they were made and last used.")
	}
}
