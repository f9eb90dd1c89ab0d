package textjar

import (
	"bytes"
	"net"
	"strconv"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/netscape"
)

// dialect is how a program writes a cookie into a line.
type dialect struct {
	parse func(line []byte) (entry, bool) // without its line ending; false: not a cookie
	// first says which line counts where a key has several: the first, as w3m
	// takes it, or the last, which to the others is what was set later.
	first bool
}

// entry is what a line says of a cookie.
type entry struct {
	key              cookies.Key
	value            []byte
	expires          int64 // seconds since 1970; 0: a session cookie
	secure, httpOnly bool
}

// dialectOf gives the dialect of a format; false for what is no text jar.
func dialectOf(f cookies.Format) (dialect, bool) {
	switch f {
	case cookies.Netscape:
		return dialect{parse: parseNetscape}, true
	case cookies.W3M:
		return dialect{parse: parseW3M, first: true}, true
	case cookies.ELinks:
		return dialect{parse: parseELinks}, true
	case cookies.KCookieJar:
		return dialect{parse: parseKCookieJar}, true
	}
	return dialect{}, false
}

// formats are those of text jars that can be told by a line.
func formats() []cookies.Format {
	return []cookies.Format{cookies.Netscape, cookies.W3M, cookies.ELinks}
}

func parseNetscape(line []byte) (entry, bool) {
	c, err := netscape.Parse(line)
	return entry{
		key:   cookies.Key{Host: c.Host, Port: c.Port, Path: c.Path, Name: c.Name},
		value: c.Value, expires: c.Expires, secure: c.Secure, httpOnly: c.HTTPOnly,
	}, err == nil
}

// parseW3M reads a line of ~/.w3m/cookie: the page that set the cookie, name,
// value, expiry in seconds (-1: with the session), domain, path, flags, version,
// comment, ports, comment's page, with tabs between them (w3m 0.5.3, cookie.c,
// save_cookies). Bit 1 of the flags is Secure. A domain without a leading dot is
// a host alone.
func parseW3M(line []byte) (entry, bool) {
	f := bytes.SplitN(line, []byte{'\t'}, 12)
	if len(f) != 11 {
		return entry{}, false
	}
	expires, err1 := strconv.ParseInt(string(f[3]), 10, 64)
	flags, err2 := strconv.ParseInt(string(f[6]), 10, 32)
	_, err3 := strconv.ParseInt(string(f[7]), 10, 32)
	if err1 != nil || err2 != nil || err3 != nil || len(f[4]) == 0 {
		return entry{}, false
	}
	if expires == -1 {
		expires = 0
	}
	return entry{
		key:   cookies.Key{Host: string(f[4]), Path: string(f[5]), Name: string(f[1])},
		value: f[2], expires: expires, secure: flags&2 != 0,
	}, true
}

// parseELinks reads a line of ~/.elinks/cookies: name, value, server, path,
// domain, expiry in seconds, secure, and since ELinks 0.13 HttpOnly, with tabs
// between them (cookies.c, save_cookies). ELinks sends every cookie to the
// subdomains of its domain, whether it was set with a Domain attribute or not,
// and writes none of the dots, so a dot is put before all but addresses.
func parseELinks(line []byte) (entry, bool) {
	f := bytes.SplitN(line, []byte{'\t'}, 9)
	if len(f) != 7 && len(f) != 8 {
		return entry{}, false
	}
	expires, err := strconv.ParseInt(string(f[5]), 10, 64)
	secure, ok := bit(f[6])
	httpOnly := false
	if ok && len(f) == 8 {
		httpOnly, ok = bit(f[7])
	}
	host := string(f[4])
	if err != nil || !ok || host == "" {
		return entry{}, false
	}
	if host[0] != '.' && net.ParseIP(strings.Trim(host, "[]")) == nil {
		host = "." + host
	}
	return entry{
		key:   cookies.Key{Host: host, Path: string(f[3]), Name: string(f[0])},
		value: f[1], expires: expires, secure: secure, httpOnly: httpOnly,
	}, true
}

func bit(field []byte) (set, ok bool) {
	if len(field) != 1 {
		return false, false
	}
	return field[0] == '1', field[0] == '0' || field[0] == '1'
}

// kdeHeader begins a file of KDE's cookie jar since KDE 2. That of KDE 1 has
// other columns.
const kdeHeader = "# KDE Cookie File v2"

// parseKCookieJar reads a line of KDE's cookie jar: host, domain, path, expiry
// in seconds, version, name, flags and value, in columns padded with spaces;
// domain and path stand in quotes (kcookiejar.cpp, saveCookies). The domain is
// empty where the cookie goes to its host alone. A host may have ports behind
// it. Flags: 1 Secure, 2 HttpOnly, 8 a cookie without a name. The value is the
// rest of the line. Lines that begin with [ are headings.
func parseKCookieJar(line []byte) (entry, bool) {
	if len(line) == 0 || line[0] == '#' || line[0] == '[' {
		return entry{}, false
	}
	var f [7]string // host, domain, path, expiry, version, name, flags
	for i := range f {
		f[i], line = column(line)
	}
	expires, err1 := strconv.ParseInt(f[3], 10, 64)
	_, err2 := strconv.ParseInt(f[4], 10, 32)
	flags, err3 := strconv.ParseInt(f[6], 10, 32)
	host, ports, _ := strings.Cut(f[0], ":")
	if strings.Contains(ports, ":") { // an IPv6 address
		host, ports = f[0], ""
	}
	e := entry{key: cookies.Key{Host: host, Path: f[2], Name: f[5]}, value: line, expires: expires, secure: flags&1 != 0, httpOnly: flags&2 != 0}
	if f[1] != "" {
		e.key.Host = "." + strings.TrimPrefix(f[1], ".")
	}
	if err1 != nil || err2 != nil || err3 != nil || strings.TrimPrefix(e.key.Host, ".") == "" {
		return entry{}, false
	}
	if port, err := strconv.ParseUint(ports, 10, 16); err == nil {
		e.key.Port = int32(port)
	}
	if flags&8 != 0 {
		e.key.Name = ""
	}
	return e, true
}

// column cuts the first column off a line, which may stand in quotes, and the
// space behind it.
func column(line []byte) (field string, rest []byte) {
	end := bytes.IndexAny(line, " \t")
	if len(line) > 0 && line[0] == '"' {
		line = line[1:]
		end = bytes.IndexByte(line, '"')
	}
	if end < 0 {
		return string(line), nil
	}
	return string(line[:end]), bytes.TrimLeft(line[end+1:], " \t")
}

// tellLength is how much of a file's beginning [Tell] looks at.
const tellLength = 64 << 10

// Tell gives the format of a text jar by its beginning, "" for what is none:
// by the heading of a file that has one, and else by the first line that is a
// cookie in any of the formats. What is given beyond 64 KB is not looked at.
func Tell(start []byte) cookies.Format {
	whole := len(start) < tellLength
	start = start[:min(len(start), tellLength)]
	if bytes.IndexByte(start, 0) >= 0 {
		return ""
	}
	text := bytes.TrimPrefix(start, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(text, []byte(kdeHeader)):
		return cookies.KCookieJar
	case netscape.Headed(text):
		return cookies.Netscape
	}
	lines := split(text)
	if !whole && len(lines) > 0 {
		lines = lines[:len(lines)-1] // it may be cut in two
	}
	for _, l := range lines {
		for _, f := range formats() {
			d, _ := dialectOf(f)
			if _, ok := d.parse(l.text); ok {
				return f
			}
		}
	}
	return ""
}
