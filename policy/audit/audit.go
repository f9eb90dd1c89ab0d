// Package audit compares what a site's policy declares of its cookies with what
// is stored, and a site's own record of its visitor's answer with what the site
// set after it. It is pure: it gets sorted cookies and gives a report, and it
// never sees a value but those of the records.
//
// What it finds, and how grave that is:
//
//	kind               high                          medium                            low
//	undeclared         known as marketing            marketing by its looks only,      necessary, functional
//	                                                 statistical, unclassified
//	missing            -                             -                                 always: not seen is not absent
//	overlong           twice as long or more, and    everything else                   perhaps: the store does not say
//	                   statistical or marketing                                        when it was last set
//	category-conflict  known as marketing            known as statistical              -
//	wrong-party        -                             declared the site's own, and      declared another's, and is
//	                                                 lies under another's domain       under the site's domain
//	insecure           a login without Secure        a login without HttpOnly, a form  SameSite alone is lacking
//	                                                 token without Secure
//	against-consent    marketing and statistical     functional                        by looks only, or by a record
//	                                                                                   whose time is not sure
package audit

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// Kind is a kind of finding.
type Kind string

// The kinds of the contract.
const (
	Undeclared       Kind = "undeclared"        // stored, and no declaration speaks of it
	Missing          Kind = "missing"           // declared, and not stored
	Overlong         Kind = "overlong"          // lives more than 5 % and a day longer than declared
	CategoryConflict Kind = "category-conflict" // declared as needed, known as what measures or advertises
	WrongParty       Kind = "wrong-party"       // declared the site's own and another's, or the other way round
	Insecure         Kind = "insecure"          // a login or a form token without the attributes that protect it
	AgainstConsent   Kind = "against-consent"   // set after the site recorded that its like was refused
)

// Kinds lists all of them in the order of the contract.
func Kinds() []Kind {
	return []Kind{Undeclared, Missing, Overlong, CategoryConflict, WrongParty, Insecure, AgainstConsent}
}

// Severity is how grave a finding is.
type Severity string

// The severities.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

// Severities lists all of them, the gravest first.
func Severities() []Severity { return []Severity{High, Medium, Low} }

// rank is a severity's place in that order.
func (s Severity) rank() int { return slices.Index(Severities(), s) }

// Finding is one thing that is not as it should be. Its texts hold names from
// stores and documents as they are there: who shows them makes them fit.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	Name     string   `json:"name"`   // of the cookie, or as declared where none is stored
	Domain   string   `json:"domain"` // as stored, with its leading dot; as declared for a missing one, "" if it is not
	Detail   string   `json:"detail"` // one sentence or two, with the evidence
}

// Opened is a cookie whose value was opened.
type Opened struct {
	Cookie *cookies.Cookie
	Value  []byte
	Err    error // why it could not be
}

// Input is what an audit is made of.
type Input struct {
	Site policy.Site

	// Policy is the site's policy, nil if there is none. It must be the one that
	// the verdicts were made with: see [Bind] and [Among].
	Policy *policy.Policy
	Name   string // what the report calls the policy; "": its platform

	// Cookies are sorted as seen from Site, in any order; those that have nothing
	// to do with it are passed over.
	Cookies []policy.Sorted
	Opened  []Opened // the cookies that [Wanted] names
	Now     time.Time
}

// Report is what an audit found. Its JSON is the contract's; the rest is for
// people.
type Report struct {
	Site     string
	Policy   string // what the policy is called; "": there is none
	Stored   int    // cookies that were looked at
	Declared int    // declarations
	Findings []Finding

	Rows    []Row    // for a table: each declaration, then each cookie without one
	Counts  []Count  // of the five categories
	Records []Record // the site's records of an answer that were read
	Notes   []string // sentences on what the report could not see, and what it does not mean
	Made    time.Time
}

// Count is how many declarations and stored cookies are of a category.
type Count struct {
	Category         policy.Category
	Declared, Stored int
}

// MarshalJSON writes the contract's object.
func (r Report) MarshalJSON() ([]byte, error) {
	out := struct {
		Site     string    `json:"site"`
		Policy   *string   `json:"policy"`
		Stored   int       `json:"stored"`
		Declared int       `json:"declared"`
		Findings []Finding `json:"findings"`
	}{r.Site, nil, r.Stored, r.Declared, r.Findings}
	if r.Policy != "" {
		out.Policy = &r.Policy
	}
	if out.Findings == nil {
		out.Findings = []Finding{}
	}
	return json.Marshal(out)
}

// Has reports whether a finding of one of the kinds is there.
func (r *Report) Has(kinds ...Kind) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return slices.Contains(kinds, f.Kind) })
}

// ByKind counts the findings, of every kind.
func (r *Report) ByKind() map[Kind]int {
	out := map[Kind]int{}
	for _, f := range r.Findings {
		out[f.Kind]++
	}
	return out
}

// BySeverity counts the findings, of every severity.
func (r *Report) BySeverity() map[Severity]int {
	out := map[Severity]int{}
	for _, f := range r.Findings {
		out[f.Severity]++
	}
	return out
}

// Audit makes the report. It is alike for the same input in whatever order
// cookies and declarations come.
func Audit(in Input) Report {
	a := newAuditor(in)
	if in.Policy != nil {
		a.compare()
	}
	a.insecure()
	a.againstConsent()
	return a.report()
}

// Bind gives a policy for a site, whatever platform its document names. It
// shares its declarations with p.
func Bind(p policy.Policy, site policy.Site) *policy.Policy {
	p.Platform = site.Host
	return &p
}

// Among gives the policies that verdicts are to be made with for an audit
// against p, which was bound to its site: p in the place of others for that
// site. A site and its www. are one here, as they are for people.
func Among(all []policy.Policy, p *policy.Policy) []policy.Policy {
	hosts := []string{p.Platform, twin(p.Platform)}
	var out []policy.Policy
	for _, h := range hosts {
		bound := *p
		bound.Platform = h
		out = append(out, bound)
	}
	for _, o := range all {
		if !slices.Contains(hosts, strings.ToLower(o.Platform)) {
			out = append(out, o)
		}
	}
	return out
}

// twin is the host with www. for one without, and the other way round.
func twin(host string) string {
	if bare, ok := strings.CutPrefix(host, "www."); ok {
		return bare
	}
	return "www." + host
}

// order puts findings into the order in which they are shown.
func order(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Severity.rank(), b.Severity.rank()),
		cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind)),
		strings.Compare(a.Name, b.Name), strings.Compare(a.Domain, b.Domain), strings.Compare(a.Detail, b.Detail),
	)
}
