package document

import (
	"sort"
	"strings"
	"sync"

	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// foundAt are the words with which an introduction gives the address of its site.
var foundAt = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`disponible a l adresse, accessible a l adresse, accessible depuis l adresse, consultable a l adresse, accessible via l adresse, accessible sous l adresse,
		erreichbar unter, unter der adresse, unter der domain, accesible en la direccion, disponible en la direccion, accesible a traves de, accessibile all indirizzo, raggiungibile all indirizzo, disponibile all indirizzo,
		disponivel em, disponivel no endereco, acessivel em, acessivel no endereco, bereikbaar via, bereikbaar op, available at the following, accessible at the following`)
})

// livesByName reads a cell that gives each of several cookies its own lifetime by
// name: "Varies. a_id: 1 year. b_id and c_id: 2 years." nil if it does not.
func livesByName(life string, list []names.Name) []lifetime.Lifetime {
	if len(list) < 2 || len(list) > names.Most || !strings.ContainsAny(life, ":(") {
		return nil
	}
	type place struct{ of, from, to int }
	var at []place
	for i, n := range list {
		stem := strings.TrimLeft(strings.TrimRight(n.Name, "*"), "_")
		from := wholeWord(life, stem)
		if from < 0 {
			continue // of which nothing is said
		}
		at = append(at, place{i, from, from + len(stem)})
	}
	if len(at) < 2 {
		return nil
	}
	sort.Slice(at, func(a, b int) bool { return at[a].from < at[b].from })
	out := make([]lifetime.Lifetime, len(list))
	for i := range out {
		out[i].Unsaid = true
	}
	for i := range at {
		// Several names before one lifetime share it.
		for j := i; ; j++ {
			end := len(life)
			if j+1 < len(at) {
				end = at[j+1].from
			}
			said := strings.Trim(life[min(at[j].to, end):end], "*_ :.;,()")
			if l := lifetime.Read(said, 0, 1); l != nil {
				out[at[i].of] = l[0]
				break
			}
			if j+1 == len(at) {
				return nil
			}
		}
	}
	return out
}

// wholeWord finds a name in a text where no further letter of a name follows it,
// and none but the lines before it precedes; -1 if it is not there.
func wholeWord(s, name string) int {
	for from := 0; name != ""; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		from = i + len(name)
		if (i == 0 || !shape.IsNameByte(s[i-1]) || s[i-1] == '_') && (from == len(s) || !shape.IsNameByte(s[from]) || strings.ContainsRune("._*", rune(s[from]))) {
			return i
		}
	}
	return -1
}
