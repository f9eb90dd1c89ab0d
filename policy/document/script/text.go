package script

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func number(f float64) Value {
	return Value{Kind: Number, Text: strconv.FormatFloat(f, 'f', -1, 64)}
}

// unquote gives the text of a literal with its quotation marks.
func unquote(b []byte) string {
	if len(b) < 2 {
		return ""
	}
	return unescape(string(b[1 : len(b)-1]))
}

// unescape resolves what stands behind \ in a literal (ECMA-262, section
// 12.9.4). What is no UTF-8 afterwards is replaced.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			i++
			continue
		}
		i += 2
		switch c := s[i-1]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b', 'f', 'v', '0', '\r':
			// nothing that is seen
		case '\n': // the line goes on
		case 'x':
			r, n := hex(s[i:], 2)
			b.WriteRune(r)
			i += n
		case 'u':
			r, n := codePoint(s[i:])
			i += n
			if utf16.IsSurrogate(r) && strings.HasPrefix(s[i:], `\u`) {
				low, n := codePoint(s[i+2:])
				if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
					r, i = both, i+2+n
				}
			}
			b.WriteRune(r)
		default:
			b.WriteByte(c)
		}
	}
	return strings.ToValidUTF8(b.String(), "\ufffd")
}

// codePoint reads what follows \u: four figures, or any in braces.
func codePoint(s string) (rune, int) {
	if !strings.HasPrefix(s, "{") {
		return hex(s, 4)
	}
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return utf8.RuneError, len(s)
	}
	r, _ := hex(s[1:end], end-1)
	return r, end + 1
}

func hex(s string, n int) (rune, int) {
	if len(s) < n {
		return utf8.RuneError, len(s)
	}
	v, err := strconv.ParseUint(s[:n], 16, 32)
	if err != nil || v > utf8.MaxRune {
		return utf8.RuneError, n
	}
	return rune(v), n
}
