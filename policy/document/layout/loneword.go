package layout

import (
	"strings"

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
