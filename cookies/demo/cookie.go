package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// cookie is an entry at a certain time.
type cookie struct {
	entry
	madeAt, setAt, usedAt time.Time
	expires               time.Time // zero for a session cookie
}

// longest is how long browsers let a cookie live (RFC 6265bis, section 5.5).
const longest = 400 * 24 * time.Hour

// at places an entry in time and makes up what its value leaves open. The same
// entry gives the same cookie at the same time.
func (e entry) at(now time.Time, seed string) cookie {
	r := random(seed, e.host, e.name, e.of("part"), e.of("in"))
	c := cookie{entry: e}
	c.usedAt = ago(now, e.used, r)
	c.setAt = earlier(ago(now, e.set, r), c.usedAt, e.set == e.used)
	c.madeAt = earlier(ago(now, e.made, r), c.setAt, e.made == e.set)
	if e.lives > 0 {
		c.expires = c.setAt.Add(min(e.lives, longest))
	}
	c.value = c.fill(e.value, r)
	return c
}

// random is a source of its own for every seed, the same in every run.
func random(seed ...string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256([]byte(strings.Join(seed, "\x00")))))
}

// ago counts back from now, and up to a twentieth less, so that not everything
// happened at the same time of day.
func ago(now time.Time, d time.Duration, r *rand.Rand) time.Time {
	return now.Add(-d + time.Duration(r.Int64N(int64(d/20)+1))).Truncate(time.Microsecond)
}

// earlier gives t, but nothing after the limit, and the limit itself where both
// are one.
func earlier(t, limit time.Time, same bool) time.Time {
	if same || t.After(limit) {
		return limit
	}
	return t
}

// fill replaces what stands in braces in a value's pattern; a brace that opens
// nothing known is the value's own.
func (c cookie) fill(pattern string, r *rand.Rand) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		word, after, closed := strings.Cut(rest, "}")
		text, known := c.word(word, r)
		if !closed || !known {
			b.WriteByte('{')
			pattern = rest
			continue
		}
		b.WriteString(text)
		pattern = after
	}
}

// The digits of {hex:N}, {num:N} and {b62:N}.
const (
	hexDigits = "0123456789abcdef"
	digits    = "0123456789"
	base62    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func (c cookie) word(word string, r *rand.Rand) (string, bool) {
	kind, argument, _ := strings.Cut(word, ":")
	n, err := strconv.Atoi(argument)
	switch {
	case kind == "hex" && err == nil:
		return draw(hexDigits, n, r), true
	case kind == "num" && err == nil:
		return draw(digits[1:], 1, r) + draw(digits, n-1, r), true
	case kind == "b62" && err == nil:
		return draw(base62, n, r), true
	case kind == "tcf":
		return consentString(c.setAt, argument), true
	case kind == "made" && argument != "":
		return c.madeAt.Format(argument), true
	case kind == "set" && argument != "":
		return c.setAt.Format(argument), true
	}
	switch word {
	case "uuid": // version 4 (RFC 9562, section 5.4)
		return fmt.Sprintf("%s-%s-4%s-%s%s-%s", draw(hexDigits, 8, r), draw(hexDigits, 4, r), draw(hexDigits, 3, r),
			draw("89ab", 1, r), draw(hexDigits, 3, r), draw(hexDigits, 12, r)), true
	case "made":
		return strconv.FormatInt(c.madeAt.Unix(), 10), true
	case "set":
		return strconv.FormatInt(c.setAt.Unix(), 10), true
	case "madems":
		return strconv.FormatInt(c.madeAt.UnixMilli(), 10), true
	case "setms":
		return strconv.FormatInt(c.setAt.UnixMilli(), 10), true
	}
	return "", false
}

// draw gives n of the letters.
func draw(letters string, n int, r *rand.Rand) string {
	b := make([]byte, max(n, 0))
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

// consentString makes a Transparency and Consent String of the IAB (TCF, version
// 2, the core string) that was given at t and consents to the purposes named,
// divided by commas, and to no vendor.
func consentString(t time.Time, purposes string) string {
	var bits []byte
	put := func(n int, v uint64) {
		for i := n - 1; i >= 0; i-- {
			bits = append(bits, byte(v>>i&1))
		}
	}
	when := uint64(t.UnixMilli() / 100) // tenths of a second
	put(6, 2)
	put(36, when)
	put(36, when)
	put(12, 300) // whose dialog it was
	put(12, 1)
	put(6, 1)
	put(6, 'e'-'a')
	put(6, 'n'-'a')
	put(12, 140) // of the vendor list
	put(6, 4)
	put(1+1+12, 0)
	var consents uint64
	for p := range strings.SplitSeq(purposes, ",") {
		if n, err := strconv.Atoi(p); err == nil && n >= 1 && n <= 24 {
			consents |= 1 << (24 - n)
		}
	}
	put(24, consents)
	put(24+1, 0)
	put(6, 'd'-'a')
	put(6, 'e'-'a')
	put(16+1, 0) // vendors with consent: none
	put(16+1, 0) // with legitimate interest: none
	put(12, 0)   // restrictions by the publisher: none
	for len(bits)%8 != 0 {
		bits = append(bits, 0)
	}
	raw := make([]byte, len(bits)/8)
	for i, b := range bits {
		raw[i/8] |= b << (7 - i%8)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
