package document

import (
	"strings"
	"sync"

	"crumbs/policy"
)

// consents knows how policies say whether they ask before they set a cookie.
type consents struct {
	word, no, need, anonymous *lexicon
}

var theConsents = sync.OnceValue(func() *consents {
	return &consents{
		word: newLexicon(`consent*, permission, agreement, agree, opt in, approval,
			consentement, autorisation, accord, einwilligung*, zustimmung*, zustimmen, genehmigung,
			consentimiento, autorizacion, permiso, toestemming*, consenso, autorizzazione, consentimento, autorizacao`),
		no: newLexicon(`not, no, without, exempt*, don't, doesn, don, isn, cannot, n't, never,
			pas, sans, dispense*, exempte*, aucun, aucune, nicht, keine, keiner, kein, ohne, entfallt,
			sin, exent*, exceptu*, niet, geen, zonder, non, senza, esent*, nao, sem, isent*, dispensa*`),
		need: newLexicon(`requir*, need*, necessary, only, with, based, subject, ask*, after, grant*, give*, given, obtain*, once, if, unless, provid*,
			avec, requi*, necessit*, demand*, soumis*, apres, fond*, recueil*, erforderlich, nur, mit, bedurf*, benotig*, nach, aufgrund, grundlage, erteil*, brauch*,
			requier*, precis*, solicit*, necesit*, con, tras, previo, bas*, vereist, nodig, met, alleen, na, verle*, vrag*,
			richied*, necessar*, solo, previo, dopo, exig*, mediante, com, apos, previa`),
		anonymous: newLexicon(`anonym*, anonim*, geanonimiseerd*, pseudonym*`),
	}
})

// asked gives what a text says of consent: the first sentence that speaks of it
// decides.
func (c *consents) asked(text string) policy.Consent {
	anonymous := c.anonymous.in(words(text))
	for _, s := range sentences(text) {
		w := words(s)
		at, _ := c.word.find(w)
		if at < 0 {
			continue
		}
		near := w[max(0, at-8):min(len(w), at+6)]
		switch {
		case c.no.in(near) && anonymous:
			return policy.ConsentUnlessAnonymised
		case c.no.in(near):
			return policy.ConsentNone
		case c.need.in(near):
			return policy.ConsentNeeded
		}
	}
	return policy.ConsentUnsaid
}

// beside reports whether a word of consent stands next to the phrase at i:
// "consent required" is no category.
func (c *consents) beside(w []string, i, n int) bool {
	return i > 0 && c.word.match(w[i-1:i]) > 0 || i+n < len(w) && c.word.match(w[i+n:]) > 0 ||
		i > 1 && c.word.match(w[i-2:i-1]) > 0
}

// sentences cuts a text at full stops, question and exclamation marks and line
// breaks. A stop inside a word (example.com, e.g.) is none.
func sentences(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
		case '.', '!', '?':
			if i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' && text[i+1] != ')' {
				continue
			}
			// "e.g. _ga": a sentence begins with a capital.
			if i+2 < len(text) && (text[i+2] == '_' || text[i+2] >= 'a' && text[i+2] <= 'z') {
				continue
			}
		default:
			continue
		}
		if s := strings.TrimSpace(text[from : i+1]); s != "" {
			out = append(out, s)
		}
		from = i + 1
	}
	if s := strings.TrimSpace(text[from:]); s != "" {
		out = append(out, s)
	}
	return out
}
