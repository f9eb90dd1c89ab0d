package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/demo"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui/print"
)

// patience is how long somebody who pressed tab waits at most. What was read by
// then is offered.
const patience = 2 * time.Second

// offer gives the words that may stand in a place of the command line, each with
// what is said of it, "" for nothing. Args are the arguments before it.
type offer func(c *cobra.Command, args []string) map[string]string

// completes gives all commands their completions. Those that are what is stored
// are read anew for each, and no keyring is asked and nothing written for it.
func (p *program) completes(root *cobra.Command) {
	flags := map[string]offer{
		"browser": p.storedBrowsers, "profile": p.storedProfiles, "container": p.storedContainers, "domain": p.storedHosts,
		"name": p.storedNames, "id": p.storedIDs, "category": fixed(policy.Categories()), "type": fixed(policy.Types()),
		"party": fixed(policy.Parties()), "into": p.storedPaths, "site": p.storedSites,
	}
	words := map[string][]offer{
		"crumbs": {p.storedSites}, "crumbs list": {p.storedSites}, "crumbs stats": {p.storedSites}, "crumbs show": {p.storedSites, p.storedNames},
		"crumbs delete": {p.storedSites}, "crumbs clear": {p.storedSites}, "crumbs export": {p.storedSites},
		"crumbs audit": {p.storedSites}, "crumbs watch": {p.storedSites},
		"crumbs undo": {p.journalled}, "crumbs history show": {p.journalled}, "crumbs history export": {p.journalled}, "crumbs history purge": {p.journalled},
		"crumbs keep add": {p.storedSites}, "crumbs keep remove": {p.kept}, "crumbs keep list": {p.kept},
		"crumbs policy set": {p.storedNames}, "crumbs policy unset": {p.ruled},
		"crumbs policy show": {p.policies}, "crumbs policy remove": {p.ownPolicies}, "crumbs policy reread": {p.ownPolicies},
	}
	for _, c := range commands(root) {
		for name, o := range flags {
			if f := c.Flags().Lookup(name); f != nil {
				// It fails only for a flag that has its completion already.
				_ = c.RegisterFlagCompletionFunc(name, offered(o, f.Value.Type() == "list"))
			}
		}
		if os := words[c.CommandPath()]; os != nil {
			c.ValidArgsFunction = func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
				if len(args) >= len(os) {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return offered(os[len(args)], false)(c, args, typed)
			}
		}
	}
}

// offered makes a completion of an offer: what begins with what was typed, or in
// a list of several values with what stands behind the last comma.
func offered(o offer, several bool) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := ""
		if at := strings.LastIndex(typed, ","); several && at >= 0 {
			before, typed = typed[:at+1], typed[at+1:]
		}
		all := o(c, args)
		var out []cobra.Completion
		for _, word := range slices.Sorted(maps.Keys(all)) {
			if strings.HasPrefix(word, typed) && plain(word) {
				out = append(out, cobra.CompletionWithDesc(before+word, cookies.Visible(all[word])))
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// plain reports whether a shell takes a word for nothing but a word. Sites
// choose the names of their cookies, shells put what is common to several offers
// on the line as it is, and bash's script of cobra evaluates the line at the next
// tab: a name with a command in it would be run. What begins with a hyphen would
// be a flag, and with cobra's mark a sentence of the program's own.
func plain(word string) bool {
	return word != "" && word[0] != '-' && !strings.HasPrefix(word, activeHelp) && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:@%+/*= ", r)
	})
}

// activeHelp is what cobra's scripts know a sentence of help by.
const activeHelp = "_activeHelp_"

// fixed offers words that are always the same.
func fixed[W ~string](words []W) offer {
	return func(*cobra.Command, []string) map[string]string {
		out := map[string]string{}
		for _, w := range words {
			out[string(w)] = ""
		}
		return out
	}
}

// look is enter for an offer: a demo that is not there yet is not made for it.
func (p *program) look(only []string) (*house, error) {
	if p.demo.on && p.demo.dir != "" {
		if _, err := os.Stat(demo.Home(p.demo.dir)); err != nil {
			return nil, err
		}
	}
	return p.enter(only)
}

// found gives the stores that the command line so far limits itself to.
func (p *program) found(ctx context.Context, c *cobra.Command) (*house, []*cookies.Store) {
	var only []string
	if c.Flags().Lookup("store") != nil {
		only, _ = c.Flags().GetStringArray("store") // it is one
	}
	h, err := p.look(only)
	if err != nil {
		return nil, nil
	}
	stores, _ := h.Stores(ctx) // as far as they are found
	return h, stores
}

// eachStored offers what each cookie adds to the words. What can't be read is passed
// over: there is nobody to tell.
func (p *program) eachStored(c *cobra.Command, add func(words map[string]string, c *cookies.Cookie)) map[string]string {
	ctx, stop := context.WithTimeout(c.Context(), patience)
	defer stop()
	out := map[string]string{}
	h, stores := p.found(ctx, c)
	if h == nil {
		return out
	}
	h.Read(ctx, stores, func(got jar.Contents) {
		for i := range got.Cookies {
			add(out, &got.Cookies[i])
		}
	})
	return out
}

// siteOfHost is what a SITE is called in an offer: the registrable domain, and
// for a host that has none the host.
func siteOfHost(host string) string {
	if site := cookies.Registrable(host); site != "" {
		return site
	}
	return host
}

func (p *program) storedSites(c *cobra.Command, _ []string) map[string]string {
	return p.eachStored(c, func(words map[string]string, c *cookies.Cookie) { words[siteOfHost(c.Host)] = "" })
}

func (p *program) storedHosts(c *cobra.Command, _ []string) map[string]string {
	return p.eachStored(c, func(words map[string]string, c *cookies.Cookie) {
		words[siteOfHost(c.Host)], words[strings.TrimPrefix(c.Host, ".")] = "", ""
	})
}

// storedNames offers names of cookies, of the site only if one was typed.
func (p *program) storedNames(c *cobra.Command, args []string) map[string]string {
	site := policy.Site{}
	if len(args) > 0 {
		site, _ = policy.ParseSite(args[0]) // what is no site holds nothing
	}
	return p.eachStored(c, func(words map[string]string, c *cookies.Cookie) {
		if len(args) == 0 || site.Holds(c) {
			words[c.Name] = strings.TrimPrefix(c.Host, ".")
		}
	})
}

func (p *program) storedContainers(c *cobra.Command, _ []string) map[string]string {
	out := p.eachStored(c, func(words map[string]string, c *cookies.Cookie) {
		if name := c.Container(); name != "" {
			words[name] = ""
		}
	})
	out["none"] = "in no container"
	return out
}

func (p *program) storedIDs(c *cobra.Command, args []string) map[string]string {
	site := policy.Site{}
	if len(args) > 0 {
		site, _ = policy.ParseSite(args[0])
	}
	return p.eachStored(c, func(words map[string]string, c *cookies.Cookie) {
		if len(args) == 0 || site.IsZero() || site.Holds(c) {
			words[c.ID().String()] = fmt.Sprintf("%s of %s, %s", c.Name, c.Host, print.StoreName(c.Store))
		}
	})
}

// storedBrowsers offers the browsers that have stores, and all there are where
// none has.
func (p *program) storedBrowsers(c *cobra.Command, args []string) map[string]string {
	out := map[string]string{}
	_, stores := p.found(c.Context(), c)
	for _, s := range stores {
		out[s.Browser] = ""
	}
	if len(out) == 0 {
		return fixed(browserWords())(c, args)
	}
	return out
}

func (p *program) storedProfiles(c *cobra.Command, _ []string) map[string]string {
	out := map[string]string{}
	_, stores := p.found(c.Context(), c)
	for _, s := range stores {
		out[s.Profile] = print.StoreName(s)
		if s.ProfileName != "" {
			out[s.ProfileName] = print.StoreName(s)
		}
	}
	delete(out, "")
	return out
}

// storedPaths offers the stores, for what is written into one.
func (p *program) storedPaths(c *cobra.Command, _ []string) map[string]string {
	out := map[string]string{}
	_, stores := p.found(c.Context(), c)
	for _, s := range stores {
		out[s.Path] = print.StoreName(s)
	}
	return out
}

// journalled offers the deletions and imports that are remembered.
func (p *program) journalled(c *cobra.Command, _ []string) map[string]string {
	out := map[string]string{}
	h, err := p.look(nil)
	if err != nil {
		return out
	}
	entries, _ := h.History(c.Context()) // as far as they can be read
	for _, e := range entries {
		out[e.ID] = fmt.Sprintf("%s, %s of %s", e.State, print.Plural(e.Deleted+e.Imported, "cookie"), strings.Join(e.Sites, ", "))
	}
	return out
}

// kept offers what is on the keep list.
func (p *program) kept(*cobra.Command, []string) map[string]string {
	out := map[string]string{}
	h, err := p.look(nil)
	if err != nil {
		return out
	}
	if list, err := h.keepList(); err == nil {
		for _, q := range list.Patterns() {
			out[q.String()] = ""
		}
	}
	return out
}

// ruled offers the names of the user's own words.
func (p *program) ruled(*cobra.Command, []string) map[string]string {
	out := map[string]string{}
	if lib, _ := p.library(); lib != nil {
		for _, r := range lib.Rules() {
			out[r.Name] = string(r.Category) + where(r)
		}
	}
	return out
}

// policies offers the hosts of the policies there are.
func (p *program) policies(*cobra.Command, []string) map[string]string {
	out := map[string]string{}
	if lib, _ := p.library(); lib != nil {
		for _, k := range lib.All() {
			out[k.Policy.Platform] = k.Policy.Title
		}
	}
	return out
}

// ownPolicies offers those that are the user's, and what they added to the
// catalogue.
func (p *program) ownPolicies(*cobra.Command, []string) map[string]string {
	out := map[string]string{}
	if lib, _ := p.library(); lib != nil {
		for _, k := range lib.All() {
			if _, own := lib.Own(k.Policy.Platform); own {
				out[k.Policy.Platform] = k.Policy.Title
			}
		}
		for _, f := range lib.Facts() {
			out[f.Name] = "adds to the catalogue"
		}
	}
	return out
}
