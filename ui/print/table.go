package print

import (
	"io"
	"strings"
)

// column is one of a table.
type column struct {
	head  string
	right bool // numbers
	min   int  // cells that it may be cut down to; 0: it is never cut
	leave int  // where there is no room, columns go in this order; 0: never
}

// widest is how far a column is filled up where lines have no limit: one long
// name must not make all rows long.
const widest = 48

// table lays rows out in columns. Rows never wrap: what has no room is cut, and
// columns leave.
type table struct {
	term    Terminal
	indent  int
	columns []column
	natural []int // the widest cell of each column
	width   []int // what each column got; -1: it left
}

func newTable(t Terminal, indent int, columns ...column) *table {
	out := &table{term: t, indent: indent, columns: columns, natural: make([]int, len(columns))}
	for i, c := range columns {
		out.natural[i] = Cells(c.head)
	}
	return out
}

// measure takes notice of a row that will be written.
func (t *table) measure(row []string) {
	for i, s := range row {
		t.natural[i] = max(t.natural[i], Cells(s))
	}
}

const gap = 2

// fit gives each column its width.
func (t *table) fit() {
	t.width = append([]int(nil), t.natural...)
	if t.term.Width == 0 {
		for i := range t.width {
			t.width[i] = min(t.width[i], widest)
		}
		return
	}
	for {
		for t.total() > t.term.Width {
			at := t.widestToCut()
			if at < 0 {
				break
			}
			t.width[at] = max(t.columns[at].min, t.width[at]-(t.total()-t.term.Width), t.runnerUp(at))
		}
		if t.total() <= t.term.Width || !t.drop() {
			return
		}
	}
}

func (t *table) total() int {
	n := t.indent - gap
	for _, w := range t.width {
		if w >= 0 {
			n += w + gap
		}
	}
	return n
}

// widestToCut gives the widest column that may still be cut, or -1.
func (t *table) widestToCut() int {
	at := -1
	for i, w := range t.width {
		if c := t.columns[i]; c.min > 0 && w > c.min && (at < 0 || w > t.width[at]) {
			at = i
		}
	}
	return at
}

// runnerUp is one cell less than the next widest column has, so that columns
// that are equally wide are cut in turn.
func (t *table) runnerUp(at int) int {
	n := 0
	for i, w := range t.width {
		if c := t.columns[i]; i != at && c.min > 0 && w > c.min {
			n = max(n, w-1)
		}
	}
	return min(n, t.width[at]-1)
}

// drop takes the next column away and gives the others their width back.
func (t *table) drop() bool {
	at := -1
	for i, c := range t.columns {
		if c.leave > 0 && t.width[i] >= 0 && (at < 0 || c.leave < t.columns[at].leave) {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	for i := range t.width {
		if t.width[i] >= 0 {
			t.width[i] = t.natural[i]
		}
	}
	t.width[at] = -1
	return true
}

// head writes the names of the columns.
func (t *table) head(w io.Writer) error {
	row := make([]string, len(t.columns))
	for i, c := range t.columns {
		row[i] = c.head
	}
	return t.row(w, t.term.faint, row)
}

// row writes one row. Its cells must be fit to be shown.
func (t *table) row(w io.Writer, style func(string) string, row []string) error {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", t.indent))
	used := 0 // cells of filling still owed before the next text
	first := true
	for i, s := range row {
		width := t.width[i]
		if width < 0 {
			continue
		}
		if !first {
			used += gap
		}
		first = false
		if t.term.Width > 0 {
			s = Clip(s, width)
		}
		fill := max(0, width-Cells(s))
		if t.columns[i].right {
			used += fill
			fill = 0
		}
		if s != "" {
			b.WriteString(strings.Repeat(" ", used))
			b.WriteString(s)
			used = 0
		}
		used += fill
	}
	line := b.String()
	if t.term.Width > 0 {
		line = Clip(line, t.term.Width)
	}
	if style != nil {
		line = style(line)
	}
	_, err := io.WriteString(w, line+"\n")
	return err
}

// heading writes a line above rows, at most as wide as they.
func (t Terminal) heading(w io.Writer, s string) error {
	if t.Width > 0 {
		s = Clip(s, t.Width)
	}
	_, err := io.WriteString(w, t.Bold(s)+"\n")
	return err
}

// saying writes a heading in as many lines as it takes: of its counts none may be cut off.
func (t Terminal) saying(w io.Writer, s string) error {
	var b strings.Builder
	_ = t.fold(&b, "", s) // a Builder takes everything
	for line := range strings.Lines(b.String()) {
		if _, err := io.WriteString(w, t.Bold(strings.TrimSuffix(line, "\n"))+"\n"); err != nil {
			return err
		}
	}
	return nil
}
