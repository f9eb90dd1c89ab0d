package ui

import (
	"cmp"
	"slices"
	"strings"

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
	entries []*entry
	n       int  // how many they are, counted before they are put there
	always  bool // it is shown although nothing is under it
}

// class is the cookies of a site that a grouping puts under one heading and that
// need the same consent.
type class struct {
	key     string
	consent policy.Consent
	head    *group // nil until one of them is met
}

// groupsOf puts cookies of a site, given by their places in an order, under the
// headings of a grouping.
//
// An order is one that memory does not lie in: a profile of regrouping a million
// showed it waiting for cookies and verdicts from anywhere. So what they are under
// is found in the order in which they lie.
func groupsOf(s *site, g grouping, order []int32) []*group {
	sections := g == bySection && s.policy != nil
	heads := headsOf(s, g)
	fixed := len(heads)
	at := map[string]*group{}
	for _, h := range heads {
		at[h.key] = h
	}
	of, classes := classesOf(s, g)
	for _, i := range order {
		c := &classes[of[i]]
		if c.head == nil {
			if c.head = at[c.key]; c.head == nil {
				c.head = &group{key: c.key, title: titleOf(s, &s.entries[i], g)}
				at[c.key] = c.head
				heads = append(heads, c.head)
			}
			if !sections && g != byType {
				c.head.agree(c.consent)
			}
		}
		c.head.n++
	}
	all := make([]*entry, len(order)) // lists that grow left four times as much to the collector
	for _, h := range heads {
		h.entries, all = all[:0:h.n], all[h.n:]
	}
	for _, i := range order {
		h := classes[of[i]].head
		h.entries = append(h.entries, &s.entries[i])
	}
	slices.SortStableFunc(heads[fixed:], func(a, b *group) int {
		switch {
		case b.key == notDeclared:
			return -1
		case a.key == notDeclared:
			return 1
		case sections:
			return 0 // as they were met
		case (a.key == "") != (b.key == ""): // what has no name of its own comes last
			return cmp.Compare(len(b.key), len(a.key))
		}
		return cmp.Compare(a.title, b.title)
	})
	return slices.DeleteFunc(heads, func(h *group) bool { return h.n == 0 && !h.always })
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

// classesOf gives the classes of a site's cookies, and which of them each is in.
func classesOf(s *site, g grouping) (of []int32, classes []class) {
	of = make([]int32, len(s.entries))
	known := map[class]int32{}
	var last class // is often the next one's too
	for i := range s.entries {
		e := &s.entries[i]
		c := class{key: headingOf(s, e, g), consent: e.Verdict.Consent}
		if i > 0 && c == last {
			of[i] = of[i-1]
			continue
		}
		n, ok := known[c]
		if !ok {
			n = int32(len(classes))
			known[c] = n
			classes = append(classes, c)
		}
		of[i], last = n, c
	}
	return of, classes
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
