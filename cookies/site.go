package cookies

import (
	"net"
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
	if address(host) {
		return host
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// address reports whether a host is an IP address. Only what ends in a digit or
// holds a colon can be one, and most hosts do neither.
func address(host string) bool {
	n := len(host)
	return n > 0 && (host[n-1] >= '0' && host[n-1] <= '9' || strings.IndexByte(host, ':') >= 0) && net.ParseIP(host) != nil
}
