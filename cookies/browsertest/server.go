package browsertest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// setting is the query under which a page sets its cookies; without it a page
// only looks at what it is sent.
const setting = "set"

// Server answers for every host of the walk on two ports of the loopback
// interface, one with TLS. Its methods may be called from several goroutines.
type Server struct {
	pages       map[string]page // by URL without query and port
	plain, tls  int             // ports
	fingerprint [32]byte        // of the certificate, SHA-256

	mu   sync.Mutex
	sent Sent
}

// Serve starts the server; it stops when the test ends.
func Serve(t testing.TB) *Server {
	t.Helper()
	s := &Server{pages: map[string]page{}, sent: Sent{}}
	for _, p := range pages() {
		s.pages[p.url] = p
	}
	cert, err := selfSigned(s.hosts())
	if err != nil {
		t.Fatalf("make a certificate: %v", err)
	}
	s.fingerprint = sha256.Sum256(cert.Certificate[0])
	s.plain = s.listen(t, nil)
	s.tls = s.listen(t, &tls.Config{
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			// A host that the walk knows over plain HTTP only has no TLS, so
			// that no browser moves it there by itself.
			if !slices.Contains(s.hosts(), hello.ServerName) {
				return nil, fmt.Errorf("no TLS for %q", hello.ServerName)
			}
			return &cert, nil
		},
		NextProtos: []string{"http/1.1"}, // HTTP/2 cuts the Cookie header to pieces
	})
	return s
}

// listen serves on a free port of the loopback interface and gives its number.
func (s *Server) listen(t testing.TB, secure *tls.Config) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen on the loopback interface: %v", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if secure != nil {
		l = tls.NewListener(l, secure)
	}
	server := &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: patience}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close() // a connection that a killed browser left
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("the server ended: %v", err)
		}
	})
	return port
}

// hosts are the hosts that the walk reaches over TLS.
func (s *Server) hosts() []string {
	var hosts []string
	for _, p := range pages() {
		u, err := url.Parse(p.url)
		if err == nil && u.Scheme == "https" && !slices.Contains(hosts, u.Hostname()) {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

// Setting gives the URLs of a walk on which every page sets its cookies, all
// but [Later].
func (s *Server) Setting() []string {
	var urls []string
	for _, u := range s.Walk() {
		if u+"?"+setting != Later {
			urls = append(urls, u+"?"+setting)
		}
	}
	return urls
}

// Later is a page that sets a cookie called later, for a visit of its own.
const Later = "https://later.test/?" + setting

// Audited gives the URLs of a visit to audit.test, a site that says one thing and
// does another: its first page sets most of its cookies and, by script, the
// record that its visitor refused marketing an hour ago; the second one sets a
// marketing cookie.
func (s *Server) Audited() []string {
	return []string{"https://audit.test/?" + setting, "https://audit.test/later?" + setting}
}

// Walk gives the URLs of the same walk on which no page sets anything: what
// the browser sends is what it had.
func (s *Server) Walk() []string {
	var urls []string
	for _, p := range pages() {
		if !p.apart && !strings.Contains(p.url, "/frame/") {
			urls = append(urls, p.url)
		}
	}
	return urls
}

// withPort gives the URL as a browser must ask for it that knows nothing of
// the ports' mapping.
func (s *Server) withPort(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		t.Fatalf("%q is no URL", address)
	}
	port := s.plain
	if u.Scheme == "https" {
		port = s.tls
	}
	u.Host = fmt.Sprintf("%s:%d", u.Hostname(), port)
	return u.String()
}

// ServeHTTP gives a page, with its cookies if it is asked to set them, and
// writes down the cookies that came with the request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = r.Host, ""
	}
	place := "http://" + host + r.URL.Path
	if r.TLS != nil {
		place = "https://" + host + r.URL.Path
	}
	p, known := s.pages[place]
	if !known { // a favicon
		http.NotFound(w, r)
		return
	}
	_, sets := r.URL.Query()[setting]
	if !sets {
		s.mu.Lock()
		s.sent[place] = append(s.sent[place], pairs(r.Header["Cookie"])...)
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if sets {
		w.Header()["Set-Cookie"] = p.set
	}
	_, _ = io.WriteString(w, body(p, sets, port)) // a browser that went away is not ours to report
}

// body is the page's text. Its frames are asked for with the port under which
// the page itself was, if there was one, and set cookies if the page does.
func body(p page, sets bool, port string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title>\n", html.EscapeString(p.url))
	if sets && len(p.script) > 0 {
		b.WriteString("<script>\n")
		for _, c := range p.script {
			fmt.Fprintf(&b, "document.cookie = %q;\n", c)
		}
		b.WriteString("</script>\n")
	}
	for _, f := range p.frames {
		u, err := url.Parse(f)
		if err != nil {
			continue
		}
		if port != "" {
			u.Host = net.JoinHostPort(u.Hostname(), port)
		}
		if sets {
			u.RawQuery = setting
		}
		fmt.Fprintf(&b, "<iframe src=\"%s\"></iframe>\n", html.EscapeString(u.String()))
	}
	return b.String()
}

// selfSigned makes a certificate for the hosts that is good for a day.
func selfSigned(hosts []string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      pkix.Name{CommonName: "crumbs tests"},
		DNSNames:     hosts,
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
