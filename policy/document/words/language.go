package words

import "strings"

// Language guesses the language of a text from its small words; hint is what
// the document says of itself and decides where the text does not.
func Language(text, hint string) string {
	counts := map[string]int{}
	total := 0
	for w := range strings.FieldsSeq(Fold(text)) {
		if total++; total > 20000 {
			break
		}
		for _, l := range LanguagesOf(w) {
			counts[l]++
		}
	}
	best, second := "", 0
	for _, l := range languages() {
		switch {
		case best == "" || counts[l] > counts[best]:
			second = counts[best]
			best = l
		case counts[l] > second:
			second = counts[l]
		}
	}
	hint, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(hint)), "-")
	hint, _, _ = strings.Cut(hint, "_")
	if counts[best] < 3 || counts[best]*4 < second*5 {
		if len(hint) == 2 {
			return hint
		}
		if counts[best] < 3 {
			return ""
		}
	}
	return best
}

// languages are those that are read, by ISO 639-1.
func languages() []string { return []string{"en", "fr", "de", "es", "nl", "it", "pt"} }

// LanguagesOf gives the languages in which a word is frequent and says nothing.
func LanguagesOf(w string) []string {
	switch w {
	case "the", "and", "of", "to", "is", "are", "we", "our", "you", "your", "that", "this", "used", "with", "for", "by", "it", "not", "when":
		return []string{"en"}
	case "les", "des", "est", "une", "et", "du", "nous", "vous", "pour", "sur", "sont", "votre", "ce", "cette", "qui", "dans", "aux", "ne", "pas":
		return []string{"fr"}
	case "der", "die", "das", "und", "ist", "wir", "sie", "ein", "eine", "nicht", "werden", "wird", "mit", "von", "zu", "auf", "ihre", "fur", "den", "dem", "im":
		return []string{"de"}
	case "los", "las", "el", "y", "del", "una", "que", "por", "para", "su", "con", "se", "son", "este", "esta", "al", "es", "lo":
		switch w {
		case "que", "para", "se", "este", "esta":
			return []string{"es", "pt"}
		case "con", "una":
			return []string{"es", "it"}
		case "es":
			return []string{"es"}
		}
		return []string{"es"}
	case "het", "een", "van", "wij", "uw", "zijn", "voor", "op", "te", "niet", "deze", "worden", "wordt", "met", "dat", "en", "om", "aan", "je", "u", "bij":
		return []string{"nl"}
	case "il", "di", "che", "della", "per", "gli", "sono", "questo", "dei", "delle", "nel", "alla", "sito", "non", "piu", "anche", "e", "i", "le", "da":
		switch w {
		case "e", "da":
			return []string{"it", "pt"}
		case "le":
			return []string{"it", "fr"}
		}
		return []string{"it"}
	case "os", "um", "uma", "nao", "ao", "pelo", "pela", "seu", "sua", "dos", "em", "no", "na", "sao", "mais", "ou", "como", "do", "as", "nos":
		switch w {
		case "no":
			return []string{"pt", "es"}
		case "ou":
			return []string{"pt", "fr"}
		case "as", "do", "como":
			return []string{"pt"}
		}
		return []string{"pt"}
	}
	return nil
}
