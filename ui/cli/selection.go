package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crumbs/policy"
	"crumbs/policy/plan"
)

// list is a flag of several values, comma-separated or repeated.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }
func (l *list) Type() string   { return "list" }

func (l *list) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			return errors.New("a value is empty")
		}
		*l = append(*l, part)
	}
	return nil
}

// selection is the filters as they were typed.
type selection struct {
	browsers, profiles, categories, types, parties, ids, names, domains, containers list

	stores           []string
	expired, session bool
}

// add gives a command the filters.
func (s *selection) add(c *cobra.Command) {
	f := c.Flags()
	f.SortFlags = false
	f.Var(&s.browsers, "browser", "only of these browsers: chromium, firefox, chrome-beta, ...")
	f.Var(&s.profiles, "profile", "only of these profiles, by folder or by name")
	addStore(f, &s.stores)
	f.Var(&s.categories, "category", "only these: "+strings.Join(texts(policy.Categories()), ", "))
	f.Var(&s.types, "type", "only these: "+strings.Join(texts(policy.Types()), ", "))
	f.Var(&s.parties, "party", "only these: "+strings.Join(texts(policy.Parties()), ", "))
	f.Var(&s.ids, "id", "exactly the cookie of this ID")
	f.Var(&s.names, "name", "only names that fit a pattern with * and ?")
	f.Var(&s.domains, "domain", "only cookies of this host and its subdomains")
	f.Var(&s.containers, "container", "only of these containers, none for no container")
	f.BoolVar(&s.expired, "expired", false, "only expired ones")
	f.BoolVar(&s.session, "session", false, "only session cookies")
}

// addStore gives a command --store. Paths may hold commas, so it is repeated.
func addStore(f *pflag.FlagSet, stores *[]string) {
	f.StringArrayVar(stores, "store", nil, "only this store: a file or a profile's folder (may be repeated)")
}

// given reports whether any filter was.
func (s *selection) given() bool {
	return len(s.stores) > 0 || s.expired || s.session || slices.ContainsFunc(
		[]list{s.browsers, s.profiles, s.categories, s.types, s.parties, s.ids, s.names, s.domains, s.containers},
		func(l list) bool { return len(l) > 0 })
}

// filter checks the filters' words. Stores are not in it: they limit what is
// read. Browsers are checked against the stores too, later.
func (s *selection) filter() (plan.Filter, error) {
	f := plan.Filter{
		Profiles: s.profiles, Names: s.names, Containers: s.containers, Expired: s.expired, Session: s.session,
	}
	for _, b := range s.browsers {
		f.Browsers = append(f.Browsers, strings.ToLower(b))
	}
	var err error
	if f.Categories, err = choose("category", s.categories, policy.Categories()); err != nil {
		return f, err
	}
	if f.Types, err = choose("type", s.types, policy.Types()); err != nil {
		return f, err
	}
	if f.Parties, err = choose("party", s.parties, policy.Parties()); err != nil {
		return f, err
	}
	for _, id := range s.ids {
		if id = strings.ToLower(id); !isID(id) {
			return f, usage("%q is no ID: that is 16 hexadecimal digits, as crumbs show and crumbs list --json give them", id)
		}
		f.IDs = append(f.IDs, id)
	}
	for _, d := range s.domains {
		site, err := policy.ParseSite(d)
		switch {
		case err == nil:
			f.Domains = append(f.Domains, site.Host)
		case errors.Is(err, policy.ErrPublicSuffix):
			f.Domains = append(f.Domains, strings.ToLower(strings.Trim(d, ".")))
		default:
			return f, usage("--domain: %w", err)
		}
	}
	return f, nil
}

// isID reports whether a word has the form of a cookie's ID.
func isID(s string) bool {
	return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == ""
}

// choose checks words against all that there are.
func choose[W ~string](kind string, given []string, all []W) ([]W, error) {
	var out []W
	for _, g := range given {
		w := W(strings.ToLower(g))
		if !slices.Contains(all, w) {
			return nil, unknown(kind, g, texts(all))
		}
		out = append(out, w)
	}
	return out, nil
}

// siteOf reads SITE, where it was given.
func siteOf(args []string) (policy.Site, error) {
	if len(args) == 0 {
		return policy.Site{}, nil
	}
	site, err := policy.ParseSite(args[0])
	if err != nil {
		return site, usage("%w", err)
	}
	return site, nil
}
