package names

import (
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Only reads a text that is nothing but names; nil if there is more to it. joined is
// as in [InCell].
func Only(t block.Inline, joined func(string) bool) []Name {
	s := t.S
	if s == "" || len(s) > 600 {
		return nil
	}
	s = shape.Variable(s)
	s, notes := setAside(s, joined)
	var out []Name
	spoken := false // a piece speaks of cookies and names none
	for _, p := range cutNames(s) {
		p, note := noteOf(p, notes)
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		tokens := strings.Fields(p)
		all := len(tokens)
		for len(tokens) > 1 && Idle(tokens[len(tokens)-1]) {
			tokens = tokens[:len(tokens)-1]
		}
		for len(tokens) > 1 && Idle(tokens[0]) {
			tokens = tokens[1:]
		}
		var got []Name
		switch {
		case len(tokens) == 1:
			got = InWord(tokens[0])
		case len(tokens) == 2 && broken(shape.Trim(tokens[0]), shape.Trim(tokens[1]), joined):
			got = InWord(shape.Trim(tokens[0]) + shape.Trim(tokens[1]))
		default:
			got = pieceNames(strings.Join(tokens, " "), joined)
			if len(got) != len(tokens) {
				return nil
			}
		}
		if Firmest(got) <= shape.Brand && words.SpeakOfCookies(p) || len(got) > 0 && Firmest(got) != shape.Firm && all > len(tokens) {
			spoken = true // "Deleting cookies"; "Session cookie (shop_sid)"
			continue
		}
		if len(got) == 0 {
			return nil
		}
		for i := range got {
			got[i].Note = note
		}
		out = append(out, got...)
	}
	if spoken && (len(out) == 0 || !AllFirm(out)) {
		return nil
	}
	return withoutBrands(out)
}

var itemCut = lazyregexp.New(`\s[-–—=→]+\s|:\s|\s:|[–—]\s|\n`)

// Cut gives where the first dash, colon or line break that cuts a text begins and ends;
// nil if none does.
func Cut(s string) []int {
	if !strings.ContainsAny(s, "-–—=→:\n") {
		return nil
	}
	return itemCut.FindStringIndex(s)
}

// livedAt finds the first word with something in brackets behind it.
func livedAt(s string) []int {
	if !strings.Contains(s, " (") {
		return nil
	}
	return livedWord.FindStringSubmatchIndex(s)
}

// Described reads "name – what it does": the names and the rest. A text that
// begins with what is a name anywhere counts too. joined is as in [InCell].
func Described(t block.Inline, joined func(string) bool) (list []Name, rest string) {
	t = t.WithoutIcon()
	if m := Cut(t.S); m != nil && m[0] > 0 {
		if list := Only(block.Inline{S: t.S[:m[0]]}, joined); len(list) > 0 {
			return list, strings.TrimSpace(t.S[m[1]:])
		}
	}
	if lead, rest := t.Lead(block.Code, block.Strong, block.Emphasis, block.Link); lead != "" {
		if list := Only(block.Inline{S: strings.TrimRight(lead, ": ")}, joined); len(list) > 0 {
			if more, after := Leading(t.S); len(more) > len(list) {
				return more, after // "`_a` and `_b` ...": the first is not all
			}
			return list, strings.TrimLeft(rest, " –—-:,.")
		}
	}
	if list := Only(t, joined); len(list) > 0 {
		return list, ""
	}
	// "_a. First-party. 2 years."
	if first, after, ok := strings.Cut(t.S, ". "); ok && !strings.Contains(first, " ") {
		if list := InWord(shape.Variable(first)); Firmest(list) == shape.Firm {
			return list, strings.TrimSpace(after)
		}
	}
	// "cart (14 days) keeps the basket"
	if m := livedAt(t.S); m != nil && m[0] == 0 && lifetime.Like(t.S[m[4]:m[5]]) {
		if list := InWord(shape.Variable(t.S[m[2]:m[3]])); Firmest(list) >= shape.Weak {
			list[0].Note = t.S[m[4]:m[5]]
			return list, strings.TrimLeft(t.S[m[1]:], " –—-:,.")
		}
	}
	// "cart, used for the basket"
	if first, after, ok := strings.Cut(t.S, ", "); ok && words.StartsLower(after) && !strings.Contains(first, " ") {
		if list := InWord(first); Firmest(list) >= shape.Weak && len(strings.Fields(after)) > 1 && len(Only(block.Inline{S: after}, joined)) == 0 {
			return list, after
		}
	}
	return Leading(t.S)
}

// Leading reads the firm names with which running text begins: "_a and _b
// are set by ...".
func Leading(s string) (list []Name, rest string) {
	at, end := 0, 0
	for at < len(s) && len(list) < 20 {
		at += words.Indent(s[at:])
		tok := s[at:]
		if i := strings.IndexAny(tok, " \n"); i >= 0 {
			tok = tok[:i]
		}
		n := InWord(shape.Variable(tok))
		switch {
		case tok == "":
			return list, ""
		case len(n) > 0 && AllFirm(n) && (strings.ContainsAny(n[0].Name, "_-") || strings.Contains(n[0].Name, "SESS") || strings.Count(n[0].Name, ".") > 1 && shape.Humps(n[0].Name) > 1) && !strings.HasSuffix(tok, "."):
			list = append(list, n...)
			at += len(tok)
			end = at
		case len(list) > 0 && words.Joins(tok):
			at += len(tok)
		case len(list) > 0 && tok[0] == '(' && at == end+words.Indent(s[end:]):
			// "a (13 months) and b (30 minutes)": the lifetime of each
			m := eachNote.FindStringSubmatch(s[at:])
			if m == nil || !lifetime.Like(m[1]) || len(InWord(shape.Variable(m[2]))) == 0 || shape.Of(shape.Trim(shape.Variable(m[2]))) != shape.Firm && len(list) < 2 {
				return list, strings.TrimLeft(s[end:], " \n,;:–—-")
			}
			list[len(list)-1].Note = m[1]
			at += len(m[1]) + 2
			end = at
		default:
			return list, strings.TrimLeft(s[end:], " \n,;:–—-")
		}
	}
	return list, strings.TrimSpace(s[end:])
}

var eachNote = lazyregexp.New(`^\(([^()]{2,40})\)(?:,|\s+(?:and|und|et|y|e|en|&|\+|/))\s+(\S+)`)

var quotedWord = lazyregexp.New("(?:^|[\\s(])[\"“”„«'‘`] ?([^\"“”„«»'‘’`\\s]{1,60}) ?[\"“”»'’`]")

// livedWord is a word with something in brackets behind it, such as a lifetime.
var livedWord = lazyregexp.New(`(?:^|[\s(])(\S{2,60}) \(([^()]{2,40})\)`)

// Lived gives the words of a sentence that have their lifetime in brackets.
func Lived(s string) map[string]bool {
	lived := map[string]bool{}
	if !strings.Contains(s, " (") {
		return lived
	}
	for _, m := range livedWord.FindAllStringSubmatch(s, 32) {
		if lifetime.Like(m[2]) {
			lived[shape.Trim(m[1])] = true
		}
	}
	return lived
}

// FirstShape gives the shape of the word with which a text begins, [shape.None] where it is
// no name by itself.
func FirstShape(s string) shape.Shape {
	token := strings.TrimLeft(s, " \n\"“„«'‘`")
	if i := strings.IndexAny(token, " \n,;"); i >= 0 {
		token = token[:i]
	}
	if len(token) > shape.MaxName {
		return shape.None
	}
	list := InWord(strings.TrimRight(shape.Variable(token), ".:)"))
	if len(list) == 0 || shape.Host(list[0].Name) || list[0].Shape != shape.Firm && (list[0].Shape != shape.Weak || !shape.Coined(list[0].Name) || PlainWord(list[0].Name) || Acronym(list[0].Name)) {
		return shape.None
	}
	return list[0].Shape
}

// First reads the names at the start of a text and gives what follows them:
// a list up to its end, else those that the first sentence names.
func First(t block.Inline, joined func(string) bool) (list []Name, rest string) {
	whole, after := unclosed(t.S)
	for _, end := range append([][]int{{len(whole), len(whole)}}, namesEnd.FindAllStringIndex(whole, 4)...) {
		if list = Only(block.Inline{S: strings.TrimRight(whole[:end[0]], ". ")}, joined); len(list) > 0 {
			return list, strings.TrimSpace(whole[end[1]:] + " " + strings.TrimLeft(after, ".,;: "))
		}
	}
	first := t.S
	if all := words.Sentences(t.S); len(all) > 0 {
		first = all[0]
	}
	list, rest = Leading(t.S)
	if told := InSentence(first, nil); len(told) > len(list) {
		return told, t.S
	}
	if len(list) == 0 {
		// "sessionid keeps you signed in"
		token, after, _ := strings.Cut(t.S, " ")
		list, rest = InWord(strings.TrimRight(token, ",")), after
	}
	return slices.DeleteFunc(list, func(n Name) bool { return n.Shape < shape.Weak }), rest
}

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

// WithLifetime reports whether a line is a name and how long it is kept: "fr: 3
// months".
func WithLifetime(s string) bool {
	name, life, ok := strings.Cut(s, ": ")
	return ok && len(life) < 60 && len(InWord(words.Unmarked(name))) == 1 && !PlainWord(name) && lifetime.Like(life) && !lifetime.MoreThan(life)
}
