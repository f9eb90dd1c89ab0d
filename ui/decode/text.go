package decode

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
)

// maxNesting bounds JSON that is indented: every level adds two spaces to all
// lines below it, which makes deep documents grow with the square of their size.
const maxNesting = 32

// quoted undoes the double quotes that RFC 6265 allows around a value, and
// those of a JSON string.
func quoted(b []byte) (Layer, []byte, bool) {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return Layer{}, nil, false
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		s = string(b[1 : len(b)-1])
	}
	return Layer{Name: "unquoted", Text: s}, []byte(s), true
}

// document recognises a JSON object or array and indents it.
func (r reader) document(b []byte) (Layer, bool) {
	if b[0] != '{' && b[0] != '[' || !json.Valid(b) {
		return Layer{}, false
	}
	return Layer{Name: "JSON", Text: indented(b), Facts: r.times(b)}, true
}

func indented(b []byte) string {
	var out bytes.Buffer
	if nesting(b) > maxNesting || json.Indent(&out, b, "", "  ") != nil {
		return string(b)
	}
	return out.String()
}

// nesting gives the depth of brackets in valid JSON.
func nesting(b []byte) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// percent undoes URL-encoding (RFC 3986, section 2.1). A plus stays a plus: in
// cookies it is more often base64's than a form's space.
func percent(b []byte) (Layer, []byte, bool) {
	if !bytes.ContainsRune(b, '%') {
		return Layer{}, nil, false
	}
	s, err := url.PathUnescape(string(b))
	if err != nil || s == string(b) || !readable([]byte(s)) {
		return Layer{}, nil, false
	}
	return Layer{Name: "URL-decoded", Text: s}, []byte(s), true
}

// base64Text undoes base64 (RFC 4648, both alphabets, padded or not) where what
// comes out is text. Many plain words are base64 by accident, so short strings
// count only if JSON comes out.
func base64Text(b []byte) (Layer, []byte, bool) {
	if len(b) < 8 {
		return Layer{}, nil, false
	}
	out, name := unbase64(b)
	if len(out) == 0 || !readable(out) {
		return Layer{}, nil, false
	}
	if len(b) < 16 && !json.Valid(out) {
		return Layer{}, nil, false
	}
	return Layer{Name: name, Text: string(out)}, out, true
}

func unbase64(b []byte) ([]byte, string) {
	s := strings.TrimRight(string(b), "=")
	if strings.ContainsAny(s, "-_") {
		if out, err := base64.RawURLEncoding.DecodeString(s); err == nil {
			return out, "base64url-decoded"
		}
		return nil, ""
	}
	if out, err := base64.RawStdEncoding.DecodeString(s); err == nil {
		return out, "base64-decoded"
	}
	return nil, ""
}

// pairs recognises a query string or a list of settings: a=1&b=2, a:1|b:2. The
// separators are those that cookies in the wild use.
func (r reader) pairs(b []byte) (Layer, bool) {
	if !readable(b) {
		return Layer{}, false
	}
	s := string(b)
	for _, sep := range []string{"&", "|", ";", ",", ":"} {
		for _, is := range []string{"=", ":"} {
			if sep == is {
				continue
			}
			if facts := r.cut(s, sep, is); facts != nil {
				return Layer{Name: "fields", Facts: facts}, true
			}
		}
	}
	return Layer{}, false
}

// cut gives the fields of a string all of whose parts have a name, at least
// two and at most 64 of them; else nil.
func (r reader) cut(s, sep, is string) []Fact {
	parts := strings.Split(s, sep)
	if len(parts) < 2 || len(parts) > 64 {
		return nil
	}
	facts := make([]Fact, 0, len(parts))
	for _, part := range parts {
		name, value, ok := strings.Cut(strings.TrimSpace(part), is)
		if !ok || name == "" || len(name) > 40 || strings.ContainsAny(name, " \"{}[]") {
			return nil
		}
		if plain, err := url.PathUnescape(value); err == nil && readable([]byte(plain)) {
			value = plain
		}
		if when, ok := r.moment(value); ok {
			value += "  (" + when + ")"
		}
		facts = append(facts, Fact{Label: name, Text: value})
	}
	return facts
}
