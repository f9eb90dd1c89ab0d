package meaning

import (
	"cmp"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// The services that sections and introductions name once, for the cookies of a whole list.

// overList is the one well-known service that a text over a list names. sets is set
// if the text says that the list is one of that service's cookies.
type overList struct {
	vendor string
	sets   bool
	many   bool   // it names several
	named  string // the one, no well-known one, that is said to set the cookies of the list
}

// also notes the service of a further paragraph.
func (o *overList) also(text string) {
	text = ofUse(text)
	if o.many || !purpose.NamesVendor(text) {
		return
	}
	o.vendor = purpose.Vendor(o.vendor + ", " + purpose.Vendor(text))
	o.many = o.vendor == "" || purpose.Vendor(text) == "" || among(text, purpose.Vendor(text))
}

// among reports whether a text names a service as one of several: "tools such as X".
func among(text, vendor string) bool {
	for _, s := range words.Sentences(text) {
		before, _, here := strings.Cut(s, vendor)
		w := words.Of(before)
		if here && (words.Examples().In(w) || len(w) > 0 && asWith[w[len(w)-1]]) {
			return true
		}
	}
	return false
}

// conditions are the words that begin what a sentence tells on a condition: "If you sign in with X".
var conditions = map[string]bool{"if": true, "when": true, "wenn": true, "falls": true, "si": true, "quand": true, "lorsque": true, "cuando": true, "als": true, "wanneer": true, "se": true, "quando": true}

// atWhom are the words before one at whom something else is or happens: "at X".
var atWhom = map[string]bool{"with": true, "at": true, "mit": true, "bei": true, "avec": true, "chez": true, "con": true, "met": true, "bij": true, "presso": true, "com": true}

// asWith are the words before an example.
var asWith = map[string]bool{"as": true, "like": true, "including": true, "wie": true, "comme": true, "que": true, "como": true, "zoals": true, "come": true, "quali": true}

// ofUse gives the sentences of a text that deny nothing and tell of what a site uses, not
// where a reader refuses or deletes it, nor with whom the site compares itself.
func ofUse(text string) string {
	var out []string
	for _, s := range words.Sentences(affirmed(text)) {
		if !beyond().In(words.Of(s)) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// beyond are the words of sentences in which a service is named for another reason than
// that it sets the cookies.
var beyond = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`settings, browser*, opt out, optout, refus*, reject*, delet*, remov*, block*, disabl*, deactivat*, object, unlike, compar*, instead of,
		einstellungen, widersp*, ablehn*, losch*, blockier*, deaktivier*, vergleich*, anders als, statt,
		parametres, reglages, navigateur*, supprim*, bloqu*, desactiv*, opposer, oppose*, compare*, contrairement,
		ajustes, configuracion, navegador*, rechaz*, elimin*, borr*, compara*, a diferencia,
		instellingen, weiger*, verwijder*, blokkeer*, blokker*, uitschakel*, vergelijk*, vergeleken, in tegenstelling,
		impostazioni, rifiut*, cancell*, disattiv*, blocc*, confront*, diversamente,
		definicoes, configuracoes, recus*, rejeit*, apag*, ao contrario`)
})

// site are the words of a site for what is its own.
var site = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`our, ours, unser*, notre, nos, nuestr*, onze, ons, nostr*, noss*`)
})

// announcedBy reads a paragraph before a list: "Mill Count sets these cookies:".
// The service of one that goes on to announce others besides is not that of all.
func announcedBy(b *block.Block) overList {
	var o overList
	o.also(b.Text.S)
	all := words.Sentences(b.Text.S)
	if len(all) == 0 || !strings.HasSuffix(b.Text.S, ":") {
		return o
	}
	last := all[len(all)-1]
	if o.vendor == "" {
		if o.named = purpose.Setter(affirmed(last)); o.many {
			o.named = ""
		}
		return o
	}
	before, behind, here := strings.Cut(last, o.vendor)
	w := words.Of(before)
	byTheWay := len(w) > 0 && (words.Joins(w[len(w)-1]) || conditions[w[0]] || atWhom[w[len(w)-1]] || words.Examples().In(w))
	o.sets = here && !byTheWay && !site().In(words.Of(behind)) && words.SpeakOfCookies(last)
	return o
}

// vendorOver gives the service that sets a cookie by what is said over its list: by
// its introduction or its title, or, for a cookie that follows people, by the only
// service of which the text of its part speaks. What is necessary is the site's own
// as a rule, whatever else such a text names.
func (r *reader) vendorOver(d *policy.Declaration) string {
	if d.Party == policy.FirstParty {
		return ""
	}
	follows := d.Category == policy.Statistical || d.Category == policy.Marketing
	own := d.Category == policy.Necessary || d.Category == policy.Functional
	if r.intro != nil && !r.intro.over.many && follows && r.intro.over.vendor != "" {
		return r.intro.over.vendor
	}
	for i := len(r.at) - 1; i > 0; i-- {
		s := r.at[i]
		if s.vendor != "" && !own {
			return s.vendor
		}
		if s.over.many || s.over.vendor != "" {
			if !s.over.many && (follows || s.on == asks && !own) {
				return s.over.vendor
			}
			return ""
		}
		if s.sorts() || s.party != policy.PartyUnsaid {
			return ""
		}
	}
	return ""
}

// providerOf gives the one who sets a cookie by what is said of it, beside it and
// over it.
func (r *reader) providerOf(d *policy.Declaration, used string) string {
	announced := ""
	if r.intro != nil && r.intro.over.sets && d.Party != policy.FirstParty {
		announced = r.intro.over.vendor
	}
	among := ""
	if len(names.Words(used)) == 0 { // it is about no other cookies besides
		among = purpose.SetterAmong(used)
	}
	if r.intro != nil {
		announced = cmp.Or(announced, r.intro.over.named)
	}
	return cmp.Or(announced, r.at.provider(), purpose.Vendor(used), purpose.Setter(used), among, r.vendorOver(d))
}
