package plan

import (
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// Empty reports whether the filter lets everything through.
func (f Filter) Empty() bool {
	return len(f.Browsers) == 0 && len(f.Profiles) == 0 && len(f.Stores) == 0 && len(f.Categories) == 0 &&
		len(f.Types) == 0 && len(f.Parties) == 0 && len(f.IDs) == 0 && len(f.Names) == 0 &&
		len(f.Domains) == 0 && len(f.Containers) == 0 && !f.Expired && !f.Session
}

// Match reports whether the filter lets a cookie through; now is what Expired
// is measured against. It looks at the verdict and never changes it.
func (f Filter) Match(s policy.Sorted, now time.Time) bool {
	return f.fits(s, now) && (len(f.Categories) == 0 || slices.Contains(f.Categories, s.Verdict.Category))
}

// fits is Match without the categories, which mean something else to clear.
func (f Filter) fits(s policy.Sorted, now time.Time) bool {
	c, v := s.Cookie, s.Verdict
	switch {
	case f.Expired && !c.Expired(now),
		f.Session && !c.Session(),
		len(f.Types) > 0 && !slices.Contains(f.Types, v.Type),
		len(f.Parties) > 0 && !slices.Contains(f.Parties, v.Party),
		len(f.Browsers) > 0 && !f.browser(c.Store),
		len(f.Stores) > 0 && !slices.Contains(f.Stores, c.Store.Path),
		len(f.Profiles) > 0 && !f.profile(c.Store),
		len(f.Containers) > 0 && !f.container(c),
		len(f.Domains) > 0 && !f.domain(c.Host),
		len(f.Names) > 0 && !slices.ContainsFunc(f.Names, func(g string) bool { return cookies.Glob(g, c.Name) }):
		return false
	}
	// Last, because an ID is a hash over the whole key.
	return len(f.IDs) == 0 || f.id(c)
}

func (f Filter) browser(s *cookies.Store) bool {
	return slices.ContainsFunc(f.Browsers, func(b string) bool { return strings.EqualFold(b, s.Browser) })
}

func (f Filter) profile(s *cookies.Store) bool {
	return slices.ContainsFunc(f.Profiles, func(p string) bool { return p != "" && (p == s.Profile || p == s.ProfileName) })
}

// container takes the word none for cookies outside any container; a container
// that somebody named "none" is therefore only found by other filters.
func (f Filter) container(c *cookies.Cookie) bool {
	switch name := c.Container(); name {
	case "":
		return slices.Contains(f.Containers, "none")
	case "none":
		return false
	default:
		return slices.Contains(f.Containers, name)
	}
}

func (f Filter) domain(host string) bool {
	host = cookies.BareHost(host)
	return slices.ContainsFunc(f.Domains, func(d string) bool {
		return cookies.Under(host, cookies.BareHost(d))
	})
}

func (f Filter) id(c *cookies.Cookie) bool { return slices.Contains(f.IDs, c.ID().String()) }

// names reports whether the filter names this very cookie, by its ID or by its
// whole name: what lifts the login guard. A glob that happens to match does not.
func (f Filter) names(c *cookies.Cookie) bool {
	return slices.Contains(f.Names, c.Name) || len(f.IDs) > 0 && f.id(c)
}
