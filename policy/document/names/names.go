// Package names finds the names of cookies in what people write: in a word, a cell, the
// item of a list, a sentence.
package names

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Name is a name that a cell or an item gives, with what stands in brackets
// behind it: its service, its lifetime, that it is kept in local storage.
type Name struct {
	Name  string
	Note  string // empty if there is none
	Shape shape.Shape
}

// Firmest gives the surest shape of a list, [shape.None] of an empty one.
func Firmest(list []Name) shape.Shape {
	best := shape.None
	for _, n := range list {
		best = max(best, n.Shape)
	}
	return best
}

// AllFirm reports whether every name of a list is firm.
func AllFirm(list []Name) bool {
	for _, n := range list {
		if n.Shape != shape.Firm {
			return false
		}
	}
	return true
}

// InWord reads one word, which may be several names with strokes between them.
func InWord(s string) []Name {
	s = shape.Trim(s)
	if strings.Contains(s, "/") {
		parts := strings.Split(s, "/")
		var out []Name
		for _, p := range parts {
			if shape.Of(shape.Trim(p)) < shape.Weak || len(p) < 2 {
				out = nil
				break
			}
			out = append(out, Name{Name: shape.Trim(p), Shape: shape.Of(shape.Trim(p))})
		}
		if len(out) > 1 && (Firmest(out) == shape.Firm || len(parts[0]) > 5 && strings.HasPrefix(parts[1], parts[0])) {
			return out // "_a/_b", "millRoute/millRouteSameSite"
		}
	}
	sh := shape.Of(s)
	if sh == shape.None || Nothing(s) || s == "*" || attributes[strings.ToLower(s)] {
		return nil
	}
	return []Name{{Name: s, Shape: sh}}
}

// attributes are what a cookie is set with (RFC 6265, section 4.1): never a name.
var attributes = map[string]bool{"httponly": true, "http-only": true, "samesite": true, "same-site": true, "max-age": true, "max_age": true, "set-cookie": true}

// Idle reports whether a word in a name's cell says only that it is a cookie.
func Idle(s string) bool {
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return false
	}
	switch strings.ToLower(strings.Trim(s, ":.,;()'\"“”")) {
	case "cookie", "cookies", "the", "le", "la", "les", "das", "der", "die", "el", "het", "il", "o", "name", "name:", "named", "called", "http", "https",
		"session-cookie", "session-cookies", "sessioncookie", "and", "und", "et", "y", "or", "e.g", "etc", "z.b", "o.a", "u.a", "-", "–", "—", "*", "":
		return true
	}
	return false
}

// Nothing reports whether a cell says that there is no name.
func Nothing(s string) bool {
	switch strings.ToLower(strings.Trim(s, ".:- ")) {
	case "", "n/a", "na", "none", "no", "nil", "tbd", "tba", "unknown", "various", "multiple", "several", "keine", "kein", "diverse", "verschiedene", "aucun", "aucune", "divers", "plusieurs",
		"ninguno", "ninguna", "varias", "varios", "geen", "diversen", "verschillende", "nessuno", "nessuna", "vari", "varie", "true", "false", "null", "undefined", "nenhum", "nenhuma", "diversos", "varios cookies", "cookie", "cookies", "id", "etc", "yes", "oui", "ja", "si", "sí", "sim":
		return true
	}
	return false
}

// PlainWord reports whether a word that could be a name is one of the words
// that policies are made of.
func PlainWord(s string) bool {
	if _, ok := purpose.Category(s); ok {
		return true
	}
	if r, _ := column.Words().Role(s); r != column.None && !column.IsName(s) {
		return true
	}
	w := words.Of(s)
	return len(w) <= 3 && !strings.ContainsAny(s, "-_.") && (lifetime.SpeakOfSession(w) || lifetime.SpeakOfEver(w) || purpose.Party(s) != policy.PartyUnsaid)
}

// Most is how many cookies of one sentence or one cell are told apart.
const Most = 64

// Firm gives the texts of the firm names of a list.
func Firm(list []Name) map[string]bool {
	out := map[string]bool{}
	for _, n := range list {
		if n.Shape == shape.Firm {
			out[n.Name] = true
		}
	}
	return out
}

// Acronym reports whether a word is one that is written in capitals beside the word
// "cookie" and is no name.
func Acronym(s string) bool { return acronyms[s] }

var acronyms = map[string]bool{"HTTP": true, "HTTPS": true, "HTML": true, "HTML5": true, "GDPR": true, "DSGVO": true, "RGPD": true, "AVG": true, "LGPD": true, "CCPA": true, "TTDSG": true, "TDDDG": true,
	"PECR": true, "USA": true, "CMS": true, "CMP": true, "CDN": true, "SSO": true, "SSL": true, "TLS": true, "DNS": true, "URL": true, "API": true, "PHP": true, "ASP": true, "JSP": true, "AJAX": true, "UTM": true, "IAB": true, "TCF": true,
	"CSRF": true, "XSRF": true, "CRM": true, "ICO": true, "CNIL": true, "AEPD": true, "AWS": true, "IBM": true, "SAP": true, "LSO": true, "ALL": true, "OUR": true, "THE": true, "AND": true, "NOT": true, "ANY": true, "THIRD": true, "FIRST": true, "PARTY": true,
	"THESE": true, "NECESSARY": true, "STRICTLY": true, "SESSION": true, "PERSISTENT": true, "WEB": true, "SITE": true, "FLASH": true, "DOM": true, "WEBSITE": true, "YOUR": true}

// Sure reports whether a word in running text is a name whatever stands
// around it.
func Sure(n Name) bool {
	return n.Shape == shape.Firm && (strings.Contains(n.Name, "_") && len(n.Name) > 2 || strings.Contains(n.Name, "SESS"))
}

// Capitals reports whether a word is written in capitals and figures.
func Capitals(s string) bool { return len(s) > 1 && strings.ToUpper(s) == s }

// Has reports whether a list holds a name.
func Has(list []Name, name string) bool {
	for _, n := range list {
		if n.Name == name {
			return true
		}
	}
	return false
}
