package classify

import (
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
)

func TestParts(t *testing.T) {
	for name, want := range map[string]string{
		"visitor_count":            "visitor count",
		"visitorCount":             "visitor count",
		"HTTPSessionID":            "http session id",
		"__Host-user.session":      "user session",
		"_ga_7Q0F2K8":              "ga",
		"oauth2Token":              "oauth token",
		"a%5Blang%5D":              "a lang",
		"abc-0f3a9c11d2-x":         "abc x",
		"":                         "",
		"1234":                     "",
		"ABC":                      "abc",
		"\xff_lang":                "lang",
		"PREFIX_0123456789abcdef_": "prefix",
	} {
		if got := strings.Join(parts(nil, name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestWords: what parts of names say, whatever the store shows besides.
func TestWords(t *testing.T) {
	card := newScorecard()
	for text, want := range map[string]policy.Category{
		"csrf":                policy.Necessary,
		"shop_cart":           policy.Necessary,
		"cookieConsentLevel":  policy.Necessary,
		"usercookieconsent":   policy.Necessary, // a long word inside a part
		"lb-affinity":         policy.Necessary,
		"siteLanguage":        policy.Functional,
		"ui-theme":            policy.Functional,
		"devicePixelRatio":    policy.Functional, // two words together, against what one says alone
		"visit_count":         policy.Statistical,
		"ab-test-variant":     policy.Statistical,
		"page_views":          policy.Statistical,
		"ad_impressions":      policy.Marketing,
		"utm_campaign":        policy.Marketing,
		"affiliate_id":        policy.Marketing,
		"obscure":             policy.Unclassified,
		"id":                  policy.Unclassified,
		"lang_ads":            policy.Unclassified, // too close to call
		"broadbandadvantages": policy.Unclassified, // ad, band and age are in many words
	} {
		var n name
		card.readName(text, &n)
		got, words := card.sum(n.card).verdict()
		if got != want {
			t.Errorf("%s: %s, want %s: %s", text, got, want, words)
		}
	}
}

// TestReasonsCarryWeights: the words of a score say what counted and how much,
// and who came next.
func TestReasonsCarryWeights(t *testing.T) {
	c := newClassifier(t, nil)
	k := cookie("visit_count", ".shop.test", 2*year)
	v := c.Verdict(&k, policy.Site{})
	first := v.Reasons()[0]
	for _, part := range []string{"rules: statistical ", "next ", `name part "visitcount" +`, `lives longer than a year +`} {
		if !strings.Contains(first, part) {
			t.Errorf("%q is not in %q", part, first)
		}
	}
	k = cookie("zqx", ".shop.test", 20*day)
	v = c.Verdict(&k, policy.Site{})
	if !slices.ContainsFunc(v.Reasons(), func(r string) bool { return strings.HasPrefix(r, "rules: undecided between ") }) || v.Source != policy.SourceNone {
		t.Errorf("%q", v.Reasons())
	}
}

func TestWhatAStoreShows(t *testing.T) {
	card := newScorecard()
	t1 := card.traits
	has := func(k cookies.Cookie, partitioned bool, id int) bool {
		c := card.read(name{}.card, &k, nil, lifetime(&k), partitioned)
		return slices.Contains(c.ids[:c.n], uint16(id))
	}
	for _, test := range []struct {
		what string
		life int64
		id   int
	}{
		{"session", 0, t1.session}, {"half an hour", hour / 2, t1.minutes}, {"a day", day, t1.day}, {"a month", 30 * day, t1.month},
		{"90 days", 90 * day, t1.quarter}, {"a year", year, t1.year}, {"400 days", 400 * day, t1.year}, {"2 years", 2 * year, t1.ever},
	} {
		if !has(cookie("x", "shop.test", test.life), false, test.id) {
			t.Errorf("%s is not seen", test.what)
		}
	}
	k := cookie("x", ".shop.test", 0)
	if has(k, false, t1.hostOnly) || has(k, false, t1.httpOnly) || has(k, false, t1.sameSiteNone) || has(k, false, t1.partitioned) {
		t.Error("what is not there is seen")
	}
	k.HTTPOnly, k.SameSite, k.Host = true, cookies.None, "shop.test"
	if !has(k, true, t1.hostOnly) || !has(k, true, t1.httpOnly) || !has(k, true, t1.sameSiteNone) || !has(k, true, t1.partitioned) {
		t.Error("what is there is not seen")
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newClassifier(b, nil, somePolicies()...)
	}
}
