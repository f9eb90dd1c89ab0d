package document

import (
	"strings"
	"unicode"

	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/words"
)

// shape is how much a word looks like a cookie's name.
type shape int

const (
	noName shape = iota
	brand        // "Hotjar", "YouTube", "GA4": as well a product's name
	weak         // "fr", "uid", "opt-out", "YSC": a name where names are expected
	firm         // "_ga", "PHPSESSID", "cartId", "connect.sid": a name wherever it stands
)

// maxName is longer than any cookie's name that a policy spells out.
const maxName = 120

// shapeOf judges a word by its letters alone.
func shapeOf(s string) shape {
	if s == "" || len(s) > maxName {
		return noName
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
			return noName
		}
	}
	if camels[s] || scheme(s) {
		return noName
	}
	if s[0] == '[' || s[0] == ']' || strings.HasPrefix(s, "::") || !lower && !upper && !digit || strings.Contains(s, "//") || strings.Contains(s, "www.") || strings.Contains(s, "@") && dot {
		return noName
	}
	first := s[0]
	capital := first >= 'A' && first <= 'Z' && lower
	switch {
	case !lower && !upper:
		if date.MatchString(s) {
			return noName
		}
		if under || dot || len(s) > 4 && dash {
			return weak
		}
		return noName // a number
	case host(s):
		return noName
	case under && !strings.HasSuffix(s, "___"):
		return firm
	case capital && star && strings.HasSuffix(s, "*") && !inner && !dash && !digit:
		return brand // a word with a footnote
	case star && len(s) > 2:
		return firm
	case dot || colon:
		return dotted(s, capital)
	case inner && !capital:
		return firm // camelCase
	case digit && measured(s):
		return noName
	case dash && upper && !lower && len(s) > 5:
		if parts := strings.Split(strings.ToLower(s), "-"); words.IsCookie(parts[0]) && itsPolicy().In(parts[1:]) {
			return noName // COOKIE-POLICY
		}
		return firm // XSRF-TOKEN
	case digit && capital, digit && upper && !lower && len(s) <= 6 && !strings.HasSuffix(s, "ID"):
		return brand
	case capital && !dash && !strings.Contains(s, "/"):
		if humps(s) >= 3 || spoken(s) {
			return weak // UserMatchHistory, CookieConsent
		}
		return brand
	case !lower && len(s) >= 7 && (strings.Contains(s, "SESS") || strings.HasSuffix(s, "ID")):
		return firm // PHPSESSID
	case !lower && len(s) > 24, strings.HasSuffix(s, "-") && len(s) < 5 || strings.HasSuffix(s, "/") || strings.HasPrefix(s, "/"):
		return noName
	}
	return weak
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

// coined reports whether a weak name is made as programmers make names, and is no
// word that people say: with a figure, in capitals, of few letters, or with a part
// that says what cookies hold.
func coined(s string) bool {
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

// humps counts the words of a name in CamelCase.
func humps(s string) int {
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
func dotted(s string, capital bool) shape {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ':' })
	long := 0
	for _, p := range parts {
		long = max(long, len(p))
	}
	switch {
	case len(parts) < 2 && s[0] != '.', strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":"):
		return noName
	case long <= 2 && !strings.Contains(s, "::"):
		return noName // i.e, z.B
	case capital && len(parts) == 2:
		return brand
	}
	for _, p := range parts[1:] {
		if c := p[0]; c >= 'A' && c <= 'Z' && s[0] != '.' && strings.ContainsAny(p, "aeiou") && strings.Contains(s, ".") && !strings.ContainsAny(s[:1], "_") && len(parts) == 2 && long > 4 && parts[0] == strings.ToLower(parts[0]) && len(parts[0]) > 5 {
			return weak // "cookies.These": a space was lost
		}
	}
	switch parts[len(parts)-1] {
	case "js", "html", "php", "htm", "pdf", "aspx", "json", "css", "png", "gif", "txt", "csv", "xml", "yml", "yaml", "toml", "env", "ts", "py", "sh", "jsx", "tsx", "svg", "jpg":
		return noName
	}
	return firm
}

// measured reports whether a word is a number with a unit: 24h, 30days, 2nd.
func measured(s string) bool {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
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

// host reports whether a word is a host's name or a pattern of them. Only
// endings are known that no cookie's name has: session.id is a cookie.
func host(s string) bool {
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

// Placeholders in the spellings that people use for the variable part of a name.
var (
	bracketed  = lazyregexp.New(`<[^<>\n]{1,40}>|\$?\{+[^{}\n]{1,40}\}+|%[A-Za-z_]{2,30}%|\$[A-Za-z_]{2,30}`)
	squared    = lazyregexp.New(`([\w.:-])\[[A-Za-z][^\[\]\n]{0,30}\]`)
	boxBefore  = lazyregexp.New(`(^|[\s,;|/"'` + "`" + `])\[[A-Za-z][^\[\]\n]{0,30}\]([_.-])`)
	classes    = lazyregexp.New(`\[\^?(?:[A-Za-z0-9]-[A-Za-z0-9])+\](?:[+*]|\{[\d,]+\})?|\\[dw](?:[+*]|\{[\d,]+\})|\[[A-Za-z0-9]{8,80}\](?:[+*]|\{[\d,]+\})`)
	starredBox = lazyregexp.New(`\[[^\[\]\s]{0,20}\*[^\[\]\s]{0,20}\]`)
	rounded    = lazyregexp.New(`([_.-])\([A-Za-z#*][^()\n]{0,30}\)`)
	times      = lazyregexp.New(`\s*\[x\d+\]`)
	crossed    = lazyregexp.New(`[xX]{3,}(?:-[xX]+)*|#+|\b[nN]{4,}\b|\b[yY]{4,}\b`)
	dots       = lazyregexp.New(`([\w-])(?:…|\.{3,})`)
	idWords    = lazyregexp.New(`([_-])(?:container|property|site|website|measurement|tracking|account|customer|user|session)[-_ ]?(?:id|ID)(\W|$)`)
	tails      = lazyregexp.New(`\*(?:[-_.]?(?:X{1,3}|x{3}|\*))+`)
	stars      = lazyregexp.New(`\*+`)
)

// variable puts a * for every placeholder.
func variable(s string) string {
	spelt := strings.Contains(s, "*_*") || strings.Contains(s, "*-*") // "session_*_*" has two parts that vary
	if strings.ContainsAny(s, "[\\") {
		s = classes.ReplaceAllString(s, "*") // of a regular expression
	}
	if strings.ContainsAny(s, "<{%$") {
		s = bracketed.ReplaceAllString(s, "*")
	}
	if strings.Contains(s, "[") {
		s = starredBox.ReplaceAllString(squared.ReplaceAllString(times.ReplaceAllString(s, ""), "$1*"), "*")
		s = boxBefore.ReplaceAllString(s, "$1*$2") // "[site]_session"
	}
	if strings.Contains(s, "(") {
		s = rounded.ReplaceAllString(s, "$1*")
	}
	if masked(s) {
		s = crossed.ReplaceAllString(s, "*")
	}
	if strings.Contains(s, "…") || strings.Contains(s, "...") {
		s = dots.ReplaceAllString(s, "$1*")
	}
	if strings.Contains(s, "id") || strings.Contains(s, "ID") {
		s = containerID(s)
	}
	if strings.Contains(s, "*") {
		if !spelt {
			s = tails.ReplaceAllString(s, "*")
		}
		s = stars.ReplaceAllString(s, "*")
	}
	return s
}

// masked reports whether a text may hold a run of letters that stand for others:
// most don't, and this is asked of every word.
func masked(s string) bool {
	n := 0
	for i := range len(s) {
		switch s[i] {
		case '#':
			return true
		case 'x', 'X', 'n', 'N', 'y', 'Y':
			if n++; n >= 3 {
				return true
			}
		default:
			n = 0
		}
	}
	return false
}

// containerID replaces a spelt-out "container-id" at the end of a name that
// begins with an underscore; "user_id" itself is a name.
func containerID(s string) string {
	return idWords.ReplaceAllStringFunc(s, func(m string) string {
		if !strings.Contains(m, "container") && !strings.Contains(m, "property") && !strings.Contains(m, "measurement") && !strings.Contains(m, "website") {
			return m
		}
		end := ""
		if last := m[len(m)-1]; !isNameByte(last) {
			end = string(last)
		}
		return m[:1] + "*" + end
	})
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '*'
}

// trimName takes off what is no part of a name: quotation marks, bullets,
// punctuation at the end.
func trimName(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'`“”‘’«»„‚´,;•·–—", r)
	})
	s = strings.TrimLeft(s, "-)")
	s = strings.TrimRight(s, ":.!?(")
	if strings.HasSuffix(s, ")") && !strings.Contains(s, "(") {
		s = strings.TrimRight(s, ")")
	}
	return strings.Trim(s, "\"'`“”‘’«»„")
}
