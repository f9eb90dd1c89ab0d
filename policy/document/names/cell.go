package names

import (
	"slices"
	"strconv"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// ShapeOf gives the shape of the surest name in a raw cell.
func ShapeOf(s string) shape.Shape { return Firmest(InCell(block.Plain(words.Unmarked(s)), nil)) }

var (
	separators = lazyregexp.New(`[,;\n|•·]+|\s+(?:/|&|\+|and|und|et|y|or|oder|ou)\s+|\s+(?:e|o|en|of)\s+`)
	dashes     = lazyregexp.New(`\s+[-–—]+\s+|:\s+`)

	// examples is what a list of some of the names begins with.
	examples = lazyregexp.New(`(?i)^\s*(?:e\.? ?g\.?|for example|for instance|such as|including|par exemple|p\. ?ex\.?|tels? que|z\. ?B\.|zum Beispiel|etwa|wie|por ejemplo|p\. ?ej\.?|como|bijv\.?|bijvoorbeeld|zoals|ad es(?:empio|\.)|come|por exemplo)[,:]?\s+`)

	// InBrackets finds what stands in brackets and holds none, as a note behind a name.
	InBrackets = lazyregexp.New(`\(([^()]*)\)`)
)

// InCell reads the names in a cell that is meant to hold them. joined says
// whether a word stands elsewhere in the document: that is how a name that was
// broken over two lines is told from two names.
func InCell(t block.Inline, joined func(string) bool) []Name {
	t = withPlaceholders(t)
	all := cellNames(t.S, joined)
	marked := t.Marked(block.Code)
	if len(marked) == 0 {
		if len(all) > 1 && softest(all) == shape.Brand && Firmest(all) == shape.Brand && strings.Contains(t.S, "\n") && !strings.ContainsAny(t.S, ",;") {
			return nil // a product's name, broken over lines
		}
		return all
	}
	// What is not marked as code counts only where nothing marked is a name.
	var out []Name
	for _, m := range marked {
		for _, n := range cellNames(m, joined) {
			if i := slices.IndexFunc(all, func(a Name) bool { return a.Name == n.Name }); i >= 0 {
				n.Note = all[i].Note
			}
			out = append(out, n)
		}
	}
	if Firmest(out) >= shape.Weak {
		return out
	}
	return all
}

// withPlaceholders puts a * for the end of a name that stands in italics while
// its beginning does not, "wp_session_hash", and for a word in its middle that is
// marked as code.
func withPlaceholders(t block.Inline) block.Inline {
	for _, sp := range t.Spans {
		ends := sp.Style == block.Emphasis && sp.From > 0 && strings.IndexByte("_-.", t.S[sp.From-1]) >= 0 && !(sp.To < len(t.S) && shape.IsNameByte(t.S[sp.To]))
		within := sp.Style == block.Code && sp.From > 0 && sp.To+1 < len(t.S) && shape.IsNameByte(t.S[sp.From-1]) && shape.IsNameByte(t.S[sp.To]) && shape.IsNameByte(t.S[sp.To+1])
		within = within && sp.To-sp.From > 2 && !strings.ContainsAny(t.S[sp.From:sp.To], "_-.")
		if !ends && !within || sp.To <= sp.From || strings.ContainsAny(t.S[sp.From:sp.To], " \n") {
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
func softest(list []Name) shape.Shape {
	least := shape.Firm
	for _, n := range list {
		least = min(least, n.Shape)
	}
	return least
}

func cellNames(s string, joined func(string) bool) []Name {
	s = shape.Variable(s)
	var out []Name
	rejected := 0
	s, notes := setAside(s, joined)
	for _, p := range cutNames(s) {
		p, note := noteOf(p, notes)
		// "fr - Facebook": what follows a dash is a note, unless it is names.
		at := dashes.FindStringIndex(p)
		if at != nil && Idle(strings.TrimSpace(p[:at[0]])) {
			p, at = p[at[1]:], nil // "Cookie: sid"
		}
		if at != nil {
			rest := pieceNames(p[at[1]:], joined)
			if (len(rest) == 0 || !AllFirm(rest)) && !words.SpeakOfCookies(p[at[1]:]) {
				if note == "" {
					note = strings.TrimSpace(p[at[1]:])
				}
				p = p[:at[0]]
			}
		}
		got := pieceNames(p, joined)
		if len(got) == 0 && !Idle(strings.TrimSpace(p)) {
			rejected++
		}
		for _, n := range got {
			n.Note = note
			out = append(out, n)
		}
	}
	out = withoutBrands(out)
	if rejected > 0 && rejected >= len(out) {
		// Running text: only what is a name anywhere is one in it.
		out = slices.DeleteFunc(out, func(n Name) bool { return n.Shape != shape.Firm })
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
	s = InBrackets.ReplaceAllStringFunc(s, func(m string) string {
		inner := m[1 : len(m)-1]
		if said := examples.FindString(inner); said != "" {
			// "Cookies of the mill (e.g. __grain, SACK)"
			if list := InList(inner[len(said):], joined); Firmest(list) == shape.Firm && !slices.ContainsFunc(list, func(n Name) bool { return n.Shape < shape.Firm && !(Capitals(n.Name) && !Acronym(n.Name)) }) && !words.SpeakOfStorage(inner) {
				return ", " + inner[len(said):] + " "
			}
		}
		if list := InList(inner, joined); len(list) > 0 && AllFirm(list) && !words.SpeakOfStorage(inner) && !alias(strings.Replace(s, m, "", 1), inner) {
			return ", " + inner + " "
		}
		notes = append(notes, inner)
		return " (" + strconv.Itoa(len(notes)-1) + ") "
	})
	return s, notes
}

// alias reports whether what stands in brackets behind names is no further one but a word
// in camel case, what a program calls it or whose they are: "__lc_cid (customerID)",
// "grain, sack (mightyMill)".
func alias(before, s string) bool {
	before = strings.TrimSpace(before)
	names := shape.Of(before) == shape.Firm || words.StartsLower(before) && len(InList(before, nil)) > 0
	return names && shape.Of(s) == shape.Firm && words.StartsLower(s) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// noteOf takes the number of a note out of a piece and gives the note.
func noteOf(p string, notes []string) (piece, note string) {
	if len(notes) == 0 && !strings.Contains(p, "(") {
		return p, ""
	}
	piece = InBrackets.ReplaceAllStringFunc(p, func(m string) string {
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
			joined = joined || words.Joins(w)
		}
		if !joined {
			return []string{s}
		}
	}
	return separators.Split(s, -1)
}

// withoutBrands drops what may be a product where a firm name stands beside it:
// "Session cookie (shop_sid)".
func withoutBrands(list []Name) []Name {
	if Firmest(list) != shape.Firm {
		return list
	}
	return slices.DeleteFunc(list, func(n Name) bool { return n.Shape == shape.Brand && !strings.HasSuffix(n.Name, "*") })
}

// InList reads the names of a list, nil if anything in it is none. joined is as in [InCell].
func InList(s string, joined func(string) bool) []Name {
	var out []Name
	for _, p := range cutNames(s) {
		got := pieceNames(p, joined)
		if len(got) == 0 && strings.TrimSpace(p) != "" {
			return nil
		}
		out = append(out, got...)
	}
	return out
}

// pieceNames reads what stands between two separators: a name, a name among
// words, a name broken by a space, several names with spaces between them.
func pieceNames(p string, joined func(string) bool) []Name {
	tokens := strings.Fields(p)
	all := len(tokens)
	for len(tokens) > 1 && Idle(tokens[0]) {
		tokens = tokens[1:]
	}
	for len(tokens) > 1 && Idle(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 1 {
		list := InWord(tokens[0])
		if all > 1 && (Firmest(list) == shape.Brand && words.SpeakOfCookies(p) || Firmest(list) == shape.Weak && ofAKind(p, tokens[0])) {
			return nil // "Session cookie", "Cookie Agreed", "Cookies persistants" are words
		}
		return list
	}
	if len(tokens) == 0 || len(tokens) > 40 {
		return nil
	}
	if len(tokens) == 2 && broken(shape.Trim(tokens[0]), shape.Trim(tokens[1]), joined) {
		return InWord(shape.Trim(tokens[0]) + shape.Trim(tokens[1]))
	}
	var strongs []Name
	others := 0
	for _, tok := range tokens {
		got := InWord(tok)
		if len(got) > 0 && Firmest(got) == shape.Firm {
			strongs = append(strongs, got...)
		} else if !Idle(tok) {
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

// ofAKind reports whether a word beside the plural "cookies" says which they are: a
// word that people say and that is no name by its letters, in capitals or quoted.
func ofAKind(p, word string) bool {
	return strings.Contains(strings.ToLower(p), "cookies") && !shape.Coined(word) && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
}

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

// amongFirm gives all names of a cell that has nothing but spaces between them,
// where most are firm: those among them that look like names only there count as
// well. firms and others count its words. nil if there are none of the kind.
func amongFirm(tokens []string, firms, others int) []Name {
	if others == 0 {
		return nil
	}
	var out []Name
	sure := firms
	for _, tok := range tokens {
		got := InWord(tok)
		if len(got) != 1 || got[0].Shape < shape.Weak && !strings.HasSuffix(tok, "*") {
			return nil
		}
		if got[0].Shape != shape.Firm {
			switch {
			case Capitals(got[0].Name) && !Acronym(got[0].Name):
				if strings.HasSuffix(got[0].Name, "ID") {
					sure++ // "SAPISID HSID SID"
				}
			case firms < 3 || !strings.ContainsAny(got[0].Name, "-*_0123456789"):
				return nil
			}
		}
		out = append(out, got[0])
	}
	if sure*2 < len(tokens) || firms < 3 && purpose.Vendor(strings.Join(tokens, " ")) != "" || slices.ContainsFunc(out, func(n Name) bool { return PlainWord(n.Name) }) {
		return nil
	}
	return out
}
