package decode

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The years in which a number is taken for a time: cookies are from 1994 on,
// and few sites set dates beyond 2100.
var (
	earliest = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// timestamp recognises a whole value that is a time since 1970 in seconds,
// milliseconds, microseconds or nanoseconds.
func (r reader) timestamp(b []byte) (Layer, bool) {
	when, ok := r.moment(string(b))
	if !ok {
		return Layer{}, false
	}
	return Layer{Name: "timestamp", Facts: []Fact{{"time", when}}}, true
}

// moment reads a number of 10, 13, 16 or 19 digits as a time and gives it in
// words. Ten digits can be an account number as well; whoever shows it says so
// by calling it what it looks like.
func (r reader) moment(s string) (string, bool) {
	t, ok := instant(s)
	if !ok {
		return "", false
	}
	return r.when(t), true
}

// instant reads a number of 10, 13, 16 or 19 digits as a time.
func instant(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 && len(s) != 16 && len(s) != 19 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}, false
	}
	var t time.Time
	switch len(s) {
	case 10:
		t = time.Unix(n, 0)
	case 13:
		t = time.UnixMilli(n)
	case 16:
		t = time.UnixMicro(n)
	default:
		t = time.Unix(0, n)
	}
	return t, plausible(t)
}

func plausible(t time.Time) bool { return !t.Before(earliest) && t.Before(latest) }

// jwt recognises a JSON Web Token (RFC 7519) in its compact form: header,
// payload and signature in base64url. The signature is not checked: there is
// no key, and nothing hangs on it.
func (r reader) jwt(b []byte) (Layer, bool) {
	parts := strings.Split(string(b), ".")
	if len(parts) != 3 {
		return Layer{}, false
	}
	head, ok := object(parts[0])
	if !ok {
		return Layer{}, false
	}
	if _, ok := head["alg"].(string); !ok {
		return Layer{}, false
	}
	claims, ok := object(parts[1])
	if !ok {
		return Layer{}, false
	}
	layer := Layer{Name: "JSON Web Token"}
	payload, _ := unbase64([]byte(parts[1]))
	layer.Text = indented(payload)
	for _, key := range []string{"alg", "typ", "kid"} {
		if s, ok := head[key].(string); ok {
			layer.Facts = append(layer.Facts, Fact{key, s})
		}
	}
	for _, claim := range []struct{ key, label string }{
		{"iss", "issuer"}, {"sub", "subject"}, {"aud", "audience"},
		{"iat", "issued"}, {"nbf", "not before"}, {"exp", "expires"}, {"auth_time", "signed in"},
	} {
		if text, ok := r.claim(claims[claim.key]); ok {
			layer.Facts = append(layer.Facts, Fact{claim.label, text})
		}
	}
	return layer, true
}

// claim writes a claim: text as it is, a NumericDate (RFC 7519, section 2:
// seconds, possibly with a fraction) as a time.
func (r reader) claim(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		if v < float64(earliest.Unix()) || v >= float64(latest.Unix()) {
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
		return r.when(time.Unix(int64(v), 0)), true
	}
	return "", false
}

// object decodes a part of a token that must hold a JSON object.
func object(part string) (map[string]any, bool) {
	raw, _ := unbase64([]byte(part))
	if len(raw) == 0 || raw[0] != '{' {
		return nil, false
	}
	var m map[string]any
	return m, json.Unmarshal(raw, &m) == nil
}

// What of a document is looked through for times, and how many are told.
const (
	maxTimes     = 12
	maxTimeDepth = 4
)

// times gives the numbers in a JSON document that look like times, by the names
// that lead to them.
func (r reader) times(b []byte) []Fact {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	var out []Fact
	var walk func(at string, v any, depth int)
	walk = func(at string, v any, depth int) {
		switch v := v.(type) {
		case json.Number:
			if t, ok := r.moment(v.String()); ok && len(out) < maxTimes && at != "" {
				out = append(out, Fact{at, t})
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				if depth < maxTimeDepth && len(out) < maxTimes {
					walk(strings.TrimPrefix(at+"."+key, "."), v[key], depth+1)
				}
			}
		}
	}
	walk("", v, 0)
	return out
}
