package layout

import (
	"strings"

	"crumbs/policy/document/block"
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
