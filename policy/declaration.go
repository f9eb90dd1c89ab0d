package policy

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Policy is what a site declares about its cookies. Its JSON is the contract's
// ("JSON of a policy"), and the form in which policies are kept, one file each.
type Policy struct {
	Platform string        // the host the policy is about, "" if it names none; null in JSON
	Title    string        //
	Language string        // ISO 639-1, "" if not known
	Sections []Section     //
	Cookies  []Declaration //
}

// Section is a part of a policy under one heading.
type Section struct {
	Title    string   `json:"title"`
	Category Category `json:"category"` // CategoryUnsaid if the heading gives none
	Party    Party    `json:"party"`    // FirstParty, ThirdParty or PartyUnsaid
	Consent  Consent  `json:"consent"`  // ConsentUnsaid if the text does not say
}

// Declaration is one cookie as a policy declares it.
type Declaration struct {
	Name            string   `json:"name"`            // a literal, or a pattern in which * stands for a variable part
	Category        Category `json:"category"`        // one of the five
	Party           Party    `json:"party"`           // FirstParty, ThirdParty or PartyUnsaid
	Provider        string   `json:"provider"`        //
	Function        string   `json:"function"`        //
	Purpose         string   `json:"purpose"`         //
	LifetimeSeconds *int64   `json:"lifetimeSeconds"` // nil if the document gives none
	Session         bool     `json:"session"`         // the document says: a session cookie
	Section         string   `json:"section"`         // the title of its section

	// Domain is the cookie's domain where the document gives one, without a
	// leading dot. It is not in the contract's JSON unless set.
	Domain string `json:"domain,omitempty"`

	// Position says from which place of the document the declaration came, as
	// "line 12" or "line 12, cell 3"; it is for `policy parse -v` and not kept.
	Position string `json:"-"`
}

// longest is the longest life that is told apart from a longer one: it fits a
// Duration, and no cookie lives for it.
const longest = 200 * 365 * 24 * time.Hour

// Lifetime is how long the declaration lets a cookie live, 0 where it goes with
// the session; false where the document does not say.
func (d *Declaration) Lifetime() (time.Duration, bool) {
	switch {
	case d.LifetimeSeconds != nil && *d.LifetimeSeconds >= 0:
		return time.Duration(min(*d.LifetimeSeconds, int64(longest/time.Second))) * time.Second, true
	case d.Session:
		return 0, true
	}
	return 0, false
}

// SectionOf gives the section that a declaration of the policy stands in, nil if
// the policy has none of that title.
func (p *Policy) SectionOf(d *Declaration) *Section {
	if i := slices.IndexFunc(p.Sections, func(s Section) bool { return s.Title == d.Section }); i >= 0 {
		return &p.Sections[i]
	}
	return nil
}

// Says gives what the policy says of a declared cookie's category and party:
// what the declaration itself leaves open, its section says. They may be unsaid.
func (p *Policy) Says(d *Declaration) (Category, Party) {
	category, party := d.Category, d.Party
	if s := p.SectionOf(d); s != nil {
		if category == CategoryUnsaid || category == Unclassified {
			category = cmp.Or(s.Category, category)
		}
		if party == PartyUnsaid || party == PartyUnknown {
			party = s.Party
		}
	}
	return category, party
}

type policyJSON struct {
	Platform *string       `json:"platform"`
	Title    string        `json:"title"`
	Language string        `json:"language"`
	Sections []Section     `json:"sections"`
	Cookies  []Declaration `json:"cookies"`
}

// MarshalJSON writes the contract's form: empty lists are [], no platform null.
func (p Policy) MarshalJSON() ([]byte, error) {
	out := policyJSON{Title: p.Title, Language: p.Language, Sections: p.Sections, Cookies: p.Cookies}
	if p.Platform != "" {
		out.Platform = &p.Platform
	}
	if out.Sections == nil {
		out.Sections = []Section{}
	}
	if out.Cookies == nil {
		out.Cookies = []Declaration{}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the contract's form.
func (p *Policy) UnmarshalJSON(b []byte) error {
	var in policyJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*p = Policy{Title: in.Title, Language: in.Language, Sections: in.Sections, Cookies: in.Cookies}
	if in.Platform != nil {
		p.Platform = *in.Platform
	}
	return nil
}
