package document

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// keeps are the words with which running text says how long a cookie lives: a
// span of time in any other sentence may be about anything.
var keeps = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`expire*, expiry, expiration, last*, stay*, stored, kept, keep*, valid*, delete*, removed, remain*, retain*, retention, duration, lifetime, lifespan, persist*, erased, life,
		expire, expirent, conserve*, supprime*, valable*, duree, efface*, garde*, stocke*, conservation, echeance,
		gespeichert, speicher*, geloscht, gultig*, lauft, ablauf*, verfall*, lebensdauer, laufzeit, speicherdauer, dauer, bleib*, aufbewahr*, *dauer,
		caduca*, expira*, conserva*, elimina*, borra*, duracion, dura, duran, vigencia, permanece*, almacena*, valid*,
		bewaard, bewaartermijn, verwijderd, verloop*, verval*, geldig*, opgeslagen, blijf*, bewaar*,
		scad*, dura*, conservat*, cancellat*, memorizzat*, rimane*, validita,
		expiram, duracao, mantid*, guardad*, armazenad*, eliminad*, apagad*, validade, permanec*`)
})

// forLong is "for a year" at the end of a sentence, where German and Dutch put
// their verbs behind it: "für ein Jahr zu speichern".
var forLong = lazyregexp.New(`(?i)\b(?:for|pendant|für|durante|gedurende|voor|por|per|während)\s+(?:up to |bis zu |max\w*\s+)?(?:\d+|\pL{1,9})\s+\pL+(?:\s+(?:and|und|et|y|e|en)\s+(?:\d+|\pL{1,9})\s+\pL+)?(?:\s+lang)?(?:\s+(?:zu|te)\s+\pL+)?\.?\)?$`)

// spanned are the words with which forLong begins.
var spanned = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`for, pendant, fur, durante, gedurende, voor, por, per, wahrend`)
})

var onlyTime = lazyregexp.New(`\(([^()]{2,40})\)|[-–—:,]\s*([^-–—:,()]{2,40})$`)

// toldLifetime finds in running text how long n cookies live.
func toldLifetime(text string, n int) []lifetime.Lifetime {
	if strings.ContainsRune(text, '<') {
		text = shape.Variable(text) // that of "_ga_<id>" says "less than" of no time
	}
	for _, s := range halves(text) {
		w := words.Of(s)
		if len(w) == 0 || !keeps().In(w) && !(spanned().In(w) && forLong.MatchString(s)) && !lifetime.EndWithBrowser(w) {
			continue
		}
		// Not "we keep the data for 26 months".
		if l := lifetime.Read(s, 0, n); l != nil && (len(lifetime.Amounts(s, 0)) > 0 || len(w) <= 25) {
			return l
		}
	}
	for _, m := range onlyTime.FindAllStringSubmatch(text, 8) {
		if s := strings.TrimSpace(m[1] + m[2]); lifetime.Like(s) && len(words.Of(s)) <= 4 {
			if l := lifetime.Read(s, 0, n); l != nil {
				return l
			}
		}
	}
	return nil
}

// halves cuts a text into sentences, and a long one at its semicolons.
func halves(text string) []string {
	all := words.Sentences(text)
	if !strings.Contains(text, "; ") {
		return all
	}
	var out []string
	for _, s := range all {
		if len(s) > 120 {
			out = append(out, strings.Split(s, "; ")...)
		} else {
			out = append(out, s)
		}
	}
	return out
}

var ending = lazyregexp.New(`(?i)\s((?:up to |max\.? |bis zu )?\d+\s*\pL+|(?:end of |fin de )?(?:session|sitzung|sesión|sessie|sessione|sessão))$`)

// lastWords finds a lifetime at the end of a row that lost its columns: "visits
// of the shop 13 months". A sentence ends with a full stop and is none.
func lastWords(row string, n int) []lifetime.Lifetime {
	m := ending.FindStringSubmatch(row)
	if m == nil || len(words.Of(row)) < 3 {
		return nil
	}
	return lifetime.Read(m[1], 0, n)
}

// firstWords finds a lifetime at the start of a row that lost its columns, before
// the sentence of the next one: "up to two years This cookie counts".
func firstWords(row string, n int) []lifetime.Lifetime {
	all := strings.Fields(row)
	for k := 1; k <= 8 && k < len(all); k++ {
		next := all[k]
		if !words.StartsUpper(next) || strings.HasSuffix(all[k-1], ",") || strings.HasSuffix(all[k-1], ".") || len(all)-k < 3 {
			continue
		}
		head := strings.Join(all[:k], " ")
		if _, label := column.Words().Label(next); !label && lifetime.Like(head) && !cookieHead(all[:k], next) {
			return lifetime.Read(head, 0, n)
		}
	}
	return nil
}

// cookieHead reports whether words go on with the word "cookie": "Session Cookie".
func cookieHead(head []string, next string) bool {
	return words.SpeakOfCookies(next) || words.SpeakOfCookies(head[len(head)-1])
}

// aloneLifetime finds a paragraph that is a lifetime and nothing else: it counts
// before what a description says of time.
func aloneLifetime(text []string, n int) []lifetime.Lifetime {
	for _, s := range text {
		if w := words.Of(s); len(w) > 0 && len(w) <= 7 && lifetime.Like(s) && !lifetime.MoreThan(s) && (keeps().In(w) || len(w) <= 4 || lifetime.Ending(w) || len(lifetime.Amounts(s, 0)) == 1) {
			if l := lifetime.Read(s, 0, n); l != nil {
				return l
			}
		}
	}
	return nil
}

// pureNames reads a text that is nothing but names; nil if there is more to it.
func pureNames(t block.Inline, joined func(string) bool) []named {
	s := t.S
	if s == "" || len(s) > 600 {
		return nil
	}
	s = shape.Variable(s)
	s, notes := setAside(s, joined)
	var out []named
	spoken := false // a piece speaks of cookies and names none
	for _, p := range cutNames(s) {
		p, note := noteOf(p, notes)
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		tokens := strings.Fields(p)
		all := len(tokens)
		for len(tokens) > 1 && idleWord(tokens[len(tokens)-1]) {
			tokens = tokens[:len(tokens)-1]
		}
		for len(tokens) > 1 && idleWord(tokens[0]) {
			tokens = tokens[1:]
		}
		var got []named
		switch {
		case len(tokens) == 1:
			got = oneName(tokens[0])
		case len(tokens) == 2 && broken(shape.Trim(tokens[0]), shape.Trim(tokens[1]), joined):
			got = oneName(shape.Trim(tokens[0]) + shape.Trim(tokens[1]))
		default:
			got = pieceNames(strings.Join(tokens, " "), joined)
			if len(got) != len(tokens) {
				return nil
			}
		}
		if firmest(got) <= shape.Brand && words.SpeakOfCookies(p) || len(got) > 0 && firmest(got) != shape.Firm && all > len(tokens) {
			spoken = true // "Deleting cookies"; "Session cookie (shop_sid)"
			continue
		}
		if len(got) == 0 {
			return nil
		}
		for i := range got {
			got[i].note = note
		}
		out = append(out, got...)
	}
	if spoken && (len(out) == 0 || !allFirm(out)) {
		return nil
	}
	return withoutBrands(out)
}

var itemCut = lazyregexp.New(`\s[-–—=→]+\s|:\s|\s:|[–—]\s|\n`)

// cutOf gives the first place where a dash, a colon or a line break cuts a text.
func cutOf(s string) []int {
	if !strings.ContainsAny(s, "-–—=→:\n") {
		return nil
	}
	return itemCut.FindStringIndex(s)
}

// livedAt finds the first word with something in brackets behind it.
func livedAt(s string) []int {
	if !strings.Contains(s, " (") {
		return nil
	}
	return livedWord.FindStringSubmatchIndex(s)
}

// described reads "name – what it does": the names and the rest. A text that
// begins with what is a name anywhere counts too.
func described(t block.Inline, joined func(string) bool) (list []named, rest string) {
	t = withoutIcon(t)
	if m := cutOf(t.S); m != nil && m[0] > 0 {
		if list := pureNames(block.Inline{S: t.S[:m[0]]}, joined); len(list) > 0 {
			return list, strings.TrimSpace(t.S[m[1]:])
		}
	}
	if lead, rest := t.Lead(block.Code, block.Strong, block.Emphasis, block.Link); lead != "" {
		if list := pureNames(block.Inline{S: strings.TrimRight(lead, ": ")}, joined); len(list) > 0 {
			if more, after := leadingNames(t.S); len(more) > len(list) {
				return more, after // "`_a` and `_b` ...": the first is not all
			}
			return list, strings.TrimLeft(rest, " –—-:,.")
		}
	}
	if list := pureNames(t, joined); len(list) > 0 {
		return list, ""
	}
	// "cart (14 days) keeps the basket"
	if m := livedAt(t.S); m != nil && m[0] == 0 && lifetime.Like(t.S[m[4]:m[5]]) {
		if list := oneName(shape.Variable(t.S[m[2]:m[3]])); firmest(list) >= shape.Weak {
			list[0].note = t.S[m[4]:m[5]]
			return list, strings.TrimLeft(t.S[m[1]:], " –—-:,.")
		}
	}
	// "cart, used for the basket"
	if first, after, ok := strings.Cut(t.S, ", "); ok && words.StartsLower(after) && !strings.Contains(first, " ") {
		if list := oneName(first); firmest(list) >= shape.Weak && len(strings.Fields(after)) > 1 && len(pureNames(block.Inline{S: after}, joined)) == 0 {
			return list, after
		}
	}
	return leadingNames(t.S)
}

// leadingNames reads the firm names with which running text begins: "_a and _b
// are set by ...".
func leadingNames(s string) (list []named, rest string) {
	at, end := 0, 0
	for at < len(s) && len(list) < 20 {
		at += words.Indent(s[at:])
		tok := s[at:]
		if i := strings.IndexAny(tok, " \n"); i >= 0 {
			tok = tok[:i]
		}
		n := oneName(shape.Variable(tok))
		switch {
		case tok == "":
			return list, ""
		case len(n) > 0 && allFirm(n) && (strings.ContainsAny(n[0].name, "_-") || strings.Contains(n[0].name, "SESS")) && !strings.HasSuffix(tok, "."):
			list = append(list, n...)
			at += len(tok)
			end = at
		case len(list) > 0 && connective(tok):
			at += len(tok)
		case len(list) > 0 && tok[0] == '(' && at == end+words.Indent(s[end:]):
			// "a (13 months) and b (30 minutes)": the lifetime of each
			m := eachNote.FindStringSubmatch(s[at:])
			if m == nil || !lifetime.Like(m[1]) || len(oneName(shape.Variable(m[2]))) == 0 || shape.Of(shape.Trim(shape.Variable(m[2]))) != shape.Firm && len(list) < 2 {
				return list, strings.TrimLeft(s[end:], " \n,;:–—-")
			}
			list[len(list)-1].note = m[1]
			at += len(m[1]) + 2
			end = at
		default:
			return list, strings.TrimLeft(s[end:], " \n,;:–—-")
		}
	}
	return list, strings.TrimSpace(s[end:])
}

var eachNote = lazyregexp.New(`^\(([^()]{2,40})\)(?:,|\s+(?:and|und|et|y|e|en|&|\+|/))\s+(\S+)`)

// connective reports whether a word joins names in a list.
func connective(s string) bool {
	switch s {
	case "and", "und", "et", "y", "e", "en", "or", "oder", "ou", "o", "of", "/", "&", "+", ",":
		return true
	}
	return false
}

// withoutIcon takes off a picture that stands before the text.
func withoutIcon(t block.Inline) block.Inline {
	n := 0
	for i, r := range t.S {
		if r < 0x80 && r != ' ' || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("“„«‘", r) {
			n = i
			break
		}
	}
	if n == 0 {
		return t
	}
	return t.Cut(n, len(t.S))
}

var quotedWord = lazyregexp.New("(?:^|[\\s(])[\"“”„«'‘`] ?([^\"“”„«»'‘’`\\s]{1,60}) ?[\"“”»'’`]")

// livedWord is a word with something in brackets behind it, such as a lifetime.
var livedWord = lazyregexp.New(`(?:^|[\s(])(\S{2,60}) \(([^()]{2,40})\)`)

// livedNames gives the words of a sentence that have their lifetime in brackets.
func livedNames(s string) map[string]bool {
	lived := map[string]bool{}
	if !strings.Contains(s, " (") {
		return lived
	}
	for _, m := range livedWord.FindAllStringSubmatch(s, 32) {
		if lifetime.Like(m[2]) {
			lived[shape.Trim(m[1])] = true
		}
	}
	return lived
}

// prose finds the cookies that running text names. They count only where
// nothing else in the document declares them.
func (r *reader) prose(t block.Inline, line int) {
	if r.history {
		return
	}
	coded := r.at.coded()
	if !words.SpeakOfCookies(t.S) && !((r.at.aboutCookies() || r.cookieDocument) && strings.ContainsAny(t.S, "_*")) || software().In(words.Of(t.S)) {
		return
	}
	marked := map[string]bool{}
	for _, m := range t.Marked(block.Code) {
		for _, n := range pureNames(block.Inline{S: m}, nil) {
			marked[n.name] = true
		}
	}
	for _, m := range t.Marked(block.Strong, block.Emphasis) {
		for _, n := range pureNames(block.Inline{S: m}, nil) {
			marked[n.name] = marked[n.name] || n.shape == shape.Firm && len(marked) < maxNamed
		}
	}
	firms := firmNames(cookieList(t))
	all := words.Sentences(t.S)
	for i, s := range all {
		if words.SpeakOfStorage(s) || notCookies(s) {
			continue
		}
		list := proseNames(s, marked)
		if not, _ := unset(s); not != nil {
			list = slices.DeleteFunc(list, func(n named) bool { return not[n.name] })
		}
		if coded && (!words.SpeakOfCookies(s) || !nearCookie(s, list)) {
			continue // a setting: "user_prefs"
		}
		// "We use one cookie. It is called ..."
		about := words.SpeakOfCookies(s) || i > 0 && words.SpeakOfCookies(all[i-1]) && goesOn(s)
		if !about {
			// What is marked as code in a part about cookies is one as well, and
			// so is a name of which the sentence says how long it is kept.
			lasts := r.at.aboutCookies() && toldLifetime(s, len(list)) != nil
			lived := livedNames(s)
			sets := r.cookieDocument && theDenials().verb.In(words.Of(s)) && !coded
			list = slices.DeleteFunc(list, func(n named) bool {
				return n.shape != shape.Firm || !(sets && (strings.HasPrefix(n.name, "_") || strings.Contains(n.name, "SESS"))) && !(marked[n.name] && r.at.category() != policy.CategoryUnsaid || lasts && (sureName(n) || lived[n.name]))
			})
		}
		if len(list) == 0 {
			continue
		}
		if !r.cookieDocument && !r.at.aboutCookies() && !nearCookie(s, list) {
			continue // a word of code in a sentence about cookies of any kind
		}
		next := ""
		if i+1 < len(all) && len(proseNames(all[i+1], marked)) == 0 {
			next = all[i+1]
		}
		r.sentence(t, s, next, list, firms, line)
	}
}

// goesOn reports whether a sentence gives a name to what the one before it spoke
// of: "It is called".
func goesOn(s string) bool {
	w := words.Of(s)
	return len(w) > 2 && pronouns[w[0]] && called().In(w[:min(len(w), 6)])
}

var pronouns = map[string]bool{"it": true, "they": true, "this": true, "these": true, "es": true, "er": true, "sie": true, "dieser": true, "dieses": true, "il": true, "elle": true, "ils": true, "ce": true, "celui": true, "se": true, "esta": true, "este": true, "het": true, "deze": true, "dit": true, "questo": true, "chama": true, "si": true}

var called = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`called, named, heisst, heissen, genannt, namens, nomme*, appel*, llama*, denomina*, heet, heten, genaamd, chiama*, chama*, designa*`)
})

// notCookies reports whether a sentence is about things that look like cookies'
// names: parameters of addresses, events.
func notCookies(s string) bool { return otherThings().In(words.Of(s)) }

var otherThings = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`parameter*, parametre*, parametro*, event, events, ereignis*, evenement*, evento*, eventi, url, urls, function call, javascript function, script, scripts`)
})

// software are the words of a paragraph about how a program is set up.
var software = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`environment variable, environment variables, umgebungsvariable*, variable d environnement, variables d environnement, variables de entorno, variabili d ambiente, omgevingsvariabele*`)
})

// plainWord reports whether a word that could be a name is one of the words
// that policies are made of.
func plainWord(s string) bool {
	if _, ok := purpose.Category(s); ok {
		return true
	}
	if r, _ := column.Words().Role(s); r != column.None && !column.IsName(s) {
		return true
	}
	w := words.Of(s)
	return len(w) <= 3 && !strings.ContainsAny(s, "-_.") && (lifetime.SpeakOfSession(w) || lifetime.SpeakOfEver(w) || purpose.Party(s) != policy.PartyUnsaid)
}
