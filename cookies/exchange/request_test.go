package exchange

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
)

var now = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

// item makes a cookie: its host as stored, "secure", "http" and "part=SITE" among
// the words.
func item(name, host, path string, words ...string) cookies.Item {
	it := cookies.Item{Value: []byte("v-" + name)}
	it.Name, it.Host, it.Path = name, host, path
	it.Expires, it.Created = cookies.FromTime(now.AddDate(1, 0, 0)), cookies.FromTime(now)
	for _, w := range words {
		switch {
		case w == "secure":
			it.Secure = true
		case w == "http":
			it.HTTPOnly = true
		case w == "cross":
			it.CrossSite = true
		case w == "session":
			it.Expires = 0
		case w == "expired":
			it.Expires = cookies.FromTime(now.Add(-time.Hour))
		case strings.HasPrefix(w, "part="):
			it.Place = &cookies.Place{Partition: w[5:]}
		}
	}
	return it
}

func TestTakes(t *testing.T) {
	for _, c := range []struct {
		url  string
		it   cookies.Item
		want bool
	}{
		{"https://shop.example/", item("a", "shop.example", "/"), true},
		{"https://SHOP.example:8443", item("a", "shop.example", "/"), true},
		{"https://www.shop.example/", item("a", "shop.example", "/"), false},
		{"https://www.shop.example/", item("a", ".shop.example", "/"), true},
		{"https://shop.example/", item("a", ".shop.example", "/"), true},
		{"https://myshop.example/", item("a", ".shop.example", "/"), false},
		{"https://shop.example/", item("a", ".www.shop.example", "/"), false},
		{"https://shop.example/cart", item("a", "shop.example", "/cart"), true},
		{"https://shop.example/cart/x?y", item("a", "shop.example", "/cart"), true},
		{"https://shop.example/cart/x", item("a", "shop.example", "/cart/"), true},
		{"https://shop.example/cart", item("a", "shop.example", "/cart/"), false},
		{"https://shop.example/cartoon", item("a", "shop.example", "/cart"), false},
		{"https://shop.example/", item("a", "shop.example", "/", "secure"), true},
		{"http://shop.example/", item("a", "shop.example", "/", "secure"), false},
		{"http://localhost:8080/", item("a", "localhost", "/", "secure"), true},
		{"http://127.0.0.1/", item("a", "127.0.0.1", "/", "secure"), true},
		{"http://1.127.0.0.1/", item("a", ".127.0.0.1", "/"), false},
		{"http://127.0.0.1/", item("a", ".0.0.1", "/"), false},
		{"http://[::1]/", item("a", "[::1]", "/"), true},
		{"https://bücher.example/", item("a", "xn--bcher-kva.example", "/"), true},
		{"https://shop.example/", item("a", "shop.example", "/", "expired"), false},
		{"https://shop.example/", item("a", "shop.example", "/", "session"), true},
		{"https://www.shop.test/", item("a", ".shop.test", "/", "part=https://shop.test"), true},
		{"https://www.shop.test/", item("a", ".shop.test", "/", "part=https://shop.test", "cross"), false},
		{"http://www.shop.test/", item("a", ".shop.test", "/", "part=https://shop.test"), false},
		{"https://ads.test/", item("a", "ads.test", "/", "part=https://shop.test"), false},
	} {
		r, err := NewRequest(c.url)
		if err != nil {
			t.Fatalf("%s: %v", c.url, err)
		}
		if got := r.Takes(&c.it.Cookie, now); got != c.want {
			t.Errorf("%s takes %s %s %s: %v", c.url, c.it.Host, c.it.Path, c.it.PartitionKey(), got)
		}
	}
}

func TestNoRequest(t *testing.T) {
	for _, text := range []string{"", "shop.example", "ftp://shop.example", "https://", "file:///etc/passwd", "https://a b/", "https://shop.example/\x1b[2J", "https://-/"} {
		if r, err := NewRequest(text); !errors.Is(err, ErrNoURL) {
			t.Errorf("%q: %v, %v", text, r, err)
		}
	}
	r, err := NewRequest("https://ada:secret@Shop.Example:8443/a?b=[1]#top")
	if err != nil || r.URL != "https://shop.example:8443/a?b=[1]" {
		t.Errorf("%v, %v", r.URL, err)
	}
}

func TestLineIsInOrder(t *testing.T) {
	old, short, long, none := item("old", "shop.example", "/"), item("new", "shop.example", "/"), item("long", "shop.example", "/cart"), item("", "shop.example", "/")
	old.Created, none.Created = cookies.FromTime(now.Add(-time.Hour)), cookies.FromTime(now.Add(time.Hour))
	list := []cookies.Item{none, short, old, long}
	InOrder(list)
	if got := Line(list); got != "long=v-long; old=v-old; new=v-new; v-" {
		t.Error(got)
	}
}

// A shell runs the line: what curl would be given is what was meant, whatever
// the value.
func TestCurlCommandIsSafe(t *testing.T) {
	r, err := NewRequest("https://shop.example/a'b?q=$(id)&c={1,2}")
	if err != nil {
		t.Fatal(err)
	}
	it := item("n", "shop.example", "/")
	it.Value = []byte("it's `id` $(id) $HOME \"x\" \\ ! * | ; & > /tmp/x # \xff")
	command := r.CurlCommand([]cookies.Item{it})
	sh := exec.Command("sh", "-c", `curl() { for a; do printf '%s\n' "$a"; done; }; `+command)
	out, err := sh.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "--globoff\n-H\nCookie: n=" + string(it.Value) + "\n" + r.URL + "\n"
	if string(out) != want {
		t.Errorf("%q\nwant %q", out, want)
	}
}
