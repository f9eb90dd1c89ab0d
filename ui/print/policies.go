package print

import (
	"bufio"
	"io"
	"strconv"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// KeptPolicy is a policy with where it is kept and where it came from.
type KeptPolicy struct {
	Name      string    // the host it is for
	Title     string    //
	Cookies   int       // how many it declares
	BuiltIn   bool      //
	Catalogue bool      // it adds to the catalogue and is about no site
	Path      string    // of the user's file, "" for a built-in one
	Document  string    // the path of the document it was read from, "" if there is none
	From      string    // where the document came from, "" if that is not known
	Read      time.Time // when, zero if that is not known
}

type keptJSON struct {
	Name      string  `json:"name"`
	Title     string  `json:"title"`
	Cookies   int     `json:"cookies"`
	BuiltIn   bool    `json:"builtIn"`
	Catalogue bool    `json:"catalogue"`
	Path      *string `json:"path"`
	Document  *string `json:"document"`
	From      *string `json:"from"`
	Read      *string `json:"read"` // RFC 3339 in UTC
}

// PoliciesJSON writes the policies as an array; what is not known is null.
func PoliciesJSON(w io.Writer, list []KeptPolicy) error {
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	out := make([]keptJSON, 0, len(list))
	for _, k := range list {
		o := keptJSON{Name: k.Name, Title: k.Title, Cookies: k.Cookies, BuiltIn: k.BuiltIn, Catalogue: k.Catalogue,
			Path: known(k.Path), Document: known(k.Document), From: known(k.From)}
		if !k.Read.IsZero() {
			o.Read = known(k.Read.UTC().Format(time.RFC3339))
		}
		out = append(out, o)
	}
	return Object(w, out)
}

// PoliciesTable writes the policies and the user's own rules for people.
func PoliciesTable(w io.Writer, list []KeptPolicy, rules []policy.Rule, t Terminal) error {
	rows := make([][]string, 0, len(list))
	for _, k := range list {
		from, read := k.From, ""
		switch {
		case k.BuiltIn:
			from = "built in"
		case from == "":
			from = k.Path
		case from == "-":
			from = "standard input"
		}
		if !k.Read.IsZero() {
			read = k.Read.Local().Format(time.DateOnly)
		}
		rows = append(rows, []string{
			cookies.Visible(k.Name), strconv.Itoa(k.Cookies), read, cookies.Visible(from), cookies.Visible(k.Title),
		})
	}
	b := bufio.NewWriter(w)
	sheet(b, t, rows, column{head: "POLICY", min: 12}, column{head: "COOKIES", right: true}, column{head: "READ", leave: 2},
		column{head: "FROM", min: 12, leave: 3}, column{head: "TITLE", min: 8, leave: 1})
	if len(rules) == 0 {
		return b.Flush()
	}
	_ = b.WriteByte('\n') // a bufio.Writer keeps its first error
	rows = rows[:0]
	for _, r := range rules {
		where := "everywhere"
		if r.Domain != "" {
			where = cookies.Visible(r.Domain)
		}
		rows = append(rows, []string{cookies.Visible(r.Name), string(r.Category), where})
	}
	sheet(b, t, rows, column{head: "YOUR WORD ON", min: 12}, column{head: "IS"}, column{head: "WHERE", min: 8})
	return b.Flush()
}

// sheet writes a whole table; the writer keeps its first error.
func sheet(b *bufio.Writer, t Terminal, rows [][]string, columns ...column) {
	tab := newTable(t, 0, columns...)
	for _, r := range rows {
		tab.measure(r)
	}
	tab.fit()
	_ = tab.head(b)
	for _, r := range rows {
		_ = tab.row(b, nil, r)
	}
}
