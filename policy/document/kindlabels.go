package document

import (
	"slices"
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

// kindLabels makes a block for each kind of a text that names two or more of
// them, each with its cookies behind it: "Necessary cookies: a. Marketing
// cookies: b, c". The label of one must not sort what stands behind the next.
func kindLabels(blocks []block.Block) []block.Block {
	var out []block.Block
	for i := range blocks {
		b := blocks[i]
		var list []kindLabel
		if b.Kind == block.Para || b.Kind == block.Item || b.Kind == block.Detail {
			list = kindsIn(b.Text.S)
		}
		if len(list) == 1 && !(b.Kind == block.Para && list[0].from == 0 && (besideKind(blocks, i-1) || besideKind(blocks, i+1) || onlyKind(blocks, i, list[0]))) {
			list = nil
		}
		if list == nil {
			if out != nil {
				out = append(out, b)
			}
			continue
		}
		if out == nil {
			out = append(out, blocks[:i]...)
		}
		if before := b.Text.Cut(0, list[0].from); len(words.Of(before.S)) > 0 {
			first := b
			first.Text = before
			out = append(out, first)
		}
		for k, l := range list {
			end := len(b.Text.S)
			if k+1 < len(list) {
				end = list[k+1].from
			}
			each := b
			each.Sorts = strings.TrimSpace(b.Text.S[l.from:l.to])
			if m := nextNumber.FindStringIndex(b.Text.S[l.names:end]); m != nil && k+1 < len(list) {
				end = l.names + m[0]
			}
			each.Text = b.Text.Cut(l.names, end)
			if at := strings.LastIndexByte(each.Text.S, ' '); at > 0 && words.Joins(each.Text.S[at+1:]) {
				each.Text = each.Text.Cut(0, at) // "...; and marketing cookies: ..."
			}
			out = append(out, each)
		}
	}
	if out == nil {
		return blocks
	}
	return out
}

// beginsWithKind reports whether a text begins with the label of a kind and has
// names behind it.
func beginsWithKind(s string) bool {
	list := kindsIn(s)
	return len(list) > 0 && list[0].from == 0
}

// onlyKind reports whether a block is the label of a kind and names alone, and
// nothing labelled follows that is said of them.
func onlyKind(blocks []block.Block, i int, l kindLabel) bool {
	t := blocks[i].Text
	list, rest := namesFirst(t.Cut(l.names, len(t.S)), nil)
	if len(list) == 0 || rest != "" || len(t.Spans) > 0 && t.Spans[0].From == 0 || !strings.Contains(t.S[l.to:l.names], ":") {
		return false
	}
	if i+1 == len(blocks) || blocks[i+1].Kind == block.Heading || blocks[i+1].Kind == block.Table {
		return true
	}
	more, _ := fields(blocks[i+1].Text)
	return len(more) == 0 || more[0].role == column.Name
}

// besideKind reports whether the block at i is such a paragraph.
func besideKind(blocks []block.Block, i int) bool {
	return i >= 0 && i < len(blocks) && blocks[i].Kind == block.Para && beginsWithKind(blocks[i].Text.S)
}

// kindLabel is a label that says a kind, and where the names behind it begin. One
// that says none ends what the kind before it sorts: "Google Analytics: ".
type kindLabel struct{ from, to, names int }

var kindEnd = lazyregexp.New(`\s?:\s+|：\s*|\s+[-–—=→]+\s+|\s?\(|\]:?\s*|\n`)

// nextNumber is the number of the next kind: "2. Statistics".
var nextNumber = lazyregexp.New(`[\s;,]\(?\d{1,2}[.)]?\s*$`)

// maxKinds is how many labels of one text are told apart.
const maxKinds = 64

// kindsIn finds the labels of kinds with names behind them, and of kinds of which
// there are none; nil unless a name is firm.
func kindsIn(s string) []kindLabel {
	if !strings.ContainsAny(s, ":：-–—=→(]\n") {
		return nil
	}
	var list []kindLabel
	last, surest := 0, shape.None
	for _, m := range kindEnd.FindAllStringIndex(s, 8*maxKinds) {
		if m[0] < last || len(list) == maxKinds {
			continue
		}
		sure := max(names.First(s[m[1]:]), listFollows(s[m[1]:]))
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
		list = append(list, kindLabel{last + from, m[0], m[1]})
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

// ofKind declares the names with which a text begins, of the kind that its label
// says.
func (r *reader) ofKind(b *block.Block) {
	list, rest := namesFirst(b.Text, r.joined)
	if len(list) == 0 {
		r.close()
		return
	}
	if all := words.Sentences(b.Sorts + " " + rest); len(all) > 0 && theDenials().says(words.Of(all[0]), words.Of(all[0]), nil) {
		r.close() // "Marketing cookies (a) are not used."
		return
	}
	for i := len(list) - 1; i > 0 && list[i].Shape < shape.Firm && names.PlainWord(list[i].Name); i-- {
		list, rest = list[:i], strings.TrimSpace(list[i].Name+". "+rest) // "a_id, necessary"
	}
	n := beforeVendor(rest, list)
	defer r.othersIn(rest, list, b.Line)
	for i, part := range [][]names.Name{list[:n], list[n:]} {
		if len(part) == 0 {
			continue
		}
		r.entry(part, rest, b.Line)
		if i == 0 { // the kind may not be that of the service's
			r.rec.d.Category, _ = purpose.Category(b.Sorts)
		}
		r.rec.d.Party = purpose.FirmParty(b.Sorts)
		r.rec.d.Provider = purpose.Vendor(b.Sorts)
		r.close()
	}
}

// othersIn reads the cookies that the text behind the names of a kind names besides:
// "a and b) are always on. If you agree, c counts visits."
func (r *reader) othersIn(rest string, list []names.Name, line int) {
	if len(rest) > maxCell || !strings.Contains(rest, "_") {
		return
	}
	all := words.Sentences(rest)
	if len(all) == 0 {
		return
	}
	if !strings.Contains(all[0], " ") || names.Firmest(names.InSentence(all[0], nil)) < shape.Firm {
		all = all[1:]
	}
	kept := slices.DeleteFunc(all, func(s string) bool {
		return slices.ContainsFunc(names.InSentence(s, nil), func(n names.Name) bool { return names.Has(list, n.Name) })
	})
	if len(kept) > 0 {
		r.prose(block.Inline{S: "Cookies: " + strings.Join(kept, " ")}, line)
	}
}

// beforeVendor counts the names of a sentence that stand before a service or a
// dash, if any stand behind it: "a is ours, Google sets b", "a, Mill - b".
func beforeVendor(s string, list []names.Name) int {
	from := 0
	for i, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		at := strings.Index(s[from:], stem)
		if stem == "" || at < 0 {
			return len(list)
		}
		if between := s[from : from+at]; i > 0 && (purpose.NamesVendor(between) || behindDash.MatchString(between)) {
			return i
		}
		from += at + len(stem)
	}
	return len(list)
}

// namesFirst reads the names at the start of a text and gives what follows them:
// a list up to its end, else those that the first sentence names.
func namesFirst(t block.Inline, joined func(string) bool) (list []names.Name, rest string) {
	whole, after := unclosed(t.S)
	for _, end := range append([][]int{{len(whole), len(whole)}}, namesEnd.FindAllStringIndex(whole, 4)...) {
		if list = names.Only(block.Inline{S: strings.TrimRight(whole[:end[0]], ". ")}, joined); len(list) > 0 {
			return list, strings.TrimSpace(whole[end[1]:] + " " + strings.TrimLeft(after, ".,;: "))
		}
	}
	first := t.S
	if all := words.Sentences(t.S); len(all) > 0 {
		first = all[0]
	}
	list, rest = names.Leading(t.S)
	if told := names.InSentence(first, nil); len(told) > len(list) {
		return told, t.S
	}
	if len(list) == 0 {
		// "sessionid keeps you signed in"
		token, after, _ := strings.Cut(t.S, " ")
		list, rest = names.InWord(strings.TrimRight(token, ",")), after
	}
	return slices.DeleteFunc(list, func(n names.Name) bool { return n.Shape < shape.Weak }), rest
}

var behindDash = lazyregexp.New(`\pL\s[-–—=→:]+\s$`)

var namesEnd = lazyregexp.New(`\s[-–—=→]+\s|:\s|\.\s|[.;]?\n|;\s`)

// unclosed cuts a text at a bracket that was opened before it.
func unclosed(s string) (before, after string) {
	depth := 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}
