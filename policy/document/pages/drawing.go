package pages

import (
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

// glyph is a letter, or several that are one form, where it stands on a page in
// points from the lower left.
type glyph struct {
	x, y, width, size float64
	s                 string
}

// matrix is a transformation of the plane: the first two columns of three.
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// times is the transformation by m and then by n (ISO 32000-1, section 8.3.4).
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is the part of the graphics state that places text.
type state struct {
	ctm                                   matrix
	font                                  *font
	size, spacing, wordGap, stretch, rise float64
	leading                               float64
}

// drawing carries out the operators of a page that place text (ISO 32000-1,
// section 9.4). The library has one of its own, which knows no widths of
// composite fonts: with it all letters of a word would stand in one place.
type drawing struct {
	glyphs []glyph
	left   *int // glyphs that may still come, on all pages
	stop   time.Time
	ops    int
}

// maxStates bounds how deep states are saved, maxForms how deep forms in forms
// are drawn.
const (
	maxStates = 256
	maxForms  = 6
)

// draw draws a stream with its resources, moved by a matrix.
func (d *drawing) draw(stream, resources pdf.Value, at matrix, depth int) {
	if stream.IsNull() || depth > maxForms {
		return
	}
	small(stream)
	g := state{ctm: at, stretch: 1}
	var saved []state
	fonts := map[string]*font{} // a form has names of its own
	text, line := unit, unit
	next := func(x, y float64) {
		line = matrix{1, 0, 0, 1, x, y}.times(line)
		text = line
	}
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		if d.ops++; d.ops%1000 == 0 && time.Now().After(d.stop) || *d.left < 0 {
			panic(errStop)
		}
		n := stack.Len()
		args := make([]pdf.Value, n)
		for i := n - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		num := func(i int) float64 {
			if i >= len(args) {
				return 0
			}
			return args[i].Float64()
		}
		show := func(v pdf.Value) {
			if g.font != nil && v.Kind() == pdf.String {
				d.show(v.RawString(), &g, &text)
			}
		}
		switch op {
		case "q":
			if len(saved) < maxStates {
				saved = append(saved, g)
			}
		case "Q":
			if len(saved) > 0 {
				g, saved = saved[len(saved)-1], saved[:len(saved)-1]
			}
		case "cm":
			g.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.times(g.ctm)
		case "BT":
			text, line = unit, unit
		case "Tf":
			if len(args) == 2 {
				name := args[0].Name()
				if _, ok := fonts[name]; !ok {
					fonts[name] = newFont(name, resources)
				}
				g.font, g.size = fonts[name], num(1)
			}
		case "Tc":
			g.spacing = num(0)
		case "Tw":
			g.wordGap = num(0)
		case "Tz":
			g.stretch = num(0) / 100
		case "Ts":
			g.rise = num(0)
		case "TL":
			g.leading = num(0)
		case "Td":
			next(num(0), num(1))
		case "TD":
			g.leading = -num(1)
			next(num(0), num(1))
		case "Tm":
			line = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
			text = line
		case "T*":
			next(0, -g.leading)
		case "Tj":
			if n == 1 {
				show(args[0])
			}
		case "'":
			next(0, -g.leading)
			if n == 1 {
				show(args[0])
			}
		case "\"":
			g.wordGap, g.spacing = num(0), num(1)
			next(0, -g.leading)
			if n == 3 {
				show(args[2])
			}
		case "TJ":
			if n != 1 {
				return
			}
			for i := range args[0].Len() {
				x := args[0].Index(i)
				if x.Kind() == pdf.String {
					show(x)
					continue
				}
				text = matrix{1, 0, 0, 1, -x.Float64() / 1000 * g.size * g.stretch, 0}.times(text)
			}
		case "Do":
			if n != 1 {
				return
			}
			form := resources.Key("XObject").Key(args[0].Name())
			if form.Key("Subtype").Name() != "Form" {
				return
			}
			m := unit
			if a := form.Key("Matrix"); a.Len() == 6 {
				for i := range m {
					m[i] = a.Index(i).Float64()
				}
			}
			own := form.Key("Resources")
			if own.IsNull() {
				own = resources
			}
			d.draw(form, own, m.times(g.ctm), depth+1)
		}
	})
}

// show places the letters of a text.
func (d *drawing) show(raw string, g *state, text *matrix) {
	for len(raw) > 0 {
		code := raw[:min(g.font.bytes, len(raw))]
		raw = raw[len(code):]
		s, width := g.font.letter(code)
		at := matrix{g.size * g.stretch, 0, 0, g.size, 0, g.rise}.times(*text).times(g.ctm)
		step := width*g.size + g.spacing
		if code == " " {
			step += g.wordGap
		}
		// Text that runs upwards, as on the margin of a form, is not read.
		if level := abs(at[1]) <= abs(at[0]); level && s != "" {
			d.glyphs = append(d.glyphs, glyph{x: at[4], y: at[5], width: width * abs(at[0]), size: abs(at[3]), s: s})
		}
		*d.left--
		*text = matrix{1, 0, 0, 1, step * g.stretch, 0}.times(*text)
	}
}

func abs(f float64) float64 { return max(f, -f) }

// font knows the letters of a font and how wide they are.
type font struct {
	of      pdf.Font
	bytes   int // of a code
	widths  map[int]float64
	usual   float64
	letters map[string]string
}

// newFont reads a font, nil if the resources have none of the name.
func newFont(name string, resources pdf.Value) *font {
	v := resources.Key("Font").Key(name)
	if v.IsNull() {
		return nil
	}
	small(v.Key("ToUnicode"))
	f := &font{of: pdf.Font{V: v}, bytes: 1, letters: map[string]string{}}
	if v.Key("Subtype").Name() == "Type0" {
		f.bytes = 2
		f.composite(v.Key("DescendantFonts").Index(0))
	}
	return f
}

// composite reads the widths of a composite font (ISO 32000-1, section 9.7.4.3):
// a code and a list of widths, or two codes and the width of all between them.
func (f *font) composite(v pdf.Value) {
	f.usual, f.widths = 1000, map[int]float64{}
	if w := v.Key("DW"); !w.IsNull() {
		f.usual = w.Float64()
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len() && len(f.widths) < 1<<16; {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range min(list.Len(), 1<<16) {
				f.widths[first+j] = list.Index(j).Float64()
			}
			i += 2
			continue
		}
		last := int(w.Index(i + 1).Int64())
		for c := first; c <= last && c < first+1<<16; c++ {
			f.widths[c] = w.Index(i + 2).Float64()
		}
		i += 3
	}
}

// letter gives what a code stands for and its width, in units of the font's size.
func (f *font) letter(code string) (string, float64) {
	s, ok := f.letters[code]
	if !ok {
		if enc := f.of.Encoder(); enc != nil {
			s = enc.Decode(code)
		}
		s = strings.Map(func(r rune) rune {
			if r < 0x20 || r == 0xfffd {
				return -1
			}
			return r
		}, ligatures.Replace(s))
		f.letters[code] = s
	}
	if f.bytes == 1 {
		w := f.of.Width(int(code[0]))
		if w == 0 {
			w = 500 // one of the standard fonts, whose widths are not in the file
		}
		return s, w / 1000
	}
	n := 0
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	w, ok := f.widths[n]
	if !ok {
		w = f.usual
	}
	return s, w / 1000
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl")
