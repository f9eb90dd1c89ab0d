package firefox

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// sessionList is the content of a session file, taken apart at its list of
// cookies. Put together again it is the same, byte for byte.
type sessionList struct {
	before []byte   // up to and with the bracket that opens the list
	parts  [][]byte // the elements with the white space around them, without commas
	after  []byte   // from the bracket that closes it
}

var errNoSession = errors.New("its content is not that of a session")

// splitSession finds the list of cookies in a session: the member "cookies" of
// the object that the whole is, the last of that name, as JavaScript reads it. A
// session without one has a list that nothing can be put into.
func splitSession(content []byte) (sessionList, error) {
	none := sessionList{before: content}
	if !json.Valid(content) {
		return none, errNoSession
	}
	dec := json.NewDecoder(bytes.NewReader(content))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return none, errNoSession
	}
	list := none
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return none, errNoSession
		}
		start := dec.InputOffset()
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return none, errNoSession
		}
		if name != "cookies" {
			continue
		}
		end := int(dec.InputOffset())
		switch from := end - len(value); {
		case string(value) == "null":
			list = none
		case value[0] == '[' && from >= int(start):
			list = splitList(content, from, end)
		default:
			return none, errNoSession
		}
	}
	return list, nil
}

// splitList takes the list apart that lies from its bracket to behind the other
// in valid JSON. Commas within elements lie in strings, or in brackets or braces
// of their own.
func splitList(content []byte, from, end int) sessionList {
	l := sessionList{before: content[:from+1], after: content[end-1:]}
	start, depth, quoted := from+1, 0, false
	for i := start; i < end-1; i++ {
		switch c := content[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 0:
			l.parts = append(l.parts, content[start:i])
			start = i + 1
		}
	}
	last := content[start : end-1]
	if len(l.parts) == 0 && len(bare(last)) == 0 {
		l.before = content[:end-1] // an empty list, whatever white space is in it
		return l
	}
	l.parts = append(l.parts, last)
	return l
}

// there reports whether the session has a list at all.
func (l *sessionList) there() bool { return len(l.after) > 0 }

// bytes puts the content together.
func (l *sessionList) bytes() []byte {
	return slices.Concat(l.before, bytes.Join(l.parts, []byte(",")), l.after)
}

// find gives the place of an element, white space around it left alone: the one
// that it had if it is still there, else any; -1 if it is nowhere.
func (l *sessionList) find(place int, part []byte) int {
	same := func(other []byte) bool { return bytes.Equal(bare(other), bare(part)) }
	if place < len(l.parts) && same(l.parts[place]) {
		return place
	}
	return slices.IndexFunc(l.parts, same)
}

// bare takes the white space of JSON off (RFC 8259, section 2).
func bare(b []byte) []byte { return bytes.Trim(b, " \t\r\n") }
