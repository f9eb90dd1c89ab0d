package layout

import (
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/words"
)

// torn is a row whose cells go over lines.
type torn struct {
	line  int
	cells []string
}

// tornTable reads a table copied from a browser in whose cells paragraphs stand: each
// row has as many tabs as the header, on several lines with empty ones between. It
// takes one row that is torn so at least, and none that has more tabs.
func (r *lines) tornTable(i int) (next int) {
	head, start := r.tornHead(i)
	if head == nil {
		return i
	}
	roles, ok := r.labels.Heads(head)
	if !ok {
		return i
	}
	n := len(head)
	var rows []torn
	apart := start > i+1 // an empty line stands in a row
	var free []int       // the lines without a tab behind the last whole row
	end := start
	for j := start; j < len(r.src); {
		s := r.src[j]
		if strings.TrimSpace(s) == "" {
			j++
			continue
		}
		if tabsIn(s) == 0 {
			if len(free) > maxTorn || atx.MatchString(s) {
				break
			}
			if t := strings.TrimSpace(s); len(rows) > 0 && (breaksPage(t) || words.StartsLower(t) && strings.TrimSpace(r.src[j-1]) != "") {
				return i // printed pages, or cells that a program wrapped
			}
			free = append(free, j)
			j++
			continue
		}
		if r.labels.HeadsAgain(tabCells(s)) || len(rows) > 0 && r.tornEnds(free) {
			break
		}
		cells, after := r.tornRow(j, n)
		if cells == nil {
			return i // or no such table
		}
		first := r.tornFirst(free, roles[0] == column.Name)
		if len(rows) == 0 {
			first = 0
		}
		apart = apart || r.emptyIn(j, after)
		if len(rows) > 0 && len(free) > 0 {
			apart = apart || r.emptyIn(end, j)
		}
		for k, f := range free {
			text := strings.TrimSpace(r.src[f])
			if k < first {
				last := &rows[len(rows)-1].cells[n-1]
				*last = strings.TrimPrefix(*last+"\n"+text, "\n")
			}
		}
		for k := len(free) - 1; k >= first; k-- {
			cells[0] = strings.TrimSpace(r.src[free[k]]) + "\n" + cells[0]
		}
		line := r.number(j)
		if first < len(free) {
			line = r.number(free[first])
		}
		rows, free = append(rows, torn{line, cells}), nil
		j, end = after, after
	}
	if !apart || len(rows) < 2 {
		return i
	}
	out := []block.Row{r.row(r.number(i), head, true)}
	for _, row := range rows {
		out = append(out, r.row(row.line, row.cells, false))
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: out})
	return end
}

// maxTorn is how many lines a cell goes over at most.
const maxTorn = 24

func tabsIn(s string) int { return strings.Count(s, "\t") }

// tornHead gives the header at line i, whose last title may go on on the next line
// before a tab: "Third-party/", "own<tab>Expires". nil if there is none.
func (r *lines) tornHead(i int) (head []string, next int) {
	cells := strings.Split(strings.TrimRight(r.src[i], "\r"), "\t")
	for k := range cells {
		cells[k] = strings.TrimSpace(cells[k])
	}
	j := i + 1
	if j+1 < len(r.src) && tabsIn(r.src[j]) > 0 && tabsIn(r.src[j]) < tabsIn(r.src[j+1]) && tabsIn(r.src[i])+tabsIn(r.src[j]) == tabsIn(r.src[j+1]) {
		more := strings.Split(r.src[j], "\t")
		cells[len(cells)-1] += " " + strings.TrimSpace(more[0])
		for _, c := range more[1:] {
			cells = append(cells, strings.TrimSpace(c))
		}
		j++
	}
	for _, c := range cells {
		if c == "" || column.IsName(c) {
			return nil, i
		}
	}
	if len(cells) < 2 {
		return nil, i
	}
	return cells, j
}

// tornRow gives the cells of the row that begins at line j, nil if it has not as many
// as the header.
func (r *lines) tornRow(j, n int) (cells []string, next int) {
	from := j
	for ; j < len(r.src) && j < from+maxTorn*2; j++ {
		if strings.TrimSpace(r.src[j]) == "" && tabsIn(r.src[j]) == 0 {
			continue
		}
		for k, c := range strings.Split(strings.TrimRight(r.src[j], "\r"), "\t") {
			c = strings.TrimSpace(c)
			if k > 0 || len(cells) == 0 {
				cells = append(cells, c)
			} else if c != "" {
				last := &cells[len(cells)-1]
				*last = strings.TrimPrefix(*last+"\n"+c, "\n")
			}
		}
		if len(cells) >= n {
			break
		}
	}
	if len(cells) != n {
		return nil, from
	}
	return cells, j + 1
}

// emptyIn reports whether one of the lines from i to j is empty.
func (r *lines) emptyIn(i, j int) bool {
	return slices.ContainsFunc(r.src[i:j], func(s string) bool { return strings.TrimSpace(s) == "" })
}

// tornEnds reports whether lines without a tab end a table: one is the title of a kind.
func (r *lines) tornEnds(free []int) bool {
	for _, f := range free {
		if s := strings.TrimSpace(r.src[f]); titles.OfKind(s) && !strings.HasSuffix(s, "/") || words.SpeakOfCookies(s) && (strings.HasSuffix(s, ":") || r.divides(s)) {
			return true
		}
	}
	return false
}

// tornFirst gives the first of the lines between two rows that belongs to the row
// below them: names over the next one, or a line that can't end a cell.
func (r *lines) tornFirst(free []int, named bool) int {
	k := len(free)
	for k > 0 {
		s := strings.TrimSpace(r.src[free[k-1]])
		if !strings.HasSuffix(s, "/") && !strings.HasSuffix(s, "&") && !(named && names.Firmest(names.Only(block.Inline{S: s}, nil)) >= shape.Weak && !strings.Contains(s, " ")) {
			break
		}
		k--
	}
	return k
}
