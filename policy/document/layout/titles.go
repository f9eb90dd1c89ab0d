package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/words"
)

// overPart reports whether the line at i is the title of a numbered part and no item
// of a list: what is below goes neither on with it nor with the next number.
func (r *lines) overPart(i int) bool {
	s := strings.TrimSpace(r.src[i])
	if s[0] < '0' || s[0] > '9' || !titles.Numbered(s) || len(r.para) > 0 && r.kind != block.Item && !ended(r.para[len(r.para)-1]) {
		return false
	}
	if _, rest, _ := strings.Cut(s, " "); shape.Of(strings.TrimSpace(rest)) >= shape.Weak && shape.Coined(strings.TrimSpace(rest)) {
		return false // "1. PHPSESSID"
	}
	for _, below := range r.src[i+1:] {
		if t := strings.TrimSpace(below); t != "" {
			m := marker.FindString(below)
			return (m != "" || !words.StartsLower(t)) && !strings.ContainsAny(m, "0123456789") && !isRule(below)
		}
	}
	return false
}

// overText reports whether a line in a text without empty lines is the title of cookies
// of a kind: short, it ends as no sentence does, and the next line begins one. Between
// rows that begin with names the word for the kind is enough: "Advertising".
func (r *lines) overText(i int) bool {
	s := strings.TrimSpace(r.src[i])
	if i+1 >= len(r.src) || len(s) > 80 || r.kind == block.Item {
		return false
	}
	next := strings.TrimSpace(r.src[i+1])
	between := len(r.para) > 0 && len(strings.Fields(s)) <= 3 && startsWithName(r.para[len(r.para)-1]) && startsWithName(next)
	if !between && !words.MayCookie(s) {
		return false
	}
	s = strings.TrimLeft(s, "0123456789. ")
	return s != "" && (words.StartsUpper(next) || startsWithName(next)) && (between || words.SpeakOfCookies(s)) && titles.OfKind(s) && strings.Count(s, "(") == strings.Count(s, ")")
}

// sortsItems reports whether a line below a list item is the title of the next
// items: "Performance", between those of two kinds.
func (r *lines) sortsItems(s string) bool {
	if r.kind != block.Item || !words.StartsUpper(s) || s[0] == ' ' || len(words.Of(s)) > 3 || strings.ContainsAny(s[len(s)-1:], ".,;") {
		return false
	}
	_, ok := purpose.Category(s)
	return ok
}
