package print

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/audit"
)

// The words on one cookie. What they quote of stores and documents is not fit
// for a terminal yet: whoever shows them makes it so.

// Summary says in a sentence or two what a cookie is: its category, whose it is,
// and what it does, as far as that is known. What rules say is a guess.
func Summary(v *policy.Verdict) string {
	out := capital(string(v.Category)) + " cookie"
	if v.Source == policy.SourceRules {
		out = "Probably a " + string(v.Category) + " cookie"
	}
	if v.Provider != "" {
		out += " of " + v.Provider
	}
	if v.Purpose != "" {
		return out + ": " + strings.TrimSuffix(lower(v.Purpose, v.Provider), ".") + "."
	}
	if v.Category == policy.Unclassified {
		return out + ": what it is for is not known."
	}
	return out + ". What it does exactly is not known."
}

// lower writes a sentence's first word small, unless it has more capitals or is
// of the provider's name.
func lower(s, provider string) string {
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	first := s
	if i := strings.IndexFunc(s, other); i >= 0 {
		first = s[:i]
	}
	if len(first) < 2 || first[0] < 'A' || first[0] > 'Z' ||
		strings.ContainsFunc(first[1:], unicode.IsUpper) || slices.Contains(strings.FieldsFunc(provider, other), first) {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Setter says who set a cookie and how, as far as the store tells.
func Setter(c *cookies.Cookie, v *policy.Verdict) string {
	out := cookies.Registrable(c.Host)
	if out == "" {
		out = c.Host
	}
	switch {
	case c.PartitionKey() != "" && cookies.PartitionDomain(c.PartitionKey()) != out:
		out += " inside pages of " + cookies.PartitionDomain(c.PartitionKey())
	case v.Party == policy.ThirdParty:
		out += ", which other sites have in their pages"
	}
	if c.HTTPOnly {
		return out + ": its server, for scripts can't"
	}
	return out + ": its server or a script, not known which"
}

// Lives says how long a cookie lives from each setting on, and what is left.
// Where the store doesn't tell when it was last set, it is from the first on.
func Lives(c *cookies.Cookie, now time.Time) string {
	if c.Session() {
		return "until its browser closes, or longer where that restores its session"
	}
	out := ""
	if set := max(c.Updated, c.Created); set != 0 && c.Expires > set {
		d := c.Expires.Time().Sub(set.Time())
		out = Span(d) + " from each setting"
		if c.Updated == 0 {
			out = Span(d) + " from when it was made"
		} else if c.Store.Format == cookies.Chromium && d > 400*day-time.Hour && d <= 400*day+time.Hour {
			out += ", the most that the browser grants"
		}
		out += "; "
	}
	if c.Expired(now) {
		return out + "over since " + Clock(c.Expires.Time())
	}
	return out + Span(c.Expires.Time().Sub(now)) + " left"
}

const day = 24 * time.Hour

// Declared compares the life that a policy declares for a cookie with the one
// it has, from when the site last set it to its end. It says so where no policy
// declares it. Where it isn't known when that was, it calls none long: the site
// may have set it anew each day.
func Declared(c *cookies.Cookie, v *policy.Verdict) string {
	d := v.Declared
	switch {
	case d == nil:
		return "by no policy known here"
	case d.Session && c.Session():
		return "for the session"
	case d.Session:
		return "for the session, stays after it: long"
	}
	said, ok := d.Lifetime()
	switch {
	case !ok:
		return "without a lifetime"
	case c.Session() || c.Updated == 0 && c.Created == 0:
		return Span(said)
	case c.Updated == 0:
		return Span(said) + ", ends " + Span(c.Expires.Time().Sub(c.Created.Time())) + " after it was made"
	}
	lives := c.Expires.Time().Sub(c.Updated.Time())
	out := Span(said) + ", lives " + Span(lives)
	if audit.Exceeds(lives, said) {
		out += ": long"
	}
	return out
}

// few is how many places or sites are named before the rest is counted.
const few = 3

// AlsoIn says where else a cookie's name lives: on which other hosts of its site,
// in which other stores and containers, and on how many other sites.
func AlsoIn(c *cookies.Cookie, k *cookies.Kin) string {
	var places []string
	for _, o := range k.Also {
		where := storeName(o.Store)
		if o.Container() != "" {
			where += " · " + o.Container()
		}
		if o.PartitionKey() != "" {
			where += " inside " + cookies.PartitionDomain(o.PartitionKey())
		}
		if h := bare(o.Host); h != bare(c.Host) {
			where = h + " in " + where
		}
		places = append(places, where)
	}
	out := listed(places, "place")
	if k.Sites > 0 {
		if out != "" {
			out += "; "
		}
		out += "the name on " + Plural(k.Sites, "other site")
	}
	if out == "" {
		return "nowhere else"
	}
	return out
}

// SameValue says where else a cookie's value lives.
func SameValue(c *cookies.Cookie, k *cookies.Kin) string {
	switch {
	case !k.Compared && !k.Opened && c.Shape.Form == cookies.Unread:
		return "not known before it is opened"
	case !k.Compared:
		return "" // alike by chance, if at all
	case len(k.Alike) == 0:
		return "under no other name or host, of what lies in plain"
	}
	site := cookies.Registrable(c.Host)
	sites, names, hosts := []string{site}, []string{}, []string{}
	for _, o := range k.Alike {
		if h := bare(o.Host); cookies.Registrable(h) == site && h != bare(c.Host) && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
		if s := cookies.Registrable(o.Host); !slices.Contains(sites, s) {
			sites = append(sites, s)
		}
		if o.Name != c.Name && !slices.Contains(names, o.Name) {
			names = append(names, o.Name)
		}
	}
	var out []string
	if len(hosts) > 0 {
		out = append(out, "on "+listed(hosts, "host"))
	}
	if n := len(sites); n > 1 {
		out = append(out, fmt.Sprintf("on %d sites, also %s", n, listed(sites[1:], "site")))
	}
	if len(names) > 0 {
		out = append(out, "as "+listed(names, "name"))
	}
	return strings.Join(out, "; ")
}

// bare is a host without the dot that means those below it too.
func bare(host string) string { return strings.TrimPrefix(host, ".") }

// listed writes the first few of a list and counts the rest.
func listed(list []string, noun string) string {
	if over := len(list) - few; over > 0 {
		return strings.Join(list[:few], ", ") + " and " + Plural(over, noun) + " more"
	}
	return strings.Join(list, ", ")
}

// Loss guesses what deleting a cookie will do.
func Loss(c *cookies.Cookie, v *policy.Verdict) string {
	site := cookies.Registrable(c.Host)
	if site == "" {
		site = c.Host
	}
	what := ""
	switch {
	case v.Guard == policy.GuardLogin:
		what = "signs you out of " + site
	case v.Guard == policy.GuardCSRF:
		what = "a form that is open there may have to be loaded again"
	case v.Guard == policy.GuardConsent:
		what = "the site asks for your consent again"
	case v.Category == policy.Necessary:
		what = "something on the site may fail until it is set again"
	case v.Category == policy.Functional:
		what = "the site forgets a setting of yours"
	case v.Category == policy.Statistical:
		what = "you are counted as a new visitor, and nothing else"
	case v.Category == policy.Marketing:
		what = "its ads know nothing of you until it is set again"
	default:
		return "not known; an undo brings it back"
	}
	if v.Party == policy.ThirdParty && c.PartitionKey() == "" && v.Guard != policy.GuardLogin {
		what += ", on all sites that have " + site + " in their pages"
	}
	return "probably " + what + " (a guess)"
}
