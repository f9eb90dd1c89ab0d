package classify

import (
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
)

func partitioned(c cookies.Cookie, under string) cookies.Cookie {
	c.Place = &cookies.Place{Partition: under}
	return c
}

// TestWhatAPolicyDecides: on its own site, and on what it declares of others
// where it is known whose that is.
func TestWhatAPolicyDecides(t *testing.T) {
	third := policy.Section{Title: "Others", Party: policy.ThirdParty}
	declare := func(d policy.Declaration) policy.Policy {
		if d.Category == policy.CategoryUnsaid {
			d.Category = policy.Marketing
		}
		return policy.Policy{Platform: "www.shop.test", Sections: []policy.Section{third}, Cookies: []policy.Declaration{d}}
	}
	for _, test := range []struct {
		what     string
		declared policy.Declaration
		cookie   cookies.Cookie
		seen     string
		decides  bool
		shared   bool
	}{
		{"its own host", policy.Declaration{Name: "zqx"}, cookie("zqx", "www.shop.test", 0), "", true, false},
		{"a parent's domain cookie", policy.Declaration{Name: "zqx"}, cookie("zqx", ".shop.test", 0), "", true, false},
		{"another host of the site", policy.Declaration{Name: "zqx"}, cookie("zqx", "api.shop.test", 0), "www.shop.test", false, false},
		{"a subdomain's", policy.Declaration{Name: "zqx"}, cookie("zqx", ".x.www.shop.test", 0), "www.shop.test", false, false},
		{"the parent's own", policy.Declaration{Name: "zqx"}, cookie("zqx", "shop.test", 0), "shop.test", false, false},
		{"seen from elsewhere", policy.Declaration{Name: "zqx"}, cookie("zqx", "www.shop.test", 0), "news.test", true, false},
		{"a pattern", policy.Declaration{Name: "zqx_*"}, cookie("zqx_1", "www.shop.test", 0), "", true, false},
		{"a pattern of two characters", policy.Declaration{Name: "zq*"}, cookie("zqx_1", "www.shop.test", 0), "", false, false},
		{"a star", policy.Declaration{Name: "*"}, cookie("zqx_1", "www.shop.test", 0), "", false, false},
		{"its own by two letters", policy.Declaration{Name: "fr"}, cookie("fr", "www.shop.test", 0), "", true, false},
		{"two letters said to be another's", policy.Declaration{Name: "fr", Party: policy.ThirdParty}, cookie("fr", "www.shop.test", 0), "", false, false},
		{"two letters of another's section", policy.Declaration{Name: "fr", Section: "Others"}, cookie("fr", "www.shop.test", 0), "", false, false},
		{"its own with another's domain", policy.Declaration{Name: "zqx", Domain: "ads.test"}, cookie("zqx", "www.shop.test", 0), "", false, false},
		{"its own with its domain", policy.Declaration{Name: "zqx", Domain: "shop.test"}, cookie("zqx", "www.shop.test", 0), "", true, false},

		{"bare SID, said to be a third party's", policy.Declaration{Name: "SID", Party: policy.ThirdParty, Category: policy.Marketing}, cookie("SID", ".google.com", 2*year), "www.shop.test", false, false},
		{"bare SID, Google's", policy.Declaration{Name: "SID"}, cookie("SID", ".google.com", 2*year), "www.shop.test", false, false},
		{"bare id", policy.Declaration{Name: "id", Party: policy.ThirdParty}, cookie("id", ".ads.test", 0), "www.shop.test", false, false},
		{"bare long name", policy.Declaration{Name: "zqx_long", Party: policy.ThirdParty}, cookie("zqx_long", ".ads.test", 0), "www.shop.test", false, false},
		{"with a domain", policy.Declaration{Name: "id", Domain: ".ads.test"}, cookie("id", ".ads.test", 0), "www.shop.test", true, true},
		{"with another domain", policy.Declaration{Name: "id", Domain: "ads.test"}, cookie("id", ".other.test", 0), "www.shop.test", false, false},
		{"with a domain, its own party", policy.Declaration{Name: "id", Domain: "ads.test", Party: policy.FirstParty}, cookie("id", ".ads.test", 0), "www.shop.test", false, false},
		{"the catalogue gives the domain", policy.Declaration{Name: "IDE", Section: "Others"}, cookie("IDE", ".doubleclick.net", 0), "www.shop.test", true, true},
		{"the same, no party said", policy.Declaration{Name: "IDE"}, cookie("IDE", ".doubleclick.net", 0), "www.shop.test", true, true},
		{"the same, seen from a parent", policy.Declaration{Name: "IDE"}, cookie("IDE", ".doubleclick.net", 0), "shop.test", true, true},
		{"the same, seen from another host", policy.Declaration{Name: "IDE"}, cookie("IDE", ".doubleclick.net", 0), "api.shop.test", false, false},
		{"the same, seen from nowhere", policy.Declaration{Name: "IDE"}, cookie("IDE", ".doubleclick.net", 0), "", false, false},
		{"the same, seen from elsewhere", policy.Declaration{Name: "IDE"}, cookie("IDE", ".doubleclick.net", 0), "news.test", false, false},
		{"the name on another domain", policy.Declaration{Name: "IDE"}, cookie("IDE", ".other.test", 0), "www.shop.test", false, false},
		{"another provider", policy.Declaration{Name: "fr", Party: policy.ThirdParty, Provider: "Acme"}, cookie("fr", ".facebook.com", 0), "www.shop.test", false, false},
		{"the provider's", policy.Declaration{Name: "fr", Provider: "Facebook Ireland"}, cookie("fr", ".facebook.com", 0), "www.shop.test", true, true},
		{"the provider's domain", policy.Declaration{Name: "fr", Provider: "facebook.com"}, cookie("fr", ".facebook.com", 0), "www.shop.test", true, true},
		{"SID with its provider", policy.Declaration{Name: "SID", Provider: "Google"}, cookie("SID", ".google.com", 2*year), "www.shop.test", true, true},
		{"a wide pattern, its domain known", policy.Declaration{Name: "I*", Provider: "Google"}, cookie("IDE", ".doubleclick.net", 0), "www.shop.test", false, false},

		{"partitioned under it", policy.Declaration{Name: "zqx", Party: policy.ThirdParty}, partitioned(cookie("zqx", ".ads.test", 0), "https://shop.test"), "", true, false},
		{"the same, seen from it", policy.Declaration{Name: "zqx", Party: policy.ThirdParty}, partitioned(cookie("zqx", ".ads.test", 0), "https://shop.test"), "www.shop.test", true, false},
		{"the same, no party said", policy.Declaration{Name: "zqx"}, partitioned(cookie("zqx", ".ads.test", 0), "https://shop.test"), "www.shop.test", false, false},
		{"the same, its own party", policy.Declaration{Name: "zqx", Party: policy.FirstParty}, partitioned(cookie("zqx", ".ads.test", 0), "https://shop.test"), "www.shop.test", false, false},
		{"partitioned elsewhere", policy.Declaration{Name: "zqx", Party: policy.ThirdParty}, partitioned(cookie("zqx", ".ads.test", 0), "https://news.test"), "www.shop.test", false, false},
		{"two letters, partitioned", policy.Declaration{Name: "fr", Party: policy.ThirdParty}, partitioned(cookie("fr", ".ads.test", 0), "https://shop.test"), "www.shop.test", false, false},
		{"two letters, partitioned, known", policy.Declaration{Name: "fr", Party: policy.ThirdParty}, partitioned(cookie("fr", ".facebook.com", 0), "https://shop.test"), "www.shop.test", true, false},
		{"its own, partitioned elsewhere", policy.Declaration{Name: "zqx"}, partitioned(cookie("zqx", "www.shop.test", 0), "https://news.test"), "", true, false},
	} {
		c := newClassifier(t, nil, declare(test.declared))
		v := c.Verdict(&test.cookie, site(t, test.seen))
		if got := v.Source == policy.SourcePolicy; got != test.decides || v.Shared != test.shared {
			t.Errorf("%s: decides %v, shared %v: %q", test.what, got, v.Shared, v.Reasons())
		}
		if (v.Declared != nil) != test.decides || v.Shared && v.Party != policy.ThirdParty {
			t.Errorf("%s: declared %v, party %s", test.what, v.Declared, v.Party)
		}
	}
}

func TestWhichDeclarationDecides(t *testing.T) {
	policies := []policy.Policy{
		{Platform: "shop.test", Cookies: []policy.Declaration{
			{Name: "zqx_*", Category: policy.Statistical},
			{Name: "zqx_one", Category: policy.Marketing},
			{Name: "zqx_one", Category: policy.Necessary},
		}},
		{Platform: "www.shop.test", Cookies: []policy.Declaration{{Name: "zqx_*", Category: policy.Functional}}},
		{Platform: "shop.test", Cookies: []policy.Declaration{{Name: "zqx_*", Category: policy.Necessary}}},
		{Platform: "", Cookies: []policy.Declaration{{Name: "zqx_one", Category: policy.Necessary}}},
	}
	for _, test := range []struct {
		cookie string
		seen   string
		want   policy.Category
	}{
		{"zqx_one", "", policy.Marketing},               // the literal, and the first of two
		{"zqx_one", "www.shop.test", policy.Functional}, // the policy of the site in view
		{"zqx_two", "", policy.Functional},              // the longer platform
		{"zqx_two", "shop.test", policy.Statistical},    // the first policy of two
	} {
		c := newClassifier(t, nil, policies...)
		k := cookie(test.cookie, ".shop.test", 0)
		if v := c.Verdict(&k, site(t, test.seen)); v.Category != test.want {
			t.Errorf("%s from %q: %s, want %s", test.cookie, test.seen, v.Category, test.want)
		}
	}
}

func TestWhatAVerdictTakesFromAPolicy(t *testing.T) {
	p := policy.Policy{
		Platform: "shop.test",
		Sections: []policy.Section{
			{Title: "Stats", Category: policy.Statistical, Consent: policy.ConsentNone},
			{Title: "Rest"},
		},
		Cookies: []policy.Declaration{
			{Name: "zqx", Section: "Stats", Provider: "Acme", Function: "counts"},
			{Name: "_ga", Section: "Rest", Purpose: "to see"},
			{Name: "IDE", Section: "Stats", Category: policy.Necessary},
			{Name: "own", Section: "Stats"},
			{Name: "agreed", Section: "Stats"},
		},
	}
	c := newClassifier(t, []policy.Rule{{Name: "own", Category: policy.Marketing}, {Name: "agreed", Category: policy.Statistical}}, p)
	check := func(name string, life int64) *policy.Verdict {
		k := cookie(name, "shop.test", life)
		return c.Verdict(&k, policy.Site{})
	}
	v := check("zqx", 0)
	if v.Category != policy.Statistical || v.Source != policy.SourcePolicy || v.Consent != policy.ConsentNone ||
		v.Section != "Stats" || v.Provider != "Acme" || v.Purpose != "counts" {
		t.Errorf("the section's category: %+v", v)
	}
	v = check("_ga", 2*year)
	if v.Category != policy.Statistical || v.Source != policy.SourceCatalogue || v.Declared == nil || v.Section != "Rest" ||
		v.Provider != "Google Analytics" || v.Purpose != "to see" || v.Consent != policy.ConsentUnlessAnonymised {
		t.Errorf("declared without a category: %+v", v)
	}
	if v = check("own", 0); v.Category != policy.Marketing || v.Consent != policy.ConsentNeeded {
		t.Errorf("the user's category takes no consent from another's section: %+v", v)
	}
	if v = check("agreed", 0); v.Category != policy.Statistical || v.Source != policy.SourceUser || v.Consent != policy.ConsentNone {
		t.Errorf("the user's category, as the section has it: %+v", v)
	}
	if v = check("IDE", 0); v.Category != policy.Necessary || !strings.Contains(strings.Join(v.Reasons(), "\n"), `section "Stats"`) {
		t.Errorf("the declaration's category comes before the section's: %+v", v)
	}
}

// TestHostileWords: what a document says reaches the reasons only escaped and cut.
func TestHostileWords(t *testing.T) {
	long := "\x1b[31m" + strings.Repeat("é", 500)
	c := newClassifier(t, []policy.Rule{{Name: "\x1b[2J*", Domain: "shop.test\x07", Category: policy.Functional}}, policy.Policy{
		Platform: "shop.test", Sections: []policy.Section{{Title: long}},
		Cookies: []policy.Declaration{{Name: "\x1b[31mzqx*", Category: policy.Marketing, Section: long}},
	})
	for _, name := range []string{"\x1b[31mzqx1", "\x1b[2Jx"} {
		k := cookie(name, "shop.test", 0)
		for _, r := range c.Verdict(&k, policy.Site{}).Reasons() {
			if strings.ContainsAny(r, "\x1b\x07") || len(r) > 400 {
				t.Errorf("%q", r)
			}
		}
	}
}
