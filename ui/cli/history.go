package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui/print"
)

// history is `crumbs history`, with `show` and `purge` below it.
func (p *program) history() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "history", Short: "the deletions that can be undone; show one, or forget them",
		Example: "# what can be brought back\ncrumbs history\n" +
			"# the newest one, for a script\ncrumbs history --json | jq -r '.[0].id'"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		h, err := p.open(c.Context(), nil)
		if err != nil {
			return err
		}
		entries, err := p.entries(c.Context(), h)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			p.say("crumbs: nothing was deleted that could be undone")
		}
		if asJSON {
			return print.HistoryJSON(os.Stdout, entries)
		}
		return print.HistoryTable(os.Stdout, entries, stdout())
	})
	c.AddCommand(p.historyShow(), p.historyExport(), p.historyPurge())
	return c
}

// entries gives what the journal remembers. Entries that can't be read are said
// beside the others; if there are no others, that is the error.
func (p *program) entries(ctx context.Context, h *house) ([]jar.Entry, error) {
	entries, err := h.History(ctx)
	if err != nil && (len(entries) == 0 || ctx.Err() != nil) {
		return nil, err
	}
	if err != nil {
		p.complain(err)
	}
	return entries, nil
}

func (p *program) historyShow() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "show ID", Short: "one deletion with the cookies that it took, without values",
		Example: "# what a deletion took\ncrumbs history show 20261127-090000-0a1b2c\n" +
			"# of which sites\ncrumbs history show 20261127-090000-0a1b2c --json | jq -r '.cookies[].site' | sort | uniq -c"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		ctx := c.Context()
		h, err := p.open(ctx, nil)
		if err != nil {
			return err
		}
		took, err := h.Deleted(ctx, args[0])
		if errors.Is(err, jar.ErrNoEntry) {
			return noEntry(err)
		}
		if err != nil {
			return err
		}
		entries, err := p.entries(ctx, h)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(entries, func(e jar.Entry) bool { return e.ID == args[0] })
		if at < 0 {
			return noEntry(fmt.Errorf("%q: %w", args[0], jar.ErrNoEntry))
		}
		each := rows(ctx, h, p.sorted(h, took), false)
		if asJSON {
			return print.EntryJSON(os.Stdout, entries[at], each)
		}
		if err := print.HistoryTable(os.Stdout, entries[at:at+1], stdout()); err != nil {
			return err
		}
		return print.CookiesTable(os.Stdout, each, false, stdout(), time.Now())
	})
	return c
}

// sorted sorts the cookies of a deletion, seen from no site.
func (p *program) sorted(h *house, took []cookies.Cookie) []policy.Sorted {
	classifier, _, doubts := h.classifier()
	if doubts != nil {
		p.complain(doubts)
	}
	list := classifier.Sort(took, policy.Site{})
	inOrder(list)
	return list
}

func (p *program) historyPurge() *cobra.Command {
	var asJSON, yes bool
	c := &cobra.Command{Use: "purge [ID]", Short: "forget a deletion, or all of them: they can't be undone any more",
		Long: "Forgets a deletion, or all of them. What it was written in is overwritten before it is removed, and with the last deletion " +
			"goes the key. Copies that a file system, a snapshot or an SSD keeps of old blocks are out of reach: of the cookies they " +
			"hold what was encrypted with that key, of the sites their names.",
		Example: "# one deletion\ncrumbs history purge 20261127-090000-0a1b2c\n" +
			"# all of them, unasked\ncrumbs history purge --yes"}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		if !yes && !canAsk() {
			return usage("there is no terminal to ask on: add --yes to forget")
		}
		h, err := p.open(c.Context(), nil)
		if err != nil {
			return err
		}
		id, question := "", "Forget all deletions, so that none can be undone?"
		if len(args) > 0 {
			id, question = args[0], fmt.Sprintf("Forget deletion %s, so that it can't be undone?", args[0])
		}
		if !yes {
			if yes, err = p.ask(c.Context(), question); err != nil {
				return err
			}
		}
		n := 0
		if yes {
			n, err = h.Purge(c.Context(), id)
		}
		if errors.Is(err, jar.ErrNoEntry) {
			return noEntry(err)
		}
		if asJSON {
			return first(err, print.Object(os.Stdout, struct {
				Purged int `json:"purged"`
			}{n}))
		}
		_, printed := fmt.Fprintf(os.Stdout, "Forgot %s.\n", print.Plural(n, "deletion"))
		return first(err, printed)
	})
	return c
}

// storeNames gives what people call the stores that a result names, by path.
func (p *program) storeNames(ctx context.Context, h *house, res jar.Result) map[string]string {
	out := map[string]string{}
	if len(res.Skipped) == 0 && len(res.Stores) < 2 {
		return out
	}
	stores, _ := h.Stores(ctx) // a store that is not found is named by its path
	for _, s := range stores {
		out[s.Path] = print.StoreName(s)
	}
	return out
}
