// Package purpose knows the words by which policies sort cookies, in seven
// languages: what a cookie is for, whose it is, and whether the site asks before it
// sets it. It reads a heading, a cell or a sentence alone; what stands around one is
// for the readers to weigh.
package purpose

import "crumbs/policy"

// Words gives the lexicons. Nobody may change them.
func Words() *Lexicons { return theLexicons() }

// Category gives the category that a heading or a cell names, and whether it
// names one at all. Of several it is the first, except that "necessary" wins:
// "functional and necessary cookies" can't be refused.
func Category(s string) (policy.Category, bool) { return theLexicons().category(s) }

// Leading gives the category with which a purpose begins: "Analytics (Google)".
// Words further on may be about anything.
func Leading(s string) policy.Category { return theLexicons().leading(s) }

// Unsorted reports whether a heading says that what is under it belongs to none
// of the categories.
func Unsorted(s string) bool { return theLexicons().unsorted(s) }

// Denied reports whether a word before w[i] takes that word back, "non-essential",
// or one behind it says so of something necessary.
func Denied(w []string, i int, necessary bool) bool { return theLexicons().denied(w, i, necessary) }

// WithoutBrands gives folded words without the products whose names sound like a
// category: "Google Analytics".
func WithoutBrands(w []string) []string { return theLexicons().withoutBrands(w) }

// Party gives the party that a text speaks of: none where it speaks of both.
func Party(s string) policy.Party { return theLexicons().party(s) }

// FirmParty is [Party] for headings and running text, where a lone "first" or
// "internal" says nothing.
func FirmParty(s string) policy.Party { return theLexicons().firmParty(s) }

// CookieOf gives the party of which a purpose says that the cookie is: "a
// third-party advertising cookie", not "lets third parties advertise".
func CookieOf(s string) policy.Party { return theLexicons().cookieOf(s) }

// Aside gives the party that a part of a purpose says of the cookie and nothing
// else: "keeps the sack (first party)". Third parties may be those it is sold to.
func Aside(s string) policy.Party { return theLexicons().aside(s) }

// OwnSite reports whether a provider's cell means the site itself. In a column of
// services "Editor" is one.
func OwnSite(s string, services bool) bool { return theLexicons().ownSite(s, services) }

// Consent gives what a text says of consent: the first sentence that speaks of it
// decides.
func Consent(text string) policy.Consent { return theConsents().asked(text) }
