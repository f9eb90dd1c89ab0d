package document

import (
	"strings"
	"unicode/utf8"

	"crumbs/policy"
)

// pageLine is a line that holds nothing but the number of a page: "3", "2 / 9",
// "Page 3 of 9".
var pageLine = lazily(`^(?i)\W*(?:page|p\.|seite|página|pagina|pág\.?)?\s*\d{1,3}(?:\s*(?:/|of|de|di|sur|von|van|-)\s*\d{1,3})?\W*$`)

// sortsBelow reports whether a line is the title of a kind of cookies: the table
// does not go on behind it.
func sortsBelow(s string) bool {
	p := thePurposes()
	_, ok := p.category(s)
	return ok || p.unsorted(s) || p.firmParty(s) != policy.PartyUnsaid
}

// headsOver reports whether the cells at line k are the header of a table: what
// stands over them is its title then, and not the foot of a page.
func (r *lines) headsOver(k, n int) bool {
	cells := tabCells(r.src[k])
	if len(cells) != n {
		return true
	}
	_, head := r.labels.heads(cells)
	return head
}

// wordOfProse reports whether a piece is a word in small letters while a sentence
// stood on the line before and has not ended: it goes on with that one, however
// short its last line was.
func (w *weaver) wordOfProse(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
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
// for itself.
func (w *weaver) cutName(old, s string) bool {
	last := old[strings.LastIndexByte(old, '\n')+1:]
	n := utf8.RuneCountInString(last)
	if n < 12 || n < w.width[w.name] || n < utf8.RuneCountInString(s) || strings.ContainsAny(last, " ,;") || strings.ContainsAny(s, " ,;") || !strings.ContainsAny(last, "_-") {
		return false
	}
	if nameShape(last) != firm {
		return false
	}
	for i, r := range w.roles {
		if i != w.name && w.live[i] && (prose(r) || r == roleCategory) && w.unfinished(i) && !strings.ContainsAny(s, "0123456789_") {
			return false // what goes on may as well be that
		}
	}
	if nameShape(s) == firm {
		// The end of a long name looks like one of its own: "device_id".
		return n >= 18 && startsLower(s) && utf8.RuneCountInString(s)*2 <= n && last[:3] != s[:3]
	}
	return startsLower(s) || s[0] >= '0' && s[0] <= '9' || s[0] == '_'
}
