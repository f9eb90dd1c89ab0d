package settings

import (
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/script"
)

// tcf reads a vendor's device storage disclosure of IAB's Transparency and
// Consent Framework, version 1.1: an object with a list "disclosures" of what
// the vendor stores, and for which of the framework's numbered purposes. What
// is stored elsewhere than in cookies is left out.
//
// A cookie on several domains is one declaration: with the domain that they
// have in common, or with none, because its name alone must not stand for
// cookies of other owners.
func (g *gatherer) tcf(v script.Value, path string) bool {
	list := v.Get("disclosures")
	if list.Kind != script.List {
		return false
	}
	for _, d := range list.Items {
		if d.Kind != script.Object || !d.Has("identifier") {
			return false
		}
	}
	g.is("a device storage disclosure of the IAB TCF")
	others := 0
	for i, x := range list.Items {
		if kind := strings.ToLower(x.Get("type").String()); kind != "cookie" && kind != "" {
			others++
			continue
		}
		d := policy.Declaration{
			Name: x.Get("identifier").String(), Purpose: x.Get("description").String(),
			Category: purposeCategory(x), Position: position(x, index(path+".disclosures", i)),
		}
		if age, ok := x.Get("maxAgeSeconds").Float(); ok {
			switch {
			case age == 0:
				d.Session = true
			case age > 0 && age < maxSeconds:
				seconds := int64(age)
				d.LifetimeSeconds = &seconds
			}
		}
		var hosts []string
		for _, h := range append(x.Get("domains").Items, x.Get("domain")) {
			if h.String() != "" {
				hosts = append(hosts, h.String())
			}
		}
		if len(hosts) > 0 && !slices.ContainsFunc(hosts, func(h string) bool { return strings.TrimSpace(h) != "*" }) {
			d.Party = policy.FirstParty // on the sites that use the vendor
		} else if d.Domain = oneHost(hosts); d.Domain == "" && len(hosts) > 1 {
			g.remark("%s: %.60s is on domains of several owners (%.200s); it is declared for none of them alone", d.Position, d.Name, strings.Join(hosts, ", "))
		}
		g.add(d, policy.Section{})
	}
	if others > 0 {
		g.remark("left out because they are about other storage than cookies: %d", others)
	}
	return true
}

// maxSeconds is a thousand years: what is longer is a mistake.
const maxSeconds = 1000 * lifetime.Year

// purposeCategory gives the category of numbered purposes: 2, 3, 4 and 7 choose
// and measure advertisements, 8, 9 and 10 measure content and audiences, 5, 6
// and 11 personalise and select content. An entry without any of these that does
// not ask for consent (purpose 1) is necessary; with purpose 1 alone nothing
// says what it is for.
func purposeCategory(x script.Value) policy.Category {
	has := map[int]bool{}
	for _, p := range x.Get("purposes").Items {
		if n, ok := p.Float(); ok && n >= 0 && n < 100 {
			has[int(n)] = true
		}
	}
	any := func(list ...int) bool { return slices.ContainsFunc(list, func(n int) bool { return has[n] }) }
	switch {
	case any(2, 3, 4, 7):
		return policy.Marketing
	case any(8, 9, 10):
		return policy.Statistical
	case any(5, 6, 11):
		return policy.Functional
	case x.Get("optOut").True():
		return policy.Necessary
	case has[1]:
		return policy.Unclassified
	case x.Get("purposes").Kind == script.List:
		return policy.Necessary
	}
	return policy.Unclassified
}
