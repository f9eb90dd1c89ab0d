package document

import (
	"strings"
	"unicode"

	"crumbs/policy/document/column"
)

// kind tells blocks apart.
type kind int

const (
	heading kind = iota // level 1 to 6
	para                // a paragraph, or a line that stands alone
	item                // a list item; level is how deep it is nested, from 1
	term                // what a definition list defines
	detail              // what it says of it
	table               // rows of cells
)

// block is the one form in which every reader gives a document.
type block struct {
	kind    kind
	level   int
	line    int  // from 1
	caption bool // of the table below
	text    inline
	rows    []row

	role     column.Role // of a value whose label stood before it
	labelled bool        // another label follows

	sorts string // the label of a kind, where the text is the names behind it
}

// row is a row of a table.
type row struct {
	line  int
	head  bool // the format says that it is a header
	cells []cell
}

// cell is a cell of a table.
type cell struct {
	inline
	line int
	span int // columns it spans, 0 and 1 alike
}

// style is how a piece of text was marked.
type style byte

const (
	code style = iota
	strong
	emphasis
	link
)

// span is a marked piece of an inline text, as byte offsets.
type span struct {
	from, to int
	style    style
}

// inline is running text: white space folded, a line break where the document
// asks for one, and what was marked in it.
type inline struct {
	s     string
	spans []span
}

func (t inline) empty() bool { return t.s == "" }

// marked gives the pieces with one of these styles, in order.
func (t inline) marked(styles ...style) []string {
	var out []string
	for _, sp := range t.spans {
		for _, st := range styles {
			if sp.style == st && sp.to > sp.from {
				out = append(out, t.s[sp.from:sp.to])
			}
		}
	}
	return out
}

// lead gives the marked piece with which the text begins, and the rest.
func (t inline) lead(styles ...style) (string, string) {
	end := 0
	for _, sp := range t.spans {
		for _, st := range styles {
			// Two bold pieces side by side are one.
			if sp.style == st && sp.from <= end+countSpace(t.s[end:]) && sp.to > end {
				end = sp.to
			}
		}
	}
	return t.s[:end], t.s[end:]
}

// all reports whether everything but punctuation has the style.
func (t inline) all(st style) bool {
	if t.s == "" {
		return false
	}
	covered := make([]bool, len(t.s))
	for _, sp := range t.spans {
		if sp.style == st {
			for i := sp.from; i < sp.to; i++ {
				covered[i] = true
			}
		}
	}
	for i, r := range t.s {
		if !covered[i] && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return false
		}
	}
	return true
}

func countSpace(s string) int {
	return len(s) - len(strings.TrimLeft(s, " \n"))
}

// inliner builds an inline text.
type inliner struct {
	b     strings.Builder
	spans []span
	open  []span
	gap   bool // white space is due before the next character
	brk   bool // a line break is due
}

// write adds text; any run of white space in it is one space.
func (w *inliner) write(s string) {
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
func (w *inliner) settle() {
	if w.b.Len() > 0 {
		if w.brk {
			w.b.WriteByte('\n')
		} else if w.gap {
			w.b.WriteByte(' ')
		}
	}
	w.gap, w.brk = false, false
}

// newline asks for a line break before whatever comes next.
func (w *inliner) newline() { w.brk = true }

// maxOpen is how many marks may be open at once: nobody writes more, and each
// end has to look for its start.
const maxOpen = 32

// start begins a marked piece, end ends the innermost one of that style.
func (w *inliner) start(st style) {
	if len(w.open) < maxOpen {
		w.open = append(w.open, span{from: w.b.Len(), style: st})
	}
}

func (w *inliner) end(st style) {
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i].style != st {
			continue
		}
		from := w.open[i].from
		w.open = append(w.open[:i], w.open[i+1:]...)
		s := w.b.String()
		for from < w.b.Len() && (s[from] == ' ' || s[from] == '\n') {
			from++
		}
		if from < w.b.Len() {
			w.spans = append(w.spans, span{from, w.b.Len(), st})
		}
		return
	}
}

// take gives the text and starts anew.
func (w *inliner) take() inline {
	for len(w.open) > 0 {
		w.end(w.open[len(w.open)-1].style)
	}
	t := inline{w.b.String(), w.spans}
	*w = inliner{}
	return t
}

// plain makes an inline text without marks.
func plain(s string) inline {
	var w inliner
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			w.newline()
		}
		w.write(line)
	}
	return w.take()
}
