// Package titles tells the titles that stand over a part of a policy.
package titles

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// OfKind reports whether a text is the title of cookies of a kind or a party.
func OfKind(s string) bool {
	_, sorted := purpose.Category(s)
	return (sorted || purpose.FirmParty(s) != policy.PartyUnsaid) && len(words.Of(s)) <= 8 && words.StartsUpper(s) && !strings.ContainsAny(s[len(s)-1:], ".,;:")
}

var numberedLine = lazyregexp.New(`^\d{1,2}(?:\.\d{1,2})*[.)]?\s+\p{Lu}[^.]{2,80}$`)

// Numbered reports whether a line is the title of a numbered part: "5. Your
// choices".
func Numbered(s string) bool {
	s = strings.TrimSuffix(s, ":")
	return numberedLine.MatchString(s) && len(words.Of(s)) <= 12 && len(lifetime.Amounts(s, 0)) == 0 && !strings.ContainsAny(s[len(s)-1:], ",;") && !strings.ContainsAny(s, "_|\t=")
}

// Depth gives how many numbers the title of a numbered part has before it, 0
// if a line is none.
func Depth(s string) int {
	if strings.Contains(s, "\n") || !Numbered(s) {
		return 0
	}
	number, _, _ := strings.Cut(s, " ")
	return min(1+strings.Count(strings.TrimRight(number, "."), "."), 4)
}

// AskFor reports whether a text ends with a line over cookies for which it asks.
func AskFor(text string) bool {
	all := words.Sentences(text)
	return strings.HasSuffix(text, ":") && len(all) > 0 && purpose.WithConsent(all[len(all)-1])
}

// OnTerms reports whether a line stands over a list of cookies for which it asks, or
// that are not set, and names none itself: "If you agree, we also use:".
func OnTerms(s string) bool {
	return strings.HasSuffix(s, ":") && len(words.Of(s)) <= 10 && (AskFor(s) || denial.Title(s)) && len(names.Words(s)) == 0
}
