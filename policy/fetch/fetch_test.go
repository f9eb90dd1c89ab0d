package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// web is hosts of a test: every name leads to one server on this machine.
func web(t *testing.T, pages http.HandlerFunc) http.RoundTripper {
	t.Helper()
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server.Listener.Addr().String())
	}}
}

func TestGet(t *testing.T) {
	var asked *http.Request
	through := web(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r
		switch r.URL.Path {
		case "/cookies":
			http.SetCookie(w, &http.Cookie{Name: "sid", Value: "1"})
			http.Redirect(w, r, "http://www.shop.test/legal/cookies#top", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "the policy")
		}
	})
	got, err := get(t.Context(), "http://shop.test/cookies", through)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Text) != "the policy" || got.URL != "http://www.shop.test/legal/cookies" || got.Site.Host != "www.shop.test" {
		t.Errorf("it gave %q from %s of %s", got.Text, got.URL, got.Site.Host)
	}
	for _, header := range []string{"Cookie", "Referer"} {
		if v := asked.Header.Get(header); v != "" {
			t.Errorf("the server was told %s: %s", header, v)
		}
	}
}

func TestGetRefuses(t *testing.T) {
	through := web(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "http://tracker.test/", http.StatusFound)
		case "/suffix": // another customer of the same public suffix is another site
			http.Redirect(w, r, "http://other.github.io/", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/badly":
			w.Header().Set("Location", "http://u:secret%zz@shop.test/")
			w.WriteHeader(http.StatusFound)
		case "/packed":
			w.Header().Set("Content-Encoding", "br")
			_, _ = io.WriteString(w, "x")
		case "/missing":
			http.NotFound(w, r)
		case "/picture":
			w.Header().Set("Content-Type", "image/png")
			_, _ = io.WriteString(w, "x")
		case "/large":
			for range Most/1024 + 1 {
				_, _ = io.WriteString(w, strings.Repeat("x", 1024))
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range Most/1024 + 1 {
				_, _ = io.WriteString(z, strings.Repeat("x", 1024))
			}
			_ = z.Close()
		default:
			t.Errorf("%s%s was asked for", r.Host, r.URL)
		}
	})
	for address, why := range map[string]string{
		"http://shop.test/away":          "another site, tracker.test",
		"http://shop.github.io/suffix":   "another site, other.github.io",
		"http://shop.test/loop":          "again and again",
		"http://shop.test/file":          "redirected to no page",
		"http://shop.test/missing":       "answers 404 Not Found",
		"http://shop.test/picture":       "image/png",
		"http://shop.test/large":         "larger than 16 MB",
		"http://shop.test/bomb":          "larger than 16 MB",
		"ftp://shop.test/":               "only http and https",
		"http://":                        "no address",
		"http://co.uk/":                  "public suffix",
		"https://me:secret@shop.test/":   "a name or a password",
		"http://me:sec%secret@shop.test": "no address",
		"http://me:secret@[::1/":         "no address",
		"http://shop.test/badly":         "redirected to no page",
		"http://shop.test/packed":        "packs it as br",
		"http://shop.test/\x1b]0;x\x07":  "no address",
	} {
		got, err := get(t.Context(), address, through)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q gave %d bytes, %v; want an error about %q", address, len(got.Text), err, why)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the password: %v", address, err)
		}
	}
}

// TestFollow: who asked over https is not led to a page that anybody on the way
// can write.
func TestFollow(t *testing.T) {
	from := httptest.NewRequest(http.MethodGet, "https://shop.test/", nil)
	_, site, err := parse("https://shop.test/")
	if err != nil {
		t.Fatal(err)
	}
	down := httptest.NewRequest(http.MethodGet, "http://shop.test/", nil)
	if err := follow(site, down.URL, []*http.Request{from}); err == nil {
		t.Error("a redirect from https to http was followed")
	}
	up := httptest.NewRequest(http.MethodGet, "https://www.shop.test/", nil)
	if err := follow(site, up.URL, []*http.Request{down}); err != nil {
		t.Errorf("a redirect from http to https was refused: %v", err)
	}
}

func TestGetEndsWithTheContext(t *testing.T) {
	held := make(chan struct{})
	defer close(held)
	through := web(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-held:
		case <-r.Context().Done():
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := get(ctx, "http://shop.test/", through); !errors.Is(err, context.Canceled) {
		t.Errorf("a fetch that was stopped ended with %v", err)
	}
}

func TestIsURL(t *testing.T) {
	for s, want := range map[string]bool{
		"https://shop.test/": true, "HTTP://shop.test": true, "shop.test": false, "./policy.html": false,
		"file:///etc/passwd": true, "-": false, "C:\\policy.html": false, "ftp://b": true, " http://a": true, "a b://c": false,
	} {
		if IsURL(s) != want {
			t.Errorf("IsURL(%q) is %v", s, !want)
		}
	}
}
