package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// wire carries commands to a browser and answers and events back, as JSON
// objects: the Chrome DevTools Protocol and WebDriver BiDi agree on that much.
// One goroutine reads and puts messages in; the test's own sends and takes.
type wire struct {
	send func([]byte) error

	mu     sync.Mutex
	queue  []message
	closed error         // why no more will come
	news   chan struct{} // holds one token when the queue or closed changed
	next   int
}

// message is an answer (it has an ID) or an event (it has a Method).
type message struct {
	ID      int             `json:"id"`
	Session string          `json:"sessionId"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   json.RawMessage `json:"error"` // an object in the one protocol, a word in the other
	Message string          `json:"message"`
}

func newWire(send func([]byte) error) *wire {
	return &wire{send: send, news: make(chan struct{}, 1)}
}

// put takes in what the browser said.
func (w *wire) put(text []byte) {
	var m message
	if err := json.Unmarshal(text, &m); err != nil {
		w.end(fmt.Errorf("the browser said what is no JSON: %w", err))
		return
	}
	w.mu.Lock()
	w.queue = append(w.queue, m)
	w.mu.Unlock()
	w.signal()
}

// end says that nothing more will come.
func (w *wire) end(err error) {
	if err == nil {
		err = errors.New("the browser hung up")
	}
	w.mu.Lock()
	if w.closed == nil {
		w.closed = err
	}
	w.mu.Unlock()
	w.signal()
}

func (w *wire) signal() {
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// take waits for the first message that matches and takes it out.
func (w *wire) take(ctx context.Context, match func(message) bool) (message, error) {
	for {
		w.mu.Lock()
		for i, m := range w.queue {
			if match(m) {
				w.queue = append(w.queue[:i], w.queue[i+1:]...)
				w.mu.Unlock()
				return m, nil
			}
		}
		closed := w.closed
		w.mu.Unlock()
		if closed != nil {
			return message{}, closed
		}
		select {
		case <-w.news:
		case <-ctx.Done():
			return message{}, ctx.Err()
		}
	}
}

// forget drops the events that nobody waited for.
func (w *wire) forget() {
	w.mu.Lock()
	w.queue = nil
	w.mu.Unlock()
}

// call sends a command and waits for its answer, which it puts into result if
// that is not nil. Session is the DevTools session, "" for the browser's own.
func (w *wire) call(ctx context.Context, session, method string, params, result any) error {
	w.next++
	id := w.next
	command := map[string]any{"id": id, "method": method, "params": params}
	if session != "" {
		command["sessionId"] = session
	}
	text, err := json.Marshal(command)
	if err != nil {
		return err
	}
	if err := w.send(text); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	answer, err := w.take(ctx, func(m message) bool { return m.ID == id })
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", method, err)
	case answer.Error != nil:
		return fmt.Errorf("%s: %s %s", method, answer.Error, answer.Message)
	case result == nil:
		return nil
	}
	return json.Unmarshal(answer.Result, result)
}
