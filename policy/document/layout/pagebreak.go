package layout

import (
	"slices"
	"strconv"
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// pageLine is a line that holds nothing but the number of a page: "3", "2 / 9",
// "Page 3 of 9".
var pageLine = lazyregexp.New(`^(?i)\W*(?:page|p\.|seite|página|pagina|pág\.?)?\s*\d{1,3}(?:\s*(?:/|of|de|di|sur|von|van|-|\|)\s*\d{1,3})?\W*$`)

// breaksPage reports whether a line in a table says that a page ends there, and not
// only a number, which a cell may go on with.
func breaksPage(s string) bool {
	return pageLine.MatchString(s) && strings.Trim(s, "0123456789.") != "" || stampLine.MatchString(s)
}

// pageTitle reports whether a heading at line k within a table is what stands at the head
// or the foot of every page: the number of one is below it, or it is there again and rows
// go on below it. Over a header of their own it is the title of further rows.
func (r *lines) pageTitle(k int) bool {
	s := strings.TrimSpace(r.src[k])
	if !atx.MatchString(s) || len(words.Of(s)) > 6 || r.sorts(s) {
		return false
	}
	if k+1 < len(r.src) && breaksPage(strings.TrimSpace(r.src[k+1])) {
		return true
	}
	for _, below := range r.src[k+1:] {
		if strings.TrimSpace(below) == "" {
			continue
		}
		if _, header := r.labels.Heads(tabCells(below)); header {
			return false
		}
		break
	}
	again := 0
	for j := max(0, k-8*around); j < min(len(r.src), k+8*around); j++ {
		if strings.TrimSpace(r.src[j]) == s {
			again++
		}
	}
	return again > 1 && strings.HasPrefix(s, "# ")
}

// stampLine is a line that holds nothing but the time of a print.
var stampLine = lazyregexp.New(`(?i)^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\s*$`)

// pageNumbered reports whether a line within a table is the bare number of a page,
// and not a figure that a cell goes on with: no unit follows it, and nothing before
// it waits for a number.
func (r *lines) pageNumbered(j int, roles []column.Role) bool {
	s := strings.TrimSpace(r.src[j])
	if len(s) > 3 || strings.Trim(s, "0123456789") != "" || j+1 >= len(r.src) || j == 0 {
		return false
	}
	before := strings.TrimSpace(r.src[j-1])
	if before != "" && strings.ContainsAny(before[len(before)-1:], "(~<>=-§,") {
		return false
	}
	next := tabCells(r.src[j+1])
	if len(next) == 0 {
		return false
	}
	for _, c := range next {
		if w := words.Of(c); len(w) > 0 && lifetime.Unit(w[:1]) > 0 {
			return false
		}
	}
	return !r.filledName(tabCells(r.src[j-1]), j, roles) || r.counted(j, s)
}

// filledName reports whether the row above line j has a name that fills its column and
// ends so that a digit may go on with it: "_gat_UA_12345_1" and "2".
func (r *lines) filledName(row []string, j int, roles []column.Role) bool {
	at := slices.Index(roles, column.Name)
	if len(row) != len(roles) || at < 0 || names.ShapeOf(row[at]) != shape.Firm || strings.ContainsAny(row[at], " ,;") || !strings.ContainsAny(row[at][len(row[at])-1:], "0123456789_-.") {
		return false
	}
	for _, step := range []int{-1, 1} {
		for k := j + step; k >= max(0, j-around) && k < min(len(r.src), j+around); k += step {
			cells := tabCells(r.src[k])
			if len(cells) == len(roles) && len(cells[at]) > len(row[at]) {
				return false
			}
			if len(cells) == 0 {
				break // the table ends, or its page
			}
		}
	}
	return true
}

// counted reports whether another line holds nothing but the number before or behind
// that of line j: pages are counted.
func (r *lines) counted(j int, s string) bool {
	n, err := strconv.Atoi(s)
	if err != nil {
		return false
	}
	before, behind := strconv.Itoa(n-1), strconv.Itoa(n+1)
	for k := max(0, j-2*around); k < min(len(r.src), j+2*around); k++ {
		if t := strings.TrimSpace(r.src[k]); k < j && t == before || k > j && t == behind {
			return true
		}
	}
	return false
}

// around is how many lines beside one are looked at for what it may be.
const around = 40

// rowSoon reports whether the cells at line k go on with a row that a page break
// cut, since whole rows of n cells stand close below.
func (r *lines) rowSoon(k, n int) bool {
	for j := k + 1; j < len(r.src) && j < k+6; j++ {
		switch cells := tabCells(r.src[j]); {
		case len(cells) == 0:
			return false
		case len(cells) == n:
			return !r.headsOver(j, n)
		}
	}
	return false
}

// headsOver reports whether the cells at line k are the header of a table: what
// stands over them is its title then, and not the foot of a page.
func (r *lines) headsOver(k, n int) bool {
	cells := tabCells(r.src[k])
	if len(cells) != n {
		return true
	}
	_, head := r.labels.Heads(cells)
	return head
}
