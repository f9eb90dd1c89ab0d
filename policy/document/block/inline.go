package block

import (
	"strings"
	"unicode"

	"crumbs/policy/document/words"
)

// Style is how a piece of text was marked.
type Style byte

// The styles that tell something about a text.
const (
	Code Style = iota
	Strong
	Emphasis
	Link
)

// Span is a marked piece of an inline text, as byte offsets.
type Span struct {
	From, To int
	Style    Style
}

// Inline is running text: white space folded, a line break where the document
// asks for one, and what was marked in it.
type Inline struct {
	S     string // the text itself
	Spans []Span
}

// Empty reports whether there is no text.
func (t Inline) Empty() bool { return t.S == "" }

// Marked gives the pieces with one of these styles, in order.
func (t Inline) Marked(styles ...Style) []string {
	var out []string
	for _, sp := range t.Spans {
		for _, st := range styles {
			if sp.Style == st && sp.To > sp.From {
				out = append(out, t.S[sp.From:sp.To])
			}
		}
	}
	return out
}

// Lead gives the piece with one of these styles with which the text begins, empty if
// there is none, and the rest.
func (t Inline) Lead(styles ...Style) (lead, rest string) {
	end := 0
	for _, sp := range t.Spans {
		for _, st := range styles {
			// Two bold pieces side by side are one.
			if sp.Style == st && sp.From <= end+words.Indent(t.S[end:]) && sp.To > end {
				end = sp.To
			}
		}
	}
	return t.S[:end], t.S[end:]
}

// All reports whether everything but punctuation has the style.
func (t Inline) All(st Style) bool {
	if t.S == "" {
		return false
	}
	covered := make([]bool, len(t.S))
	for _, sp := range t.Spans {
		if sp.Style == st {
			for i := sp.From; i < sp.To; i++ {
				covered[i] = true
			}
		}
	}
	for i, r := range t.S {
		if !covered[i] && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return false
		}
	}
	return true
}

// Cut gives the piece of a text between two bytes with its marks, without the
// separators at its ends.
func (t Inline) Cut(from, to int) Inline {
	for from < to && strings.IndexByte(" \n;,|.-", t.S[from]) >= 0 && !(t.S[from] == '.' && from+1 < to && t.S[from+1] != ' ') && !(t.S[from] == '-' && from+1 < to && t.S[from+1] != ' ') {
		from++
	}
	for to > from && strings.IndexByte(" \n;,|", t.S[to-1]) >= 0 {
		to--
	}
	out := Inline{S: t.S[from:to]}
	for _, sp := range t.Spans {
		if a, b := max(sp.From, from), min(sp.To, to); a < b {
			out.Spans = append(out.Spans, Span{a - from, b - from, sp.Style})
		}
	}
	return out
}

// Over puts another text below this one, on a new line.
func (t Inline) Over(b Inline) Inline {
	if t.Empty() {
		return b
	}
	if b.Empty() {
		return t
	}
	at := len(t.S) + 1
	out := Inline{t.S + "\n" + b.S, append([]Span(nil), t.Spans...)}
	for _, sp := range b.Spans {
		out.Spans = append(out.Spans, Span{sp.From + at, sp.To + at, sp.Style})
	}
	return out
}

// WithoutIcon takes off a picture that stands before the text.
func (t Inline) WithoutIcon() Inline {
	n := 0
	for i, r := range t.S {
		if r < 0x80 && r != ' ' || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("“„«‘", r) {
			n = i
			break
		}
	}
	if n == 0 {
		return t
	}
	return t.Cut(n, len(t.S))
}
