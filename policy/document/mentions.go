package document

import (
	"strings"
	"sync"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// proseNames finds names in a sentence about cookies: what looks like a name
// and nothing else, or stands in quotation marks beside the word.
func proseNames(s string, marked map[string]bool) []named {
	var out []named
	if strings.ContainsAny(s, "….") {
		s = trailing.ReplaceAllString(s, "$1$2 ")
	}
	seen := map[string]bool{}
	add := func(n named) {
		if !seen[n.name] {
			seen[n.name] = true
			out = append(out, n)
		}
	}
	quotes := map[string]bool{}
	if strings.ContainsAny(s, "\"“”„«»'‘’`") {
		for _, m := range quotedWord.FindAllStringSubmatch(s, 32) {
			quotes[shape.Trim(shape.Variable(m[1]))] = true
		}
	}
	lived := livedNames(s)
	begins := prefixes().In(words.Of(s))
	tokens := strings.FieldsFunc(shape.Variable(s), func(r rune) bool { return r == ' ' || r == '\n' || r == ';' || r == '(' || r == ')' || r == '|' })
	var line []string // the tokens, with the commas that end them
	for _, tok := range tokens {
		for i, part := range strings.Split(tok, ",") {
			if i > 0 && len(line) > 0 {
				line[len(line)-1] += ","
			}
			if part != "" {
				line = append(line, part)
			}
		}
	}
	for i, tok := range line {
		beside := i > 0 && words.IsCookie(line[i-1]) || i+1 < len(line) && words.IsCookie(line[i+1]) ||
			i > 1 && words.IsCookie(line[i-2]) && len(line[i-1]) <= 8 || beforeItsKind(line, i)
		if n, ok := compound(line, i); ok {
			add(n)
			continue
		}
		for _, n := range oneName(strings.TrimRight(tok, ",")) {
			if begins && (strings.HasSuffix(n.name, "_") || strings.HasSuffix(n.name, "-")) {
				n.name, n.shape = n.name+"*", shape.Firm // "cookies that begin with wp-settings-"
			}
			sure := sureName(n)
			switch {
			case words.IsCookie(n.name) && !strings.Contains(n.name, "_"), strings.HasSuffix(strings.ToLower(n.name), "-cookies"), strings.HasSuffix(strings.ToLower(n.name), "-cookie"), saysParty(n.name):
			case begins && strings.HasSuffix(n.name, "*"):
				add(n)
			case n.shape == shape.Firm && (sure || marked[n.name] || quotes[n.name] || beside && !strings.Contains(n.name, ".")):
				add(n)
			case n.shape >= shape.Weak && (marked[n.name] || quotes[n.name]) && beside && !plainWord(n.name):
				add(n)
			case n.shape == shape.Weak && capitals(n.name) && inList(line, i):
				add(n) // "NID, SID and 1P_JAR"
			case n.shape == shape.Weak && i > 0 && words.SpeakOfCookies(strings.TrimRight(line[i-1], ",:")) && !strings.Contains(line[i-1], "_") && strings.ContainsAny(line[i-1], ",:") && inList(line, i) && !plainWord(n.name):
				add(n) // "two cookies, grain and grain_id"
			case n.shape == shape.Weak && capitals(n.name) && len(n.name) >= 3 && !acronyms[n.name] && i > 0 && i+1 < len(line) && !strings.HasSuffix(tok, ",") && singularCookie(line[i+1]) && column.Words().Idle[strings.ToLower(line[i-1])]:
				add(n) // "the NREUM cookie"
			case n.shape == shape.Weak && lived[n.name] && shape.Coined(n.name) && !plainWord(n.name):
				n.shape = shape.Firm // "MUID (13 months)"
				add(n)
			case n.shape >= shape.Weak && quotes[n.name] && i > 1 && connective(line[i-1]) && seen[shape.Trim(strings.TrimRight(line[i-2], ","))] && !plainWord(n.name):
				add(n) // "called ‘SID’ and ‘HSID’"
			}
		}
	}
	return out
}

// compound reads a name that German joins with the word: "das PREF-Cookie", "SID-
// und HSID-Cookies".
func compound(line []string, i int) (named, bool) {
	word := shape.Trim(strings.TrimRight(line[i], ","))
	base, _, ok := strings.Cut(word, "-Cookie")
	if !ok && strings.HasSuffix(word, "-") && i+2 < len(line) && (connective(line[i+1]) || strings.HasSuffix(line[i], ",")) {
		for j := i + 1; j < len(line) && j < i+8 && !ok; j++ {
			ok = strings.Contains(line[j], "-Cookie")
		}
		base = strings.TrimSuffix(word, "-")
	}
	base = shape.Trim(base)
	if !ok || len(base) < 3 || !capitals(base) || acronyms[base] || shape.Of(base) < shape.Weak {
		return named{}, false
	}
	return named{name: base, shape: shape.Weak}, true
}

// acronyms are written in capitals beside the word "cookie" and are no names.
var acronyms = map[string]bool{"HTTP": true, "HTTPS": true, "HTML": true, "HTML5": true, "GDPR": true, "DSGVO": true, "RGPD": true, "AVG": true, "LGPD": true, "CCPA": true, "TTDSG": true, "TDDDG": true,
	"PECR": true, "USA": true, "CMS": true, "CMP": true, "CDN": true, "SSO": true, "SSL": true, "TLS": true, "DNS": true, "URL": true, "API": true, "PHP": true, "ASP": true, "JSP": true, "AJAX": true, "UTM": true, "IAB": true, "TCF": true,
	"CSRF": true, "XSRF": true, "CRM": true, "ICO": true, "CNIL": true, "AEPD": true, "AWS": true, "IBM": true, "SAP": true, "LSO": true, "ALL": true, "OUR": true, "THE": true, "AND": true, "NOT": true, "ANY": true, "THIRD": true, "FIRST": true, "PARTY": true,
	"THESE": true, "NECESSARY": true, "STRICTLY": true, "SESSION": true, "PERSISTENT": true, "WEB": true, "SITE": true, "FLASH": true, "DOM": true, "WEBSITE": true, "YOUR": true}

// singularCookie reports whether a word is "cookie", of one.
func singularCookie(s string) bool {
	w := words.Of(s)
	return len(w) > 0 && w[0] == "cookie"
}

// sureName reports whether a word in running text is a name whatever stands
// around it.
func sureName(n named) bool {
	return n.shape == shape.Firm && (strings.Contains(n.name, "_") && len(n.name) > 2 || strings.Contains(n.name, "SESS"))
}

// inList reports whether a word stands in a list, with commas and an "and",
// that holds a sure name.
func inList(line []string, at int) bool {
	joins := func(i int) bool { // between i and i+1
		return strings.HasSuffix(line[i], ",") || connective(line[i]) || connective(line[i+1])
	}
	check := func(i int) bool {
		n := oneName(strings.TrimRight(line[i], ","))
		return len(n) > 0 && sureName(n[0])
	}
	for i := at; i > 0 && i > at-20 && joins(i-1); i-- {
		if check(i - 1) {
			return true
		}
	}
	for i := at; i+1 < len(line) && i < at+20 && joins(i); i++ {
		if check(i + 1) {
			return true
		}
	}
	return false
}

// capitals reports whether a word is written in capitals and figures.
func capitals(s string) bool { return len(s) > 1 && strings.ToUpper(s) == s }

// prefixes are the words that say that a name goes on.
var prefixes = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`begin*, start*, prefix*, prefixed, commencant, commencent, debutant, prefixe, beginn*, anfang*, prafix, empiezan, comienzan, prefijo, beginnen, voorvoegsel, iniziano, prefisso, comecam, prefixo`)
})

// trailing is a word that a sentence trails off with: "we use … cookies". Its
// dots stand for no part of a name.
var trailing = lazyregexp.New(`(^|[\s(])([a-z]+)(?:…|\.{3,})(?:\s|$)`)
