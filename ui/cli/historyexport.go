package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/exchange"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// historyExport is `crumbs history export ID`, for what can't go back into its
// store.
func (p *program) historyExport() *cobra.Command {
	var e exporting
	var s some
	formats := slices.DeleteFunc(exchange.Formats(), exchange.Format.OfRequest)
	c := &cobra.Command{Use: "export ID", Short: "write what a deletion took, for when its store is gone",
		Long: "Writes the cookies that a deletion took, as cookies.txt if nothing else is asked for: in the format that the file's name ends " +
			"in, or that of --format. Values are secrets, as in crumbs export: json, ndjson and csv hold them only if --values is given, the " +
			"others are of no use without, so that crumbs asks first, and it refuses to show them on a terminal without --force. It goes to " +
			"a new file of yours alone, or on through a pipe. What the format has no place for, or what can't be opened, is said and stays in the journal.",
		Example: "# for a browser that is no longer there: cookies.txt, which many programs take\ncrumbs history export 20261127-090000-0a1b2c -o back.txt\n" +
			"# only those of one host, on to another program\ncrumbs history export 20261127-090000-0a1b2c --domain opendatasoft.com --format json --values | jq length"}
	f := c.Flags()
	f.StringVar(&e.format, "format", "", strings.Join(texts(formats), ", "))
	f.StringVarP(&e.to, "output", "o", "", "a new file; standard output without it")
	e.addSecret(f)
	s.add(c)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(formats), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		as, err := formatFor(e.format, e.to, formats)
		if err != nil {
			return err
		}
		e.as = cmp.Or(as, exchange.Netscape)
		if _, err := os.Lstat(e.to); err == nil && !onStdout(e.to) && !stream(e.to) {
			return fmt.Errorf("%s is there already: give another name", e.to)
		}
		if err := e.guarded(); err != nil {
			return err
		}
		chosen, err := s.pick()
		if err != nil {
			return err
		}
		return p.exportedDeletion(c.Context(), &e, args[0], chosen)
	})
	return c
}

// exportedDeletion reads those of the cookies of a deletion that are chosen, nil
// for all, asks, and writes.
func (p *program) exportedDeletion(ctx context.Context, e *exporting, id string, chosen func(*cookies.Cookie) bool) error {
	h, err := p.open(ctx, nil)
	if err != nil {
		return err
	}
	took, err := h.Deleted(ctx, id)
	if errors.Is(err, jar.ErrNoEntry) {
		return noEntry(err)
	}
	if err != nil {
		return err
	}
	var rows []print.Row
	for _, s := range p.sorted(h, took) {
		if chosen == nil || chosen(s.Cookie) {
			rows = append(rows, print.Row{Sorted: s})
		}
	}
	if yes, err := p.agreed(ctx, e, len(rows)); !yes {
		return err
	}
	if e.secret() {
		if err := h.open(ctx, id, rows); err != nil {
			return err
		}
	}
	told, err := p.handOver(ctx, e, rows)
	if err != nil {
		return err
	}
	without := ""
	if !e.secret() {
		without = ", without their values: add --values to have them"
	}
	p.say("%s of deletion %s written%s", print.Plural(told.written, "cookie"), id, without)
	return told.fault()
}

// open opens the values of cookies that a deletion took.
func (h *house) open(ctx context.Context, id string, rows []print.Row) error {
	took, values, err := h.DeletedValues(ctx, id)
	if err != nil {
		return err
	}
	value := make(map[cookies.ID]*jar.Value, len(took))
	for i := range took {
		value[took[i].ID()] = &values[i]
	}
	for i := range rows {
		if rows[i].Value = value[rows[i].Cookie.ID()]; rows[i].Value == nil {
			return fmt.Errorf("deletion %s was changed meanwhile: try again", id)
		}
	}
	return nil
}
