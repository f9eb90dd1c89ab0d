package policy_test

import (
	"errors"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
)

func TestParseSite(t *testing.T) {
	for in, want := range map[string]policy.Site{
		"umami.opendatasoft.com":             {Host: "umami.opendatasoft.com", Registrable: "opendatasoft.com"},
		"https://Shop.Example.co.uk:8443/a?": {Host: "shop.example.co.uk", Registrable: "example.co.uk"},
		"shop.test:8080":                     {Host: "shop.test", Registrable: "shop.test"},
		"shop.test/path":                     {Host: "shop.test", Registrable: "shop.test"},
		".shop.test.":                        {Host: "shop.test", Registrable: "shop.test"},
		"bücher.example":                     {Host: "xn--bcher-kva.example", Registrable: "xn--bcher-kva.example"},
		"localhost":                          {Host: "localhost", Registrable: "localhost"},
		"localhost:3000":                     {Host: "localhost", Registrable: "localhost"},
		"127.0.0.1:80":                       {Host: "127.0.0.1", Registrable: "127.0.0.1"},
		"[::1]":                              {Host: "::1", Registrable: "::1"},
		"http://[::1]:80/":                   {Host: "::1", Registrable: "::1"},
		"shop.test?a=1":                      {Host: "shop.test", Registrable: "shop.test"},
		"my_host.shop.test":                  {Host: "my_host.shop.test", Registrable: "shop.test"},
	} {
		got, err := policy.ParseSite(in)
		if err != nil || got != want {
			t.Errorf("ParseSite(%q) is %+v, %v; want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"co.uk", "com", "github.io", "https://co.uk/"} {
		if _, err := policy.ParseSite(in); !errors.Is(err, policy.ErrPublicSuffix) {
			t.Errorf("ParseSite(%q): %v, want a public suffix", in, err)
		}
	}
	for _, in := range []string{"", "a b", "..", "http://", "a..b", "x\x1b[0m.test", "*.test", "a,b.test"} {
		if got, err := policy.ParseSite(in); err == nil {
			t.Errorf("ParseSite(%q) is %+v, want an error", in, got)
		}
	}
}

func FuzzParseSite(f *testing.F) {
	for _, s := range []string{"shop.test", "http://[", "%zz://a", "a@b:c", "\x9b.test", "xn--a", "::1", "[::1]:80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		site, err := policy.ParseSite(s)
		if err != nil {
			if v := cookies.Visible(err.Error()); v != err.Error() {
				t.Errorf("the error %q would reach the terminal raw", err)
			}
			return
		}
		again, err := policy.ParseSite(site.Host)
		if err != nil || again != site {
			t.Errorf("ParseSite(%q) is %+v, and of its host %+v, %v", s, site, again, err)
		}
		if site.Host != strings.ToLower(site.Host) || !strings.HasSuffix(site.Host, site.Registrable) {
			t.Errorf("ParseSite(%q) is %+v", s, site)
		}
	})
}

func TestSentAndHolds(t *testing.T) {
	under := func(p string) *cookies.Place { return &cookies.Place{Partition: p} }
	site := policy.Site{Host: "www.shop.test", Registrable: "shop.test"}
	for _, test := range []struct {
		host        string
		place       *cookies.Place
		sent, holds bool
	}{
		{"www.shop.test", nil, true, true},
		{"WWW.shop.test", nil, true, true},
		{".shop.test", nil, true, true},
		{".www.shop.test", nil, true, true},
		{"shop.test", nil, false, false},
		{"a.www.shop.test", nil, false, true},
		{".a.www.shop.test", nil, false, true},
		{"other.shop.test", nil, false, false},
		{".xshop.test", nil, false, false},
		{"evilwww.shop.test", nil, false, false},
		{".tracker.test", nil, false, false},
		{".tracker.test", under("https://shop.test"), false, true},
		{".tracker.test", under("https://shop.test:8443"), false, true},
		{".tracker.test", under("https://other.test"), false, false},
		{".shop.test", under("https://other.test"), true, true},
		{"www.shop.test.", nil, true, true},
	} {
		c := &cookies.Cookie{Key: cookies.Key{Host: test.host, Name: "n"}, Place: test.place}
		if site.Sent(c) != test.sent || site.Holds(c) != test.holds {
			t.Errorf("%s under %v: sent %t, holds %t; want %t, %t", test.host, test.place, site.Sent(c), site.Holds(c), test.sent, test.holds)
		}
	}
	v6 := policy.Site{Host: "::1", Registrable: "::1"}
	for _, c := range []*cookies.Cookie{
		{Key: cookies.Key{Host: "[::1]"}},
		{Key: cookies.Key{Host: "::1"}},
		{Key: cookies.Key{Host: "tracker.test"}, Place: under("http://[::1]")},
		{Key: cookies.Key{Host: "tracker.test"}, Place: under("http://[::1]:8443")},
	} {
		if !v6.Holds(c) {
			t.Errorf("%q under %v is not of ::1", c.Host, c.Place)
		}
	}
	label := policy.Site{Host: "intranet", Registrable: "intranet"}
	local := policy.Site{Host: "localhost", Registrable: "localhost"}
	if !label.Holds(&cookies.Cookie{Key: cookies.Key{Host: "intranet"}}) || label.Holds(&cookies.Cookie{Key: cookies.Key{Host: "www.shop.intranet"}}) {
		t.Error("a single label holds its own host, and nobody's under it")
	}
	if !local.Holds(&cookies.Cookie{Key: cookies.Key{Host: "app.localhost"}}) {
		t.Error("localhost does not hold what is under it")
	}
	address := policy.Site{Host: "10.0.0.1", Registrable: "10.0.0.1"}
	if address.Sent(&cookies.Cookie{Key: cookies.Key{Host: ".0.0.1"}}) {
		t.Error("an address was matched as a domain")
	}
}

func TestTypeOf(t *testing.T) {
	for _, test := range []struct {
		category policy.Category
		party    policy.Party
		embedded bool
		want     policy.Type
		consent  policy.Consent
	}{
		{policy.Necessary, policy.FirstParty, false, policy.TypeNecessary, policy.ConsentNone},
		{policy.Functional, policy.PartyUnknown, false, policy.TypeNecessary, policy.ConsentNone},
		{policy.Statistical, policy.FirstParty, true, policy.TypeStatistical, policy.ConsentUnlessAnonymised},
		{policy.Marketing, policy.FirstParty, false, policy.TypeFirstParty, policy.ConsentNeeded},
		{policy.Unclassified, policy.PartyUnknown, false, policy.TypeFirstParty, policy.ConsentNeeded},
		{policy.Marketing, policy.PartyUnknown, true, policy.TypeThirdParty, policy.ConsentNeeded},
		{policy.Necessary, policy.ThirdParty, false, policy.TypeThirdParty, policy.ConsentNeeded},
	} {
		got := policy.TypeOf(test.category, test.party, test.embedded)
		if got != test.want || got.Consent() != test.consent {
			t.Errorf("%+v: type %s, consent %s", test, got, got.Consent())
		}
	}
}

func TestVerdictWords(t *testing.T) {
	v := policy.Verdict{Category: policy.Marketing, Evidence: []policy.Evidence{
		{Source: policy.SourcePolicy, Category: policy.Marketing, Words: "a"},
		{Source: policy.SourceCatalogue, Category: policy.Marketing, Words: "b"},
		{Source: policy.SourceRules, Category: policy.Necessary, Words: "c"},
	}}
	if got := strings.Join(v.Reasons(), "") + "|" + strings.Join(v.Agreed(), "") + "|" + strings.Join(v.Disagreed(), ""); got != "abc|b|c" {
		t.Errorf("reasons, agreed, disagreed: %s", got)
	}
	if none := (&policy.Verdict{}); len(none.Reasons()) == 0 || none.Agreed() == nil || none.Disagreed() == nil {
		t.Error("a verdict without evidence has no reasons, or null lists")
	}
}
