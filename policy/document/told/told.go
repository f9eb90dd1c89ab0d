// Package told reads from running text how long cookies live: from sentences, and from
// rows that lost their columns.
package told

import (
	"sort"
	"strings"
	"sync"

	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// ByName reads a cell that gives each of several cookies its own lifetime by
// name: "Varies. a_id: 1 year. b_id and c_id: 2 years." nil if it does not.
func ByName(life string, list []names.Name) []lifetime.Lifetime {
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

// keeps are the words with which running text says how long a cookie lives: a
// span of time in any other sentence may be about anything.
var keeps = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`expire*, expiry, expiration, last*, stay*, stored, kept, keep*, valid*, delete*, removed, remain*, retain*, retention, duration, lifetime, lifespan, persist*, erased, life, ttl,
		expire, expirent, conserve*, supprime*, valable*, duree, efface*, garde*, stocke*, conservation, echeance,
		gespeichert, speicher*, geloscht, gultig*, lauft, ablauf*, verfall*, lebensdauer, laufzeit, speicherdauer, dauer, bleib*, aufbewahr*, *dauer,
		caduca*, expira*, conserva*, elimina*, borra*, duracion, dura, duran, vigencia, permanece*, almacena*, valid*,
		bewaard, bewaartermijn, verwijderd, verloop*, verval*, geldig*, opgeslagen, blijf*, bewaar*,
		scad*, dura*, conservat*, cancellat*, memorizzat*, rimane*, validita,
		expiram, duracao, mantid*, guardad*, armazenad*, eliminad*, apagad*, validade, permanec*`)
})

// forLong is "for a year" at the end of a sentence, where German and Dutch put
// their verbs behind it: "für ein Jahr zu speichern".
var forLong = lazyregexp.New(`(?i)\b(?:for|pendant|für|durante|gedurende|voor|por|per|während)\s+(?:up to |bis zu |max\w*\s+)?(?:\d+|\pL{1,9})\s+\pL+(?:\s+(?:and|und|et|y|e|en)\s+(?:\d+|\pL{1,9})\s+\pL+)?(?:\s+lang)?(?:\s+(?:zu|te)\s+\pL+)?\.?\)?$`)

// spanned are the words with which forLong begins.
var spanned = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`for, pendant, fur, durante, gedurende, voor, por, per, wahrend`)
})

var onlyTime = lazyregexp.New(`\(([^()]{2,40})\)|[-–—:,]\s*([^-–—:,()]{2,40})$`)

// Lifetime finds in running text how long n cookies live.
func Lifetime(text string, n int) []lifetime.Lifetime {
	if strings.ContainsRune(text, '<') {
		text = shape.Variable(text) // that of "_ga_<id>" says "less than" of no time
	}
	for _, s := range halves(text) {
		w := words.Of(s)
		if len(w) == 0 || !keeps().In(w) && !(spanned().In(w) && forLong.MatchString(s)) && !lifetime.EndWithBrowser(w) {
			continue
		}
		// Not "we keep the data for 26 months".
		if l := lifetime.Read(s, 0, n); l != nil && (len(lifetime.Amounts(s, 0)) > 0 || len(w) <= 25) {
			return l
		}
	}
	for _, m := range onlyTime.FindAllStringSubmatch(text, 8) {
		if s := strings.TrimSpace(m[1] + m[2]); lifetime.Like(s) && len(words.Of(s)) <= 4 {
			if l := lifetime.Read(s, 0, n); l != nil {
				return l
			}
		}
	}
	return nil
}

// halves cuts a text into sentences, and a long one at its semicolons.
func halves(text string) []string {
	all := words.Sentences(text)
	if !strings.Contains(text, "; ") {
		return all
	}
	var out []string
	for _, s := range all {
		if len(s) > 120 {
			out = append(out, strings.Split(s, "; ")...)
		} else {
			out = append(out, s)
		}
	}
	return out
}

var ending = lazyregexp.New(`(?i)\s((?:up to |max\.? |bis zu )?\d+\s*\pL+|(?:end of |fin de )?(?:session|sitzung|sesión|sessie|sessione|sessão))$`)

// AtEnd finds a lifetime at the end of a row that lost its columns: "visits
// of the shop 13 months". A sentence ends with a full stop and is none.
func AtEnd(row string, n int) []lifetime.Lifetime {
	m := ending.FindStringSubmatch(row)
	if m == nil || len(words.Of(row)) < 3 {
		return nil
	}
	return lifetime.Read(m[1], 0, n)
}

// AtStart finds a lifetime at the start of a row that lost its columns, before
// the sentence of the next one: "up to two years This cookie counts".
func AtStart(row string, n int) []lifetime.Lifetime {
	all := strings.Fields(row)
	for k := 1; k <= 8 && k < len(all); k++ {
		next := all[k]
		if !words.StartsUpper(next) || strings.HasSuffix(all[k-1], ",") || strings.HasSuffix(all[k-1], ".") || len(all)-k < 3 {
			continue
		}
		head := strings.Join(all[:k], " ")
		if _, label := column.Words().Label(next); !label && lifetime.Like(head) && !cookieHead(all[:k], next) {
			return lifetime.Read(head, 0, n)
		}
	}
	return nil
}

// cookieHead reports whether words go on with the word "cookie": "Session Cookie".
func cookieHead(head []string, next string) bool {
	return words.SpeakOfCookies(next) || words.SpeakOfCookies(head[len(head)-1])
}

// Alone finds a paragraph that is a lifetime and nothing else: it counts
// before what a description says of time.
func Alone(text []string, n int) []lifetime.Lifetime {
	for _, s := range text {
		if w := words.Of(s); len(w) > 0 && len(w) <= 7 && lifetime.Like(s) && !lifetime.MoreThan(s) && (keeps().In(w) || len(w) <= 4 || lifetime.Ending(w) || len(lifetime.Amounts(s, 0)) == 1) {
			if l := lifetime.Read(s, 0, n); l != nil {
				return l
			}
		}
	}
	return nil
}
