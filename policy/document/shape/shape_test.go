package shape_test

import (
	"strings"
	"testing"

	"crumbs/policy/document/shape"
)

func TestOf(t *testing.T) {
	for want, all := range map[shape.Shape][]string{
		shape.Firm:  {"_ga", "mill_id", "millId", "PHPSESSID", "MillSESSIONIDQQA", "XSRF-TOKEN", "connect.sid", "mill*", "rc::a", "ASP.NET_SessionId", "MILLSESS", ".AspNetCore.Cookies"},
		shape.Weak:  {"fr", "uid", "opt-out", "YSC", "session", "UserMatchHistory", "CookieConsent", "1_2", "MillSession"},
		shape.Brand: {"Hotjar", "YouTube", "GA4", "Mill", "Node.js", "Footnote*"},
		shape.None: {"", "365", "24h", "30days", "2nd", "1.25x", "GA1.2.1234567890.16", "2024-05-01", "1.2.3", "harbour.example", "www.mill.com", ".mill.fr", "*.mill.de", "Mühle", "mill id", "l'id", "a;b", "iPhone", "localStorage", "about:preferences", "e.g", "z.B.", "index.php", "me@mill.io", "//mill", "[id]", "COOKIE-POLICY", "...", "***",
			strings.Repeat("a_", shape.MaxName)},
	} {
		for _, s := range all {
			if got := shape.Of(s); got != want {
				t.Errorf("%q is of shape %d, want %d", s, got, want)
			}
		}
	}
}

func TestVariable(t *testing.T) {
	for s, want := range map[string]string{
		"_ga_<container-id>": "_ga_*", "mill_{site}": "mill_*", "mill_${site}": "mill_*", "mill_%site%": "mill_*", "mill[site]": "mill*", "[site]_mill": "*_mill", "mill_(id)": "mill_*",
		"mill_XXXX": "mill_*", "mill_####": "mill_*", "mill_…": "mill_*", "mill_...": "mill_*", "mill_[0-9]+": "mill_*", `mill_\d{3}`: "mill_*", `mill_"site id"`: "mill_*",
		"mill_container-id": "mill_*", "mill_*_*": "mill_*_*", "mill_**": "mill_*", "mill_[x3]": "mill_",
		"mill_id": "mill_id", "user_id": "user_id", "mill_user_id": "mill_user_id", "mill_XX": "mill_XX", "a < b": "a < b", "n[]": "n[]", "mill..": "mill..",
	} {
		got := shape.Variable(s)
		if got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
		if again := shape.Variable(got); again != got {
			t.Errorf("%q is %q, and that is %q", s, got, again)
		}
	}
}

func TestLetters(t *testing.T) {
	for s, want := range map[string]bool{"mill.com": true, "*.mill.example": true, ".mill.co.uk": true, "mill.fr/a": true, "session.id": false, "connect.sid": false, "mill": false, "mill_a.com": false} {
		if shape.Host(s) != want {
			t.Errorf("%q is a host: %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"uid": true, "sess2": true, "YSC": true, "csrftoken": true, "mlltk": true, "grinder": false, "Double-Oat": false, "locale": false} {
		if shape.Coined(s) != want {
			t.Errorf("%q is coined: %v", s, !want)
		}
	}
	for s, want := range map[string]int{"mill": 1, "Mill": 1, "millId": 2, "UserMatchHistory": 3, "MILL": 1} {
		if got := shape.Humps(s); got != want {
			t.Errorf("%q has %d humps, want %d", s, got, want)
		}
	}
	for s, want := range map[string]string{"“mill_id”,": "mill_id", "• mill_id": "mill_id", "mill_id).": "mill_id", "mill_(id)": "mill_(id)", "«mill_id»:": "mill_id", "- mill_id": "mill_id", "--": ""} {
		if got := shape.Trim(s); got != want {
			t.Errorf("%q is trimmed to %q, want %q", s, got, want)
		}
	}
	for c := range 128 {
		if got, want := shape.IsNameByte(byte(c)), strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.*", rune(c)); got != want {
			t.Errorf("%q is a letter of names: %v", rune(c), got)
		}
	}
}
