package catalogue

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"crumbs/policy"
)

// Reach says where a vendor's domain is met.
type Reach string

// The three reaches.
const (
	Embedded Reach = "embedded" // only in other people's pages
	Visited  Reach = "visited"  // people go there
	Both     Reach = "both"     // people go there, and others embed it
)

// Vendor is whose a domain is.
type Vendor struct {
	Domain   string // "example.com", or "example.*" under every public suffix
	Name     string
	Category policy.Category // what it sets cookies for; CategoryUnsaid if for several things
	Reach    Reach
}

type vendors struct {
	facts  facts[Vendor]
	domain map[string]int32
	label  map[string]int32 // the label before .*
}

func indexVendors(list facts[Vendor]) vendors {
	v := vendors{facts: list, domain: make(map[string]int32, len(list.lines)), label: map[string]int32{}}
	for i, l := range list.lines {
		domain := l.name
		if label, ok := strings.CutSuffix(domain, ".*"); ok {
			v.label[label] = int32(i)
		} else {
			v.domain[domain] = int32(i)
		}
	}
	return v
}

// Vendors gives all vendors in the order of the file.
func (c *Catalogue) Vendors() []Vendor { return c.vendors.facts.all() }

// Vendor says whose a host or a cookie's domain is: the vendor with the longest
// domain that it lies under. A leading dot and capitals do no harm.
func (c *Catalogue) Vendor(domain string) (Vendor, bool) {
	if v := c.Owner(domain); v != nil {
		return *v, true
	}
	return Vendor{}, false
}

// Owner is [Catalogue.Vendor] as a pointer into the catalogue, alike for all
// domains of one line; nil where nobody is known. It is not to be changed.
func (c *Catalogue) Owner(domain string) *Vendor {
	host := strings.ToLower(strings.TrimPrefix(domain, "."))
	for rest := host; rest != ""; {
		if i, ok := c.vendors.domain[rest]; ok {
			return c.vendors.facts.at(i)
		}
		label, up, _ := strings.Cut(rest, ".")
		if i, ok := c.vendors.label[label]; ok && up != "" && isSuffix(up) {
			return c.vendors.facts.at(i)
		}
		rest = up
	}
	return nil
}

// inside reports whether a cookie's domain is the catalogue's domain or lies
// under it; "google.*" is google under every public suffix.
func inside(domain, known string) bool {
	host := strings.TrimPrefix(domain, ".")
	label, any := strings.CutSuffix(known, ".*")
	if !any {
		n := len(host) - len(known)
		return n >= 0 && strings.EqualFold(host[n:], known) && (n == 0 || host[n-1] == '.')
	}
	for rest := host; rest != ""; {
		first, up, _ := strings.Cut(rest, ".")
		if strings.EqualFold(first, label) && up != "" && isSuffix(strings.ToLower(up)) {
			return true
		}
		rest = up
	}
	return false
}

func isSuffix(s string) bool {
	suffix, icann := publicsuffix.PublicSuffix(s)
	return icann && suffix == s
}
