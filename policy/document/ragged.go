package document

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

// raggedRows reads the rows of a stacked table whose cells take one line or more, or
// none: each begins with a name and goes on to its lifetime and to the cells
// behind that. It gives the rows with a cell for each of the n columns, and how
// many pieces header and rows take; no rows if there are none such.
func raggedRows(l *column.Labels, cells []piece) (n int, rows [][]piece, used int) {
	texts := make([]string, 0, min(len(cells), 12))
	for _, c := range cells[:min(len(cells), 12)] {
		texts = append(texts, words.Unmarked(c.text))
	}
	n, name, life := l.StackedHead(texts)
	// A first cell that sounds like a label is none of the header.
	for n > 2 && name == 0 && life >= 0 && life < n-1 && n < len(texts) && !stackedName(texts[n]) {
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
		first := words.Unmarked(cells[at].text)
		sure := names.Firmest(names.Only(block.Inline{S: first}, nil))
		if _, label := l.Label(first); label && sure != shape.Firm || sure < shape.Weak || sure == shape.Weak && (len(rows) == 0 || names.PlainWord(first)) {
			break
		}
		t := at + 1
		for t < len(cells) && t < at+raggedRow && !timeAlone(words.Unmarked(cells[t].text)) {
			t++
		}
		if t >= len(cells) || t >= at+raggedRow {
			break
		}
		row := make([]piece, n)
		row[0], row[life] = cells[at], cells[t]
		between := cells[at+1 : t]
		after := life - 1 - wide // columns between the wide one and the lifetime
		for c := 1; c < life && len(between) > 0; c++ {
			k := 1
			if c == wide {
				k = max(len(between)-after, 1)
			} else if c < wide && len(between) == 1 && len(words.Of(between[0].text)) > 2 && life > 2 {
				continue // the cell of this column was lost
			}
			row[c] = between[0]
			for _, more := range between[1:min(k, len(between))] {
				row[c].text += " " + more.text
			}
			between = between[min(k, len(between)):]
		}
		used = t + 1
		for c := life + 1; c < n && used < len(cells); c++ {
			if names.Firmest(names.Only(block.Inline{S: words.Unmarked(cells[used].text)}, nil)) == shape.Firm {
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
