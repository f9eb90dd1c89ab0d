package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"crumbs/policy"
	"crumbs/policy/document"
	"crumbs/policy/library"
	"crumbs/ui/print"
)

// policy is `crumbs policy`, which is nothing without a command below it.
func (p *program) policy() *cobra.Command {
	c := &cobra.Command{Use: "policy", Short: "what sites declare of their cookies, and your own word on one",
		Example: "# keep what a site says of its cookies\ncrumbs policy add https://shop.example/cookies\n" +
			"# say it yourself, of one cookie\ncrumbs policy set uid --domain umami.opendatasoft.com --category statistical"}
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		return usage("policy needs one of its commands: %s", strings.Join(names(c), ", "))
	})
	c.AddCommand(p.policyParse(), p.policyAdd(), p.policyList(), p.policyShow(), p.policyRemove(), p.policyReread(), p.policySet(), p.policyUnset())
	return c
}

func (p *program) policyParse() *cobra.Command {
	var asJSON bool
	var format, to string
	c := &cobra.Command{Use: "parse FILE", Short: "read a policy document (- for standard input) and print what it declares",
		Long: "Reads a site's cookie policy and prints what it declares: the platform, its sections and the cookies in them. " +
			"It takes web pages, Markdown, PDF files, and text that was copied from a page or taken from a PDF, " +
			"and what programs write: the settings of consent dialogs (Klaro, orestbida/cookieconsent, Cookiebot, OneTrust, tarteaucitron, Complianz), " +
			"device storage disclosures of the IAB TCF, and the Open Cookie Database. " +
			"With -v it says where in the document each cookie stands.",
		Example: "# a page that you saved\ncrumbs policy parse cookies.html\n" +
			"# as somebody sends it, in the form in which crumbs keeps policies\ncat cookies.html | crumbs policy parse - --json > policy.json"}
	addOutput(c, &asJSON, nil)
	addPolicyFormat(c, &format, &to)
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		write, err := policyWriter(format, asJSON)
		if err != nil {
			return err
		}
		if err := p.notAStore(c.Context(), to, nil, false); err != nil {
			return err
		}
		text, err := readDocument(c.Context(), args[0])
		if err != nil {
			return err
		}
		read, err := document.Read(c.Context(), bytes.NewReader(text))
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		found := read.Policy
		p.remarks(args[0], read)
		if len(found.Cookies) == 0 {
			p.say("crumbs: %s declares no cookie that was recognised: looked for tables, lists and lines with names of cookies, "+
				"and for machine-readable declarations", args[0])
		}
		if write != nil {
			for _, d := range found.Cookies {
				p.detail("%s: %s", d.Name, d.Position)
			}
			return output(c.Context(), to, func(w io.Writer) error { return write(w, found) })
		}
		return output(c.Context(), to, func(w io.Writer) error { return print.PolicyTable(w, found, p.verbose, terminalOf(to)) })
	})
	return c
}

// mostText is how long a policy document may be: a hundred times the longest
// that sites have.
const mostText = 32 << 20

// readDocument reads a file or standard input.
func readDocument(ctx context.Context, name string) ([]byte, error) {
	text, err := waitFor(ctx, func() ([]byte, error) {
		f := os.Stdin
		if name != "-" {
			var err error
			if f, err = os.Open(name); err != nil {
				return nil, err
			}
			defer f.Close() //nolint:errcheck // only read
		}
		return io.ReadAll(io.LimitReader(f, mostText+1))
	})
	var fault *os.PathError
	switch {
	case errors.As(err, &fault):
		return nil, fmt.Errorf("%s can't be read: %w", name, fault.Err)
	case err != nil:
		return nil, err
	case len(text) > mostText:
		return nil, fmt.Errorf("%s is longer than any policy (%d MB)", name, mostText>>20)
	}
	return text, nil
}

func (p *program) policySet() *cobra.Command {
	var domain, category string
	c := &cobra.Command{Use: "set NAME", Short: "your own word on a cookie: it decides before all else",
		Long: "Keeps your own word on what the cookies of a NAME are for. A * in it stands for a variable part.",
		Example: "# wherever it is\ncrumbs policy set _ga --category statistical\n" +
			"# all of a kind, on one site\ncrumbs policy set 'ods_*' --domain umami.opendatasoft.com --category functional"}
	c.Flags().StringVar(&domain, "domain", "", "only on this host and its subdomains")
	c.Flags().StringVar(&category, "category", "", "what it is for")
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		if category == "" {
			return usage("policy set needs --category: %s", strings.Join(texts(policy.Categories()), ", "))
		}
		chosen, err := choose("category", []string{category}, policy.Categories())
		if err != nil {
			return err
		}
		lib, r, err := p.rule(args[0], domain)
		if err != nil {
			return err
		}
		r.Category = chosen[0]
		switch err := lib.Set(r); {
		case errors.Is(err, library.ErrEverything):
			return usage("%w", err)
		case err != nil:
			return err
		}
		p.say("%s is %s from now on%s", r.Name, r.Category, where(r))
		return nil
	})
	return c
}

func (p *program) policyUnset() *cobra.Command {
	var domain string
	c := &cobra.Command{Use: "unset NAME", Short: "take your word on a cookie back",
		Example: "# a word that holds everywhere\ncrumbs policy unset _ga\n" +
			"# one that holds on a site\ncrumbs policy unset uid --domain umami.opendatasoft.com"}
	c.Flags().StringVar(&domain, "domain", "", "the host it was given for")
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		lib, r, err := p.rule(args[0], domain)
		if err != nil {
			return err
		}
		was, err := lib.Unset(r.Name, r.Domain)
		if err != nil {
			return err
		}
		if !was {
			for _, other := range lib.Rules() {
				switch {
				case other.Name == r.Name && other.Domain == "":
					return fmt.Errorf("your word on %q holds everywhere: leave --domain out", r.Name)
				case other.Name == r.Name:
					return fmt.Errorf("your word on %q holds on %s: add --domain %s", r.Name, other.Domain, other.Domain)
				}
			}
			return fmt.Errorf("there is no word of yours on %q%s", r.Name, where(r))
		}
		p.say("your word on %s%s is taken back", r.Name, where(r))
		return nil
	})
	return c
}

// rule opens the library and checks a rule's name and domain.
func (p *program) rule(name, domain string) (*library.Library, policy.Rule, error) {
	r := policy.Rule{Name: name}
	if name == "" {
		return nil, r, usage("NAME is empty")
	}
	if domain != "" {
		site, err := policy.ParseSite(domain)
		if err != nil {
			return nil, r, usage("--domain: %w", err)
		}
		r.Domain = site.Host
	}
	h, err := p.enter(nil)
	if err != nil {
		return nil, r, err
	}
	lib, err := library.Open(h.config)
	return lib, r, err
}

// where says where a rule holds, "" for everywhere.
func where(r policy.Rule) string {
	if r.Domain == "" {
		return ""
	}
	return " on " + r.Domain
}
