package names

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// InSentence finds names in a sentence about cookies: what looks like a name
// and nothing else, or stands in quotation marks beside the word. marked are those
// that are marked in the text around it.
func InSentence(s string, marked map[string]bool) []Name {
	var out []Name
	if strings.ContainsAny(s, "….") {
		s = trailing.ReplaceAllString(s, "$1$2 ")
	}
	seen := map[string]bool{}
	add := func(n Name) {
		if !seen[n.Name] {
			seen[n.Name] = true
			out = append(out, n)
		}
	}
	quotes := map[string]bool{}
	if strings.ContainsAny(s, "\"“”„«»'‘’`") {
		for _, m := range quotedWord.FindAllStringSubmatch(s, 32) {
			quotes[shape.Trim(shape.Variable(m[1]))] = true
		}
	}
	lived := Lived(s)
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
		for _, n := range InWord(strings.TrimRight(tok, ",")) {
			if begins && (strings.HasSuffix(n.Name, "_") || strings.HasSuffix(n.Name, "-")) {
				n.Name, n.Shape = n.Name+"*", shape.Firm // "cookies that begin with wp-settings-"
			}
			sure := Sure(n)
			switch {
			case reserved[strings.TrimSuffix(n.Name, "*")]:
			case words.IsCookie(n.Name) && !strings.Contains(n.Name, "_") && !(marked[n.Name] && beside && n.Shape == shape.Firm), strings.HasSuffix(strings.ToLower(n.Name), "-cookies"), strings.HasSuffix(strings.ToLower(n.Name), "-cookie"), saysParty(n.Name):
			case begins && strings.HasSuffix(n.Name, "*"):
				add(n)
			case n.Shape == shape.Firm && (sure || marked[n.Name] || quotes[n.Name] || beside && !strings.Contains(n.Name, ".")):
				add(n)
			case n.Shape >= shape.Weak && (marked[n.Name] || quotes[n.Name]) && beside && (!PlainWord(n.Name) || marked[n.Name] && strings.Contains(n.Name, "-")):
				add(n)
			case n.Shape == shape.Weak && Capitals(n.Name) && inList(line, i):
				add(n) // "NID, SID and 1P_JAR"
			case n.Shape == shape.Weak && i > 0 && words.SpeakOfCookies(strings.TrimRight(line[i-1], ",:")) && !strings.Contains(line[i-1], "_") && strings.ContainsAny(line[i-1], ",:") && inList(line, i) && !PlainWord(n.Name):
				add(n) // "two cookies, grain and grain_id"
			case n.Shape == shape.Weak && Capitals(n.Name) && len(n.Name) >= 3 && !Acronym(n.Name) && i > 0 && i+1 < len(line) && !strings.HasSuffix(tok, ",") && singularCookie(line[i+1]) && column.Words().Idle[strings.ToLower(line[i-1])]:
				add(n) // "the NREUM cookie"
			case n.Shape == shape.Weak && lived[n.Name] && shape.Coined(n.Name) && !PlainWord(n.Name):
				n.Shape = shape.Firm // "MUID (13 months)"
				add(n)
			case n.Shape >= shape.Weak && quotes[n.Name] && i > 1 && words.Joins(line[i-1]) && seen[shape.Trim(strings.TrimRight(line[i-2], ","))] && !PlainWord(n.Name):
				add(n) // "called ‘SID’ and ‘HSID’"
			case n.Shape >= shape.Weak && quotes[n.Name] && Capitals(n.Name) && !acronyms[n.Name] && words.SpeakOfCookies(s) && quotedBeside(line, i, quotes):
				add(n) // "The cookies for advertising are “IDE” and “ANID”"
			}
		}
	}
	return out
}

// compound reads a name that German joins with the word: "das PREF-Cookie", "SID-
// und HSID-Cookies".
func compound(line []string, i int) (Name, bool) {
	word := shape.Trim(strings.TrimRight(line[i], ","))
	base, _, ok := strings.Cut(word, "-Cookie")
	if !ok && strings.HasSuffix(word, "-") && i+2 < len(line) && (words.Joins(line[i+1]) || strings.HasSuffix(line[i], ",")) {
		for j := i + 1; j < len(line) && j < i+8 && !ok; j++ {
			ok = strings.Contains(line[j], "-Cookie")
		}
		base = strings.TrimSuffix(word, "-")
	}
	base = shape.Trim(base)
	if !ok || len(base) < 3 || !Capitals(base) || Acronym(base) || shape.Of(base) < shape.Weak {
		return Name{}, false
	}
	return Name{Name: base, Shape: shape.Weak}, true
}

// singularCookie reports whether a word is "cookie", of one.
func singularCookie(s string) bool {
	w := words.Of(s)
	return len(w) > 0 && w[0] == "cookie"
}

// inList reports whether a word stands in a list, with commas and an "and",
// that holds a sure name.
func inList(line []string, at int) bool {
	joins := func(i int) bool { // between i and i+1
		return strings.HasSuffix(line[i], ",") || words.Joins(line[i]) || words.Joins(line[i+1])
	}
	check := func(i int) bool {
		n := InWord(strings.TrimRight(line[i], ","))
		return len(n) > 0 && Sure(n[0])
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

// quotedBeside reports whether the word at i is joined with another that is quoted
// and in capitals as well.
func quotedBeside(line []string, i int, quotes map[string]bool) bool {
	for _, j := range []int{i - 2, i + 2} {
		if j < 0 || j >= len(line) || !words.Joins(line[(i+j)/2]) {
			continue
		}
		if w := shape.Trim(line[j]); quotes[w] && Capitals(w) && !acronyms[w] {
			return true
		}
	}
	return false
}

// prefixes are the words that say that a name goes on.
var prefixes = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`begin*, start*, prefix*, prefixed, commencant, commencent, debutant, prefixe, beginn*, anfang*, prafix, empiezan, comienzan, prefijo, beginnen, voorvoegsel, iniziano, prefisso, comecam, prefixo`)
})

// reserved are the beginnings of names that tell browsers how to treat a cookie: alone
// they are none.
var reserved = map[string]bool{"__Secure-": true, "__Host-": true, "__Http-": true, "__Host-Http-": true}

// trailing is a word that a sentence trails off with: "we use … cookies". Its
// dots stand for no part of a name.
var trailing = lazyregexp.New(`(^|[\s(])([a-z]+)(?:…|\.{3,})(?:\s|$)`)

// beforeItsKind reports whether a word stands before "first-party cookie" and the
// like, which is its own.
func beforeItsKind(line []string, i int) bool {
	return i+2 < len(line) && !strings.HasSuffix(line[i], ",") && saysParty(line[i+1]) && words.IsCookie(line[i+2])
}

// saysParty reports whether a word with a hyphen says whose a cookie is.
func saysParty(s string) bool {
	return strings.Contains(s, "-") && !strings.ContainsAny(s, "_") && purpose.Party(s) != policy.PartyUnsaid
}

// OfOtherThings reports whether a sentence is about things that look like cookies'
// names: parameters of addresses, events.
func OfOtherThings(s string) bool { return otherThings().In(words.Of(s)) }

var otherThings = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`parameter*, parametre*, parametro*, event, events, ereignis*, evenement*, evento*, eventi, url, urls, function call, javascript function, script, scripts`)
})

// InText finds names behind the word "cookies" in running text: "Cookies
// such as _ga and _gid".
func InText(t block.Inline) []Name {
	marked := map[string]bool{}
	for _, m := range t.Marked(block.Code, block.Emphasis, block.Strong) {
		for _, n := range Only(block.Inline{S: m}, nil) {
			if len(marked) < Most {
				marked[n.Name] = true
			}
		}
	}
	var out []Name
	for _, s := range words.Sentences(t.S) {
		if !words.SpeakOfCookies(s) || OfOtherThings(s) {
			continue
		}
		out = append(out, InSentence(s, marked)...)
		for m := range marked {
			if !Has(out, m) && shape.Of(m) >= shape.Weak && !PlainWord(m) && strings.Contains(s, m) && Firmest(out) == shape.Firm {
				out = append(out, Name{Name: m, Shape: shape.Of(m)})
			}
		}
	}
	return out
}

// Words gives the words of a text that are names, whatever stands around them.
func Words(s string) []string {
	var out []string
	for tok := range strings.FieldsFuncSeq(shape.Variable(s), func(c rune) bool { return strings.ContainsRune(" \n,;()|\"“”„«»‘’`", c) }) {
		word, _, _ := strings.Cut(strings.TrimRight(tok, ".:!"), "-Cookie")
		if list := InWord(word); len(out) < Most && len(list) > 0 && (Sure(list[0]) || list[0].Shape >= shape.Weak && Capitals(word) && len(word) > 2 && !Acronym(word)) {
			out = append(out, list[0].Name)
		}
	}
	return out
}
