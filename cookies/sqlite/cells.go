package sqlite

import (
	"math"
	"strconv"
	"strings"

	"crumbs/cookies"
)

// Source is a row to decode: one that a query is at, or one that was kept.
type Source interface {
	Int(i int) int64
	Text(i int) []byte
}

// Cells is a row that was kept, decoded as [Row] decodes the one in the store:
// with the conversions of SQLite (sqlite.org, "Result Values From A Query").
type Cells []cookies.Cell

// Int gives cell i as an integer.
func (c Cells) Int(i int) int64 {
	switch v := c[i]; v.Kind {
	case cookies.Integer:
		return v.Int
	case cookies.Real:
		return truncate(v.Float())
	case cookies.Text, cookies.Blob:
		return leading(v.Bytes)
	}
	return 0
}

// Text gives the bytes of cell i.
func (c Cells) Text(i int) []byte {
	switch v := c[i]; v.Kind {
	case cookies.Integer:
		return strconv.AppendInt(nil, v.Int, 10)
	case cookies.Real:
		return appendReal(nil, v.Float())
	case cookies.Text, cookies.Blob:
		return v.Bytes
	}
	return nil
}

// leading gives the integer that text begins with, spaces before it left out,
// or 0. A number too large is the largest there is.
func leading(b []byte) int64 {
	i := 0
	for i < len(b) && (b[i] == ' ' || b[i] >= '\t' && b[i] <= '\r') {
		i++
	}
	start := i
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		i++
	}
	digits := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == digits {
		return 0
	}
	n, _ := strconv.ParseInt(string(b[start:i]), 10, 64) // out of range gives the nearest
	return n
}

// truncate cuts a real to an integer, at the ends of the range where it is
// beyond them.
func truncate(f float64) int64 {
	switch {
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	case math.IsNaN(f):
		return 0
	}
	return int64(f)
}

// appendReal writes a real as SQLite does, but for the last digits of long ones.
// Columns of texts turn numbers into texts when they are put in, so that only a
// table of an odd kind has a name or a path that comes here.
func appendReal(b []byte, f float64) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "Inf"...)
	case math.IsInf(f, -1):
		return append(b, "-Inf"...)
	case f == 0:
		f = 0 // SQLite knows no negative one
	}
	digits := strconv.FormatFloat(f, 'g', 15, 64)
	mantissa, exponent, ok := strings.Cut(digits, "e")
	b = append(b, mantissa...)
	if !strings.Contains(mantissa, ".") {
		b = append(b, ".0"...)
	}
	if ok {
		b = append(append(b, 'e'), exponent...)
	}
	return b
}
