package meaning

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// whose reads the party of a row's cookies from the cells that are about it.
func (c *columns) whose(cell func(column.Role) block.Cell, d *policy.Declaration) {
	for _, role := range []column.Role{column.Provider, column.Party, column.Category} {
		at := c.at[role]
		if at < 0 || at >= len(c.heads) {
			continue
		}
		d.Party = answered(c.heads[at], cell(role).S)
		if w := words.Of(d.Provider); role == column.Provider && len(w) > 0 && purpose.Party(c.heads[at]) != policy.PartyUnsaid && (len(w) == 1 && yesOrNo[w[0]] || purpose.Words().Not.In(w[:1])) {
			d.Provider = "" // "No third parties"
		}
		if d.Party != policy.PartyUnsaid {
			return
		}
	}
	d.Party = partyCell(cell(column.Party).S, d)
}

// partyCell reads the cell of a party, which may name the provider beside it or
// in its place: "Cloudflare (third party)".
func partyCell(s string, d *policy.Declaration) policy.Party {
	party := purpose.Party(s)
	if party == policy.PartyUnsaid {
		party = column.Words().Ordinal(s)
	}
	if party == policy.PartyUnsaid {
		if n := len(words.Of(s)); n > 0 && n <= 4 && words.StartsUpper(s) && !names.Nothing(s) {
			d.Provider = s
		}
		return party
	}
	if m := names.Cut(s); m != nil && d.Provider == "" && len(words.Of(s)) <= 8 {
		for _, part := range []string{s[:m[0]], s[m[1]:]} {
			if purpose.Party(part) == policy.PartyUnsaid {
				d.Provider = whom(part) // "Third party: Mill", "Third party – Mill"
			}
		}
	}
	if m := names.InBrackets.FindStringIndex(s); m != nil && m[0] > 0 && d.Provider == "" {
		rest, inner := strings.TrimSpace(s[:m[0]]), s[m[0]+1:m[1]-1]
		switch {
		case purpose.Party(rest) == policy.PartyUnsaid:
			d.Provider = rest
		default:
			d.Provider = whom(inner)
		}
	}
	return party
}

// cellCategory reads a category's cell, which may hold the party or the
// provider besides.
func (r *reader) cellCategory(s string, d *policy.Declaration) policy.Category {
	if s == "" {
		return policy.CategoryUnsaid
	}
	if clause, _, _ := strings.Cut(s, ","); d.Party == policy.PartyUnsaid && len(words.Of(clause)) <= 12 {
		d.Party = purpose.Party(clause)
		if kind, _, _ := strings.Cut(s, " ("); d.Party == policy.PartyUnsaid {
			d.Party = column.Words().Ordinal(kind) // "Own (technical)"
		}
		if m := names.InBrackets.FindString(clause); m != "" && d.Party == policy.ThirdParty && d.Provider == "" {
			d.Provider = whom(strings.Trim(m, "()")) // "Third-party cookie (Mill)"
		}
	}
	category, ok := purpose.Category(s)
	if !ok && purpose.Unsorted(s) {
		return policy.Unclassified
	}
	if before, after, cut := strings.Cut(s, ","); cut && d.Provider == "" && ok {
		if _, more := purpose.Category(after); !more && before != "" && len(words.Of(after)) <= 4 {
			d.Provider = strings.TrimSpace(after)
		}
	}
	return category
}

// answered gives the party of a cookie where the header over a cell asks for one and the
// cell says yes or no, or whom: "Third party: no".
func answered(header, cell string) policy.Party {
	asked := purpose.Party(header)
	w := words.Of(cell)
	if asked == policy.PartyUnsaid || len(w) == 0 || given().In(words.Of(header)) {
		return policy.PartyUnsaid // "Shared with third parties: yes"
	}
	if len(w) != 1 || !yesOrNo[w[0]] {
		kind := saysHow(cell) || len(w) == 1 && purpose.Sorts(cell) && !purpose.NamesVendor(cell)
		if asked == policy.ThirdParty && len(w) <= 4 && words.StartsUpper(cell) && !kind && !names.Nothing(cell) && !purpose.Words().Not.In(w) && purpose.Party(cell) == policy.PartyUnsaid && !purpose.OwnSite(cell, false) {
			return asked
		}
		return policy.PartyUnsaid
	}
	switch no := purpose.Words().Not.In(w) || w[0] == "nein" || w[0] == "nee"; {
	case !no:
		return asked
	case asked == policy.ThirdParty:
		return policy.FirstParty
	}
	return policy.ThirdParty
}

// given are the words of a header that asks who gets what a cookie holds, not whose it is.
var given = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`access*, shar*, transfer*, disclos*, sent, transmi*, readable, recipient*, consent, policy, policies, zugriff*, empfanger*, weitergabe*, weitergegeben, ubermittlung*, acces, partag*, transfert*, acceso*, compart*, cesion, toegang*, gedeeld*, accesso, condivi*, acesso*, partilh*`)
})

// yesOrNo are the words that answer a question.
var yesOrNo = map[string]bool{"yes": true, "no": true, "ja": true, "nein": true, "nee": true, "oui": true, "non": true, "si": true, "sim": true, "nao": true}

// besideName gives the one whom a cell of names names beside one: "Mill: _a", "_a (Mill)".
func besideName(cell block.Inline, n names.Name) string {
	if who := whom(n.Note); who != "" && (strings.ToUpper(who) != who || purpose.NamesVendor(who)) {
		return who // and not "JSON"
	}
	if m := bracketedNames.FindStringSubmatch(cell.S); m != nil && strings.Contains(m[2], n.Name) && !words.SpeakOfCookies(m[1]) {
		return whom(m[1]) // "Mill (_a, _b)"
	}
	m := names.Cut(cell.S)
	if m == nil || strings.Contains(cell.S[:m[0]], "\n") {
		return ""
	}
	before := cell.S[:m[0]]
	if _, label := column.Words().Label(before); label || names.Firmest(names.Only(cell.Cut(0, m[0]), nil)) > shape.Brand {
		return ""
	}
	return whom(before)
}

// whom gives the one whom a party's brackets name, a company or a host, "" where they say
// anything else.
func whom(inner string) string {
	inner = strings.TrimSpace(inner)
	if len(words.Of(inner)) > 5 || saysHow(inner) || purpose.Sorts(inner) && !purpose.NamesVendor(inner) {
		return ""
	}
	if !words.StartsUpper(inner) && !shape.Host(inner) {
		return ""
	}
	return inner
}

// saysHow reports whether the words in brackets behind a party say something else than
// whose the cookies are: how long they last, what kind of cookie, yes or no, a country,
// what it keeps.
func saysHow(s string) bool {
	w := words.Of(s)
	if len(w) == 0 {
		return true
	}
	if yesOrNo[w[0]] {
		return true
	}
	if purpose.Nobody(w) {
		return true
	}
	return lifetime.Ending(w) || lifetime.SpeakOfEver(w) || lifetime.SpeakOfSession(w) || len(lifetime.Amounts(s, 0)) > 0 || words.SpeakOfCookies(s) || len(s) <= 3 && strings.ToUpper(s) == s
}
