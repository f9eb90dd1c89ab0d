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

	// What cookies share is counted once for each and taken apart at the end:
	// a million cookies have a few hundred verdicts.
	verdicts map[*policy.Verdict]int
	stores   map[*cookies.Store]int
	hosts    map[string]int
}

// NewStats makes empty totals over so many stores.
func NewStats(stores int) *Stats {
	return &Stats{Stores: stores, verdicts: map[*policy.Verdict]int{}, stores: map[*cookies.Store]int{}, hosts: map[string]int{}}
}

// Add counts a cookie.
func (s *Stats) Add(c policy.Sorted) {
	s.Cookies++
	s.verdicts[c.Verdict]++
	s.stores[c.Cookie.Store]++
	s.hosts[c.Cookie.Host]++
}

// per adds counts up by what is asked of each.
func per[K, W comparable](count map[K]int, of func(K) W) map[W]int {
	out := map[W]int{}
	for k, n := range count {
		out[of(k)] += n
	}
	return out
}

func (s *Stats) categories() map[policy.Category]int {
	return per(s.verdicts, func(v *policy.Verdict) policy.Category { return v.Category })
}

func (s *Stats) types() map[policy.Type]int {
	return per(s.verdicts, func(v *policy.Verdict) policy.Type { return v.Type })
}

func (s *Stats) parties() map[policy.Party]int {
	return per(s.verdicts, func(v *policy.Verdict) policy.Party { return v.Party })
}

func (s *Stats) browsers() map[string]int {
	return per(s.stores, func(s *cookies.Store) string { return s.Browser })
}

func (s *Stats) sites() map[string]int { return per(s.hosts, cookies.Registrable) }

// providers leaves out the cookies of which none is known.
func (s *Stats) providers() map[string]int {
	out := per(s.verdicts, func(v *policy.Verdict) string { return v.Provider })
	delete(out, "")
	return out
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
		s.Cookies, len(s.sites()), s.Stores, inOrder(policy.Categories(), s.categories()), inOrder(policy.Types(), s.types()),
		inOrder(policy.Parties(), s.parties()), byCount(s.browsers()),
	})
}

// most is how many sites and providers people are shown.
const most = 10

// Text writes the totals for people.
func (s *Stats) Text(w io.Writer, t Terminal) error {
	b := bufio.NewWriter(w)
	sites := s.sites()
	_, _ = fmt.Fprintf(b, "%s of %s in %s\n", Plural(s.Cookies, "cookie"), Plural(len(sites), "site"), Plural(s.Stores, "store"))
	for _, part := range []struct {
		title string
		tally tally
	}{
		{"category", inOrder(policy.Categories(), s.categories())},
		{"type", inOrder(policy.Types(), s.types())},
		{"party", inOrder(policy.Parties(), s.parties())},
		{"browser", byCount(s.browsers())},
		{"site", byCount(sites)},
		{"provider", byCount(s.providers())},
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
