package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/audit"
	"crumbs/policy/classify"
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
		Example: "# against a policy that you saved\ncrumbs audit kiosk.example --policy cookies.html\n" +
			"# as a page, for others\ncrumbs audit kiosk.example -o report.html\n" +
			"# for a script: exit code 5 if something was set against your answer\ncrumbs audit kiosk.example --json --fail-on against-consent,undeclared"}
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
		if err := p.notAStore(c.Context(), a.to, a.stores, false); err != nil {
			return err
		}
		report, err := p.audited(c.Context(), &a, w)
		if err != nil {
			return err
		}
		if err := p.writeReport(c.Context(), report, format, a.to); err != nil {
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
	case ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".tsv", ".xml", ".yaml", ".yml", ".ndjson":
		return "", usage("%s can't be written: a report is no %s; name it .html, .md, .csv, .json or .txt", a.to, filepath.Ext(a.to)[1:])
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
	on, err := p.against(ctx, h, a.policy, w.site)
	if err != nil {
		return none, err
	}
	contents, err := p.contents(ctx, h, h.Read, w.filter.Browsers, nil)
	if err != nil {
		return none, err
	}
	r := reading{stores: contents}
	for _, c := range contents {
		r.all = append(r.all, on.sorter.Sort(c.Cookies, w.site)...)
	}
	chosen := plan.Select(r.all, w.site, w.filter, time.Now())
	if len(chosen) == 0 && len(contents) > 0 {
		p.nothingChosen(&r, w)
	}
	return on.report(ctx, h, chosen), nil
}

// comparison is what an audit of a site compares with.
type comparison struct {
	site   policy.Site
	policy *policy.Policy // nil if none is known
	name   string         // what to call it
	sorter *classify.Classifier
}

// against gives the policy that a site is audited against, the one of a document
// if one is named, and what sorts cookies by it. What can't be read of the
// user's own policies and rules is told.
func (p *program) against(ctx context.Context, h *house, from string, site policy.Site) (comparison, error) {
	on := comparison{site: site}
	k, lib, doubts := h.knowledge()
	if doubts != nil {
		p.complain(doubts)
	}
	given := lib.For(site.Host)
	if given != nil {
		on.name = given.Platform
	}
	if from != "" {
		read, _, err := read1(ctx, from)
		if err != nil {
			return on, err
		}
		p.remarks(from, read)
		if len(read.Cookies) == 0 {
			p.say("crumbs: %s declares no cookie that was recognised, so that everything is undeclared", from)
		}
		if named, err := policy.ParseSite(read.Platform); err == nil && named.Registrable != site.Registrable {
			p.say("crumbs: %s is about %s; it is taken for the policy of %s", from, named.Host, site.Host)
		}
		given, on.name = &read.Policy, from
		if from == "-" {
			on.name = "standard input"
		}
	}
	if given != nil {
		on.policy = audit.Bind(*given, site)
		k.Policies = audit.Among(k.Policies, on.policy)
	}
	on.sorter = classify.New(k)
	return on, nil
}

// report audits cookies that were sorted by the comparison's sorter.
func (on *comparison) report(ctx context.Context, h *house, list []policy.Sorted) audit.Report {
	opened := h.records(ctx, audit.Wanted(on.site, list))
	defer func() {
		for _, o := range opened {
			clear(o.Value)
		}
	}()
	return audit.Audit(audit.Input{Site: on.site, Policy: on.policy, Name: on.name, Cookies: list, Opened: opened, Now: time.Now()})
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
func (p *program) writeReport(ctx context.Context, r audit.Report, f print.AuditFormat, to string) error {
	if f == print.AuditJSON || f == print.AuditCSV {
		for _, n := range r.Notes {
			p.say("%s", n)
		}
	}
	if err := output(ctx, to, func(w io.Writer) error { return print.Audit(w, r, f, terminalOf(to)) }); err != nil {
		return err
	}
	if !onStdout(to) {
		p.say("%s: %s", to, print.AuditSummary(r))
	}
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
