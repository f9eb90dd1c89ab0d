package document

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
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
		for _, n := range names.Only(block.Inline{S: m}, nil) {
			marked[n.Name] = true
		}
	}
	for _, m := range t.Marked(block.Strong, block.Emphasis) {
		for _, n := range names.Only(block.Inline{S: m}, nil) {
			marked[n.Name] = marked[n.Name] || n.Shape == shape.Firm && len(marked) < names.Most
		}
	}
	firms := names.Firm(names.InText(t))
	all := words.Sentences(t.S)
	for i, s := range all {
		if words.SpeakOfStorage(s) || names.OfOtherThings(s) {
			continue
		}
		list := names.InSentence(s, marked)
		if not, _ := unset(s); not != nil {
			list = slices.DeleteFunc(list, func(n names.Name) bool { return not[n.Name] })
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
			lived := names.Lived(s)
			sets := r.cookieDocument && theDenials().verb.In(words.Of(s)) && !coded
			list = slices.DeleteFunc(list, func(n names.Name) bool {
				return n.Shape != shape.Firm || !(sets && (strings.HasPrefix(n.Name, "_") || strings.Contains(n.Name, "SESS"))) && !(marked[n.Name] && r.at.category() != policy.CategoryUnsaid || lasts && (names.Sure(n) || lived[n.Name]))
			})
		}
		if len(list) == 0 {
			continue
		}
		if !r.cookieDocument && !r.at.aboutCookies() && !nearCookie(s, list) {
			continue // a word of code in a sentence about cookies of any kind
		}
		next := ""
		if i+1 < len(all) && len(names.InSentence(all[i+1], marked)) == 0 {
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

// software are the words of a paragraph about how a program is set up.
var software = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`environment variable, environment variables, umgebungsvariable*, variable d environnement, variables d environnement, variables de entorno, variabili d ambiente, omgevingsvariabele*`)
})
