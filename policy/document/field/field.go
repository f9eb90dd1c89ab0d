// Package field finds values with a label before them in a text: "Lifetime: 13 months".
package field

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Field is a value with a label before it: "Lifetime: 13 months".
type Field struct {
	Role  column.Role
	Value block.Inline
	Party policy.Party // that the label says: "Third party: Oat Ltd"
}

var labelEnd = lazyregexp.New(`:(?:[ \n]|$)|：`)

// In finds the labelled values in a text, in order, and what stands before
// the first one. Labels are told by their words; a colon behind other words is
// punctuation.
func In(t block.Inline) (list []Field, before string) {
	s := t.S
	if !strings.ContainsAny(s, ":：") && len(t.Spans) == 0 {
		return nil, s
	}
	type mark struct {
		role     column.Role
		from, to int // the label, with its colon
		party    policy.Party
	}
	var marks []mark
	last := 0
	for _, m := range labelEnd.FindAllStringIndex(s, 64) {
		if m[0] <= last {
			continue
		}
		if from, role := labelBefore(s[last:m[0]]); role != column.None {
			if last > 0 {
				from = behindValue(s[last:m[0]], from, role)
			}
			x := mark{role: role, from: last + from, to: m[1]}
			if label := s[last+from : m[0]]; role == column.Provider {
				x.party = purpose.Party(label)
			}
			marks = append(marks, x)
			last = m[1]
		} else if from := exampleBefore(s[last:m[0]], s[m[1]:]); from >= 0 {
			marks = append(marks, mark{role: column.Name, from: last + from, to: m[1]})
			last = m[1]
		}
	}
	if len(marks) == 0 {
		// A label may be bold instead.
		if lead, rest := t.Lead(block.Strong); lead != "" && rest != "" {
			if role, ok := column.Words().Label(lead); ok && role != column.Other && len(words.Of(lead)) <= 4 {
				return []Field{{Role: role, Value: t.Cut(len(lead), len(s))}}, ""
			}
		}
		return nil, s
	}
	for i, m := range marks {
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1].from
		}
		if v := t.Cut(m.to, end); !v.Empty() {
			list = append(list, Field{m.role, v, m.party})
		}
	}
	if len(list) == 0 {
		return nil, s
	}
	return list, strings.TrimSpace(s[:marks[0].from])
}

// labelBefore finds a label at the end of a text: the words behind its last
// separator, or as few of them as make one.
func labelBefore(s string) (from int, r column.Role) {
	start := strings.LastIndexAny(s, ".;|\n•,–—") + 1
	// A separator of several bytes leaves its tail.
	for start < len(s) && s[start]&0xC0 == 0x80 {
		start++
	}
	for skipped := 0; skipped <= 2; skipped++ {
		label := s[start:]
		if len(label) <= 60 {
			if r, ok := column.Words().Label(label); ok && r != column.Other {
				return start + words.Indent(label), r
			}
		}
		if start > 0 && s[start-1] != '\n' && !strings.ContainsAny(s[start-1:start], ".;|") {
			return 0, column.None // only whole labels behind a comma or a dash
		}
		// "- Purpose", "and their duration": fewer words, but the label must
		// not be the end of a sentence.
		i := strings.IndexByte(strings.TrimLeft(label, " "), ' ')
		if i < 0 || len(words.Of(label)) > 4 {
			return 0, column.None
		}
		start += words.Indent(label) + i + 1
	}
	return 0, column.None
}

// behindValue gives where a label begins that seems to begin at from, with no value or
// half a lifetime for the label before it: the words with which it begins are that, where
// it is a surer label without them. "Name: sid Duration: 2 days Purpose: ..."
func behindValue(s string, from int, r column.Role) int {
	_, surest := column.Words().Role(s[from:])
	empty := words.Indent(s) == from
	if !empty && (from > 40 || len(lifetime.Amounts(s[:from], 0)) > 0) {
		return from
	}
	for at := from; ; {
		i := strings.IndexByte(s[at:], ' ')
		if i < 0 {
			return from
		}
		at += i + 1
		if role, ok := column.Words().Label(s[at:]); !ok || role != r || !empty && len(lifetime.Amounts(s[:at], 0)) == 0 {
			continue
		}
		if _, sure := column.Words().Role(s[at:]); sure > surest {
			from, surest = at, sure
		}
	}
}

// exampleBefore finds the word "Examples" at the end of a text, where firm names
// follow on its line: a label of names there. -1 if it is none.
func exampleBefore(before, after string) int {
	from := strings.LastIndexAny(before, ".;|\n•") + 1
	w := words.Of(before[from:])
	if len(w) != 1 || !words.Examples().In(w) {
		return -1
	}
	after, _, _ = strings.Cut(after, "\n")
	if names.Firmest(names.Only(block.Plain(after), nil)) != shape.Firm {
		return -1
	}
	return from + words.Indent(before[from:])
}
