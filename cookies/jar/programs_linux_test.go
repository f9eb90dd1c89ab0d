package jar

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"crumbs/cookies"
	"crumbs/cookies/find"
	"crumbs/cookies/sqlite/sqlitetest"
)

// webSite is a loopback server that is every host: programs ask it as their
// proxy. Under /set it gives cookies of each kind; it notes which it is sent.
type webSite struct {
	*httptest.Server
	lock sync.Mutex
	sent map[string]bool
}

// kinds are the cookies that are set.
func kinds() []string {
	list := []string{"keep=me", "_ga=GA1.2.123456789.1700000000", "hidden=h; HttpOnly", "empty=", "spaced=a b c", "domain=d; Domain=shop.test"}
	end := time.Now().AddDate(0, 1, 0).UTC().Format(http.TimeFormat)
	for i := range list {
		list[i] += "; Path=/; Expires=" + end
	}
	return list
}

func newSite(t *testing.T) *webSite {
	t.Helper()
	s := &webSite{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.lock.Lock()
		for _, c := range r.Cookies() {
			if s.sent == nil {
				s.sent = map[string]bool{}
			}
			s.sent[c.Name] = true
		}
		s.lock.Unlock()
		if r.URL.Path == "/set" {
			for _, c := range kinds() {
				w.Header().Add("Set-Cookie", c)
			}
		}
		_, _ = w.Write([]byte("here\n"))
	}))
	t.Cleanup(s.Close)
	return s
}

// names gives the cookies that were sent since the last call.
func (s *webSite) names() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var out []string
	for name := range s.sent {
		out = append(out, name)
	}
	s.sent = nil
	slices.Sort(out)
	return out
}

// textProgram is a program with a text jar.
type textProgram struct {
	name  string
	jar   string                         // in its home
	setUp func(t *testing.T, p *running) // writes its configuration; may be nil
	set   func(t *testing.T, p *running) // has it fetch cookies
	visit func(t *testing.T, p *running) // has it send them
	gone  []string                       // what it does not accept
}

// running is a program with a home and a site.
type running struct {
	home, jar string
	site      *webSite
}

const shop = "http://shop.test"

// run runs a program to its end.
func (p *running) run(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := p.command(ctx, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	return string(out)
}

func (p *running) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Dir = p.home
	c.Env = []string{"HOME=" + p.home, "PATH=" + os.Getenv("PATH"), "http_proxy=" + p.site.URL, "TERM=xterm", "LANG=C.UTF-8", "QT_QPA_PLATFORM=offscreen", "XDG_RUNTIME_DIR=" + p.home}
	return c
}

func (p *running) write(t *testing.T, path, text string) string {
	t.Helper()
	path = filepath.Join(p.home, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func textPrograms() []textProgram {
	lynx := func(t *testing.T, p *running, url string) {
		p.run(t, "lynx", "-cfg="+filepath.Join(p.home, "lynx.cfg"), "-accept_all_cookies", "-cookie_file="+p.jar, "-cookie_save_file="+p.jar, "-dump", url)
	}
	return []textProgram{
		{
			name: "curl", jar: "jar.txt",
			set:   func(t *testing.T, p *running) { p.run(t, "curl", "-sx", p.site.URL, "-c", p.jar, shop+"/set") },
			visit: func(t *testing.T, p *running) { p.run(t, "curl", "-sx", p.site.URL, "-b", p.jar, shop+"/") },
		},
		{
			name: "wget", jar: "jar.txt",
			set: func(t *testing.T, p *running) {
				p.run(t, "wget", "-qO", os.DevNull, "--save-cookies", p.jar, "--keep-session-cookies", shop+"/set")
			},
			visit: func(t *testing.T, p *running) {
				p.run(t, "wget", "-qO", os.DevNull, "--load-cookies", p.jar, shop+"/")
			},
		},
		{
			name: "lynx", jar: ".lynx_cookies",
			setUp: func(t *testing.T, p *running) {
				p.write(t, "lynx.cfg", "SET_COOKIES:TRUE\nACCEPT_ALL_COOKIES:TRUE\nPERSISTENT_COOKIES:TRUE\n")
				p.write(t, ".lynx_cookies", "")
			},
			set:   func(t *testing.T, p *running) { lynx(t, p, shop+"/set") },
			visit: func(t *testing.T, p *running) { lynx(t, p, shop+"/") },
			gone:  []string{"domain", "spaced"},
		},
		{
			name: "w3m", jar: ".w3m/cookie",
			setUp: func(t *testing.T, p *running) { p.write(t, ".w3m/config", "use_cookie 1\naccept_cookie 1\n") },
			set:   func(t *testing.T, p *running) { p.run(t, "w3m", "-cookie", "-dump", shop+"/set") },
			visit: func(t *testing.T, p *running) { p.run(t, "w3m", "-cookie", "-dump", shop+"/") },
			gone:  []string{"domain"}, // it wants two dots in a domain
		},
		{
			name: "elinks", jar: ".elinks/cookies",
			setUp: func(t *testing.T, p *running) {
				p.write(t, ".elinks/elinks.conf", "set cookies.accept_policy = 2\nset cookies.save = 1\nset protocol.http.proxy.host = \""+strings.TrimPrefix(p.site.URL, "http://")+"\"\n")
			},
			set:   setInELinks,
			visit: func(t *testing.T, p *running) { p.run(t, "elinks", "-dump", shop+"/") },
		},
		{
			name: "kded5", jar: ".local/share/kcookiejar/cookies",
			set: func(t *testing.T, p *running) {
				var calls []string
				for _, c := range kinds() {
					calls = append(calls, `call addCookies string:`+shop+`/ "array:byte:$(bytes '`+"Set-Cookie: "+c+`')" int64:0`)
				}
				askKDE(t, p, append(calls, "call shutdown", "until grep -q keep "+p.jar+"; do sleep 0.1; done")...)
			},
			visit: func(t *testing.T, p *running) {
				out := askKDE(t, p, "call findCookies string:"+shop+"/ int64:0")
				_, list, _ := strings.Cut(out, "Cookie: ")
				list, _, _ = strings.Cut(list, `"`)
				r, err := http.NewRequest(http.MethodGet, p.site.URL, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Cookie", list)
				if answer, err := http.DefaultClient.Do(r); err != nil || answer.Body.Close() != nil {
					t.Fatal(err)
				}
			},
		},
	}
}

// askKDE runs KDE's daemon in a session of its own and calls its cookie jar,
// which Konqueror and all of KDE ask for the cookies to send.
func askKDE(t *testing.T, p *running, calls ...string) string {
	t.Helper()
	return p.run(t, "dbus-run-session", "--", "sh", "-ec", `
bytes() { printf %s "$1" | od -An -tu1 -v | tr -s ' \n' , | sed 's/^,//;s/,$//'; }
send() { dbus-send --session --print-reply "$@"; }
call() { what=$1; shift; send --dest=org.kde.kded5 /modules/kcookiejar org.kde.KCookieServer.$what "$@"; }
kded5 2>/dev/null & daemon=$!
trap 'kill $daemon; wait $daemon' EXIT
until send --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.kde.kded5 | grep -q true; do sleep 0.1; done
send --dest=org.kde.kded5 /kded org.kde.kded5.loadModule string:kcookiejar
`+strings.Join(calls, "\n"))
}

// setInELinks runs ELinks in a terminal, because it writes no cookies without
// one, until it has written them.
func setInELinks(t *testing.T, p *running) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := p.command(ctx, "elinks", shop+"/set")
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close() //nolint:errcheck // the program is gone
	go func() {
		buf := make([]byte, 4096)
		for {
			if _, err := terminal.Read(buf); err != nil {
				return
			}
		}
	}()
	await(t, "ELinks writes its cookies", func() bool {
		text, _ := os.ReadFile(p.jar)
		return strings.Contains(string(text), "keep")
	})
	// It runs: its jar is not to be written.
	if _, res := takeGA(t, p); res.Done != 0 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonInUse {
		t.Errorf("while it runs: %+v", res)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
}

// await asks until it holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !holds() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("in vain: %s", what)
		}
	}
}

// takeGA deletes _ga and what is HttpOnly from the program's jar.
func takeGA(t *testing.T, p *running) (*Jar, Result) {
	t.Helper()
	j := Open(Options{Places: find.At(p.home), Only: []string{p.jar}, State: t.TempDir(), Scratch: sqlitetest.Folder(t)})
	stores, err := j.Stores(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var chosen []*cookies.Cookie
	j.Load(t.Context(), stores, func(c Contents) {
		for i := range c.Cookies {
			if name := c.Cookies[i].Name; name == "_ga" || name == "hidden" {
				chosen = append(chosen, &c.Cookies[i])
			}
		}
	})
	if len(chosen) != 2 {
		t.Fatalf("%d cookies were to go", len(chosen))
	}
	res, err := j.Delete(t.Context(), chosen)
	if err != nil {
		t.Fatal(err)
	}
	return j, res
}

// TestTextPrograms has each program make its jar, deletes from it, and asks the
// program itself what it still sends; then it undoes that, and asks again.
func TestTextPrograms(t *testing.T) {
	if os.Getenv("CRUMBS_BROWSERS") != "1" {
		t.Skip("real programs are started under CRUMBS_BROWSERS=1 only")
	}
	all := []string{"_ga", "domain", "empty", "hidden", "keep", "spaced"}
	for _, program := range textPrograms() {
		t.Run(program.name, func(t *testing.T) {
			if _, err := exec.LookPath(program.name); err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			p := &running{home: home, jar: filepath.Join(home, program.jar), site: newSite(t)}
			if program.setUp != nil {
				program.setUp(t, p)
			}
			program.set(t, p)
			p.site.names()
			have := slices.DeleteFunc(slices.Clone(all), func(n string) bool { return slices.Contains(program.gone, n) })
			sends := func(when string, want []string) {
				t.Helper()
				program.visit(t, p)
				if got := p.site.names(); !slices.Equal(got, want) {
					t.Errorf("%s it sends %q, want %q", when, got, want)
				}
			}
			sends("before", have)
			before, err := os.ReadFile(p.jar)
			if err != nil {
				t.Fatal(err)
			}
			j, res := takeGA(t, p)
			if res.Done != 2 || len(res.Skipped) != 0 {
				t.Fatalf("deleted: %+v", res)
			}
			if _, err := j.Undo(t.Context(), res.ID, nil); err != nil {
				t.Fatal(err)
			}
			if after, err := os.ReadFile(p.jar); err != nil || string(after) != string(before) {
				t.Errorf("after undo the jar is\n%s\nand was\n%s", after, before)
			}
			j, res = takeGA(t, p)
			sends("after the deletion", slices.DeleteFunc(slices.Clone(have), func(n string) bool { return n == "_ga" || n == "hidden" }))
			if res, err = j.Undo(t.Context(), res.ID, nil); err != nil || res.Done != 2 {
				t.Fatalf("undo: %+v, %v", res, err)
			}
			sends("after undo", have)
		})
	}
}
