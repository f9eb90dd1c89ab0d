// Package policy holds the nouns of sorting: what a cookie is for, whose it is,
// what a site's policy declares, and the verdict on a cookie with its reasons.
package policy

import "encoding/json"

// Category is what a cookie is for.
type Category string

// The five categories of the contract.
const (
	Necessary    Category = "necessary"
	Functional   Category = "functional"
	Statistical  Category = "statistical"
	Marketing    Category = "marketing"
	Unclassified Category = "unclassified"
)

// Categories lists all of them in the order in which they are shown.
func Categories() []Category {
	return []Category{Necessary, Functional, Statistical, Marketing, Unclassified}
}

// Party says whose a cookie is, seen from a site: the site's own or another's.
type Party string

// The parties. PartyUnknown is a cookie seen from nowhere in particular.
const (
	FirstParty   Party = "first"
	ThirdParty   Party = "third"
	PartyUnknown Party = "unknown"
)

// Parties lists all of them in the order in which they are shown.
func Parties() []Party { return []Party{FirstParty, ThirdParty, PartyUnknown} }

// Type is one of the four types of cookie that the first policy, that of
// umami.opendatasoft.com, tells apart.
type Type string

// The four types.
const (
	TypeNecessary   Type = "necessary"
	TypeStatistical Type = "statistical"
	TypeFirstParty  Type = "first-party"
	TypeThirdParty  Type = "third-party"
)

// Types lists all of them in the order in which that policy names them.
func Types() []Type { return []Type{TypeNecessary, TypeStatistical, TypeFirstParty, TypeThirdParty} }

// TypeOf gives the type of a cookie of this category and party. Embedded says
// that the cookie's vendor is known as one that other sites embed, which makes
// a cookie of unknown party third-party.
func TypeOf(c Category, p Party, embedded bool) Type {
	switch {
	case p == ThirdParty, p == PartyUnknown && embedded:
		return TypeThirdParty
	case c == Necessary, c == Functional:
		return TypeNecessary
	case c == Statistical:
		return TypeStatistical
	}
	return TypeFirstParty
}

// Consent is what a site needs from its visitor before it may set a cookie.
type Consent string

// The three answers.
const (
	ConsentNone             Consent  = "none"
	ConsentUnlessAnonymised Consent  = "unless-anonymised"
	ConsentNeeded           Consent  = "needed"
	ConsentUnsaid           Consent  = "" // a section that does not say; null in JSON
	CategoryUnsaid          Category = ""
	PartyUnsaid             Party    = ""
)

// Consent is what the type asks for, in the terms of the policy that names the
// types: necessary cookies need none, statistical ones none if the statistics
// are anonymised, all others do.
func (t Type) Consent() Consent {
	switch t {
	case TypeNecessary:
		return ConsentNone
	case TypeStatistical:
		return ConsentUnlessAnonymised
	}
	return ConsentNeeded
}

// MarshalJSON gives the word, and null for none.
func (c Category) MarshalJSON() ([]byte, error) { return wordOrNull(string(c)) }

// MarshalJSON gives the word, and null for none.
func (p Party) MarshalJSON() ([]byte, error) { return wordOrNull(string(p)) }

// MarshalJSON gives the word, and null for none.
func (c Consent) MarshalJSON() ([]byte, error) { return wordOrNull(string(c)) }

func wordOrNull(s string) ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(s)
}
