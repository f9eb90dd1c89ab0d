package exchange

import (
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"crumbs/cookies"
)

// The limits of RFC 6265bis, section 5.6 and 5.7, in bytes.
const (
	maxPair      = 4096 // name and value
	maxAttribute = 1024 // domain, path
)

// check says why a browser would not take a cookie from a server, "" if it
// would, and brings its domain into the form of stores.
func check(it *cookies.Item, now time.Time) string {
	value := string(it.Value)
	switch {
	case it.Name == "" && value == "":
		return "it has neither name nor value"
	case len(it.Name)+len(value) > maxPair:
		return "its name and value have more than 4096 bytes"
	case hasControl(it.Name) || hasControl(value):
		return "its name or value holds a control character"
	case strings.ContainsAny(it.Name, "=;"):
		return "its name holds a = or a ;"
	case strings.Contains(value, ";"):
		return "its value holds a ;"
	case strings.Trim(it.Name, " ") != it.Name || strings.Trim(value, " ") != value:
		return "its name or value begins or ends with a space"
	case it.Name == "" && strings.Contains(value, "="):
		return "it has no name, and its value holds a ="
	case len(it.Path) > maxAttribute || len(it.Host) > maxAttribute:
		return "its domain or path has more than 1024 bytes"
	case !strings.HasPrefix(it.Path, "/") || hasControl(it.Path) || strings.Contains(it.Path, ";"):
		return "its path is none: it begins with a / and holds no control character and no ;"
	case it.Expired(now):
		return "it has expired"
	}
	if why := checkDomain(it); why != "" {
		return why
	}
	if why := checkPartition(it); why != "" {
		return why
	}
	return checkPrefix(it)
}

// checkDomain holds the domain against what a host can be.
func checkDomain(it *cookies.Item) string {
	host := strings.TrimPrefix(it.Host, ".")
	wide := host != it.Host
	if inner, ok := strings.CutPrefix(host, "["); ok || net.ParseIP(host) != nil {
		ip := net.ParseIP(strings.TrimSuffix(inner, "]"))
		switch {
		case ip == nil:
			return "its domain is no host"
		case wide:
			return "its domain is an address, which has no subdomains"
		}
		it.Host = ip.String()
		if strings.Contains(it.Host, ":") {
			it.Host = "[" + it.Host + "]"
		}
		return ""
	}
	ascii, err := idna.Lookup.ToASCII(strings.ToLower(host))
	if err != nil && plainHost(host) { // an underscore, which hosts have all the same
		ascii, err = strings.ToLower(host), nil
	}
	if err != nil || ascii == "" || len(ascii) > 253 || !plainHost(ascii) {
		return "its domain is no host"
	}
	it.Host = withDot(ascii, wide)
	if suffix, _ := publicsuffix.PublicSuffix(ascii); wide && suffix == ascii {
		return "its domain is a public suffix, under which many sites would get it"
	}
	return ""
}

// plainHost reports whether a text is letters, digits, hyphens and underscores
// between single dots.
func plainHost(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// checkPartition holds the partition against what one can be: scheme and host,
// with a port if there is one.
func checkPartition(it *cookies.Item) string {
	site := it.PartitionKey()
	if site == "" {
		return ""
	}
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || hasControl(site) || len(site) > maxAttribute ||
		strings.ToLower(u.Scheme+"://"+u.Host) != strings.TrimSuffix(site, "/") || !plainHost(strings.Trim(u.Hostname(), "[]")) && net.ParseIP(u.Hostname()) == nil {
		return "its partition is no site, such as https://shop.example"
	}
	it.Place.Partition = strings.TrimSuffix(site, "/")
	return ""
}

// checkPrefix keeps true what prefixes of names promise (RFC 6265bis, section
// 4.1.3, and the later ones of draft-ietf-httpbis-layered-cookies). A value
// without a name must not look like one of them.
func checkPrefix(it *cookies.Item) string {
	name := strings.ToLower(it.Name)
	if name == "" {
		name = strings.ToLower(string(it.Value))
	}
	has := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	host := has("__host-") || has("__host-http-")
	http := has("__http-") || has("__host-http-")
	switch {
	case !host && !http && !has("__secure-"):
		return ""
	case it.Name == "":
		return "it has no name, and its value begins as a name of a protected cookie does"
	case !it.Secure:
		return "its name promises that it is secure, and it is not"
	case host && (!it.HostOnly() || it.Path != "/"):
		return "its name promises that it is of one host and the path /, and it is not"
	case http && !it.HTTPOnly:
		return "its name promises that scripts can't read it, and they can"
	}
	return ""
}
