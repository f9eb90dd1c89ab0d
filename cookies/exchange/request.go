package exchange

import (
	"cmp"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"crumbs/cookies"
)

// Request is a URL that cookies go to, as the top-level page of a window.
type Request struct {
	URL    string // in ASCII, without a fragment or a password
	host   string // as cookies' domains are compared
	path   string
	scheme string
	secure bool
}

// ErrNoURL is what is not a URL of a request.
var ErrNoURL = errors.New("it needs the URL that the request goes to, such as https://shop.example/cart")

// NewRequest reads an http or https URL.
func NewRequest(text string) (Request, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || hasControl(text) {
		return Request{}, ErrNoURL
	}
	host := strings.ToLower(u.Hostname())
	if net.ParseIP(host) == nil {
		if host, err = idna.Lookup.ToASCII(strings.TrimSuffix(host, ".")); err != nil || host == "" {
			return Request{}, ErrNoURL
		}
	}
	r := Request{host: host, path: u.EscapedPath(), scheme: u.Scheme, secure: u.Scheme == "https" || cookies.ThisMachine(host)}
	if r.path == "" {
		r.path = "/"
	}
	port := u.Port()
	if u.Host = host; strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port != "" {
		u.Host += ":" + port
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	r.URL = u.String()
	return r, nil
}

// Takes reports whether a browser would send a cookie with the request (RFC
// 6265bis, section 5.8.3): the host is the cookie's, or one below its domain;
// the path begins with the cookie's; Secure goes over what is secure; it has not
// expired; it is not partitioned, or under the request's own site. The request
// is one that the user made by typing the address, so that SameSite keeps
// nothing back.
func (r Request) Takes(c *cookies.Cookie, now time.Time) bool {
	switch {
	case c.Expired(now), c.Secure && !r.secure, !under(r.path, c.Path), !c.SentTo(r.host):
		return false
	case c.PartitionKey() == "":
		return true
	}
	return !c.CrossSite && c.PartitionKey() == r.scheme+"://"+cookies.Registrable(r.host)
}

// under reports whether a request's path lies under a cookie's (RFC 6265bis,
// section 5.1.4).
func under(path, cookie string) bool {
	rest, ok := strings.CutPrefix(path, cookie)
	return ok && cookie != "" && (rest == "" || rest[0] == '/' || cookie[len(cookie)-1] == '/')
}

// InOrder sorts items as a browser sends them: longer paths first, of equal ones
// the cookie that was there earlier. What is alike stays as it was.
func InOrder(items []cookies.Item) {
	slices.SortStableFunc(items, func(a, b cookies.Item) int {
		return cmp.Or(len(b.Path)-len(a.Path), cmp.Compare(a.Created, b.Created))
	})
}

// Line gives the value of the Cookie header: the items in their order. A cookie
// without a name is its value alone (RFC 6265bis, section 5.8.3, step 4).
func Line(items []cookies.Item) string {
	parts := make([]string, len(items))
	for i, it := range items {
		if it.Name != "" {
			parts[i] = it.Name + "="
		}
		parts[i] += string(it.Value)
	}
	return strings.Join(parts, "; ")
}

// CurlCommand gives a command line for a POSIX shell that sends the request as
// the browser would. curl is told to take the URL as it is: in its own reading
// brackets and braces are patterns.
func (r Request) CurlCommand(items []cookies.Item) string {
	out := "curl --globoff"
	if len(items) > 0 {
		out += " -H " + quoted("Cookie: "+Line(items))
	}
	return out + " " + quoted(r.URL)
}

// quoted makes one word of a text for a POSIX shell: in single quotes nothing
// means anything but the single quote.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
