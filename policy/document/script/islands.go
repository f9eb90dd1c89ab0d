package script

import (
	"regexp"
	"strings"
	"sync"
)

// In a script that can't be read whole, such as TypeScript and pages written in
// JSX, the values that are written out can be read alone: lists and objects that
// are assigned, passed to a function or returned.

// The bounds of the search: of values that are tried, and of the text that is
// read in all, as a value that can't be read is searched for others within it.
const (
	maxIslands = 400
	maxRetries = 6 // times the text
)

// around are the patterns of what stands about such values: the name that one is
// assigned to, with its type, and an element of JSX that is the value of a field.
var around = sync.OnceValue(func() (out struct{ name, element *regexp.Regexp }) {
	out.name = regexp.MustCompile(`([\w$]+)["']?\s*[?!]?\s*(?::[^=;{}()]{0,80})?[=:]\s*(?:\(\s*)?$`)
	out.element = regexp.MustCompile(`:(\s*)<[A-Za-z][\w.]*(?:\s[^<>]*)?/>`)
	return out
})

// islands reads the values that stand in a script.
func islands(text string) []Root {
	text = around().element.ReplaceAllStringFunc(text, func(s string) string {
		return ":null" + strings.Repeat("\n", strings.Count(s, "\n"))
	})
	var out []Root
	ends := closings(text)
	tried, left := 0, maxRetries*len(text)
	for i := 0; i < len(text); i++ {
		end := ends[i]
		if end == 0 || end-i < 16 || !assigned(text[:i]) {
			continue
		}
		if tried++; tried > maxIslands || left < end-i {
			break
		}
		left -= end - i
		piece := text[i:end]
		before := strings.Count(text[:i], "\n")
		roots, err := read("("+piece+"\n)", before)
		if err != nil {
			roots, err = read("("+untyped(piece)+"\n)", before)
		}
		if err != nil {
			continue
		}
		path := ""
		if m := around().name.FindStringSubmatch(text[max(0, i-160):i]); m != nil {
			path = m[1]
		}
		for _, r := range roots {
			if r.Path == "" {
				r.Path = path
			}
			out = append(out, r)
		}
		i = end - 1
	}
	return out
}

// assigned reports whether what follows a text is a value: behind =, a bracket, a
// colon, an arrow or "return".
func assigned(before string) bool {
	before = strings.TrimRight(before[max(0, len(before)-80):], " \t\r\n")
	if before == "" {
		return true
	}
	switch before[len(before)-1] {
	case '=', '(', ':', '[', ',', '?':
		return true
	case '>':
		return strings.HasSuffix(before, "=>")
	}
	return strings.HasSuffix(before, "return") || strings.HasSuffix(before, "default")
}

// closings gives, for every [ and {, where its value ends: behind the bracket that
// closes it. Brackets in strings and comments are none.
func closings(text string) map[int]int {
	ends := map[int]int{}
	var open []int
	// Until where a mark is not closed: it is not looked for again before.
	var unclosed [256]int
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			for n := len(open) - 1; n >= 0; n-- {
				// A bracket that nothing closes is passed over.
				if text[open[n]] == c-2 {
					ends[open[n]] = i + 1
					open = open[:n]
					break
				}
				if n == len(open)-5 {
					break
				}
			}
		case '\'', '"', '`':
			if i < unclosed[c] {
				continue
			}
			if end := quoted(text, i); text[end] == c && end > i {
				i = end
			} else {
				unclosed[c] = end
			}
		case '/':
			if i < unclosed[c] {
				continue
			}
			if n := comment(text[i:]); n > 0 {
				i += n - 1
			} else if strings.HasPrefix(text[i:], "/*") {
				unclosed[c] = len(text)
			}
		}
	}
	return ends
}

// quoted gives the end of the string that begins at i: the mark that closes it, or
// where it would have to be closed and is not, as after an apostrophe.
func quoted(text string, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i]:
			return j
		case '\n':
			if text[i] != '`' {
				return j
			}
		}
	}
	return len(text) - 1
}

// comment gives the length of the comment that a text begins with, 0 if none. An
// address in running text is none.
func comment(s string) int {
	switch {
	case strings.HasPrefix(s, "/*"):
		if n := strings.Index(s[2:], "*/"); n >= 0 {
			return n + 4
		}
	case strings.HasPrefix(s, "// "):
		if n := strings.IndexByte(s, '\n'); n >= 0 {
			return n
		}
		return len(s)
	}
	return 0
}
