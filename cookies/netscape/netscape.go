// Package netscape reads and writes lines of cookies.txt, the file in which
// Netscape kept its cookies and which curl, wget, lynx, dillo and many tools
// read and write today.
//
// A line is seven fields with a tab between each: the domain, whether
// subdomains get the cookie too (TRUE or FALSE), the path, whether it goes over
// secure connections only, when it expires in seconds since 1970 (0: with the
// session), the name and the value. What begins with # is a comment, but for
// #HttpOnly_ before a domain, which marks what scripts must not see. What is
// said here of programs was tried with curl 7.88, wget 1.21 and lynx 2.9.
package netscape

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"crumbs/cookies"
)

// Header is the first line of a file: programs tell by it what the file is.
const Header = "# Netscape HTTP Cookie File"

// Headed reports whether a text begins with a header, that of today or the one
// that old programs wrote.
func Headed(text []byte) bool {
	return bytes.HasPrefix(text, []byte(Header)) || bytes.HasPrefix(text, []byte("# HTTP Cookie File"))
}

// httpOnly stands before the domain of a cookie that scripts must not see.
const httpOnly = "#HttpOnly_"

// Cookie is what a line says of a cookie. Strings are the bytes of the line and
// need not be UTF-8.
type Cookie struct {
	Host     string // a leading dot: it goes to subdomains too, whatever the line had before the domain
	Port     int32  // wget writes it behind the host where it is not the usual one; else 0
	Path     string
	Name     string
	Value    []byte
	Expires  int64 // seconds since 1970; 0: a session cookie
	Secure   bool
	HTTPOnly bool
}

// lastSecond is the end of the year 9999, beyond which programs read no times.
const lastSecond = 253402300799

// Of gives what a line says of a cookie. Its end is in whole seconds, rounded up,
// so that what still lives does not die by being written down, and never 0, which
// would be a session's.
func Of(it *cookies.Item) Cookie {
	c := Cookie{Host: it.Host, Path: it.Path, Name: it.Name, Value: it.Value, Secure: it.Secure, HTTPOnly: it.HTTPOnly}
	if !it.Session() {
		const unit = 1_000_000
		c.Expires = int64(it.Expires) / unit
		if it.Expires%unit > 0 {
			c.Expires++
		}
		c.Expires = max(1, min(c.Expires, lastSecond))
	}
	return c
}

// ErrComment is a line that was not meant to be a cookie: a comment or space.
var ErrComment = errors.New("it is a comment")

// Parse reads a line without its line ending. The error is [ErrComment], or says
// in a clause why the line is no cookie.
//
// It takes what any of the programs takes: a line that ends behind the name has
// an empty value (curl), a value may hold tabs (wget), a time may have a
// fraction, and none at all is a session cookie, as Python writes it. As with
// curl and wget it is the second field that says whether subdomains get the
// cookie, not a dot before the domain.
func Parse(line []byte) (Cookie, error) {
	var c Cookie
	line, c.HTTPOnly = bytes.CutPrefix(line, []byte(httpOnly))
	if len(bytes.TrimSpace(line)) == 0 || line[0] == '#' {
		return Cookie{}, ErrComment
	}
	fields := bytes.SplitN(line, []byte{'\t'}, 7)
	if len(fields) < 6 {
		return Cookie{}, fmt.Errorf("it has %d fields divided by tabs, not 7", len(fields))
	}
	if len(fields) == 7 {
		c.Value = fields[6]
	}
	subdomains, ok1 := truth(fields[1])
	secure, ok2 := truth(fields[3])
	expires, ok3 := seconds(fields[4])
	host, port := cutPort(strings.TrimPrefix(string(fields[0]), "."))
	switch {
	case !ok1 || !ok2:
		return Cookie{}, errors.New("its second and fourth field are not TRUE or FALSE")
	case !ok3:
		return Cookie{}, errors.New("its fifth field is no time in seconds")
	case host == "":
		return Cookie{}, errors.New("it has no domain")
	case len(fields[5])+len(c.Value) == 0:
		return Cookie{}, errors.New("it has neither name nor value")
	}
	if subdomains {
		host = "." + host
	}
	c.Host, c.Port, c.Path, c.Name = host, port, string(fields[2]), string(fields[5])
	c.Secure, c.Expires = secure, expires
	return c, nil
}

// ErrNoLine is a cookie that no line can hold: a field with a tab or a line
// break in it, or no host.
var ErrNoLine = errors.New("a line of cookies.txt can't hold it")

// Append appends the cookie's line, without a line ending. The error is
// [ErrNoLine].
func (c Cookie) Append(b []byte) ([]byte, error) {
	const breaks = "\t\r\n"
	host := strings.TrimPrefix(c.Host, ".")
	if host == "" || host[0] == '#' || strings.ContainsAny(c.Host+c.Path+c.Name, breaks) || bytes.ContainsAny(c.Value, breaks) || len(c.Name)+len(c.Value) == 0 {
		return b, ErrNoLine
	}
	if c.HTTPOnly {
		b = append(b, httpOnly...)
	}
	b = append(b, c.Host...)
	if c.Port > 0 {
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(c.Port), 10)
	}
	b = append(b, '\t')
	b = appendTruth(b, c.Host[0] == '.')
	b = append(b, '\t')
	b = append(b, c.Path...)
	b = append(b, '\t')
	b = appendTruth(b, c.Secure)
	b = append(b, '\t')
	b = strconv.AppendInt(b, c.Expires, 10)
	b = append(b, '\t')
	b = append(b, c.Name...)
	b = append(b, '\t')
	return append(b, c.Value...), nil
}

func appendTruth(b []byte, truth bool) []byte {
	if truth {
		return append(b, "TRUE"...)
	}
	return append(b, "FALSE"...)
}

func truth(field []byte) (truth, ok bool) {
	switch {
	case bytes.EqualFold(field, []byte("TRUE")):
		return true, true
	case bytes.EqualFold(field, []byte("FALSE")):
		return false, true
	}
	return false, false
}

// seconds reads a time; a fraction is dropped.
func seconds(field []byte) (at int64, ok bool) {
	if len(field) == 0 {
		return 0, true
	}
	whole, fraction, _ := strings.Cut(string(field), ".")
	if strings.Trim(fraction, "0123456789") != "" {
		return 0, false
	}
	at, err := strconv.ParseInt(whole, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		err = nil // so far away that it is the end of time, to either side
	}
	return at, err == nil
}

// cutPort takes the port off that wget writes behind a host. An IPv6 address
// without brackets has none.
func cutPort(host string) (string, int32) {
	at := strings.LastIndexByte(host, ':')
	if at <= 0 || strings.IndexByte(host, ':') != at && host[at-1] != ']' {
		return host, 0
	}
	port, err := strconv.ParseUint(host[at+1:], 10, 16)
	if err != nil || port == 0 {
		return host, 0
	}
	return host[:at], int32(port)
}
