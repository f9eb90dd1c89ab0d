package document

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

var numberedLine = lazyregexp.New(`^\d{1,2}(?:\.\d{1,2})*[.)]?\s+\p{Lu}[^.]{2,80}$`)

// numberedTitle reports whether a line is the title of a numbered part: "5. Your
// choices".
func numberedTitle(s string) bool {
	s = strings.TrimSuffix(s, ":")
	return numberedLine.MatchString(s) && len(words.Of(s)) <= 12 && len(lifetime.Amounts(s, 0)) == 0 && !strings.ContainsAny(s[len(s)-1:], ",;") && !strings.ContainsAny(s, "_|\t=")
}

// overPart reports whether the line at i is the title of a numbered part and no item
// of a list: what is below goes neither on with it nor with the next number.
func (r *lines) overPart(i int) bool {
	s := strings.TrimSpace(r.src[i])
	if s[0] < '0' || s[0] > '9' || !numberedTitle(s) || len(r.para) > 0 && r.kind != block.Item && !ended(r.para[len(r.para)-1]) {
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

// titleDepth gives how many numbers the title of a numbered part has before it, 0
// if a line is none.
func titleDepth(s string) int {
	if strings.Contains(s, "\n") || !numberedTitle(s) {
		return 0
	}
	number, _, _ := strings.Cut(s, " ")
	return min(1+strings.Count(strings.TrimRight(number, "."), "."), 4)
}
