package print

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/consent"
)

// WatchNDJSON writes a change as the contract's object, in one line.
func WatchNDJSON(w io.Writer, c jar.Change, v *policy.Verdict) error {
	cookie, err := Cookie(Row{Sorted: policy.Sorted{Cookie: &c.Cookie, Verdict: v}}, false)
	if err != nil {
		return err
	}
	line, err := encode(struct {
		Time   string          `json:"time"` // RFC 3339 in UTC
		Event  jar.Event       `json:"event"`
		Cookie json.RawMessage `json:"cookie"`
	}{c.Seen.UTC().Format(time.RFC3339Nano), c.Event, cookie})
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// WatchLine writes a change as a line for people. Lines come one by one, so
// that their columns are as wide as the terminal lets them be, whatever comes.
func WatchLine(w io.Writer, c jar.Change, v *policy.Verdict, t Terminal, now time.Time) error {
	name, host := 24, 28
	if t.Width > 0 {
		room := max(0, t.Width-len("15:04:05  changed  unclassified  session    "))
		name = max(12, min(24, room*2/5))
		host = max(8, min(28, room*2/5))
	}
	tail := StoreName(c.Cookie.Store)
	if v.Provider != "" {
		tail += "  " + cookies.Visible(v.Provider)
	}
	line := c.Seen.Local().Format(time.TimeOnly) + "  " + fill(string(c.Event), 7) + "  " + fill(string(v.Category), 12) + "  " +
		fill(cookies.Visible(c.Cookie.Name), name) + "  " + fill(cookies.Visible(c.Cookie.Host), host) + "  " + fill(Lasts(&c.Cookie, now), 7) + "  " + tail
	if t.Width > 0 {
		line = Clip(line, t.Width)
	}
	_, err := io.WriteString(w, line+"\n")
	return err
}

// fill cuts or fills a text that is fit to be shown to a width in cells.
func fill(s string, w int) string {
	s = Clip(s, w)
	return s + strings.Repeat(" ", max(0, w-Cells(s)))
}

// Moment writes the line that divides what came before a moment from what
// comes after it.
func Moment(w io.Writer, name string, t Terminal) error {
	return t.heading(w, "── "+cookies.Visible(name)+" ──")
}

// Recorded writes a line on the answer that a site has just recorded.
func Recorded(w io.Writer, r consent.Record, t Terminal) error {
	s := "── " + r.Product + " recorded an answer:"
	if len(r.Granted) > 0 {
		s += " granted " + joined(r.Granted)
	}
	if len(r.Refused) > 0 {
		s += " refused " + joined(r.Refused)
	}
	if len(r.Granted)+len(r.Refused) == 0 {
		s += " " + Plural(len(r.Services), "service") + " one by one"
	}
	return t.saying(w, cookies.Visible(s)+" ──")
}

// Since writes what happened after a moment, by category; "" and the zero time
// are the beginning.
func Since(w io.Writer, name string, at time.Time, events map[policy.Category]map[jar.Event]int, t Terminal) error {
	head := "From the beginning"
	if !at.IsZero() {
		head = "After " + at.Local().Format(time.TimeOnly) + " " + cookies.Visible(name)
	}
	if len(events) == 0 {
		return t.heading(w, head+": nothing")
	}
	if err := t.heading(w, head); err != nil {
		return err
	}
	tab := newTable(t, 2, column{}, column{head: "NEW", right: true}, column{head: "CHANGED", right: true}, column{head: "GONE", right: true})
	var rows [][]string
	for _, c := range policy.Categories() {
		if n := events[c]; len(n) > 0 {
			rows = append(rows, []string{string(c), strconv.Itoa(n[jar.Appeared]), strconv.Itoa(n[jar.Changed]), strconv.Itoa(n[jar.Gone])})
		}
	}
	b := bufio.NewWriter(w)
	for _, r := range rows {
		tab.measure(r)
	}
	tab.fit()
	_ = tab.head(b) // a bufio.Writer keeps its first error
	for _, r := range rows {
		_ = tab.row(b, nil, r)
	}
	return b.Flush()
}
