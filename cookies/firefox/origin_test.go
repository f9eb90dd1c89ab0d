package firefox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

func TestParseOrigin(t *testing.T) {
	for _, c := range []struct {
		text string
		want Attributes
		site string
		odd  bool // an error, with what could be read
	}{
		{text: ""},
		{text: "^", want: Attributes{}},
		{text: "^userContextId=2", want: Attributes{Container: 2}},
		{text: "^userContextId=4294967295", want: Attributes{Container: 4294967295}},
		{text: "^privateBrowsingId=1", want: Attributes{Private: 1}},
		{text: "^partitionKey=%28https%2Cshop.test%29", want: Attributes{Partition: "(https,shop.test)"}, site: "https://shop.test"},
		{text: "^partitionKey=%28http%2Cshop.test%2C8080%29", want: Attributes{Partition: "(http,shop.test,8080)"}, site: "http://shop.test:8080"},
		{text: "^partitionKey=%28https%2Cshop.test%2Cf%29", want: Attributes{Partition: "(https,shop.test,f)"}, site: "https://shop.test"},
		{text: "^partitionKey=%28https%2Cshop.test%2C8443%2Cf%29", want: Attributes{Partition: "(https,shop.test,8443,f)"}, site: "https://shop.test:8443"},
		{text: "^partitionKey=%28http%2C%5B%2B%2B1%5D%29", want: Attributes{Partition: "(http,[::1])"}, site: "http://[::1]"},
		{text: "^partitionKey=shop.test", want: Attributes{Partition: "shop.test"}, site: "https://shop.test"},
		{text: "^partitionKey=%28https%29", want: Attributes{Partition: "(https)"}, site: "(https)"},
		{text: "^partitionKey=%28%2C%29", want: Attributes{Partition: "(,)"}, site: "(,)"},
		{text: "^partitionKey=%28https%2Cshop.test%2C99999%29", want: Attributes{Partition: "(https,shop.test,99999)"}, site: "https://shop.test"},
		{text: "^firstPartyDomain=shop.test", want: Attributes{FirstPartyDomain: "shop.test"}, site: "https://shop.test"},
		{text: "^userContextId=2&privateBrowsingId=1&firstPartyDomain=a.test&partitionKey=%28https%2Cshop.test%29",
			want: Attributes{Container: 2, Private: 1, FirstPartyDomain: "a.test", Partition: "(https,shop.test)"}, site: "https://shop.test"},
		{text: "^geckoViewUserContextId=abc+def", want: Attributes{GeckoViewContext: "abc def"}},
		{text: "^appId=7&inBrowser=1&addonId=x&disableJit=1&userContextId=3", want: Attributes{Container: 3}},
		{text: "^userContextId=1&&userContextId=2", want: Attributes{Container: 2}},
		{text: "^userContextId=-1", odd: true},
		{text: "^userContextId=4294967296", odd: true},
		{text: "^userContextId=3&userContextId=x", want: Attributes{Container: 3}, odd: true},
		{text: "^userContextId=3&moon=full", want: Attributes{Container: 3}, odd: true},
		{text: "userContextId=3", odd: true},
		{text: "^partitionKey=%2", want: Attributes{Partition: "%2"}, site: "https://%2"},
		{text: "^partitionKey=%zz%41", want: Attributes{Partition: "%zzA"}, site: "https://%zzA"},
	} {
		got, err := ParseOrigin(c.text)
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != c.odd {
			t.Errorf("%q: %v %s", c.text, err, diff)
		}
		if site := got.Site(); site != c.site {
			t.Errorf("%q: site %q, want %q", c.text, site, c.site)
		}
	}
}

// FuzzParseOrigin: what was understood is written in Firefox's spelling and
// understood again alike.
func FuzzParseOrigin(f *testing.F) {
	f.Add("^userContextId=2&partitionKey=%28https%2Cshop.test%2C8443%2Cf%29&privateBrowsingId=1&firstPartyDomain=a.test")
	f.Add("^partitionKey=%28http%2C%5B%2B%2B1%5D%29")
	f.Add("^geckoViewUserContextId=%00%ff+%2B*")
	f.Add("^=&&&=%")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseOrigin(s)
		site := a.Site()
		if a.Partition == "" && a.FirstPartyDomain == "" && site != "" {
			t.Errorf("%q: a site of nothing: %q", s, site)
		}
		again, aerr := ParseOrigin(a.String())
		if aerr != nil || again != a {
			t.Errorf("%q (%v): %+v is written as %q and read as %+v, %v", s, err, a, a.String(), again, aerr)
		}
		if !strings.HasPrefix(a.String(), "^") && a != (Attributes{}) {
			t.Errorf("%+v is written as %q", a, a.String())
		}
	})
}

func TestContainers(t *testing.T) {
	for content, want := range map[string]map[uint32]container{
		containersJSON:          {1: {name: "Personal"}, 2: {"Work", "orange", "briefcase"}, 6: {name: "Shop \x1b[2J", icon: "cart"}},
		"":                      {},
		"{":                     {},
		"[]":                    {},
		`{"identities":7}`:      {},
		`{"identities":[1,{}]}`: {},
		`{"identities":[{"userContextId":3,"public":true,"l10nID":"userContextBanking.label"},{"userContextId":4,"public":true,"l10nId":"user-context-shopping"}]}`: {3: {name: "Banking"}, 4: {name: "Shopping"}},
		`{"identities":[{"userContextId":9,"public":true,"l10nId":"user-context-unheard-of"}]}`:                                                                     {9: {}},
	} {
		path := filepath.Join(t.TempDir(), "containers.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, containers(path), cmp.AllowUnexported(container{})); diff != "" {
			t.Errorf("%s: %s", content, diff)
		}
	}
	if got := containers(t.TempDir()); len(got) != 0 {
		t.Errorf("a directory: %v", got)
	}
	if got := containers(filepath.Join(t.TempDir(), "none")); len(got) != 0 {
		t.Errorf("nothing: %v", got)
	}
}

// A container without a name of its own has its number, and places are shared.
func TestPlaces(t *testing.T) {
	p := newPlaces(&cookies.Store{Path: filepath.Join(t.TempDir(), "cookies.sqlite")})
	if place := p.of("^userContextId=7"); place == nil || place.Container != "Container 7" || place != p.of("^userContextId=7") {
		t.Errorf("%+v", place)
	}
	for _, origin := range []string{"", "^", "nonsense", "^appId=1"} {
		if place := p.of(origin); place != nil {
			t.Errorf("%q: %+v", origin, place)
		}
	}
}
