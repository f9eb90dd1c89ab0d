package plan

import (
	"slices"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func someStores() (chromium, firefox *cookies.Store) {
	return &cookies.Store{Browser: "chromium", Profile: "Default", ProfileName: "Person 1", Path: "/c/Cookies"},
		&cookies.Store{Browser: "firefox", Profile: "ab12.work", ProfileName: "Work", Path: "/f/cookies.sqlite"}
}

// made is a cookie with its verdict in the making.
type made struct {
	c cookies.Cookie
	v policy.Verdict
}

func make1(name, host string, cat policy.Category, party policy.Party) made {
	store, _ := someStores()
	m := made{
		c: cookies.Cookie{Key: cookies.Key{Name: name, Host: host, Path: "/"}, Store: store},
		v: policy.Verdict{Category: cat, Party: party, Type: policy.TypeOf(cat, party, false)},
	}
	return m
}

func (m made) guard(g policy.Guard) made { m.v.Guard = g; return m }
func (m made) shared() made              { m.v.Shared = true; return m }
func (m made) expires(t time.Time) made  { m.c.Expires = cookies.FromTime(t); return m }
func (m made) in(s *cookies.Store) made  { m.c.Store = s; return m }
func (m made) place(partition, container string) made {
	m.c.Place = &cookies.Place{Partition: partition, Container: container}
	return m
}

func sorted(list ...made) []policy.Sorted {
	out := make([]policy.Sorted, len(list))
	for i := range list {
		out[i] = policy.Sorted{Cookie: &list[i].c, Verdict: &list[i].v}
	}
	return out
}

func names(list []policy.Sorted) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, s.Cookie.Name)
	}
	return out
}

func reasons(list []Left) map[string]cookies.Reason {
	out := map[string]cookies.Reason{}
	for _, l := range list {
		out[l.Cookie.Name] = l.Reason
	}
	return out
}

func parse(t *testing.T, s string) policy.Site {
	t.Helper()
	site, err := policy.ParseSite(s)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func TestFilter(t *testing.T) {
	chromium, firefox := someStores()
	list := sorted(
		make1("_ga", ".shop.test", policy.Statistical, policy.FirstParty).in(chromium).expires(noon.Add(time.Hour)),
		make1("sid", "www.shop.test", policy.Necessary, policy.FirstParty).in(firefox).place("", "Banking"),
		make1("IDE", ".ads.test", policy.Marketing, policy.ThirdParty).in(firefox).expires(noon.Add(-time.Hour)),
		make1("a*b", "notshop.test", policy.Unclassified, policy.PartyUnknown).in(chromium).place("", "none"),
		make1("日本", "10.0.0.1", policy.Functional, policy.PartyUnknown).in(chromium).expires(noon),
	)
	for _, test := range []struct {
		what string
		f    Filter
		want []string
	}{
		{"nothing", Filter{}, []string{"_ga", "sid", "IDE", "a*b", "日本"}},
		{"browser", Filter{Browsers: []string{"Firefox"}}, []string{"sid", "IDE"}},
		{"two browsers", Filter{Browsers: []string{"firefox", "chromium"}}, []string{"_ga", "sid", "IDE", "a*b", "日本"}},
		{"a browser's channel", Filter{Browsers: []string{"chromium-beta", "chrom"}}, []string{}},
		{"profile by folder", Filter{Profiles: []string{"Default"}}, []string{"_ga", "a*b", "日本"}},
		{"profile by name", Filter{Profiles: []string{"Work"}}, []string{"sid", "IDE"}},
		{"no profile", Filter{Profiles: []string{""}}, []string{}},
		{"store", Filter{Stores: []string{"/f/cookies.sqlite"}}, []string{"sid", "IDE"}},
		{"category", Filter{Categories: []policy.Category{policy.Statistical, policy.Marketing}}, []string{"_ga", "IDE"}},
		{"type", Filter{Types: []policy.Type{policy.TypeNecessary}}, []string{"sid", "日本"}},
		{"party", Filter{Parties: []policy.Party{policy.PartyUnknown}}, []string{"a*b", "日本"}},
		{"name", Filter{Names: []string{"_ga"}}, []string{"_ga"}},
		{"name with *", Filter{Names: []string{"*i*"}}, []string{"sid"}},
		{"name with ?", Filter{Names: []string{"?id", "??"}}, []string{"sid", "日本"}},
		{"name of a star", Filter{Names: []string{"a*b"}}, []string{"a*b"}},
		{"domain", Filter{Domains: []string{"shop.test"}}, []string{"_ga", "sid"}},
		{"domain with a dot", Filter{Domains: []string{".SHOP.test."}}, []string{"_ga", "sid"}},
		{"subdomain", Filter{Domains: []string{"www.shop.test"}}, []string{"sid"}},
		{"no domain", Filter{Domains: []string{""}}, []string{}},
		{"part of an address", Filter{Domains: []string{"0.0.1"}}, []string{}},
		{"container", Filter{Containers: []string{"Banking"}}, []string{"sid"}},
		{"no container", Filter{Containers: []string{"none"}}, []string{"_ga", "IDE", "日本"}},
		{"expired", Filter{Expired: true}, []string{"IDE", "日本"}},
		{"session", Filter{Session: true}, []string{"sid", "a*b"}},
		{"id", Filter{IDs: []string{list[2].Cookie.ID().String()}}, []string{"IDE"}},
		{"several agree", Filter{Browsers: []string{"firefox"}, Session: true}, []string{"sid"}},
		{"several disagree", Filter{Browsers: []string{"chromium"}, Names: []string{"IDE"}}, []string{}},
	} {
		if got := names(Select(list, policy.Site{}, test.f, noon)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
		if test.f.Empty() != (test.what == "nothing") {
			t.Errorf("%s: empty %v", test.what, test.f.Empty())
		}
	}
}

// A jar that a person names has no profile; no word of a filter means that.
func TestFilterWithoutProfile(t *testing.T) {
	jar := sorted(make1("sid", "shop.test", policy.Necessary, policy.FirstParty).in(&cookies.Store{Browser: "netscape", Path: "/j/cookies.txt"}))
	for _, profile := range []string{"", "Default"} {
		if got := names(Select(jar, policy.Site{}, Filter{Profiles: []string{profile}}, noon)); len(got) != 0 {
			t.Errorf("profile %q gives %v", profile, got)
		}
	}
}

func TestSelectOfASite(t *testing.T) {
	list := sorted(
		make1("host", "www.shop.test", policy.Necessary, policy.FirstParty),
		make1("domain", ".shop.test", policy.Necessary, policy.FirstParty),
		make1("sub", "api.www.shop.test", policy.Necessary, policy.FirstParty),
		make1("sibling", "api.shop.test", policy.Necessary, policy.FirstParty),
		make1("parent", "shop.test", policy.Necessary, policy.FirstParty),
		make1("partitioned", ".ads.test", policy.Marketing, policy.ThirdParty).place("https://shop.test", ""),
		make1("elsewhere", ".ads.test", policy.Marketing, policy.ThirdParty).place("https://news.test", ""),
		make1("shared", ".ads.test", policy.Marketing, policy.ThirdParty).shared(),
		make1("third", ".ads.test", policy.Marketing, policy.ThirdParty),
	)
	for site, want := range map[string][]string{
		"www.shop.test": {"host", "domain", "sub", "partitioned", "shared"},
		"shop.test":     {"host", "domain", "sub", "sibling", "parent", "partitioned", "shared"},
	} {
		if got := names(Select(list, parse(t, site), Filter{}, noon)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", site, got, want)
		}
	}
	if got := names(Select(list, parse(t, "shop.test"), Filter{Names: []string{"sh*"}}, noon)); !slices.Equal(got, []string{"shared"}) {
		t.Errorf("with a filter: %v", got)
	}
}

// shopful is one cookie of each kind that deletions tell apart, on one site.
func shopful() []policy.Sorted {
	const first, third, unknown = policy.FirstParty, policy.ThirdParty, policy.PartyUnknown
	return sorted(
		make1("necessary", ".shop.test", policy.Necessary, first),
		make1("functional", ".shop.test", policy.Functional, first),
		make1("statistical", ".shop.test", policy.Statistical, first),
		make1("marketing", ".shop.test", policy.Marketing, first),
		make1("plain", ".shop.test", policy.Unclassified, first),
		make1("unknown", ".shop.test", policy.Unclassified, unknown),
		make1("login", ".shop.test", policy.Marketing, first).guard(policy.GuardLogin),
		make1("csrf", ".shop.test", policy.Statistical, first).guard(policy.GuardCSRF),
		make1("consent", ".shop.test", policy.Statistical, first).guard(policy.GuardConsent),
		make1("session", ".shop.test", policy.Necessary, first).guard(policy.GuardLogin),
		make1("kept", ".shop.test", policy.Marketing, first),
		make1("3necessary", ".ads.test", policy.Necessary, third).place("https://shop.test", ""),
		make1("3functional", ".ads.test", policy.Functional, third).place("https://shop.test", ""),
		make1("3statistical", ".ads.test", policy.Statistical, third).place("https://shop.test", ""),
		make1("3marketing", ".ads.test", policy.Marketing, third).place("https://shop.test", ""),
		make1("3plain", ".ads.test", policy.Unclassified, third).place("https://shop.test", ""),
		make1("shared", ".ads.test", policy.Marketing, third).shared(),
		make1("sharednecessary", ".ads.test", policy.Necessary, third).shared(),
		make1("otherwise", "news.test", policy.Marketing, third),
	)
}

func TestMake(t *testing.T) {
	keeps := func(c *cookies.Cookie) bool { return c.Name == "kept" }
	type left = map[string]cookies.Reason
	const kept, shared, login = cookies.ReasonKept, cookies.ReasonShared, cookies.ReasonLogin
	list := shopful()
	id := func(name string) string {
		i := slices.IndexFunc(list, func(s policy.Sorted) bool { return s.Cookie.Name == name })
		return list[i].Cookie.ID().String()
	}
	everything := []string{"necessary", "functional", "statistical", "marketing", "plain", "unknown", "login", "csrf", "consent",
		"session", "3necessary", "3functional", "3statistical", "3marketing", "3plain"}
	dispensable := []string{"statistical", "marketing", "3statistical", "3marketing", "3plain"}
	guarded := left{"login": login, "csrf": login, "consent": login, "kept": kept, "shared": shared}

	for _, test := range []struct {
		what string
		r    Request
		take []string
		left left
		stay SignIn
	}{
		{"delete a site: all but kept and shared", Request{}, everything,
			left{"kept": kept, "shared": shared, "sharednecessary": shared}, SignInGoes},
		{"delete with force lifts the keep list alone", Request{Force: true},
			slices.Insert(slices.Clone(everything), 10, "kept"), left{"shared": shared, "sharednecessary": shared}, SignInGoes},
		{"delete third parties: the shared ones too", Request{Filter: Filter{Parties: []policy.Party{policy.ThirdParty}}},
			[]string{"3necessary", "3functional", "3statistical", "3marketing", "3plain", "shared", "sharednecessary"}, left{}, SignInStays},
		{"delete by category", Request{Filter: Filter{Categories: []policy.Category{policy.Marketing}}},
			[]string{"marketing", "login", "3marketing"}, left{"kept": kept, "shared": shared}, SignInGoes},
		{"delete by name", Request{Filter: Filter{Names: []string{"plain"}}}, []string{"plain"}, left{}, SignInStays},
		{"delete what is kept, by name", Request{Filter: Filter{Names: []string{"kept"}}}, []string{}, left{"kept": kept}, SignInStays},
		{"delete what is shared, by ID", Request{Filter: Filter{IDs: []string{id("shared")}}}, []string{}, left{"shared": shared}, SignInStays},

		{"clear a site", Request{Clear: true}, dispensable, guarded, SignInStays},
		{"clear: force lifts nothing", Request{Clear: true, Force: true}, dispensable, guarded, SignInStays},
		{"clear third parties: the shared ones too", Request{Clear: true, Filter: Filter{Parties: []policy.Party{policy.ThirdParty}}},
			[]string{"3statistical", "3marketing", "3plain", "shared"}, left{}, SignInStays},
		{"clear one category instead", Request{Clear: true, Filter: Filter{Categories: []policy.Category{policy.Functional}}},
			[]string{"functional", "3functional"}, left{}, SignInStays},
		{"clear unclassified: of all parties", Request{Clear: true, Filter: Filter{Categories: []policy.Category{policy.Unclassified}}},
			[]string{"plain", "unknown", "3plain"}, left{}, SignInStays},
		{"clear necessary: the sign-in stays", Request{Clear: true, Filter: Filter{Categories: []policy.Category{policy.Necessary}}},
			[]string{"necessary", "3necessary"}, left{"session": login, "sharednecessary": shared}, SignInStays},
		{"clear a login by its name", Request{Clear: true, Filter: Filter{Names: []string{"login"}}}, []string{"login"}, left{}, SignInGoes},
		{"clear a login by its ID", Request{Clear: true, Filter: Filter{IDs: []string{id("login")}}}, []string{"login"}, left{}, SignInGoes},
		{"clear a login by a glob: it stays", Request{Clear: true, Filter: Filter{Names: []string{"logi?", "l*"}}}, []string{}, left{"login": login}, SignInStays},
		{"clear by the name of a necessary one: not aimed at", Request{Clear: true, Filter: Filter{Names: []string{"necessary", "plain"}}},
			[]string{}, left{}, SignInStays},
		{"clear a necessary login by name and category", Request{Clear: true,
			Filter: Filter{Names: []string{"session"}, Categories: []policy.Category{policy.Necessary}}}, []string{"session"}, left{}, SignInGoes},
		{"clear what is kept, by name", Request{Clear: true, Filter: Filter{Names: []string{"kept"}}}, []string{}, left{"kept": kept}, SignInStays},
	} {
		test.r.Cookies, test.r.Site, test.r.Keeps, test.r.Now = list, parse(t, "shop.test"), keeps, noon
		p := Make(test.r)
		if got := names(p.Take); !slices.Equal(got, test.take) {
			t.Errorf("%s: takes %v, want %v", test.what, got, test.take)
		}
		got := reasons(p.Left)
		if len(got) != len(test.left) {
			t.Errorf("%s: leaves %v, want %v", test.what, got, test.left)
		}
		for name, reason := range test.left {
			if got[name] != reason {
				t.Errorf("%s: leaves %s as %q, want %q", test.what, name, got[name], reason)
			}
		}
		if p.Stay != test.stay {
			t.Errorf("%s: the sign-in: %d, want %d", test.what, p.Stay, test.stay)
		}
		if selected := len(p.Take) + len(p.Left) + len(p.Rest); test.r.Clear && len(test.r.Filter.Categories) == 0 &&
			selected != len(Select(list, test.r.Site, test.r.Filter, noon)) {
			t.Errorf("%s: %d of the selected are told of", test.what, selected)
		}
	}
}

// TestSharedLogin: what other sites share and looks like a login there stays
// unless it is named, also in a delete: it would sign the user out elsewhere.
func TestSharedLogin(t *testing.T) {
	list := sorted(
		make1("SID", ".accounts.test", policy.Marketing, policy.ThirdParty).shared().guard(policy.GuardLogin),
		make1("ad", ".accounts.test", policy.Marketing, policy.ThirdParty).shared())
	for _, clear := range []bool{false, true} {
		r := Request{Cookies: list, Site: parse(t, "shop.test"), Clear: clear, Now: noon, Filter: Filter{Parties: []policy.Party{policy.ThirdParty}}}
		p := Make(r)
		if p.Stay != SignInNone {
			t.Errorf("clear %v: a sign-in elsewhere is told as one here: %d", clear, p.Stay)
		}
		if got := names(p.Take); !slices.Equal(got, []string{"ad"}) || reasons(p.Left)["SID"] != cookies.ReasonLogin {
			t.Errorf("clear %v: takes %v, leaves %v", clear, got, reasons(p.Left))
		}
		r.Filter.Names = []string{"SID"}
		if got := names(Make(r).Take); !slices.Equal(got, []string{"SID"}) {
			t.Errorf("clear %v: named, takes %v", clear, got)
		}
	}
}

// TestMakeWithoutSite: with no site in view there is nothing shared, and all
// stores together are the scope of the guess about the sign-in.
func TestMakeWithoutSite(t *testing.T) {
	list := sorted(
		make1("a", ".shop.test", policy.Marketing, policy.PartyUnknown),
		make1("b", ".news.test", policy.Unclassified, policy.PartyUnknown),
		make1("c", ".ads.test", policy.Unclassified, policy.ThirdParty).place("https://shop.test", ""),
	)
	p := Make(Request{Cookies: list, Clear: true, Now: noon})
	if got := names(p.Take); !slices.Equal(got, []string{"a", "c"}) || p.Stay != SignInNone {
		t.Errorf("%v, sign-in %d", got, p.Stay)
	}
	if got := names(p.Rest); !slices.Equal(got, []string{"b"}) {
		t.Errorf("the rest: %v", got)
	}
	expired := sorted(make1("old", "shop.test", policy.Necessary, policy.FirstParty).guard(policy.GuardLogin).expires(noon.Add(-time.Hour)))
	if p := Make(Request{Cookies: expired, Now: noon}); p.Stay != SignInNone || len(p.Take) != 1 {
		t.Errorf("an expired sign-in: %d", p.Stay)
	}
}

// What a deletion signs out of is told by host, each once, in one order.
func TestSignedOutOf(t *testing.T) {
	login := func(host string) made {
		return make1("sid", host, policy.Necessary, policy.FirstParty).guard(policy.GuardLogin)
	}
	p := Make(Request{Cookies: sorted(login("www.shop.test"), login(".news.test"), login(".www.shop.test"), login("a.test")), Now: noon})
	if want := []string{"a.test", "news.test", "www.shop.test"}; p.Stay != SignInGoes || !slices.Equal(p.Out, want) {
		t.Errorf("out of %q, want %q", p.Out, want)
	}
}
