package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// StartsUpper reports whether a text begins with a capital.
func StartsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// StartsLower reports whether a text begins with a small letter.
func StartsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// Unmarked takes the marks of Markdown off a raw cell.
func Unmarked(s string) string {
	if !strings.ContainsAny(s, "\\`*") {
		return s
	}
	return strings.NewReplacer("\\", "", "`", "", "**", "").Replace(s)
}

// Joins reports whether a word joins names in a list.
func Joins(s string) bool {
	switch s {
	case "and", "und", "et", "y", "e", "en", "or", "oder", "ou", "o", "of", "/", "&", "+", ",":
		return true
	}
	return false
}

// Letters reports whether a text is nothing but letters of ASCII.
func Letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) < 0
}
