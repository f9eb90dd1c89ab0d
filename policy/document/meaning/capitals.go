package meaning

import (
	"fmt"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// capitalsOverText reads "OAID Cookie", a word in capitals that stands for nothing else and
// "cookie" in small letters, over a text that begins by saying what cookie that is.
func (r *reader) capitalsOverText(i int) bool {
	b := &r.blocks[i]
	name, rest, _ := strings.Cut(b.Text.S, " ")
	if rest != "Cookie" && rest != "cookie" || len(name) < 4 || !r.cookieDocument && !r.at.aboutCookies() || i+1 >= len(r.blocks) || r.blocks[i+1].Kind != block.Para {
		return false
	}
	if !names.Capitals(name) || names.Acronym(name) || shape.Of(name) != shape.Weak || names.PlainWord(name) || purpose.Party(name) != policy.PartyUnsaid || purpose.Vendor(name) != "" || len(names.InWord(name)) != 1 {
		return false
	}
	w := words.Of(r.blocks[i+1].Text.S)
	if at := words.CookieAt(w[:min(len(w), 4)]); at < 0 || w[at] != "cookie" || len(w) < at+4 || isOne[w[at+1]] {
		return false // "A session cookie is ..." explains a kind
	}
	r.begin(names.InWord(name), false, fmt.Sprintf("line %d", b.Line))
	r.rec.titled = true
	return true
}

// inCapitals reports whether all of several names are written in capitals and stand for
// nothing else: behind "Cookies:", under the one who sets them, no form asks for them.
func inCapitals(list []names.Name) bool {
	coined := 0
	for _, n := range list {
		if !names.Capitals(n.Name) || names.Acronym(n.Name) || n.Shape < shape.Weak {
			return false
		}
		if !names.PlainWord(n.Name) {
			coined++
		}
	}
	return len(list) > 1 && coined > 0
}
