package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// undo is `crumbs undo [ID]`.
func (p *program) undo() *cobra.Command {
	var asJSON bool
	var s some
	var port int
	var wait waitFlag
	c := &cobra.Command{Use: "undo [ID]", Short: "bring back what a deletion took, or take out what an import put in; the newest one without an ID",
		Example: "# the last deletion\ncrumbs undo\n# of one deletion, the cookies of a host\ncrumbs undo 20261127-090000-0a1b2c --domain opendatasoft.com\n" +
			"# one cookie, by the id that crumbs history show gives, from the newest deletion that took it\ncrumbs undo --id 0123456789abcdef"}
	addWait(c.Flags(), &wait)
	addOutput(c, &asJSON, nil)
	addDevtools(c, &port)
	s.add(c)
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		if err := wait.misplaced(args); err != nil {
			return err
		}
		if wait.on && port != 0 {
			return bothWays()
		}
		b, err := running(c.Context(), port)
		if err != nil {
			return fmt.Errorf("nothing was restored: %w", err)
		}
		if b != nil {
			p.say("%s", inexact)
		}
		h, err := p.open(c.Context(), nil)
		if err != nil {
			return err
		}
		id := ""
		if len(args) > 0 {
			id = args[0]
		}
		back := func(ctx context.Context, id string, only []cookies.ID) (jar.Result, error) {
			return h.UndoThrough(ctx, b, id, only)
		}
		if wait.on {
			back = func(ctx context.Context, id string, only []cookies.ID) (jar.Result, error) {
				return h.UndoWhenFree(ctx, id, only, p.waits(wait))
			}
		}
		res, err := s.undo(c.Context(), h, id, back)
		if errors.Is(err, jar.ErrNoEntry) {
			return noEntry(err)
		}
		for _, m := range res.Stores {
			if m.Was != "" {
				p.say("crumbs: %s is no longer there: %s went into %s, where its profile is now", m.Was, print.Plural(m.Count, "cookie"), m.Store)
			}
		}
		if words := wayOut(res, p.demo.again()); words != "" {
			p.say("%s", words)
		}
		d := restored(wait)
		if res.Import {
			d = takenOut(wait)
		}
		return p.tell(res, err, p.storeNames(c.Context(), h, res), d, asJSON)
	})
	return c
}

// noEntry is the error of an ID that the journal does not hold.
func noEntry(err error) error {
	return errors.Join(err, errors.New("crumbs history lists those that are"))
}

// bothWays is the error of two ways at once.
func bothWays() error {
	return usage("--wait and --devtools exclude each other: the one waits until the browser has closed, the other asks it while it runs")
}

// wayOut says how cookies can be had that their store does not take any more, ""
// if there are none. Again is what a command on the same demo needs.
func wayOut(res jar.Result, again string) string {
	if !slices.ContainsFunc(res.Skipped, func(s jar.Skip) bool { return s.Words == jar.Unfit }) {
		return ""
	}
	return fmt.Sprintf("crumbs history export %s%s -o FILE writes what the deletion took to a file", again, res.ID)
}
