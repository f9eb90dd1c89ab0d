package catalogue

import (
	"strings"
)

// Bare gives a cookie's name without what browsers and servers put around it:
// the cookie name prefixes (RFC 6265bis, section 4.1.3, and the __Http- ones of
// its successor) and percent-encoding.
func Bare(name string) string {
	if strings.HasPrefix(name, "__") {
		for _, prefix := range [...]string{"__Host-Http-", "__Host-", "__Secure-", "__Http-"} {
			if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
				name = name[len(prefix):]
				break
			}
		}
	}
	if strings.IndexByte(name, '%') >= 0 {
		name = unescape(name)
	}
	return name
}

// unescape decodes %XX where it stands for a printable ASCII character and
// leaves the rest as it is: names may hold any percent sign.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			h, l := hexDigit(s[i+1]), hexDigit(s[i+2])
			if v := h<<4 | l; h >= 0 && l >= 0 && v > ' ' && v < 0x7f {
				b.WriteByte(byte(v))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// Normal gives the bare name with each part that is somebody's or something's
// id replaced by #: _ga_7Q0F2K8 and _ga_XL33P9 are both _ga_#. A part is what
// stands between characters that are neither letters nor digits; it is an id if
// it is a number, hexadecimal with a digit and four or more, or letters and
// digits mixed in a way that words are not.
func Normal(name string) string {
	name = Bare(name)
	if strings.IndexFunc(name, digit) < 0 {
		return name
	}
	var b strings.Builder
	b.Grow(len(name))
	for i := 0; i < len(name); {
		j := i
		for j < len(name) && alnum(name[j]) {
			j++
		}
		switch part := name[i:j]; {
		case isID(part):
			b.WriteByte('#')
		default:
			b.WriteString(part)
		}
		if j < len(name) {
			b.WriteByte(name[j])
			j++
		}
		i = j
	}
	return b.String()
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// isID judges one part of a name.
func isID(part string) bool {
	digits, letters, hex := 0, 0, true
	runs, was := 0, byte(0) // how often digits and letters take turns
	for i := range len(part) {
		c, kind := part[i], byte('a')
		if c >= '0' && c <= '9' {
			digits++
			kind = '0'
		} else {
			letters++
		}
		if kind != was {
			runs++
			was = kind
		}
		hex = hex && hexDigit(c) >= 0
	}
	switch {
	case digits == 0:
		return false
	case letters == 0:
		return true
	case hex && len(part) >= 4:
		return true
	}
	// oauth2, s3token and wp2fa are words with a number in them; A1B2C3 and
	// 7Q0F2K8 take turns too often, and x8841902 is mostly number.
	return runs >= 4 && len(part) >= 5 || len(part) >= 6 && digits*2 >= len(part)
}
