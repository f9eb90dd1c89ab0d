// Package print writes what the screen and the commands show of cookies,
// stores, policies and deletions: the JSON, NDJSON and CSV that people script
// against, and tables for people. It masks values, and nothing that came from a
// store or a document leaves it in a form that a terminal would act on.
package print

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"unicode/utf8"
)

// Format is a way of writing a list of cookies.
type Format string

// The formats of a list.
const (
	Table  Format = "table"  // for people
	JSON   Format = "json"   // one array
	NDJSON Format = "ndjson" // one object a line
	CSV    Format = "csv"    // one record a cookie, after a line of names
)

// Formats lists all of them.
func Formats() []Format { return []Format{Table, JSON, NDJSON, CSV} }

// Object writes any of the contract's objects as indented JSON with a newline
// behind it.
func Object(w io.Writer, v any) error {
	b, err := encode(v)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err = w.Write(out.Bytes())
	return err
}

// array writes a JSON array, an element a line, while the elements come: a
// million of them are never in memory at once.
func array[T any](w io.Writer, each iter.Seq[T], object func(T) ([]byte, error)) error {
	b := bufio.NewWriterSize(w, 64<<10)
	next := "[\n" // a bufio.Writer keeps its first error
	for v := range each {
		text, err := object(v)
		if err != nil {
			return err
		}
		_, _ = b.WriteString(next)
		if _, err := b.Write(text); err != nil {
			return err
		}
		next = ",\n"
	}
	if next == "[\n" {
		_, _ = b.WriteString("[]\n")
	} else {
		_, _ = b.WriteString("\n]\n")
	}
	return b.Flush()
}

// encode gives the JSON of v in one line, with everything escaped that is not
// fit to be shown: [json.Marshal] leaves DEL, C1 and bidirectional controls as
// they are, which a terminal would act on.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return escape(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// escape turns every character of a JSON text that [cookies.Visible] would not
// let through into \u escapes. They stand inside strings only, since all of
// JSON's own are ASCII.
func escape(b []byte) []byte {
	if printable(b) {
		return b
	}
	at := max(0, bytes.IndexFunc(b, unfit))
	out := make([]byte, at, len(b)+16)
	copy(out, b)
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		switch {
		case !unfit(r):
			out = append(out, b[at:at+n]...)
		case r > 0xffff:
			r -= 0x10000
			out = appendEscape(appendEscape(out, 0xd800+r>>10), 0xdc00+r&0x3ff)
		default:
			out = appendEscape(out, r)
		}
		at += n
	}
	return out
}

// printable reports whether a text is plain ASCII without controls, as nearly
// all are.
func printable[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func appendEscape(b []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}
