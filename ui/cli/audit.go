package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/private"
	"crumbs/policy"
	"crumbs/policy/audit"
	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
	"crumbs/policy/document"
	"crumbs/policy/library"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// auditing is how an audit was asked for.
type auditing struct {
	selection
	policy, format, to string
	asJSON             bool
	failOn             list
}

// audit is `crumbs audit SITE`.
func (p *program) audit() *cobra.Command {
	var a auditing
	c := &cobra.Command{Use: "audit SITE", Short: "what a site's policy declares, against what is stored",
		Long: "Compares what the policy of a SITE declares of its cookies with those that are stored: undeclared ones, missing ones, " +
			"those that live longer than declared, that are declared as needed and known as marketing, or as another party's than they are. " +
			"Without a policy, and with one, it looks for logins without protection, and for cookies that were set although the site's own " +
			"record says that you had refused their kind. Of that record the value is opened; no other is. --fail-on ends with exit code 5 if " +
			"a finding of one of these kinds is there.",
		Example: "crumbs audit shop.example --policy cookies.html\ncrumbs audit shop.example -o report.html\n" +
			"crumbs audit shop.example --json --fail-on against-consent,undeclared"}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&a.policy, "policy", "", "the site's policy, in any form that policy parse reads (- for standard input)")
	addOutput(c, &a.asJSON, nil)
	f.StringVar(&a.format, "format", "", strings.Join(texts(print.AuditFormats()), ", "))
	f.StringVarP(&a.to, "output", "o", "", "write to this file, in the format that its name ends in if none is given")
	f.Var(&a.failOn, "fail-on", "end with exit code 5 if one of these was found: "+strings.Join(texts(audit.Kinds()), ", "))
	a.addPlaces(c)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(print.AuditFormats()), cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(texts(audit.Kinds()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		w, err := a.wants(args)
		if err != nil {
			return err
		}
		format, err := a.chosenFormat()
		if err != nil {
			return err
		}
		kinds, err := choose("kind", a.failOn, audit.Kinds())
		if err != nil {
			return err
		}
		report, err := p.audited(c.Context(), &a, w)
		if err != nil {
			return err
		}
		if err := p.writeReport(report, format, a.to); err != nil {
			return err
		}
		if len(kinds) > 0 && report.Has(kinds...) {
			return &fault{found, errors.New("there are findings of the kinds that --fail-on names: " + countKinds(report, kinds))}
		}
		return nil
	})
	return c
}

// addPlaces gives a command the filters that say where to look. What is to be
// compared with a whole policy must not be filtered by what it is.
func (s *selection) addPlaces(c *cobra.Command) {
	f := c.Flags()
	f.Var(&s.browsers, "browser", "only of these browsers: chromium, firefox, chrome-beta, ...")
	f.Var(&s.profiles, "profile", "only of these profiles, by folder or by name")
	addStore(f, &s.stores)
	f.Var(&s.containers, "container", "only of these containers, none for no container")
	_ = c.RegisterFlagCompletionFunc("browser", cobra.FixedCompletions(browserWords(), cobra.ShellCompDirectiveNoFileComp))
}

// chosenFormat gives the format that was asked for, by flag or by the ending of
// the file's name.
func (a *auditing) chosenFormat() (print.AuditFormat, error) {
	switch {
	case a.format != "":
		f, err := choose("format", []string{a.format}, print.AuditFormats())
		switch {
		case err != nil:
			return "", err
		case a.asJSON && f[0] != print.AuditJSON:
			return "", usage("--json and --format %s exclude each other", f[0])
		}
		return f[0], nil
	case a.asJSON:
		return print.AuditJSON, nil
	}
	switch strings.ToLower(filepath.Ext(a.to)) {
	case ".json":
		return print.AuditJSON, nil
	case ".md", ".markdown":
		return print.AuditMarkdown, nil
	case ".csv":
		return print.AuditCSV, nil
	case ".html", ".htm":
		return print.AuditHTML, nil
	}
	return print.AuditTerminal, nil
}

// audited makes the report.
func (p *program) audited(ctx context.Context, a *auditing, w want) (audit.Report, error) {
	var none audit.Report
	h, err := p.open(ctx, a.stores)
	if err != nil {
		return none, err
	}
	m, err := p.measure(ctx, h, a.policy, w.site)
	if err != nil {
		return none, err
	}
	if m.doubts != nil {
		p.complain(m.doubts)
	}
	contents, err := p.contents(ctx, h, w.filter.Browsers, nil)
	if err != nil {
		return none, err
	}
	r := reading{stores: contents}
	for _, c := range contents {
		r.all = append(r.all, m.sorter.Sort(c.Cookies, w.site)...)
	}
	chosen := plan.Select(r.all, w.site, w.filter, time.Now())
	if len(chosen) == 0 && len(contents) > 0 {
		p.nothingChosen(&r, w)
	}
	return audit.Audit(audit.Input{
		Site: w.site, Policy: m.policy, Name: m.name, Cookies: chosen,
		Opened: h.records(ctx, audit.Wanted(w.site, chosen)), Now: time.Now(),
	}), nil
}

// measure is what a site is audited against.
type measure struct {
	policy *policy.Policy // bound to the site; nil if none is known
	name   string         // what to call it
	sorter *classify.Classifier
	doubts error // what could not be read of policies and rules
}

// measure gives what a site is audited against: the policy of a document, or
// without one that of the library.
func (p *program) measure(ctx context.Context, h *house, file string, site policy.Site) (measure, error) {
	lib, err := library.Open(h.config)
	cat, fault := catalogue.Load()
	m := measure{doubts: errors.Join(err, fault)}
	k := classify.Knowledge{Rules: lib.Rules(), Policies: lib.Policies(), Catalogue: cat}
	given := lib.For(site.Host)
	if file != "" {
		read, err := p.documentFor(ctx, file, site)
		if err != nil {
			return m, err
		}
		given, m.name = read, file
		if file == "-" {
			m.name = "standard input"
		}
	} else if given != nil {
		m.name = given.Platform
	}
	if given != nil {
		m.policy = audit.Bind(*given, site)
		k.Policies = audit.Among(k.Policies, m.policy)
	}
	m.sorter = classify.New(k)
	return m, nil
}

// documentFor reads a document that is to be a site's policy, and says what is
// odd about that.
func (p *program) documentFor(ctx context.Context, file string, site policy.Site) (*policy.Policy, error) {
	text, err := readDocument(ctx, file)
	if err != nil {
		return nil, err
	}
	read, err := document.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(read.Cookies) == 0 {
		p.say("crumbs: %s declares no cookie that was recognised, so that everything is undeclared", file)
	}
	if named, err := policy.ParseSite(read.Platform); err == nil && named.Registrable != site.Registrable {
		p.say("crumbs: %s is about %s; it is taken for the policy of %s", file, named.Host, site.Host)
	}
	return &read, nil
}

// records opens the values of a site's records of an answer.
func (h *house) records(ctx context.Context, wanted []*cookies.Cookie) []audit.Opened {
	out := make([]audit.Opened, len(wanted))
	if len(wanted) == 0 {
		return out
	}
	for i, v := range h.Values(ctx, wanted) {
		out[i] = audit.Opened{Cookie: wanted[i], Value: v.Bytes, Err: v.Err}
	}
	return out
}

// writeReport writes a report to standard output or, whole or not at all, to a
// file that nobody else may read. What the machine-readable formats have no
// place for is said beside them.
func (p *program) writeReport(r audit.Report, f print.AuditFormat, to string) error {
	if f == print.AuditJSON || f == print.AuditCSV {
		for _, n := range r.Notes {
			p.say("%s", n)
		}
	}
	if to == "" || to == "-" {
		return print.Audit(os.Stdout, r, f, stdout())
	}
	var b bytes.Buffer
	if err := print.Audit(&b, r, f, print.Terminal{}); err != nil {
		return err
	}
	if err := private.WriteFile(to, b.Bytes()); err != nil {
		return err
	}
	p.say("%s: %s", to, print.AuditSummary(r))
	return nil
}

// countKinds counts the findings of some kinds: "2 undeclared, 1 insecure".
func countKinds(r audit.Report, kinds []audit.Kind) string {
	var parts []string
	count := r.ByKind()
	for _, k := range audit.Kinds() {
		for _, asked := range kinds {
			if asked == k && count[k] > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", count[k], k))
				break
			}
		}
	}
	return strings.Join(parts, ", ")
}
