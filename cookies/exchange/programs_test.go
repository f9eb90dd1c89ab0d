package exchange

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
)

// program gives a program, by the rule of the browser tests: with
// CRUMBS_BROWSERS=1 one that is missing fails the test.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CRUMBS_BROWSERS") == "1" {
		t.Fatalf("CRUMBS_BROWSERS=1 is set and there is no %s", name)
	}
	if err != nil {
		t.Skipf("there is no %s to compare with", name)
	}
	return path
}

func jarItems() []cookies.Item {
	raw, quote, empty := item("raw", ".shop.example", "/"), item("quote", "shop.example", "/"), item("empty", "shop.example", "/")
	raw.Value, quote.Value, empty.Value = []byte("\xff\xfe\u009b日本"), []byte(`{"a":"b c",'d'}`), nil
	list := []cookies.Item{
		item("host", "shop.example", "/"), item("domain", ".shop.example", "/"), item("session", "shop.example", "/", "session"),
		item("only", "shop.example", "/", "http"), item("tls", "shop.example", "/", "secure"), item("sub", "www.shop.example", "/"),
		item("cart", "shop.example", "/cart"), item("other", ".other.example", "/"), item("gone", "shop.example", "/", "expired"),
		item("__Secure-x", ".shop.example", "/", "secure", "http"), item("__Host-x", "shop.example", "/", "secure"), raw, quote, empty,
	}
	for i := range list { // the programs know no other time than theirs
		if list[i].Expires > 1 {
			list[i].Expires += cookies.FromTime(time.Now()) - cookies.FromTime(now)
		}
	}
	return list
}

// What curl and wget send of a cookies.txt is what a browser would send.
func TestCurlAndWgetTakeTheJar(t *testing.T) {
	got := make(chan string, 8)
	seen := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header.Get("Cookie") })
	plain, tls := httptest.NewServer(seen), httptest.NewTLSServer(seen)
	defer plain.Close()
	defer tls.Close()
	items := jarItems()
	jar := filepath.Join(t.TempDir(), "cookies.txt")
	if err := os.WriteFile(jar, NetscapeText(items), 0o600); err != nil {
		t.Fatal(err)
	}
	curl, wget := program(t, "curl"), program(t, "wget")
	for _, url := range []string{"http://shop.example/", "http://www.shop.example/", "http://shop.example/cart/1", "http://other.example/", "https://shop.example/", "https://www.shop.example/"} {
		r, err := NewRequest(url)
		if err != nil {
			t.Fatal(err)
		}
		for _, with := range []string{curl, wget} {
			// The server plays the proxy, so that hosts keep their names; for TLS
			// curl can be told where a host is, wget can't.
			command := []string{with, "-s", "-b", jar, "-x", plain.URL, url}
			switch {
			case with == wget && r.scheme == "https":
				continue
			case with == wget:
				command = []string{with, "-q", "-O", "/dev/null", "--load-cookies", jar, "-e", "use_proxy=yes", "-e", "http_proxy=" + plain.URL, url}
			case r.scheme == "https":
				command = []string{with, "-s", "-k", "-b", jar, "--connect-to", "::" + strings.TrimPrefix(tls.URL, "https://"), url}
			}
			var want []string
			for _, it := range items {
				if r.Takes(&it.Cookie, time.Now()) && !(with == wget && it.HTTPOnly) {
					want = append(want, it.Name+"="+string(it.Value))
				}
			}
			run := exec.Command(command[0], command[1:]...)
			run.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%q: %v: %s", command, err, out)
			}
			sent := strings.Split(<-got, "; ")
			slices.Sort(sent)
			slices.Sort(want)
			if !slices.Equal(sent, want) {
				t.Errorf("%s to %s sent\n%q, want\n%q", filepath.Base(with), url, sent, want)
			}
		}
	}
}
