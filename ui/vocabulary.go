package ui

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/print"
)

// vocabulary is what can stand behind the keys of a filter: the words of what
// is on a shelf, in lower case, of each key the most frequent first.
type vocabulary struct {
	of    *shelf
	words map[termKind][]string
}

// learntMsg brings the vocabulary of a shelf.
type learntMsg vocabulary

// learn collects the words of what is on the shelf, beside the screen: a key
// need not wait for all cookies to be looked at.
func (m *Model) learn() tea.Cmd {
	if sh := m.shelf; m.words.of != sh {
		return func() tea.Msg { return learntMsg(vocabularyOf(sh)) }
	}
	return nil
}

func vocabularyOf(sh *shelf) vocabulary {
	v := vocabulary{of: sh, words: map[termKind][]string{}}
	for _, c := range policy.Categories() {
		v.words[inCategory] = append(v.words[inCategory], string(c))
	}
	for _, p := range policy.Parties() {
		v.words[inParty] = append(v.words[inParty], string(p))
	}
	often := map[termKind]map[string]int{inSite: {}, inName: {}, inBrowser: {}, inProvider: {}}
	for _, s := range sh.sites {
		often[inSite][s.seen.Host] += len(s.entries)
		for i := range s.entries {
			e := &s.entries[i]
			often[inSite][cookies.BareHost(e.host())]++
			often[inName][e.name()]++
			often[inProvider][e.provider()]++
		}
	}
	for _, st := range sh.stores {
		for _, w := range []string{st.Store.Browser, cmp.Or(st.Store.ProfileName, st.Store.Profile)} {
			often[inBrowser][strings.ToLower(w)] += len(st.Cookies)
		}
	}
	for kind, count := range often {
		delete(count, "")
		v.words[kind] = slices.SortedFunc(maps.Keys(count), func(a, b string) int {
			return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
		})
	}
	return v
}

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
