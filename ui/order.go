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
	always  bool // it is shown although nothing is under it
}

// groupsOf puts cookies, in their order, under the headings of a grouping.
func groupsOf(s *site, g grouping, es []*entry) []*group {
	if g == bySection && s.policy != nil {
		return sections(s.policy, es)
	}
	var heads []*group
	switch g {
	case byType:
		for _, t := range policy.Types() {
			heads = append(heads, &group{key: string(t), title: capital(string(t)), consent: t.Consent(), always: true})
		}
	case bySection, byCategory:
		for _, c := range policy.Categories() {
			heads = append(heads, &group{key: string(c), title: capital(string(c))})
		}
	case byParty:
		for _, p := range policy.Parties() {
			title := map[policy.Party]string{policy.FirstParty: "First-party", policy.ThirdParty: "Third-party", policy.PartyUnknown: "Party unknown"}[p]
			heads = append(heads, &group{key: string(p), title: title})
		}
	}
	fixed := len(heads)
	at := map[string]*group{}
	for _, h := range heads {
		at[h.key] = h
	}
	var h *group // the last one's, which is often the next one's
	for _, e := range es {
		key := headingOf(e, g)
		if h == nil || h.key != key {
			if h = at[key]; h == nil {
				h = &group{key: key, title: titleOf(e, g)}
				at[key] = h
				heads = append(heads, h)
			}
		}
		if g != byType {
			h.agree(e.Verdict.Consent)
		}
		h.entries = append(h.entries, e)
	}
	slices.SortStableFunc(heads[fixed:], func(a, b *group) int {
		if (a.key == "") != (b.key == "") { // what has no name of its own comes last
			return cmp.Compare(len(b.key), len(a.key))
		}
		return cmp.Compare(a.title, b.title)
	})
	return settled(heads)
}

// agree is for before a cookie is put under a heading that says no consent of its
// own: what all of them need, or nothing.
func (h *group) agree(need policy.Consent) {
	switch {
	case len(h.entries) == 0:
		h.consent = need
	case need != h.consent:
		h.consent = policy.ConsentUnsaid
	}
}

// headingOf is the key of the heading that a cookie stands under.
func headingOf(e *entry, g grouping) string {
	switch g {
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
func titleOf(e *entry, g grouping) string {
	key := headingOf(e, g)
	switch {
	case g == byProvider && key == "":
		return "Provider unknown"
	case g == byProvider:
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

// notDeclared is the key of the heading for what a policy does not name; no
// title of a section holds a NUL.
const notDeclared = "\x00"

// sections puts cookies under the headings of a policy, and what it does not
// name under a heading of its own.
func sections(p *policy.Policy, es []*entry) []*group {
	var heads []*group
	at := map[string]*group{}
	head := func(key, title string, c policy.Consent) *group {
		if at[key] == nil {
			at[key] = &group{key: key, title: title, consent: c}
			heads = append(heads, at[key])
		}
		return at[key]
	}
	for _, s := range p.Sections {
		head(s.Title, shown(s.Title), s.Consent)
	}
	rest := &group{key: notDeclared, title: "Not in the policy"}
	for _, e := range es {
		h := rest
		if e.Verdict.Declared != nil {
			title := e.Verdict.Section
			if title == "" {
				h = head("", "In the policy", policy.ConsentUnsaid)
			} else {
				h = head(title, shown(title), policy.ConsentUnsaid)
			}
		}
		h.entries = append(h.entries, e)
	}
	return settled(append(heads, rest))
}

// settled leaves out the headings with nothing under them.
func settled(heads []*group) []*group {
	return slices.DeleteFunc(heads, func(h *group) bool { return len(h.entries) == 0 && !h.always })
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
