package print

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// Import is what an import would do, or has done.
type Import struct {
	File    string
	Format  string
	Store   *cookies.Store
	Held    int // cookies in the file, those that were refused among them
	Made    cookies.Composed
	Refused []cookies.Refusal // of the file, beside those of the store
	Note    string
	Session int // session cookies among those that go in
}

// manyRefusals is how many of them are told one by one.
const manyRefusals = 20

// ImportPlan says for people what an import would put where, and what it would
// not, and why.
func ImportPlan(w io.Writer, p Import) error {
	b := bufio.NewWriter(w) // it keeps its first error
	_, _ = fmt.Fprintf(b, "%s holds %s (%s).\n", cookies.Visible(p.File), Plural(p.Held, "cookie"), p.Format)
	if n := p.Made.Rows.Len(); n == 0 {
		_, _ = fmt.Fprintf(b, "None would go into %s.\n", StoreName(p.Store))
	} else {
		sites := map[string]int{}
		for _, k := range p.Made.Rows.Keys {
			sites[cookies.Registrable(k.Host)]++
		}
		_, _ = fmt.Fprintf(b, "%d would go into %s, of %s.\n", n, StoreName(p.Store), sitesWords(slices.Sorted(maps.Keys(sites))))
	}
	if n := p.Made.There; n > 0 {
		stay := "they are"
		if n == 1 {
			stay = "it is"
		}
		_, _ = fmt.Fprintf(b, "%s already there, and would stay as %s.\n", countIs(n), stay)
	}
	if p.Session > 0 {
		_, _ = fmt.Fprintf(b, "Session cookies among them: %d. The browser drops those when it starts, unless it goes on where it left off.\n", p.Session)
	}
	if p.Note != "" {
		_, _ = fmt.Fprintf(b, "%s\n", cookies.Visible(p.Note))
	}
	_, _ = b.WriteString(strings.Join(RefusalWords(p), ""))
	return b.Flush()
}

// RefusalWords gives a line for each cookie that is not taken and why, up to a
// number of them that is still read.
func RefusalWords(p Import) []string {
	var out []string
	all := append(slices.Clone(p.Refused), p.Made.Refused...)
	for i, r := range all {
		if i == manyRefusals {
			out = append(out, fmt.Sprintf("%d more are not taken.\n", len(all)-i))
			break
		}
		out = append(out, fmt.Sprintf("%s is not taken: %s.\n", cookies.Visible(r.From), cookies.Visible(r.Why)))
	}
	return out
}

func countIs(n int) string {
	if n == 1 {
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}

// ImportedJSON writes the object of what an import did, or with an empty ID
// would do; it is that of a deletion with its own verb.
func ImportedJSON(w io.Writer, r jar.Result) error {
	type imported struct {
		Store    string `json:"store"`
		Imported int    `json:"imported"`
	}
	stores := []imported{}
	for _, s := range r.Stores {
		stores = append(stores, imported{readable(s.Store), s.Count})
	}
	return Object(w, struct {
		ID       string     `json:"id"`
		Imported int        `json:"imported"`
		Skipped  []skipJSON `json:"skipped"`
		Stores   []imported `json:"stores"`
	}{r.ID, r.Done, skips(r.Skipped), stores})
}
