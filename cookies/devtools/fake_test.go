package devtools

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"crumbs/cookies"
)

// fake is a browser as far as this package can tell, with a jar that is its
// memory. Its answers can be spoilt.
type fake struct {
	t      *testing.T
	format cookies.Format
	server *httptest.Server

	mu    sync.Mutex
	jar   []live
	calls []string
	busy  bool // a Firefox that another program steers
	caps  bool // it lets no cookie live as long as it is told
	spoil func(method string) (answer string, spoilt bool)
}

// live is a cookie in the fake's memory, with the value that is no secret here.
type live struct {
	cookies.Cookie
	value string
}

func start(t *testing.T, format cookies.Format, jar ...live) *fake {
	t.Helper()
	f := &fake{t: t, format: format, jar: jar}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fake) port() int { return f.server.Listener.Addr().(*net.TCPAddr).Port }

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Host != f.server.Listener.Addr().String() || r.Header.Get("Origin") != "" {
		f.t.Errorf("asked as host %q, origin %q", r.Host, r.Header.Get("Origin"))
	}
	switch {
	case f.format == cookies.Chromium && r.URL.Path == "/json/version":
		// The host is a lie: nobody may follow it.
		_, _ = fmt.Fprint(w, `{"Browser":"Fake/1","webSocketDebuggerUrl":"ws://elsewhere.test:1/devtools/browser/abc-1"}`)
	case f.format == cookies.Chromium && r.URL.Path == "/devtools/browser/abc-1",
		f.format == cookies.Firefox && r.URL.Path == "/session":
		f.talk(w, r)
	default:
		http.NotFound(w, r)
	}
}

// talk answers commands until the other side has gone.
func (f *fake) talk(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer conn.CloseNow() //nolint:errcheck // the test has ended then
	for {
		_, text, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		var command struct {
			ID      int             `json:"id"`
			Method  string          `json:"method"`
			Params  json.RawMessage `json:"params"`
			Session string          `json:"sessionId"`
		}
		if err := json.Unmarshal(text, &command); err != nil {
			f.t.Errorf("not a command: %s", text)
			return
		}
		f.mu.Lock()
		f.calls = append(f.calls, command.Method)
		answer, spoilt := "", false
		if f.spoil != nil {
			answer, spoilt = f.spoil(command.Method)
		}
		if !spoilt {
			result, err := f.do(command.Method, command.Session, command.Params)
			b, _ := json.Marshal(result)
			answer = fmt.Sprintf(`{"method":"some.event","params":{}}`+"\n"+`{"id":%d,"result":%s}`, command.ID, b)
			if err != nil {
				answer = fmt.Sprintf(`{"id":%d,%s}`, command.ID, err)
			}
		}
		f.mu.Unlock()
		answer = strings.ReplaceAll(answer, "$ID", fmt.Sprint(command.ID))
		for part := range strings.SplitSeq(answer, "\n") {
			if part == "hang up" {
				return
			}
			if conn.Write(r.Context(), websocket.MessageText, []byte(part)) != nil {
				return
			}
		}
	}
}

// do is what the browsers do, as far as this package asks for it.
func (f *fake) do(method, session string, params json.RawMessage) (any, error) {
	var p struct {
		Name, Domain, Path string
		Partition          *partition     `json:"partitionKey"`
		Filter             map[string]any `json:"filter"`
		Scope              *scope         `json:"partition"`
		Cookie             map[string]any
		Cookies            []struct {
			networkCookie
			URL string
		}
	}
	if err := json.Unmarshal(params, &p); err != nil {
		f.t.Errorf("%s: %v", method, err)
	}
	if strings.HasPrefix(method, "Network.") && session != "page-session" {
		return nil, fmt.Errorf(`"error":{"code":-32601,"message":"'%s' wasn't found"}`, method)
	}
	switch method {
	case "Target.createTarget":
		return map[string]any{"targetId": "page"}, nil
	case "Target.attachToTarget":
		return map[string]any{"sessionId": "page-session"}, nil
	case "session.status":
		return map[string]any{"ready": !f.busy, "message": ""}, nil
	case "session.new":
		if f.busy {
			return nil, fmt.Errorf(`"type":"error","error":"session not created","message":"Maximum number of active sessions"`)
		}
		return map[string]any{"sessionId": "s"}, nil
	case "Storage.getCookies":
		out := []networkCookie{}
		for _, c := range f.jar {
			out = append(out, chromiumTells(c))
		}
		return map[string]any{"cookies": out}, nil
	case "Network.deleteCookies":
		f.jar = slices.DeleteFunc(f.jar, func(c live) bool {
			same := c.Name == p.Name && c.Host == p.Domain && c.Path == p.Path
			if p.Partition == nil {
				return same && c.Origin == ""
			}
			return same && c.Origin == p.Partition.Site && c.CrossSite == p.Partition.CrossSite
		})
	case "Storage.setCookies":
		for _, n := range p.Cookies {
			if n.Domain == "" {
				_, rest, _ := strings.Cut(n.URL, "://")
				n.Domain = strings.TrimSuffix(rest, "/")
			}
			k := n.known()
			k.secure = k.secure || strings.HasPrefix(n.URL, "https:")
			if f.caps {
				k.expires -= 3_600_000_000
			}
			f.jar = append(f.jar, live{cookies.Cookie{Key: k.key, Expires: k.expires, Secure: k.secure, HTTPOnly: k.httpOnly}, n.Value})
		}
	case "storage.getCookies":
		out := []map[string]any{}
		for _, c := range f.jar {
			if f.within(c, p.Filter, p.Scope) {
				out = append(out, firefoxTells(c))
			}
		}
		return map[string]any{"cookies": out}, nil
	case "storage.deleteCookies":
		f.jar = slices.DeleteFunc(f.jar, func(c live) bool { return f.within(c, p.Filter, p.Scope) })
	case "storage.setCookie":
		c := live{cookies.Cookie{Key: cookies.Key{Host: p.Cookie["domain"].(string), Name: bytesOf(p.Cookie["name"].(string)), Path: p.Cookie["path"].(string)}},
			p.Cookie["value"].(map[string]any)["value"].(string)}
		c.Secure, c.HTTPOnly = p.Cookie["secure"].(bool), p.Cookie["httpOnly"].(bool)
		c.Expires = cookies.Moment(p.Cookie["expiry"].(float64) * 1e6)
		if f.caps {
			c.Expires -= 3_600_000_000
		}
		if p.Scope.Origin != "" {
			c.Origin = "^partitionKey=%28https%2C" + strings.TrimPrefix(p.Scope.Origin, "https://") + "%29"
		}
		f.jar = append(f.jar, c)
	}
	return map[string]any{}, nil
}

// within is Firefox's rule: within the partition of a site are the cookies that
// are partitioned under it, and those of its own host that are not.
func (f *fake) within(c live, filter map[string]any, in *scope) bool {
	for name, have := range map[string]string{"name": charsOf(c.Name), "domain": c.Host, "path": c.Path} {
		if want, ok := filter[name]; ok && want != have {
			return false
		}
	}
	if in == nil {
		return true
	}
	host := strings.TrimPrefix(in.Origin, "https://")
	if strings.Contains(c.Origin, "userContextId") {
		return false
	}
	return c.Origin == "^partitionKey=%28https%2C"+host+"%29" || c.Origin == "" && strings.TrimPrefix(c.Host, ".") == host
}

func chromiumTells(c live) networkCookie {
	n := networkCookie{
		Name: c.Name, Value: c.value, Domain: c.Host, Path: c.Path, Size: len(c.Name) + len(c.value), HTTPOnly: c.HTTPOnly, Secure: c.Secure,
		Scheme: schemes()[c.Scheme], Port: c.Port, Expires: -1, Session: c.Session(),
	}
	if !c.Session() {
		n.Expires = float64(c.Expires) / 1e6
	}
	if c.Origin != "" {
		n.Partition = &partition{c.Origin, c.CrossSite}
	}
	return n
}

func firefoxTells(c live) map[string]any {
	return map[string]any{
		"name": charsOf(c.Name), "value": map[string]any{"type": "string", "value": c.value}, "domain": c.Host, "path": c.Path, "size": len(c.Name) + len(c.value),
		"httpOnly": c.HTTPOnly, "secure": c.Secure, "sameSite": "default", "expiry": int64(c.Expires) / 1_000_000,
	}
}

// cookie makes one that lasts, of a host, with all else by the name.
func cookie(format cookies.Format, host, name, origin string) live {
	c := live{cookies.Cookie{
		Key:   cookies.Key{Host: host, Name: name, Path: "/", Origin: origin},
		Store: &cookies.Store{Path: "/store", Format: format}, Expires: 1_900_000_000_123_456, Secure: true, SameSite: cookies.None,
	}, "value of " + name + " under " + origin}
	if format == cookies.Chromium {
		c.Scheme, c.Port = 2, 443
		c.CrossSite = origin != ""
	}
	return c
}

// hold is what a store has of these.
func hold(list ...live) Held {
	h := Held{Rows: cookies.Rows{Schema: 24, Columns: []string{"value", "encrypted_value", "priority"}}}
	for _, c := range list {
		h.Rows.Keys = append(h.Rows.Keys, c.Key)
		h.Rows.Cells = append(h.Rows.Cells, []cookies.Cell{cookies.TextCell([]byte(c.value)), cookies.BlobCell(nil), cookies.IntegerCell(2)})
		h.Cookies = append(h.Cookies, c.Cookie)
	}
	return h
}

// connect opens a link to the fake.
func (f *fake) connect() link {
	f.t.Helper()
	b, err := Find(context.Background(), f.port())
	if err != nil {
		f.t.Fatal(err)
	}
	if b.Format != f.format {
		f.t.Fatalf("taken for a %s", b.Format)
	}
	l, err := b.open(context.Background())
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(l.close)
	return l
}

// believed is a proof that asks for nothing.
func believed([]known) error { return nil }

// left names what the fake still has.
func (f *fake) left() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []string{}
	for _, c := range f.jar {
		out = append(out, c.Name+" "+c.Host+" "+c.Origin)
	}
	return out
}

func reasons(out []Outcome) []cookies.Reason {
	var list []cookies.Reason
	for _, o := range out {
		list = append(list, o.Reason)
	}
	return list
}
