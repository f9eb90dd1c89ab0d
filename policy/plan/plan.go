// Package plan works out what a deletion takes and what it leaves, and why. It
// is pure: verdicts, SITE, filters, keep list and guards go in; cookies with
// reasons come out.
package plan

import (
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// Filter is the contract's filters. An empty list lets everything through; the
// values of one list are alternatives, the lists must all agree.
type Filter struct {
	Browsers   []string
	Profiles   []string // folder or display name
	Stores     []string // paths
	Categories []policy.Category
	Types      []policy.Type
	Parties    []policy.Party
	IDs        []string // as [cookies.ID.String] gives them
	Names      []string // globs: * and ?
	Domains    []string // hosts, with their subdomains
	Containers []string // display names; "none" for no container
	Expired    bool     // only expired ones
	Session    bool     // only session cookies
}

// Request is what somebody wants deleted.
type Request struct {
	Cookies []policy.Sorted // everything that was read, seen from Site
	Site    policy.Site     // zero: no SITE given
	Filter  Filter
	Clear   bool // the contract's clear; else its delete
	Force   bool // delete also what is on the keep list
	Keeps   func(*cookies.Cookie) bool
	Now     time.Time
}

// Plan is the answer. Nothing in it has happened yet.
type Plan struct {
	Take []policy.Sorted
	Left []Left // what the request aims at but the plan leaves, with reasons
	// Rest is what SITE and filters select but a clear does not aim at, such as
	// the necessary ones; nil for a delete.
	Rest []policy.Sorted
	Stay SignIn // what becomes of the user's sign-in, as a guess
	// Out is the hosts, sorted, of what goes and looks like a sign-in.
	Out []string
}

// Left is a cookie that stays, with the reason.
type Left struct {
	policy.Sorted
	Reason cookies.Reason
}

// SignIn is a guess at what a deletion does to the user's sign-in.
type SignIn int

// The guesses.
const (
	SignInNone  SignIn = iota // nothing there looks like a sign-in
	SignInStays               // all that looks like a sign-in stays
	SignInGoes                // something that looks like a sign-in goes
)
