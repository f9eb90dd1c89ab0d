package catalogue

import (
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"

	"crumbs/policy"
)

func loaded(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func meet(a, b *Entry) bool {
	if a.Anywhere && b.Anywhere {
		return true
	}
	for _, d := range a.Domains {
		for _, e := range b.Domains {
			if inside(d, e) || inside(e, d) || d == e {
				return true
			}
		}
	}
	return false
}

func TestEntriesAreSound(t *testing.T) {
	c := loaded(t)
	if n := len(c.Entries()); n < 1200 {
		t.Errorf("%d entries", n)
	}
	for _, e := range c.Entries() {
		if Generic(e.Pattern) && e.Anywhere && !e.Timed && !e.Valued {
			t.Errorf("%s: %q says nothing without a domain, a value or a lifetime", e.Place(), e.Pattern)
		}
		if e.Timed && len(e.Lifetimes) == 0 {
			t.Errorf("%s: %q has no lifetime to be known by", e.Place(), e.Pattern)
		}
		if len(strings.Fields(e.Source)) < 1 || e.Purpose == "" {
			t.Errorf("%s: %q has no source or no purpose", e.Place(), e.Pattern)
		}
		if strings.Contains(e.Source+e.Purpose, "http") {
			t.Errorf("%s: sources are words", e.Place())
		}
		if e.Guard != policy.Unguarded && e.Category != policy.Necessary && e.Category != policy.Functional {
			t.Errorf("%s: %q is guarded and %s", e.Place(), e.Pattern, e.Category)
		}
		for _, d := range e.Domains {
			soundDomain(t, e.Place(), d)
		}
		if !e.Pattern.IsLiteral() && e.Pattern.Literals() < 3 && len(e.Domains) == 0 {
			t.Errorf("%s: %q is too wide", e.Place(), e.Pattern)
		}
	}
}

func soundDomain(t *testing.T, place, d string) {
	t.Helper()
	if d != strings.ToLower(d) || strings.HasPrefix(d, ".") || strings.ContainsAny(d, " /:") {
		t.Errorf("%s: %q is no domain", place, d)
	}
	if suffix, icann := publicsuffix.PublicSuffix(d); icann && suffix == d {
		t.Errorf("%s: %q is a public suffix", place, d)
	}
}

func TestEntriesDoNotOverlap(t *testing.T) {
	list := loaded(t).Entries()
	alike, samples := map[string][]*Entry{}, make([]string, len(list))
	for i := range list {
		b := &list[i]
		text := b.Pattern.String()
		for _, a := range alike[text] {
			if meet(a, b) {
				t.Errorf("%s and %s: %q twice", a.Place(), b.Place(), text)
			}
		}
		alike[text] = append(alike[text], b)
		samples[i] = strings.ReplaceAll(text, "*", "1x")
	}
	for i := range list {
		a := &list[i]
		if a.Pattern.IsLiteral() {
			continue
		}
		for j := range list {
			b := &list[j]
			if i != j && a.Category != b.Category && a.Pattern.Match(samples[j]) && meet(a, b) {
				t.Errorf("%s: %q (%s) swallows %s: %q (%s)", a.Place(), a.Pattern, a.Category, b.Place(), b.Pattern, b.Category)
			}
		}
	}
}

func TestVendorsAreSound(t *testing.T) {
	seen := map[string]bool{}
	list := loaded(t).Vendors()
	if len(list) < 300 {
		t.Errorf("%d vendors", len(list))
	}
	for _, v := range list {
		soundDomain(t, vendorFile, v.Domain)
		if seen[v.Domain] {
			t.Errorf("%s twice", v.Domain)
		}
		seen[v.Domain] = true
	}
}

// TestDomainsOfEntriesAreVendors keeps the two kinds of files in step: a cookie
// that lies only on a vendor's domains needs that domain to be known.
func TestDomainsOfEntriesAreVendors(t *testing.T) {
	c := loaded(t)
	for _, e := range c.Entries() {
		for _, d := range e.Domains {
			host := strings.Replace(d, ".*", ".com", 1)
			if _, ok := c.Vendor(host); !ok {
				t.Errorf("%s: nobody has %s", e.Place(), d)
			}
		}
	}
}

// TestNamesThatSayTheirPurpose: what is called a protection against forgery or a
// consent is one, whatever else its vendor does; a file that gives all cookies of
// a vendor the same purpose is easily written.
func TestNamesThatSayTheirPurpose(t *testing.T) {
	others := map[string]bool{
		"_pbjs_userid_consent_data": true, // a hash, to notice that ids must be asked for again
		"fs.pushdown.optout":        true, // an ad was closed
		"__smListBuilderOptOut":     true, // a form was closed, as with the three that follow
		"__smSmartBarOptOut":        true, "__smScrollBoxOptOut": true, "__smWelcomeMatOptOut": true,
	}
	for _, e := range loaded(t).Entries() {
		name := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(e.Pattern.String()))
		guard := policy.Unguarded
		switch {
		case others[e.Pattern.String()]:
		case strings.Contains(name, "csrf"), strings.Contains(name, "xsrf"), strings.Contains(name, "antiforgery"):
			guard = policy.GuardCSRF
		case strings.Contains(name, "consent"), strings.Contains(name, "optout"):
			guard = policy.GuardConsent
		}
		if guard != policy.Unguarded && e.Guard != guard {
			t.Errorf("%s: %q is %s and guarded as %q", e.Place(), e.Pattern, e.Category, e.Guard)
		}
	}
}
