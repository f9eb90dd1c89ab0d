package meaning

import (
	"strings"
	"sync"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// demonstrative reports whether a sentence says what "these cookies" are: it
// begins so, or with their purpose. "Some of these cookies" says less.
func demonstrative(w []string) bool {
	if concerns().Match(w) > 0 {
		return isCookies(w)
	}
	for i := 0; i+1 < len(w) && i < 7; i++ {
		switch w[i] {
		case "ce", "dies", "das", "dit", "son", "sono":
			// "Ce sont des cookies ...", "Son cookies ..."
			if i == 0 && isCookies(w) {
				return true
			}
		case "these", "ces", "diese", "dieser", "estas", "estos", "deze", "questi", "estes":
			if i == 0 && isCookies(w) {
				return true
			}
			if !strings.HasPrefix(w[i+1], "cookie") && !strings.HasPrefix(w[i+1], "traceur") {
				continue
			}
			if i <= 1 {
				return true
			}
			r, _ := column.Words().Role(strings.Join(w[:i], " "))
			return r == column.Purpose || r == column.Function
		}
	}
	return false
}

// concerns are the words of other languages for "these are": "Es handelt sich um ...".
var concerns = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`es handelt sich um, es handelt sich hierbei um, es handelt sich dabei um, hierbei handelt es sich um, dabei handelt es sich um, il s agit de, se trata de, si tratta di, trata se de, het gaat om, het betreft`)
})

// thisCookie reports whether a text begins with "this cookie", in any language.
func thisCookie(s string) bool {
	w := words.Of(s[:min(len(s), 40)])
	if len(w) < 2 || w[1] != "cookie" {
		return false
	}
	return this[w[0]]
}

// ofTheLast reports whether a paragraph goes on with the cookie before it: "This cookie
// lasts ...", "Lasts two years. Set by Mill.", "It is strictly necessary."
func ofTheLast(s string) bool {
	if w := words.Of(s); thisCookie(s) || demonstrative(w) {
		return true
	}
	all := words.Sentences(s)
	if len(all) == 0 {
		return false
	}
	w := words.Of(all[0])
	_, sorted := purpose.Category(all[0])
	return len(w) <= 6 && (len(lifetime.Amounts(all[0], 0)) > 0 || len(w) > 2 && it[w[0]] && isOne[w[1]] && sorted)
}

// it are the words for "it".
var it = map[string]bool{"it": true, "es": true, "er": true, "il": true, "elle": true, "het": true}

// this are the words for one thing that was spoken of.
var this = map[string]bool{"this": true, "dieses": true, "dieser": true, "diesem": true, "ce": true, "esta": true, "este": true, "deze": true, "dit": true, "questo": true}

// aboutOne reports whether a sentence is about one cookie that was named before it:
// "This optional cookie keeps ...", "This is a cookie that ...", "It is kept in this
// cookie".
func aboutOne(w []string) bool {
	for i := range w {
		if !this[w[i]] && !(i == 0 && pronouns[w[i]]) {
			continue
		}
		at, far := i+1, 2
		if at < len(w) && isOne[w[at]] {
			at, far = at+1, 4
		} else if !this[w[i]] {
			continue
		}
		if k := words.CookieAt(w[min(at, len(w)):]); k >= 0 && k < far && w[at+k] == "cookie" {
			return true
		}
	}
	return false
}

// isOne are the words for "is".
var isOne = map[string]bool{"is": true, "ist": true, "est": true, "es": true, "e": true}

// isCookies reports whether a sentence begins with "these are cookies", or with
// "these are the analytics cookies".
func isCookies(w []string) bool {
	if n := concerns().Match(w); n > 0 {
		i := words.CookieAt(w[n:])
		return i >= 0 && i <= 5
	}
	for k, x := range w[:min(len(w), 2)] {
		switch x {
		case "are", "sont", "sind", "son", "zijn", "sono", "sao":
			i := words.CookieAt(w[k+1:])
			return i >= 0 && i <= 4
		}
	}
	return false
}
