package document

import (
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// stacked reads a table of which every cell stands on a line of its own, as it
// comes out of some pages: first the headers, then row after row. next is i if
// there is none.
func (r *lines) stacked(i int) (next int) {
	if role, ok := r.labels.Label(r.src[i]); !ok || role == column.Other {
		return i
	}
	// The header and the first row alone first: most labels head nothing.
	if next := r.nonEmpty(i, 2); len(next) < 2 || !r.labels.IsLabel(next[1]) {
		return i
	}
	head := r.nonEmpty(i, 20)
	if n, _, _ := r.labels.StackedHead(head); n < 2 {
		return i
	}
	if n, _ := cycle(r.labels, joinCommas(head)); n == 0 {
		begin := make([]piece, len(head))
		for k, s := range head {
			begin[k].text = s
		}
		if _, rows, _ := raggedRows(r.labels, begin); rows == nil {
			return i
		}
	}
	var cells []piece // with what goes on behind a comma on the next line
	var ends int
	for j := i; j < len(r.src) && len(cells) < 4000; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" {
			continue
		}
		if strings.HasPrefix(s, "#") || isItem(s) && !dashAlone(s) || strings.Contains(s, "\t") || utf8.RuneCountInString(s) > 400 {
			break
		}
		if last := len(cells) - 1; last >= 0 && strings.HasPrefix(s, ",") && len(cells[last].text) < 4000 {
			cells[last].text += s
			cells[last].end = j
			continue
		}
		cells = append(cells, piece{at: j, end: j, text: s})
	}
	texts := make([]string, len(cells))
	for k := range cells {
		texts[k] = words.Unmarked(cells[k].text)
	}
	n, count := cycle(r.labels, texts)
	var list [][]piece
	if m, rows, used := raggedRows(r.labels, cells); len(rows) > count {
		list = append([][]piece{cells[:m]}, rows...)
		ends = cells[used-1].end
	} else if n > 0 {
		for k := range count + 1 {
			list = append(list, cells[k*n:(k+1)*n])
		}
		ends = cells[(count+1)*n-1].end
	} else {
		return i
	}
	r.flush()
	var rows []block.Row
	for k, pieces := range list {
		nr := block.Row{Line: r.number(pieces[0].at), Head: k == 0}
		for _, c := range pieces {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(c.text), Line: r.number(c.at)})
		}
		rows = append(rows, nr)
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return ends + 1
}

// stackedBlocks finds such a table among the paragraphs of a page: there every
// cell is a box of its own.
func stackedBlocks(blocks []block.Block) []block.Block {
	l := column.Words().Remembering()
	out := blocks[:0:0]
	vain := 0
	for i := 0; i < len(blocks); {
		n, count := 0, 0
		if vain <= maxVain && labelBlock(l, blocks, i) && labelBlock(l, blocks, i+1) {
			vain++
			// A few lines first: most labels head nothing.
			for _, most := range []int{20, 8000} {
				var texts []string
				for j := i; j < len(blocks) && len(texts) < most && blocks[j].Kind == block.Para; j++ {
					texts = append(texts, blocks[j].Text.S)
				}
				if n, count = cycle(l, texts); n == 0 {
					break
				}
			}
		}
		if n < 3 {
			out = append(out, blocks[i])
			i++
			continue
		}
		vain = 0
		t := block.Block{Kind: block.Table, Line: blocks[i].Line}
		for k := range count + 1 {
			x := block.Row{Line: blocks[i+k*n].Line, Head: k == 0}
			for _, b := range blocks[i+k*n : i+(k+1)*n] {
				x.Cells = append(x.Cells, block.Cell{Inline: b.Text, Line: b.Line})
			}
			t.Rows = append(t.Rows, x)
		}
		out = append(out, t)
		i += n * (count + 1)
	}
	return out
}

// labelBlock reports whether the block at i is a paragraph with nothing but a
// label.
func labelBlock(l *column.Labels, blocks []block.Block, i int) bool {
	if i >= len(blocks) || blocks[i].Kind != block.Para || len(blocks[i].Text.S) > 60 {
		return false
	}
	_, ok := l.Label(blocks[i].Text.S)
	return ok
}

// piped reads a table of which every cell stands on lines of its own with a |
// behind it: what some extractors of text leave of a page. next is i if there
// is none.
func (r *lines) piped(i int) (next int) {
	first := i
	if strings.TrimSpace(r.src[i]) == "|" && i+1 < len(r.src) {
		first++ // rows with an empty cell before them
	}
	if !r.pipedCell(first) {
		return i
	}
	ruled := r.ruled(i)
	if role, ok := r.labels.Label(strings.Trim(r.src[first], " |")); (!ok || role == column.Other) && ruled == 0 {
		return i
	}
	var cells []piece
	var text []string
	from, end := i, i
	for j := i; j < len(r.src) && len(cells) < 8000 && len(text) < 40; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" || isRuler(splitPipes(s)) {
			continue
		}
		if atx.MatchString(s) || strings.Count(s, "|") > 1 {
			break
		}
		if len(text) == 0 {
			from = j
		}
		if rest, ok := strings.CutSuffix(s, "|"); ok {
			cells = append(cells, piece{at: from, text: strings.TrimSpace(strings.Join(append(text, rest), " "))})
			text, end = nil, j+1
			if len(cells) == 20 && ruled == 0 && !r.begins(cells) {
				return i
			}
			continue
		}
		text = append(text, s)
	}
	texts := make([]string, len(cells))
	for k := range cells {
		texts[k] = words.Unmarked(cells[k].text)
	}
	n, count := cycle(r.labels, texts)
	if m, more := period(r.labels, texts); (m+1)*more > (n+1)*count {
		n, count = m, more
	}
	if ruled > 0 {
		n, count = ruled, len(cells)/ruled-1
	}
	if n == 0 || count < 1 {
		return i
	}
	r.flush()
	var rows []block.Row
	for k := range count + 1 {
		nr := block.Row{Line: r.number(cells[k*n].at), Head: k == 0}
		for _, c := range cells[k*n : (k+1)*n] {
			nr.Cells = append(nr.Cells, block.Cell{Inline: r.text(c.text), Line: r.number(c.at)})
		}
		rows = append(rows, nr)
	}
	if last := (count + 1) * n; last < len(cells) {
		end = cells[last].at
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return end
}

// ruled counts the cells before a ruler of as many: "Name |", "Purpose |",
// "---|---|". 0 if none follows.
func (r *lines) ruled(i int) int {
	n := 0
	for j := i; j < len(r.src) && j < i+24; j++ {
		s := strings.TrimSpace(r.src[j])
		switch {
		case s == "":
		case isRuler(splitPipes(s)) && strings.Contains(s, "|"):
			if len(splitPipes(s)) == n && n > 1 {
				return n
			}
			return 0
		case strings.HasSuffix(s, "|") && strings.Count(s, "|") == 1:
			n++
		default:
			return 0
		}
	}
	return 0
}

// piece is a cell, the line it begins on, and where it was looked for the one it
// ends on.
type piece struct {
	at   int
	text string
	end  int
}

// joinCommas puts lines that begin with a comma behind those before them: cells
// that list several cookies are copied so.
func joinCommas(texts []string) []string {
	var out []string
	for _, s := range texts {
		if len(out) > 0 && strings.HasPrefix(s, ",") {
			out[len(out)-1] += s
			continue
		}
		out = append(out, s)
	}
	return out
}

// begins reports whether the first cells are a header and a row.
func (r *lines) begins(cells []piece) bool {
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = words.Unmarked(cells[i].text)
	}
	n, _ := cycle(r.labels, texts)
	m, _ := period(r.labels, texts)
	return n > 0 || m > 0
}

// pipedCell reports whether a line is a cell with its | behind it, or on the
// next line.
func (r *lines) pipedCell(i int) bool {
	s := strings.TrimSpace(r.src[i])
	if s == "|" || s == "" {
		return false
	}
	if strings.HasSuffix(s, "|") {
		return strings.Count(s, "|") == 1
	}
	return !strings.Contains(s, "|") && i+1 < len(r.src) && strings.TrimSpace(r.src[i+1]) == "|"
}

// nonEmpty gives the next lines that are not empty.
func (r *lines) nonEmpty(i, n int) []string {
	var out []string
	for j := i; j < len(r.src) && j < i+3*n && len(out) < n; j++ {
		if s := strings.TrimSpace(r.src[j]); s != "" {
			out = append(out, words.Unmarked(s))
		}
	}
	return out
}

// cycle finds a header of n lines, two at least, and the rows of n lines each
// that follow it. A first cell may sound like a label itself ("This site"): of
// several n the one with most cells is right. n is 0 if there is no such table.
func cycle(l *column.Labels, texts []string) (n, rows int) {
	most, name, life := l.StackedHead(texts)
	for try := most; try >= 2 && try > name; try-- {
		count := 0
		for at := try; at+try <= len(texts); at += try {
			timed := life >= 0 && life < try && (lifetime.Like(texts[at+life]) || dashAlone(texts[at+life]))
			if _, again := l.Label(texts[at+name]); (again && names.ShapeOf(texts[at+name]) != shape.Firm || !stackedName(texts[at+name])) &&
				!(timed && (count > 0 && names.ShapeOf(texts[at+name]) == shape.Weak || count == 0 && timedBelow(texts, at+try, try, name, life))) {
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

// dashAlone reports whether a cell says by a dash that there is nothing to say.
func dashAlone(s string) bool {
	return s == "-" || s == "–" || s == "—"
}

// timedBelow reports whether the row of n lines at i has a name and a
// lifetime: the one before it, timed as well, is a row though it names no cookie.
func timedBelow(texts []string, i, n, name, life int) bool {
	return i+n <= len(texts) && stackedName(texts[i+name]) && lifetime.Like(texts[i+life])
}

// period finds what [cycle] does where not every header is a label: n
// cells of which at least two are, one of them that of the names, and rows of as
// many with firm names. Only cells that are marked as such are read so.
func period(l *column.Labels, texts []string) (n, rows int) {
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
			for at := try; at+try <= len(texts) && stackedName(texts[at+name]); at += try {
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

// stackedName reports whether a line that should be a name is one, and not the
// title of what comes next.
func stackedName(s string) bool {
	list := names.Only(block.Inline{S: s}, nil)
	return names.Firmest(list) == shape.Firm || len(list) > 0 && !names.PlainWord(s) && !(words.SpeakOfCookies(s) && strings.Contains(s, " "))
}
