package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// loneWord reports whether a line is one word, in camel case or of three that dashes
// join: behind the end of a sentence it is a name over what describes it.
func loneWord(s string) bool {
	if strings.ContainsAny(s, " .") || len(s) < 8 || len(s) > 40 || !words.StartsLower(s) {
		return false
	}
	switch names.ShapeOf(s) {
	case shape.Firm:
		return shape.Humps(s) > 1
	case shape.Weak:
		return strings.Count(s, "-") > 1 && strings.ToLower(s) == s
	}
	return false
}

// twice reads a line of one word that could be a name where the next line is the same: the
// title of a part and the first words in it, copied together. next is i if it is none.
func (r *lines) twice(i int) (next int) {
	s := strings.TrimSpace(r.src[i])
	if i+1 >= len(r.src) || s != strings.TrimSpace(r.src[i+1]) || len(s) > shape.MaxName || strings.Contains(s, " ") || names.ShapeOf(s) < shape.Weak || names.PlainWord(s) {
		return i
	}
	r.flush()
	r.indents = r.indents[:0]
	r.out = append(r.out, block.Block{Kind: block.Para, Line: r.number(i), Text: r.text(s)})
	return i + 2
}
