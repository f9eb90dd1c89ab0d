package purpose

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/words"
)

// alls knows how a sentence speaks of all cookies of a site.
type alls struct {
	all, only, ours, which, unless *words.Lexicon
}

var theAlls = sync.OnceValue(func() *alls {
	return &alls{
		all:   words.NewLexicon(`all, alle, samtliche, toutes, tous, todas, todos, tutti`),
		only:  words.NewLexicon(`only, exclusively, solely, nur, ausschliesslich, lediglich, uniquement, exclusivement, seulement, solo, solamente, unicamente, exclusivamente, alleen, uitsluitend, enkel, soltanto, esclusivamente, apenas, somente`),
		ours:  words.NewLexicon(`we, our, this, the site, the website, wir, unsere, diese, die website, die webseite, nous, notre, ce, cette, le site, este, esta, nuestra, nuestro, la web, utilizamos, usamos, empleamos, wij, we, onze, deze, de website, questo, il sito, il nostro, usiamo, utilizziamo, o site, nosso`),
		which: words.NewLexicon(`that, which, die, welche, qui, que, dont, las que, los que, die, welke, che, os que, as que`),
		unless: words.NewLexicon(`except*, other than, apart from, group, ausser, ausgenommen, hormis, excepte*, behalve, tranne, eccetto, exceto, gruppe, groupe, grupo, groep, gruppo, if, unless, without, until, when, before, most, some, by default, refuse*, reject*, declin*, category, these, wenn, falls, sofern, ohne, bis, bevor, meisten, einige, standardmassig, ablehn*, kategorie, si, sauf, sans, avant, lorsque, quand, plupart, certains, par defaut, refus*, categorie,
			salvo, sin, hasta, cuando, antes, mayoria, algunas, por defecto, rechaz*, categoria, als, tenzij, zonder, totdat, voordat, meeste, sommige, standaard, weiger*, se, senza, finche, prima, quando, alcuni, rifiut*, sem, ate, maioria, alguns, recus*, rejeit*`),
	}
})

// OfAll gives the category and the party that a sentence says of all cookies of a
// site: "All of our cookies are essential", "This site only uses first-party cookies".
// One about what is set unless somebody agrees, or of a kind, says neither.
func OfAll(s string) (policy.Category, policy.Party) {
	a, w := theAlls(), words.Of(s)
	at := words.CookieAt(w)
	if len(w) < 4 || len(w) > 60 || at < 0 || at > 14 || SpeakOfConsent(w) {
		return policy.CategoryUnsaid, policy.PartyUnsaid
	}
	head := w[:min(len(w), at+10)]
	only, _ := a.only.Find(head[:at])
	switch {
	case a.unless.In(head):
		return policy.CategoryUnsaid, policy.PartyUnsaid
	case a.all.Match(w) > 0 && at <= 6:
		if c, _ := Among(head[:min(len(head), at+4)], false); c != policy.CategoryUnsaid && a.which.In(head[at+1:min(len(head), at+2)]) {
			return policy.CategoryUnsaid, policy.PartyUnsaid // "All cookies that are necessary"
		}
		if _, kind := Among(head[:at+1], false); kind {
			return policy.CategoryUnsaid, policy.PartyUnsaid // "All analytics cookies"
		}
		c, _ := Among(head[at+1:], false)
		return c, policy.PartyUnsaid
	case only >= 0 && a.ours.In(w[:min(len(w), only+1)]):
		c, _ := Among(head[only:min(len(head), at+4)], true)
		return c, FirmParty(strings.Join(head[only:min(len(head), at+4)], " "))
	}
	return policy.CategoryUnsaid, policy.PartyUnsaid
}
