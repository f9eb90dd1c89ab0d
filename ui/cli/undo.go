package cli

import (
	"errors"
	"github.com/spf13/cobra"

	"crumbs/cookies/jar"
)

// undo is `crumbs undo [ID]`.
func (p *program) undo() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "undo [ID]", Short: "bring back what a deletion took, or take out what an import put in; the newest one without an ID"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		h, err := p.open(c.Context(), nil)
		if err != nil {
			return err
		}
		id := ""
		if len(args) > 0 {
			id = args[0]
		}
		res, err := h.Undo(c.Context(), id, nil)
		if errors.Is(err, jar.ErrNoEntry) {
			return noEntry(err)
		}
		d := restored()
		if res.Import {
			d = takenOut()
		}
		return p.tell(res, err, p.storeNames(c.Context(), h, res), d, asJSON)
	})
	return c
}

// noEntry is the error of an ID that the journal does not hold.
func noEntry(err error) error {
	return errors.Join(err, errors.New("crumbs history lists those that are"))
}
