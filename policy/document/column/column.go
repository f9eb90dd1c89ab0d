// Package column knows what the columns of tables of cookies are called, and the
// labels before values, in seven languages: from a header's words it tells which
// column is of names, which of lifetimes. How a table is laid out, and what stands in
// it, is for the readers.
package column

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// either stand between two of which a cell holds one.
var either = map[string]bool{"or": true, "ou": true, "oder": true, "o": true, "of": true}

// Role is what a column, or the value behind a label, says of a cookie.
type Role int

const (
	None Role = iota // nothing that is known
	Name
	Provider
	Domain
	Purpose
	Function
	Lifetime
	Category
	Party
	Other   // consent, links, data: read by nobody
	Roles   // how many of them columns have
	Service // the plain name of what a cookie is of, where another label names the cookie
)

// Labels knows the words that head columns and label values, in English,
// French, German, Spanish, Dutch, Italian and Portuguese.
type Labels struct {
	Idle                            map[string]bool
	first, third                    *words.Lexicon
	Name, Cookie                    *words.Lexicon
	Life, provider, domain, purpose *words.Lexicon
	function, category, other       *words.Lexicon
	Foreign                         *words.Lexicon // what only tables of other things have
	Data                            *words.Lexicon // kinds of data
	Defaults                        *words.Lexicon // values that settings have
	Coded                           *words.Lexicon // what only documents about software name
	Topics                          *words.Lexicon // what parts of a page are about

	// asked holds the answers of one document, nil in those that all share: a
	// line is asked about again from each of the lines before it.
	asked map[string]answer
}

// answer is what [Labels.Label] gives.
type answer struct {
	role Role
	ok   bool
}

// Remembering gives labels for one document and one goroutine, which remember their
// answers.
func (l *Labels) Remembering() *Labels {
	own := *l
	own.asked = map[string]answer{}
	return &own
}

// Role gives the role that a header or a label announces, and how sure its
// words are, from 0 to 3.
func (l *Labels) Role(header string) (Role, float64) {
	all := words.Of(header)
	if len(all) == 0 || len(all) > 14 {
		return None, 0
	}
	w := make([]string, 0, len(all))
	place := make([]int, 0, len(all)) // of each in all
	for i, x := range all {
		if !l.Idle[x] {
			w, place = append(w, x), append(place, i)
		}
	}
	if len(w) == 0 {
		w = all
		for i := range all {
			place = append(place, i)
		}
	}
	if l.first.In(w) && l.third.In(w) {
		return Party, 3
	}
	if len(w) == 1 && (w[0] == "party" || w[0] == "partei" || w[0] == "parte") {
		return Party, 2
	}
	best, at, length := None, len(all), 0
	for _, c := range []struct {
		Role Role
		lex  *words.Lexicon
	}{
		{Lifetime, l.Life}, {Provider, l.provider}, {Domain, l.domain}, {Function, l.function},
		{Purpose, l.purpose}, {Category, l.category}, {Other, l.other}, {Name, l.Name},
	} {
		i, n := c.lex.Find(w)
		if i >= 0 {
			i = place[i]
		}
		// "Set by": small words count where a phrase has them.
		if j, m := c.lex.Find(all); j >= 0 && (i < 0 || m > n) {
			i, n = j, m
		}
		if i < 0 {
			continue
		}
		switch {
		case best == None, i < at, i == at && n > length:
			// "Name of the provider" is about the provider, and so is
			// "provider's name"; "name and purpose" is about the name.
			if c.Role == Name && (best == Provider || best == Domain || best == Category || best == Lifetime) {
				continue
			}
			best, at, length = c.Role, i, n
		}
	}
	cookie, _ := l.Cookie.Find(w)
	if best == Provider && cookie > at && l.third.In(w[at:cookie]) {
		best = None // "Third-party cookies"
	}
	if best == Provider && cookie == 0 && len(w) == 2 && len(all) == 3 && either[all[1]] {
		return Name, 2 // "Cookie or service"
	}
	switch {
	case best == None && cookie >= 0 && l.onlyCookies(w):
		return Name, 2
	case best == None && cookie >= 0 && len(w) <= 6:
		return Name, 1 // "Analytics cookies"
	case best == None:
		return None, 0
	}
	// The fewer other words, the surer.
	rest := len(w) - min(length, len(w))
	sure := 2.5
	if cookie >= 0 {
		rest--
		if best == Name {
			sure = 3
		}
	}
	return best, max(sure-0.25*float64(max(rest, 0)), 1)
}

// KindAndLife reports whether a header is over both at once: "Type and duration".
func (l *Labels) KindAndLife(header string) bool {
	w := words.Of(header)
	return l.category.In(w) && l.Life.In(w)
}

// Ordinal reads the cell of a column that is about the party: there "prima" and
// "3rd" need no noun.
func (l *Labels) Ordinal(s string) policy.Party {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 2 {
		return policy.PartyUnsaid
	}
	first, third := l.first.In(w), l.third.In(w)
	switch {
	case first && !third:
		return policy.FirstParty
	case third && !first:
		return policy.ThirdParty
	}
	return policy.PartyUnsaid
}

// onlyCookies reports whether the words say "cookie" and nothing else.
func (l *Labels) onlyCookies(w []string) bool {
	for i := range w {
		if l.Cookie.Match(w[i:]) == 0 {
			return false
		}
	}
	return true
}

// Label reports whether a short text is nothing but a label ("Purpose:",
// "Durée de conservation") and gives its role.
func (l *Labels) Label(s string) (Role, bool) {
	if l.asked == nil || len(s) > 80 {
		return l.readLabel(s)
	}
	a, known := l.asked[s]
	if !known {
		a.role, a.ok = l.readLabel(s)
		l.asked[s] = a
	}
	return a.role, a.ok
}

func (l *Labels) readLabel(s string) (Role, bool) {
	s = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), ":： "))
	if s == "" || len(s) > 60 || strings.Count(s, "(") != strings.Count(s, ")") || strings.ContainsAny(s, ".;!_:=") {
		return None, false
	}
	if before, _, ok := strings.Cut(s, "("); ok {
		s = strings.TrimSpace(before) // what stands in brackets explains the label
	}
	w := words.Of(s)
	if len(w) == 0 || len(w) > 6 || IsName(s) {
		return None, false
	}
	r, sure := l.Role(s)
	return r, r != None && (sure >= 2.25 || (r == Name || r == Party) && sure >= 2)
}

// IsName reports whether a word is rather a cookie's name, such as
// device-id, than a label that is spelt so.
func IsName(s string) bool {
	s = words.Unmarked(s)
	return !strings.Contains(s, " ") && (shape.Of(s) == shape.Firm || strings.ContainsAny(s, "0123456789*#[]<>{}") || strings.Contains(s, "-") && words.StartsLower(s))
}

// Understood says how much of a header is understood, 0 if it is none.
func (l *Labels) Understood(head []string) int {
	roles, ok := l.Heads(head)
	if !ok {
		return 0
	}
	n := 0
	for c, role := range roles {
		if role != None {
			n++
		}
		if l.OwnLabel(head[c]) {
			n++
		}
	}
	return n
}

// OwnLabel reports whether a title is the label of a column by itself.
func (l *Labels) OwnLabel(s string) bool {
	role, ok := l.Label(words.Unmarked(s))
	return ok && role != None
}

// IsLabel reports whether a line is a label.
func (l *Labels) IsLabel(s string) bool {
	_, ok := l.Label(s)
	return ok
}

// StackedHead counts the labels, each of another kind, with which the lines
// begin, and finds those of the name and of the lifetime. n is 0 if no name is
// among them.
func (l *Labels) StackedHead(texts []string) (n, name, life int) {
	name, life = -1, -1
	seen := map[Role]bool{}
	for n < len(texts) && n < 9 {
		role, ok := l.Label(texts[n])
		if role == Name && seen[role] && words.SpeakOfCookies(texts[n]) {
			role = Other // "Cookies used" beside "Cookies" says whose they are
		}
		if role == Category && seen[role] {
			role = Other // "Type" beside "Category"
		}
		if !ok || seen[role] && role != Other {
			break
		}
		seen[role] = true
		switch role {
		case Name:
			name = n
		case Lifetime:
			life = n
		}
		n++
	}
	if name < 0 {
		n = 0
	}
	return n, name, life
}

// Heads reports whether the cells head a table of cookies, and gives the roles
// of its columns: one is of names, another of something that cookies have.
func (l *Labels) Heads(cells []string) ([]Role, bool) {
	roles := make([]Role, len(cells))
	name, known, others, filled := -1, 0, 0, 0
	best := 0.0
	for i, c := range cells {
		if c == "" {
			continue
		}
		filled++
		if len(words.Of(c)) > 8 || strings.ContainsAny(c, "_=") || IsName(c) {
			return nil, false // a row, not a header
		}
		r, sure := l.Role(words.Unmarked(c))
		roles[i] = r
		switch {
		case r == Other:
			others++
		case r != None:
			known++
		}
		if r == Name && sure > best {
			if name >= 0 {
				roles[name] = None
			}
			name, best = i, sure
		} else if r == Name {
			roles[i] = None
		}
	}
	return roles, name >= 0 && known >= 2 && (2*known+others)*3 >= filled*4 && filled*3 >= len(cells)*2
}

// HeadsAgain reports whether the cells head a further table: inside one only
// labels and nothing else do, because a row may hold a word or two of them.
func (l *Labels) HeadsAgain(cells []string) bool {
	roles, ok := l.Heads(cells)
	for i, r := range roles {
		ok = ok && (r != None || cells[i] != "" && l.is(cells[i]))
	}
	return ok
}

// is reports whether a text has a word of a label in it.
func (l *Labels) is(s string) bool {
	r, _ := l.Role(words.Unmarked(s))
	return r != None
}

// PlainName reports whether a label says "name" and not of what.
func PlainName(s string) bool {
	r, sure := Words().Role(s)
	return r == Name && sure < 3
}

// Prose reports whether a column of a role holds running text.
func (r Role) Prose() bool { return r == Purpose || r == Function || r == Other || r == None }
