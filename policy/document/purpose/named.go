package purpose

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/words"
)

// Sorts reports whether a text is the title of a kind of cookies or of those of a
// party: a table does not go on behind it.
func Sorts(s string) bool {
	_, ok := Category(s)
	return ok || Unsorted(s) || FirmParty(s) != policy.PartyUnsaid
}

// Named gives the category that a sentence names beside the word "cookie", if it
// names one alone.
func Named(s string) (policy.Category, bool) {
	return Among(words.Of(s), true)
}

// Among gives the one category that the words name, beside the word "cookie" alone
// or anywhere.
func Among(w []string, beside bool) (policy.Category, bool) {
	p := Words()
	w = WithoutBrands(w)
	found := policy.CategoryUnsaid
	for i := range w {
		for _, c := range []struct {
			category policy.Category
			lex      *words.Lexicon
		}{{policy.Necessary, p.Necessary}, {policy.Marketing, p.Marketing}, {policy.Statistical, p.Statistical}, {policy.Functional, p.Functional}} {
			n := c.lex.Match(w[i:])
			if n == 0 {
				continue
			}
			if Denied(w, i, c.category == policy.Necessary) || beside && !besideCookie(w, i, n) {
				continue
			}
			if found != policy.CategoryUnsaid && found != c.category {
				return policy.CategoryUnsaid, false
			}
			found = c.category
			break
		}
	}
	return found, found != policy.CategoryUnsaid
}

// purposeWords are those of "for statistical purposes".
var purposeWords = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`purposes, fins, fines, zwecke, zwecken, *zwecke, *zwecken, doeleinden, *doeleinden, fini`)
})

// serves are the verbs before what a cookie is for: "dient der Statistik".
var serves = map[string]bool{"dient": true, "dienen": true, "sert": true, "servent": true, "sirve": true, "sirven": true, "serve": true, "servono": true, "servem": true}

// besideCookie reports whether the word "cookie", or the one for purposes, stands
// within two words of the phrase at i, or in it.
func besideCookie(w []string, i, n int) bool {
	for j := max(0, i-2); j < min(len(w), i+n+2); j++ {
		if j < i && serves[w[j]] || strings.Contains(w[j], "cookie") || strings.HasPrefix(w[j], "traceur") || purposeWords().Match(w[j:j+1]) > 0 {
			return true
		}
	}
	return false
}
