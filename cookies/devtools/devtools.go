// Package devtools asks a running browser to delete its own cookies, or to take
// some back, through the debugging port that it was started with: Chromium by
// the Chrome DevTools Protocol (chromedevtools.github.io/devtools-protocol),
// Firefox by WebDriver BiDi (w3c.github.io/webdriver-bidi). It is the only way
// while the browser runs: what is deleted below it goes on being sent.
//
// Everything goes to this machine's loopback addresses and nowhere else, without
// a proxy and without following a redirect. Whatever listens on the port may be
// no browser at all: what it answers is bounded in length and time, and believed
// only where it agrees with the store that crumbs has read.
//
// A cookie is deleted only if the browser can be told to delete it alone. Both
// protocols name cookies by less than browsers tell them apart by, so what they
// would take is listed first; where that is more than was chosen, or other than
// what the store holds, the cookie stays.
package devtools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"crumbs/cookies"
)

// Browser is a browser that listens on a debugging port. It may end at any
// moment. Its methods may be called from several goroutines, but a Firefox
// serves one at a time.
type Browser struct {
	Format cookies.Format // of its stores: cookies.Chromium or cookies.Firefox
	Port   int

	socket string // the address of its WebSocket
}

// Held are cookies of a store as crumbs has read them: the raw rows, and what
// they say, in the same order.
type Held struct {
	Rows    cookies.Rows
	Cookies []cookies.Cookie
}

// Outcome is what came of one cookie.
type Outcome struct {
	Reason  cookies.Reason // ReasonNone if it was deleted or put back
	Words   string         // a clause for a person, with a Reason
	Unknown bool           // the browser went silent: it may have happened or not
}

// Find gives the browser that listens on a port of this machine. The error is a
// clause that says what is there instead.
func Find(ctx context.Context, port int) (*Browser, error) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		b, err := find(ctx, port, net.JoinHostPort(host, strconv.Itoa(port)))
		if !errors.Is(err, errNobody) {
			return b, err
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, fmt.Errorf("nothing listens on port %d of this machine: start the browser with --remote-debugging-port=%d, or close it and leave --devtools out",
		port, port)
}

// find asks what listens at an address. Chromium says so itself; a Firefox
// knows no such page, and answers on its WebSocket.
func find(ctx context.Context, port int, address string) (*Browser, error) {
	page, status, err := get(ctx, "http://"+address+"/json/version")
	if err != nil {
		return nil, noBrowser(port, err)
	}
	if status == 200 {
		var version struct {
			Socket string `json:"webSocketDebuggerUrl"`
		}
		if json.Unmarshal(page, &version) != nil {
			return nil, noBrowser(port, errors.New("its answer is not that of a browser"))
		}
		// Only the path is taken from it: the address stays the one asked.
		u, err := url.Parse(version.Socket)
		if err != nil || !strings.HasPrefix(u.Path, "/devtools/browser/") {
			return nil, noBrowser(port, errors.New("it names no browser"))
		}
		return &Browser{Format: cookies.Chromium, Port: port, socket: "ws://" + address + u.EscapedPath()}, nil
	}
	b := &Browser{Format: cookies.Firefox, Port: port, socket: "ws://" + address + "/session"}
	w, err := dial(ctx, b.socket)
	if err != nil {
		return nil, noBrowser(port, err)
	}
	defer w.close()
	var state struct {
		Ready *bool `json:"ready"`
	}
	if err := w.call(ctx, "", "session.status", none{}, &state); err != nil {
		return nil, noBrowser(port, err)
	}
	switch {
	case state.Ready == nil:
		return nil, noBrowser(port, errors.New("its answer is not that of a browser"))
	case !*state.Ready:
		return nil, errBusy
	}
	return b, nil
}

// errBusy is a Firefox that somebody else steers.
var errBusy = errors.New("another program steers this Firefox, which listens to one at a time: end that program's session and try again")

// noBrowser is the error of a port on which something else listens.
func noBrowser(port int, err error) error {
	return fmt.Errorf("what listens on port %d is no browser that crumbs can talk to: %w", port, err)
}

// Has gives nil if the browser is the one that uses the store, of which all are
// all the cookies; else an error that says why not, or why that can't be
// proven. The process that listens must be the one that has the store; where
// the system does not tell, or where a Chromium may have another profile open
// and answer for that, the browser must know the store's cookies.
func (b *Browser) Has(ctx context.Context, s *cookies.Store, all Held) error {
	if s.Format != b.Format {
		return fmt.Errorf("what listens on port %d is not its browser", b.Port)
	}
	proof, err := b.proof(s, all, nil)
	if err != nil {
		return err
	}
	l, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer l.close()
	known, err := l.list(ctx)
	if err != nil {
		return err
	}
	return proof(known)
}

// Remove has the browser delete the chosen cookies of a store of which all are
// all the cookies, and gives what came of each. An error means that nothing was
// deleted.
func (b *Browser) Remove(ctx context.Context, s *cookies.Store, chosen, all Held) ([]Outcome, error) {
	proof, err := b.proof(s, all, nil)
	if err != nil {
		return nil, err
	}
	l, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	defer l.close()
	return l.remove(ctx, chosen, proof)
}

// Restore has the browser set cookies again, with these values, and gives what
// came of each. Their times of creation and last use are then those of this
// moment: no browser can be told others. A cookie that is there again is
// skipped as newer. An error means that nothing was set.
func (b *Browser) Restore(ctx context.Context, s *cookies.Store, rows, all Held, values []string) ([]Outcome, error) {
	// A store may still hold what its browser has deleted a moment ago.
	proof, err := b.proof(s, all, rows.Rows.Keys)
	if err != nil {
		return nil, err
	}
	l, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	defer l.close()
	return l.restore(ctx, rows, values, proof)
}

// link is an open connection to a browser in which it does as it is told.
type link interface {
	list(ctx context.Context) ([]known, error)
	remove(ctx context.Context, chosen Held, p proof) ([]Outcome, error)
	restore(ctx context.Context, rows Held, values []string, p proof) ([]Outcome, error)
	close() // leaves the browser as it was found
}

func (b *Browser) open(ctx context.Context) (link, error) {
	w, err := dial(ctx, b.socket)
	if err != nil {
		return nil, fmt.Errorf("the browser on port %d no longer answers: %w", b.Port, err)
	}
	var l link
	if b.Format == cookies.Chromium {
		l, err = openChromium(ctx, w, b.Port)
	} else {
		l, err = openFirefox(ctx, w, b.Port)
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return l, nil
}
