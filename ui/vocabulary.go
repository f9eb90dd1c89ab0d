package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// vocabulary is what can stand behind the keys of a filter: the words of what
// is on a shelf and passes the filter's other terms, in lower case, of each key
// the most frequent first.
type vocabulary struct {
	of    *shelf
	rest  string // the other terms
	words map[termKind][]string
	texts map[termKind][]frequency // how many cookies have each text that a key looks at, as far as they are counted
	total int                      // cookies
}

// frequency is how many cookies have a text.
type frequency struct {
	text string
	n    int
}

// learntMsg brings the vocabulary of a shelf.
type learntMsg vocabulary

// learn collects, while a filter is typed, the words of what is on the shelf, and
// those of what the terms before the last one leave of it. That is done beside
// the screen: a key need not wait for all cookies to be looked at. Words without
// a key need none of it.
func (m *Model) learn() tea.Cmd {
	if !m.typing || !strings.Contains(m.query.Value(), ":") {
		return nil
	}
	t := &m.writing
	if t.learns.of != m.shelf {
		t.learns.of, t.learns.rests = m.shelf, nil
	}
	var cmds []tea.Cmd
	for _, rest := range []string{"", m.before()} {
		known := rest == "" && m.words.of == m.shelf || m.within.of == m.shelf && m.within.rest == rest
		if known || slices.Contains(t.learns.rests, rest) {
			continue
		}
		t.learns.rests = append(t.learns.rests, rest)
		sh, f := m.shelf, parseFilter(rest, m.now())
		cmds = append(cmds, func() tea.Msg { return learntMsg(vocabularyOf(sh, rest, f)) })
	}
	return tea.Batch(cmds...)
}

// learnt takes a vocabulary, if it is of what is there now.
func (m *Model) learnt(v vocabulary) {
	t := &m.writing
	t.learns.rests = slices.DeleteFunc(t.learns.rests, func(r string) bool { return r == v.rest })
	switch {
	case v.of != m.shelf:
	case v.rest == "":
		m.words = v
	default:
		m.within = v
	}
}

// before gives the terms of the filter before the last one.
func (m *Model) before() string {
	query := m.query.Value()
	return strings.TrimSpace(query[:lastField(query)])
}

// completing is the vocabulary that a completion is taken from. Until that of
// what the other terms leave is known, it is that of everything.
func (m *Model) completing() *vocabulary {
	if rest := m.before(); rest != "" && m.within.of == m.shelf && m.within.rest == rest {
		return &m.within
	}
	return &m.words
}

func vocabularyOf(sh *shelf, rest string, f filter) vocabulary {
	v := vocabulary{of: sh, rest: rest, words: map[termKind][]string{}, texts: map[termKind][]frequency{}}
	for _, c := range policy.Categories() {
		v.words[inCategory] = append(v.words[inCategory], string(c))
	}
	for _, p := range policy.Parties() {
		v.words[inParty] = append(v.words[inParty], string(p))
	}
	t, sieve := sh.texts, f.on(sh.texts)
	homes, hosts := make([]int, len(t.homes.list)), make([]int, len(t.hosts.list))
	names, providers, browsers := make([]int, len(t.names.list)), make([]int, len(t.providers.list)), make([]int, len(t.browsers.list))
	pairs := map[[2]int32]int{} // of a site and a host, without what is counted elsewhere
	stores, categories, parties := map[*cookies.Store]int{}, map[string]int{}, map[string]int{}
	for _, s := range sh.sites {
		for i := range s.entries {
			e := &s.entries[i]
			if !sieve.match(s, e) {
				continue
			}
			homes[s.home]++
			hosts[e.host]++
			if e.extra {
				continue // it is counted where it is at home
			}
			if len(pairs) <= mostTexts {
				pairs[[2]int32{s.home, e.host}]++
			}
			v.total++
			names[e.name]++
			providers[e.provider]++
			browsers[e.browser]++
			categories[string(e.Verdict.Category)]++
			parties[string(e.Verdict.Party)]++
			stores[e.Cookie.Store]++
		}
	}
	bare := map[string]int{} // hosts without the dot
	for _, host := range t.hosts.counted(hosts) {
		bare[cookies.BareHost(host.text)] += host.n
	}
	for _, home := range t.homes.counted(homes) {
		bare[home.text] += home.n
	}
	for at, n := range pairs {
		v.texts[inSite] = append(v.texts[inSite], frequency{t.homes.list[at[0]] + "\x00" + t.hosts.list[at[1]], n})
	}
	v.texts[inName], v.texts[inProvider], v.texts[inBrowser] = t.names.counted(names), t.providers.counted(providers), t.browsers.counted(browsers)
	v.texts[inCategory], v.texts[inParty] = frequencies(categories), frequencies(parties)
	called := map[string]int{}
	for st, n := range stores {
		called[strings.ToLower(st.Browser)] += n
		if profile := strings.ToLower(cmp.Or(st.ProfileName, st.Profile)); profile != strings.ToLower(st.Browser) {
			called[profile] += n
		}
	}
	for kind, list := range map[termKind][]frequency{inSite: frequencies(bare), inName: v.texts[inName], inProvider: v.texts[inProvider], inBrowser: frequencies(called)} {
		v.words[kind] = wordsOf(list)
	}
	return v
}

// counted gives the texts that were counted at all.
func (c *interned) counted(counts []int) (out []frequency) {
	for i, n := range counts {
		if n > 0 {
			out = append(out, frequency{c.list[i], n})
		}
	}
	return out
}

func frequencies(counts map[string]int) (out []frequency) {
	for text, n := range counts {
		out = append(out, frequency{text, n})
	}
	return out
}

// wordsOf gives the texts that are some, the most frequent first.
func wordsOf(list []frequency) []string {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b frequency) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.text, b.text)) })
	out := make([]string, 0, len(list))
	for _, f := range list {
		if f.text != "" {
			out = append(out, f.text)
		}
	}
	return out
}

// leaves is how many cookies a completed word of a filter leaves, -1 where there
// are so many different texts that counting would be felt.
func (v *vocabulary) leaves(word string, not bool) int {
	f := parseFilter(word, time.Time{})
	if v.texts == nil || len(f.terms) != 1 {
		return -1
	}
	t, sum := f.terms[0], 0
	if len(v.texts[t.kind]) > mostTexts || t.kind == anyWord || t.kind >= isExpired {
		return -1
	}
	for _, word := range v.texts[t.kind] {
		has := strings.Contains(word.text, t.text)
		if t.kind == inCategory || t.kind == inParty {
			has = strings.HasPrefix(word.text, t.text)
		}
		if has {
			sum += word.n
		}
	}
	if not {
		return v.total - sum
	}
	return sum
}

// mostTexts is how many texts are looked through for a count between two keys,
// and so how many pairs of a site and a host are worth counting.
const mostTexts = 20_000

// offers is how many ways there are at most to complete a word.
const offers = 20

// complete gives what the last word of a filter can become, the likeliest
// first, and where in the filter that word begins. A key or a flag is completed
// once it has begun, a value as soon as its key stands there.
func (v *vocabulary) complete(query string) (at int, words []string) {
	at = lastField(query)
	field := strings.TrimPrefix(query[at:], "-")
	at = len(query) - len(field)
	field = strings.ToLower(field)
	key, rest, keyed := strings.Cut(field, ":")
	if !keyed {
		for _, w := range filterWords() {
			if field != "" && field != w && strings.HasPrefix(w, field) {
				words = append(words, w)
			}
		}
		return at, words
	}
	kind, known := keyedTerms()[key]
	if !known {
		return at, nil
	}
	rest = strings.ReplaceAll(rest, `"`, "")
	for _, w := range v.words[kind] {
		if (kind == inCategory || kind == inParty) && !slices.ContainsFunc(v.texts[kind], func(f frequency) bool { return f.text == w }) {
			continue // there is none
		}
		if len(w) > len(rest) && strings.HasPrefix(w, rest) && typeable(w) {
			if words = append(words, key+":"+quoted(w)); len(words) == offers {
				break
			}
		}
	}
	return at, words
}

// typeable reports whether a stranger's word can be typed into a filter as it
// is shown.
func typeable(w string) bool {
	return len(w) <= 60 && !strings.Contains(w, `"`) && shown(w) == w
}

// quoted puts a word with spaces into the quotes that keep it together.
func quoted(w string) string {
	if strings.ContainsAny(w, " \t") {
		return `"` + w + `"`
	}
	return w
}

// lastField gives where the last word of a query begins: its end, if that is
// behind a space.
func lastField(query string) int {
	at, within := 0, false
	for i, r := range query {
		switch {
		case r == '"':
			within = !within
		case !within && (r == ' ' || r == '\t'):
			at = i + 1
		}
	}
	return at
}

// filterWords are the words that a filter's own language has, in the order in
// which they are offered.
func filterWords() []string {
	return []string{"site:", "name:", "cat:", "party:", "provider:", "browser:", "session", "expired", "insecure"}
}

// astray says what in a filter can't be meant: a key or a category that there
// is none of, and where nothing is found the word that nothing has. It is "" if
// all is well.
func (v *vocabulary) astray(query string, found bool) string {
	for _, field := range fields(query) {
		field, not := strings.CutPrefix(strings.ToLower(field), "-")
		key, rest, ok := strings.Cut(field, ":")
		kind, known := keyedTerms()[key]
		rest = strings.ReplaceAll(rest, `"`, "")
		begins := func(w string) bool { return strings.HasPrefix(w, rest) }
		has := func(w string) bool {
			return strings.Contains(w, rest) || kind == inSite && strings.Contains(strings.ToLower(unicodeHost(w)), rest)
		}
		switch {
		case ok && !known && (not || !found) && key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") == "":
			return fmt.Sprintf("there is no key %s: in a filter; %s?", key, print.Nearest(key+":", filterWords()[:6], 1)[0])
		case !ok || !known || rest == "" || v.of == nil:
		case kind == inCategory || kind == inParty:
			if ws := v.words[kind]; !slices.ContainsFunc(ws, begins) {
				return fmt.Sprintf("no %s begins with %s; %s?", noun(kind), shown(rest), print.Nearest(rest, ws, 1)[0])
			}
		case !found && !slices.ContainsFunc(v.words[kind], has):
			return fmt.Sprintf("no %s has %s in it%s", noun(kind), shown(rest), v.instead(kind, rest))
		}
	}
	return ""
}

// instead asks for the word that is a slip or two away from one that is none.
func (v *vocabulary) instead(kind termKind, typed string) string {
	var near []string
	for _, w := range v.words[kind] {
		if n := len(w) - len(typed); n >= -2 && n <= 2 && typeable(w) {
			near = append(near, w)
		}
	}
	if got := print.Nearest(typed, near[:min(len(near), 500)], 1); len(got) > 0 && print.Distance(typed, got[0]) <= 2 {
		return "; " + got[0] + "?"
	}
	return ""
}

func noun(kind termKind) string {
	return map[termKind]string{inSite: "site", inName: "name", inCategory: "category", inParty: "party", inBrowser: "browser", inProvider: "provider"}[kind]
}
