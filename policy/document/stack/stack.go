// Package stack reads tables of which every cell stands on a line, or is a paragraph, of
// its own: first the headers, then row after row.
package stack

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// raggedRow is how many lines a row of such a table has at most.
const raggedRow = 14

// Ragged reads the rows of a stacked table whose cells take one line or more, or
// none: each begins with a name and goes on to its lifetime and to the cells
// behind that. It gives the rows with a cell for each of the n columns, and how
// many pieces header and rows take; no rows if there are none such.
func Ragged(l *column.Labels, cells []Piece) (n int, rows [][]Piece, used int) {
	texts := make([]string, 0, min(len(cells), 12))
	for _, c := range cells[:min(len(cells), 12)] {
		texts = append(texts, words.Unmarked(c.Text))
	}
	n, name, life := l.StackedHead(texts)
	// A first cell that sounds like a label is none of the header.
	for n > 2 && name == 0 && life >= 0 && life < n-1 && n < len(texts) && !Named(texts[n]) {
		n--
	}
	if n < 2 || name != 0 || life <= 0 || life >= n {
		return 0, nil, 0
	}
	wide := 1 // the column that takes what is too much
	for c := 1; c < life; c++ {
		if r, _ := l.Role(texts[c]); r == column.Purpose || r == column.Function {
			wide = c
		}
	}
	at := n
	for at < len(cells) {
		first := words.Unmarked(cells[at].Text)
		sure := names.Firmest(names.Only(block.Inline{S: first}, nil))
		if _, label := l.Label(first); label && sure != shape.Firm || sure < shape.Weak || sure == shape.Weak && (len(rows) == 0 || names.PlainWord(first)) {
			break
		}
		t := at + 1
		for t < len(cells) && t < at+raggedRow && !timeAlone(words.Unmarked(cells[t].Text)) {
			t++
		}
		if t >= len(cells) || t >= at+raggedRow {
			break
		}
		row := make([]Piece, n)
		row[0], row[life] = cells[at], cells[t]
		between := cells[at+1 : t]
		after := life - 1 - wide // columns between the wide one and the lifetime
		for c := 1; c < life && len(between) > 0; c++ {
			k := 1
			if c == wide {
				k = max(len(between)-after, 1)
			} else if c < wide && len(between) == 1 && len(words.Of(between[0].Text)) > 2 && life > 2 {
				continue // the cell of this column was lost
			}
			row[c] = between[0]
			for _, more := range between[1:min(k, len(between))] {
				row[c].Text += " " + more.Text
			}
			between = between[min(k, len(between)):]
		}
		used = t + 1
		for c := life + 1; c < n && used < len(cells); c++ {
			if names.Firmest(names.Only(block.Inline{S: words.Unmarked(cells[used].Text)}, nil)) == shape.Firm {
				break // the next row
			}
			row[c] = cells[used]
			used++
		}
		rows = append(rows, row)
		at = used
	}
	return n, rows, used
}

// timeAlone reports whether a line is a lifetime and nothing else.
func timeAlone(s string) bool {
	return len(words.Of(s)) <= 6 && lifetime.Like(s) && !lifetime.MoreThan(s) && !strings.HasSuffix(s, ".")
}

// Piece is a cell, the line it begins on, and where it was looked for the one it
// ends on.
type Piece struct {
	At   int
	Text string
	End  int
}

// Cycle finds a header of n lines, two at least, and the rows of n lines each
// that follow it. A first cell may sound like a label itself ("This site"): of
// several n the one with most cells is right. n is 0 if there is no such table.
func Cycle(l *column.Labels, texts []string) (n, rows int) {
	most, name, life := l.StackedHead(texts)
	for try := most; try >= 2 && try > name; try-- {
		count := 0
		for at := try; at+try <= len(texts); at += try {
			timed := life >= 0 && life < try && (lifetime.Like(texts[at+life]) || Dash(texts[at+life]))
			if _, again := l.Label(texts[at+name]); (again && names.ShapeOf(texts[at+name]) != shape.Firm || !Named(texts[at+name])) &&
				!(timed && (count > 0 && names.ShapeOf(texts[at+name]) == shape.Weak || timedBelow(texts, at+try, try, name, life))) {
				break
			}
			// A lifetime in other words breaks the rhythm only with a weak name.
			if life >= 0 && life < try && !timed && (count == 0 || names.ShapeOf(texts[at+name]) != shape.Firm) {
				break
			}
			count++
		}
		if count*try > rows*n {
			n, rows = try, count
		}
	}
	if rows == 0 {
		n = 0
	}
	return n, rows
}

// Dash reports whether a cell says by a dash that there is nothing to say.
func Dash(s string) bool {
	return s == "-" || s == "–" || s == "—"
}

// timedBelow reports whether the row of n lines at i has a name and a
// lifetime: the one before it, timed as well, is a row though it names no cookie.
func timedBelow(texts []string, i, n, name, life int) bool {
	return i+n <= len(texts) && Named(texts[i+name]) && lifetime.Like(texts[i+life])
}

// Period finds what [Cycle] does where not every header is a label: n
// cells of which at least two are, one of them that of the names, and rows of as
// many with firm names. Only cells that are marked as such are read so.
func Period(l *column.Labels, texts []string) (n, rows int) {
	for try := 3; try <= 8 && try*3 <= len(texts); try++ {
		known := 0
		for _, s := range texts[:try] {
			if _, ok := l.Label(s); ok {
				known++
			}
		}
		if known < 2 || known*2 < try-1 {
			continue
		}
		for name, s := range texts[:try] {
			if role, ok := l.Label(s); !ok || role != column.Name {
				continue
			}
			count, firms := 0, 0
			for at := try; at+try <= len(texts) && Named(texts[at+name]); at += try {
				if names.ShapeOf(texts[at+name]) == shape.Firm {
					firms++
				}
				count++
			}
			if count >= 2 && firms*2 >= count && count*try > rows*n {
				n, rows = try, count
			}
		}
	}
	return n, rows
}

// Named reports whether a line that should be a name is one, and not the
// title of what comes next.
func Named(s string) bool {
	list := names.Only(block.Inline{S: s}, nil)
	return names.Firmest(list) == shape.Firm || len(list) > 0 && !names.PlainWord(s) && !(words.SpeakOfCookies(s) && strings.Contains(s, " "))
}
