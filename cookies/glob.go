package cookies

import (
	"strings"
	"unicode/utf8"
)

// Glob reports whether a whole text matches a pattern in which * stands for any
// characters and ? for one. A byte that is no UTF-8 counts as one character.
func Glob(pattern, text string) bool {
	star, back := -1, 0 // where the last * was, and where in text to try again
	p, n := 0, 0
	for n < len(text) {
		_, size := utf8.DecodeRuneInString(text[n:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, back = p, n
			p++
		case p < len(pattern) && pattern[p] == '?':
			p++
			n += size
		case p < len(pattern) && pattern[p] == text[n]:
			p++
			n++
		case star >= 0:
			_, size = utf8.DecodeRuneInString(text[back:])
			back += size
			p, n = star+1, back
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
