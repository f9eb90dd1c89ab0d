package cookies

import (
	"net"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Registrable gives the registrable domain (eTLD+1, publicsuffix.org) of a
// host or of a cookie's domain with its leading dot; an address, a single label
// or a public suffix is its own. The result is lower case.
func Registrable(host string) string {
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "."), "."))
	if net.ParseIP(strings.Trim(host, "[]")) != nil {
		return host
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}
