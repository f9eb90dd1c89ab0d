package cookies

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible gives a string from a store, a path or a document in a form that is
// safe to show: control characters (C0, C1, DEL), bidirectional overrides,
// invisible format characters and bytes that are no UTF-8 appear as escapes
// (\x1b, \u202e) and never reach a terminal. It is idempotent on its own output
// except that a backslash is left as it is, so it is for eyes, not for parsing.
func Visible(s string) string {
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// hidden reports whether a rune would act on a terminal, reorder its
// neighbours, or not be seen at all.
func hidden(r rune) bool {
	if r < 0x20 || r >= 0x7f && r < 0xa0 {
		return true
	}
	if r < 0xa0 {
		return false
	}
	// Cf holds the bidirectional controls, zero-width characters and tags; Zl
	// and Zp break lines. The joiners that emoji and Indic text need are in Cf
	// too: better a name that looks odd than one that looks like another.
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) || r == 0x2800 || r == 0x3164 || r == 0xffa0 || r == 0x115f || r == 0x1160 || r == 0x034f
}
