// Package kinds finds labels of kinds of cookies in a text that have names behind them:
// "Necessary cookies: a. Marketing cookies: b, c".
package kinds

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Begin reports whether a text begins with the label of a kind and has names behind it.
func Begin(s string) bool {
	list := In(s)
	return len(list) > 0 && list[0].From == 0
}

// Label is where a label that says a kind begins and ends, and where the names behind
// it begin, as byte offsets. One that says none ends what the kind before it sorts:
// "Google Analytics: ".
type Label struct{ From, To, Names int }

var kindEnd = lazyregexp.New(`\s?:\s+|：\s*|\s+[-–—=→]+\s+|\s?\(|\]:?\s*|\n`)

// maxKinds is how many labels of one text are told apart.
const maxKinds = 64

// In finds the labels of kinds with names behind them, and of kinds of which
// there are none; nil unless a name is firm.
func In(s string) []Label {
	if !strings.ContainsAny(s, ":：-–—=→(]\n") {
		return nil
	}
	var list []Label
	last, surest := 0, shape.None
	for _, m := range kindEnd.FindAllStringIndex(s, 8*maxKinds) {
		if m[0] < last || len(list) == maxKinds {
			continue
		}
		sure := max(names.FirstShape(s[m[1]:]), listFollows(s[m[1]:]))
		if sure < shape.Weak && !(s[m[1]-1] == ' ' && noneFollows(s[m[1]:])) {
			continue
		}
		from := kindBefore(s[last:m[0]], strings.Trim(s[m[0]:m[1]], " \t"))
		if from < 0 && len(list) > 0 && sure >= shape.Weak && strings.ContainsAny(s[m[0]:m[1]], ":：") {
			from = otherBefore(s[last:m[0]])
		}
		if from < 0 {
			continue
		}
		list = append(list, Label{last + from, m[0], m[1]})
		last = m[1]
		surest = max(surest, sure)
	}
	if len(list) == 0 || surest < shape.Firm {
		return nil
	}
	return list
}

// listFollows gives the shape of the firmest name of the list with which a text
// begins, whatever the first one is: "IDE, _gcl_au". [shape.None] where it is no list.
func listFollows(s string) shape.Shape {
	if i := strings.IndexAny(s, ";|:\n("); i >= 0 {
		s = s[:i]
	}
	s, _, _ = strings.Cut(s, ". ")
	if list := names.Only(block.Inline{S: strings.TrimRight(s, ". ")}, nil); len(list) > 1 && names.Firmest(list) == shape.Firm {
		return shape.Firm
	}
	return shape.None
}

// noneFollows reports whether a text begins with the word for none.
func noneFollows(s string) bool {
	first, _, _ := strings.Cut(s[:min(len(s), 80)], "\n")
	if i := strings.IndexAny(first, ".;,|"); i >= 0 {
		first = first[:i]
	}
	return len(words.Of(first)) == 1 && names.Nothing(first)
}

// kindBefore finds the words at the end of a text that say a kind, -1 if they say
// none: what stands behind the last separator, and behind the names before them
// where a line break was lost.
func kindBefore(s, end string) int {
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") && strings.ContainsAny(end, ":：") {
		s = strings.TrimRight(s[:open], " ") // "Statistics (Google): _ga"
	}
	start := strings.LastIndexAny(s, ".;|\n•·▪,()[/:–—") + 1
	for start < len(s) && s[start]&0xC0 == 0x80 {
		start++ // a separator of several bytes leaves its tail
	}
	boxed := start > 0 && s[start-1] == '['
	if boxed != (end[0] == ']') {
		return -1
	}
	if i := strings.LastIndex(s[start:], " - "); i >= 0 {
		start += i + 3
	}
	start = behindNames(s, start)
	label := s[start:]
	if len(label) > 80 {
		return -1
	}
	w := words.Of(label)
	if len(w) == 0 || len(w) > 7 || end == "(" && len(w) > 2 && !words.SpeakOfCookies(label) {
		return -1 // "Digital Advertising Alliance (DAA)"
	}
	if end == "\n" && (len(w) > 4 || start > 0 && s[start-1] != '\n') {
		return -1 // no line of its own
	}
	if _, sorted := purpose.Category(label); !sorted && !purpose.Unsorted(label) && !(words.SpeakOfCookies(label) && purpose.FirmParty(label) != policy.PartyUnsaid) {
		return -1
	}
	if boxed {
		start--
	}
	return start
}

// behindNames gives where the names end that stand from start on.
func behindNames(s string, start int) int {
	for {
		start += words.Indent(s[start:])
		token, _, more := strings.Cut(s[start:], " ")
		if !more {
			return start
		}
		if list := names.InWord(token); !words.Joins(token) && names.Firmest(list) != shape.Firm && !(names.Firmest(list) == shape.Weak && shape.Coined(token) && (len(token) > 3 || names.Capitals(token)) && !names.PlainWord(token)) {
			return start
		}
		start += len(token)
	}
}

// otherBefore finds the words at the end of a text that say, behind the names of a
// kind, whose those that follow are: a service, or anything else that is no name
// and no label of a value; -1 if there are none.
func otherBefore(s string) int {
	s = strings.TrimRight(s, " ")
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") {
		s = strings.TrimRight(s[:open], " ") // "Google Analytics (third party): _ga"
	}
	start := behindNames(s, strings.LastIndexAny(s, ".,;|\n)")+1)
	label := s[start:]
	w := words.Of(label)
	if start == 0 || len(w) == 0 || len(w) > 10 || strings.ContainsAny(label, "([") || names.Firmest(names.InWord(label)) == shape.Firm {
		return -1
	}
	if role, _ := column.Words().Label(label); role != column.None && role != column.Provider {
		return -1
	}
	return start
}
