package script

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// maxPatterns bounds the alternatives of an expression.
const maxPatterns = 64

// The two ends of a name, while alternatives are put together.
const begin, end = "\x02", "\x03"

// Patterns gives the patterns with * that say what a regular expression (/^_pk_/,
// with or without its strokes) says of a name: one for each alternative. It says
// false where patterns can't say it, or would fit every name. An expression
// that is not held at an end of the name gets a * there.
func Patterns(expression string) ([]string, bool) {
	source := strings.TrimSpace(expression)
	if strings.HasPrefix(source, "/") {
		if i := strings.LastIndexByte(source, '/'); i > 0 {
			// Flags change nothing: case, which i would leave open, can't be said.
			source = source[1:i]
		}
	}
	if len(source) > 2000 || strings.ContainsAny(source, begin+end) {
		return nil, false
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, false
	}
	all, ok := expand(tree, 0)
	if !ok {
		return nil, false
	}
	var out []string
	for _, s := range all {
		s, open := strings.CutPrefix(s, begin)
		if !open {
			s = "*" + s
		}
		s, open = strings.CutSuffix(s, end)
		if !open {
			s += "*"
		}
		for strings.Contains(s, "**") {
			s = strings.ReplaceAll(s, "**", "*")
		}
		if strings.ContainsAny(s, begin+end) || strings.Trim(s, "*") == "" {
			return nil, false
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, len(out) > 0
}

func expand(t *syntax.Regexp, depth int) ([]string, bool) {
	if depth > 100 {
		return nil, false
	}
	switch t.Op {
	case syntax.OpEmptyMatch:
		return []string{""}, true
	case syntax.OpLiteral:
		s := string(t.Rune)
		return []string{s}, t.Flags&syntax.FoldCase == 0 && !strings.Contains(s, "*")
	case syntax.OpCharClass:
		return class(t.Rune), true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		return []string{"*"}, true
	case syntax.OpBeginLine, syntax.OpBeginText:
		return []string{begin}, true
	case syntax.OpEndLine, syntax.OpEndText:
		return []string{end}, true
	case syntax.OpCapture:
		return expand(t.Sub[0], depth+1)
	case syntax.OpQuest:
		one, ok := expand(t.Sub[0], depth+1)
		if slices.Contains(one, "*") {
			return []string{"*"}, ok
		}
		return append([]string{""}, one...), ok
	case syntax.OpConcat:
		out := []string{""}
		for _, sub := range t.Sub {
			next, ok := expand(sub, depth+1)
			if !ok || len(out)*len(next) > maxPatterns {
				return nil, false
			}
			var both []string
			for _, a := range out {
				for _, b := range next {
					both = append(both, a+b)
				}
			}
			out = both
		}
		return out, true
	case syntax.OpAlternate:
		var out []string
		for _, sub := range t.Sub {
			next, ok := expand(sub, depth+1)
			if !ok || len(out)+len(next) > maxPatterns {
				return nil, false
			}
			out = append(out, next...)
		}
		return out, true
	}
	return nil, false // what looks around, and what never fits
}

// class gives the characters of a small class, * for a large one.
func class(ranges []rune) []string {
	var out []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			if len(out) == 4 || c == '*' {
				return []string{"*"}
			}
			out = append(out, string(c))
		}
	}
	return out
}
