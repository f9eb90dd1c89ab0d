package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"crumbs/policy"
)

// sighting is what is stored of a declaration or of a name.
type sighting struct {
	cookies  int
	session  bool // one at least goes with the session
	lives    time.Duration
	category policy.Category // of the first by order; cookies of one name seldom differ
	host     string
	names    map[draftKey]bool
}

func (f *sighting) add(s policy.Sorted) {
	f.cookies++
	l := livedBy(s.Cookie)
	f.session = f.session || l.session
	f.lives = max(f.lives, l.life)
	if f.names == nil {
		f.names = map[draftKey]bool{}
		f.category, f.host = s.Verdict.Category, s.Cookie.Host
	}
	f.names[draftKey{name: s.Cookie.Name, domain: s.Cookie.Host}] = true
}

// Row is one line of the audit's table: a declaration with what is stored of it,
// or a stored cookie that none speaks of.
type Row struct {
	Name     string
	Domain   string              // where it was found, else where it is declared; "" if neither is known
	Declared *policy.Declaration // nil: it is not declared
	Category policy.Category     // as declared, with its section; CategoryUnsaid if it is not
	Party    policy.Party        // likewise

	Found   int             // cookies that are stored of it
	Session bool            // one at least goes with the session
	Lives   time.Duration   // the longest life of them, 0 if none has one that is known
	Seen    policy.Category // what they are for by crumbs' verdict; CategoryUnsaid if none is stored

	Findings []Finding // what was found of it, as the report has them
	Kinds    []Kind    // their kinds, the order of [Kinds]
	Verdict  string    // the same in words: "as declared", "not seen", "overlong, insecure"
	Capped   bool      // it is declared to live longer than its browser lets it
}

type rowKey struct{ name, domain string }

// row notes a cookie without a declaration.
func (a *auditor) row(s policy.Sorted) {
	key := rowKey{s.Cookie.Name, s.Cookie.Host}
	r := a.rows[key]
	if r == nil {
		r = &Row{Name: s.Cookie.Name, Domain: s.Cookie.Host, Seen: s.Verdict.Category}
		a.rows[key] = r
	}
	r.Found++
	l := livedBy(s.Cookie)
	r.Session = r.Session || l.session
	r.Lives = max(r.Lives, l.life)
}

// table gives the rows: the declared ones by category and name, then the others
// likewise. Without a policy it is all cookies.
func (a *auditor) table() []Row {
	out := []Row{}
	for i := range a.claims {
		out = append(out, a.declaredRow(&a.claims[i]))
	}
	if a.in.Policy == nil {
		for _, s := range a.own {
			a.row(s)
		}
	}
	for key, r := range a.rows {
		for _, k := range Kinds() {
			if d := a.drafts[draftKey{k, key.name, key.domain}]; d != nil {
				r.Kinds = append(r.Kinds, k)
				r.Findings = append(r.Findings, d.Finding)
			}
		}
		r.Verdict = words(r.Kinds, "nothing found")
		out = append(out, *r)
	}
	slices.SortStableFunc(out, func(x, y Row) int {
		return cmp.Or(cmp.Compare(kindOfRow(x), kindOfRow(y)), cmp.Compare(place(x), place(y)),
			strings.Compare(x.Name, y.Name), strings.Compare(x.Domain, y.Domain))
	})
	return out
}

func (a *auditor) declaredRow(c *claim) Row {
	r := Row{Name: c.Name, Domain: cmp.Or(c.found.host, c.Domain), Declared: c.Declaration, Category: c.category, Party: c.party,
		Found: c.found.cookies, Session: c.found.session, Lives: c.found.lives, Seen: c.found.category}
	fine := "as declared"
	for _, k := range Kinds() {
		n := len(r.Findings)
		for at := range c.found.names {
			at.kind = k
			if d := a.drafts[at]; d != nil {
				r.Findings = append(r.Findings, d.Finding)
			}
		}
		if len(r.Findings) > n {
			r.Kinds = append(r.Kinds, k)
			slices.SortFunc(r.Findings[n:], order)
		}
	}
	switch f, missing := c.missing(); {
	case missing:
		r.Kinds, r.Findings, fine = []Kind{Missing}, []Finding{f}, "not seen"
		r.Verdict = fine
		return r
	case c.elsewhere:
		r.Kinds = []Kind{WrongParty}
	case c.found.cookies == 0:
		fine = "too general to look for"
	}
	if promise, ok := c.Lifetime(); ok && promise > chromiumCap && r.Lives > 0 && r.Lives <= chromiumCap && r.Lives > chromiumCap-2*day {
		r.Capped = true
		fine = "as declared, and cut to 400 days by the browser"
	}
	r.Verdict = words(r.Kinds, fine)
	return r
}

func words(kinds []Kind, none string) string {
	if len(kinds) == 0 {
		return none
	}
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k)
	}
	return strings.Join(out, ", ")
}

// kindOfRow puts declared cookies first.
func kindOfRow(r Row) int {
	if r.Declared == nil {
		return 1
	}
	return 0
}

// place puts rows in the order of the categories.
func place(r Row) int {
	c := r.Category
	if r.Declared == nil {
		c = r.Seen
	}
	if i := slices.Index(policy.Categories(), c); i >= 0 {
		return i
	}
	return len(policy.Categories())
}
