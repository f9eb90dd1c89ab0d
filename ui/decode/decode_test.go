package decode

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/google/go-cmp/cmp"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// flat writes layers on lines, so that a test shows what a person would see.
func flat(layers []Layer) string {
	var b strings.Builder
	for _, l := range layers {
		fmt.Fprintf(&b, "[%s] %s\n", l.Name, l.Text)
		for _, f := range l.Facts {
			fmt.Fprintf(&b, "  %s: %s\n", f.Label, f.Text)
		}
	}
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func TestValue(t *testing.T) {
	token := b64(`{"alg":"HS256","typ":"JWT"}`) + "." + b64(`{"sub":"u-17","iat":1700000000,"exp":1731536000.5,"n":1}`) + "." + b64("signature")
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"a word", "dark", ""},
		{"a word that is base64 by accident", "greenery", ""},
		{"random", "f3b1c0ffee5a", ""},
		{"URL-encoding", "gr%C3%BCn%20und%20blau", "[URL-decoded] grün und blau\n"},
		{"plus stays", "a%20b+c", "[URL-decoded] a b+c\n"},
		{"broken escape", "100%zz", ""},
		{"JSON", `{"a":[1,2]}`, "[JSON] {\n  \"a\": [\n    1,\n    2\n  ]\n}\n"},
		{"JSON in URL-encoding", `%7B%22a%22%3A1%7D`, "[URL-decoded] {\"a\":1}\n[JSON] {\n  \"a\": 1\n}\n"},
		{"JSON in base64 in URL-encoding", url.PathEscape(base64.StdEncoding.EncodeToString([]byte(`{"a":">>>?"}`))) + "%20",
			"[URL-decoded] eyJhIjoiPj4+PyJ9 \n[base64-decoded] {\"a\":\">>>?\"}\n[JSON] {\n  \"a\": \">>>?\"\n}\n"},
		{"quoted", `"abc"`, "[unquoted] abc\n"},
		{"base64 of bytes", base64.StdEncoding.EncodeToString([]byte{0, 1, 2, 3, 4, 5, 6, 7, 200, 201, 202, 203, 204}), ""},
		{"JWT", token, "[JSON Web Token] {\n  \"sub\": \"u-17\",\n  \"iat\": 1700000000,\n  \"exp\": 1731536000.5,\n  \"n\": 1\n}\n" +
			"  alg: HS256\n  typ: JWT\n  subject: u-17\n  issued: 2023-11-14 22:13 UTC\n  expires: 2024-11-13 22:13 UTC\n"},
		{"three parts that are no JWT", "www.example.test", ""},
		{"seconds", "1700000000", "[timestamp] \n  time: 2023-11-14 22:13 UTC\n"},
		{"milliseconds", "1700000000123", "[timestamp] \n  time: 2023-11-14 22:13 UTC\n"},
		{"a number that is no time", "9999999999", ""},
		{"a signed number", "+170000000", ""},
		{"_ga", "GA1.2.1034567890.1700000000", "[Google Analytics client id] \n  client id: 1034567890.1700000000\n  first visit: 2023-11-14 22:13 UTC\n"},
		{"_ga with a path", "GA1.1-2.1034567890.1700000000", "[Google Analytics client id] \n  client id: 1034567890.1700000000\n  first visit: 2023-11-14 22:13 UTC\n"},
		{"GS1", "GS1.1.1700000000.3.1.1700000060.0.0.0", "[Google Analytics session] \n  session began: 2023-11-14 22:13 UTC\n  visits: 3\n  engaged: yes\n  last seen: 2023-11-14 22:14 UTC\n"},
		{"GS2", "GS2.1.s1700000000$o3$g0$t1700000060$j60$l0$h0", "[Google Analytics session] \n  session began: 2023-11-14 22:13 UTC\n  visits: 3\n  engaged: no\n  last seen: 2023-11-14 22:14 UTC\n"},
		{"_fbp", "fb.1.1700000000000.987654321", "[Meta browser id] \n  browser id: 987654321\n  first visit: 2023-11-14 22:13 UTC\n"},
		{"_fbc", "fb.1.1700000000000.AbCdEf", "[Meta click id] \n  click id: AbCdEf\n  clicked: 2023-11-14 22:13 UTC\n"},
		{"_pk_id", "0123456789abcdef.1700000000.", "[Matomo visitor id] \n  visitor id: 0123456789abcdef\n  first visit: 2023-11-14 22:13 UTC\n"},
		{"fields", "lang=de&seen=1700000000&q=a%20b", "[fields] \n  lang: de\n  seen: 1700000000  (2023-11-14 22:13 UTC)\n  q: a b\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, flat(Value("", []byte(c.in), stamp))); d != "" {
				t.Error(d)
			}
		})
	}
}

// Whatever text is wrapped in URL-encoding is found again.
func TestPercentRoundTrip(t *testing.T) {
	back := func(s string) bool {
		s = "ä " + strings.ToValidUTF8(s, "")
		layers := Value("", []byte(url.PathEscape(s)), stamp)
		return !readable([]byte(s)) || len(s) > 1000 || len(layers) > 0 && layers[0].Text == s
	}
	if err := quick.Check(back, nil); err != nil {
		t.Error(err)
	}
}

func TestBounds(t *testing.T) {
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	for _, in := range []string{deep, strings.Repeat("%25", 1<<20), strings.Repeat("A", 1<<20), strings.Repeat("a=1&", 1<<18)} {
		size := 0
		for _, l := range Value("", []byte(in), stamp) {
			size += len(l.Text)
		}
		if size > maxOutput {
			t.Errorf("%.10s…: %d bytes came out", in, size)
		}
	}
}

func FuzzValue(f *testing.F) {
	for _, s := range []string{"", "GA1.2.1.1700000000", "GS2.1.s1700000000$o3$g0$t1$", "fb.1.1700000000000.1", `{"a":1}`, "%7B%22a%22%3A1%7D", "eyJhbGciOiJub25lIn0.e30.", "DBABzw~1YNN~BVQqAAAAAgA", "DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "0190163d-8694-739b-aea5-966c26f8ad91", `"x"`, "a=1&b=2", "1700000000", "\xff\xfe", "\u202e"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"", "euconsent-v2", "OptanonConsent", "amp_x", "_gcl_au", "__cf_bm"} {
			bounded(t, Value(name, b, stamp))
		}
	})
}

// bounded checks what holds of the layers of any value.
func bounded(t *testing.T, layers []Layer) {
	if len(layers) > maxDepth+1 {
		t.Errorf("%d layers", len(layers))
	}
	size := 0
	for _, l := range layers {
		size += len(l.Text)
		if l.Name == "" || l.Text == "" && len(l.Facts) == 0 && l.Name != "unquoted" {
			t.Errorf("a layer that says nothing: %+v", l)
		}
	}
	if size > maxOutput {
		t.Errorf("%d bytes came out", size)
	}
}
