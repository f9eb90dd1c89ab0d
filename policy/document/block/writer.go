package block

import (
	"strings"
	"unicode"
)

// Writer builds an inline text; the zero Writer is ready.
type Writer struct {
	b     strings.Builder
	spans []Span
	open  []Span
	gap   bool // white space is due before the next character
	brk   bool // a line break is due
}

// Write adds text; any run of white space in it is one space.
func (w *Writer) Write(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\u2060':
			w.gap = w.gap || r != '\u200b' && r != '\u2060'
			continue
		case r == '\u00ad' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r < 0x20:
			continue // nothing that is seen
		}
		w.settle()
		w.b.WriteRune(r)
	}
}

// settle writes the white space that is due.
func (w *Writer) settle() {
	if w.b.Len() > 0 {
		if w.brk {
			w.b.WriteByte('\n')
		} else if w.gap {
			w.b.WriteByte(' ')
		}
	}
	w.gap, w.brk = false, false
}

// Blank reports whether nothing has been written yet.
func (w *Writer) Blank() bool { return w.b.Len() == 0 }

// Newline asks for a line break before whatever comes next.
func (w *Writer) Newline() { w.brk = true }

// maxOpen is how many marks may be open at once: nobody writes more, and each
// end has to look for its start.
const maxOpen = 32

// Start begins a marked piece.
func (w *Writer) Start(st Style) {
	if len(w.open) < maxOpen {
		w.open = append(w.open, Span{From: w.b.Len(), Style: st})
	}
}

// End ends the innermost marked piece of a style.
func (w *Writer) End(st Style) {
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i].Style != st {
			continue
		}
		from := w.open[i].From
		w.open = append(w.open[:i], w.open[i+1:]...)
		s := w.b.String()
		for from < w.b.Len() && (s[from] == ' ' || s[from] == '\n') {
			from++
		}
		if from < w.b.Len() {
			w.spans = append(w.spans, Span{from, w.b.Len(), st})
		}
		return
	}
}

// Take gives the text and starts anew.
func (w *Writer) Take() Inline {
	for len(w.open) > 0 {
		w.End(w.open[len(w.open)-1].Style)
	}
	t := Inline{w.b.String(), w.spans}
	*w = Writer{}
	return t
}

// Plain makes an inline text without marks; line breaks count.
func Plain(s string) Inline {
	var w Writer
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			w.Newline()
		}
		w.Write(line)
	}
	return w.Take()
}
