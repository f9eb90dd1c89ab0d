package cli

import (
	"context"
	"iter"
	"os"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui/print"
)

// list is `crumbs list [SITE]`.
func (p *program) list() *cobra.Command {
	var s selection
	var asJSON, withValues bool
	var format string
	c := &cobra.Command{Use: "list [SITE]", Short: "the cookies, by category",
		Example: "# what one site has stored\ncrumbs list github.com\n" +
			"# the names of all trackers, for a script\ncrumbs list --category marketing --json | jq -r '.[].name'\n" +
			"# page through all there are\ncrumbs list | less -R"}
	addOutput(c, &asJSON, &withValues)
	c.Flags().StringVar(&format, "format", "", "table, json, ndjson or csv")
	c.Flags().BoolVar(&p.damaged, "damaged", false, "also what can still be read of damaged stores")
	s.add(c)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(print.Formats()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		f, err := formatOf(format, asJSON)
		if err != nil {
			return err
		}
		w, err := s.wants(args)
		if err != nil {
			return err
		}
		return p.printList(c.Context(), s.stores, w, f, withValues)
	})
	return c
}

// addOutput gives a command --json and --values.
func addOutput(c *cobra.Command, asJSON, withValues *bool) {
	c.Flags().BoolVar(asJSON, "json", false, "as JSON")
	if withValues != nil {
		c.Flags().BoolVar(withValues, "values", false, "with the values, which are secrets")
	}
}

// formatOf reads --format and --json.
func formatOf(format string, asJSON bool) (print.Format, error) {
	if format == "" {
		if asJSON {
			return print.JSON, nil
		}
		return print.Table, nil
	}
	f, err := choose("format", []string{format}, print.Formats())
	switch {
	case err != nil:
		return "", err
	case asJSON && f[0] != print.JSON:
		return "", usage("--json and --format %s exclude each other", f[0])
	}
	return f[0], nil
}

// printList prints what was selected.
func (p *program) printList(ctx context.Context, stores []string, w want, f print.Format, withValues bool) error {
	if f == print.NDJSON { // a line is a whole, so nobody waits for the last store to have the first
		_, _, _, err := p.stream(ctx, stores, w, func(h *house, chosen []policy.Sorted) error {
			return print.CookiesNDJSON(os.Stdout, rows(ctx, h, chosen, withValues))
		})
		return err
	}
	h, _, chosen, err := p.read(ctx, stores, w)
	if err != nil {
		return err
	}
	inOrder(chosen)
	each := rows(ctx, h, chosen, withValues)
	switch f {
	case print.JSON:
		return print.CookiesJSON(os.Stdout, each, false)
	case print.CSV:
		return print.CookiesCSV(os.Stdout, each, withValues)
	}
	return print.CookiesTable(os.Stdout, each, withValues, stdout(), time.Now())
}

// show is `crumbs show SITE [NAME]`.
func (p *program) show() *cobra.Command {
	var s selection
	var asJSON, withValues bool
	c := &cobra.Command{Use: "show SITE [NAME]", Short: "one site or cookie in full, with the reasons for its category",
		Example: "# what is known of a site, and why\ncrumbs show kiosk.example\n" +
			"# one cookie of it\ncrumbs show umami.opendatasoft.com _ga"}
	addOutput(c, &asJSON, &withValues)
	s.add(c)
	c.RunE = p.does(1, 2, func(c *cobra.Command, args []string) error {
		w, err := s.wants(args[:1])
		if err != nil {
			return err
		}
		h, r, chosen, err := p.read(c.Context(), s.stores, w)
		if err != nil {
			return err
		}
		if len(args) > 1 {
			chosen = p.named(chosen, args[1])
		}
		inOrder(chosen)
		each := rows(c.Context(), h, chosen, withValues)
		if asJSON {
			return print.CookiesJSON(os.Stdout, each, true)
		}
		return print.CookiesInFull(os.Stdout, each, kinOf(chosen, each, r), stdout(), time.Now())
	})
	return c
}

// kinOf finds where else these cookies' names and values live, with the values
// that were opened for their rows.
func kinOf(chosen []policy.Sorted, rows iter.Seq[print.Row], r *reading) map[cookies.ID]*cookies.Kin {
	some := make([]*cookies.Cookie, len(chosen))
	for i, s := range chosen {
		some[i] = s.Cookie
	}
	opened := map[cookies.ID]cookies.Imprint{}
	for row := range rows {
		if row.Value != nil && row.Value.Err == nil {
			opened[row.Cookie.ID()] = cookies.ImprintOf(row.Value.Bytes)
		}
	}
	return cookies.KinOf(some, opened, func(yield func(*cookies.Cookie) bool) {
		for _, s := range r.all {
			if !yield(s.Cookie) {
				return
			}
		}
	})
}

// named gives the cookies of a name; if there are none it says so, and which
// name was probably meant.
func (p *program) named(list []policy.Sorted, name string) []policy.Sorted {
	var out []policy.Sorted
	var others []string
	seen := map[string]bool{}
	for _, s := range list {
		if s.Cookie.Name == name {
			out = append(out, s)
		} else if !seen[s.Cookie.Name] {
			seen[s.Cookie.Name] = true
			others = append(others, s.Cookie.Name)
		}
	}
	if len(out) == 0 && len(others) > 0 {
		if meant := print.Meant(name, others, 1); len(meant) > 0 {
			p.say("crumbs: no cookie there is called %q; the nearest is %q", name, meant[0])
		} else {
			p.say("crumbs: no cookie there is called %q", name)
		}
	}
	return out
}

// stats is `crumbs stats [SITE]`.
func (p *program) stats() *cobra.Command {
	var s selection
	var asJSON bool
	c := &cobra.Command{Use: "stats [SITE]", Short: "totals by category, type, party, browser, site and provider",
		Long: "Counts the cookies that SITE and the filters select, and lists none. A cookie's site is here the registrable domain that it goes " +
			"back to, as in list --json; the screen lists what is embedded and kept apart for a site under that site, and so shows other numbers of sites.",
		Example: "# how much there is, and of what\ncrumbs stats\n" +
			"# how much of it is marketing\ncrumbs stats --json | jq .categories.marketing"}
	addOutput(c, &asJSON, nil)
	s.add(c)
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		w, err := s.wants(args)
		if err != nil {
			return err
		}
		uncollected(func() { err = p.printStats(c.Context(), s.stores, w, asJSON) })
		return err
	})
	return c
}

// printStats prints the totals of what was selected.
func (p *program) printStats(ctx context.Context, stores []string, w want, asJSON bool) error {
	_, r, chosen, err := p.stream(ctx, stores, w, nil)
	if err != nil {
		return err
	}
	readable := 0
	for _, store := range r.stores {
		if store.Cookies != nil {
			readable++
		}
	}
	totals := print.NewStats(readable)
	for _, s := range chosen {
		totals.Add(s)
	}
	if asJSON {
		return totals.JSON(os.Stdout)
	}
	return totals.Text(os.Stdout, stdout())
}

// stores is `crumbs stores`.
func (p *program) stores() *cobra.Command {
	var stores []string
	var asJSON bool
	c := &cobra.Command{Use: "stores", Short: "every store found, its state, and what to do about it",
		Example: "# where cookies are, and who can open their values\ncrumbs stores -v\n" +
			"# what keeps stores from being written\ncrumbs stores --json | jq -r '.[] | select(.writable | not) | .advice'"}
	addOutput(c, &asJSON, nil)
	addStore(c.Flags(), &stores)
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		h, err := p.open(c.Context(), stores)
		if err != nil {
			return err
		}
		found, err := p.contents(c.Context(), h, h.Load, nil, nil)
		if found == nil && err != nil {
			return err
		}
		p.sealed(c.Context(), h, found)
		if asJSON {
			return first(err, print.StoresJSON(os.Stdout, found))
		}
		return first(err, print.StoresTable(os.Stdout, found, stdout()))
	})
	return c
}

// sealed says of each store how its values are encrypted, for those who want to
// know more. No keyring is asked.
func (p *program) sealed(ctx context.Context, h *house, found []jar.Contents) {
	if !p.verbose {
		return
	}
	for _, c := range found {
		if words, err := h.Sealed(ctx, c.Store); c.Cookies != nil && err == nil && words != "" {
			p.detail("%s: values: %s", print.StoreName(c.Store), words)
		}
	}
}
