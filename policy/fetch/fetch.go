// Package fetch gets one policy document from the web, because a person named
// its address: nothing else in crumbs opens a connection to a site. It asks for
// that document alone, runs nothing in it, keeps no cookies, and takes no more
// time and no more bytes than a policy can need.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// The bounds of a fetch.
const (
	Most     = 16 << 20         // bytes of a document, once it is unpacked
	Patience = 30 * time.Second // for all of it, redirects included
	Hops     = 5                // redirects
)

// Document is what an address gave.
type Document struct {
	Text []byte
	// URL is where it was in the end, after redirects, without a fragment.
	URL string
	// Site is the host there.
	Site policy.Site
}

// IsURL reports whether an argument is meant as an address and not as a file:
// one of any scheme, so that those that can't be fetched are told so.
func IsURL(s string) bool {
	scheme, _, ok := strings.Cut(strings.TrimSpace(s), "://")
	return ok && scheme != "" && !strings.ContainsFunc(scheme, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '+' && r != '-' && r != '.'
	})
}

// Get fetches the document at an http or https address. A redirect is followed
// only within the registrable domain of the address (eTLD+1), and never from
// https to http. Its error is one sentence: what, where, and what to do. No
// part of it is kept; the context ends it early.
func Get(ctx context.Context, address string) (Document, error) {
	// One request, so no connection is kept: what a server sends unasked on it
	// would be logged by net/http.
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true}
	return get(ctx, strings.TrimSpace(address), t)
}

func get(ctx context.Context, address string, through http.RoundTripper) (Document, error) {
	u, site, err := parse(address)
	if err != nil {
		return Document{}, err
	}
	ctx, stop := context.WithTimeout(ctx, Patience)
	defer stop()
	client := &http.Client{Transport: through, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		r.Header.Del("Referer") // where one comes from is nobody's business
		return follow(site, r.URL, via)
	}}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Document{}, fmt.Errorf("%s is no address that can be asked for", cookies.Visible(address))
	}
	q.Header.Set("User-Agent", "crumbs (reads a cookie policy that its user named)")
	q.Header.Set("Accept", "text/html, application/xhtml+xml, text/markdown, text/plain, application/json, application/pdf, text/csv, text/javascript;q=0.8, */*;q=0.5")
	answer, err := client.Do(q)
	if err != nil {
		return Document{}, fmt.Errorf("%s can't be fetched: %w", u.Host, plainly(err))
	}
	defer answer.Body.Close() //nolint:errcheck // only read
	if err := acceptable(answer); err != nil {
		return Document{}, fmt.Errorf("%s can't be fetched: %w", u.Host, err)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, Most+1))
	switch {
	case err != nil:
		return Document{}, fmt.Errorf("%s can't be fetched: %w", u.Host, plainly(err))
	case len(text) > Most:
		return Document{}, fmt.Errorf("%s can't be fetched: the document is larger than %d MB, which no cookie policy is", u.Host, Most>>20)
	}
	end := *answer.Request.URL
	end.Fragment = ""
	if site, err = policy.ParseSite(end.Host); err != nil {
		return Document{}, err
	}
	return Document{text, end.String(), site}, nil
}

// parse checks an address before anything is asked.
func parse(address string) (*url.URL, policy.Site, error) {
	bad := func(why string) (*url.URL, policy.Site, error) {
		shown := cookies.Visible(address)
		if strings.Contains(address, "@") { // there may be a password before it
			shown = "the address"
		}
		return nil, policy.Site{}, fmt.Errorf("%s can't be fetched: %s", shown, why)
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return bad("it is no address like https://shop.example/cookies")
	case u.Scheme != "http" && u.Scheme != "https":
		return bad("only http and https addresses are")
	case u.User != nil:
		// It would be kept with the policy, and sent in clear over http.
		return nil, policy.Site{}, errors.New("an address with a name or a password in it is not fetched: save the page and give the file")
	}
	site, err := policy.ParseSite(u.Host)
	if err != nil {
		return bad(err.Error())
	}
	return u, site, nil
}

// follow decides on a redirect.
func follow(site policy.Site, to *url.URL, via []*http.Request) error {
	host, err := policy.ParseSite(to.Host)
	switch {
	case len(via) > Hops:
		return errors.New("it is redirected again and again")
	case to.Scheme != "http" && to.Scheme != "https" || to.User != nil || err != nil:
		return errors.New("it is redirected to no page")
	case host.Registrable != site.Registrable:
		return fmt.Errorf("it is redirected to another site, %s: give its address if you trust it", host.Host)
	case to.Scheme == "http" && via[len(via)-1].URL.Scheme == "https":
		return errors.New("it is redirected from https to http")
	}
	return nil
}

// acceptable refuses what is no document.
func acceptable(answer *http.Response) error {
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %d %s: open it in a browser, save the page and give the file", answer.StatusCode, http.StatusText(answer.StatusCode))
	}
	if packed := answer.Header.Get("Content-Encoding"); packed != "" && !strings.EqualFold(packed, "identity") {
		return fmt.Errorf("the server packs it as %s, which was not asked for: save the page and give the file", cookies.Visible(packed))
	}
	if answer.ContentLength > Most {
		return fmt.Errorf("the document is larger than %d MB, which no cookie policy is", Most>>20)
	}
	// Where there is none, or a malformed one, the content tells.
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	for _, no := range []string{"image/", "audio/", "video/", "font/"} {
		if strings.HasPrefix(kind, no) {
			return fmt.Errorf("it is %s, not a document", cookies.Visible(kind))
		}
	}
	return nil
}

// plainly says in words what went wrong on the way, without the address, which
// net/http repeats.
func plainly(err error) error {
	var wrapped *url.Error
	var name *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("it took longer than %s", Patience)
	case errors.As(err, &name) && name.IsNotFound:
		return errors.New("no such host is known")
	case errors.As(err, &wrapped) && strings.Contains(wrapped.Err.Error(), "Location header"):
		return errors.New("it is redirected to no page")
	case errors.As(err, &wrapped):
		return wrapped.Err
	}
	return err
}
