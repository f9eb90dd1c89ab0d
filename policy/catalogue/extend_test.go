package catalogue

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

func TestExtend(t *testing.T) {
	hour := int64(3600)
	own := FromPolicy(policy.Policy{Cookies: []policy.Declaration{
		{Name: "_ga", Category: policy.Functional, Provider: "Mine", Purpose: "counts", LifetimeSeconds: &hour},
		{Name: "zqx_*", Category: policy.Marketing, Session: true, Domain: ".Shop.test", Function: "shows"},
		{Name: "id", Category: policy.Marketing},                     // anybody's
		{Name: "id", Category: policy.Marketing, Domain: "ads.test"}, // not there
		{Name: "id", Category: policy.Marketing, Domain: "co.uk"},    // nobody's domain
		{Name: "a*", Category: policy.Marketing, Domain: "ads.test"}, // too wide
		{Name: "zqz", Category: policy.Unclassified}, {Name: "zqy"},  // said of nothing
		{Name: "zqw", Category: policy.Necessary, LifetimeSeconds: new(int64)}, // until the browser ends
	}}, "mine.csv")
	if len(own) != 4 {
		t.Fatalf("%+v", own)
	}
	before := loaded(t)
	c := before.Extend(own)
	for _, test := range []struct {
		name, domain, vendor string
		category             policy.Category
	}{
		{"_ga", ".shop.test", "Mine", policy.Functional}, // ahead of what was known
		{"_gid", ".shop.test", "Google Analytics", policy.Statistical},
		{"zqx_7", "www.shop.test", "mine.csv", policy.Marketing},
		{"zqx_7", "news.test", "", ""},
		{"id", "x.ads.test", "mine.csv", policy.Marketing},
		{"id", "shop.test", "", ""},
		{"zqw", "shop.test", "mine.csv", policy.Necessary},
	} {
		got := c.Lookup(test.name, test.domain)
		switch {
		case test.vendor == "" && len(got) > 0, test.vendor != "" && len(got) == 0:
			t.Errorf("%s on %s: %d entries", test.name, test.domain, len(got))
		case test.vendor != "" && (got[0].Vendor != test.vendor || got[0].Category != test.category):
			t.Errorf("%s on %s: %s, %s", test.name, test.domain, got[0].Vendor, got[0].Category)
		}
	}
	e := c.Lookup("zqx_7", "shop.test")[0]
	if e.Source != "mine.csv" || e.Purpose != "shows" || e.Place() != "mine.csv:2" || !e.Lives(0) || e.Lives(time.Hour) {
		t.Errorf("%+v, %s", e, e.Place())
	}
	if len(before.Lookup("zqw", "shop.test")) > 0 || before.Lookup("_ga", "shop.test")[0].Vendor != "Google Analytics" {
		t.Error("the catalogue that was extended has changed")
	}
	if v, ok := c.Vendor("doubleclick.net"); !ok || v.Name == "" {
		t.Error("the vendors are gone")
	}
}

func TestValues(t *testing.T) {
	c, err := Read(fstest.MapFS{"a.txt": {Data: []byte(
		"vid | | V | statistical | 1y, session; value a UUID, 32 hexadecimal digits | S | p\nlang | | V | functional | only value a locale | S | p\nx_* | | V | marketing | only 1h; value a date | S | p")}})
	if err != nil {
		t.Fatal(err)
	}
	e := c.Entries()
	if len(e[0].Forms) != 2 || e[0].Forms[1] != cookies.Hex32 || e[0].Valued || len(e[0].Lifetimes) != 2 ||
		!e[1].Valued || e[1].Forms[0] != cookies.Locale || e[1].Timed || len(e[1].Lifetimes) != 0 ||
		!e[2].Timed || e[2].Valued || len(e[2].Forms) != 1 {
		t.Errorf("%+v", e)
	}
	for _, part := range []string{"1y; value tea", "1y; a UUID", "only value", "value unread", "1y; value a UUID,"} {
		_, err := Read(fstest.MapFS{"a.txt": {Data: []byte("vid | | V | statistical | " + part + " | S | p")}})
		if err == nil || !strings.Contains(err.Error(), "a.txt, line 1") {
			t.Errorf("%s: %v", part, err)
		}
	}
}
