// Package catalogue holds what is publicly known of cookies: whose a name is,
// what its vendor says it is for and how long it usually lives, and whose a
// domain is. The facts are text files beside the code, a line each.
package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// Entry is what is known of the cookies of one name or pattern.
type Entry struct {
	Pattern policy.Pattern // without a cookie name prefix such as __Host-
	// Domains are where the vendor sets it, with their subdomains; "google.*"
	// stands for google under every public suffix. None: on any site's own.
	Domains []string
	// Anywhere is false for a name that means this only on Domains.
	Anywhere bool
	Vendor   string
	Category policy.Category
	Guard    policy.Guard // what deleting it would harm, if anything
	// Lifetimes are the usual ones, 0 for a session cookie; none where the
	// vendor does not say.
	Lifetimes []time.Duration
	// Timed is a name so common that it means this only with such a lifetime.
	Timed bool
	// Forms are the formats of its values, as far as they are known. Valued is a
	// name so common that it means this only with such a value.
	Forms   []cookies.Form
	Valued  bool
	Source  string // where the fact is from, in words
	Purpose string

	file string
	line int
	own  bool // the user's, see Extend
}

// Place is the entry's file and line, as "analytics.txt:12".
func (e *Entry) Place() string { return e.file + ":" + strconv.Itoa(e.line) }

// maxLifetime is what browsers make of longer lifetimes (RFC 6265bis, section
// 5.5: no more than 400 days; Chromium does so, Firefox does not).
const maxLifetime = 400 * 24 * time.Hour

// Lives reports whether a lifetime is one that the entry gives. It allows for a
// twentieth and a minute more or less: months have several lengths and scripts
// round. 0 is a session cookie's lifetime, a negative one is not known.
func (e *Entry) Lives(life time.Duration) bool {
	return slices.ContainsFunc(e.Lifetimes, func(usual time.Duration) bool {
		if usual == 0 || life <= 0 {
			return usual == 0 && life == 0
		}
		return near(life, usual) || usual > maxLifetime && near(life, maxLifetime)
	})
}

func near(a, b time.Duration) bool { return (a - b).Abs() <= b/20+time.Minute }

// Contradicts reports whether the entry gives lifetimes and this one is far
// from all of them: a session cookie against a lasting one, or a tenth or ten
// times as long.
func (e *Entry) Contradicts(life time.Duration) bool {
	if life < 0 || len(e.Lifetimes) == 0 {
		return false
	}
	return !slices.ContainsFunc(e.Lifetimes, func(usual time.Duration) bool {
		if usual == 0 || life == 0 {
			return usual == life
		}
		return min(usual, maxLifetime) < 10*life && life < 10*usual
	})
}

// Match is an entry that speaks of a cookie.
type Match struct {
	*Entry
	ByDomain bool // the cookie lies where the vendor sets it
}

// Catalogue is the facts, indexed. It does not change and may be used by
// several goroutines at once.
type Catalogue struct {
	entries facts[Entry]
	exact   map[string]int32 // lower case name: the first entry that has it
	next    []int32          // of each entry: the next with that name, -1 for none
	open    prefixes         // patterns that begin with a literal part
	floats  [256][]int32     // patterns that begin with *, by the last byte; those that end with * at 0
	vendors vendors
}

// foldable is how long a name must be for another use of capitals to be the
// same name where nothing is known of the very spelling: short ones (IDE, ide)
// are not.
const foldable = 6

func index(entries facts[Entry], vs facts[Vendor]) *Catalogue {
	n := len(entries.met)
	c := &Catalogue{entries: entries, exact: make(map[string]int32, n*2/3), next: make([]int32, n), vendors: indexVendors(vs)}
	var open []opening
	for i := n - 1; i >= 0; i-- {
		text := entries.lines[i].name
		star := strings.IndexByte(text, '*')
		switch {
		case star < 0:
			low := strings.ToLower(text)
			c.next[i] = -1
			if j, ok := c.exact[low]; ok {
				c.next[i] = j
			}
			c.exact[low] = int32(i)
		case star == 0:
			end := text[len(text)-1]
			if end == '*' {
				end = 0
			}
			c.floats[end] = append(c.floats[end], int32(i))
		default:
			open = append(open, opening{text[:star], int32(i)})
		}
	}
	c.open = indexPrefixes(open)
	return c
}

// Entries gives all entries in the order of the files.
func (c *Catalogue) Entries() []Entry { return c.entries.all() }

// On reports whether a cookie's domain (as stored: a leading dot and capitals do
// no harm) is one on which the vendor sets it.
func (e *Entry) On(domain string) bool {
	return slices.ContainsFunc(e.Domains, func(d string) bool { return inside(domain, d) })
}

// Candidates gives the entries that speak of a name wherever it is met, the
// most precise pattern first, then in the order of the files; nil for none.
func (c *Catalogue) Candidates(name string) []*Entry {
	name = Bare(name)
	var room [8]*Entry // most names have one entry or two
	found := room[:0]
	add := func(e *Entry) {
		if e != nil {
			found = append(found, e)
		}
	}
	fits := func(i int32) {
		if e := c.entries.at(i); e != nil && e.Pattern.Match(name) {
			found = append(found, e)
		}
	}
	var low [64]byte
	if first, ok := c.exact[string(lower(low[:0], name))]; ok {
		spelt := false
		for i := first; i >= 0; i = c.next[i] {
			spelt = spelt || c.entries.lines[i].name == name
		}
		for i := first; i >= 0; i = c.next[i] {
			if !spelt && len(name) >= foldable || c.entries.lines[i].name == name {
				add(c.entries.at(i))
			}
		}
	}
	c.open.each(name, fits)
	float := func(end byte) {
		for _, i := range c.floats[end] {
			fits(i)
		}
	}
	float(0)
	if n := len(name); n > 0 && name[n-1] != 0 {
		float(name[n-1])
	}
	if len(found) == 0 {
		return nil
	}
	if len(found) > 1 {
		slices.SortStableFunc(found, func(a, b *Entry) int {
			return cmp.Or(a.Pattern.Compare(b.Pattern), ownFirst(a, b), strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
		})
	}
	return slices.Clone(found)
}

// lower adds a name in lower case, as [strings.ToLower] gives it, to out.
func lower(out []byte, name string) []byte {
	for i := range len(name) {
		c := name[i]
		if c >= 0x80 {
			return append(out[:0], strings.ToLower(name)...)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	return out
}

func ownFirst(a, b *Entry) int {
	switch {
	case a.own == b.own:
		return 0
	case a.own:
		return -1
	}
	return 1
}

// Lookup gives the entries that speak of a cookie with this name on this
// domain, the most telling first: those whose domain fits, then as
// [Catalogue.Candidates] orders them. It gives nil where nothing is known. An
// [Entry.Timed] or [Entry.Valued] entry is for the caller to confirm.
func (c *Catalogue) Lookup(name, domain string) []Match {
	var fits, rest []Match
	for _, e := range c.Candidates(name) {
		if e.On(domain) {
			fits = append(fits, Match{e, true})
		} else if e.Anywhere {
			rest = append(rest, Match{e, false})
		}
	}
	return append(fits, rest...)
}
