package cli

import (
	"io"

	"github.com/spf13/cobra"

	"crumbs/policy"
	"crumbs/policy/document/settings"
	"crumbs/ui/print"
)

// policyFormat is a form in which a policy is written for programs.
type policyFormat string

// The forms: crumbs' own, the Open Cookie Database's CSV, and a device storage
// disclosure of the IAB TCF.
const (
	ownFormat policyFormat = "json"
	ocdFormat policyFormat = "ocd"
	tcfFormat policyFormat = "tcf"
)

func policyFormats() []policyFormat { return []policyFormat{ownFormat, ocdFormat, tcfFormat} }

// addPolicyFormat adds the flags of what writes a policy.
func addPolicyFormat(c *cobra.Command, format, to *string) {
	c.Flags().StringVar(format, "format", "", "write it for programs: json (crumbs' own form), ocd (Open Cookie Database, CSV) or tcf (device storage disclosure of the IAB TCF)")
	c.Flags().StringVarP(to, "output", "o", "", "write to this file instead of standard output")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(policyFormats()), cobra.ShellCompDirectiveNoFileComp))
}

// policyWriter gives what writes the form that --format and --json ask for, nil
// for the table that people read.
func policyWriter(format string, asJSON bool) (func(io.Writer, policy.Policy) error, error) {
	if format == "" {
		if asJSON {
			return print.PolicyJSON, nil
		}
		return nil, nil
	}
	f, err := choose("format", []string{format}, policyFormats())
	if err != nil {
		return nil, err
	}
	if asJSON && f[0] != ownFormat {
		return nil, usage("--json and --format %s exclude each other", f[0])
	}
	switch f[0] {
	case ocdFormat:
		return settings.WriteOpenCookieDatabase, nil
	case tcfFormat:
		return settings.WriteTCF, nil
	}
	return print.PolicyJSON, nil
}

// remarks says what a reader left out, and with -v what it took the document for.
func (p *program) remarks(name string, r settings.Reading) {
	if r.Format != "" {
		p.detail("%s is read as %s", name, r.Format)
	}
	for _, s := range r.Remarks {
		p.say("crumbs: %s: %s", name, s)
	}
}
