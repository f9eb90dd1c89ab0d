package settings

import (
	"encoding/json"
	"io"

	"crumbs/policy"
)

// disclosure is an entry of a TCF device storage disclosure, version 1.1.
type disclosure struct {
	Identifier    string   `json:"identifier"`
	Type          string   `json:"type"`
	MaxAgeSeconds *int64   `json:"maxAgeSeconds"`
	CookieRefresh bool     `json:"cookieRefresh"`
	Domains       []string `json:"domains"`
	Purposes      []int    `json:"purposes"`
	Description   string   `json:"description,omitempty"`
}

// WriteTCF writes a policy's cookies as a device storage disclosure of the IAB
// TCF, version 1.1. It holds names, categories, lifetimes, domains, purposes (as
// descriptions), and that a cookie without a domain is of the first party. It
// can't hold what the document is called and about, its language, sections,
// providers, functions and other parties. A category becomes the numbered
// purposes that stand for it: a policy does not say which exactly. The framework
// asks for a lifetime and a domain; where the policy gives none they are null
// and empty, because anything else would be made up.
func WriteTCF(w io.Writer, p policy.Policy) error {
	out := struct {
		Disclosures []disclosure `json:"disclosures"`
	}{Disclosures: []disclosure{}}
	for i := range p.Cookies {
		d := &p.Cookies[i]
		x := disclosure{Identifier: d.Name, Type: "cookie", Domains: []string{}, Purposes: numbered(d.Category), Description: oneLineText(d.Purpose)}
		switch {
		case d.Session:
			x.MaxAgeSeconds = new(int64)
		case d.LifetimeSeconds != nil && *d.LifetimeSeconds > 0:
			x.MaxAgeSeconds = d.LifetimeSeconds
		}
		switch {
		case d.Domain != "":
			x.Domains = append(x.Domains, d.Domain)
		case d.Party == policy.FirstParty:
			x.Domains = append(x.Domains, "*")
		}
		out.Disclosures = append(out.Disclosures, x)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// numbered gives purposes that [purposeCategory] reads as the category.
func numbered(c policy.Category) []int {
	switch c {
	case policy.Necessary:
		return []int{}
	case policy.Functional:
		return []int{1, 5}
	case policy.Statistical:
		return []int{1, 8}
	case policy.Marketing:
		return []int{1, 2}
	}
	return []int{1}
}
