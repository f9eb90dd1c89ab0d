package decode

import (
	"encoding/json"
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
func timestamp(b []byte) (Layer, bool) {
	when, ok := moment(string(b))
	if !ok {
		return Layer{}, false
	}
	return Layer{Name: "timestamp", Facts: []Fact{{"time", when}}}, true
}

// moment reads a number of 10, 13, 16 or 19 digits as a time and gives it in
// UTC. Ten digits can be an account number as well; whoever shows it says so by
// calling it what it looks like.
func moment(s string) (string, bool) {
	if len(s) != 10 && len(s) != 13 && len(s) != 16 && len(s) != 19 {
		return "", false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return "", false
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
	if t.Before(earliest) || !t.Before(latest) {
		return "", false
	}
	return stamp(t), true
}

// stamp writes a time as the screen does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// jwt recognises a JSON Web Token (RFC 7519) in its compact form: header,
// payload and signature in base64url. The signature is not checked: there is
// no key, and nothing hangs on it.
func jwt(b []byte) (Layer, bool) {
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
		if text, ok := claimText(claims[claim.key]); ok {
			layer.Facts = append(layer.Facts, Fact{claim.label, text})
		}
	}
	return layer, true
}

// claimText writes a claim: text as it is, a NumericDate (RFC 7519, section 2:
// seconds, possibly with a fraction) as a time.
func claimText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		if v < float64(earliest.Unix()) || v >= float64(latest.Unix()) {
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
		return stamp(time.Unix(int64(v), 0)), true
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
