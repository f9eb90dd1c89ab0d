package classify

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// platform is one site's policy, ready to be asked.
type platform struct {
	site     policy.Site
	declared []declaration // the most precise first
}

// declaration is a line of a policy with what its section says.
type declaration struct {
	*policy.Declaration
	host        string // the platform
	pattern     policy.Pattern
	section     *policy.Section // nil if the policy has none of that title
	category    policy.Category
	party       policy.Party
	registrable string // of the declared domain, "" if none is given
	guard       policy.Guard
}

func compilePolicies(policies []policy.Policy) map[string][]*platform {
	out := map[string][]*platform{}
	for i := range policies {
		p := &policies[i]
		site, err := policy.ParseSite(p.Platform)
		if err != nil {
			continue
		}
		pl := &platform{site: site}
		for j := range p.Cookies {
			pl.declared = append(pl.declared, compileDeclaration(p, &p.Cookies[j], site))
		}
		slices.SortStableFunc(pl.declared, func(a, b declaration) int { return a.pattern.Compare(b.pattern) })
		out[site.Registrable] = append(out[site.Registrable], pl)
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b *platform) int {
			return cmp.Or(cmp.Compare(len(b.site.Host), len(a.site.Host)), strings.Compare(a.site.Host, b.site.Host))
		})
	}
	return out
}

func compileDeclaration(p *policy.Policy, d *policy.Declaration, site policy.Site) declaration {
	out := declaration{Declaration: d, host: site.Host, pattern: policy.ParsePattern(d.Name), section: p.SectionOf(d)}
	out.category, out.party = p.Says(d)
	if out.category == policy.Necessary || out.category == policy.Functional {
		out.guard = spoken(d.Function + " " + d.Purpose)
	}
	if d.Domain != "" {
		out.registrable = policy.Registrable(d.Domain)
	}
	return out
}

// own reports whether the declaration speaks of a cookie that a browser would
// send to the platform itself. A site may call its own cookie by any name, be it
// one letter; but a name of one or two letters that it declares as somebody
// else's is not its own.
func (d *declaration) own(h *host) bool {
	if d.pattern.Wide() || d.registrable != "" && d.registrable != h.registrable {
		return false
	}
	return d.pattern.Telling() || d.party != policy.ThirdParty
}

// foreign reports whether the declaration speaks of a cookie of another domain
// that is met on the platform. It has to say so or to give that domain; and
// where the cookie is not partitioned, so that other sites use the very same,
// the domain must be given, by the declaration or by what the catalogue knows
// of the name, and the provider must be named too if the name is not one
// vendor's alone: a bare SID is anybody's.
func (d *declaration) foreign(at *place) bool {
	if d.pattern.Wide() || d.party == policy.FirstParty || d.registrable != "" && d.registrable != at.host.registrable {
		return false
	}
	if d.registrable != "" {
		return true
	}
	domain := at.cookie.Host
	if d.party == policy.ThirdParty && at.partitioned {
		return d.pattern.Telling() || d.confirmed(at.name, domain)
	}
	return d.confirmed(at.name, domain) && (d.Provider != "" || telling(at.name, domain))
}

// telling reports whether a name means one vendor's cookie alone, and one
// without which nobody is signed out.
func telling(n *name, domain string) bool {
	for _, e := range n.entries {
		if e.Vendor != n.entries[0].Vendor || e.Guard != policy.Unguarded || !e.On(domain) || !e.Pattern.Telling() {
			return false
		}
	}
	return true
}

// confirmed reports whether the catalogue gives the cookie's domain for the
// name, and nobody else than the declared provider for the domain.
func (d *declaration) confirmed(n *name, domain string) bool {
	return slices.ContainsFunc(n.entries, func(e *catalogue.Entry) bool {
		return e.On(domain) && (d.Provider == "" || alike(d.Provider, e.Vendor, domain))
	})
}

// alike reports whether a provider as a policy words it may be the vendor: they
// share a word, or the domain holds one of the provider's.
func alike(provider, vendor, domain string) bool {
	vendor, domain = strings.ToLower(vendor), strings.ToLower(domain)
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(provider), apart) {
		if len(word) < 2 || word == "com" || word == "inc" || word == "ltd" || word == "the" {
			continue
		}
		if slices.Contains(strings.FieldsFunc(vendor, apart), word) || slices.Contains(strings.FieldsFunc(domain, apart), word) {
			return true
		}
	}
	return false
}

// place is a cookie with where it was met.
type place struct {
	cookie      *cookies.Cookie
	host        *host
	name        *name
	seen        *policy.Site
	top         string // registrable domain of the site it is partitioned under
	partitioned bool
}

// consultPolicies asks the policies. The one of the site that is looked from
// comes first, whatever the others say.
func (c *grounds) consultPolicies(b *basis, at *place) {
	for _, p := range at.host.platforms {
		if !p.site.Sent(at.cookie) {
			continue
		}
		for i := range p.declared {
			d := &p.declared[i]
			if d.pattern.Match(at.cookie.Name) && d.own(at.host) {
				b.declared = better(b.declared, d, at.seen)
				break
			}
		}
	}
	if b.declared == nil {
		c.consultForeign(b, at)
	}
	if b.declared != nil {
		cat := b.declared.category
		b.firm = cat != policy.CategoryUnsaid && cat != policy.Unclassified
	}
}

// better gives the one of two declarations of several platforms that decides:
// that of the site in view, then the more precise name, then the first.
func better(a, b *declaration, seen *policy.Site) *declaration {
	if a == nil {
		return b
	}
	if here, there := b.host == seen.Host, a.host == seen.Host; here != there {
		if here {
			return b
		}
		return a
	}
	if b.pattern.Compare(a.pattern) < 0 {
		return b
	}
	return a
}

// consultForeign looks for the policy of the site on which somebody else's
// cookie is met: the site in view, or the one it is partitioned under.
func (c *grounds) consultForeign(b *basis, at *place) {
	from := at.seen.Registrable
	if from == "" {
		from = at.top
	}
	if from == "" || from == at.host.registrable || at.partitioned && at.top != from {
		return
	}
	for _, p := range c.platforms[from] {
		if !at.seen.IsZero() && !cookies.Under(p.site.Host, at.seen.Host) && !cookies.Under(at.seen.Host, p.site.Host) {
			continue
		}
		for i := range p.declared {
			d := &p.declared[i]
			if d.pattern.Match(at.cookie.Name) && d.foreign(at) {
				b.declared = better(b.declared, d, at.seen)
				break
			}
		}
	}
	b.shared = b.declared != nil && !at.partitioned
}
