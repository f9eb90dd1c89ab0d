package ui

import (
	"cmp"
	"fmt"
	"maps"
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
	texts map[termKind]map[string]int // how many cookies have each text that a key looks at
	total int                         // cookies
}

// learntMsg brings the vocabulary of a shelf.
type learntMsg vocabulary

// learn collects, while a filter is typed, the words of what is on the shelf, and
// those of what the terms before the last one leave of it. That is done beside
// the screen: a key need not wait for all cookies to be looked at.
func (m *Model) learn() tea.Cmd {
	if !m.typing {
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
	v := vocabulary{of: sh, rest: rest, words: map[termKind][]string{}, texts: map[termKind]map[string]int{
		inSite: {}, inName: {}, inCategory: {}, inParty: {}, inBrowser: {}, inProvider: {},
	}}
	for _, c := range policy.Categories() {
		v.words[inCategory] = append(v.words[inCategory], string(c))
	}
	for _, p := range policy.Parties() {
		v.words[inParty] = append(v.words[inParty], string(p))
	}
	often := map[termKind]map[string]int{inSite: {}, inBrowser: {}}
	stores := map[*cookies.Store]int{}
	hosts, atHome := map[string]int{}, map[string]int{} // of one site; atHome without those that are counted elsewhere
	var name, provider, browser, category, party tally
	for _, s := range sh.sites {
		clear(hosts)
		clear(atHome)
		for i := range s.entries {
			e := &s.entries[i]
			if !f.match(s, e) {
				continue
			}
			hosts[e.host()]++
			if e.extra {
				continue // it is counted where it is at home
			}
			atHome[e.host()]++
			v.total++
			name.add(v.texts[inName], e.name())
			provider.add(v.texts[inProvider], e.provider())
			browser.add(v.texts[inBrowser], e.browser)
			category.add(v.texts[inCategory], string(e.Verdict.Category))
			party.add(v.texts[inParty], string(e.Verdict.Party))
			stores[e.Cookie.Store]++
		}
		for host, n := range hosts {
			often[inSite][s.seen.Host] += n
			often[inSite][cookies.BareHost(host)] += n
		}
		for host, n := range atHome {
			v.texts[inSite][s.seen.Host+"\x00"+host] += n
		}
	}
	for kind, r := range map[termKind]*tally{inName: &name, inProvider: &provider, inBrowser: &browser, inCategory: &category, inParty: &party} {
		r.end(v.texts[kind])
	}
	for st, n := range stores {
		often[inBrowser][strings.ToLower(st.Browser)] += n
		if profile := strings.ToLower(cmp.Or(st.ProfileName, st.Profile)); profile != strings.ToLower(st.Browser) {
			often[inBrowser][profile] += n
		}
	}
	often[inName], often[inProvider] = maps.Clone(v.texts[inName]), maps.Clone(v.texts[inProvider])
	for kind, count := range often {
		delete(count, "")
		v.words[kind] = slices.SortedFunc(maps.Keys(count), func(a, b string) int {
			return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
		})
	}
	return v
}

// tally counts texts of which many alike come one after the other: of a million
// cookies each of six texts was looked up in a map, for two seconds beside which
// the keys of the filter had to be drawn.
type tally struct {
	text string
	n    int
}

// add counts a text.
func (r *tally) add(counts map[string]int, text string) {
	if text != r.text {
		r.end(counts)
		r.text = text
	}
	r.n++
}

// end counts what has not been counted.
func (r *tally) end(counts map[string]int) {
	if r.n > 0 {
		counts[r.text] += r.n
		r.n = 0
	}
}

// leaves is how many cookies a completed word of a filter leaves, -1 where there
// are so many different texts that counting would be felt.
func (v *vocabulary) leaves(word string, not bool) int {
	f := parseFilter(word, time.Time{})
	if len(f.terms) != 1 || len(v.texts[f.terms[0].kind]) > mostTexts || v.texts[f.terms[0].kind] == nil {
		return -1
	}
	t, sum := f.terms[0], 0
	for text, n := range v.texts[t.kind] {
		has := strings.Contains(text, t.text)
		if t.kind == inCategory || t.kind == inParty {
			has = strings.HasPrefix(text, t.text)
		}
		if has {
			sum += n
		}
	}
	if not {
		return v.total - sum
	}
	return sum
}

// mostTexts is how many texts are looked through for a count between two keys.
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
		if (kind == inCategory || kind == inParty) && v.texts[kind][w] == 0 {
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
		has := func(w string) bool { return strings.Contains(w, rest) }
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
