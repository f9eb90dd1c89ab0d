package classify

import "strings"

// parts gives the words that a cookie's name is made of, in lower case, the name
// being as [catalogue.Normal] gives it: what
// stands between other characters, and what capitals set apart (visitorCount
// and visitor_count are alike). Ids and numbers are no words, so that names
// that differ in them alone have the same parts. They are added to out.
func parts(out []string, text string) []string {
	for i := 0; i < len(text); {
		if !letter(text[i]) {
			i++
			continue
		}
		j := i + 1
		for j < len(text) && letter(text[j]) && !boundary(text, j) {
			j++
		}
		out = append(out, strings.ToLower(text[i:j])) // no copy where nothing changes
		i = j
	}
	return out
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

// boundary reports whether a new word begins at a letter behind another one: at
// a capital after a small letter, and at the last of several capitals before a
// small one (HTTPSession).
func boundary(s string, i int) bool {
	if !upper(s[i]) {
		return false
	}
	return !upper(s[i-1]) || i+1 < len(s) && letter(s[i+1]) && !upper(s[i+1])
}
