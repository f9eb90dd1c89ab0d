package classify

import (
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// confirmation is what speaks for an entry besides the name.
type confirmation int8

// From the weakest to the strongest.
const (
	contradicted confirmation = iota
	unconfirmed
	byLifetime
	byValue
	byDomain
)

// clause says it in words.
func (c confirmation) clause() string {
	switch c {
	case byDomain:
		return " (on its vendor's domain)"
	case byLifetime:
		return " (with its usual lifetime)"
	case byValue:
		return " (with its usual value)"
	case contradicted:
		return " (by name, though its lifetime or value is another)"
	}
	return " (by name)"
}

// confirm weighs an entry against where a cookie lies, what its value looks like
// and how long it lives.
func confirm(e *catalogue.Entry, domain string, life time.Duration, form cookies.Form) confirmation {
	switch {
	case e.On(domain):
		return byDomain
	case slices.Contains(e.Forms, form):
		return byValue
	case e.Lives(life):
		return byLifetime
	case e.Contradicts(life):
		return contradicted
	}
	return unconfirmed
}

// consult asks the catalogue: the entry whose domain fits comes first, then one
// whose value does, then one whose lifetime does, then one that fits by name, and last one that the
// lifetime speaks against. Of equals the most precise name wins.
func (c *grounds) consult(b *basis, n *name, domain string, life time.Duration, form cookies.Form) {
	for _, e := range n.entries {
		how := confirm(e, domain, life, form)
		if !e.Anywhere && how != byDomain || e.Timed && how < byLifetime || e.Valued && how < byValue {
			continue
		}
		switch {
		case b.entry == nil:
			b.entry, b.how = e, how
		case how > b.how:
			b.other = b.entry
			b.entry, b.how = e, how
		case b.other == nil:
			b.other = e
		}
	}
	if b.other != nil && b.other.Category == b.entry.Category {
		b.other = nil
	}
}

// known reports whether the catalogue's entry is enough to decide. A short name
// may be anybody's where its lifetime is not the known cookie's; one that
// begins with _ hardly is, for that is how vendors' scripts keep out of the way.
// And the session that a framework makes on a tracker's domain is a session with
// the tracker.
func (b *basis) known() bool {
	if b.entry == nil {
		return false
	}
	if tracker(b.vendor) && b.entry.Guard != policy.Unguarded && b.entry.Guard != policy.GuardConsent && b.how < byDomain {
		return false
	}
	p := b.entry.Pattern
	return b.how > contradicted || p.Literals() >= 5 || p.String()[0] == '_'
}
