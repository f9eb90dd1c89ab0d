// Package consent reads the record that a site keeps of its visitor's answer to
// a consent banner: from the names and values of cookies it says which product
// wrote them, when the answer was given, and which categories of cookies and
// which services were granted and refused.
//
// It reads what these products keep in cookies: OneTrust, Cookiebot, Didomi,
// tarteaucitron, Klaro, orestbida's CookieConsent, Complianz, and the
// Transparency and Consent String of the IAB in version 2, whoever wrote it.
// Usercentrics keeps its answers in the page's local storage, which no cookie
// store shows: its TCF string is read, and what a site mirrors to cookies under
// the names of its local storage.
//
// A record that could mean several things is read in favour of the site: a
// category is refused only where all that the record knows of it is.
package consent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"crumbs/policy"
)

// Entry is a cookie that may be part of a record.
type Entry struct {
	Name  string
	Value []byte
}

// Record is one product's record of an answer.
type Record struct {
	Product string   // "OneTrust"
	Cookies []string // the names of the cookies that it was read from, sorted

	// At is when the answer was given, as the record itself says; zero if it
	// does not say. Where Daily is set only the day is known, and At is its
	// beginning in UTC.
	At    time.Time
	Daily bool

	// Granted and Refused are the categories of which the record says so, in
	// their usual order. Of a category in neither the record says nothing, or
	// several things.
	Granted, Refused []policy.Category

	// Services are single services with their answers, where the product asks
	// for each, by name.
	Services []Service
}

// Service is one service of a record that asks for each.
type Service struct {
	Name     string          // as the record has it
	Provider string          // whose it is, "" if that is not known
	Category policy.Category // CategoryUnsaid if that is not known
	Granted  bool
}

// Refuses reports whether the record says that cookies of a category, or those
// of the provider whatever their category, were refused.
func (r *Record) Refuses(c policy.Category, provider string) bool {
	if slices.Contains(r.Refused, c) {
		return true
	}
	said := false
	for _, s := range r.Services {
		if s.Provider == "" || !strings.EqualFold(s.Provider, provider) {
			continue
		}
		if s.Granted {
			return false
		}
		said = true
	}
	return said
}

// Fault is a cookie that has the name of a record and can't be read as one.
type Fault struct {
	Name string
	Why  string // one clause
}

// maxValue is how many bytes of a value are read: browsers keep 4 KB.
const maxValue = 16 << 10

// product reads the records of one product.
type product struct {
	name string
	is   func(name string) bool
	// read gives the record of all the entries of this product, nil where they
	// say that nothing was answered yet.
	read func([]Entry) (*Record, error)
}

func products() []product {
	return []product{
		{"OneTrust", named("OptanonConsent", "OptanonAlertBoxClosed"), readOneTrust},
		{"Cookiebot", named("CookieConsent"), one(readCookiebot)},
		{"Usercentrics", named("uc_settings", "ucSettings", "ucData"), one(readUsercentrics)},
		{"Didomi", named("didomi_token"), one(readDidomi)},
		{"tarteaucitron", named("tarteaucitron"), one(readTarteaucitron)},
		{"Klaro", named("klaro"), one(readKlaro)},
		{"CookieConsent by orestbida", named("cc_cookie"), one(readOrestbida)},
		{"Complianz", isComplianz, readComplianz},
		{"IAB TCF", named("euconsent-v2", "eupubconsent-v2", "FCCDCF", "uc_tcf"), one(readTCF)},
	}
}

func named(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// one reads products that keep their record in one cookie; of several the last
// by name is taken that can be read.
func one(read func(string) (*Record, error)) func([]Entry) (*Record, error) {
	return func(entries []Entry) (*Record, error) {
		var out *Record
		var fault error
		for _, e := range entries {
			r, err := read(string(e.Value))
			if err != nil {
				fault = err
				continue
			}
			if r != nil {
				r.Cookies = []string{e.Name}
				out = r
			}
		}
		if out != nil {
			return out, nil
		}
		return nil, fault
	}
}

// Is reports whether a cookie of this name is part of some product's record.
func Is(name string) bool {
	return slices.ContainsFunc(products(), func(p product) bool { return p.is(name) })
}

// Read gives the records in the cookies that one host has in one place, each
// product's once, in the order of the products above, and what could not be
// read of them. Entries of other names are passed over. The order of the entries
// is of no account.
func Read(entries []Entry) ([]Record, []Fault) {
	var records []Record
	var faults []Fault
	for _, p := range products() {
		var mine []Entry
		for _, e := range entries {
			if !p.is(e.Name) {
				continue
			}
			if len(e.Value) > maxValue {
				faults = append(faults, Fault{e.Name, fmt.Sprintf("it is longer than any record (%d bytes)", len(e.Value))})
				continue
			}
			mine = append(mine, e)
		}
		if len(mine) == 0 {
			continue
		}
		slices.SortFunc(mine, func(a, b Entry) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.Value), string(b.Value)))
		})
		r, err := p.read(mine)
		if err != nil {
			faults = append(faults, Fault{mine[0].Name, err.Error()})
			continue
		}
		if r == nil {
			continue
		}
		r.Product = p.name
		r.settle()
		records = append(records, *r)
	}
	return records, faults
}

// settle brings what was read into order: services by name, and categories of
// which both was said into neither list.
func (r *Record) settle() {
	slices.Sort(r.Cookies)
	r.Cookies = slices.Compact(r.Cookies)
	slices.SortFunc(r.Services, func(a, b Service) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Provider, b.Provider))
	})
	for _, s := range r.Services {
		if s.Category != policy.CategoryUnsaid {
			r.answer(s.Category, s.Granted)
		}
	}
	granted, refused := r.Granted, r.Refused
	r.Granted, r.Refused = nil, nil
	for _, c := range policy.Categories() {
		switch g, no := slices.Contains(granted, c), slices.Contains(refused, c); {
		case g && !no:
			r.Granted = append(r.Granted, c)
		case no && !g:
			r.Refused = append(r.Refused, c)
		}
	}
}

// answer notes what was said of a category.
func (r *Record) answer(c policy.Category, granted bool) {
	if c == policy.CategoryUnsaid || c == policy.Unclassified {
		return
	}
	if granted {
		r.Granted = append(r.Granted, c)
	} else {
		r.Refused = append(r.Refused, c)
	}
}
