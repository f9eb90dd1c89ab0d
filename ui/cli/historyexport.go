package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui/print"
)

// historyExport is `crumbs history export ID`, for what can't go back into its
// store.
func (p *program) historyExport() *cobra.Command {
	var to string
	var s some
	c := &cobra.Command{Use: "export ID", Short: "what a deletion took as cookies.txt, with values, for when its store is gone",
		Long: "Writes the cookies that a deletion took as a Netscape cookies.txt, which curl, wget and browsers' extensions read. " +
			"It holds the values, which are secrets: it goes to a new file of yours alone, or into a pipe, and onto no terminal. " +
			"What that format has no place for, or what can't be opened, is named and left out; it stays in the journal."}
	c.Flags().StringVarP(&to, "output", "o", "", "a new file; standard output without it")
	s.add(c)
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		toFile := to != "" && to != "-"
		switch _, err := os.Lstat(to); {
		case toFile && err == nil:
			return fmt.Errorf("%s is there already: give another name", to)
		case !toFile && term.IsTerminal(os.Stdout.Fd()):
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
		took, values, err := h.DeletedValues(c.Context(), args[0])
		if errors.Is(err, jar.ErrNoEntry) {
			return noEntry(err)
		}
		if err != nil {
			return err
		}
		var rows []print.Row
		for i := range took {
			if chosen == nil || chosen(&took[i]) {
				rows = append(rows, print.Row{Sorted: policy.Sorted{Cookie: &took[i]}, Value: &values[i]})
			}
		}
		var left []string
		err = output(to, func(w io.Writer) (err error) {
			left, err = print.Netscape(w, rows)
			return err
		})
		if err != nil {
			return err
		}
		for _, words := range left {
			p.say("crumbs: left out: %s", words)
		}
		n := len(rows) - len(left)
		p.say("%s of deletion %s written", print.Plural(n, "cookie"), args[0])
		switch {
		case len(left) > 0 && n > 0:
			return &fault{partly, fmt.Errorf("%s written, %d left out", print.Plural(n, "cookie"), len(left))}
		case len(left) > 0:
			return errors.New("none could be written")
		}
		return nil
	})
	return c
}
