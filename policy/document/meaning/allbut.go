package meaning

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// allBut is whose the cookies of a list are but those of some: "All are first-party,
// except Oat Ltd's".
type allBut struct {
	party, rest policy.Party
	of          []string // the names of the others, as they are spelt
}

// readAllBut reads the first sentence of the paragraph before a list. Its party is unsaid
// if it says no such thing.
func readAllBut(text string) (out allBut) {
	all := words.Sentences(text)
	if len(all) == 0 || len(all[0]) > 160 {
		return out
	}
	s := all[0]
	if w := words.Of(s); len(w) < 3 || !everyOne[w[0]] {
		return out
	}
	fields := strings.Fields(s)
	for i, x := range fields {
		w := words.Of(x)
		if i < 2 || len(w) == 0 || !exceptFor[w[0]] {
			continue
		}
		for _, x := range fields[i+1:] {
			if x = strings.Trim(x, ".,;:()\"'’"); len(x) > 2 && words.StartsUpper(x) {
				out.of = append(out.of, strings.TrimSuffix(strings.TrimSuffix(x, "'s"), "’s"))
			}
		}
		s = strings.Join(fields[:i], " ")
		break
	}
	if w := words.Of(s); len(w) > 8 || purpose.Words().Not.In(w) || len(out.of) == 0 {
		return allBut{}
	}
	switch out.party = purpose.FirmParty(s); out.party {
	case policy.FirstParty:
		out.rest = policy.ThirdParty
	case policy.ThirdParty:
		out.rest = policy.FirstParty
	}
	return out
}

// partyOf gives the party of a cookie of the list: of the others if something says that it
// is theirs.
func (a allBut) partyOf(d *policy.Declaration) policy.Party {
	for _, x := range a.of {
		if strings.Contains(d.Provider, x) || strings.Contains(d.Purpose, x) {
			return a.rest
		}
	}
	return a.party
}

// everyOne are the words for "all", and exceptFor those for "except".
var (
	everyOne  = map[string]bool{"all": true, "alle": true, "tous": true, "toutes": true, "todos": true, "todas": true, "tutti": true, "tutte": true}
	exceptFor = map[string]bool{"except": true, "excepting": true, "ausser": true, "ausgenommen": true, "sauf": true, "excepte": true, "excepto": true, "salvo": true, "exceto": true, "eccetto": true, "tranne": true, "behalve": true}
)
