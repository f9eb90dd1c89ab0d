package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
)

// kind is what makes cookies alike: the provider and the category, and where no
// provider is known the name but for the ids in it.
type kind struct {
	provider string
	category policy.Category
	name     string
}

func kindOf(e *entry) kind {
	k := kind{provider: e.Verdict.Provider, category: e.Verdict.Category}
	if k.provider == "" {
		k.name = pattern(e.Cookie.Name)
	}
	return k
}

func (k kind) String() string {
	if k.provider == "" {
		return "called " + shown(k.name)
	}
	return string(k.category) + " of " + shown(k.provider)
}

// pattern writes a name with a * for what differs from site to site: each run of
// letters and digits that is an id, but one that begins the name. A name of which
// no letter is left stays as it is.
func pattern(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	var b strings.Builder
	begin := 0
	end := func(i int) {
		if run := name[begin:i]; begin > 0 && isID(run) {
			b.WriteByte('*')
		} else {
			b.WriteString(run)
		}
	}
	for i, r := range name {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		default:
			end(i)
			b.WriteRune(r)
			begin = i + len(string(r))
		}
	}
	end(len(name))
	if out := b.String(); strings.ContainsFunc(out, unicode.IsLetter) {
		return out
	}
	return name
}

// isID tells an id from a word with a digit in it: it is a number, or of four
// characters or more that are hexadecimal with a digit among them, or half of
// them digits.
func isID(run string) bool {
	digits, hex := 0, 0
	for _, r := range []byte(run) {
		switch {
		case r >= '0' && r <= '9':
			digits, hex = digits+1, hex+1
		case r|0x20 >= 'a' && r|0x20 <= 'f':
			hex++
		}
	}
	n := len(run)
	return digits > 0 && (digits == n || n >= 4 && (hex == n || 2*digits >= n))
}

// markAlike marks what is of the same kind as the cookie under the cursor, as far
// as the filter shows it: on this site, and if all that is marked on every site.
func (m *Model) markAlike() tea.Cmd {
	e := m.list.current().entry
	if e == nil {
		return m.fail("there is no cookie under the cursor")
	}
	k := kindOf(e)
	ids := m.alike(k, m.list.site, nil)
	words, more := "here", "; * again marks them on all sites"
	if !slices.ContainsFunc(ids, func(id cookies.ID) bool { return !m.marks[id] }) {
		ids, words, more = nil, "on all sites", ""
		for i := range m.sites.rows {
			ids = m.alike(k, m.sites.rows[i].site, ids)
		}
	}
	once := map[cookies.ID]bool{} // a cookie may stand on two sites
	for _, id := range ids {
		once[id] = true
		m.marks[id] = true
	}
	return m.tell(fmt.Sprintf("marked %d %s: %s%s", len(once), words, k, more))
}

// alike adds the cookies of a kind that the filter leaves of a site.
func (m *Model) alike(k kind, s *site, ids []cookies.ID) []cookies.ID {
	for i := range s.entries {
		if e := &s.entries[i]; kindOf(e) == k && m.filter.match(s, e) {
			ids = append(ids, e.id())
		}
	}
	return ids
}
