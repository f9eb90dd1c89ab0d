package classify

import (
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

func newClassifier(t testing.TB, rules []policy.Rule, policies ...policy.Policy) *Classifier {
	t.Helper()
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(Knowledge{Rules: rules, Policies: policies, Catalogue: known})
}

func site(t testing.TB, s string) policy.Site {
	t.Helper()
	if s == "" {
		return policy.Site{}
	}
	out, err := policy.ParseSite(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cookie makes a cookie that lives for so many seconds, 0 for a session one.
func cookie(name, host string, seconds int64) cookies.Cookie {
	c := cookies.Cookie{Key: cookies.Key{Name: name, Host: host, Path: "/"}, Store: &cookies.Store{}, Created: 1_700_000_000_000_000}
	if seconds > 0 {
		c.Expires = c.Created + cookies.Moment(seconds*1_000_000)
	}
	return c
}

const (
	hour = 3600
	day  = 24 * hour
	year = 365 * day
)

func TestSourcesInTheirOrder(t *testing.T) {
	portal := policy.Policy{
		Platform: "data.portal.test",
		Sections: []policy.Section{{Title: "Needed", Category: policy.Necessary, Consent: policy.ConsentNone}},
		Cookies:  []policy.Declaration{{Name: "_ga", Category: policy.Necessary, Section: "Needed", Provider: "Portal", Purpose: "counts"}},
	}
	rules := []policy.Rule{{Name: "_ga", Domain: "data.portal.test", Category: policy.Functional}}
	for _, test := range []struct {
		name     string
		c        *Classifier
		cookie   cookies.Cookie
		category policy.Category
		source   policy.Source
	}{
		{"user", newClassifier(t, rules, portal), cookie("_ga", "data.portal.test", 0), policy.Functional, policy.SourceUser},
		{"user elsewhere", newClassifier(t, rules, portal), cookie("_ga", ".portal.test", 0), policy.Necessary, policy.SourcePolicy},
		{"policy", newClassifier(t, nil, portal), cookie("_ga", ".portal.test", 0), policy.Necessary, policy.SourcePolicy},
		{"policy of another site", newClassifier(t, nil, portal), cookie("_ga", ".shop.test", 0), policy.Statistical, policy.SourceCatalogue},
		{"catalogue", newClassifier(t, nil), cookie("_ga", ".portal.test", 2*year), policy.Statistical, policy.SourceCatalogue},
		{"rules", newClassifier(t, nil), cookie("visitor_count", ".portal.test", 2*year), policy.Statistical, policy.SourceRules},
		{"none", newClassifier(t, nil), cookie("zqx", ".portal.test", 20*day), policy.Unclassified, policy.SourceNone},
	} {
		v := test.c.Verdict(&test.cookie, policy.Site{})
		if v.Category != test.category || v.Source != test.source {
			t.Errorf("%s: %s by %s: %q", test.name, v.Category, v.Source, v.Reasons())
		}
		if len(v.Evidence) == 0 || v.Evidence[0].Source != v.Source || v.Evidence[0].Category != v.Category {
			t.Errorf("%s: the first reason does not decide: %q", test.name, v.Reasons())
		}
	}
}
