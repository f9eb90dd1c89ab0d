package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/names"
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

// overNext reports whether the line at i, which stands alone in an aligned table, is
// the title over the next one: it names a kind, and the header comes again before
// another row does.
func (r *lines) overNext(i int, head []string, left []int, roles []column.Role) bool {
	s := strings.TrimSpace(r.src[i])
	if !titles.OfKind(s) || i+1 < len(r.src) && strings.TrimSpace(r.src[i+1]) != "" {
		return false
	}
	for k := i + 1; k < len(r.src) && k < i+farHead; k++ {
		parts := chunks(r.src[k])
		if len(parts) < 2 {
			continue
		}
		if words.Same(textsOf(parts), head) {
			return true
		}
		if cells := cellsOf(parts, left); cells != nil {
			for c, role := range roles {
				if role == column.Name && names.ShapeOf(cells[c]) >= shape.Weak {
					return false
				}
			}
		}
	}
	return false
}

// farHead is how many lines below a title the header of its table is looked for.
const farHead = 24

func textsOf(parts []chunk) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.s
	}
	return out
}
