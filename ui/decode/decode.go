// Package decode takes the value of a cookie apart, layer by layer, so that a
// person can read what a site keeps in it. It is pure and guesses: every layer
// is what the bytes look like, never what they are sure to be.
package decode

import (
	"bytes"
	"time"
	"unicode"
	"unicode/utf8"
)

// Layer is one reading of a value. The text is hostile like the value itself
// and is not yet fit for a terminal.
type Layer struct {
	Name  string // what was undone or recognised: "URL-decoded", "JSON", ...
	Text  string // what came out, "" where only the facts matter
	Facts []Fact
}

// Fact is one thing that a layer says: "first visit", "2025-03-02 09:14 UTC".
type Fact struct {
	Label string
	Text  string
}

// The bounds: no cookie is larger than 4 KB in today's browsers, but a store
// can hold anything.
const (
	maxInput  = 64 << 10 // bytes looked at; the rest is left out
	maxDepth  = 6        // layers below the value
	maxOutput = 256 << 10
)

// Value gives the layers of the value of a cookie of this name, the outermost
// first; none where the value looks like nothing in particular. When writes a
// time for people. It never fails, and the work is bounded by the first 64 KB of
// the value.
func Value(name string, b []byte, when func(time.Time) string) []Layer {
	if len(b) > maxInput {
		b = b[:maxInput]
	}
	r := reader{name, when}
	out := r.answers(b)
	size := 0
	for range maxDepth {
		layer, next := r.peel(b)
		if layer.Name == "" {
			break
		}
		size += len(layer.Text)
		if size > maxOutput {
			break
		}
		out = append(out, layer)
		if next == nil || bytes.Equal(next, b) {
			break
		}
		b = next
	}
	return out
}

// reader takes the value of one cookie apart.
type reader struct {
	name string // of the cookie
	when func(time.Time) string
}

// peel takes one layer off. Next is what is to be looked at below it, nil where
// the layer is the last.
func (r reader) peel(b []byte) (Layer, []byte) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return Layer{}, nil
	}
	for _, known := range []func([]byte) (Layer, bool){r.analytics, r.tcf, r.gpp, r.usPrivacy, r.jwt, r.uuid, r.timestamp} {
		if layer, ok := known(b); ok {
			return layer, nil
		}
	}
	if layer, next, ok := quoted(b); ok {
		return layer, next
	}
	if layer, ok := r.document(b); ok {
		return layer, nil
	}
	if layer, ok := r.pairs(b); ok {
		return layer, nil
	}
	if layer, next, ok := percent(b); ok {
		return layer, next
	}
	if layer, next, ok := base64Text(b); ok {
		return layer, next
	}
	return Layer{}, nil
}

// readable reports whether bytes are text that a person can read: UTF-8
// without control characters other than white space.
func readable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
			return false
		}
	}
	return true
}
