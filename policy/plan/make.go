package plan

import (
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// Select gives, in the order of all, the cookies that SITE and the filter
// select: those a browser would send to the site's host or to its subdomains,
// those partitioned under it, and the shared ones that its policy declares,
// which the verdict marks. The verdicts must be those seen from this site. With
// the zero Site the filter alone selects.
func Select(all []policy.Sorted, site policy.Site, f Filter, now time.Time) []policy.Sorted {
	if site.IsZero() && f.Empty() {
		return all
	}
	var out []policy.Sorted
	for _, s := range all {
		if belongs(s, site) && f.Match(s, now) {
			out = append(out, s)
		}
	}
	return out
}

func belongs(s policy.Sorted, site policy.Site) bool {
	return site.IsZero() || s.Verdict.Shared || site.Holds(s.Cookie)
}

// dispensable reports whether clear aims at a cookie when it is given no
// categories: statistical and marketing ones, and third-party ones that are
// neither necessary nor functional. The keep list and the login guard are not
// asked.
func dispensable(v *policy.Verdict) bool {
	switch v.Category {
	case policy.Statistical, policy.Marketing:
		return true
	case policy.Necessary, policy.Functional:
		return false
	}
	return v.Party == policy.ThirdParty
}

// Make works out what a request takes and what it leaves.
//
// A delete takes all that SITE and filters select. A clear takes of these the
// dispensable ones, or those of the categories that the filter names instead.
// Of what is so aimed at stays, and is in Left with the first reason that
// holds: what is on the keep list (kept; Force lifts it for a delete, never for
// a clear), what other sites share (shared, unless the filter's parties name
// third), and for a clear, as for anything shared, what looks like a login (login,
// unless the filter gives its very name or ID). What a clear does not aim at is not in Left but
// in Rest: leaving it is no exception to what was asked.
func Make(r Request) Plan {
	var p Plan
	login, goes := false, false
	for _, s := range r.Cookies {
		if !belongs(s, r.Site) {
			continue
		}
		signIn := s.Verdict.Guard == policy.GuardLogin && !s.Verdict.Shared && !s.Cookie.Expired(r.Now)
		login = login || signIn
		if !r.Filter.fits(s, r.Now) {
			continue
		}
		if !r.aims(s.Verdict) {
			if r.Clear {
				p.Rest = append(p.Rest, s)
			}
			continue
		}
		if reason := r.spares(s); reason != cookies.ReasonNone {
			p.Left = append(p.Left, Left{Sorted: s, Reason: reason})
			continue
		}
		if signIn {
			goes = true
			p.Out = append(p.Out, cookies.BareHost(s.Cookie.Host))
		}
		p.Take = append(p.Take, s)
	}
	slices.Sort(p.Out)
	p.Out = slices.Compact(p.Out)
	switch {
	case goes:
		p.Stay = SignInGoes
	case login:
		p.Stay = SignInStays
	}
	return p
}

// aims reports whether the request is about cookies of this verdict.
func (r Request) aims(v *policy.Verdict) bool {
	if r.Clear && len(r.Filter.Categories) == 0 {
		return dispensable(v)
	}
	return len(r.Filter.Categories) == 0 || slices.Contains(r.Filter.Categories, v.Category)
}

// spares gives the reason for which a cookie stays that the request aims at.
func (r Request) spares(s policy.Sorted) cookies.Reason {
	lifted := r.Force && !r.Clear
	switch {
	case !lifted && r.Keeps != nil && r.Keeps(s.Cookie):
		return cookies.ReasonKept
	case s.Verdict.Shared && !slices.Contains(r.Filter.Parties, policy.ThirdParty):
		return cookies.ReasonShared
	case (r.Clear || s.Verdict.Shared) && s.Verdict.Guard != policy.Unguarded && !r.Filter.names(s.Cookie):
		return cookies.ReasonLogin
	}
	return cookies.ReasonNone
}
