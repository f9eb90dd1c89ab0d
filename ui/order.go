package ui

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
)

// grouping is what the headings of a site's cookies are.
type grouping int

const (
	bySection grouping = iota
	byType
	byCategory
	byParty
	byProvider
	byBrowser
	byPartition
	groupings // how many there are
)

func (g grouping) String() string {
	return [...]string{"policy section", "type", "category", "party", "provider", "browser", "partition"}[g]
}

// sorting is the order of the cookies below a heading: one for each column, in
// the order of the columns.
type sorting int

const (
	sortName sorting = iota
	sortCategory
	sortExpires
	sortCreated
	sortUsed
	sortSize
	sortProvider
	sortBrowser
	sortHost
	sortParty
	sortings
)

func (s sorting) String() string {
	return [...]string{"name", "category", "expires", "created", "last used", "size", "provider", "browser", "domain", "party"}[s]
}

// arrow says whether what the column shows grows or falls on the way down. The
// largest values come first; of ages, the least.
func (s sorting) arrow(reverse bool) string {
	if reverse != (s == sortSize) {
		return "↓"
	}
	return "↑"
}

// group is a heading with the cookies under it.
type group struct {
	key     string // tells it from the site's other groups
	title   string
	consent policy.Consent // what all under it need; unsaid where they differ
	site    *site
	places  []int32 // of the cookies under it among the site's
	n       int     // how many they are, counted before they are put there
	always  bool    // it is shown although nothing is under it
	folded  bool
}

// cookies gives the cookies under a heading, folded or not.
func (h *group) cookies() iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, place := range h.places {
			if !yield(&h.site.entries[place]) {
				return
			}
		}
	}
}

// sequence is cookies of a site in an order.
type sequence struct {
	site   *site
	places []int32
	kinds  map[grouping][]int32 // the kind of each, by what kinds are for: found when they are first asked for
}

// groups puts the cookies under the headings of a grouping.
//
// An order is one that memory does not lie in: a profile of regrouping a million
// showed it waiting for cookies and verdicts from anywhere. So a cookie is known by
// the number of its kind, which stands where the cookie does in the order, and only
// one of a kind is asked for its heading.
func (o *sequence) groups(g grouping) []*group {
	s, kinds := o.site, o.site.kinds(g)
	of := o.kinds[g.kinds()]
	if of == nil {
		of = make([]int32, len(o.places))
		for i, place := range o.places {
			of[i] = kinds.of[place]
		}
		if o.kinds == nil {
			o.kinds = map[grouping][]int32{}
		}
		o.kinds[g.kinds()] = of
	}
	count := make([]int32, len(kinds.first))
	for _, kind := range of {
		count[kind]++
	}
	heads := headsOf(s, g)
	fixed, said := len(heads), g == byType || g == bySection && s.policy != nil
	at := map[string]*group{}
	for _, h := range heads {
		at[h.key] = h
	}
	under := make([]*group, len(kinds.first)) // by kind
	for kind, n := range count {
		if n == 0 {
			continue
		}
		e := &s.entries[kinds.first[kind]]
		key := headingOf(s, e, g)
		h := at[key]
		if h == nil {
			h = &group{key: key, title: titleOf(s, e, g)}
			at[key] = h
			heads = append(heads, h)
		}
		if !said {
			h.agree(e.Verdict.Consent)
		}
		h.n += int(n)
		under[kind] = h
	}
	slices.SortStableFunc(heads[fixed:], func(a, b *group) int {
		switch {
		case b.key == notDeclared:
			return -1
		case a.key == notDeclared:
			return 1
		case (a.key == "") != (b.key == ""): // what has no name of its own comes last
			return cmp.Compare(len(b.key), len(a.key))
		}
		return cmp.Compare(a.title, b.title)
	})
	heads = slices.DeleteFunc(heads, func(h *group) bool { return h.n == 0 && !h.always })
	all := make([]int32, len(o.places))
	for _, h := range heads {
		h.site = s
		h.places, all = all[:0:h.n], all[h.n:]
	}
	for i, kind := range of {
		h := under[kind]
		h.places = append(h.places, o.places[i])
	}
	return heads
}

// headsOf gives the headings that stand in an order of their own.
func headsOf(s *site, g grouping) (heads []*group) {
	switch {
	case g == byType:
		for _, t := range policy.Types() {
			heads = append(heads, &group{key: string(t), title: capital(string(t)), consent: t.Consent(), always: true})
		}
	case g == bySection && s.policy != nil:
		for _, section := range s.policy.Sections {
			if !slices.ContainsFunc(heads, func(h *group) bool { return h.key == section.Title }) {
				heads = append(heads, &group{key: section.Title, title: shown(section.Title), consent: section.Consent})
			}
		}
	case g == bySection, g == byCategory:
		for _, c := range policy.Categories() {
			heads = append(heads, &group{key: string(c), title: capital(string(c))})
		}
	case g == byParty:
		for _, p := range policy.Parties() {
			title := map[policy.Party]string{policy.FirstParty: "First-party", policy.ThirdParty: "Third-party", policy.PartyUnknown: "Party unknown"}[p]
			heads = append(heads, &group{key: string(p), title: title})
		}
	}
	return heads
}

// kinds gives the grouping whose kinds of cookies are this one's too.
func (g grouping) kinds() grouping {
	if g == byBrowser || g == byPartition {
		return g
	}
	return bySection // a verdict says all, and there are few
}

// kinds numbers the cookies of a site so that those of one number stand under
// one heading of a grouping and need the same consent.
func (s *site) kinds(g grouping) numbering {
	g = g.kinds()
	if known, ok := s.numbered[g]; ok {
		return known
	}
	var made numbering
	switch g {
	case byBrowser:
		type kind struct {
			*cookies.Store
			policy.Consent
		}
		made = numberingOf(s.entries, func(e *entry) kind { return kind{e.Cookie.Store, e.Verdict.Consent} })
	case byPartition:
		type kind struct {
			partition string
			policy.Consent
		}
		made = numberingOf(s.entries, func(e *entry) kind { return kind{e.Cookie.PartitionKey(), e.Verdict.Consent} })
	default:
		made = numberingOf(s.entries, func(e *entry) *policy.Verdict { return e.Verdict })
	}
	if s.numbered == nil {
		s.numbered = map[grouping]numbering{}
	}
	s.numbered[g] = made
	return made
}

// agree is for before a cookie is put under a heading that says no consent of its
// own: what all of them need, or nothing.
func (h *group) agree(need policy.Consent) {
	switch {
	case h.n == 0:
		h.consent = need
	case need != h.consent:
		h.consent = policy.ConsentUnsaid
	}
}

// notDeclared is the key of the heading for what a policy does not name; no
// title of a section holds a NUL.
const notDeclared = "\x00"

// headingOf is the key of the heading that a cookie stands under.
func headingOf(s *site, e *entry, g grouping) string {
	switch g {
	case bySection:
		switch {
		case s.policy == nil:
		case e.Verdict.Declared == nil:
			return notDeclared
		default:
			return e.Verdict.Section
		}
	case byType:
		return string(e.Verdict.Type)
	case byParty:
		return string(e.Verdict.Party)
	case byProvider:
		return e.Verdict.Provider
	case byBrowser:
		return e.Cookie.Store.Path
	case byPartition:
		return e.Cookie.PartitionKey()
	}
	return string(e.Verdict.Category)
}

// titleOf words that heading. A profile of regrouping showed three quarters in
// titles that were worded for each cookie.
func titleOf(s *site, e *entry, g grouping) string {
	key := headingOf(s, e, g)
	switch {
	case g == bySection && key == notDeclared:
		return "Not in the policy"
	case g == bySection && key == "":
		return "In the policy"
	case g == byProvider && key == "":
		return "Provider unknown"
	case g == bySection, g == byProvider:
		return shown(key)
	case g == byBrowser:
		return storeName(e.Cookie.Store)
	case g == byPartition && key == "":
		return "Not partitioned"
	case g == byPartition:
		return "In " + shown(strings.TrimPrefix(key, "https://"))
	}
	return key
}

// consentWords says what a visitor must have agreed to, in w cells or fewer
// where the words allow it.
func consentWords(c policy.Consent, w int) string {
	switch c {
	case policy.ConsentNone:
		return "no consent needed"
	case policy.ConsentNeeded:
		return "consent needed"
	case policy.ConsentUnlessAnonymised:
		if w < len("consent unless anonymised") {
			return "consent unless anon."
		}
		return "consent unless anonymised"
	}
	return ""
}

// policyName names a policy in a word or two: its provider where it has a
// single one, else its title or its platform.
func policyName(p *policy.Policy) string {
	provider := ""
	for i, d := range p.Cookies {
		if i > 0 && d.Provider != provider {
			provider = ""
			break
		}
		provider = d.Provider
	}
	return shown(cmp.Or(provider, p.Title, p.Platform))
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
