package devtools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"

	"crumbs/cookies"
)

const (
	patience   = 10 * time.Second // for any one answer
	pageLimit  = 64 << 10         // bytes of what tells a browser's name
	replyLimit = 128 << 20        // bytes of one message: browsers keep a few thousand cookies of 4 KB
	strayLimit = 10_000           // messages that answer nothing of ours, before one that does
)

// client reaches loopback addresses only, directly, and follows no redirect.
func client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:             nil,
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err != nil || !net.ParseIP(host).IsLoopback() {
					return nil, fmt.Errorf("%s is not this machine", cookies.Visible(address))
				}
				return (&net.Dialer{Timeout: patience}).DialContext(ctx, network, address)
			},
			ResponseHeaderTimeout:  patience,
			MaxResponseHeaderBytes: pageLimit,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// errNobody is an address at which nothing listens.
var errNobody = errors.New("connection refused")

// get reads a page.
func get(ctx context.Context, address string) (page []byte, status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	answer, err := client().Do(request)
	if err != nil {
		return nil, 0, short(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only read
	page, err = io.ReadAll(io.LimitReader(answer.Body, pageLimit+1))
	if err == nil && len(page) > pageLimit {
		err = errors.New("its answer is too long")
	}
	return page, answer.StatusCode, short(err)
}

// short says in a few words what a connection failed of: the system's own words
// are long, or come from the other side.
func short(err error) error {
	var op *net.OpError
	var timeout net.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("it does not answer within %s", patience)
	case errors.As(err, &op) && op.Op == "dial":
		return errNobody
	}
	return errors.New(clip(err.Error()))
}

// clip makes a text of the other side's fit into a sentence.
func clip(s string) string {
	const most = 160
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > most {
		s = s[:most] + "…"
	}
	return cookies.Visible(strings.ToValidUTF8(s, "\uFFFD"))
}

// wire is a WebSocket on which each command gets one answer.
type wire struct {
	conn *websocket.Conn
	last int
}

// none is what a command has that takes no parameters.
type none struct{}

func dial(ctx context.Context, address string) (*wire, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: client()})
	if err != nil {
		return nil, short(err)
	}
	conn.SetReadLimit(replyLimit)
	return &wire{conn: conn}, nil
}

func (w *wire) close() { _ = w.conn.CloseNow() }

// refusal is a browser's answer that it does not do what it was told.
type refusal struct{ code, message string }

func (r *refusal) Error() string { return clip(strings.TrimSpace(r.code + " " + r.message)) }

// call sends a command and reads its answer into result, which may be nil. A
// [*refusal] is the browser's own word; after any other error the connection
// can't be used any more.
func (w *wire) call(ctx context.Context, session, method string, params, result any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w.last++
	text, err := json.Marshal(struct {
		ID      int    `json:"id"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
		Session string `json:"sessionId,omitempty"`
	}{w.last, method, params, session})
	if err != nil {
		return err
	}
	if err := w.conn.Write(ctx, websocket.MessageText, text); err != nil {
		return short(err)
	}
	for range strayLimit {
		_, text, err := w.conn.Read(ctx)
		if err != nil {
			return short(err)
		}
		var answer struct {
			ID      *int            `json:"id"`
			Result  json.RawMessage `json:"result"`
			Error   json.RawMessage `json:"error"`   // Firefox: a word; Chromium: an object
			Message string          `json:"message"` // Firefox
		}
		if err := json.Unmarshal(text, &answer); err != nil {
			return errors.New("its answer is not that of a browser")
		}
		if answer.ID == nil || *answer.ID != w.last {
			continue // an event
		}
		if len(answer.Error) > 0 {
			return refusalOf(answer.Error, answer.Message)
		}
		if result == nil {
			return nil
		}
		if err := json.Unmarshal(answer.Result, result); err != nil {
			return errors.New("its answer is not that of a browser")
		}
		return nil
	}
	return errors.New("it talks without answering")
}

func refusalOf(raw json.RawMessage, message string) *refusal {
	r := &refusal{message: message}
	var object struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(raw, &r.code) != nil && json.Unmarshal(raw, &object) == nil {
		r.message = object.Message
	}
	if r.code+r.message == "" {
		r.message = "it refuses without a reason"
	}
	return r
}
