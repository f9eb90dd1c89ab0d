package print

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
)

// Stats are totals over cookies. Make one with [NewStats].
type Stats struct {
	Cookies int
	Stores  int // that were read

	categories map[policy.Category]int
	types      map[policy.Type]int
	parties    map[policy.Party]int
	browsers   map[string]int
	sites      map[string]int // by registrable domain
	providers  map[string]int // "" is not known

	siteOf map[string]string // host to registrable domain: the list of public suffixes is slow to ask
}

// NewStats makes empty totals over so many stores.
func NewStats(stores int) *Stats {
	return &Stats{
		Stores: stores, categories: map[policy.Category]int{}, types: map[policy.Type]int{}, parties: map[policy.Party]int{},
		browsers: map[string]int{}, sites: map[string]int{}, providers: map[string]int{}, siteOf: map[string]string{},
	}
}

// Add counts a cookie.
func (s *Stats) Add(c policy.Sorted) {
	s.Cookies++
	s.categories[c.Verdict.Category]++
	s.types[c.Verdict.Type]++
	s.parties[c.Verdict.Party]++
	s.browsers[c.Cookie.Store.Browser]++
	s.providers[c.Verdict.Provider]++
	host := c.Cookie.Host
	site, ok := s.siteOf[host]
	if !ok {
		site = cookies.Registrable(host)
		s.siteOf[host] = site
	}
	s.sites[site]++
}

// tally is words with their counts, in an order that means something.
type tally []counted

type counted struct {
	word string
	n    int
}

// inOrder gives the count of every word, also of those that do not occur.
func inOrder[W ~string](words []W, count map[W]int) tally {
	var out tally
	for _, w := range words {
		out = append(out, counted{string(w), count[w]})
	}
	return out
}

// byCount gives the words that occur, the most frequent first.
func byCount(count map[string]int) tally {
	out := tally{}
	for w, n := range count {
		out = append(out, counted{w, n})
	}
	slices.SortFunc(out, func(a, b counted) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.word, b.word)) })
	return out
}

// MarshalJSON writes an object in the tally's order.
func (t tally) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range t {
		if i > 0 {
			b.WriteByte(',')
		}
		word, err := json.Marshal(readable(c.word))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s:%d", word, c.n)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// JSON writes the contract's object of totals.
func (s *Stats) JSON(w io.Writer) error {
	return Object(w, struct {
		Cookies    int   `json:"cookies"`
		Sites      int   `json:"sites"`
		Stores     int   `json:"stores"`
		Categories tally `json:"categories"`
		Types      tally `json:"types"`
		Parties    tally `json:"parties"`
		Browsers   tally `json:"browsers"`
	}{
		s.Cookies, len(s.sites), s.Stores, inOrder(policy.Categories(), s.categories), inOrder(policy.Types(), s.types),
		inOrder(policy.Parties(), s.parties), byCount(s.browsers),
	})
}

// most is how many sites and providers people are shown.
const most = 10

// Text writes the totals for people.
func (s *Stats) Text(w io.Writer, t Terminal) error {
	b := bufio.NewWriter(w)
	_, _ = fmt.Fprintf(b, "%s of %s in %s\n", Plural(s.Cookies, "cookie"), Plural(len(s.sites), "site"), Plural(s.Stores, "store"))
	named := map[string]int{}
	for p, n := range s.providers {
		if p != "" {
			named[p] = n
		}
	}
	for _, part := range []struct {
		title string
		tally tally
	}{
		{"category", inOrder(policy.Categories(), s.categories)},
		{"type", inOrder(policy.Types(), s.types)},
		{"party", inOrder(policy.Parties(), s.parties)},
		{"browser", byCount(s.browsers)},
		{"site", byCount(s.sites)},
		{"provider", byCount(named)},
	} {
		if len(part.tally) == 0 {
			continue
		}
		_, _ = b.WriteString("\n")
		_ = t.heading(b, "By "+part.title)
		s.bars(b, part.tally, t)
	}
	return b.Flush()
}

// bars writes a tally with a bar for each word.
func (s *Stats) bars(w io.Writer, list tally, t Terminal) {
	tab := newTable(t, 2, column{min: 10}, column{right: true}, column{leave: 1})
	shown := list[:min(len(list), most)]
	row := func(c counted) []string {
		bar := 0
		if s.Cookies > 0 {
			bar = (c.n*20 + s.Cookies - 1) / s.Cookies
		}
		return []string{cookies.Visible(c.word), fmt.Sprint(c.n), strings.Repeat("█", bar)}
	}
	for _, c := range shown {
		tab.measure(row(c))
	}
	tab.fit()
	for _, c := range shown {
		_ = tab.row(w, nil, row(c)) // the bufio.Writer behind w keeps its first error
	}
	if n := len(list) - len(shown); n > 0 {
		_, _ = fmt.Fprintf(w, "  and %d more\n", n)
	}
}
