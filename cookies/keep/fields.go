package keep

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"crumbs/cookies"
)

// fields are what a line names of one cookie:
//
//	cookie name=sid domain=.shop.example path=/ partition=https://news.example
//
// Name, domain and path are always there, as stored. Without partition or
// container the cookie lies in none. The others narrow it further; where one of
// them is left out, any will do.
type fields struct {
	name, domain, path   string
	partition, container string // as [cookies.Cookie] gives them, "" for none
	private              string // "yes": of a private window
	origin               string // Firefox's origin attributes; where they are given, the three above are for the reader
	ancestor             string // "cross-site" or "same-site" (Chromium's has_cross_site_ancestor)
	scheme, port         string // "http" or "https", a number (Chromium's)
	browser, profile     string // the browser's word, the profile's folder
	store                string // a path
}

// names are the fields as they are written, in their order.
func (f *fields) names() []struct {
	name string
	at   *string
} {
	return []struct {
		name string
		at   *string
	}{
		{"name", &f.name}, {"domain", &f.domain}, {"path", &f.path},
		{"partition", &f.partition}, {"ancestor", &f.ancestor}, {"container", &f.container}, {"private", &f.private}, {"origin", &f.origin},
		{"scheme", &f.scheme}, {"port", &f.port},
		{"browser", &f.browser}, {"profile", &f.profile}, {"store", &f.store},
	}
}

// words are what fields of few values can be.
var words = map[string][2]string{
	"private": {"yes", "yes"}, "ancestor": {"cross-site", "same-site"}, "scheme": {"http", "https"},
}

// Exactly gives the pattern that names this cookie and none beside it in its
// profile: not those of its name under other paths, partitions, containers,
// schemes and ports. Browser and profile stand for the store, so that it holds
// when the profile is moved or made anew.
func Exactly(c *cookies.Cookie) Pattern {
	f := fields{
		name: c.Name, domain: c.Host, path: c.Path, partition: c.PartitionKey(), container: c.Container(),
		browser: c.Store.Browser, profile: c.Store.Profile,
	}
	if c.Place != nil && c.Place.Private {
		f.private = "yes"
	}
	if c.Store.Format != cookies.Chromium {
		f.origin = c.Origin
	} else {
		f.scheme, f.port = schemeOf(c), strconv.Itoa(int(c.Port))
		if f.partition != "" {
			f.ancestor = ancestorOf(c)
		}
	}
	return Pattern{kind: One, one: f}
}

func schemeOf(c *cookies.Cookie) string {
	return map[int8]string{1: "http", 2: "https"}[c.Scheme]
}

func ancestorOf(c *cookies.Cookie) string {
	if c.CrossSite {
		return "cross-site"
	}
	return "same-site"
}

func (f *fields) match(c *cookies.Cookie) bool {
	return c.Name == f.name && c.Host == f.domain && c.Path == f.path && f.matchPlace(c) &&
		(f.ancestor == "" || ancestorOf(c) == f.ancestor) &&
		(f.scheme == "" || schemeOf(c) == f.scheme) &&
		(f.port == "" || strconv.Itoa(int(c.Port)) == f.port) &&
		(f.browser == "" || c.Store.Browser == f.browser) &&
		(f.profile == "" || c.Store.Profile == f.profile) &&
		(f.store == "" || c.Store.Path == f.store)
}

// matchPlace compares where in its store the cookie lies. Containers are told
// apart by their names only where the origin attributes are not given: two may
// have one name, and they can be renamed.
func (f *fields) matchPlace(c *cookies.Cookie) bool {
	if f.origin != "" {
		return c.Origin == f.origin
	}
	private := c.Place != nil && c.Place.Private
	return c.PartitionKey() == f.partition && c.Container() == f.container && private == (f.private != "")
}

// String gives the line. What a plain word can't hold stands in quotes, as Go
// writes strings.
func (f fields) String() string {
	var b strings.Builder
	b.WriteString("cookie")
	for i, n := range f.names() {
		if *n.at == "" && i > 2 { // name, domain and path are there even if empty
			continue
		}
		b.WriteString(" " + n.name + "=" + quoted(*n.at))
	}
	return b.String()
}

func quoted(s string) string {
	if s == "" || strings.ContainsAny(s, "\"\\`") || strings.ContainsFunc(s, unicode.IsSpace) || cookies.Visible(s) != s {
		return strconv.QuoteToASCII(s)
	}
	return s
}

// parseFields reads what stands behind the word cookie.
func parseFields(s string) (fields, error) {
	var f fields
	given := map[string]bool{}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		name, rest, ok := strings.Cut(s, "=")
		if !ok {
			return f, fmt.Errorf("%q is no name=value: a value with a space stands in \"quotes\"", s)
		}
		value, after, err := value(rest)
		if err != nil {
			return f, fmt.Errorf("the value of %s: %w", name, err)
		}
		if err := f.set(name, value, given); err != nil {
			return f, err
		}
		s = after
	}
	for _, n := range []string{"name", "domain", "path"} {
		if !given[n] {
			return f, fmt.Errorf("%s= is missing: one cookie has name, domain and path", n)
		}
	}
	if f.domain == "" {
		return f, errors.New("the domain is empty")
	}
	return f, nil
}

func (f *fields) set(name, value string, given map[string]bool) error {
	var all []string
	for _, n := range f.names() {
		all = append(all, n.name)
		if n.name != name {
			continue
		}
		w, few := words[name]
		switch {
		case given[name]:
			return fmt.Errorf("%s= is there twice", name)
		case few && value != w[0] && value != w[1]:
			return fmt.Errorf("%s= is %s or %s, not %q", name, w[0], w[1], value)
		}
		given[name] = true
		*n.at = value
		return nil
	}
	return fmt.Errorf("%q is none of %s", name, strings.Join(all, ", "))
}

// value takes a value off the front: a quoted one, or all up to a space.
func value(s string) (value, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, " ")
		return value, rest, nil
	}
	q, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", errors.New("a quote is not closed, or what is in it can't be read")
	}
	if value, err = strconv.Unquote(q); err != nil {
		return "", "", err
	}
	if rest = s[len(q):]; rest != "" && rest[0] != ' ' {
		return "", "", errors.New("no space stands behind the closing quote")
	}
	return value, rest, nil
}
