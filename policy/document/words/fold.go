// Package words compares the words of documents in the seven languages that are
// read: folded, so that accents and capitals don't count, and looked up in lists
// of phrases. What the words mean is for the packages that hold such lists; here
// is only what is the same for all of them: the word cookie itself, where a
// sentence ends, and which language a text is in.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold gives a text in the form in which words are compared: lower case, Latin
// letters without their accents, everything else one space.
func Fold(s string) string { return strings.Join(Of(s), " ") }

// Of gives the folded words of a text.
func Of(s string) []string {
	var b strings.Builder
	b.Grow(len(s))
	var few [24]int
	starts := few[:0] // of the words in b, each behind the end of the one before
	in := false
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c < utf8.RuneSelf:
			in = false
			i++
			continue
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			r = unicode.ToLower(r)
			plain := unaccented(r)
			if plain == "" && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				in = false
				continue
			}
			if !in {
				starts, in = append(starts, b.Len()), true
			}
			if plain != "" {
				b.WriteString(plain)
			} else {
				b.WriteRune(r)
			}
			continue
		}
		if !in {
			starts, in = append(starts, b.Len()), true
		}
		b.WriteByte(c)
		i++
	}
	if len(starts) == 0 {
		return nil
	}
	all := b.String()
	out := make([]string, len(starts))
	for i, from := range starts {
		to := len(all)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		out[i] = all[from:to]
	}
	return out
}

// unaccented gives the base letters of a lower-case letter of the languages
// that are read, and "" for any other.
func unaccented(r rune) string {
	switch r {
	case 'à', 'á', 'â', 'ã', 'ä', 'å', 'ª':
		return "a"
	case 'ç':
		return "c"
	case 'è', 'é', 'ê', 'ë':
		return "e"
	case 'ì', 'í', 'î', 'ï':
		return "i"
	case 'ñ':
		return "n"
	case 'ò', 'ó', 'ô', 'õ', 'ö', 'º':
		return "o"
	case 'ù', 'ú', 'û', 'ü':
		return "u"
	case 'ý', 'ÿ':
		return "y"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	}
	return ""
}

// phrase is a folded word or a row of words; a word that ends in * stands for
// all that begin so, one that begins with * for all that end so.
type phrase []string

// phrases reads a list of them, separated by commas.
func phrases(list string) []phrase {
	var out []phrase
	for p := range strings.SplitSeq(list, ",") {
		if w := strings.Fields(p); len(w) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// at reports whether the phrase stands at the start of the words.
func (p phrase) at(words []string) bool {
	if len(words) < len(p) {
		return false
	}
	for i, w := range p {
		switch {
		case strings.HasSuffix(w, "*"):
			if !strings.HasPrefix(words[i], w[:len(w)-1]) {
				return false
			}
		case strings.HasPrefix(w, "*"):
			if !strings.HasSuffix(words[i], w[1:]) {
				return false
			}
		case w != words[i]:
			return false
		}
	}
	return true
}

// Lexicon finds phrases in words.
type Lexicon struct {
	exact map[string][]phrase // by the first word
	begin map[string][]phrase // those whose first word goes on, by its first letters
	end   map[string][]phrase // those whose first word is the end of one, by its last letters
}

// keyLength is how many letters of an open word its phrases are kept under.
const keyLength = 2

// NewLexicon makes a lexicon of folded phrases with commas between them. A * at the
// end or the beginning of a word stands for any letters.
func NewLexicon(list string) *Lexicon {
	l := &Lexicon{exact: map[string][]phrase{}, begin: map[string][]phrase{}, end: map[string][]phrase{}}
	for _, p := range phrases(list) {
		switch w := p[0]; {
		case strings.HasSuffix(w, "*"):
			k := w[:min(keyLength, len(w)-1)]
			l.begin[k] = append(l.begin[k], p)
		case strings.HasPrefix(w, "*"):
			k := w[max(1, len(w)-keyLength):]
			l.end[k] = append(l.end[k], p)
		default:
			l.exact[w] = append(l.exact[w], p)
		}
	}
	return l
}

// Find gives the place of the first phrase in the words and its length; -1 if
// there is none.
func (l *Lexicon) Find(words []string) (at, n int) {
	for i := range words {
		if n := l.Match(words[i:]); n > 0 {
			return i, n
		}
	}
	return -1, 0
}

// Match gives the length in words of the longest phrase at the start, 0 if
// there is none.
func (l *Lexicon) Match(words []string) int {
	if len(words) == 0 {
		return 0
	}
	n := 0
	try := func(list []phrase) {
		for _, p := range list {
			if len(p) > n && p.at(words) {
				n = len(p)
			}
		}
	}
	w := words[0]
	try(l.exact[w])
	if len(w) >= keyLength {
		try(l.begin[w[:keyLength]])
		try(l.end[w[len(w)-keyLength:]])
	}
	return n
}

// In reports whether a phrase stands anywhere in the words.
func (l *Lexicon) In(words []string) bool {
	at, _ := l.Find(words)
	return at >= 0
}

// Same reports whether two lists hold the same texts, folded.
func Same(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if Fold(a[i]) != Fold(b[i]) {
			return false
		}
	}
	return true
}
