package catalogue

import (
	"strings"
	"time"

	"crumbs/policy"
)

// Extend gives a catalogue that knows these entries too; c stays as it is. Of
// entries with equally precise names those of own come first, in their order.
// What confirms an entry (domain, value, lifetime) still counts for more.
func (c *Catalogue) Extend(own []Entry) *Catalogue {
	more := facts[Entry]{read: c.entries.read}
	for _, e := range own {
		more.lines = append(more.lines, line{name: e.Pattern.String()})
	}
	more.lines = append(more.lines, c.entries.lines...)
	more = more.unmet()
	for i, e := range own {
		e.own, e.line = true, i+1
		more.met[i].Store(&e)
	}
	for i := range c.entries.met {
		more.met[len(own)+i].Store(c.entries.met[i].Load()) // the user's of an earlier table among them
	}
	return index(more, c.vendors.facts)
}

// Own reports whether the entry is one that the user added.
func (e *Entry) Own() bool { return e.own }

// FromPolicy makes entries of what a document declares of cookies wherever they
// are met, such as a table in the form of the Open Cookie Database. Source is
// where the facts are from, in words. Left out are declarations without one of
// the four categories, patterns with fewer than three literal characters, and
// names so common that without a domain they could be anybody's.
func FromPolicy(p policy.Policy, source string) []Entry {
	var out []Entry
	for _, d := range p.Cookies {
		category, err := parseCategory(string(d.Category))
		if err != nil {
			continue
		}
		e := Entry{
			Pattern: policy.ParsePattern(Bare(d.Name)), Vendor: d.Provider, Category: category,
			Source: source, Purpose: d.Purpose, Anywhere: true, file: source,
		}
		if e.Purpose == "" {
			e.Purpose = d.Function
		}
		if e.Vendor == "" {
			e.Vendor = source
		}
		if host := strings.Trim(strings.ToLower(d.Domain), ". "); host != "" && !isSuffix(host) {
			e.Domains, e.Anywhere = []string{host}, false
		}
		if e.Pattern.Wide() || e.Anywhere && Generic(e.Pattern) {
			continue
		}
		switch {
		case d.Session:
			e.Lifetimes = []time.Duration{0}
		case d.LifetimeSeconds != nil && *d.LifetimeSeconds >= 0 && *d.LifetimeSeconds <= int64(100*365*24*time.Hour/time.Second):
			e.Lifetimes = []time.Duration{time.Duration(*d.LifetimeSeconds) * time.Second}
		}
		out = append(out, e)
	}
	return out
}

// Generic reports whether a name alone tells nothing, because everybody uses it
// for something of their own.
func Generic(p policy.Pattern) bool {
	const common = ` id uid uuid guid lang language locale session sid sess i c t u test user token visitor visitorid vid pid cid key
 auth login name type ts time data ref referrer source country currency theme consent cookie cookies state s d b x m p `
	return !p.Telling() || strings.Contains(strings.ReplaceAll(common, "\n", ""), " "+strings.ToLower(p.String())+" ")
}
