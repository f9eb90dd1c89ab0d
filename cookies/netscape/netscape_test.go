package netscape

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

func TestParse(t *testing.T) {
	for line, want := range map[string]Cookie{
		"shop.test\tFALSE\t/\tFALSE\t1798362143\tkeep\tk1":           {Host: "shop.test", Path: "/", Name: "keep", Value: []byte("k1"), Expires: 1798362143},
		".shop.test\tTRUE\t/a b\tTRUE\t0\tn\t":                       {Host: ".shop.test", Path: "/a b", Name: "n", Value: []byte{}, Secure: true},
		"shop.test\ttrue\t/\tfalse\t0\tn\tv":                         {Host: ".shop.test", Path: "/", Name: "n", Value: []byte("v")},
		".shop.test\tFALSE\t/\tFALSE\t0\tn\tv":                       {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v")},
		"#HttpOnly_.shop.test\tTRUE\t/\tFALSE\t0\tn\tv":              {Host: ".shop.test", Path: "/", Name: "n", Value: []byte("v"), HTTPOnly: true},
		"shop.test\tFALSE\t/\tFALSE\t0\tn":                           {Host: "shop.test", Path: "/", Name: "n"},
		"shop.test\tFALSE\t/\tFALSE\t0\t\tv":                         {Host: "shop.test", Path: "/", Value: []byte("v")},
		"shop.test\tFALSE\t/\tFALSE\t0\tn\tv\tw\t":                   {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v\tw\t")},
		"shop.test\tFALSE\t/\tFALSE\t\tn\tv":                         {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v")},
		"shop.test\tFALSE\t/\tFALSE\t1798362143.75\tn\tv":            {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v"), Expires: 1798362143},
		"shop.test\tFALSE\t/\tFALSE\t-1\tn\tv":                       {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v"), Expires: -1},
		"shop.test\tFALSE\t/\tFALSE\t99999999999999999999\tn\tv":     {Host: "shop.test", Path: "/", Name: "n", Value: []byte("v"), Expires: math.MaxInt64},
		"shop.test:8080\tFALSE\t/\tFALSE\t0\tn\tv":                   {Host: "shop.test", Port: 8080, Path: "/", Name: "n", Value: []byte("v")},
		"[::1]:8080\tFALSE\t/\tFALSE\t0\tn\tv":                       {Host: "[::1]", Port: 8080, Path: "/", Name: "n", Value: []byte("v")},
		"::1\tFALSE\t/\tFALSE\t0\tn\tv":                              {Host: "::1", Path: "/", Name: "n", Value: []byte("v")},
		"shop.test\tFALSE\t/\tFALSE\t0\t\xff\xfe\x1b[2J\t\x9b\u202e": {Host: "shop.test", Path: "/", Name: "\xff\xfe\x1b[2J", Value: []byte("\x9b\u202e")},
	} {
		got, err := Parse([]byte(line))
		if err != nil {
			t.Errorf("%q is no cookie: %v", line, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
	for _, line := range []string{
		"", " \t", "#", "# Netscape HTTP Cookie File", "# shop.test\tFALSE\t/\tFALSE\t0\tn\tv", "#HttpOnly_", "#HttpOnly_#x\tFALSE\t/\tFALSE\t0\tn\tv",
	} {
		if c, err := Parse([]byte(line)); !errors.Is(err, ErrComment) {
			t.Errorf("%q is %+v, %v", line, c, err)
		}
	}
	for _, line := range []string{
		"shop.test FALSE / FALSE 0 n v", "shop.test\tFALSE\t/\tFALSE\t0", "\tFALSE\t/\tFALSE\t0\tn\tv", ".\tTRUE\t/\tFALSE\t0\tn\tv",
		"shop.test\t1\t/\tFALSE\t0\tn\tv", "shop.test\tFALSE\t/\tno\t0\tn\tv", "shop.test\tFALSE\t/\tFALSE\tsoon\tn\tv",
		"shop.test\tFALSE\t/\tFALSE\t1.x\tn\tv", "shop.test\tFALSE\t/\tFALSE\t0\t\t", "Set-Cookie: a=b",
	} {
		if c, err := Parse([]byte(line)); err == nil || errors.Is(err, ErrComment) {
			t.Errorf("%q is %+v, %v", line, c, err)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	good := Cookie{Host: "shop.test", Path: "/", Name: "n", Value: []byte("v")}
	for what, c := range map[string]func(*Cookie){
		"no host": func(c *Cookie) { c.Host = "." }, "a tab in the name": func(c *Cookie) { c.Name = "a\tb" }, "a line break in the value": func(c *Cookie) { c.Value = []byte("a\nb") },
		"a host like a comment": func(c *Cookie) { c.Host = "#x" }, "no name and no value": func(c *Cookie) { c.Name, c.Value = "", nil }, "CR in the path": func(c *Cookie) { c.Path = "/\r" },
	} {
		bad := good
		c(&bad)
		if b, err := bad.Append(nil); !errors.Is(err, ErrNoLine) || len(b) != 0 {
			t.Errorf("%s: %q, %v", what, b, err)
		}
	}
}

// What is written reads as what was written.
func FuzzLine(f *testing.F) {
	f.Add([]byte("#HttpOnly_.shop.test\tTRUE\t/a\tFALSE\t1798362143.5\tn\tv"))
	f.Add([]byte("[::1]:8080\tFALSE\t\tFALSE\t\tn"))
	f.Add([]byte("a:1:2\tFALSE\t\tFALSE\t\tn"))
	f.Fuzz(func(t *testing.T, line []byte) {
		c, err := Parse(line)
		if err != nil {
			return
		}
		text, err := c.Append(nil)
		if err != nil {
			return
		}
		again, err := Parse(text)
		if c.Value == nil {
			c.Value = []byte{}
		}
		if err != nil || !cmp.Equal(c, again) {
			t.Errorf("%q gives %+v, written %q gives %+v", line, c, text, again)
		}
		if bytes.ContainsAny(text, "\r\n") {
			t.Errorf("%q is more than a line", text)
		}
	})
}

// A line's end is the first whole second at which the cookie is gone, in a year
// that programs can read; only a session has none.
func TestOf(t *testing.T) {
	for end, want := range map[cookies.Moment]int64{
		0: 0, 1: 1, -1: 1, -5_000_000: 1, 1_000_000: 1, 1_000_001: 2, 7_999_999: 8,
		math.MaxInt64: 253402300799, math.MinInt64: 1,
	} {
		it := cookies.Item{Value: []byte("v")}
		it.Host, it.Path, it.Name, it.Expires, it.Secure, it.HTTPOnly = ".a.test", "/", "n", end, true, true
		c := Of(&it)
		if c.Expires != want {
			t.Errorf("%d ends at %d, want %d", end, c.Expires, want)
		}
		c.Expires = 0
		if diff := cmp.Diff(Cookie{Host: ".a.test", Path: "/", Name: "n", Value: []byte("v"), Secure: true, HTTPOnly: true}, c); diff != "" {
			t.Error(diff)
		}
	}
}
