package classify

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

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

func TestUserRules(t *testing.T) {
	rules := []policy.Rule{
		{Name: "zq*", Category: policy.Necessary},
		{Name: "zqx", Category: policy.Functional},
		{Name: "zqx", Domain: "shop.test", Category: policy.Statistical},
		{Name: "zqx", Domain: ".WWW.shop.test", Category: policy.Marketing},
		{Name: "zqx", Domain: "news.test", Category: policy.Necessary},
		{Name: "zqx", Domain: "news.test", Category: policy.Statistical},
		{Name: "said", Category: policy.CategoryUnsaid},
		{Name: "zqx", Domain: "::1", Category: policy.Marketing}, // as the screen writes it
		{Name: "zqx", Domain: "[::2]", Category: policy.Marketing},
	}
	c := newClassifier(t, rules)
	for _, test := range []struct {
		name, host string
		want       policy.Category
	}{
		{"zqy", "any.test", policy.Necessary},
		{"zqx", "any.test", policy.Functional},
		{"zqx", ".shop.test", policy.Statistical},
		{"zqx", "a.www.shop.test", policy.Marketing},
		{"zqx", "notshop.test", policy.Functional},
		{"zqx", "news.test", policy.Statistical}, // the last of two alike
		{"zqx", "[::1]", policy.Marketing},
		{"zqx", "::2", policy.Marketing},
	} {
		k := cookie(test.name, test.host, 0)
		if v := c.Verdict(&k, policy.Site{}); v.Category != test.want || v.Source != policy.SourceUser {
			t.Errorf("%s on %s: %s by %s", test.name, test.host, v.Category, v.Source)
		}
	}
	k := cookie("said", "shop.test", 20*day)
	if v := c.Verdict(&k, policy.Site{}); v.Source == policy.SourceUser {
		t.Error("a rule without a category decides")
	}
}

func TestCatalogueLayer(t *testing.T) {
	c := newClassifier(t, nil)
	for _, test := range []struct {
		name, host string
		seconds    int64
		provider   string // "": the catalogue does not decide
	}{
		{"csrftoken", ".instagram.com", year, "Instagram"},
		{"csrftoken", "shop.test", year, "Django"},
		{"uuid2", ".adnxs.com", 90 * day, "Xandr"},
		{"uuid2", ".shop.test", 90 * day, ""},
		{"_ga", ".shop.test", 0, "Google Analytics"},
		{"_y", ".shop.test", year, "Shopify"},
		{"_y", ".shop.test", 20 * day, ""},
		{"cart", "shop.test", 14 * day, "Shopify"},
		{"cart", "shop.test", 60, ""}, // a short name with another lifetime
	} {
		k := cookie(test.name, test.host, test.seconds)
		v := c.Verdict(&k, policy.Site{})
		if (v.Source == policy.SourceCatalogue) != (test.provider != "") || test.provider != "" && v.Provider != test.provider {
			t.Errorf("%s on %s: %q by %s: %q", test.name, test.host, v.Provider, v.Source, v.Reasons())
		}
	}
}

func TestPartyTypeAndConsent(t *testing.T) {
	c := newClassifier(t, nil)
	plain := func(name, host string) cookies.Cookie { return cookie(name, host, year) }
	for _, test := range []struct {
		cookie  cookies.Cookie
		seen    string
		party   policy.Party
		kind    policy.Type
		consent policy.Consent
	}{
		{plain("lang", ".shop.test"), "www.shop.test", policy.FirstParty, policy.TypeNecessary, policy.ConsentNone},
		{plain("_ga", ".shop.test"), "shop.test", policy.FirstParty, policy.TypeStatistical, policy.ConsentUnlessAnonymised},
		{plain("_fbp", ".shop.test"), "shop.test", policy.FirstParty, policy.TypeFirstParty, policy.ConsentNeeded},
		{plain("lang", ".ads.test"), "shop.test", policy.ThirdParty, policy.TypeThirdParty, policy.ConsentNeeded},
		{plain("_ga", ".shop.test"), "", policy.PartyUnknown, policy.TypeStatistical, policy.ConsentUnlessAnonymised},
		{plain("IDE", ".doubleclick.net"), "", policy.PartyUnknown, policy.TypeThirdParty, policy.ConsentNeeded},
		{plain("IDE", ".doubleclick.net"), "doubleclick.net", policy.FirstParty, policy.TypeFirstParty, policy.ConsentNeeded},
		{plain("SID", ".google.com"), "", policy.PartyUnknown, policy.TypeNecessary, policy.ConsentNone},
		{plain("NID", ".google.com"), "", policy.PartyUnknown, policy.TypeThirdParty, policy.ConsentNeeded},
		{partitioned(plain("zqx", ".ads.test"), "https://shop.test"), "", policy.ThirdParty, policy.TypeThirdParty, policy.ConsentNeeded},
		{partitioned(plain("lang", ".shop.test"), "https://shop.test"), "", policy.FirstParty, policy.TypeNecessary, policy.ConsentNone},
		{partitioned(plain("lang", ".shop.test"), "https://news.test"), "shop.test", policy.FirstParty, policy.TypeNecessary, policy.ConsentNone},
		{plain("lang", "a.shop.co.uk"), "shop.co.uk", policy.FirstParty, policy.TypeNecessary, policy.ConsentNone},
		{plain("lang", "other.co.uk"), "shop.co.uk", policy.ThirdParty, policy.TypeThirdParty, policy.ConsentNeeded},
		{plain("lang", "127.0.0.1"), "127.0.0.1", policy.FirstParty, policy.TypeNecessary, policy.ConsentNone},
	} {
		v := c.Verdict(&test.cookie, site(t, test.seen))
		if v.Party != test.party || v.Type != test.kind || v.Consent != test.consent {
			t.Errorf("%s on %s from %q: %s, %s, %s", test.cookie.Name, test.cookie.Host, test.seen, v.Party, v.Type, v.Consent)
		}
	}
}

func TestLifetime(t *testing.T) {
	for _, test := range []struct {
		created, updated, expires cookies.Moment
		want                      time.Duration
	}{
		{1, 0, 0, 0},
		{1_000_001, 0, 3_000_001, 2 * time.Second},
		{1_000_001, 2_000_001, 3_000_001, time.Second},
		{0, 0, 3_000_000, -1},
		{3_000_000, 0, 1_000_000, -1},
		{math.MinInt64, 0, math.MaxInt64, 100 * 365 * 24 * time.Hour},
	} {
		k := cookies.Cookie{Created: test.created, Updated: test.updated, Expires: test.expires}
		if got := lifetime(&k); (got - test.want).Abs() > time.Millisecond {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

// TestLongNames: however much a name says, what the store shows finds room.
func TestLongNames(t *testing.T) {
	c := newClassifier(t, nil)
	k := cookie("session_visitor_track_pixel_lang_theme_chat_cart_consent_csrf_player_popup_utm_affiliate_uid_test_time_server", "shop.test", 0)
	k.HTTPOnly = true
	traits := c.Traits()
	noted := c.Noted(&k)
	if !slices.ContainsFunc(noted, func(i int) bool { return strings.HasPrefix(traits[i].Words, "HttpOnly") }) {
		t.Errorf("%d features, and HttpOnly is not among them", len(noted))
	}
}

func TestWithoutCatalogue(t *testing.T) {
	c := New(Knowledge{})
	k := cookie("visitor_id", ".doubleclick.net", year)
	if v := c.Verdict(&k, policy.Site{}); v.Source != policy.SourceRules || v.Provider != "" {
		t.Errorf("%+v", v)
	}
}
