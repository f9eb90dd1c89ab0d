package devtools

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"

	"crumbs/cookies"
)

// listen answers every connection with these bytes, and then says nothing more.
func listen(t *testing.T, answer string) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close() //nolint:errcheck // the other side has gone
				_, _ = io.WriteString(c, answer)
				_, _ = io.Copy(io.Discard, c)
			}()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

// Whatever listens on the port: the answer is one clean sentence, and soon.
func TestFindHostile(t *testing.T) {
	page := func(h http.HandlerFunc) int {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.Listener.Addr().(*net.TCPAddr).Port
	}
	var visits atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(elsewhere.Close)
	text := func(s string) int {
		return page(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, s) })
	}
	closed := listen(t, "")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().(*net.TCPAddr).Port
	_ = free.Close()
	for name, c := range map[string]struct {
		port int
		want string
	}{
		"nobody":          {nobody, "nothing listens"},
		"silence":         {closed, "does not answer"},
		"no HTTP":         {listen(t, "SSH-2.0-x\x1b[2J\r\n"), "no browser"},
		"an endless head": {listen(t, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-A: aaaaaaaaaaaaaaaa\r\n", 10_000)), "no browser"},
		"a long page": {page(func(w http.ResponseWriter, _ *http.Request) {
			for range 10_000 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}), "too long"},
		"another page":   {text("<html>"), "no browser"},
		"another object": {text(`{}`), "no browser"},
		"a list":         {text(`[1]`), "no browser"},
		"no address":     {text(`{"webSocketDebuggerUrl":"http://127.0.0.1/x"}`), "no browser"},
		"a wrong type":   {text(`{"webSocketDebuggerUrl":7}`), "no browser"},
		"a bad address":  {text(`{"webSocketDebuggerUrl":"ws://\u001b[2J"}`), "no browser"},
		"a plain server": {page(http.NotFound), "no browser"},
		"a forward": {page(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/x", http.StatusFound)
		}), "no browser"},
		"a Firefox of []": {page((&fake{t: t, format: cookies.Firefox, server: nil, spoil: always(`[]`)}).unchecked), "no browser"},
		"not ready":       {page((&fake{t: t, format: cookies.Firefox, spoil: always(`{"id":$ID,"result":{"ready":"yes"}}`)}).unchecked), "no browser"},
		"no word":         {page((&fake{t: t, format: cookies.Firefox, spoil: always(`{"id":$ID,"result":{}}`)}).unchecked), "no browser"},
		"a loud refusal": {page((&fake{t: t, format: cookies.Firefox,
			spoil: always(`{"id":$ID,"error":"\u001b[31mred\u202e","message":"` + strings.Repeat("very ", 1000) + `"}`)}).unchecked), "no browser"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Find(soon(t), c.port)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v", err)
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) || len(err.Error()) > 400 {
				t.Errorf("the error is %q", err)
			}
		})
	}
	if visits.Load() > 0 {
		t.Error("a redirect was followed")
	}
}

func always(answer string) func(string) (string, bool) {
	return func(string) (string, bool) { return answer, true }
}

// unchecked is a fake on a server that is not its own.
func (f *fake) unchecked(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/session" {
		http.NotFound(w, r)
		return
	}
	f.talk(w, r)
}

// A browser that turns hostile once it was found: nothing hangs, nothing is
// believed, and nothing is deleted on its word.
func TestTalkHostile(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		c := cookie(format, "a.test", "x", "")
		for name, answer := range map[string]string{
			"hangs up":      "hang up",
			"no JSON":       "\x1b[2J",
			"a list":        "[]",
			"wrong types":   `{"id":$ID,"result":{"cookies":{"name":1},"targetId":7,"sessionId":[]}}`,
			"odd cookies":   `{"id":$ID,"result":{"cookies":[{"name":7,"value":[],"expires":"x","expiry":"x"}]}}`,
			"no result":     `{"id":$ID}`,
			"null":          `{"id":$ID,"result":null}`,
			"a huge number": `{"id":$ID,"result":{"cookies":[{"expires":1e999,"expiry":1e999}]}}`,
			"another's":     `{"id":0,"result":{}}`,
			"only events":   strings.Repeat(`{"method":"x"}`+"\n", 1000) + `{"method":"x"}`,
			"refuses":       `{"id":$ID,"error":{"code":-1,"message":"no\u001b[2J"}}`,
			"refuses oddly": `{"id":$ID,"error":[[]]}`,
		} {
			t.Run(string(format)+", "+name, func(t *testing.T) {
				f := start(t, format, c)
				b, err := Find(t.Context(), f.port())
				if err != nil {
					t.Fatal(err)
				}
				// From the first answer on, and from the list on.
				for _, from := range []string{"", "etCookies"} {
					f.mu.Lock()
					f.spoil = func(method string) (string, bool) { return answer, strings.HasSuffix(method, from) }
					f.mu.Unlock()
					ctx := soon(t)
					l, err := b.open(ctx)
					if err == nil {
						_, err = l.remove(ctx, hold(c), func(k []known) error { return prove(hold(c), nil, k, b.Port) })
						f.mu.Lock()
						f.spoil = nil
						f.mu.Unlock()
						l.close()
					}
					if err == nil || strings.ContainsFunc(err.Error(), unicode.IsControl) {
						t.Errorf("from %q: %v", from, err)
					}
				}
				f.mu.Lock()
				calls := slices.Clone(f.calls)
				f.mu.Unlock()
				if slices.ContainsFunc(calls, func(m string) bool { return strings.HasSuffix(m, "deleteCookies") }) || len(f.left()) != 1 {
					t.Errorf("it was told to delete: %q", calls)
				}
			})
		}
	}
}

// FuzzCookie: what a browser tells of a cookie is never too much for us.
func FuzzCookie(f *testing.F) {
	f.Add([]byte(`{"name":"a","domain":".a.test","path":"/","expires":1.5,"sourceScheme":"Secure","partitionKey":{"topLevelSite":"https://a.test"}}`))
	f.Add([]byte(`{"name":"a","expiry":9223372036854775807,"value":{"type":"string","value":"x"}}`))
	c := hold(cookie(cookies.Chromium, "a.test", "x", ""), cookie(cookies.Firefox, "a.test", "x", underShop))
	f.Fuzz(func(t *testing.T, text []byte) {
		var n networkCookie
		if json.Unmarshal(text, &n) == nil {
			k := n.known()
			_ = k.is(c, 0)
			if n.Opaque && k.is(c, 0) {
				t.Error("an opaque partition is none that is stored")
			}
		}
		var s storageCookie
		if json.Unmarshal(text, &s) == nil {
			_ = s.known().is(c, 1)
		}
		_ = refusalOf(text, string(text)).Error()
	})
}
