package words

import "strings"

// Sentences cuts a text at full stops, question and exclamation marks and line
// breaks. A stop inside a word (example.com, e.g.) is none.
func Sentences(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
		case '.', '!', '?':
			if i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' && text[i+1] != ')' {
				continue
			}
			// "e.g. _ga": a sentence begins with a capital.
			if i+2 < len(text) && (text[i+2] == '_' || text[i+2] >= 'a' && text[i+2] <= 'z') && !nameBegins(text, i) {
				continue
			}
		default:
			continue
		}
		if s := strings.TrimSpace(text[from : i+1]); s != "" {
			out = append(out, s)
		}
		from = i + 1
	}
	if s := strings.TrimSpace(text[from:]); s != "" {
		out = append(out, s)
	}
	return out
}

// nameBegins reports whether a name with a _ in it begins the sentence behind the stop
// at i, and no abbreviation ends there.
func nameBegins(text string, i int) bool {
	next := text[i+2 : min(len(text), i+122)]
	if at := strings.IndexAny(next, " \n"); at >= 0 {
		next = next[:at]
	}
	for k := i - 1; k >= i-4; k-- {
		if k < 0 || text[k]|0x20 < 'a' || text[k]|0x20 > 'z' {
			return false
		}
	}
	return strings.IndexByte(next, '_') > 0
}

// Indent is how many bytes of white space a text begins with.
func Indent(s string) int { return len(s) - len(strings.TrimLeft(s, " \n")) }
