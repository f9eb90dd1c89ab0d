package policy

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"crumbs/cookies"
)

// Site is what a person means by SITE: a host, with its subdomains. The zero
// Site is no site in particular.
type Site struct {
	Host        string // lower case, punycode, no port, no trailing dot; IPv6 without brackets
	Registrable string // its registrable domain (eTLD+1); the host itself for addresses and single labels
}

// ErrPublicSuffix is a SITE under which unrelated people register names.
var ErrPublicSuffix = errors.New("a public suffix, not a site")

// ParseSite reads a host or a URL. Its error is a sentence without the input's
// control characters; it wraps [ErrPublicSuffix] where that is the matter.
func ParseSite(s string) (Site, error) {
	host, err := hostOf(s)
	if err != nil {
		return Site{}, err
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	if net.ParseIP(host) == nil && suffix == host && (icann || strings.Contains(host, ".")) {
		return Site{}, fmt.Errorf("%s is %w: name a site under it", host, ErrPublicSuffix)
	}
	return Site{Host: host, Registrable: Registrable(host)}, nil
}

func hostOf(s string) (string, error) {
	bad := func(why string) (string, error) {
		return "", fmt.Errorf("%q is not a host or a URL: %s", cookies.Visible(s), why)
	}
	host := strings.TrimSpace(s)
	if strings.Contains(host, "://") {
		u, err := url.Parse(host)
		if err != nil || u.Hostname() == "" {
			return bad("it has no host in it")
		}
		host = u.Hostname()
	} else if addr := strings.Trim(host, "[]"); net.ParseIP(addr) != nil {
		host = addr
	} else {
		if end := strings.IndexAny(host, "/?#"); end >= 0 {
			host = host[:end]
		}
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
	}
	if net.ParseIP(host) != nil {
		return strings.ToLower(host), nil
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "."), ".")
	if !utf8.ValidString(host) {
		return bad("it is not UTF-8")
	}
	if len(host) > 4*253 { // a host name has 253 characters at most (RFC 1035, section 2.3.4)
		return bad("it is too long for a host")
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		// Names with an underscore are no host names but do carry cookies.
		ascii = strings.ToLower(host)
	}
	if ascii == "" || strings.ContainsFunc(ascii, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`/\?#@:,;"'<>()*[]%`, r)
	}) || strings.Contains("."+ascii+".", "..") {
		return bad("give a host like shop.example or a URL like https://shop.example/")
	}
	return ascii, nil
}

// Registrable gives the registrable domain (eTLD+1, publicsuffix.org) of a
// host or of a cookie's domain with its leading dot; an address, a single label
// or a public suffix is its own. The result is lower case.
func Registrable(host string) string { return cookies.Registrable(host) }

// IsZero reports whether this is no site in particular.
func (s Site) IsZero() bool { return s.Host == "" }

// Sent reports whether a browser would send the cookie to the site's host
// ([cookies.Key.SentTo]): the cookies that the host's policy speaks of.
func (s Site) Sent(c *cookies.Cookie) bool { return c.SentTo(s.Host) }

// Holds reports whether the cookie belongs to the site as a person sees it: it
// would be sent to the host or to one of its subdomains, or it is partitioned
// under the site.
func (s Site) Holds(c *cookies.Cookie) bool {
	host := cookies.BareHost(c.Host)
	if s.Sent(c) || host == s.Host || s.divisible() && cookies.Under(host, s.Host) {
		return true
	}
	return c.Place != nil && c.Place.Partition != "" && cookies.PartitionDomain(c.Place.Partition) == s.Registrable
}

// divisible reports whether the hosts under the site's are the same people's.
// Under a single label that no list of public suffixes names, anybody's may be
// (publicsuffix.org, "If no rules match, the prevailing rule is *"); what is
// under localhost is always this machine (RFC 6761, section 6.3).
func (s Site) divisible() bool { return strings.Contains(s.Host, ".") || s.Host == "localhost" }

// Sorted is a cookie with the verdict on it. Verdicts are shared between
// cookies and are not to be changed.
type Sorted struct {
	Cookie  *cookies.Cookie
	Verdict *Verdict
}

// Rule is the user's own word on a cookie.
type Rule struct {
	Name     string   `json:"name"`             // a literal or a pattern with *
	Domain   string   `json:"domain,omitempty"` // with its subdomains; "" for every domain
	Category Category `json:"category"`
}
