package classify

import (
	"maps"
	"math/rand/v2"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
)

func valued(k cookies.Cookie, value string) cookies.Cookie {
	k.Shape, k.Size = cookies.ShapeOf([]byte(value)), int32(len(k.Name)+len(value))
	return k
}

// TestValues: a format that one maker's software alone makes decides where the
// name is nobody's; it confirms an entry; and a name that is common needs it.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		cookie   cookies.Cookie
		category policy.Category
		source   policy.Source
		first    string
	}{
		{valued(cookie("zqx", ".shop.test", 2*year), "GA1.2.1711.1700000000"), policy.Statistical, policy.SourceRules, "its value is Google Analytics' client id, which nothing else looks like"},
		{valued(cookie("zqx", ".shop.test", 90*day), "fb.1.1700000000123.987654321"), policy.Marketing, policy.SourceRules, "its value is Meta's browser id, which nothing else looks like"},
		{valued(cookie("_ga", ".shop.test", 7*day), "GA1.2.1711.1700000000"), policy.Statistical, policy.SourceCatalogue, "catalogue: Google Analytics, _ga (with its usual value)"},
		{valued(cookie("lang", "shop.test", 20*day), "sv-SE"), policy.Functional, policy.SourceCatalogue, "catalogue: many sites, lang (with its usual value)"},
		{valued(cookie("consent", "shop.test", 20*day), "CPzHq4APzHq4AEsABBENAtEoAP_AAH_AACiQ.YAAA"), policy.Necessary, policy.SourceCatalogue, "catalogue: many sites, consent (with its usual value)"},
	} {
		v := newClassifier(t, nil).Verdict(&test.cookie, policy.Site{})
		if v.Category != test.category || v.Source != test.source || v.Reasons()[0] != test.first {
			t.Errorf("%s, %s: %s by %s: %q", test.cookie.Name, test.cookie.Shape.Form, v.Category, v.Source, v.Reasons())
		}
	}
	k := valued(cookie("lang", "shop.test", 20*day), "4f6d1c1e-08c1-4a86-9d6e-1b2f0c9a7e55")
	if v := newClassifier(t, nil).Verdict(&k, policy.Site{}); v.Source == policy.SourceCatalogue {
		t.Errorf("%q", v.Reasons())
	}
}

// TestOrderOfStoresChangesNothing: what a store shows as a whole is noted when it
// is read, so that neither the order of the cookies in it nor that of the stores
// makes another verdict.
func TestOrderOfStoresChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var stores [][]cookies.Cookie
	for i := range 3 {
		list := jarful(r, 400)
		for j := range list {
			list[j].Port = int32(1000*i + j) // who is who
			list[j] = valued(list[j], []string{"k3J9x0q2MZ", "4f6d1c1e08c14a869d6e1b2f0c9a7e55", "de", ids(r)}[r.IntN(4)])
		}
		stores = append(stores, list)
	}
	sort := func() map[int32]*policy.Verdict {
		out := map[int32]*policy.Verdict{}
		c := newClassifier(t, nil, somePolicies()...)
		for _, list := range stores {
			cookies.Survey(list)
			for _, s := range c.Sort(list, policy.Site{}) {
				out[s.Cookie.Port] = s.Verdict
			}
		}
		return out
	}
	want := sort()
	for range 4 {
		r.Shuffle(len(stores), func(i, j int) { stores[i], stores[j] = stores[j], stores[i] })
		for _, list := range stores {
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		}
		if !maps.EqualFunc(sort(), want, same) {
			t.Fatal("another order, other verdicts")
		}
	}
}
