package meaning

import (
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/words"
)

// demonstrative reports whether a sentence says what "these cookies" are: it
// begins so, or with their purpose. "Some of these cookies" says less.
func demonstrative(w []string) bool {
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

// thisCookie reports whether a text begins with "this cookie", in any language.
func thisCookie(s string) bool {
	w := words.Of(s[:min(len(s), 40)])
	if len(w) < 2 || w[1] != "cookie" {
		return false
	}
	switch w[0] {
	case "this", "dieses", "dieser", "ce", "esta", "este", "deze", "dit", "questo":
		return true
	}
	return false
}

// isCookies reports whether a sentence begins with "these are cookies", or with
// "these are the analytics cookies".
func isCookies(w []string) bool {
	for k, x := range w[:min(len(w), 2)] {
		switch x {
		case "are", "sont", "sind", "son", "zijn", "sono", "sao":
			i := words.CookieAt(w[k+1:])
			return i >= 0 && i <= 4
		}
	}
	return false
}
