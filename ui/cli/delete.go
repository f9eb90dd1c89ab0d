package cli

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// deletion is how a deletion was asked for.
type deletion struct {
	selection
	clear, force        bool
	dryRun, yes, asJSON bool
	devtools            int // the debugging port of a running browser, 0 for none
	wait                waitFlag
}

// delete is `crumbs delete [SITE]`.
func (p *program) delete() *cobra.Command {
	return p.deletion(&deletion{}, "delete [SITE]", "delete what SITE and filters select",
		"# one cookie of a site\ncrumbs delete github.com --name tz\n"+
			"# what has expired, in all browsers, unasked\ncrumbs delete --expired --yes\n"+
			"# what would go of one browser's trackers\ncrumbs delete --browser firefox --category marketing --dry-run",
		"Deletes the cookies that SITE and the filters select; one of them at least must be given. "+
			"What goes is remembered first, and crumbs undo brings it back. What is on the keep list stays unless --force is given. "+
			"A store that its browser uses is left as it is (exit code 3; 4 if others could be done); "+
			"with --wait all go together when the last of them is free, "+
			"and with --devtools a browser that was started with a debugging port is asked itself.")
}

// clear is `crumbs clear [SITE]`.
func (p *program) clear() *cobra.Command {
	return p.deletion(&deletion{clear: true}, "clear [SITE]", "delete the cookies that are not necessary",
		"# what would go, what would stay, and why\ncrumbs clear github.com --dry-run\n"+
			"# all sites, as soon as the browsers are closed\ncrumbs clear --wait\n"+
			"# only what is for advertising, for a script\ncrumbs clear --category marketing --yes --json | jq .deleted",
		"Deletes the statistical and marketing cookies, and third-party ones that are neither necessary nor functional; "+
			"--category names others instead. What looks like a sign-in, protection of forms or the record of your consent "+
			"stays unless its --name or --id is given; what is on the keep list always does. crumbs undo brings back what went.")
}

func (p *program) deletion(d *deletion, use, short, examples, long string) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Long: long, Example: examples}
	c.Flags().BoolVarP(&d.dryRun, "dry-run", "n", false, "say what would go, change nothing")
	c.Flags().BoolVarP(&d.yes, "yes", "y", false, "do not ask")
	if !d.clear {
		c.Flags().BoolVar(&d.force, "force", false, "also what is on the keep list")
	}
	addWait(c.Flags(), &d.wait)
	addOutput(c, &d.asJSON, nil)
	addDevtools(c, &d.devtools)
	d.add(c)
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		if err := d.wait.misplaced(args); err != nil {
			return err
		}
		w, err := d.wants(args)
		switch {
		case err != nil:
			return err
		case d.wait.on && d.devtools != 0:
			return bothWays()
		case !d.clear && w.site.IsZero() && !d.given():
			return usage("delete needs a SITE or a filter such as --category: it does not delete everything unasked")
		case !d.dryRun && !d.yes && !canAsk():
			return usage("there is no terminal to ask on: add --yes to delete, or --dry-run to see what would go")
		}
		return p.remove(c.Context(), d, w)
	})
	return c
}

// remove plans a deletion, asks, and does it.
func (p *program) remove(ctx context.Context, d *deletion, w want) error {
	b, err := running(ctx, d.devtools)
	if err != nil {
		return fmt.Errorf("nothing was deleted: %w", err)
	}
	h, err := p.open(ctx, d.stores)
	if err != nil {
		return err
	}
	keeps, err := h.keepList()
	if err != nil {
		return fmt.Errorf("nothing was deleted: %w", err)
	}
	r, err := p.load(ctx, h, h.Load, w, nil)
	if err != nil {
		return err
	}
	if r.doubts != nil {
		// Without the user's rules a cookie could go that they want to stay.
		return fmt.Errorf("nothing was deleted, because not all policies and rules can be read: %w", r.doubts)
	}
	made := plan.Make(plan.Request{Cookies: r.all, Site: w.site, Filter: w.filter, Clear: d.clear, Force: d.force, Keeps: keeps.Keeps, Now: time.Now()})
	if len(made.Take)+len(made.Left) == 0 && len(r.stores) > 0 {
		if len(made.Rest) > 0 {
			p.say("crumbs: what fits is of kinds that clear leaves: --category names them, and crumbs delete takes whatever fits")
		} else {
			p.nothingChosen(r, w)
		}
		if b != nil {
			p.say("crumbs: what a site has set in the last half minute the running browser may not have written yet: try again then")
		}
	}
	conditions := map[string]cookies.Condition{}
	for _, s := range r.stores {
		conditions[s.Store.Path] = s.Condition
	}
	p.through(ctx, h, b, made, conditions)
	of := func(path string) cookies.Condition { return conditions[path] }
	if d.dryRun {
		if d.asJSON {
			return print.DeletedJSON(os.Stdout, foretell(made, of))
		}
		return print.Plan(os.Stdout, made, of, stdout())
	}
	if d.yes || len(made.Take) == 0 {
		for _, line := range print.Stays(made) {
			p.say("%s", line)
		}
	} else {
		if err := print.Plan(os.Stderr, made, of, print.TerminalOf(os.Stderr, os.Environ())); err != nil {
			return err
		}
		asked := len(made.Take)
		if going := len(print.Going(made, of)); going > 0 && !d.wait.on {
			asked = going
		}
		yes, err := p.ask(ctx, fmt.Sprintf("Delete %s?", print.Plural(asked, "cookie")))
		if err != nil {
			return err
		}
		if !yes {
			made.Take = nil
		}
	}
	return p.carryOut(ctx, h, d, b, made)
}

// carryOut deletes what a plan takes and tells of it.
func (p *program) carryOut(ctx context.Context, h *house, d *deletion, b *devtools.Browser, made plan.Plan) error {
	var res jar.Result
	var err error
	if len(made.Take) > 0 {
		cs := make([]*cookies.Cookie, len(made.Take))
		for i, s := range made.Take {
			cs[i] = s.Cookie
		}
		if d.wait.on {
			wait := p.waits(d.wait)
			wait.Force = d.force
			res, err = h.DeleteWhenFree(ctx, cs, wait)
		} else {
			res, err = h.DeleteThrough(ctx, b, cs, d.force)
		}
	}
	for _, s := range res.Stores {
		p.detail("%s was locked for %s", s.Store, s.Held.Round(time.Microsecond))
	}
	told := p.tell(res, err, h.names(made.Take), deleted(left(made.Left), d.wait), d.asJSON)
	if res.ID != "" && !d.asJSON && !p.demo.passing() {
		p.say("crumbs undo %s%s brings %s back", p.demo.again(), res.ID, print.Them(res.Done))
	}
	return told
}

// foretell is the result that a plan would have if nothing changed meanwhile.
func foretell(made plan.Plan, of func(string) cookies.Condition) jar.Result {
	res := jar.Result{Skipped: left(made.Left)}
	at := map[string]int{}
	for _, s := range made.Take {
		path := s.Cookie.Store.Path
		if c := of(path); !c.Writable {
			res.Skipped = count(res.Skipped, path, c.State.Reason())
			continue
		}
		i, ok := at[path]
		if !ok {
			i = len(res.Stores)
			at[path] = i
			res.Stores = append(res.Stores, jar.StoreResult{Store: path})
		}
		res.Stores[i].Count++
		res.Done++
	}
	return res
}

// left counts what a plan leaves.
func left(list []plan.Left) []jar.Skip {
	var out []jar.Skip
	for _, l := range list {
		out = count(out, l.Cookie.Store.Path, l.Reason)
	}
	return out
}

func count(list []jar.Skip, path string, reason cookies.Reason) []jar.Skip {
	for i := range list {
		if list[i].Store == path && list[i].Reason == reason {
			list[i].Count++
			return list
		}
	}
	return append(list, jar.Skip{Store: path, Reason: reason, Count: 1})
}

// names gives what people call the stores of cookies, by path.
func (h *house) names(list []policy.Sorted) map[string]string {
	out := map[string]string{}
	for _, s := range list {
		out[s.Cookie.Store.Path] = print.StoreName(s.Cookie.Store)
	}
	return out
}
