package cookies_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"crumbs/cookies"
)

// Each part of a key makes another cookie, and parts can't be shifted into one
// another.
func TestIDTellsEveryPartApart(t *testing.T) {
	base := cookies.Key{Host: "shop.test", Name: "ab", Path: "/", Origin: "https://a.test", Scheme: 2, Port: 443}
	keys := []cookies.Key{base}
	for _, change := range []func(*cookies.Key){
		func(k *cookies.Key) { k.Host = ".shop.test" },
		func(k *cookies.Key) { k.Name = "abc" },
		func(k *cookies.Key) { k.Name, k.Path = "a", "b/" },
		func(k *cookies.Key) { k.Host, k.Name = "shop.testa", "b" },
		func(k *cookies.Key) { k.Path = "/x" },
		func(k *cookies.Key) { k.Origin = "" },
		func(k *cookies.Key) { k.CrossSite = true },
		func(k *cookies.Key) { k.Scheme = 1 },
		func(k *cookies.Key) { k.Port = -1 },
	} {
		k := base
		change(&k)
		keys = append(keys, k)
	}
	seen := map[string]cookies.ID{}
	for _, store := range []string{"/a", "/b"} {
		for _, k := range keys {
			id := cookies.ID{Store: store, Key: k}
			if other, ok := seen[id.String()]; ok {
				t.Errorf("%+v and %+v are both %s", other, id, id)
			}
			if len(id.String()) != 16 {
				t.Errorf("%+v gives %q", id, id)
			}
			seen[id.String()] = id
		}
	}
}

// Firefox moves a session's cookies into another file when it closes: they are
// the same cookies. What merely has such a file's name is another store.
func TestIDOutlastsTheSession(t *testing.T) {
	id := func(format cookies.Format, parts ...string) cookies.ID {
		s := &cookies.Store{Format: format, Path: filepath.Join(append([]string{"/", "p"}, parts...)...)}
		return (&cookies.Cookie{Key: cookies.Key{Host: "shop.test", Name: "sid", Path: "/"}, Store: s}).ID()
	}
	closed := id(cookies.FirefoxSession, "sessionstore.jsonlz4")
	if running := id(cookies.FirefoxSession, "sessionstore-backups", "recovery.jsonlz4"); running != closed {
		t.Errorf("%+v while it runs, and %+v when it is closed", running, closed)
	}
	for _, other := range []cookies.ID{
		id(cookies.FirefoxSession, "recovery.jsonlz4"),
		id(cookies.FirefoxSession, "sessionstore-backups", "previous.jsonlz4"),
		id(cookies.FirefoxSession, "sessionstore-backups", "sessionstore-backups", "recovery.jsonlz4"),
		id(cookies.Netscape, "sessionstore-backups", "recovery.jsonlz4"),
	} {
		if other == closed {
			t.Errorf("another store gives %+v", other)
		}
	}
}

func TestMoment(t *testing.T) {
	for _, test := range []struct {
		m    cookies.Moment
		want string
	}{
		{cookies.FromTime(time.Date(2026, 3, 4, 5, 6, 7, 8000, time.FixedZone("", 3600))), "2026-03-04T04:06:07.000008Z"},
		{cookies.FromTime(time.Time{}), ""},
		{cookies.FromUnix(1_700_000_000), "2023-11-14T22:13:20Z"},
		{cookies.FromUnix(-1), "1969-12-31T23:59:59Z"},
		{cookies.FromUnix(1<<63 - 1), "9999-12-31T23:59:59Z"},
		{cookies.FromUnix(-1 << 63), "0000-01-01T00:00:00Z"},
		{cookies.FromUnixMicro(0), "1970-01-01T00:00:00Z"},
		{cookies.FromUnixMicro(-1), "1969-12-31T23:59:59.999999Z"},
		{cookies.FromWindowsMicro(0), ""},
		{cookies.FromWindowsMicro(11_644_473_600_000_000 + 1_000_000), "1970-01-01T00:00:01Z"},
		{cookies.FromWindowsMicro(-1 << 63), "0000-01-01T00:00:00Z"},
		{cookies.FromUnixMicro(1<<63 - 1), "9999-12-31T23:59:59Z"},
	} {
		if got := test.m.RFC3339(); got != test.want {
			t.Errorf("Moment(%d) is %q, want %q", test.m, got, test.want)
		}
	}
}

func TestSessionAndExpired(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	session := cookies.Cookie{}
	past := cookies.Cookie{Expires: cookies.FromTime(now)}
	future := cookies.Cookie{Expires: cookies.FromTime(now.Add(time.Microsecond))}
	if !session.Session() || session.Expired(now) || past.Session() || !past.Expired(now) || future.Expired(now) {
		t.Error("session, past and future cookies are mixed up")
	}
}

func TestRegistrable(t *testing.T) {
	for host, want := range map[string]string{
		".www.Shop.Example.co.uk": "example.co.uk",
		"umami.opendatasoft.com":  "opendatasoft.com",
		"a.b.github.io":           "b.github.io",
		"github.io":               "github.io",
		"localhost":               "localhost",
		"127.0.0.1":               "127.0.0.1",
		"[::1]":                   "::1",
		"[fe80::a]":               "fe80::a",
		"[::ffff:192.168.178.1]":  "::ffff:192.168.178.1",
		"shop.test.":              "shop.test",
		"":                        "",
		".":                       "",
	} {
		if got := cookies.Registrable(host); got != want {
			t.Errorf("Registrable(%q) is %q, want %q", host, got, want)
		}
	}
}

// TestUnder: whole labels below a domain, and nothing below an address.
func TestUnder(t *testing.T) {
	for _, test := range []struct {
		host, domain string
		want         bool
	}{
		{"shop.test", "shop.test", true},
		{"a.b.shop.test", "shop.test", true},
		{"shop.test", "www.shop.test", false},
		{"myshop.test", "shop.test", false},
		{"shop.test.evil.test", "shop.test", false},
		{"10.0.0.1", "10.0.0.1", true},
		{"10.0.0.1", "0.0.1", false},
		{"::ffff:10.0.0.1", "1", false},
		{"1.10.0.0.1", "10.0.0.1", false},
		{"shop.test", "", false},
		{"shop.test.", "", false},
		{"", "", false},
	} {
		if got := cookies.Under(test.host, test.domain); got != test.want {
			t.Errorf("%q under %q: %t", test.host, test.domain, got)
		}
	}
}

func TestSentTo(t *testing.T) {
	for _, test := range []struct {
		domain, host string
		want         bool
	}{
		{".shop.test", "shop.test", true},
		{".Shop.test", "www.shop.test", true},
		{".www.shop.test", "shop.test", false},
		{"shop.test", "shop.test", true},
		{"shop.test", "www.shop.test", false}, // host-only
		{"shop.test.", "shop.test", true},
		{"[::1]", "::1", true},
		{".0.0.1", "10.0.0.1", false},
		{".", "shop.test", false},
	} {
		if got := (cookies.Key{Host: test.domain}).SentTo(test.host); got != test.want {
			t.Errorf("%q to %q: %t", test.domain, test.host, got)
		}
	}
}

func TestThisMachine(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "app.localhost": true, "127.0.0.1": true, "127.8.0.1": true, "::1": true,
		"mylocalhost": false, "localhost.test": false, "10.0.0.1": false, "": false,
	} {
		if got := cookies.ThisMachine(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain _ga-1.2":   "plain _ga-1.2",
		"ünï 日本":          "ünï 日本",
		"a\x1b[31mb":      `a\x1b[31mb`,
		"\u009b31m":       `\x9b31m`,
		"\x9b":            `\x9b`,
		"a\u202eb":        `a\u202eb`,
		"a\u200bb":        `a\u200bb`,
		"\U000e0041":      `\U000e0041`,
		"tab\tand\r\nend": `tab\x09and\x0d\x0aend`,
		"\x7f\x00":        `\x7f\x00`,
		"\u2066x\u2069":   `\u2066x\u2069`,
	} {
		if got := cookies.Visible(in); got != want {
			t.Errorf("Visible(%q) is %q, want %q", in, got, want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"", "a\x1b]0;x\x07", "\u202e\u2028\xff\u0085", "👩‍👩‍👧", "\\x1b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := cookies.Visible(s)
		if !utf8.ValidString(got) {
			t.Errorf("Visible(%q) is no UTF-8", s)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) || unicode.In(r, unicode.Zl, unicode.Zp) {
				t.Errorf("Visible(%q) lets %U through", s, r)
			}
		}
		if again := cookies.Visible(got); again != got {
			t.Errorf("Visible(%q) is %q, and of that %q", s, got, again)
		}
	})
}

func TestDeniedAdvice(t *testing.T) {
	for system, want := range map[string]bool{"darwin": true, "linux": false, "windows": false} {
		if advice := cookies.DeniedAdvice(system); strings.Contains(advice, "Full Disk Access") != want || advice == "" {
			t.Errorf("%s: %q", system, advice)
		}
	}
}
