package document

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// onVendors gives the sentences of a text that name well-known services, but for
// those that do so to deny or to except one, or to give an example: "We use no
// Google Analytics", "with a third party (e.g. Facebook)". A line of an address
// says nothing of one.
func onVendors(text string) string {
	if !purpose.NamesVendor(text) || len(strings.Fields(text)) < 5 {
		return ""
	}
	var out []string
	var before []string // the last words of the sentence before, which "e.g." may end
	for _, s := range words.Sentences(said(text)) {
		w := append(before, words.Of(s)...)
		before = slices.Clone(w[max(0, len(w)-2):])
		if purpose.NamesVendor(s) && !besides().In(w) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// besides are the words that come before an exception or an example.
var besides = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`except, other than, apart from, e g, eg, for example, for instance, such as, ausser, ausgenommen, bis auf, z b, zum beispiel, beispielsweise, sauf, hormis, excepte, p ex, par exemple, tel que, tels que, telles que,
		salvo, excepto, por ejemplo, p ej, behalve, bijvoorbeeld, bijv, zoals, tranne, eccetto, es, ad esempio, exceto, por exemplo`)
})
