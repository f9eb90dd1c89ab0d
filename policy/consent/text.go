package consent

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// errForm is a value that is not in its product's form.
var errForm = errors.New("its value is not in the form that is known")

// unescape undoes percent-encoding, and leaves as it is what is not encoded.
func unescape(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}

// unbase64 decodes either alphabet, with or without its filling.
func unbase64(s string) ([]byte, error) {
	s = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(s, "="))
	return base64.RawURLEncoding.DecodeString(s)
}

// A record from before consent banners, or from a time to come that no clock is
// off by, is no record.
var (
	earliest = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// plausible gives the time in UTC, and the zero time for what can't be one.
func plausible(t time.Time) time.Time {
	if t.Before(earliest) || t.After(latest) {
		return time.Time{}
	}
	return t.UTC()
}

// instant reads a time as scripts write them: ISO 8601, the text of a Date
// ("Wed Feb 01 2023 12:35:32 GMT+0100 (...)"), or seconds or milliseconds since
// 1970. The zero time is one that could not be read.
func instant(s string) time.Time {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n < 100_000_000_000 {
			return plausible(time.Unix(n, 0))
		}
		return plausible(time.UnixMilli(n))
	}
	text, _, _ := strings.Cut(s, " (")
	for _, layout := range []string{time.RFC3339Nano, "Mon Jan 02 2006 15:04:05 GMT-0700", "Mon Jan 2 2006 15:04:05 GMT-0700", time.RFC1123} {
		if t, err := time.Parse(layout, text); err == nil {
			return plausible(t)
		}
	}
	return time.Time{}
}
