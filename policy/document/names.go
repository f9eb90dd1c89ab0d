package document

import (
	"slices"
	"strconv"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// named is a name that a cell or an item gives, with what stands in brackets
// behind it: its service, its lifetime, that it is kept in local storage.
type named struct {
	name  string
	note  string
	shape shape.Shape
}

var (
	separators = lazyregexp.New(`[,;\n|•·]+|\s+(?:/|&|\+|and|und|et|y|or|oder|ou)\s+|\s+(?:e|o|en|of)\s+`)
	dashes     = lazyregexp.New(`\s+[-–—]+\s+|:\s+`)
	inBrackets = lazyregexp.New(`\(([^()]*)\)`)
)

// names reads the names in a cell that is meant to hold them. joined says
// whether a word stands elsewhere in the document: that is how a name that was
// broken over two lines is told from two names.
func names(t block.Inline, joined func(string) bool) []named {
	t = withPlaceholders(t)
	all := cellNames(t.S, joined)
	marked := t.Marked(block.Code)
	if len(marked) == 0 {
		if len(all) > 1 && softest(all) == shape.Brand && firmest(all) == shape.Brand && strings.Contains(t.S, "\n") && !strings.ContainsAny(t.S, ",;") {
			return nil // a product's name, broken over lines
		}
		return all
	}
	// What is not marked as code counts only where nothing marked is a name.
	var out []named
	for _, m := range marked {
		for _, n := range cellNames(m, joined) {
			if i := slices.IndexFunc(all, func(a named) bool { return a.name == n.name }); i >= 0 {
				n.note = all[i].note
			}
			out = append(out, n)
		}
	}
	if firmest(out) >= shape.Weak {
		return out
	}
	return all
}

// withPlaceholders puts a * for the end of a name that stands in italics while
// its beginning does not: "wp_session_hash".
func withPlaceholders(t block.Inline) block.Inline {
	for _, sp := range t.Spans {
		if sp.Style != block.Emphasis || sp.From == 0 || sp.To <= sp.From || strings.IndexByte("_-.", t.S[sp.From-1]) < 0 ||
			sp.To < len(t.S) && shape.IsNameByte(t.S[sp.To]) || strings.ContainsAny(t.S[sp.From:sp.To], " \n") {
			continue
		}
		out := block.Inline{S: t.S[:sp.From] + "*" + t.S[sp.To:]}
		for _, o := range t.Spans {
			if o.To <= sp.From {
				out.Spans = append(out.Spans, o)
			} else if o.From <= sp.From && o.To >= sp.To {
				out.Spans = append(out.Spans, block.Span{From: o.From, To: o.To - (sp.To - sp.From) + 1, Style: o.Style})
			}
		}
		return out
	}
	return t
}

// softest gives the least sure shape of a list.
func softest(list []named) shape.Shape {
	least := shape.Firm
	for _, n := range list {
		least = min(least, n.shape)
	}
	return least
}

func firmest(list []named) shape.Shape {
	best := shape.None
	for _, n := range list {
		best = max(best, n.shape)
	}
	return best
}

func cellNames(s string, joined func(string) bool) []named {
	s = shape.Variable(s)
	var out []named
	rejected := 0
	s, notes := setAside(s, joined)
	for _, p := range cutNames(s) {
		p, note := noteOf(p, notes)
		// "fr - Facebook": what follows a dash is a note, unless it is names.
		at := dashes.FindStringIndex(p)
		if at != nil && idleWord(strings.TrimSpace(p[:at[0]])) {
			p, at = p[at[1]:], nil // "Cookie: sid"
		}
		if at != nil {
			rest := pieceNames(p[at[1]:], joined)
			if (len(rest) == 0 || !allFirm(rest)) && !words.SpeakOfCookies(p[at[1]:]) {
				if note == "" {
					note = strings.TrimSpace(p[at[1]:])
				}
				p = p[:at[0]]
			}
		}
		got := pieceNames(p, joined)
		if len(got) == 0 && strings.TrimSpace(p) != "" {
			rejected++
		}
		for _, n := range got {
			n.note = note
			out = append(out, n)
		}
	}
	out = withoutBrands(out)
	if rejected > 0 && rejected >= len(out) {
		// Running text: only what is a name anywhere is one in it.
		out = slices.DeleteFunc(out, func(n named) bool { return n.shape != shape.Firm })
	}
	return out
}

// setAside takes what stands in brackets out of a text, so that a separator in
// it is none, and leaves its number. Firm names in brackets are not taken out.
func setAside(s string, joined func(string) bool) (string, []string) {
	var notes []string
	if !strings.Contains(s, "(") {
		return s, nil
	}
	s = inBrackets.ReplaceAllStringFunc(s, func(m string) string {
		inner := m[1 : len(m)-1]
		if list := splitNames(inner, joined); len(list) > 0 && allFirm(list) && !words.SpeakOfStorage(inner) {
			return ", " + inner + " "
		}
		notes = append(notes, inner)
		return " (" + strconv.Itoa(len(notes)-1) + ") "
	})
	return s, notes
}

// noteOf takes the number of a note out of a piece and gives the note.
func noteOf(p string, notes []string) (piece, note string) {
	if len(notes) == 0 && !strings.Contains(p, "(") {
		return p, ""
	}
	piece = inBrackets.ReplaceAllStringFunc(p, func(m string) string {
		if i, err := strconv.Atoi(m[1 : len(m)-1]); err == nil && i >= 0 && i < len(notes) {
			note = notes[i]
		}
		return " "
	})
	return piece, note
}

// cutNames cuts a text where one name ends and the next may begin.
func cutNames(s string) []string {
	if !strings.ContainsAny(s, ",;\n|•·/&+") {
		joined := false
		for w := range strings.FieldsSeq(s) {
			joined = joined || connective(w)
		}
		if !joined {
			return []string{s}
		}
	}
	return separators.Split(s, -1)
}

// withoutBrands drops what may be a product where a firm name stands beside it:
// "Session cookie (shop_sid)".
func withoutBrands(list []named) []named {
	if firmest(list) != shape.Firm {
		return list
	}
	return slices.DeleteFunc(list, func(n named) bool { return n.shape == shape.Brand && !strings.HasSuffix(n.name, "*") })
}

func splitNames(s string, joined func(string) bool) []named {
	var out []named
	for _, p := range cutNames(s) {
		got := pieceNames(p, joined)
		if len(got) == 0 && strings.TrimSpace(p) != "" {
			return nil
		}
		out = append(out, got...)
	}
	return out
}

func allFirm(list []named) bool {
	for _, n := range list {
		if n.shape != shape.Firm {
			return false
		}
	}
	return true
}

// pieceNames reads what stands between two separators: a name, a name among
// words, a name broken by a space, several names with spaces between them.
func pieceNames(p string, joined func(string) bool) []named {
	tokens := strings.Fields(p)
	all := len(tokens)
	for len(tokens) > 1 && idleWord(tokens[0]) {
		tokens = tokens[1:]
	}
	for len(tokens) > 1 && idleWord(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 1 {
		list := oneName(tokens[0])
		if all > 1 && firmest(list) == shape.Brand && words.SpeakOfCookies(p) {
			return nil // "Session cookie", "Cookie Agreed" are words
		}
		return list
	}
	if len(tokens) == 0 || len(tokens) > 40 {
		return nil
	}
	if len(tokens) == 2 && broken(shape.Trim(tokens[0]), shape.Trim(tokens[1]), joined) {
		return oneName(shape.Trim(tokens[0]) + shape.Trim(tokens[1]))
	}
	var strongs []named
	others := 0
	for _, tok := range tokens {
		got := oneName(tok)
		if len(got) > 0 && firmest(got) == shape.Firm {
			strongs = append(strongs, got...)
		} else if !idleWord(tok) {
			others++
		}
	}
	if all := amongFirm(tokens, len(strongs), others); all != nil {
		return all
	}
	if len(strongs) > 0 && (others == 0 || len(strongs) == 1 && others <= 4 || others <= len(strongs)) {
		return strongs
	}
	return nil
}

// oneName reads one word, which may be several names with strokes between them.
func oneName(s string) []named {
	s = shape.Trim(s)
	if strings.Contains(s, "/") {
		parts := strings.Split(s, "/")
		var out []named
		for _, p := range parts {
			if shape.Of(shape.Trim(p)) < shape.Weak || len(p) < 2 {
				out = nil
				break
			}
			out = append(out, named{name: shape.Trim(p), shape: shape.Of(shape.Trim(p))})
		}
		if len(out) > 1 && firmest(out) == shape.Firm {
			return out
		}
	}
	sh := shape.Of(s)
	if sh == shape.None || nothing(s) || s == "*" || attributes[strings.ToLower(s)] {
		return nil
	}
	return []named{{name: s, shape: sh}}
}

// attributes are what a cookie is set with (RFC 6265, section 4.1): never a name.
var attributes = map[string]bool{"httponly": true, "http-only": true, "samesite": true, "same-site": true, "max-age": true, "max_age": true, "set-cookie": true}

// broken reports whether two words are one name that a narrow column broke.
func broken(a, b string, joined func(string) bool) bool {
	if a == "" || b == "" || shape.Of(a+b) != shape.Firm || shape.Of(a) < shape.Weak {
		return false
	}
	if joined != nil && joined(a+b) {
		return true
	}
	if strings.HasSuffix(a, "_") || strings.HasSuffix(a, "-") {
		return shape.Of(b) != shape.None || b[0] >= '0' && b[0] <= '9'
	}
	if shape.Of(a) != shape.Firm || b[0] == '_' {
		return false
	}
	number := true
	for _, r := range b {
		number = number && r >= '0' && r <= '9'
	}
	return number || len(b) <= 2 && b == strings.ToUpper(b)
}

// idleWord reports whether a word in a name's cell says only that it is a cookie.
func idleWord(s string) bool {
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return false
	}
	switch strings.ToLower(strings.Trim(s, ":.,;()'\"“”")) {
	case "cookie", "cookies", "the", "le", "la", "les", "das", "der", "die", "el", "het", "il", "o", "name", "name:", "named", "called", "http", "https",
		"session-cookie", "session-cookies", "sessioncookie", "and", "und", "et", "y", "or", "e.g", "etc", "z.b", "o.a", "u.a", "-", "–", "—", "*", "":
		return true
	}
	return false
}

// nothing reports whether a cell says that there is no name.
func nothing(s string) bool {
	switch strings.ToLower(strings.Trim(s, ".:- ")) {
	case "", "n/a", "na", "none", "no", "nil", "tbd", "tba", "unknown", "various", "multiple", "several", "keine", "kein", "diverse", "verschiedene", "aucun", "aucune", "divers", "plusieurs",
		"ninguno", "ninguna", "varias", "varios", "geen", "diversen", "verschillende", "nessuno", "nessuna", "vari", "varie", "true", "false", "null", "undefined", "nenhum", "nenhuma", "diversos", "varios cookies", "cookie", "cookies", "id", "etc", "yes", "oui", "ja", "si", "sí", "sim":
		return true
	}
	return false
}
