package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/cookies/keep"
	"crumbs/policy"
	"crumbs/ui"
	"crumbs/ui/print"
)

// keepPath is the file of the keep list.
func (h *house) keepPath() string { return filepath.Join(h.config, "keep") }

// keepList reads the keep list as it is now. Where it can't be read, nothing is
// to be deleted.
func (h *house) keepList() (*keep.List, error) { return keep.Read(h.keepPath()) }

// keeps is the keep list in the form in which the screen takes it.
func (h *house) keeps() (func(*cookies.Cookie) bool, error) {
	l, err := h.keepList()
	if err != nil {
		return nil, err
	}
	return l.Keeps, nil
}

// keep is `crumbs keep`, with what is done to the keep list below it.
func (p *program) keep() *cobra.Command {
	c := &cobra.Command{Use: "keep", Short: "the keep list: what no deletion takes",
		Long: "What is on the keep list no clear takes, and no delete without --force. A PATTERN is a host with its subdomains, " +
			"shop.example; NAME@HOST with * for any characters and ? for one in either, sess*@*.shop.example; or one cookie, " +
			"cookie name=sid domain=.shop.example path=/, with partition=, container=, scheme=, port=, browser=, profile= or store= where " +
			"there are others like it. The list is a text file, a pattern a line, that you can edit. If it can't be read, nothing is deleted.",
		Example: "# never delete anything of a site\ncrumbs keep add shop.example\n" +
			"# the list, a pattern a line\ncrumbs keep list"}
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		return usage("keep needs one of its commands: %s", strings.Join(names(c), ", "))
	})
	c.AddCommand(p.keepAdd(), p.keepRemove(), p.keepShow(), p.keepImport())
	return c
}

func (p *program) keepAdd() *cobra.Command {
	var ids list
	c := &cobra.Command{Use: "add PATTERN", Short: "put a host, cookies by a pattern, or one cookie on the list",
		Example: "# a site with its subdomains\ncrumbs keep add shop.example\n# cookies by name, wherever they are\ncrumbs keep add 'sess*@*'\n" +
			"# exactly one, by the id that crumbs list --json and crumbs show give\ncrumbs keep add --id 0123456789abcdef"}
	c.Flags().Var(&ids, "id", "exactly the cookie of this ID")
	c.RunE = p.does(0, -1, func(c *cobra.Command, args []string) error {
		h, ps, err := p.keepPatterns(c, args, ids)
		if err != nil {
			return err
		}
		added, err := keep.Add(h.keepPath(), "", ps...)
		if err != nil {
			return err
		}
		for _, q := range ps {
			if slices.Contains(added, q) {
				p.say("kept from now on: %s", q)
			} else {
				p.say("on the list already: %s", q)
			}
		}
		return nil
	})
	return c
}

func (p *program) keepRemove() *cobra.Command {
	var ids list
	c := &cobra.Command{Use: "remove PATTERN", Short: "take a pattern off the list",
		Example: "# a site\ncrumbs keep remove shop.example\n" +
			"# exactly one, by its id\ncrumbs keep remove --id 0123456789abcdef"}
	c.Flags().Var(&ids, "id", "the pattern of the cookie of this ID")
	c.RunE = p.does(0, -1, func(c *cobra.Command, args []string) error {
		h, ps, err := p.keepPatterns(c, args, ids)
		if err != nil {
			return err
		}
		var bad []error
		for _, q := range ps {
			was, err := keep.Remove(h.keepPath(), q)
			switch {
			case err != nil:
				return err
			case was:
				p.say("no longer kept: %s", q)
			default:
				bad = append(bad, fmt.Errorf("%s is not on the list: crumbs keep list shows what is", q))
			}
		}
		return errors.Join(bad...)
	})
	return c
}

// keepPatterns reads the patterns that a command was given, in words or by the
// IDs of cookies. An argument is a pattern; one that is a URL means its host.
func (p *program) keepPatterns(c *cobra.Command, args []string, ids list) (*house, []keep.Pattern, error) {
	if len(args)+len(ids) == 0 {
		return nil, nil, usage("%s needs PATTERN: a host, NAME@HOST, or cookie name=... domain=... path=...", p.command)
	}
	if len(args) > 1 && args[0] == "cookie" { // one pattern, typed without quotes
		args = []string{strings.Join(args, " ")}
	}
	var ps []keep.Pattern
	for _, a := range args {
		if strings.Contains(a, "://") && !strings.HasPrefix(a, "cookie ") {
			site, err := policy.ParseSite(a)
			if err != nil {
				return nil, nil, usage("%w", err)
			}
			a = site.Host
		}
		q, err := keep.Parse(a)
		if err != nil {
			return nil, nil, usage("%q can't be a pattern: %w", cookies.Visible(a), err)
		}
		ps = append(ps, q)
	}
	s := selection{ids: ids}
	f, err := s.filter()
	if err != nil {
		return nil, nil, err
	}
	h, err := p.enter(nil)
	if err != nil || len(ids) == 0 {
		return h, ps, err
	}
	left := slices.Clone(f.IDs)
	_, err = p.contents(c.Context(), h, h.Read, nil, func(found jar.Contents) {
		for i := range found.Cookies {
			if at := slices.Index(left, found.Cookies[i].ID().String()); at >= 0 {
				left = slices.Delete(left, at, at+1)
				ps = append(ps, keep.Exactly(&found.Cookies[i]))
			}
		}
	})
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("no cookie has the ID %s: crumbs list --json gives them", strings.Join(left, ", "))
	}
	return h, ps, err
}

func (p *program) keepShow() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list [PATTERN]", Short: "what is on the list; with a PATTERN, the lines that hold it",
		Example: "# all of it\ncrumbs keep list\n" +
			"# who keeps this host\ncrumbs keep list shop.example"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(0, 1, func(_ *cobra.Command, args []string) error {
		h, err := p.enter(nil)
		if err != nil {
			return err
		}
		l, err := h.keepList()
		if err != nil {
			return err
		}
		ps := l.Patterns()
		if len(args) > 0 {
			ps = slices.DeleteFunc(slices.Clone(ps), func(q keep.Pattern) bool { return !strings.Contains(q.String(), args[0]) })
		}
		switch {
		case len(ps) == 0 && len(l.Patterns()) > 0:
			p.say("crumbs: no line of the keep list has %q in it (%s)", args[0], h.keepPath())
		case len(ps) == 0:
			p.say("crumbs: nothing is on the keep list (%s)", h.keepPath())
		}
		if asJSON {
			return print.KeepJSON(os.Stdout, ps)
		}
		for _, q := range ps {
			if _, err := fmt.Println(cookies.Visible(q.String())); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func (p *program) keepImport() *cobra.Command {
	c := &cobra.Command{Use: "import FILE", Short: "take over the keep list of BleachBit, Cookie AutoDelete or cookiecutter",
		Long: "Adds to the keep list what another program keeps: BleachBit's cookie_keep_list.json, the expressions that Cookie AutoDelete " +
			"exports (its white list; of the grey one the cookies that it keeps by name), cookiecutter's whitelist or any text with a host a line. " +
			"What can't be taken over is said, entry by entry.",
		Example: "# what BleachBit keeps\ncrumbs keep import ~/.config/bleachbit/cookie_keep_list.json\n" +
			"# any hosts, a line each\nprintf 'shop.example\\nforum.example\\n' | crumbs keep import -"}
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		text, err := readDocument(c.Context(), args[0])
		if err != nil {
			return err
		}
		in, err := keep.Import(text)
		if err != nil {
			return fmt.Errorf("%s can't be taken over: %w", args[0], err)
		}
		h, err := p.enter(nil)
		if err != nil {
			return err
		}
		note := fmt.Sprintf("from %s, %s, %s", filepath.Base(args[0]), in.From, time.Now().Format(time.DateOnly))
		added, err := keep.Add(h.keepPath(), note, in.Patterns...)
		if err != nil {
			return err
		}
		for _, words := range in.Left {
			p.say("crumbs: %s", words)
		}
		p.say("%s of %s kept from now on, %d on the list already", print.Plural(len(added), "pattern"), in.From, len(in.Patterns)-len(added))
		if len(in.Patterns) == 0 && len(in.Left) > 0 {
			return errors.New("nothing could be taken over")
		}
		return nil
	})
	return c
}

// tellKeep puts a cookie on the keep list, or takes it off, and says what it
// did; without a cookie it does so with a host.
func (h *house) tellKeep(c *cookies.Cookie, host string, to ui.KeepTo) (ui.KeepTo, string, error) {
	l, err := h.keepList()
	if err != nil {
		return to, "", err
	}
	var p keep.Pattern
	if c != nil {
		p = keep.Exactly(c)
	} else if p, err = keep.Parse(host); err != nil {
		return to, "", fmt.Errorf("%s can't be kept: %w", cookies.Visible(host), err)
	}
	on := l.Has(p)
	switch {
	case to == ui.KeepOn && on:
		return to, "", fmt.Errorf("nothing to take back, it is on the keep list already: %s", p)
	case to == ui.KeepOff && !on:
		return to, "", fmt.Errorf("nothing to take back, it is no longer on the keep list: %s", p)
	case on:
		if _, err := keep.Remove(h.keepPath(), p); err != nil {
			return to, "", err
		}
		words := "no longer kept: " + p.String()
		if l, err = h.keepList(); err == nil && c != nil {
			if by, still := l.By(c); still {
				words += "; still kept by " + by.String()
			}
		}
		return ui.KeepOff, words, err
	}
	if c != nil && to == ui.KeepToggle {
		if by, kept := l.By(c); kept {
			return to, "", fmt.Errorf("it is kept by %s: crumbs keep remove '%s' takes that off", by, by)
		}
	}
	_, err = keep.Add(h.keepPath(), "", p)
	return ui.KeepOn, "kept: " + p.String(), err
}
