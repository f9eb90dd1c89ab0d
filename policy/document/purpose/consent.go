package purpose

import (
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/words"
)

// consents knows how policies say whether they ask before they set a cookie.
type consents struct {
	word, no, need, agreed, anonymous *words.Lexicon
}

var theConsents = sync.OnceValue(func() *consents {
	return &consents{
		word: words.NewLexicon(`consent*, permission, agreement, agree, opt in, approval,
			consentement, autorisation, accord, einwilligung*, zustimmung*, zustimmen, genehmigung,
			consentimiento, autorizacion, permiso, toestemming*, consenso, autorizzazione, consentimento, autorizacao`),
		no: words.NewLexicon(`not, no, without, exempt*, don't, doesn, don, isn, cannot, n't, never,
			pas, sans, dispense*, exempte*, aucun, aucune, nicht, keine, keiner, kein, ohne, entfallt,
			sin, exent*, exceptu*, niet, geen, zonder, non, senza, esent*, nao, sem, isent*, dispensa*`),
		need: words.NewLexicon(`requir*, need*, necessary, only, with, based, subject, ask*, after, grant*, give*, given, obtain*, once, if, unless, provid*,
			avec, requi*, necessit*, demand*, soumis*, apres, fond*, recueil*, erforderlich, nur, mit, bedurf*, benotig*, nach, aufgrund, grundlage, erteil*, brauch*, einwilligungspflichtig*, zustimmungspflichtig*,
			requier*, precis*, solicit*, necesit*, con, tras, previo, bas*, vereist, nodig, met, alleen, na, verle*, vrag*,
			richied*, necessar*, solo, previo, dopo, soggett*, exig*, mediante, com, apos, previa`),
		agreed: words.NewLexicon(`if you accept, if you agree, if you consent, once you accept, once you agree, si vous acceptez, si vous l acceptez, si vous les acceptez, si vous y consentez, wenn sie zustimmen, wenn sie akzeptieren, wenn sie einwilligen, si acepta, si lo acepta, si las acepta, si usted acepta, si consiente,
			als u accepteert, als u toestemt, als u akkoord gaat, als je akkoord gaat, als je accepteert, se accetti, se accetta, se li accetti, se li accetta, se lo accetti, se acconsenti, se acconsente, se aceitar, se consentir`),
		anonymous: words.NewLexicon(`anonym*, anonim*, geanonimiseerd*, pseudonym*`),
	}
})

// WithConsent reports whether a text is about what is set with consent alone.
func WithConsent(text string) bool {
	return theConsents().agreed.In(words.Of(text)) || Consent(text) == policy.ConsentNeeded
}

// SpeakOfConsent reports whether words are about consent.
func SpeakOfConsent(w []string) bool { return theConsents().word.In(w) }

// asked is [Consent].
func (c *consents) asked(text string) policy.Consent {
	anonymous := c.anonymous.In(words.Of(text))
	for _, s := range words.Sentences(text) {
		w := words.Of(s)
		at, _ := c.word.Find(w)
		if at < 0 {
			continue
		}
		near := w[max(0, at-8):min(len(w), at+6)]
		switch {
		case c.no.In(near) && anonymous:
			return policy.ConsentUnlessAnonymised
		case c.no.In(near):
			return policy.ConsentNone
		case c.need.In(near):
			return policy.ConsentNeeded
		}
	}
	return policy.ConsentUnsaid
}

// beside reports whether a word of consent stands next to the phrase at i:
// "consent required" is no category.
func (c *consents) beside(w []string, i, n int) bool {
	return i > 0 && c.word.Match(w[i-1:i]) > 0 || i+n < len(w) && c.word.Match(w[i+n:]) > 0 ||
		i > 1 && c.word.Match(w[i-2:i-1]) > 0
}
