package audit

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// auditor is an audit on its way.
type auditor struct {
	in      Input
	own     []policy.Sorted // the site's cookies, always in one order
	claims  []claim         // the policy's declarations, likewise
	rows    map[rowKey]*Row // of cookies without a declaration
	drafts  map[draftKey]*draft
	records []Record
	told    bool // of a record, be it that it can't be read
	notes   []string
	outside int          // cookies of subdomains, which the policy is not asked about
	also    *policy.Site // the site with or without www., nil for a single label or an address
}

// draft is a finding to which the same of other stores is still added.
type draft struct {
	Finding
	measure int64 // of several alike the one with most is told
	cookies int
}

type draftKey struct {
	kind         Kind
	name, domain string
}

func newAuditor(in Input) *auditor {
	a := &auditor{in: in, rows: map[rowKey]*Row{}, drafts: map[draftKey]*draft{}}
	for _, s := range in.Cookies {
		if s.Verdict.Shared || in.Site.Holds(s.Cookie) {
			a.own = append(a.own, s)
		}
	}
	slices.SortFunc(a.own, func(x, y policy.Sorted) int { return inOrder(x.Cookie, y.Cookie) })
	if host := twin(in.Site.Host); strings.Contains(in.Site.Host, ".") && net.ParseIP(in.Site.Host) == nil {
		a.also = &policy.Site{Host: host, Registrable: in.Site.Registrable}
	}
	if in.Policy != nil {
		a.claims = claimsOf(in.Policy)
	}
	return a
}

// inOrder compares two cookies by all that tells them apart.
func inOrder(x, y *cookies.Cookie) int {
	bit := map[bool]int{true: 1}
	return cmp.Or(
		strings.Compare(x.Name, y.Name), strings.Compare(x.Host, y.Host), strings.Compare(x.Path, y.Path),
		strings.Compare(x.Store.Path, y.Store.Path), strings.Compare(x.Origin, y.Origin),
		cmp.Compare(x.Scheme, y.Scheme), cmp.Compare(x.Port, y.Port), cmp.Compare(bit[x.CrossSite], bit[y.CrossSite]),
	)
}

// sent reports whether the site's host, with or without www., gets the cookie.
func (a *auditor) sent(c *cookies.Cookie) bool {
	return a.in.Site.Sent(c) || a.also != nil && a.also.Sent(c)
}

// add notes a finding on a cookie. Where several stores or places hold the same
// there is one finding, the gravest; measure decides between equals.
func (a *auditor) add(k Kind, sev Severity, c *cookies.Cookie, measure int64, detail string) {
	key := draftKey{k, c.Name, c.Host}
	d := &draft{Finding{k, sev, c.Name, c.Host, detail}, measure, 1}
	if old := a.drafts[key]; old != nil {
		d.cookies += old.cookies
		if cmp.Or(cmp.Compare(old.Severity.rank(), sev.rank()), cmp.Compare(measure, old.measure),
			strings.Compare(detail, old.Detail)) < 0 {
			d.Finding, d.measure = old.Finding, old.measure
		}
	}
	a.drafts[key] = d
}

func (a *auditor) note(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

// policyName is what the policy is called, "" if there is none.
func (a *auditor) policyName() string {
	if a.in.Policy == nil {
		return ""
	}
	return cmp.Or(a.in.Name, a.in.Policy.Platform, a.in.Site.Host)
}

func (a *auditor) report() Report {
	r := Report{Site: a.in.Site.Host, Policy: a.policyName(), Stored: len(a.own), Made: a.in.Now.UTC(),
		Records: a.records, Findings: []Finding{}, Rows: []Row{}}
	if a.in.Policy != nil {
		r.Declared = len(a.in.Policy.Cookies)
	}
	for _, d := range a.drafts {
		if d.cookies > 1 {
			d.Detail += fmt.Sprintf(" %d such cookies are stored.", d.cookies)
		}
		r.Findings = append(r.Findings, d.Finding)
	}
	for i := range a.claims {
		if f, ok := a.claims[i].missing(); ok {
			r.Findings = append(r.Findings, f)
		}
	}
	slices.SortFunc(r.Findings, order)
	r.Findings = slices.Compact(r.Findings) // a cookie declared twice is missing once
	r.Rows = a.table()
	for _, c := range policy.Categories() {
		n := Count{Category: c}
		for i := range a.claims {
			if cmp.Or(a.claims[i].category, policy.Unclassified) == c {
				n.Declared++
			}
		}
		for _, s := range a.own {
			if s.Verdict.Category == c {
				n.Stored++
			}
		}
		r.Counts = append(r.Counts, n)
	}
	a.remarks()
	r.Notes = a.notes
	return r
}

// remarks says what the report does not see and does not mean.
func (a *auditor) remarks() {
	if a.in.Policy == nil {
		a.note("No policy of %s is known: only what needs none was looked for, cookies without protection and cookies set against the recorded answer.", a.in.Site.Host)
	} else {
		a.note("A declared cookie that was not seen is no proof of absence: it may be set on other pages, later, or for other visitors.")
	}
	if a.outside > 0 {
		a.note("%d of the cookies go to subdomains of %s only; its policy was not asked about them.", a.outside, a.in.Site.Host)
	}
	if slices.ContainsFunc(a.own, func(s policy.Sorted) bool { return s.Verdict.Shared }) {
		a.note("Cookies that other sites share were compared with the policy only: which site had them set can't be told.")
	}
	if len(a.records) == 0 && !a.told {
		a.note("No cookie was found that records an answer to a consent banner. Usercentrics and others keep theirs in the page's storage, which crumbs does not read.")
	}
}

// stamp writes a time for people and for evidence.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") + " UTC" }

// span writes a length of time with a unit that keeps it exact enough to be
// compared: days from two on.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return fmt.Sprintf("%d days", (d+day/2)/day)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", (d+time.Hour/2)/time.Hour)
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d minutes", (d+time.Minute/2)/time.Minute)
	}
	return fmt.Sprintf("%d seconds", d/time.Second)
}
