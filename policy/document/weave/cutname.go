package weave

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// PlainLast reports whether the last word of a text is one of small letters, as a
// sentence has and a list of names has not.
func PlainLast(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return words.Letters(last) && strings.ToLower(last) == last && len(last) > 3
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
		old := w.cur.Cells[i]
		if r.Prose() && w.live[i] && strings.Contains(old, " ") && !strings.ContainsAny(old[len(old)-1:], ".!?") {
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
	if beside && n >= 8 && n >= w.width[w.name] && last == old && len(s) <= 2 && strings.ToLower(s) == s && words.Letters(s) && names.ShapeOf(last) >= shape.Brand && !strings.ContainsAny(last, " ,;") && w.saidBetween() {
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
		if !beside && i != w.name && w.live[i] && (r.Prose() || r == column.Category) && w.unfinished(i) && !strings.ContainsAny(s, "0123456789_") {
			return false // what goes on may as well be that
		}
		if beside && i < w.name && w.live[i] && r.Prose() && w.unfinished(i) && len(s) >= 7 && words.Letters(s) && words.StartsLower(s) && !cutsWord(last, s) {
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

// ofWords reports whether a piece begins with two whole words that a - or a _ joins, as
// a name does: where a text begins beside it, it is one.
func ofWords(s string) bool {
	first, rest, joined := strings.Cut(s, "-")
	if !joined {
		first, rest, joined = strings.Cut(s, "_")
	}
	return joined && len(first) > 2 && words.Letters(first) && words.StartsLower(first) && len(firstWord(rest)) > 2
}

// saidBetween reports whether what stands between the name and the first text
// beside it is whole: a piece in front of that text is the name's then.
func (w *weaver) saidBetween() bool {
	for i := w.name + 1; i < len(w.roles) && !w.roles[i].Prose(); i++ {
		if s := w.cur.Cells[i]; s != "" && (w.roles[i] != column.Lifetime || lifetime.Read(s, 0, 1) == nil) {
			return false
		}
	}
	return true
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
		if s != "" && cols[i] != w.name && w.roles[cols[i]].Prose() && words.StartsUpper(s) {
			return true
		}
	}
	return false
}

// textBeside reports whether a line has a piece of a text in a cell behind the
// name's.
func (w *weaver) textBeside(cells []string, cols []int) bool {
	for i, s := range cells {
		if s != "" && cols[i] > w.name && w.roles[cols[i]].Prose() && w.cur != nil && w.cur.Cells[cols[i]] != "" {
			return true
		}
	}
	return false
}
