package print

import (
	"bufio"
	"fmt"
	"io"

	"crumbs/cookies"
	"crumbs/policy"
)

// PolicyJSON writes the contract's object of a policy.
func PolicyJSON(w io.Writer, p policy.Policy) error { return Object(w, p) }

// PolicyTable writes what a policy declares for people, under its sections;
// with positions it says also where in the document each declaration stands.
func PolicyTable(w io.Writer, p policy.Policy, positions bool, t Terminal) error {
	columns := []column{
		{head: "NAME", min: 12}, {head: "CATEGORY"}, {head: "PARTY", leave: 2}, {head: "PROVIDER", min: 8, leave: 3},
		{head: "LIVES"}, {head: "PURPOSE", min: 12, leave: 1},
	}
	if positions {
		columns = append(columns, column{head: "FROM"})
	}
	tab := newTable(t, 2, columns...)
	row := func(d *policy.Declaration) []string {
		words := d.Purpose
		if words == "" {
			words = d.Function
		}
		out := []string{cookies.Visible(d.Name), string(d.Category), string(d.Party), cookies.Visible(d.Provider), Lifetime(d), cookies.Visible(words)}
		if positions {
			out = append(out, cookies.Visible(d.Position))
		}
		return out
	}
	for i := range p.Cookies {
		tab.measure(row(&p.Cookies[i]))
	}
	tab.fit()
	b := bufio.NewWriter(w)
	if p.Platform != "" || p.Title != "" {
		title := cookies.Visible(p.Platform)
		if p.Title != "" && title != "" {
			title += ": "
		}
		_ = t.heading(b, title+cookies.Visible(p.Title)) // a bufio.Writer keeps its first error
	}
	consent := map[string]policy.Consent{}
	for _, s := range p.Sections {
		consent[s.Title] = s.Consent
	}
	for i := range p.Cookies {
		d := &p.Cookies[i]
		if i == 0 {
			_ = tab.head(b)
		}
		if d.Section != "" && (i == 0 || p.Cookies[i-1].Section != d.Section) {
			title := cookies.Visible(d.Section)
			if c := consent[d.Section]; c != policy.ConsentUnsaid {
				title += fmt.Sprintf("  (%s)", consentWords(c))
			}
			_ = t.heading(b, title)
		}
		_ = tab.row(b, nil, row(d))
	}
	return b.Flush()
}
