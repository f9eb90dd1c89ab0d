package meaning

import (
	"fmt"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// sentence notes the cookies that a sentence names. firms are the firm names of
// the whole paragraph: where it speaks of others, what it says elsewhere is not
// about these. next is the sentence behind it if that names no cookie: "They
// expire after an hour."
func (r *reader) sentence(t block.Inline, s, next string, list []names.Name, firms map[string]bool, line int) {
	next = notOfData(next)
	for _, n := range list {
		delete(firms, n.Name)
	}
	alone := len(firms) == 0
	for _, n := range list {
		if n.Shape == shape.Firm {
			firms[n.Name] = true
		}
	}
	var lives []lifetime.Lifetime
	var own []string
	if len(list) > 1 && len(list) <= names.Most {
		lives = lifetime.List(s, 0, len(list))
		own = clauses(s, list)
	}
	if lives == nil && own == nil {
		lives = told.Lifetime(s, len(list))
		if (lives == nil || lives[0].Session) && len(lifetime.Amounts(next, 0)) > 0 || lives == nil && lifetime.Ending(words.Of(next)) {
			// "... track of your session. They expire after an hour."
			if later := told.Lifetime(next, len(list)); later != nil {
				lives = later
			}
		}
		if lives == nil && alone && len(t.S) <= block.MaxCell {
			lives = told.Lifetime(notOfData(t.S), len(list))
		}
	}
	category := policy.CategoryUnsaid
	kept := len(list) // of the kind that the sentence names
	asked := r.at.category() == policy.Necessary && purpose.WithConsent(s)
	if asked {
		category, _ = purpose.Named(s) // "With your consent _ga counts visits"
	} else if r.at.category() == policy.CategoryUnsaid {
		category, _ = purpose.Named(s)
		if category == policy.Necessary || purpose.Leading(s) == policy.Necessary {
			kept = beforeOthers(s, list)
		}
		if category == policy.CategoryUnsaid && len(t.S) < 1500 && alone {
			category, _ = purpose.Named(affirmed(t.S))
			if category == policy.Necessary && purpose.NamesVendor(s) {
				category = policy.CategoryUnsaid // "Necessary cookies ... Google counts with a"
			}
		}
	}
	kinds := kindsBefore(s, list, own)
	party := purpose.FirmParty(s)
	if alone && party == policy.PartyUnsaid && len(t.S) < 1500 {
		party = saidOfThese(t.S)
	}
	beside := "" // the service of the sentences around
	if alone && len(t.S) < 1500 {
		beside = purpose.Vendor(ofUse(t.S))
	}
	purpose := s
	if len(list) > names.Most {
		purpose = ""
	}
	for i, n := range list {
		d := policy.Declaration{Name: n.Name, Position: fmt.Sprintf("line %d", line), Purpose: purpose, Category: category, Party: party}
		if kinds != nil && r.at.category() == policy.CategoryUnsaid {
			d.Category = kinds[i]
		}
		if lives == nil && own != nil {
			lifetime.Set(&d, told.Lifetime(own[i], 1), 0)
		} else {
			lifetime.Set(&d, lives, i)
		}
		d = r.settled(d)
		if follows := d.Category == policy.Statistical || d.Category == policy.Marketing; follows && d.Provider == "" && d.Party != policy.FirstParty {
			d.Provider = beside
		}
		if (i >= kept || asked) && d.Category == policy.Necessary {
			d.Category = policy.Unclassified // the words at its start are not about these
		}
		r.mention(d)
	}
}

// saidOfThese gives the party of which a paragraph says that its cookies are: "a and b are
// set. These are first-party cookies."
func saidOfThese(text string) policy.Party {
	for _, s := range words.Sentences(text) {
		if w := words.Of(s); demonstrative(w) && isCookies(w) {
			if party := purpose.FirmParty(s); party != policy.PartyUnsaid {
				return party
			}
		}
	}
	return policy.PartyUnsaid
}

// beforeOthers counts the names of a sentence that stand before it turns to other
// cookies: to those of a service, or, behind a semicolon, to any. That the first
// ones are necessary says nothing of these.
func beforeOthers(s string, list []names.Name) int {
	if len(list) > names.Most {
		return 0 // nobody writes so many into a sentence
	}
	from := 0
	for i, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		at := strings.Index(s[from:], stem)
		if stem == "" || at < 0 {
			return i
		}
		at += from
		if i > 0 && purpose.NamesVendor(names.InBrackets.ReplaceAllString(s[from:at], "")) {
			return i
		}
		if start := strings.LastIndex(s[:at], "; "); start >= 0 {
			clause, _, _ := strings.Cut(s[start+2:], "; ")
			if c, _ := purpose.Named(clause); c == policy.CategoryUnsaid && (words.SpeakOfCookies(clause) || purpose.NamesVendor(clause)) {
				return i
			}
		}
		from = at + len(stem)
	}
	return len(list)
}

// affirmed gives the sentences of a text that deny nothing: "we use no cookies
// for advertising" sorts none.
func affirmed(text string) string {
	var out []string
	for _, s := range words.Sentences(text) {
		if !purpose.Words().Not.In(words.Of(s)) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// clauses cuts a sentence into the parts that each of its names begins, where
// something is said of each on its own: "a, which lasts a year, and b, which goes
// with the session". nil where the names stand together.
func clauses(s string, list []names.Name) []string {
	if len(list) < 2 {
		return nil
	}
	at := make([]int, len(list)+1)
	at[len(list)] = len(s)
	from := 0
	for i, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		j := strings.Index(s[from:], stem)
		if stem == "" || j < 0 {
			return nil
		}
		at[i] = from + j
		from = at[i] + len(stem)
	}
	out := make([]string, len(list))
	apart := false
	for i := range list {
		out[i] = s[at[i]:at[i+1]]
		between := len(words.Of(s[min(at[i]+len(list[i].Name), at[i+1]):at[i+1]]))
		apart = apart || i+1 < len(list) && (told.Lifetime(out[i], 1) != nil || between > 3 && told.Lifetime(s[at[i+1]:], 1) != nil)
	}
	if !apart {
		return nil
	}
	for i := range out {
		// "A session cookie called x that ..."
		if w := words.Of(s[max(0, at[i]-40):at[i]]); lifetime.SpeakOfSession(w[max(0, len(w)-4):]) && words.CookieAt(w[max(0, len(w)-4):]) >= 0 && told.Lifetime(out[i], 1) == nil {
			out[i] += " kept for the session"
		}
	}
	for i := len(out) - 2; i >= 0; i-- {
		if len(words.Of(s[at[i]+len(list[i].Name):max(at[i+1], at[i]+len(list[i].Name))])) <= 2 && told.Lifetime(out[i], 1) == nil {
			out[i] = out[i+1] // "a and b, which ...": both
		}
	}
	return out
}

// kindsBefore gives the category that a sentence names before each of its names,
// where it says something of each: "a session cookie (x) and a preference cookie
// (y)". nil where it names none so.
func kindsBefore(s string, list []names.Name, own []string) []policy.Category {
	if len(list) > names.Most {
		return nil
	}
	out := make([]policy.Category, len(list))
	from, any, several := 0, false, false
	for i, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		at := strings.Index(s[from:], stem)
		if at < 0 {
			return nil
		}
		if w := words.Of(s[from : from+at]); i > 0 || len(w) > 0 {
			out[i], _ = purpose.Among(w[max(0, len(w)-8):], true)
		}
		if w := words.Of(s[from : from+at]); i > 0 && out[i] == policy.CategoryUnsaid && words.CookieAt(w) < 0 {
			out[i] = out[i-1] // "analytics cookies x (1 year) and y (1 day)"
		}
		any = any || out[i] != policy.CategoryUnsaid
		several = several || out[i] != out[0]
		from += at + len(stem)
	}
	if !any || own == nil && !several {
		return nil
	}
	return out
}

// nearCookie reports whether one of the names stands beside the word "cookie".
func nearCookie(s string, list []names.Name) bool {
	for _, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		i := strings.Index(s, stem)
		if i < 0 {
			continue
		}
		before, after := words.Of(s[max(0, i-80):i]), words.Of(s[i+len(stem):min(len(s), i+len(stem)+80)])
		if words.CookieAt(before[max(0, len(before)-2):]) >= 0 || words.CookieAt(after[:min(len(after), 2)]) >= 0 {
			return true
		}
	}
	return len(list) > 0 && told.Lifetime(s, len(list)) != nil
}
