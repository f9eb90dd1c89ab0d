package classify

import (
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
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
		if got := strings.Join(parts(nil, catalogue.Normal(name)), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestWords: what parts of names say, whatever the store shows besides.
func TestWords(t *testing.T) {
	card := newScorecard(fitted(nil))
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
		"broadbandadvantages": policy.Unclassified, // ad, band and age are in many words
	} {
		said, _ := card.readName(text)
		sum := card.sum(card.read(nil, &sight{name: &said}, nil))
		if got, _, _ := sum.class(); got != want {
			t.Errorf("%s: %s, want %s: %s", text, got, want, sum.words())
		}
	}
}

// TestTrackersNeedMore: what a cookie may be deleted for is said only where it is
// as likely as all else together.
func TestTrackersNeedMore(t *testing.T) {
	for _, test := range []struct {
		total weights
		want  policy.Category
	}{
		{weights{.9, 0, 0, 0}, policy.Necessary},
		{weights{0, .9, 0, 0}, policy.Functional},
		{weights{0, 0, .9, 0}, policy.Unclassified}, // e^.9 of 3 + e^.9: .45
		{weights{0, 0, 0, .9}, policy.Unclassified},
		{weights{0, 0, 1.2, 0}, policy.Statistical}, // .53
		{weights{0, 0, 0, 1.2}, policy.Marketing},
		{weights{-3, -3, .9, 0}, policy.Statistical}, // of two alone: .68
		{weights{.1, 0, 0, 0}, policy.Unclassified},  // .27
	} {
		s := sums{total: test.total, telling: true}
		if got, _, _ := s.class(); got != test.want {
			t.Errorf("%v: %s, not %s", test.total, got, test.want)
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
	for _, part := range []string{"rules: statistical ", "next ", `name part "visitcount" +`} {
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

// TestWhatAStoreShows: each thing that a store shows of a cookie is noted, and
// noted only where it is there.
func TestWhatAStoreShows(t *testing.T) {
	c := newClassifier(t, nil)
	traits := c.Traits()
	has := func(k cookies.Cookie, words string) bool {
		return slices.ContainsFunc(c.Noted(&k), func(i int) bool { return traits[i].Words == words })
	}
	plain := cookie("x", ".shop.test", 20*day)
	set := func(change func(*cookies.Cookie)) cookies.Cookie {
		k := plain
		change(&k)
		return k
	}
	valued := func(value string) cookies.Cookie {
		return set(func(k *cookies.Cookie) {
			k.Shape, k.Size = cookies.ShapeOf([]byte(value)), int32(len(k.Name)+len(value))
		})
	}
	for words, k := range map[string]cookies.Cookie{
		"a session cookie":                            cookie("x", ".shop.test", 0),
		"lives an hour at most":                       cookie("x", ".shop.test", 40*60),
		"lives a day or so":                           cookie("x", ".shop.test", day),
		"lives some months":                           cookie("x", ".shop.test", 90*day),
		"lives about a year":                          cookie("x", ".shop.test", 400*day),
		"lives longer than a year":                    cookie("x", ".shop.test", 2*year),
		"lives 60 s":                                  cookie("x", ".shop.test", 59),
		"lives 13 months":                             cookie("x", ".shop.test", 395*day-2),
		"lives two years":                             cookie("x", ".shop.test", 2*year),
		"HttpOnly: scripts can't read it":             set(func(k *cookies.Cookie) { k.HTTPOnly = true }),
		"Secure":                                      set(func(k *cookies.Cookie) { k.Secure = true }),
		"SameSite=Strict":                             set(func(k *cookies.Cookie) { k.SameSite = cookies.Strict }),
		"goes back to its host alone":                 cookie("x", "shop.test", 20*day),
		"goes to a folder alone":                      set(func(k *cookies.Cookie) { k.Path = "/shop" }),
		"partitioned under another site":              partitioned(plain, "https://news.test"),
		"its value is a UUID":                         valued("0f3a9c11-d2aa-4b6e-9d10-0123456789ab"),
		"a time is in its value":                      valued("x.1700000000"),
		"its value has up to 8 bytes":                 valued("sv-SE"),
		"its value is another cookie's too":           set(func(k *cookies.Cookie) { k.Shape.Marks = cookies.Renamed }),
		"cookies of 8 sites or more have its name":    set(func(k *cookies.Cookie) { k.Shape.Spread = 9 }),
		"SameSite=None: meant for other sites' pages": set(func(k *cookies.Cookie) { k.SameSite = cookies.None }),
		"meant for other sites' pages, under a domain that nobody is known to have": set(func(k *cookies.Cookie) { k.SameSite = cookies.None }),
		"lies under the domain of a vendor of marketing cookies":                    cookie("x", ".doubleclick.net", 20*day),
		"lies under a known company's domain":                                       cookie("x", ".google.com", 20*day),
		`domain part "pixel"`:                                                       cookie("x", "pixel.shop.test", 20*day),
		"has a name prefix that binds it to its host":                               cookie("__Host-x", "shop.test", 20*day),
		"has an id in its name":                                                     cookie("x_12345", ".shop.test", 20*day),
	} {
		if !has(k, words) {
			t.Errorf("%q is not seen", words)
		}
		if has(plain, words) {
			t.Errorf("%q is seen where it is not", words)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newClassifier(b, nil, somePolicies()...)
	}
}
