// Package keep is the keep list: what the user wants no deletion to take. It is
// a text file that people edit by hand, a pattern a line, and where it can't be
// read nothing is deleted: a list that nobody can read is not an empty one.
package keep

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"crumbs/cookies"
)

// Kind is what a pattern names.
type Kind string

// The kinds; the words are those of `crumbs keep list --json`.
const (
	Host Kind = "host"    // a host with its subdomains: shop.example
	Glob Kind = "pattern" // NAME@HOST, * for any characters and ? for one: sess*@*.shop.example
	One  Kind = "cookie"  // one cookie: cookie name=sid domain=.shop.example path=/
)

// Pattern is a line of the keep list. It is comparable, and two patterns of one
// meaning are equal however they were spelt.
type Pattern struct {
	kind Kind
	host string // of a Host: bare; of a Glob: a glob over bare hosts
	name string // of a Glob
	one  fields // of a One
}

// Kind gives what the pattern names.
func (p Pattern) Kind() Kind { return p.kind }

// String gives the pattern as a line of the list; [Parse] reads it again.
func (p Pattern) String() string {
	switch p.kind {
	case Host:
		return p.host
	case Glob:
		return p.name + "@" + p.host
	}
	return p.one.String()
}

// Match reports whether the pattern names a cookie.
func (p Pattern) Match(c *cookies.Cookie) bool {
	switch p.kind {
	case Host:
		return cookies.Under(cookies.BareHost(c.Host), p.host)
	case Glob:
		return cookies.Glob(p.name, c.Name) && cookies.Glob(p.host, cookies.BareHost(c.Host))
	}
	return p.one.match(c)
}

// Parse reads a pattern from a line. Its error is a clause that says what is
// wrong with the line and what would be right.
func Parse(line string) (Pattern, error) {
	line = strings.TrimSpace(line)
	first, rest, _ := strings.Cut(line, " ")
	at := strings.LastIndexByte(line, '@')
	switch {
	case !utf8.ValidString(line):
		return Pattern{}, errors.New("it is not UTF-8")
	case line == "", strings.HasPrefix(line, "#"):
		return Pattern{}, errors.New("there is no pattern in it")
	case cookies.Visible(line) != line:
		return Pattern{}, errors.New("it holds characters that can't be seen: write them as in \"\\u200b\", in a line that begins with cookie")
	case first == "cookie":
		f, err := parseFields(rest)
		return Pattern{kind: One, one: f}, err
	case at >= 0:
		return parseGlob(line[:at], line[at+1:])
	}
	h, err := parseHost(line)
	return Pattern{kind: Host, host: h}, err
}

func parseGlob(name, host string) (Pattern, error) {
	host = strings.ToLower(strings.TrimSpace(host))
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return Pattern{}, errors.New("no name stands before the @: *@HOST is every name")
	case host == "":
		return Pattern{}, errors.New("no host stands behind the @: NAME@* is every host")
	}
	if !strings.ContainsAny(host, "*?") {
		h, err := asciiHost(host)
		if err != nil {
			return Pattern{}, err
		}
		host = h
	} else if strings.ContainsFunc(host, unfit) {
		return Pattern{}, notHost(host)
	}
	return Pattern{kind: Glob, name: name, host: cookies.BareHost(host)}, nil
}

// parseHost reads a host that stands for itself and its subdomains.
func parseHost(s string) (string, error) {
	if strings.ContainsAny(s, "*?") && !strings.ContainsFunc(s, unfit) {
		return "", fmt.Errorf("%s is a host with a variable part: *@%s is every cookie of such hosts", s, s)
	}
	host, err := asciiHost(s)
	if err != nil {
		return "", err
	}
	if suffix, icann := publicsuffix.PublicSuffix(host); suffix == host && icann {
		return "", fmt.Errorf("%s is a public suffix, and everything under it would stay: name a site under it", host)
	}
	return host, nil
}

// asciiHost gives a host as stores have it: bare, lower case, in punycode.
func asciiHost(s string) (string, error) {
	host := cookies.BareHost(s)
	if net.ParseIP(host) != nil {
		return host, nil
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if host == "" || strings.ContainsFunc(host, unfit) || strings.Contains("."+host+".", "..") {
		return "", notHost(s)
	}
	return host, nil
}

// unfit reports whether a character has no place in a host.
func unfit(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`/\#@:,;"'<>()[]%=`, r)
}

func notHost(s string) error {
	return fmt.Errorf("%q is no host: a pattern is a host such as shop.example, NAME@HOST with * in either, or one cookie with its name=, domain= and path=", s)
}
