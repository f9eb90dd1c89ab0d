package print

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// entryJSON is the contract's JSON of a deletion that is remembered.
type entryJSON struct {
	ID       string            `json:"id"`
	Time     string            `json:"time"`
	State    string            `json:"state"`
	Deleted  int               `json:"deleted"`
	Imported int               `json:"imported,omitzero"` // of an import, which deleted nothing
	Stores   []string          `json:"stores"`
	Sites    []string          `json:"sites"`
	Cookies  []json.RawMessage `json:"cookies,omitzero"`
}

// Counted gives how many cookies went, or came: "12", "+3".
func Counted(e jar.Entry) string {
	if e.Imported > 0 {
		return fmt.Sprintf("+%d", e.Imported)
	}
	return fmt.Sprint(e.Deleted)
}

func entry(e jar.Entry) entryJSON {
	return entryJSON{
		ID: e.ID, Time: cookies.FromTime(e.Time).RFC3339(), State: string(e.State), Deleted: e.Deleted, Imported: e.Imported,
		Stores: readables(append([]string{}, e.Stores...)), Sites: readables(append([]string{}, e.Sites...)),
	}
}

// HistoryJSON writes the contract's array of deletions.
func HistoryJSON(w io.Writer, entries []jar.Entry) error {
	return array(w, slices.Values(entries), func(e jar.Entry) ([]byte, error) { return encode(entry(e)) })
}

// HistoryTable writes deletions for people.
func HistoryTable(w io.Writer, entries []jar.Entry, t Terminal) error {
	tab := newTable(t, 0, column{head: "ID"}, column{head: "WHEN", leave: 1}, column{head: "STATE"},
		column{head: "DELETED", right: true}, column{head: "STORES", right: true, leave: 2}, column{head: "SITES", min: 10, leave: 3})
	row := func(e jar.Entry) []string {
		return []string{e.ID, Clock(e.Time), string(e.State), Counted(e), fmt.Sprint(len(e.Stores)), sitesWords(e.Sites)}
	}
	for _, e := range entries {
		tab.measure(row(e))
	}
	tab.fit()
	b := bufio.NewWriter(w)
	if len(entries) > 0 {
		_ = tab.head(b) // a bufio.Writer keeps its first error
	}
	for _, e := range entries {
		_ = tab.row(b, nil, row(e))
	}
	return b.Flush()
}

// sitesWords names the first few sites.
func sitesWords(sites []string) string {
	const few = 5
	s := cookies.Visible(strings.Join(sites[:min(len(sites), few)], ", "))
	if n := len(sites) - few; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

// EntryJSON writes one deletion with the cookies that it took.
func EntryJSON(w io.Writer, e jar.Entry, rows iter.Seq[Row]) error {
	out := entry(e)
	for r := range rows {
		b, err := Cookie(r, false)
		if err != nil {
			return err
		}
		out.Cookies = append(out.Cookies, b)
	}
	if out.Cookies == nil {
		out.Cookies = []json.RawMessage{}
	}
	return Object(w, out)
}
