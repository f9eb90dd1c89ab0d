package meaning

import (
	"cmp"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// tell remembers what a paragraph says of its section and of what follows it.
func (r *reader) tell(i int) {
	b := &r.blocks[i]
	top := r.at.top()
	top.tell(b.Text.S)
	top.over.also(b.Text.S)
	top.over.many = top.over.many || top.before < len(r.out.Cookies) // it is behind a list
	if n := len(words.Of(b.Text.S)); n <= 8 && !strings.HasSuffix(b.Text.S, ".") && words.SpeakOfCookies(b.Text.S) {
		top.cookies = true // "Which cookies do we use?" is a title
	}
	r.intro = introduction(b)
	if c := led(b.Text.S); c != policy.CategoryUnsaid {
		if r.intro.category == policy.CategoryUnsaid && r.ledFrom != len(r.out.Cookies)+1 {
			r.intro.category = c
		}
		r.ledFrom = len(r.out.Cookies) + 1
	}
	if top.party == policy.PartyUnsaid && (top.provider != "" || len(r.at) > 1) {
		for _, s := range words.Sentences(b.Text.S) {
			if w := words.Of(s); len(w) > 0 && len(w) <= 5 && top.party == policy.PartyUnsaid {
				top.party = purpose.FirmParty(s) // "A third-party tool."
				if top.provider != "" && top.party == policy.PartyUnsaid {
					top.party = purpose.Party(s)
				}
			}
		}
	}
	all := words.Sentences(b.Text.S)
	if defines(all) {
		return
	}
	// Of the list below, that is, and not of one above or of the cookies that are named here.
	ofNext := r.rec == nil && top.before == len(r.out.Cookies) && len(names.Words(b.Text.S)) == 0
	for _, s := range all {
		w := words.Of(s)
		if r.these == policy.CategoryUnsaid && demonstrative(w) {
			r.these, _ = purpose.Among(w, false)
		}
		if r.these == policy.CategoryUnsaid && ofNext {
			r.these = ofAll(w)
		}
		r.tellWhose(i, s, w)
	}
}

// tellWhose takes from a sentence whose these cookies are, those of the list below it
// or, behind one, of that.
func (r *reader) tellWhose(at int, s string, w []string) {
	if len(r.at) < 2 || len(w) > 25 || !demonstrative(w) || !isCookies(w) && !denial.Sets(w[:min(len(w), 8)]) {
		return
	}
	if text := r.blocks[at].Text.S; len(text) > block.MaxCell || len(names.Words(text)) > 0 {
		return // it is about the cookies that it names
	}
	top := r.at.top()
	party, who := purpose.FirmParty(s), purpose.Setter(s)
	if top.before == len(r.out.Cookies) {
		if top.party == policy.PartyUnsaid {
			top.party = party
		}
		if top.provider == "" && r.at.provider() == "" {
			top.provider = who
		}
		return
	}
	if at+1 < len(r.blocks) && r.blocks[at+1].Kind != block.Heading {
		return // of what comes, perhaps
	}
	for i := top.before; i < len(r.out.Cookies); i++ {
		d := &r.out.Cookies[i]
		if d.Section != r.title() {
			continue
		}
		d.Party, d.Provider = cmp.Or(d.Party, party), cmp.Or(d.Provider, who)
	}
}

// ofAll gives the category that a sentence says all cookies are of: "Both are strictly
// necessary", "es sind alle technisch notwendig". What it says of some of them, "all
// others", "session cookies are all", or takes back, "not all", sorts none.
func ofAll(w []string) policy.Category {
	for i, x := range w {
		if !are[x] || len(w)-i > 8 || i+1 == len(w) {
			continue
		}
		subject := w[:i] // of its own clause: "we use two cookies, and both are strictly necessary"
		if first, _ := every().Find(subject); first > 0 && words.Joins(subject[first-1]) {
			subject = subject[first:]
		}
		if !every().In(subject) && every().Match(w[i+1:]) == 0 || !onlyThem(subject) {
			continue
		}
		if c, ok := purpose.Among(w[i+1:], false); ok && !denial.Whole(w) && !purpose.Words().Not.In(w) {
			return c
		}
	}
	return policy.CategoryUnsaid
}

// onlyThem reports whether the words before "are" stand for the cookies and for no others.
func onlyThem(w []string) bool {
	for len(w) > 0 {
		n := max(every().Match(w), them().Match(w))
		if n == 0 {
			return false
		}
		w = w[n:]
	}
	return true
}

// are are the words for "are", every those for all of some, and them those for the cookies.
var (
	are   = map[string]bool{"are": true, "sont": true, "sind": true, "son": true, "zijn": true, "sono": true, "sao": true}
	every = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`all, both, alle, beide, samtlich*, tous, toutes, todos, todas, ambos, ambas, allemaal, tutti, tutte, entramb*`)
	})
	them = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`cookie, cookies, of, the, these, they, them, die, diese, dieser, es, sie, davon, ils, elles, les, ces, ce, d entre eux, ellos, ellas, estas, estos, las, los, de, deze, ze, zij, het, dit, questi, essi, i, eles, elas, estes, os`)
	})
)
