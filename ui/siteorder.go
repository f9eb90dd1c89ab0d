package ui

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// siteSorting is the order of the sites: one for each thing that can be said of
// a site in a column.
type siteSorting int

const (
	sitesByCount siteSorting = iota
	sitesByCleared
	sitesByShare
	sitesByThird
	sitesByUsed
	sitesByLife
	sitesBySize
	sitesByStores
	sitesByName
	siteSortings
)

func (s siteSorting) String() string {
	return [...]string{"cookies", "non-necessary", "share non-necessary", "third-party", "last used", "longest life", "size", "stores", "name"}[s]
}

// column is the heading over the numbers of the sites: of what they are sorted
// by where that is something else than how many cookies there are.
func (s siteSorting) column() string {
	return map[siteSorting]string{
		sitesByShare: "NON-NEC %", sitesByThird: "THIRD", sitesByUsed: "USED",
		sitesByLife: "LONGEST", sitesBySize: "SIZE", sitesByStores: "STORES",
	}[s]
}

// arrow says whether what the column shows grows or falls on the way down. The
// largest number comes first, the first name, and of ages the least.
func (s siteSorting) arrow(reverse bool) string {
	if reverse == (s == sitesByName || s == sitesByUsed) {
		return "↓"
	}
	return "↑"
}

// siteFacts is what the columns say of all cookies of a site.
type siteFacts struct {
	used   cookies.Moment // the last time, of any
	ends   cookies.Moment // the latest; 0 where all are session cookies
	size   int            // of the values, in bytes, as far as stores tell
	third  int
	stores int
}

// known gives the facts of a site, worked out when they are first asked for, on
// the screen's goroutine.
func (s *site) known() *siteFacts {
	if s.facts != nil {
		return s.facts
	}
	s.facts = &siteFacts{}
	stores := map[*cookies.Store]bool{}
	for i := range s.entries {
		c := s.entries[i].Cookie
		s.facts.used, s.facts.ends = max(s.facts.used, c.Accessed), max(s.facts.ends, c.Expires)
		s.facts.size += max(0, c.ValueSize())
		if s.entries[i].Verdict.Party == policy.ThirdParty {
			s.facts.third++
		}
		stores[c.Store] = true
	}
	s.facts.stores = len(stores)
	return s.facts
}

// amount gives what a site is sorted by, the largest first; of names nothing.
func (s siteSorting) amount(of *site) int64 {
	switch s {
	case sitesByCount:
		return int64(len(of.entries))
	case sitesByCleared:
		return int64(of.cleared)
	case sitesByShare:
		return int64(of.cleared) * 1e6 / int64(max(1, len(of.entries)))
	case sitesByThird:
		return int64(of.known().third)
	case sitesByUsed:
		return int64(of.known().used)
	case sitesByLife:
		return int64(of.known().ends)
	case sitesBySize:
		return int64(of.known().size)
	case sitesByStores:
		return int64(of.known().stores)
	}
	return 0
}

// text is what the column says of a site.
func (s siteSorting) text(r siteRow, now time.Time) string {
	f := r.known()
	switch s {
	case sitesByShare:
		return fmt.Sprintf("%d%%", 100*r.site.cleared/max(1, len(r.entries)))
	case sitesByThird:
		return fmt.Sprint(f.third)
	case sitesByUsed:
		if f.used != 0 {
			return span(print.Span(now.Sub(f.used.Time())))
		}
	case sitesByLife:
		switch {
		case f.ends == 0:
			return "session"
		case !f.ends.Time().After(now):
			return "expired"
		}
		return span(print.Span(f.ends.Time().Sub(now)))
	case sitesBySize:
		return bytesOf(f.size)
	case sitesByStores:
		return fmt.Sprint(f.stores)
	}
	return ""
}

// bytesOf writes a number of bytes in seven cells or fewer.
func bytesOf(n int) string {
	if n < 10_000 {
		return fmt.Sprintf("%d B ", n)
	}
	if n < 10_000_000 {
		return fmt.Sprintf("%d KB", n/1000)
	}
	return fmt.Sprintf("%d MB", n/1_000_000)
}

// sort orders the rows; the site that was asked for stays first. What the filter
// leaves of a site changes nothing in the order, so that no row moves while a
// filter is typed.
func (p *sitesPane) sort() {
	slices.SortStableFunc(p.rows, func(a, b siteRow) int {
		if a.asked != b.asked {
			return map[bool]int{true: -1, false: 1}[a.asked]
		}
		c := cmp.Or(cmp.Compare(p.order.amount(b.site), p.order.amount(a.site)), cmp.Compare(a.seen.Host, b.seen.Host))
		if p.reverse {
			return -c
		}
		return c
	})
}
