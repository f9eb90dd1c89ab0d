package cli

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui"
	"crumbs/ui/print"
)

// screen opens the screen; where standard output is no terminal, it prints the
// list instead.
func (p *program) screen(c *cobra.Command, stores, args []string) error {
	ctx := c.Context()
	if len(args) > 0 {
		if err := p.checkWord(ctx, stores, args[0], names(c)); err != nil {
			return err
		}
	}
	if len(args) > 1 {
		return usage("crumbs takes one SITE: %q is too many", args[1])
	}
	site, err := siteOf(args)
	if err != nil {
		return err
	}
	if !term.IsTerminal(os.Stdout.Fd()) {
		return p.printList(ctx, stores, want{site: site}, print.Table, false)
	}
	h, err := p.enter(stores)
	if err != nil {
		return err
	}
	if len(stores) > 0 { // a --store that is none is told of before the screen stands
		if _, err := h.Stores(ctx); err != nil {
			return err
		}
	}
	conf := ui.Config{
		Jar: settling{h.Jar}, Judge: h.judge, Correct: h.correct, Restore: h.restore, Site: site,
		Keeps: h.keeps, Keep: h.tellKeep,
		Open: h.openPolicy, Export: exportReport, Write: h.writeCookies,
		Recall: h.recall, Remember: h.remember,
		Demo: h.demo, Looked: h.Looked(), Version: p.version,
	}
	// What Bubble Tea draws before it tells the size is empty, and every other time
	// it is that which the first tick of its clock shows, and the frame the next.
	if w, h, err := term.GetSize(os.Stdout.Fd()); err == nil {
		conf.Width, conf.Height = w, h
	}
	if p.alter != nil {
		p.alter(&conf)
	}
	return p.reported(ui.Run(ctx, conf))
}

// settling is a jar that settles what a crash left open when its stores are
// asked for, which the screen does after its first frame.
type settling struct{ *jar.Jar }

// Stores gives the stores there are, after settling. What can't be settled is
// pending in the history.
func (s settling) Stores(ctx context.Context) ([]*cookies.Store, error) {
	_ = s.Settle(ctx)
	return s.Jar.Stores(ctx)
}

// checkWord gives an error for a word that is neither a SITE nor a command: a
// bare word is a SITE only if something is stored of it.
func (p *program) checkWord(ctx context.Context, stores []string, word string, commands []string) error {
	if p.demo.on && p.demo.dir == "" && strings.ContainsRune(word, filepath.Separator) && !strings.Contains(word, ":") {
		return usage("--demo takes its folder behind a =: --demo=%s", word)
	}
	if strings.ContainsAny(word, ".:") || strings.EqualFold(word, "localhost") {
		return nil
	}
	site, err := policy.ParseSite(word)
	there, hosts := p.stored(ctx, stores, site)
	if there && err == nil {
		return nil
	}
	// A site of this very name is meant before a command that is like it, and one
	// that begins so unless a command does too; "LIST" and "rm" are commands themselves.
	isOne := slices.ContainsFunc(commands, func(c string) bool { return strings.EqualFold(c, word) }) || elsewhere()[strings.ToLower(word)] != ""
	if named := namedSites(word, maps.Keys(hosts), !begins(word, commands)); len(named) > 0 && !isOne {
		return usage("unknown command %q: did you mean the site %s?", word, named[0])
	}
	var sites []string
	if err == nil && len(word) > 2 { // less is in any host
		sites = nearSites(site.Host, maps.Keys(hosts))
	}
	meant := print.Meant(word, commands, 1)
	switch of := elsewhere()[strings.ToLower(word)]; {
	case of != "":
		meant = []string{of}
	case len(meant) == 0 && len(sites) > 0:
		return usage("unknown command %q: did you mean the site %s?", word, sites[0])
	case len(meant) == 0:
		return usage("unknown command %q: a SITE is a host, such as shop.example", word)
	}
	return usage("unknown command %q: did you mean %s? A SITE is a host, such as shop.example", word, meant[0])
}

// begins reports whether one of some words begins with another.
func begins(word string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, strings.ToLower(word)) })
}

// elsewhere is what other programs call some commands.
func elsewhere() map[string]string {
	return map[string]string{"ls": "list", "cookies": "list", "sites": "stats", "rm": "delete", "remove": "delete", "restore": "undo", "log": "history",
		"info": "show", "whitelist": "keep", "version": "--version"}
}

// stored reports whether something of a site is stored, and gives the hosts that
// have something stored.
func (p *program) stored(ctx context.Context, stores []string, site policy.Site) (there bool, hosts map[string]bool) {
	h, err := p.enter(stores)
	if err != nil {
		return false, nil
	}
	found, _ := h.Stores(ctx) // what is wrong with a --store is told later
	hosts = map[string]bool{}
	h.Read(ctx, found, func(c jar.Contents) {
		for i := range c.Cookies {
			there = there || site.Holds(&c.Cookies[i])
			hosts[c.Cookies[i].Host] = true
		}
	})
	return there, hosts
}
