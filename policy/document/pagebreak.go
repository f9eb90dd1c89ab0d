package document

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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

// wordOfProse reports whether a piece is a word in small letters while a sentence
// stood on the line before and has not ended: it goes on with that one, however
// short its last line was.
func (w *weaver) wordOfProse(s string) bool {
	for _, c := range s {
		if !unicode.IsLower(c) {
			return false
		}
	}
	for i, r := range w.roles {
		old := w.cur.cells[i]
		if prose(r) && w.live[i] && strings.Contains(old, " ") && !strings.ContainsAny(old[len(old)-1:], ".!?") {
			return true
		}
	}
	return false
}

// cutName reports whether a piece goes on with a name that was cut where its
// column ends: it filled the widest line, and what follows is no name that stands
// for itself. beside is set if the text that may as well go on does so on the
// same line, in a cell of its own.
func (w *weaver) cutName(old, s string, beside bool) bool {
	last := old[strings.LastIndexByte(old, '\n')+1:]
	n := utf8.RuneCountInString(last)
	if piece := w.last[w.name]; strings.HasSuffix(last, piece) && piece != "" {
		n = utf8.RuneCountInString(piece) // of the line above alone
	}
	if strings.HasSuffix(last, "*") && !strings.ContainsAny(s[:1], "_-.") {
		return false // any end of a name stands there, and the next begins
	}
	if beside && n >= 8 && n >= w.width[w.name] && last == old && len(s) <= 2 && strings.ToLower(s) == s && letters(s) && names.ShapeOf(last) >= shape.Brand && !strings.ContainsAny(last, " ,;") && w.saidBetween() {
		return true // "guest_na" and "me"
	}
	if n < 12 || n < w.width[w.name] || n < utf8.RuneCountInString(s) || strings.ContainsAny(last, " ,;") || strings.ContainsAny(s, " ,;") {
		return false
	}
	if beside && letterBefore(s) && names.ShapeOf(last) >= shape.Weak {
		return true // "siteconsen" and "t_status"
	}
	if !strings.ContainsAny(last, "_-") || names.ShapeOf(last) != shape.Firm {
		return false
	}
	for i, r := range w.roles {
		if !beside && i != w.name && w.live[i] && (prose(r) || r == column.Category) && w.unfinished(i) && !strings.ContainsAny(s, "0123456789_") {
			return false // what goes on may as well be that
		}
		if beside && i < w.name && w.live[i] && prose(r) && w.unfinished(i) && len(s) >= 7 && letters(s) && words.StartsLower(s) && !cutsWord(last, s) {
			return false // a whole word, of the text before the name: "Language / selection"
		}
	}
	if isLetter(s[0]) && !words.StartsLower(s) && nameWords()[strings.ToLower(s)] && words.StartsLower(last[len(last)-1:]) && names.ShapeOf(s) != shape.Firm {
		return true // "__anchorVerification" and "Token"
	}
	if names.ShapeOf(s) == shape.Firm {
		// The end of a long name looks like one of its own: "device_id".
		end := last[strings.LastIndexAny(last, "_-")+1:]
		return (n >= 18 && utf8.RuneCountInString(s)*2 <= n || beside && len(end) <= 2) && words.StartsLower(s) && last[:3] != s[:3]
	}
	if len(s) >= 4 && w.wordOfProse(s) && (!beside || nameWords()[strings.ToLower(lastWord(last))]) {
		return false
	}
	return words.StartsLower(s) || s[0] >= '0' && s[0] <= '9' || s[0] == '_'
}

// saidBetween reports whether what stands between the name and the first text
// beside it is whole: a piece in front of that text is the name's then.
func (w *weaver) saidBetween() bool {
	for i := w.name + 1; i < len(w.roles) && !prose(w.roles[i]); i++ {
		if s := w.cur.cells[i]; s != "" && (w.roles[i] != column.Lifetime || lifetime.Read(s, 0, 1) == nil) {
			return false
		}
	}
	return true
}

// letters reports whether a text is nothing but letters of ASCII.
func letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) < 0
}

// letterBefore reports whether a piece begins with the last letter of a word and a
// low line: "t_status".
func letterBefore(s string) bool {
	return len(s) > 3 && s[0] >= 'a' && s[0] <= 'z' && s[1] == '_'
}

// textBegins reports whether a line has a piece of a text that looks like its
// beginning.
func (w *weaver) textBegins(cells []string, cols []int) bool {
	for i, s := range cells {
		if s != "" && cols[i] != w.name && prose(w.roles[cols[i]]) && words.StartsUpper(s) {
			return true
		}
	}
	return false
}

// textBeside reports whether a line has a piece of a text in a cell behind the
// name's.
func (w *weaver) textBeside(cells []string, cols []int) bool {
	for i, s := range cells {
		if s != "" && cols[i] > w.name && prose(w.roles[cols[i]]) && w.cur != nil && w.cur.cells[cols[i]] != "" {
			return true
		}
	}
	return false
}
