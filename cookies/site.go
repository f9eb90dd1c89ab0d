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
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// PartitionDomain gives the registrable domain of a partition key as
// [Cookie.PartitionKey] spells it: "https://shop.test" gives shop.test.
func PartitionDomain(key string) string {
	_, rest, ok := strings.Cut(key, "://")
	if !ok {
		return ""
	}
	if host, _, err := net.SplitHostPort(rest); err == nil {
		rest = host
	}
	return Registrable(rest) // which takes an IPv6 address in brackets as well
}

// Under reports whether a host is a domain or one of its subdomains, both bare
// ([BareHost]). An address is no subdomain and has none, and nothing is under "".
func Under(host, domain string) bool {
	if domain == "" || !strings.HasSuffix(host, domain) {
		return false
	}
	return len(host) == len(domain) ||
		host[len(host)-len(domain)-1] == '.' && net.ParseIP(host) == nil && net.ParseIP(domain) == nil
}

// SentTo reports whether a browser sends a cookie of this key to a bare host
// (RFC 6265bis, section 5.1.3: domain-match), whatever its path, scheme and
// partition.
func (k Key) SentTo(host string) bool {
	domain := BareHost(k.Host)
	if k.HostOnly() {
		return domain == host
	}
	return Under(host, domain)
}

// ThisMachine reports whether a bare host is the computer itself, which browsers
// trust without TLS (w3c.github.io/webappsec-secure-contexts, "potentially
// trustworthy").
func ThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return Under(host, "localhost") || ip != nil && ip.IsLoopback()
}
