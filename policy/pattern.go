package policy

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Pattern is a cookie's name as a policy, a catalogue or a rule gives it: a
// literal, or a text in which each * stands for a variable part. A variable
// part may be empty: those who write _ga* mean _ga as well. Names are compared
// byte by byte, with their case, as browsers compare them. The zero Pattern
// matches nothing.
type Pattern struct {
	text     string
	parts    []string // what stands between the stars; one part is a literal
	literals int
}

// ParsePattern reads a declared name. Every string is one; several * in a row
// are one.
func ParsePattern(s string) Pattern {
	if strings.IndexByte(s, '*') < 0 {
		return Pattern{text: s, parts: []string{s}, literals: utf8.RuneCountInString(s)}
	}
	if n := len(s) - 1; strings.IndexByte(s, '*') == n && n > 0 {
		return Pattern{text: s, parts: []string{s[:n], ""}, literals: utf8.RuneCountInString(s[:n])}
	}
	var parts []string
	for i, part := range strings.Split(s, "*") {
		// An empty part in the middle is the place between two stars in a row.
		if part != "" || i == 0 {
			parts = append(parts, part)
		}
	}
	if len(s) > 0 && s[len(s)-1] == '*' {
		parts = append(parts, "")
	}
	p := Pattern{text: strings.Join(parts, "*"), parts: parts}
	for _, part := range parts {
		p.literals += utf8.RuneCountInString(part)
	}
	return p
}

// String gives the pattern as it was read, with one * for several in a row.
func (p Pattern) String() string { return p.text }

// IsLiteral reports whether the pattern has no variable part.
func (p Pattern) IsLiteral() bool { return len(p.parts) == 1 }

// telling is how many characters of a name must be said for it to tell one cookie
// from others: what is shorter, anybody's cookie may be called.
const telling = 3

// Literals is the number of characters that are not variable.
func (p Pattern) Literals() int { return p.literals }

// Telling reports whether so much is said of the name that it is hardly another's.
func (p Pattern) Telling() bool { return p.literals >= telling }

// Wide reports whether the name could be almost any: nothing is to follow from
// such a pattern. A literal is never wide, be it one letter.
func (p Pattern) Wide() bool { return !p.IsLiteral() && !p.Telling() }

// Match reports whether the name fits the pattern. It takes time in proportion
// to the name: each part is looked for once, behind the one before it.
func (p Pattern) Match(name string) bool {
	switch len(p.parts) {
	case 0:
		return false
	case 1:
		return name == p.text
	}
	first, last := p.parts[0], p.parts[len(p.parts)-1]
	if len(name) < len(first)+len(last) || !strings.HasPrefix(name, first) || !strings.HasSuffix(name, last) {
		return false
	}
	name = name[len(first) : len(name)-len(last)]
	for _, part := range p.parts[1 : len(p.parts)-1] {
		i := strings.Index(name, part)
		if i < 0 {
			return false
		}
		name = name[i+len(part):]
	}
	return true
}

// Compare puts the pattern that says more first: a literal before one with
// variable parts, then the one with more literal characters, then by text so
// that an order is always the same. It is negative where p comes before q.
func (p Pattern) Compare(q Pattern) int {
	if p.IsLiteral() != q.IsLiteral() {
		if p.IsLiteral() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(q.literals, p.literals), strings.Compare(p.text, q.text))
}
