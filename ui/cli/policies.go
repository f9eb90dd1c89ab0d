package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crumbs/policy"
	"crumbs/policy/audit"
	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
	"crumbs/policy/document"
	"crumbs/policy/document/settings"
	"crumbs/policy/fetch"
	"crumbs/policy/library"
	"crumbs/ui"
	"crumbs/ui/print"
)

func (p *program) policyAdd() *cobra.Command {
	var host string
	c := &cobra.Command{Use: "add FILE|URL", Short: "keep a site's policy: from then on it decides on the site's cookies",
		Long: "Reads a policy document, as policy parse does, and keeps what it declares for its site, with the document. " +
			"An http or https address is fetched, that document alone and only because you name it; redirects are followed within its site. " +
			"The site is the one that --site names, else the one that the document says it is about, else that of the address. " +
			"A policy that was there before is kept beside it.",
		Example: "# what a site says today\ncrumbs policy add https://shop.example/cookies\n" +
			"# a page that you saved, for a site that it does not name\ncrumbs policy add cookies.html --site shop.example"}
	c.Flags().StringVar(&host, "site", "", "the host whose policy it is")
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		var site policy.Site
		if c.Flags().Changed("site") {
			var err error
			if site, err = policy.ParseSite(host); err != nil {
				return usage("--site: %w", err)
			}
		}
		return p.addPolicy(c.Context(), args[0], site)
	})
	return c
}

// addPolicy reads a document and keeps what it declares.
func (p *program) addPolicy(ctx context.Context, from string, site policy.Site) error {
	h, err := p.enter(nil)
	if err != nil {
		return err
	}
	read, got, err := readPolicy(ctx, from)
	if err != nil {
		return err
	}
	p.remarks(from, read)
	if read.Anywhere && site.IsZero() {
		return p.addFacts(h, read, got)
	}
	found := read.Policy
	if found.Platform, err = platformOf(found.Platform, site, got.site); err != nil {
		return err
	}
	before, file, err := h.keepPolicy(found, got)
	if err != nil {
		return err
	}
	p.say("the policy of %s is kept: %s", found.Platform, declares(found))
	switch {
	case before == nil:
	case before.BuiltIn:
		p.say("it takes the place of the built-in one")
	default:
		p.say("it takes the place of one with %s, which is beside it", declares(before.Policy))
	}
	p.detail("read from %s", got.from)
	p.detail("kept in %s", file)
	return nil
}

// read1 obtains a document and reads it.
func read1(ctx context.Context, from string) (settings.Reading, obtained, error) {
	got, err := obtain(ctx, from)
	if err != nil {
		return settings.Reading{}, got, err
	}
	found, err := document.Read(ctx, bytes.NewReader(got.text))
	if err != nil {
		err = fmt.Errorf("%s: %w", from, err)
	}
	return found, got, err
}

// readPolicy is [read1] for a document in which at least one cookie must be
// declared.
func readPolicy(ctx context.Context, from string) (settings.Reading, obtained, error) {
	found, got, err := read1(ctx, from)
	if err == nil && len(found.Cookies) == 0 {
		err = fmt.Errorf("%s: no cookie that it declares was recognised, so there is nothing to keep: crumbs policy parse shows what is made of it", from)
	}
	return found, got, err
}

// addFacts adds a table of cookies wherever they are met to the catalogue.
func (p *program) addFacts(h *house, read settings.Reading, got obtained) error {
	lib, err := library.Open(h.config)
	if err != nil {
		return err
	}
	of := len(catalogue.FromPolicy(read.Policy, got.from))
	if of == 0 {
		return fmt.Errorf("%s is %s, and nothing in it says more than the catalogue needs: no entry has a category and a name of its own", got.from, read.Format)
	}
	name, file, err := lib.KeepFacts(nameOf(got.from), read.Policy, got.text, library.Origin{From: got.from, Read: time.Now().UTC()})
	if err != nil {
		return err
	}
	p.say("the catalogue knows %s more, from %s: crumbs policy remove %s takes %s back", print.Plural(of, "name"), read.Format, name, print.Them(of))
	p.say("it is about no site; --site HOST makes it the policy of one")
	p.detail("kept in %s", file)
	return nil
}

// nameOf is what a document is called: the last part of its path or address,
// without the ending.
func nameOf(from string) string {
	if from == "-" {
		return "standard-input"
	}
	base := path.Base(filepath.ToSlash(from))
	return strings.TrimSuffix(base, path.Ext(base))
}

// keepPolicy makes a policy the user's. It gives the one that decided before,
// nil if there was none, and the file's path.
func (h *house) keepPolicy(p policy.Policy, got obtained) (*library.Kept, string, error) {
	lib, err := library.Open(h.config)
	if err != nil {
		return nil, "", err
	}
	path, err := lib.Keep(p, got.text, library.Origin{From: got.from, Read: time.Now().UTC()})
	if before, had := lib.Named(p.Platform); had {
		return &before, path, err
	}
	return nil, path, err
}

// openPolicy reads a document for a site, for the screen: to compare with, or to
// keep.
func (h *house) openPolicy(ctx context.Context, from string, site policy.Site, keep bool) (*ui.Opened, error) {
	found, got, err := readPolicy(ctx, atHome(from))
	if err != nil {
		return nil, err
	}
	bound := audit.Bind(found.Policy, site)
	if keep {
		_, _, err := h.keepPolicy(*bound, got)
		return &ui.Opened{Policy: bound, Kept: true}, err
	}
	c, err := h.sorterWith(bound)
	return &ui.Opened{Policy: bound, Judge: c.Verdict, Name: from}, err
}

// sorterWith sorts with a policy in the place of those of its site.
func (h *house) sorterWith(bound *policy.Policy) (*classify.Classifier, error) {
	k, _, err := h.knowledge()
	k.Policies = audit.Among(k.Policies, bound)
	return classify.New(k), err
}

// atHome gives a path that begins with ~ as a shell would.
func atHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// declares says how much a policy declares.
func declares(p policy.Policy) string {
	s := print.Plural(len(p.Cookies), "cookie")
	if len(p.Sections) > 0 {
		s += " in " + print.Plural(len(p.Sections), "section")
	}
	return s
}

// platformOf decides whose policy a document is: the site that was given, else
// the one it names, else that of its address. What a page at an address says
// it is about must be of the same site: a page on news.example is not the
// policy of shop.example.
func platformOf(named string, given, address policy.Site) (string, error) {
	about, err := policy.ParseSite(named)
	switch {
	case !given.IsZero():
		return given.Host, nil
	case address.IsZero() && (named == "" || err != nil):
		return "", usage("the document does not say whose policy it is: add --site HOST")
	case address.IsZero(), err == nil && about.Registrable == address.Registrable:
		return about.Host, nil
	}
	return address.Host, nil
}

// obtained is a document, wherever it came from.
type obtained struct {
	text []byte
	from string      // as it is kept: a URL, an absolute path or "-"
	site policy.Site // of its address, the zero Site for a file
}

// obtain reads a file or standard input, or fetches an address.
func obtain(ctx context.Context, from string) (obtained, error) {
	if fetch.IsURL(from) {
		got, err := fetch.Get(ctx, from)
		return obtained{got.Text, got.URL, got.Site}, err
	}
	text, err := readDocument(ctx, from)
	if err != nil || from == "-" {
		return obtained{text: text, from: from}, err
	}
	path, err := filepath.Abs(from)
	return obtained{text: text, from: path}, err
}

// library opens the policies there are. One that can't be read is an error:
// what is to be changed must be known.
func (p *program) library() (*library.Library, error) {
	h, err := p.enter(nil)
	if err != nil {
		return nil, err
	}
	return library.Open(h.config)
}

func (p *program) policyList() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "the policies there are, built in and your own, and your own words on cookies",
		Example: "# whose policies decide, and where they are from\ncrumbs policy list\n# the same for a script\ncrumbs policy list --json"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(0, 0, func(*cobra.Command, []string) error {
		lib, err := p.library()
		if lib == nil {
			return err
		}
		if err != nil { // what can be read is listed all the same
			p.complain(err)
		}
		list := make([]print.KeptPolicy, 0, len(lib.All()))
		for _, k := range lib.All() {
			list = append(list, kept(lib, k))
		}
		for _, f := range lib.Facts() {
			k := print.KeptPolicy{Name: f.Name, Title: "adds to the catalogue", Cookies: len(f.Policy.Cookies), Catalogue: true, Path: f.Path}
			if o, ok := lib.FactsOrigin(f.Name); ok {
				k.From, k.Read = o.From, o.Read
			}
			list = append(list, k)
		}
		if asJSON {
			return print.PoliciesJSON(os.Stdout, list)
		}
		return print.PoliciesTable(os.Stdout, list, lib.Rules(), stdout())
	})
	return c
}

// kept gathers what is known of a policy that is kept.
func kept(lib *library.Library, k library.Kept) print.KeptPolicy {
	out := print.KeptPolicy{
		Name: k.Policy.Platform, Title: k.Policy.Title, Cookies: len(k.Policy.Cookies), BuiltIn: k.BuiltIn, Path: k.Path,
	}
	if k.BuiltIn {
		return out
	}
	if o, ok := lib.Origin(k.Policy.Platform); ok {
		out.From, out.Read = o.From, o.Read
	}
	if doc := lib.Document(k.Policy.Platform); isThere(doc) {
		out.Document = doc
	}
	return out
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *program) policyShow() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "show NAME", Short: "what a policy that is kept declares; NAME is its host",
		Example: "# the policy that crumbs brings along\ncrumbs policy show umami.opendatasoft.com\n" +
			"# as JSON, to edit and to add again\ncrumbs policy show umami.opendatasoft.com --json"}
	addOutput(c, &asJSON, nil)
	c.RunE = p.does(1, 1, func(_ *cobra.Command, args []string) error {
		lib, err := p.library()
		if lib == nil {
			return err
		}
		found, ok := named(lib, args[0])
		if !ok {
			return errors.Join(noPolicy(lib, args[0]), err)
		}
		if asJSON {
			return print.PolicyJSON(os.Stdout, found)
		}
		return print.PolicyTable(os.Stdout, found, false, stdout())
	})
	return c
}

// named gives the policy of a host, or what was added to the catalogue under a
// name.
func named(lib *library.Library, name string) (policy.Policy, bool) {
	if k, ok := lib.Named(name); ok {
		return k.Policy, true
	}
	f, ok := lib.Fact(name)
	return f.Policy, ok
}

// noPolicy says that there is none of a name, and which was probably meant.
func noPolicy(lib *library.Library, name string) error {
	var all []string
	for _, k := range lib.All() {
		all = append(all, k.Policy.Platform)
	}
	if meant := print.Meant(name, all, 1); len(meant) > 0 {
		return fmt.Errorf("there is no policy for %q; the nearest is that of %s", name, meant[0])
	}
	return fmt.Errorf("there is no policy for %q: crumbs policy list names those there are", name)
}

func (p *program) policyRemove() *cobra.Command {
	c := &cobra.Command{Use: "remove NAME", Short: "take a policy of yours away; NAME is its host",
		Example: "# the built-in one of that site decides again, if there is one\ncrumbs policy remove shop.example\n" +
			"# have it back\nmv ~/.config/crumbs/policies/shop.example.json.previous ~/.config/crumbs/policies/shop.example.json"}
	c.RunE = p.does(1, 1, func(_ *cobra.Command, args []string) error {
		lib, err := p.library()
		if err != nil {
			return err
		}
		_, fact := lib.Fact(args[0])
		path, again, err := lib.Remove(args[0])
		if err != nil {
			return err
		}
		if fact {
			p.say("what %s added to the catalogue is taken back; it is kept as %s", args[0], path)
		} else {
			p.say("the policy of %s decides no more; it is kept as %s", args[0], path)
		}
		if again {
			p.say("the built-in one decides again")
		}
		return nil
	})
	return c
}

func (p *program) policyReread() *cobra.Command {
	c := &cobra.Command{Use: "reread [NAME]", Short: "read the documents of your policies again, as this version reads them",
		Long: "Policies are kept with the document that they were read from. A newer crumbs may read more in it. " +
			"A version that is replaced, with what you mended in it by hand, is kept beside the new one.",
		Example: "# after an update of crumbs\ncrumbs policy reread\n# one policy\ncrumbs policy reread shop.example"}
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		lib, err := p.library()
		if err != nil {
			return err
		}
		var faults []error
		n := 0
		for _, k := range lib.All() {
			if _, own := lib.Own(k.Policy.Platform); own && (len(args) == 0 || sameHost(args[0], k.Policy.Platform)) {
				n++
				faults = append(faults, p.reread(c.Context(), lib, k.Policy))
			}
		}
		for _, f := range lib.Facts() {
			if len(args) == 0 || args[0] == f.Name {
				n++
				faults = append(faults, p.rereadFacts(c.Context(), lib, f))
			}
		}
		switch {
		case n == 0 && len(args) > 0:
			return fmt.Errorf("there is no policy of yours for %q: crumbs policy list names them", args[0])
		case n == 0:
			p.say("you have no policies of your own")
		}
		return errors.Join(faults...)
	})
	return c
}

func sameHost(typed, host string) bool {
	site, err := policy.ParseSite(typed)
	return err == nil && site.Host == host
}

// reread reads the document of one policy again.
func (p *program) reread(ctx context.Context, lib *library.Library, before policy.Policy) error {
	text, err := lib.ReadDocument(before.Platform)
	found, err := p.again(ctx, before.Platform, text, err)
	if found == nil {
		return err
	}
	found.Platform = before.Platform
	o, _ := lib.Origin(before.Platform)
	if _, err := lib.Keep(found.Policy, text, o); err != nil {
		return err
	}
	p.say("%s: %s, %s before", before.Platform, declares(found.Policy), declares(before))
	return nil
}

// rereadFacts reads a table again that adds to the catalogue.
func (p *program) rereadFacts(ctx context.Context, lib *library.Library, before library.Facts) error {
	text, err := lib.ReadFactsDocument(before.Name)
	found, err := p.again(ctx, before.Name, text, err)
	if found == nil {
		return err
	}
	o, _ := lib.FactsOrigin(before.Name)
	if _, _, err := lib.KeepFacts(before.Name, found.Policy, text, o); err != nil {
		return err
	}
	p.say("%s: %s, %s before", before.Name, declares(found.Policy), declares(before.Policy))
	return nil
}

// again reads a document that is kept, as got says that it could be obtained;
// nil where there is nothing in it to put in the place of what is known.
func (p *program) again(ctx context.Context, name string, text []byte, got error) (*settings.Reading, error) {
	if errors.Is(got, fs.ErrNotExist) {
		p.say("%s: there is no document, it stays as it is", name)
		return nil, nil
	}
	if got != nil {
		return nil, got
	}
	found, err := document.Read(ctx, bytes.NewReader(text))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(found.Cookies) == 0:
		p.say("%s: no cookie is recognised in the document, it stays as it is", name)
		return nil, nil
	}
	return &found, nil
}
