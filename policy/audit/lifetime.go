package audit

import (
	"cmp"
	"fmt"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

const day = 24 * time.Hour

// How long browsers let a cookie live, whatever the site asks for: Chromium
// 400 days (RFC 6265bis, section 5.5), WebKit a week where a script set it.
const (
	chromiumCap = 400 * day
	webkitCap   = 7 * day
)

// capOf gives the longest life in a store's browser, 0 for no limit, and how
// the limit is put in words.
func capOf(s *cookies.Store) (time.Duration, string) {
	switch {
	case s.Format == cookies.Chromium:
		return chromiumCap, "its browser keeps no cookie for longer than 400 days"
	case s.Browser == "safari" || s.Browser == "epiphany":
		return webkitCap, "its browser keeps what a script sets for 7 days"
	}
	return 0, ""
}

// lived is how long a cookie was told to live.
type lived struct {
	sure     bool          // the store says when it was last set
	session  bool          // no expiry of its own
	life     time.Duration // from the last setting to the expiry; else from the first, which may be too long; else 0
	at       time.Duration // the browser's limit, 0 for none
	limit    string
	accessed time.Duration // from the last use to the expiry: it lives at least so long
}

func livedBy(c *cookies.Cookie) lived {
	out := lived{session: c.Session()}
	out.at, out.limit = capOf(c.Store)
	if out.session {
		out.sure = true
		return out
	}
	out.sure = c.Updated != 0
	if from := cmp.Or(c.Updated, c.Created); from != 0 {
		out.life = between(from, c.Expires)
	}
	if c.Accessed != 0 {
		out.accessed = between(c.Accessed, c.Expires)
	}
	return out
}

// between is the time from one moment to a later one, a century at most.
func between(from, to cookies.Moment) time.Duration {
	const most = 100 * 365 * day
	if from >= to {
		return 0
	}
	if us := int64(to)/2 - int64(from)/2; us > int64(most/time.Microsecond)/2 {
		return most
	}
	return time.Duration(int64(to)-int64(from)) * time.Microsecond
}

// capped reports whether a life is as long as the browser allows.
func (l lived) capped() bool { return l.at > 0 && l.life >= l.at-day/24 }

// Exceeds reports whether a life is more than 5 % and a day over a declared one:
// what an audit calls overlong.
func Exceeds(life, declared time.Duration) bool {
	over := life - declared
	return over > day && over > declared/20
}

// overlong looks for a cookie that lives longer than declared. Of several
// declarations the longest counts. Browsers keep a cookie's creation when the
// site sets it again, so where the store does not say when that was, only the
// time since its last use is sure.
func (a *auditor) overlong(s policy.Sorted, peers []*claim) {
	l := livedBy(s.Cookie)
	declared, said := time.Duration(0), false
	for _, p := range peers {
		if d, ok := p.Lifetime(); ok {
			declared, said = max(declared, d), true
		}
	}
	if !said || l.session || !Exceeds(l.life, declared) {
		return
	}
	words := "It is declared to live " + span(declared)
	if declared == 0 {
		words = "It is declared to go with the session"
	}
	c := s.Verdict.Category
	sev := Medium
	switch {
	case !l.sure && !Exceeds(l.accessed, declared):
		a.add(Overlong, Low, s.Cookie, int64(l.life), fmt.Sprintf("%s and lives %s from when it was first set. "+
			"The store does not say whether it was set again since; then it lives less.", words, span(l.life)))
		return
	case !l.sure && l.accessed < l.life:
		words += fmt.Sprintf(" and lives %s to %s", span(l.accessed), span(l.life))
	default:
		words += " and lives " + span(l.life)
	}
	if l.life/2 >= declared && (c == policy.Marketing || c == policy.Statistical) {
		sev = High
	}
	if l.capped() {
		words += "; the site asked for that or more, for " + l.limit
	}
	a.add(Overlong, sev, s.Cookie, int64(l.life), words+".")
}
