package print

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// storeJSON is the contract's JSON of a store.
type storeJSON struct {
	Browser  string         `json:"browser"`
	Profile  string         `json:"profile"`
	Path     string         `json:"path"`
	Format   cookies.Format `json:"format"`
	Cookies  *int           `json:"cookies"`
	State    cookies.State  `json:"state"`
	Writable bool           `json:"writable"`
	Reason   string         `json:"reason"`
	Advice   string         `json:"advice"`
}

// StoresJSON writes the contract's array of stores.
func StoresJSON(w io.Writer, stores []jar.Contents) error {
	return array(w, slices.Values(stores), func(c jar.Contents) ([]byte, error) {
		s := c.Store
		out := storeJSON{
			Browser: s.Browser, Profile: readable(s.Profile), Path: readable(s.Path), Format: s.Format,
			State: c.Condition.State, Writable: c.Condition.Writable,
			Reason: readable(c.Condition.Reason), Advice: readable(c.Condition.Advice),
		}
		if c.Cookies != nil {
			n := len(c.Cookies)
			out.Cookies = &n
		}
		return encode(out)
	})
}

// StoresTable writes stores for people; what is in the way of one, and what to
// do about it, stands under the table.
func StoresTable(w io.Writer, stores []jar.Contents, t Terminal) error {
	tab := newTable(t, 0, column{head: "STORE", min: 16}, column{head: "COOKIES", right: true}, column{head: "STATE"},
		column{head: "FORMAT", leave: 1}, column{head: "PATH", min: 16, leave: 2})
	row := func(c jar.Contents) []string {
		count := "-"
		if c.Cookies != nil {
			count = fmt.Sprint(len(c.Cookies))
		}
		return []string{StoreName(c.Store), count, string(c.Condition.State), string(c.Store.Format), cookies.Visible(c.Store.Path)}
	}
	for _, c := range stores {
		tab.measure(row(c))
	}
	tab.fit()
	b := bufio.NewWriter(w)
	if len(stores) > 0 {
		_ = tab.head(b) // a bufio.Writer keeps its first error
	}
	for _, c := range stores {
		style := t.Red
		if c.Condition.State == cookies.Ready {
			style = nil
		}
		_ = tab.row(b, style, row(c))
	}
	first := true
	for _, c := range stores {
		if words := ConditionWords(c.Condition); words != "" {
			if first {
				_ = b.WriteByte('\n')
			}
			first = false
			_, _ = fmt.Fprintf(b, "%s is %s: %s.\n", StoreName(c.Store), c.Condition.State, words)
		}
	}
	return b.Flush()
}

// ConditionWords is a condition's reason and what to do about it, "" where
// there is nothing to say.
func ConditionWords(c cookies.Condition) string {
	s := cookies.Visible(c.Reason)
	if c.Advice != "" {
		if s != "" {
			s += "; "
		}
		s += cookies.Visible(c.Advice)
	}
	return s
}
