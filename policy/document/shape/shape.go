// Package shape judges by its letters alone how much a word looks like a cookie's
// name, and brings a name into one spelling: documents write names among words,
// between quotation marks, and with placeholders of a dozen kinds. What stands
// around a word is for the readers to weigh.
package shape

import (
	"strings"
	"unicode"

	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/words"
)

// Shape is how much a word looks like a cookie's name: the greater, the more.
type Shape int

const (
	None  Shape = iota // no name
	Brand              // "Hotjar", "YouTube", "GA4": as well a product's name
	Weak               // "fr", "uid", "opt-out", "YSC": a name where names are expected
	Firm               // "_ga", "PHPSESSID", "cartId", "connect.sid": a name wherever it stands
)

// MaxName is longer than any cookie's name that a policy spells out.
const MaxName = 120

// tagID is the number of a tag or a container that Google gives its customers (Google
// Tag Manager's help, "Tag ID"): "G-1A2B3C4D5E", "GTM-AB12CD". No cookie is called so.
var tagID = lazyregexp.New(`^(?:G|GT|GTM|AW|DC)-[A-Z0-9]{6,12}$`)

// Of judges a word by its letters alone.
func Of(s string) Shape {
	if s == "" || len(s) > MaxName {
		return None
	}
	var lower, upper, digit, under, dot, dash, star, colon, inner bool
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			inner = inner || i > 0 && s[i-1] >= 'a' && s[i-1] <= 'z'
			upper = true
		case c >= '0' && c <= '9':
			digit = true
		case c == '_':
			under = true
		case c == '.':
			dot = true
		case c == '-':
			dash = true
		case c == '*':
			star = true
		case c == ':':
			colon = true
		case strings.IndexByte("!#$%&+^`|~@/[]", c) >= 0:
		default:
			// RFC 6265, section 4.1.1: no token character. The apostrophe is
			// one, but in a policy it is a French article.
			return None
		}
	}
	if camels[s] || scheme(s) || digit && upper && dash && tagID.MatchString(s) {
		return None
	}
	if s[0] == '[' || s[0] == ']' || strings.HasPrefix(s, "::") || !lower && !upper && !digit || strings.Contains(s, "//") || strings.Contains(s, "www.") || strings.Contains(s, "@") && dot {
		return None
	}
	first := s[0]
	capital := first >= 'A' && first <= 'Z' && lower
	switch {
	case !lower && !upper:
		if date.MatchString(s) {
			return None
		}
		if under || dot || len(s) > 4 && dash {
			return Weak
		}
		return None // a number
	case Host(s):
		return None
	case under && !strings.HasSuffix(s, "___"):
		return Firm
	case capital && star && strings.HasSuffix(s, "*") && !inner && !dash && !digit:
		return Brand // a word with a footnote
	case star && len(s) > 2:
		return Firm
	case dot && measured(s):
		return None // 1.25x
	case dot || colon:
		return dotted(s, capital)
	case upper && (strings.Contains(s, "SESSID") || strings.Contains(s, "SESSIONID")) && !strings.HasSuffix(s, "s"):
		return Firm // AspSESSIONIDQQ
	case inner && !capital:
		return Firm // camelCase
	case digit && measured(s):
		return None
	case dash && upper && !lower && len(s) > 5:
		if parts := strings.Split(strings.ToLower(s), "-"); words.IsCookie(parts[0]) && words.SpeakOfPolicy(parts[1:]) {
			return None // COOKIE-POLICY
		}
		return Firm // XSRF-TOKEN
	case digit && capital, digit && upper && !lower && len(s) <= 6 && !strings.HasSuffix(s, "ID"):
		return Brand
	case capital && !dash && !strings.Contains(s, "/"):
		if Humps(s) >= 3 || spoken(s) {
			return Weak // UserMatchHistory, CookieConsent
		}
		return Brand
	case !lower && len(s) >= 7 && (strings.Contains(s, "SESS") || strings.HasSuffix(s, "ID")):
		return Firm // PHPSESSID
	case !lower && len(s) > 24, strings.HasSuffix(s, "-") && len(s) < 5 || strings.HasSuffix(s, "/") || strings.HasPrefix(s, "/"):
		return None
	}
	return Weak
}

// camels are words that people spell with a capital inside.
var camels = map[string]bool{"iOS": true, "iPadOS": true, "macOS": true, "iPhone": true, "iPad": true, "iCloud": true, "iTunes": true, "eBay": true, "jQuery": true, "reCAPTCHA": true, "reCaptcha": true, "hCaptcha": true, "iFrame": true, "iFrames": true,
	"localStorage": true, "sessionStorage": true, "indexedDB": true, "webGL": true, "eCommerce": true, "eMail": true, "ePrivacy": true, "addThis": true, "uBlock": true}

// scheme reports whether a word is an address within a browser: about:preferences.
func scheme(s string) bool {
	before, _, ok := strings.Cut(s, ":")
	switch before {
	case "about", "chrome", "edge", "opera", "brave", "vivaldi", "mailto", "tel", "file", "data":
		return ok
	}
	return false
}

// Coined reports whether a weak name is made as programmers make names, and is no
// word that people say: with a figure, in capitals, of few letters, or with a part
// that says what cookies hold.
func Coined(s string) bool {
	low := strings.ToLower(s)
	if titled(s) {
		return false
	}
	if strings.ContainsAny(s, "0123456789.") || len(s) <= 3 || s == strings.ToUpper(s) || low[1:] != s[1:] {
		return true
	}
	for _, part := range []string{"sess", "token", "csrf", "xsrf", "cookie", "consent", "auth", "uuid", "guid", "sid", "uid", "userid", "visitorid", "locale", "utm"} {
		if strings.Contains(low, part) && low != part {
			return true
		}
	}
	vowels := 0
	for _, c := range low {
		if strings.ContainsRune("aeiouy", c) {
			vowels++
		}
	}
	return vowels == 0
}

// titled reports whether a word with dashes is two words of a title: "Double-Oat".
func titled(s string) bool {
	parts := strings.Split(s, "-")
	for _, p := range parts {
		if len(p) < 2 || p[0] < 'A' || p[0] > 'Z' || strings.ToLower(p[1:]) != p[1:] {
			return false
		}
	}
	return len(parts) > 1
}

var date = lazyregexp.New(`^(?:\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{2,4}|\d+(?:\.\d+)+)$`) // or a version

// Humps counts the words of a name in CamelCase.
func Humps(s string) int {
	n := 1
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			n++
		}
	}
	return n
}

// spoken reports whether a name in CamelCase ends with what cookies keep.
func spoken(s string) bool {
	for _, end := range []string{"Consent", "Session", "SessionId", "SessionID", "Token", "Cookie", "User", "History", "Visitor", "Affinity", "Closed", "Preference", "Preferences", "Id", "ID", "Settings", "Language"} {
		if len(s) > len(end)+2 && strings.HasSuffix(s, end) {
			return true
		}
	}
	// "CookieMessage": what became of a notice.
	rest, ok := strings.CutPrefix(s, "Cookie")
	return ok && noticed[rest]
}

var noticed = map[string]bool{"Message": true, "Messages": true, "Accepted": true, "Accept": true, "Agreed": true, "Agreement": true, "Approval": true, "Approved": true, "Allowed": true, "Choice": true, "Choices": true, "Dismissed": true, "Disclaimer": true, "Warning": true, "Status": true, "Level": true}

// dotted judges a word with a full stop or a colon in it: connect.sid is a
// name, e.g. and Node.js are not.
func dotted(s string, capital bool) Shape {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ':' })
	long := 0
	for _, p := range parts {
		long = max(long, len(p))
	}
	switch {
	case len(parts) < 2 && s[0] != '.', strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":"):
		return None
	case numbered(parts), long <= 2 && !strings.Contains(s, "::"), strings.Trim(parts[0], "0123456789") == "" && strings.HasPrefix(s, parts[0]+".-"):
		return None // i.e, z.B; the number "1.-" of a title
	case capital && len(parts) == 2:
		return Brand
	}
	for _, p := range parts[1:] {
		if c := p[0]; c >= 'A' && c <= 'Z' && s[0] != '.' && strings.ContainsAny(p, "aeiou") && strings.Contains(s, ".") && !strings.ContainsAny(s[:1], "_") && len(parts) == 2 && long > 4 && parts[0] == strings.ToLower(parts[0]) && len(parts[0]) > 5 {
			return Weak // "cookies.These": a space was lost
		}
	}
	switch parts[len(parts)-1] {
	case "js", "html", "php", "htm", "pdf", "aspx", "json", "css", "png", "gif", "txt", "csv", "xml", "yml", "yaml", "toml", "env", "ts", "py", "sh", "jsx", "tsx", "svg", "jpg":
		return None
	}
	return Firm
}

// numbered reports whether of the parts of a word three are numbers and one is as long
// as a time or a visitor's number: it is the value of a cookie, "GA1.2.1234567890.1".
func numbered(parts []string) bool {
	count, long := 0, 0
	for _, p := range parts {
		if strings.Trim(p, "0123456789") == "" {
			count++
			long = max(long, len(p))
		}
	}
	return count > 2 && long > 8
}

// measured reports whether a word is a number with a unit: 24h, 30days, 2nd.
func measured(s string) bool {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || i > 0 && s[i] == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
		i++
	}
	if i == 0 {
		return false
	}
	rest := strings.ToLower(s[i:])
	switch rest {
	case "st", "nd", "rd", "th", "x", "k", "kb", "mb", "gb", "e", "er", "ere", "px":
		return true
	}
	return lifetime.IsUnit(rest)
}

// Host reports whether a word is a host's name or a pattern of them. Only
// endings are known that no cookie's name has: session.id is a cookie.
func Host(s string) bool {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(s, "*"), "."))
	if strings.Contains(s, "_") || !strings.Contains(s, ".") {
		return false
	}
	s, _, _ = strings.Cut(s, "/")
	switch s[strings.LastIndexByte(s, '.')+1:] {
	case "com", "net", "org", "io", "co", "eu", "fr", "de", "es", "nl", "it", "pt", "uk", "be", "ch", "at", "ie", "ca", "info", "biz", "tv", "ai",
		"app", "dev", "cloud", "lu", "br", "mx", "ar", "se", "dk", "no", "fi", "pl", "cz", "ru", "jp", "au", "gov", "edu", "int", "example", "test", "cat", "gal", "eus", "online", "shop", "site", "tech", "pro", "xyz", "agency", "studio", "digital", "academy", "software", "finance", "gg", "nz", "za", "gr", "ro", "hu", "sk", "hr", "bg", "lt", "lv", "cl", "ae", "sg", "hk", "tw", "kr", "cn", "tr", "vn":
		return true
	}
	return false
}

// IsNameByte reports whether names are made of this letter, figure or mark.
func IsNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '*'
}

// Trim takes off what is no part of a name: quotation marks, bullets,
// punctuation at the end.
func Trim(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'`“”‘’«»„‚´,;•·–—", r)
	})
	s = strings.TrimLeft(s, "-) ")
	s = strings.TrimRight(s, ":.!?(")
	if strings.HasSuffix(s, ")") && !strings.Contains(s, "(") {
		s = strings.TrimRight(s, ")")
	}
	return strings.Trim(s, "\"'`“”‘’«»„")
}
