package cookies

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// BareHost gives the host of a cookie's domain in the form in which hosts are
// compared: lower case, without the leading dot of a Domain attribute, a
// trailing dot, or the brackets in which Chromium keeps an IPv6 address.
func BareHost(domain string) string {
	host := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(domain, "."), "."))
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	return host
}

// Registrable gives the registrable domain (eTLD+1, publicsuffix.org) of a
// host or of a cookie's domain with its leading dot; an address, a single label
// or a public suffix is its own. The result is lower case.
func Registrable(host string) string {
	host = BareHost(host)
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}
