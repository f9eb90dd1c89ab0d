package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
)

// claim is a declaration with what was found of it.
type claim struct {
	*policy.Declaration
	pattern     policy.Pattern
	category    policy.Category // with what its section says
	party       policy.Party
	registrable string // of the declared domain, "" if none is given
	at          int    // its place in the policy
	found       sighting
	elsewhere   bool // a cookie of its name was seen where it should not be
}

// claimsOf gives a policy's declarations in an order that does not depend on
// that of the document.
func claimsOf(p *policy.Policy) []claim {
	out := make([]claim, len(p.Cookies))
	for i := range p.Cookies {
		d := &p.Cookies[i]
		out[i] = claim{Declaration: d, pattern: policy.ParsePattern(d.Name), at: i}
		out[i].category, out[i].party = p.Says(d)
		if d.Domain != "" {
			out[i].registrable = policy.Registrable(d.Domain)
		}
	}
	life := func(c *claim) int64 {
		if c.LifetimeSeconds == nil {
			return -1
		}
		return *c.LifetimeSeconds
	}
	slices.SortStableFunc(out, func(a, b claim) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Domain, b.Domain),
			strings.Compare(string(a.category), string(b.category)), strings.Compare(string(a.party), string(b.party)),
			cmp.Compare(life(&a), life(&b)), strings.Compare(a.Provider, b.Provider), strings.Compare(a.Section, b.Section),
			strings.Compare(a.Purpose+a.Function, b.Purpose+b.Function))
	})
	return out
}

// speaks reports whether the name and the domain are ones that are declared.
func (c *claim) speaks(k *cookies.Cookie) bool {
	return !c.pattern.Wide() && c.pattern.Match(k.Name) && (c.registrable == "" || c.registrable == policy.Registrable(k.Host))
}

// compare goes through the cookies that the policy is asked about.
func (a *auditor) compare() {
	var alone []policy.Sorted
	for _, s := range a.own {
		peers := a.peers(s)
		switch {
		case len(peers) > 0:
			for i := range a.claims {
				if c := &a.claims[i]; c.speaks(s.Cookie) {
					c.found.add(s)
				}
			}
			a.overlong(s, peers)
			a.conflict(s, peers)
			a.declaredAnothers(s, peers)
		case s.Verdict.Shared, a.sent(s.Cookie), a.embedded(s.Cookie):
			alone = append(alone, s)
		default:
			a.outside++
		}
	}
	for _, s := range alone {
		a.row(s)
		if !a.declaredOwn(s) {
			a.undeclared(s)
		}
	}
}

// peers gives the declarations that speak of a cookie as precisely as the one
// that its verdict goes by: it, and its doubles in other sections. None: the
// policy does not declare the cookie.
func (a *auditor) peers(s policy.Sorted) []*claim {
	i := slices.IndexFunc(a.claims, func(c claim) bool { return c.Declaration == s.Verdict.Declared })
	if i < 0 || s.Verdict.Declared == nil {
		return nil
	}
	var out []*claim
	for j := range a.claims {
		if c := &a.claims[j]; j == i || c.pattern.String() == a.claims[i].pattern.String() && c.speaks(s.Cookie) {
			out = append(out, c)
		}
	}
	return out
}

// embedded reports whether a cookie of somebody else was met on the site.
func (a *auditor) embedded(c *cookies.Cookie) bool {
	return c.PartitionKey() != "" && policy.Registrable(c.Host) != a.in.Site.Registrable
}

func (a *auditor) undeclared(s policy.Sorted) {
	v := s.Verdict
	sev := Medium
	switch {
	case v.Category == policy.Marketing && v.Source != policy.SourceRules:
		sev = High
	case v.Category == policy.Necessary, v.Category == policy.Functional:
		sev = Low
	}
	whose := ""
	if v.Provider != "" {
		whose = " of " + v.Provider
	}
	what := fmt.Sprintf("A %s cookie%s", v.Category, whose)
	if v.Source == policy.SourceRules { // a guess is told as one
		what = fmt.Sprintf("A cookie%s that looks %s", whose, v.Category)
	}
	detail := fmt.Sprintf("%s is stored and no declaration of the policy speaks of it (%s).", what, v.Reasons()[0])
	if v.Category == policy.Unclassified {
		detail = fmt.Sprintf("A cookie%s is stored and no declaration of the policy speaks of it; what it is for is not known.", whose)
	}
	if a.embedded(s.Cookie) {
		detail += fmt.Sprintf(" It was set by %s within the site's pages.", policy.Registrable(s.Cookie.Host))
	}
	a.add(Undeclared, sev, s.Cookie, 0, detail)
}

// missing gives the finding of a declaration of which nothing is stored.
func (c *claim) missing() (Finding, bool) {
	if c.found.cookies > 0 || c.elsewhere || c.pattern.Wide() || c.Name == "" {
		return Finding{}, false
	}
	words := "No cookie of this name is stored"
	if !c.pattern.IsLiteral() {
		words = "No cookie that fits is stored"
	}
	return Finding{Missing, Low, c.Name, c.Domain, words + ". Not seen is no proof of absence."}, true
}

// conflict looks for a cookie that is declared as one the site needs while the
// catalogue knows it as one that measures or advertises, and nothing that is
// known says otherwise.
func (a *auditor) conflict(s policy.Sorted, peers []*claim) {
	v := s.Verdict
	for _, p := range peers {
		if p.category != policy.Necessary && p.category != policy.Functional {
			return
		}
	}
	var known *policy.Evidence
	for i := range v.Evidence {
		e := &v.Evidence[i]
		if e.Source != policy.SourceCatalogue {
			continue
		}
		if e.Category != policy.Marketing && e.Category != policy.Statistical {
			return
		}
		if e.Firm && known == nil {
			known = e
		}
	}
	if known == nil {
		return
	}
	sev := Medium
	if known.Category == policy.Marketing {
		sev = High
	}
	a.add(CategoryConflict, sev, s.Cookie, 0, fmt.Sprintf("It is declared %s and is known as %s (%s).",
		peers[0].category, known.Category, known.Clause()))
}

// declaredAnothers looks for a cookie that is declared as somebody else's and
// lies under the site's own domain. Policies mean by that whose script sets it;
// but it goes back to the site.
func (a *auditor) declaredAnothers(s policy.Sorted, peers []*claim) {
	if policy.Registrable(s.Cookie.Host) != a.in.Site.Registrable {
		return
	}
	for _, p := range peers {
		if p.party != policy.ThirdParty || p.registrable == a.in.Site.Registrable {
			return
		}
	}
	a.add(WrongParty, Low, s.Cookie, 0, fmt.Sprintf("It is declared third-party and lies under the site's own domain, %s: "+
		"it goes to the site itself, whoever's script sets it, or to a vendor that answers under the site's name.", a.in.Site.Registrable))
}

// declaredOwn looks for a cookie that is declared as the site's own, is not
// stored as such, and lies under another domain. A session of somebody else's
// may bear any name, and is none of the site's.
func (a *auditor) declaredOwn(s policy.Sorted) bool {
	registrable := policy.Registrable(s.Cookie.Host)
	if registrable == a.in.Site.Registrable || s.Verdict.Guard != policy.Unguarded {
		return false
	}
	found := false
	for i := range a.claims {
		c := &a.claims[i]
		if c.party != policy.FirstParty || c.found.cookies > 0 || !c.pattern.Telling() || !c.pattern.Match(s.Cookie.Name) ||
			c.registrable != "" && c.registrable != a.in.Site.Registrable && c.registrable != registrable {
			continue
		}
		c.elsewhere, found = true, true
	}
	if found {
		a.add(WrongParty, Medium, s.Cookie, 0, fmt.Sprintf("It is declared first-party and lies under %s, another domain than %s. "+
			"Both may be the same people's.", registrable, a.in.Site.Registrable))
	}
	return found
}
