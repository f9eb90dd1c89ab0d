package layout

import (
	"math"
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/stack"
	"crumbs/policy/document/weave"
	"crumbs/policy/document/words"
)

// missing is what it costs that a cell is empty.
func missing(r column.Role) float64 {
	switch r {
	case column.Lifetime:
		return 2
	case column.Purpose, column.Function:
		return 1.5
	}
	return 1
}

// cellWords bounds the words of a cell.
func cellWords(r column.Role) int {
	switch r {
	case column.Name, column.Provider, column.Domain, column.Category, column.Party:
		return 7
	case column.Lifetime:
		return 60 // with what was drawn into it
	}
	return 80
}

// fit says how well words fit as a cell.
func (f *flow) fit(r column.Role, from, to int) float64 {
	known, n := f.fits[r], to-from
	if known == nil || n > shortCell {
		return f.fitAnew(r, from, to)
	}
	v := &known[from*shortCell+n-1]
	if math.IsNaN(*v) {
		*v = f.fitAnew(r, from, to)
	}
	return *v
}

func (f *flow) fitAnew(r column.Role, from, to int) float64 {
	n := to - from
	if r != column.Name && strings.HasPrefix(f.words[from].s, "/") {
		return -8 // a list of names that goes on
	}
	switch r {
	case column.Name:
		s := f.nameOf(from, to)
		if s == "" {
			return -8
		}
		switch v := names.ShapeOf(s); {
		case v == shape.Firm:
			return 4
		case v == shape.Weak && n == 1 && !names.PlainWord(s) && !(words.Letters(s) && words.StartsUpper(s) && words.StartsLower(s[len(s)-1:])):
			return 2.5
		case v == shape.Weak && n == 1 && f.roles[0] == column.Name && !names.Idle(s) && lifetime.Unit([]string{words.Fold(s)}) == 0:
			return 0.3
		case v == shape.Brand && n == 1:
			return 0
		}
		return -8
	case column.Lifetime:
		if n <= 8 && f.isLife(from, to) {
			if n == 1 && words.StartsLower(f.words[from].s) && !f.words[from].ends {
				return 1 // "session" may be a word of the text
			}
			return 3 - 0.3*float64(max(0, n-2))
		}
		if e := f.lifeAhead(from, to); e > 0 {
			return 1.5 - 0.02*float64(to-e)
		}
		if n == 1 && stack.Dash(f.words[from].s) {
			return 1
		}
		return -3
	case column.Purpose, column.Function, column.None:
		if words.StartsLower(f.words[from].s) {
			return -1
		}
		return 1
	case column.Provider, column.Domain, column.Service:
		if words.StartsLower(f.words[from].s) && !strings.Contains(f.words[from].s, ".") {
			return -1
		}
		if n <= 3 && words.StartsLower(f.words[to-1].s) && beforeTime[words.Fold(f.words[from].s)] {
			return -1 // "Up to", of the lifetime in the next cell
		}
		if n <= 4 && words.StartsUpper(f.words[to-1].s) {
			return 0.6 + 0.05*float64(n) // the longest that is a name throughout
		}
		return 0.6 - 0.4*float64(n-1)
	case column.Category, column.Party:
		if _, ok := purpose.Category(f.text(from, to)); ok && n <= 4 {
			return 2
		}
		return -0.5 * float64(min(n, 3))
	}
	return 0.3 - 0.1*float64(max(0, n-5))
}

// isLife reports whether words are a lifetime from the first one on.
func (f *flow) isLife(from, to int) bool {
	n := to - from
	if n > shortCell {
		return false
	}
	v := &f.lives[from*shortCell+n-1]
	if *v == 0 {
		*v = -1
		if lifeFromStart(f.text(from, to)) || f.counted && n == 1 && f.words[from].ends && strings.Trim(f.words[from].s, "0123456789") == "" {
			*v = 1
		}
	}
	return *v > 0
}

func lifeFromStart(s string) bool {
	if !lifetime.Like(s) || lifetime.MoreThan(s) {
		return false
	}
	w := words.Of(s)
	if at := lifetime.Amounts(s, 0); len(at) > 0 {
		return len(strings.Fields(at[0].Joint)) <= 3 && (at[0].Joint == "" || beforeTime[strings.Fields(at[0].Joint)[0]] || lifetime.SpeakOfSession(w[:1]))
	}
	return len(w) > 0 && !column.Words().Idle[w[len(w)-1]] && (lifetime.SpeakOfSession(w[:1]) || beforeTime[w[0]] || lifetime.SpeakOfEnd(w[:1]) || lifetime.SpeakOfEver(w[:min(len(w), 2)]))
}

// beforeTime are words that a lifetime begins with.
var beforeTime = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("~ ≤ < up max maximum maximal maximaal massimo maximo about circa ca approx environ etwa ungefahr jusqu bis hasta ate fino tot until fin end ende einde fine fim persistent persistant persistente varies varia a al au am when expires caduca") {
		out[w] = true
	}
	return out
}()

// lifeAhead gives where a lifetime ends that is followed by the rest of the cell
// before: the lines of the two stood side by side. 0 if there is none.
func (f *flow) lifeAhead(from, to int) int {
	for e := min(from+4, to-1); e > from; e-- {
		if f.words[e-1].ends && f.isLife(from, e) {
			return e
		}
	}
	return 0
}

func (f *flow) text(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(' ')
		}
		b.WriteString(f.words[i].s)
	}
	return b.String()
}

// nameOf gives the words of a cell of names, with those joined that the column cut;
// "" if they are no list of names.
func (f *flow) nameOf(from, to int) string {
	s := f.words[from].s
	for i := from + 1; i < to; i++ {
		x := f.words[i].s
		switch {
		case f.words[i].begins && weave.Joins(s, x) && !strings.HasSuffix(s, "."):
			s += x
		case strings.HasSuffix(s, ",") || strings.HasSuffix(s, " /") || x == "/" || strings.HasPrefix(x, "("):
			s += " " + x
		case strings.Count(s, "(") > strings.Count(s, ")"), strings.Count(s, "<") > strings.Count(s, ">"):
			s += " " + x
		default:
			return ""
		}
	}
	if strings.HasSuffix(s, ",") || strings.HasSuffix(s, "/") || strings.Count(s, "(") != strings.Count(s, ")") {
		return ""
	}
	return s
}

// cells gives the cells of a row.
func (f *flow) cells(from, to int, begin []int) []flowCell {
	out := make([]flowCell, len(begin))
	spill := ""
	for c, b := range begin {
		e := to
		if c+1 < len(begin) {
			e = begin[c+1]
		}
		out[c].from = from
		if b >= e {
			continue
		}
		out[c].text = f.text(b, e)
		switch f.roles[c] {
		case column.Name:
			out[c].text = f.nameOf(b, e)
		case column.Lifetime:
			if cut := f.lifeAhead(b, e); cut > 0 && !(e-b <= 8 && f.isLife(b, e)) {
				out[c].text, spill = f.text(b, cut), f.text(cut, e)
			}
		}
	}
	for c, r := range f.roles {
		if spill != "" && r.Prose() && out[c].text != "" {
			out[c].text += " " + spill
			break
		}
	}
	return out
}
