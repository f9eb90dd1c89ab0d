package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
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
	var format, to string
	var s some
	formats := slices.DeleteFunc(exchange.Formats(), exchange.Format.OfRequest)
	c := &cobra.Command{Use: "export ID", Short: "write what a deletion took, with values, for when its store is gone",
		Long: "Writes the cookies that a deletion took, as cookies.txt if nothing else is asked for: in the format that the file's name ends " +
			"in, or that of --format. It holds the values, which are secrets: it goes to a new file of yours alone, or into a pipe, and onto " +
			"no terminal. What the format has no place for, or what can't be opened, is said and stays in the journal.",
		Example: "# for a browser that is no longer there: cookies.txt, which many programs take\ncrumbs history export 20261127-090000-0a1b2c -o back.txt\n" +
			"# only those of one host, on to another program\ncrumbs history export 20261127-090000-0a1b2c --domain opendatasoft.com --format json | jq length"}
	f := c.Flags()
	f.StringVar(&format, "format", "", strings.Join(texts(formats), ", "))
	f.StringVarP(&to, "output", "o", "", "a new file; standard output without it")
	s.add(c)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(formats), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		as, err := formatFor(format, to, formats)
		if err != nil {
			return err
		}
		switch _, err := os.Lstat(to); {
		case err == nil && !onStdout(to) && !stream(to):
			return fmt.Errorf("%s is there already: give another name", to)
		case showing(to):
			return usage("these are values, which are secrets: name a file with -o, or send them on through a pipe")
		}
		chosen, err := s.pick()
		if err != nil {
			return err
		}
		h, err := p.open(c.Context(), nil)
		if err != nil {
			return err
		}
		rows, err := p.deleted(c.Context(), h, args[0], chosen)
		if err != nil {
			return err
		}
		text, told, err := exchanged(c.Context(), cmp.Or(as, exchange.Netscape), true, exchange.Request{}, rows)
		for _, line := range told.notes {
			p.say("crumbs: %s", line)
		}
		if err != nil {
			return err
		}
		err = output(c.Context(), to, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
		if err != nil {
			return err
		}
		p.say("%s of deletion %s written", print.Plural(told.written, "cookie"), args[0])
		return told.fault()
	})
	return c
}

// deleted gives those of the cookies of a deletion that are chosen, with their
// values; nil chooses all.
func (p *program) deleted(ctx context.Context, h *house, id string, chosen func(*cookies.Cookie) bool) ([]print.Row, error) {
	took, values, err := h.DeletedValues(ctx, id)
	if errors.Is(err, jar.ErrNoEntry) {
		return nil, noEntry(err)
	}
	if err != nil {
		return nil, err
	}
	value := make(map[*cookies.Cookie]*jar.Value, len(took))
	for i := range took {
		value[&took[i]] = &values[i]
	}
	var rows []print.Row
	for _, s := range p.sorted(h, took) {
		if chosen == nil || chosen(s.Cookie) {
			rows = append(rows, print.Row{Sorted: s, Value: value[s.Cookie]})
		}
	}
	return rows, nil
}
