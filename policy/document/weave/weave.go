// Package weave puts the rows of a table together again whose cells were wrapped over
// several lines: which column a piece goes on in, and where the next row begins.
package weave

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Scrap is one line of a table of which the cells were wrapped: what a PDF or a
// terminal leaves of it.
type Scrap struct {
	Line  int
	Gap   bool     // an empty line stands before it
	Cells []string // by column, if placed; else in order, with columns missing
	Fixed bool     // the cells are in their columns
	Alone bool     // it is a row, whatever stands around
}

// weaver puts wrapped lines together again. A cell begins on the first line of
// its row and goes on from line to line without a break; which column a piece
// goes on in, where that was lost, is judged by what is open: a bracket, a
// sentence, a lifetime without its unit.
type weaver struct {
	roles []column.Role
	name  int // the column of names
	width []int
	rows  []Scrap // finished ones: a line break in a cell is a new name or a new line
	cur   *Scrap
	live  []bool // columns that had text on the line before
	last  []string
	fresh bool // a text begins beside the name
}

// maxTail is as much of a cell's end as tells what goes on with it.
const maxTail = 200

// Rows gives the rows that wrapped lines make, each with a cell for every column; a line
// break in one is a new name. roles are those of the columns.
func Rows(scraps []Scrap, roles []column.Role) []Scrap {
	n := len(roles)
	w := &weaver{roles: roles, name: -1, width: make([]int, n)}
	for i, r := range roles {
		if r == column.Name && w.name < 0 {
			w.name = i
		}
	}
	wrapped := false
	for _, s := range scraps {
		wrapped = wrapped || len(s.Cells) < n || s.Cells[0] == "" && n > 1
		if len(s.Cells) == n {
			for i, c := range s.Cells {
				w.width[i] = max(w.width[i], utf8.RuneCountInString(c))
			}
		}
	}
	for _, s := range scraps {
		if len(s.Cells) > n {
			s.Cells = append(s.Cells[:n-1:n-1], strings.Join(s.Cells[n-1:], " "))
		}
		cols, start := w.place(s, wrapped)
		if start || w.cur == nil {
			w.close()
			w.cur = &Scrap{Line: s.Line, Cells: make([]string, n), Fixed: true}
			w.last = make([]string, n)
		}
		w.live = make([]bool, n)
		beside := w.textBeside(s.Cells, cols)
		w.fresh = w.textBegins(s.Cells, cols)
		for i, c := range s.Cells {
			if c = strings.TrimSpace(c); c != "" {
				w.add(cols[i], c, start, beside)
			}
		}
	}
	w.close()
	return w.rows
}

func (w *weaver) close() {
	if w.cur != nil {
		w.rows = append(w.rows, *w.cur)
		w.cur = nil
	}
}

// add puts a piece behind what its cell holds; beside is set if a text goes on
// beside the name on the same line.
func (w *weaver) add(col int, s string, first, beside bool) {
	w.live[col] = true
	old := w.cur.Cells[col]
	switch {
	case old == "" || first:
		w.cur.Cells[col] = s
	case col == w.name && (Joins(old, s) || w.cutName(old, s, beside) && !(w.fresh && ofWords(s)) || !w.fresh && w.hardCut(lastLine(old), s, beside)):
		w.cur.Cells[col] = old + s
	case col == w.name && strings.HasSuffix(old, " /"):
		w.cur.Cells[col] = old + " " + s
	case col == w.name:
		w.cur.Cells[col] = old + "\n" + s
	case strings.HasSuffix(old, "-") && ownHyphen[strings.ToLower(lastWord(old[:len(old)-1]))]:
		w.cur.Cells[col] = old + s
	case strings.HasSuffix(old, "-") && words.StartsLower(s) && !strings.HasSuffix(old, " -"):
		w.cur.Cells[col] = strings.TrimSuffix(old, "-") + s
	default:
		w.cur.Cells[col] = old + " " + s
	}
	w.last[col] = s
}

// ownHyphen are words whose hyphen is their own, and not one of a line's end.
var ownHyphen = map[string]bool{"first": true, "third": true, "non": true, "opt": true, "anti": true, "cross": true, "log": true, "sign": true}

// Joins reports whether the second piece goes on with the name that the first
// one began: a narrow column breaks names behind a _ or a -.
func Joins(a, b string) bool {
	a = lastLine(a)
	if strings.ContainsAny(a, " ,;") || strings.ContainsAny(b, " ,;") {
		return false
	}
	return strings.HasSuffix(a, "_") || strings.HasSuffix(a, "-") && b != "" && !strings.HasPrefix(b, "_") || strings.HasSuffix(a, ".") || cutsWord(a, b) ||
		strings.HasPrefix(b, "-") && len(b) > 1 && isLetter(b[1]) || strings.LastIndexAny(a, "<{[") > strings.LastIndexAny(a, ">}]")
}

// listsOn reports whether a list of names goes on behind what there is of it.
func listsOn(s string) bool { return strings.HasSuffix(s, ",") || strings.HasSuffix(s, " /") }

// goesOnBeside reports whether a cell beside the name's goes on with a sentence or
// with a lifetime: no row begins so.
func (w *weaver) goesOnBeside(cells []string) bool {
	for i, s := range cells {
		old := w.cur.Cells[i]
		if i == w.name || s == "" || old == "" {
			continue
		}
		switch {
		case w.roles[i].Prose() && w.unfinished(i) && words.StartsLower(s):
			return true
		case w.roles[i] == column.Lifetime && !lifetime.Like(old) && !lifetime.Like(s) && lifetime.Like(old+" "+s):
			return true
		}
	}
	return false
}

func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

// place decides in which columns the pieces of a line belong and whether they
// begin a new row.
func (w *weaver) place(s Scrap, wrapped bool) (cols []int, start bool) {
	if w.cur != nil && slices.ContainsFunc(w.cur.Cells, func(s string) bool { return len(s) > block.MaxCell }) {
		w.close()
	}
	n, k := len(w.roles), len(s.Cells)
	whole := make([]int, k)
	for i := range whole {
		whole[i] = i
	}
	if s.Fixed || k == n {
		if w.cur == nil || s.Alone {
			return whole, true
		}
		named := w.name < 0 && s.Cells[0] != "" || w.name >= 0 && s.Cells[w.name] != ""
		if !named || !wrapped && !s.Fixed {
			return whole, named
		}
		if w.name >= 0 && Joins(w.cur.Cells[w.name], s.Cells[w.name]) && (slices.Contains(s.Cells, "") || w.goesOnBeside(s.Cells)) {
			return whole, false // the other half of a name, beside that of a cell further on
		}
		if w.name >= 0 && listsOn(w.cur.Cells[w.name]) {
			return whole, false
		}
		return whole, s.Gap || w.begins(s.Cells, whole) > w.goesOn(s.Cells, whole)
	}
	best, bestCols := -1e9, whole
	for _, c := range Choices(n, k) {
		if v := w.begins(s.Cells, c); v > best {
			best, bestCols, start = v, c, true
		}
		if w.cur == nil {
			continue
		}
		if v := w.goesOn(s.Cells, c); v >= best {
			best, bestCols, start = v, c, false
		}
	}
	return bestCols, start || w.cur == nil
}

// Choices gives every way of putting k cells into n columns in order. Tables
// with many columns are rare: there only the first and the last fit is tried.
func Choices(n, k int) [][]int {
	if n > 8 {
		a, b := make([]int, k), make([]int, k)
		for i := range k {
			a[i], b[i] = i, n-k+i
		}
		return [][]int{a, b}
	}
	var out [][]int
	var walk func(from int, at []int)
	walk = func(from int, at []int) {
		if len(at) == k {
			out = append(out, append([]int(nil), at...))
			return
		}
		for c := from; c < n; c++ {
			walk(c+1, append(at, c))
		}
	}
	walk(0, nil)
	return out
}

// begins says how well a line fits as the first one of a row.
func (w *weaver) begins(cells []string, cols []int) float64 {
	v := -0.7 * float64(len(w.roles)-len(cells))
	if len(cells) == len(w.roles) {
		v = 2
	}
	named := w.name < 0
	for i, s := range cells {
		if s == "" {
			continue
		}
		switch c := cols[i]; {
		case c == w.name:
			named = true
			if w.cur != nil && (cutsWord(lastLine(w.cur.Cells[c]), s) || !w.textBegins(cells, cols) && w.hardCut(lastLine(w.cur.Cells[c]), s, w.textBeside(cells, cols))) {
				v -= 6 // the other half of the name above
			}
			sh := PieceShape(s)
			if sh == shape.Weak && w.cur != nil && ofSentence(s) {
				sh = shape.None // words of a sentence
			}
			switch sh {
			case shape.Firm:
				v += 3
			case shape.Weak:
				v++
			case shape.Brand:
				v += 0.5
			default:
				v -= 4
			}
		case w.roles[c] == column.Lifetime:
			if lifetime.Like(s) {
				v++
			} else {
				v--
			}
		case w.roles[c].Prose():
			if !words.StartsLower(s) {
				v += 0.5
				break
			}
			v -= 0.5
			if w.cur != nil && w.unfinished(c) {
				v -= 1.5
			}
		}
	}
	if !named {
		v -= 4
	}
	return v
}

// goesOn says how well a line fits as a further one of the row.
func (w *weaver) goesOn(cells []string, cols []int) float64 {
	v := 0.0
	open, beside := false, w.textBeside(cells, cols)
	for i, r := range w.roles {
		open = open || r.Prose() && w.unfinished(i)
	}
	for i, s := range cells {
		c := cols[i]
		if s == "" {
			continue
		}
		old := w.cur.Cells[c]
		old = old[max(0, len(old)-maxTail):]
		if open && i > 0 && w.ahead(c) && w.roles[c] == column.Lifetime && lifetime.Like(s) {
			v += 0.5 // "... pages of the / portal | 1 day": the row ends here
			continue
		}
		if !w.live[c] {
			v -= 2
		}
		if c != w.name && strings.Count(old, "(") > strings.Count(old, ")") {
			v++
			if strings.Contains(s, ")") {
				v++
			}
		} else if strings.Contains(s, ")") && !strings.Contains(s, "(") {
			v--
		}
		switch {
		case c == w.name:
			sh := PieceShape(s)
			if sh == shape.Weak && (w.wordOfProse(s) || ofSentence(s)) {
				sh = shape.None
			}
			switch {
			case listsOn(old) && sh >= shape.Weak:
				v += 4 // a list that goes on
			case Joins(old, s), w.cutName(old, s, beside) && !(w.textBegins(cells, cols) && ofWords(s)), !w.textBegins(cells, cols) && w.hardCut(lastLine(old), s, beside):
				v += 3
			case sh == shape.Firm && !open:
				v += 3
			case sh == shape.Firm:
				v++
			case sh == shape.Weak && !open:
				v += 2.5
			case sh == shape.Weak:
				v -= 0.5
			default:
				v -= 3
			}
		case w.roles[c] == column.Lifetime:
			switch {
			case old == "":
				v--
			case strings.Count(old, "(") > strings.Count(old, ")") || strings.HasPrefix(s, "("):
				v += 2.5
			case endsInFigure(old) && lifetime.Unit(words.Of(s)[:min(1, len(words.Of(s)))]) > 0, !lifetime.Like(old) && lifetime.Like(old+" "+s):
				v += 4 // "30" and "minutes"
			case !lifetime.Like(old):
				v += 2
			default:
				v -= 2
			}
		case w.roles[c].Prose():
			switch {
			case old == "":
				v -= 0.5
			case w.unfinished(c) && words.StartsLower(s):
				v += 2.5
			case w.unfinished(c):
				v += 2
			case words.StartsLower(s):
				v += 0.2
			}
		case old == "":
			v--
		case w.roles[c] == column.Category:
			// "Cookies / strictly / necessary": no category yet.
			if _, done := purpose.Category(old); done {
				v -= 0.5
			} else if _, ok := purpose.Category(old + " " + s); ok {
				v += 3
			}
		default:
			v -= 0.3
		}
	}
	return v
}

// ofSentence reports whether a piece is of a sentence rather than of a list of names:
// "shape and size".
func ofSentence(s string) bool {
	w := strings.Fields(s)
	return len(w) > 2 && PlainLast(s) && lifetime.Adds(w[len(w)-2])
}

func endsInFigure(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// ahead reports whether the row has nothing yet from a column on.
func (w *weaver) ahead(col int) bool {
	for _, s := range w.cur.Cells[col:] {
		if s != "" {
			return false
		}
	}
	return true
}

// unfinished reports whether the text of a column could go on: its last line is
// about as long as the column is wide and ends no sentence.
func (w *weaver) unfinished(col int) bool {
	old := w.cur.Cells[col]
	if old == "" || strings.HasSuffix(old, ".") || strings.HasSuffix(old, "!") || strings.HasSuffix(old, "?") {
		return false
	}
	return utf8.RuneCountInString(w.last[col])*2 >= w.width[col]
}

// PieceShape judges a piece of a wrapped row as a name: what people write in
// capitals, "HTTP" below "Cookie", is none.
func PieceShape(s string) shape.Shape {
	if names.Acronym(s) {
		return shape.None
	}
	return names.ShapeOf(s)
}
