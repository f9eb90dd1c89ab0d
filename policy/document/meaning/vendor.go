package meaning

import (
	"cmp"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// The services that sections and introductions name once, for the cookies of a whole list.

// overList is the one well-known service that a text over a list names. sets is set
// if the text says that the list is one of that service's cookies.
type overList struct {
	vendor string
	sets   bool
	many   bool // it names several
}

// also notes the service of a further paragraph.
func (o *overList) also(text string) {
	text = affirmed(text)
	if o.many || !purpose.NamesVendor(text) {
		return
	}
	o.vendor = purpose.Vendor(o.vendor + ", " + purpose.Vendor(text))
	o.many = o.vendor == "" || purpose.Vendor(text) == ""
}

// announcedBy reads a paragraph before a list: "Mill Count sets these cookies:".
// The service of one that goes on to announce others besides is not that of all.
func announcedBy(b *block.Block) overList {
	var o overList
	o.also(b.Text.S)
	if o.vendor == "" || !strings.HasSuffix(b.Text.S, ":") {
		return o
	}
	all := words.Sentences(b.Text.S)
	last := all[len(all)-1]
	before, _, here := strings.Cut(last, o.vendor)
	w := words.Of(before)
	o.sets = here && words.SpeakOfCookies(last) && (len(w) == 0 || !words.Joins(w[len(w)-1])) && !words.Examples().In(w)
	return o
}

// vendorOver gives the service that sets a cookie by what is said over its list: by
// its introduction or its title, or, for a cookie that follows people, by the only
// service of which the text of its part speaks. What is necessary is the site's own
// as a rule, whatever else such a text names.
func (r *reader) vendorOver(d *policy.Declaration) string {
	follows := d.Category == policy.Statistical || d.Category == policy.Marketing
	own := d.Category == policy.Necessary || d.Category == policy.Functional
	if r.intro != nil && !r.intro.over.many && follows && r.intro.over.vendor != "" {
		return r.intro.over.vendor
	}
	for i := len(r.at) - 1; i > 0; i-- {
		s := r.at[i]
		if s.vendor != "" && !own {
			return s.vendor
		}
		if s.over.many || s.over.vendor != "" {
			if !s.over.many && (follows || s.on == asks && !own) {
				return s.over.vendor
			}
			return ""
		}
		if s.sorts() || s.party != policy.PartyUnsaid {
			return ""
		}
	}
	return ""
}

// providerOf gives the one who sets a cookie by what is said of it, beside it and
// over it.
func (r *reader) providerOf(d *policy.Declaration, used string) string {
	announced := ""
	if r.intro != nil && r.intro.over.sets {
		announced = r.intro.over.vendor
	}
	return cmp.Or(announced, r.at.provider(), purpose.Vendor(used), purpose.Setter(used), r.vendorOver(d))
}
