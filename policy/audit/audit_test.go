package audit

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
)

var (
	now   = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	chrom = &cookies.Store{Browser: "chromium", Profile: "Default", Path: "/c/Cookies", Format: cookies.Chromium, Folder: "/c"}
	fox   = &cookies.Store{Browser: "firefox", Profile: "x", Path: "/f/cookies.sqlite", Format: cookies.Firefox, Folder: "/f"}

	foxSession = &cookies.Store{Browser: "firefox", Profile: "x", Path: "/f/sessionstore.jsonlz4", Format: cookies.FirefoxSession, Folder: "/f"}
)

// cookie makes a cookie of shop.test that was set an hour ago and lives for a
// month; changes make it another.
func cookie(name string, changes ...func(*cookies.Cookie)) cookies.Cookie {
	c := cookies.Cookie{Key: cookies.Key{Name: name, Host: ".shop.test", Path: "/"}, Store: chrom, Secure: true, HTTPOnly: true, SameSite: cookies.Lax}
	set := cookies.FromTime(now.Add(-time.Hour))
	c.Created, c.Updated, c.Accessed = set, set, set
	c.Expires = cookies.FromTime(now.Add(-time.Hour + 30*day))
	for _, f := range changes {
		f(&c)
	}
	return c
}

func host(h string) func(*cookies.Cookie) { return func(c *cookies.Cookie) { c.Host = h } }
func in(s *cookies.Store) func(*cookies.Cookie) {
	return func(c *cookies.Cookie) { c.Store = s }
}

// lives gives a life from the last setting on; 0 is a session.
func lives(d time.Duration) func(*cookies.Cookie) {
	return func(c *cookies.Cookie) {
		c.Expires = 0
		if d > 0 {
			c.Expires = cookies.FromTime(c.Updated.Time().Add(d))
		}
	}
}

// set says when it was first and last set.
func set(first, last time.Time) func(*cookies.Cookie) {
	return func(c *cookies.Cookie) {
		c.Created, c.Updated, c.Accessed = cookies.FromTime(first), cookies.FromTime(last), cookies.FromTime(now)
	}
}

func under(site string) func(*cookies.Cookie) {
	return func(c *cookies.Cookie) { c.Place = &cookies.Place{Partition: site} }
}

func lacks(attributes string) func(*cookies.Cookie) {
	return func(c *cookies.Cookie) {
		c.Secure = c.Secure && !strings.Contains(attributes, "secure")
		c.HTTPOnly = c.HTTPOnly && !strings.Contains(attributes, "http")
		if strings.Contains(attributes, "same") {
			c.SameSite = cookies.Unspecified
		}
	}
}

// declare makes a declaration: name, category, party, lifetime.
func declare(name string, c policy.Category, p policy.Party, life time.Duration) policy.Declaration {
	d := policy.Declaration{Name: name, Category: c, Party: p}
	if life >= 0 {
		seconds := int64(life / time.Second)
		d.LifetimeSeconds = &seconds
	}
	return d
}

// on gives a declaration the domain that the policy names.
func on(domain string, d policy.Declaration) policy.Declaration {
	d.Domain = domain
	return d
}

const unsaid = time.Duration(-1)

// audited sorts cookies as the program does and audits them; values are those of
// the records, by name.
func audited(t testing.TB, site string, declared []policy.Declaration, list []cookies.Cookie, values map[string]string) Report {
	t.Helper()
	at, err := policy.ParseSite(site)
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	k := classify.Knowledge{Catalogue: cat}
	input := Input{Site: at, Now: now}
	if declared != nil {
		input.Policy = Bind(policy.Policy{Title: "Cookies", Cookies: declared}, at)
		k.Policies = Among(nil, input.Policy)
	}
	input.Cookies = classify.New(k).Sort(list, at)
	for _, c := range Wanted(at, input.Cookies) {
		o := Opened{Cookie: c}
		if v, ok := values[c.Name]; ok {
			o.Value = []byte(v)
		} else {
			o.Err = fmt.Errorf("the keyring is locked")
		}
		input.Opened = append(input.Opened, o)
	}
	return Audit(input)
}

// findings writes findings as "kind severity name domain".
func findings(r Report) []string {
	out := []string{}
	for _, f := range r.Findings {
		out = append(out, strings.Join([]string{string(f.Kind), string(f.Severity), f.Name, f.Domain}, " "))
	}
	return out
}

func TestDeclared(t *testing.T) {
	n, f, s, m := policy.Necessary, policy.Functional, policy.Statistical, policy.Marketing
	first, third, none := policy.FirstParty, policy.ThirdParty, policy.PartyUnsaid
	type declarations []policy.Declaration
	type stored []cookies.Cookie
	for _, c := range []struct {
		what     string
		declared declarations
		stored   stored
		want     []string
	}{
		{"all is well", declarations{declare("_ga*", s, none, 730*day)}, stored{cookie("_ga"), cookie("_ga_ABC123")}, nil},
		{"undeclared, by what it is for", declarations{declare("basket", n, none, unsaid)},
			stored{cookie("basket"), cookie("_fbp", lives(90*day)), cookie("_ga", lives(400*day)), cookie("zzqqx", lacks("http")), cookie("django_language")},
			[]string{"undeclared high _fbp .shop.test", "undeclared medium _ga .shop.test", "undeclared medium zzqqx .shop.test", "undeclared low django_language .shop.test"}},
		{"missing", declarations{declare("basket", n, none, unsaid), declare("_ga*", s, none, unsaid)}, stored{cookie("_ga")},
			[]string{"missing low basket "}},
		{"a pattern and a literal that fit the same are both seen", declarations{declare("_ga", s, none, unsaid), declare("_ga*", s, none, unsaid)},
			stored{cookie("_ga")}, nil},
		{"a pattern that fits everything is neither seen nor missing", declarations{declare("*", s, none, unsaid)}, stored{cookie("zzqqx", lacks("http"))},
			[]string{"undeclared medium zzqqx .shop.test"}},
		{"the same in several stores is one finding", declarations{declare("basket", n, none, unsaid)}, stored{cookie("basket"), cookie("_fbp", lives(90*day)), cookie("_fbp", in(fox), lives(90*day))},
			[]string{"undeclared high _fbp .shop.test"}},
		{"the policy is not asked about a subdomain's own", declarations{declare("basket", n, none, unsaid)},
			stored{cookie("basket", host("www.shop.test")), cookie("_fbp", host("blog.shop.test"))}, nil},
		{"other sites' are passed over", declarations{declare("basket", n, none, unsaid)}, stored{cookie("basket"), cookie("_fbp", host(".other.test"))}, nil},

		{"not 5 % over", declarations{declare("basket", n, none, 100*day)}, stored{cookie("basket", lives(105*day))}, nil},
		{"more than 5 % over", declarations{declare("basket", n, none, 100*day)}, stored{cookie("basket", lives(105*day+time.Minute))},
			[]string{"overlong medium basket .shop.test"}},
		{"not a day over", declarations{declare("basket", n, none, 2*day)}, stored{cookie("basket", lives(3*day))}, nil},
		{"more than a day over", declarations{declare("basket", n, none, 2*day)}, stored{cookie("basket", lives(3*day+time.Minute))},
			[]string{"overlong medium basket .shop.test"}},
		{"twice as long, and advertising", declarations{declare("_fbp", m, none, 90*day)}, stored{cookie("_fbp", lives(180*day))},
			[]string{"overlong high _fbp .shop.test"}},
		{"a session that persists", declarations{declare("basket", n, none, 0)}, stored{cookie("basket", lives(2*day))},
			[]string{"overlong medium basket .shop.test"}},
		{"a session that persists for hours", declarations{declare("basket", n, none, 0)}, stored{cookie("basket", lives(day))}, nil},
		{"a session as declared", declarations{declare("basket", n, none, 0)}, stored{cookie("basket", lives(0))}, nil},
		{"shorter than declared, as browsers make it", declarations{declare("_ga", s, none, 730*day)}, stored{cookie("_ga", lives(400*day))}, nil},
		{"no longer than the browser's limit of what is declared", declarations{declare("basket", n, none, 395*day)}, stored{cookie("basket", lives(400*day))}, nil},
		{"at the browser's limit and over", declarations{declare("basket", n, none, 365*day)}, stored{cookie("basket", lives(400*day))},
			[]string{"overlong medium basket .shop.test"}},
		{"set again all the time", declarations{declare("basket", n, none, 30*day)},
			stored{cookie("basket", set(now.AddDate(-1, 0, 0), now.Add(-time.Hour)), lives(30*day))}, nil},
		{"perhaps set again", declarations{declare("basket", n, none, 30*day)},
			stored{cookie("basket", set(now.AddDate(-1, 0, 0), now.Add(-time.Hour)), lives(30*day), func(c *cookies.Cookie) { c.Updated = 0 })},
			[]string{"overlong low basket .shop.test"}},
		{"surely too long though the store does not say when it was set", declarations{declare("basket", n, none, 30*day)},
			stored{cookie("basket", lives(90*day), func(c *cookies.Cookie) { c.Updated = 0 })}, []string{"overlong medium basket .shop.test"}},
		{"of two declarations the longer counts, whatever their order", declarations{declare("basket", f, none, 60*day), declare("basket", n, none, day)}, stored{cookie("basket")}, nil},
		{"of two declarations the longer counts", declarations{declare("basket", n, none, day), declare("basket", n, none, 60*day)}, stored{cookie("basket")}, nil},

		{"declared needed, known for ads", declarations{declare("_fbp", n, none, unsaid)}, stored{cookie("_fbp", lives(90*day))},
			[]string{"category-conflict high _fbp .shop.test"}},
		{"declared functional, known for statistics", declarations{declare("_ga", f, none, unsaid)}, stored{cookie("_ga", lives(400*day))},
			[]string{"category-conflict medium _ga .shop.test"}},
		{"declared statistical, known for ads: not asked", declarations{declare("_fbp", s, none, unsaid)}, stored{cookie("_fbp", lives(90*day))}, nil},
		{"a guess is no conflict", declarations{declare("pixel_visitor_ad", n, none, unsaid)}, stored{cookie("pixel_visitor_ad", func(c *cookies.Cookie) { c.SameSite = cookies.None })}, nil},
		{"a short name that lives otherwise is anybody's", declarations{declare("cje", n, none, unsaid)}, stored{cookie("cje", lives(0))}, nil},
		{"and the vendor's where it lives as the vendor's", declarations{declare("cje", n, none, unsaid)}, stored{cookie("cje")},
			[]string{"category-conflict high cje .shop.test"}},
		{"declared needed in one place and for ads in another", declarations{declare("_fbp", n, none, unsaid), declare("_fbp", m, none, unsaid)},
			stored{cookie("_fbp", lives(90*day))}, nil},

		{"declared another's, and the site's own", declarations{declare("_ga", s, third, unsaid)}, stored{cookie("_ga")},
			[]string{"wrong-party low _ga .shop.test"}},
		{"declared the site's own, and another's", declarations{declare("retargeting_pixel", m, first, unsaid)},
			stored{cookie("retargeting_pixel", host(".ads.test"), under("https://shop.test"))}, []string{"wrong-party medium retargeting_pixel .ads.test"}},
		{"declared the site's own and so it is; another's of that name is undeclared", declarations{declare("retargeting_pixel", s, first, unsaid)},
			stored{cookie("retargeting_pixel"), cookie("retargeting_pixel", host(".ads.test"), under("https://shop.test"))},
			[]string{"undeclared medium retargeting_pixel .ads.test"}},
		{"anybody's session is not the site's", declarations{declare("JSESSIONID", n, first, unsaid)},
			stored{cookie("JSESSIONID", host("frame.test"), under("https://shop.test"), lives(0))},
			[]string{"undeclared low JSESSIONID frame.test", "missing low JSESSIONID "}},
		{"two short letters are anybody's", declarations{declare("zq", s, first, unsaid)},
			stored{cookie("zq", host(".ads.test"), under("https://shop.test"), lacks("http"))},
			[]string{"undeclared low zq .ads.test", "missing low zq "}},
		{"declared the site's own, of a domain that it names", declarations{on("cdn.test", declare("retargeting_pixel", m, first, unsaid))},
			stored{cookie("retargeting_pixel", host(".ads.test"), under("https://shop.test"))},
			[]string{"undeclared medium retargeting_pixel .ads.test", "missing low retargeting_pixel cdn.test"}},
		{"declared another's, of the site's own domain", declarations{on("shop.test", declare("_ga", s, third, unsaid))}, stored{cookie("_ga")}, nil},
		{"declared of two domains, seen on one", declarations{on("a.test", declare("visitor_token", m, third, unsaid)), on("b.test", declare("visitor_token", m, third, unsaid))},
			stored{cookie("visitor_token", host(".a.test"), under("https://shop.test"))}, []string{"missing low visitor_token b.test"}},
		{"declared another's, under the declared domain", declarations{on("doubleclick.net", declare("IDE", m, third, unsaid))}, stored{cookie("IDE", host(".doubleclick.net"), under("https://shop.test"))}, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := audited(t, "shop.test", c.declared, c.stored, nil)
			if diff := cmp.Diff(append([]string{}, c.want...), findings(r)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if r.Declared != len(c.declared) || r.Policy != "shop.test" {
				t.Errorf("%d declared by %q", r.Declared, r.Policy)
			}
		})
	}
}

// TestSeveral: what is stored in several places is told once, by the worst.
func TestSeveral(t *testing.T) {
	r := audited(t, "shop.test", []policy.Declaration{declare("_fbp", policy.Marketing, policy.PartyUnsaid, 60*day)},
		[]cookies.Cookie{cookie("_fbp", lives(100*day)), cookie("_fbp", lives(300*day), in(fox)), cookie("_fbp", lives(30*day), host("www.shop.test"))}, nil)
	want := []Finding{{Overlong, High, "_fbp", ".shop.test", "It is declared to live 60 days and lives 300 days. 2 such cookies are stored."}}
	if diff := cmp.Diff(want, r.Findings); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestInsecure(t *testing.T) {
	for _, c := range []struct {
		what, site string
		stored     cookies.Cookie
		want       string // kind and severity; "": nothing
		says       string
	}{
		{"a login that is protected", "shop.test", cookie("PHPSESSID", lives(0)), "", ""},
		{"in the clear", "shop.test", cookie("PHPSESSID", lives(0), lacks("secure http same")), "high", "Secure, HttpOnly and SameSite"},
		{"for scripts", "shop.test", cookie("sessionid", lives(0), lacks("http")), "medium", "lacks HttpOnly:"},
		{"for other sites", "shop.test", cookie("sessionid", lives(0), lacks("same")), "low", "lacks SameSite:"},
		{"SameSite=None is a decision", "shop.test", cookie("sessionid", lives(0), func(c *cookies.Cookie) { c.SameSite = cookies.None }), "", ""},
		{"a token for scripts", "shop.test", cookie("csrftoken", lacks("http")), "", ""},
		{"a token in the clear", "shop.test", cookie("csrftoken", lacks("http secure")), "medium", "lacks Secure:"},
		{"plain HTTP can't be secure", "shop.test", cookie("sessionid", lives(0), lacks("secure"), func(c *cookies.Cookie) { c.Scheme = 1 }), "", ""},
		{"this machine can't either", "localhost", cookie("sessionid", host("localhost"), lives(0), lacks("secure")), "", ""},
		{"but scripts run there too", "localhost", cookie("sessionid", host("localhost"), lives(0), lacks("secure http")), "medium", "lacks HttpOnly:"},
		{"no login", "shop.test", cookie("_ga", lacks("secure http same")), "", ""},
		{"a note on a session", "shop.test", cookie("session_count", lacks("secure http same")), "", ""},
		{"a note on a login", "shop.test", cookie("login_popup_seen", lacks("secure http same")), "", ""},
		{"a value that proves nothing", "shop.test", cookie("shop_session", lives(0), lacks("secure http same"), func(c *cookies.Cookie) { c.Shape = cookies.ShapeOf([]byte("1")) }), "", ""},
		{"expired", "shop.test", cookie("sessionid", set(now.AddDate(0, -2, 0), now.AddDate(0, -2, 0)), lives(day), lacks("secure")), "", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := audited(t, c.site, nil, []cookies.Cookie{c.stored}, nil)
			var want []string
			if c.want != "" {
				want = []string{fmt.Sprintf("insecure %s %s %s", c.want, c.stored.Name, c.stored.Host)}
			}
			if diff := cmp.Diff(append([]string{}, want...), findings(r)); diff != "" {
				t.Fatalf("-want +got\n%s", diff)
			}
			if want != nil && !strings.Contains(r.Findings[0].Detail, c.says) {
				t.Errorf("%q does not say %q", r.Findings[0].Detail, c.says)
			}
			if r.Policy != "" || r.Declared != 0 {
				t.Errorf("%d declared by %q, and there is no policy", r.Declared, r.Policy)
			}
		})
	}
}

// TestOrder: nothing in a report hangs on the order of cookies or declarations.
func TestOrder(t *testing.T) {
	declared, list, values := mixed()
	want, err := json.Marshal(audited(t, "shop.test", declared, list, values))
	if err != nil {
		t.Fatal(err)
	}
	rows := audited(t, "shop.test", declared, list, values)
	if len(rows.Findings) < 9 || len(rows.ByKind()) != len(Kinds()) {
		t.Fatalf("the example has too little in it: %q", findings(rows))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		r.Shuffle(len(declared), func(i, j int) { declared[i], declared[j] = declared[j], declared[i] })
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		got := audited(t, "shop.test", declared, list, values)
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != string(want) {
			t.Fatalf("another order, another report\n%s\n%s", want, text)
		}
		if diff := cmp.Diff(table(rows), table(got)) + cmp.Diff(rows.Notes, got.Notes) + cmp.Diff(rows.Counts, got.Counts); diff != "" {
			t.Fatalf("another order, another table\n%s", diff)
		}
	}
}

func table(r Report) []string {
	var out []string
	for _, row := range r.Rows {
		out = append(out, fmt.Sprint(row.Name, row.Domain, row.Category, row.Party, row.Found, row.Session, row.Lives, row.Seen, row.Verdict))
	}
	return out
}

// mixed is something of every kind.
func mixed() ([]policy.Declaration, []cookies.Cookie, map[string]string) {
	answer := now.Add(-10 * day)
	declared := []policy.Declaration{
		declare("_fbp", policy.Marketing, policy.PartyUnsaid, 30*day), declare("_fbp", policy.Marketing, policy.PartyUnsaid, 20*day),
		declare("_ga", policy.Necessary, policy.ThirdParty, 730*day), declare("_ga*", policy.Statistical, policy.PartyUnsaid, unsaid),
		declare("absent", policy.Functional, policy.PartyUnsaid, unsaid), declare("absent", policy.Functional, policy.PartyUnsaid, 0),
		declare("CookieConsent", policy.Necessary, policy.FirstParty, 365*day), declare("retargeting_pixel", policy.Marketing, policy.FirstParty, unsaid),
	}
	list := []cookies.Cookie{
		cookie("_fbp", lives(90*day)), cookie("_fbp", in(fox), lives(100*day)), cookie("_ga"), cookie("_ga_X1"), cookie("zzqqx"), cookie("zzqqx", in(fox)),
		cookie("sessionid", lives(0), lacks("http")), cookie("sessionid", lives(0), lacks("secure"), in(fox)),
		cookie("CookieConsent", set(answer, answer), lives(365*day)), cookie("retargeting_pixel", host(".ads.test"), under("https://shop.test")),
		cookie("other", host("blog.shop.test")),
	}
	return declared, list, map[string]string{"CookieConsent": fmt.Sprintf("{stamp:'x',marketing:false,utc:%d}", answer.UnixMilli())}
}

func TestTable(t *testing.T) {
	declared := []policy.Declaration{
		declare("_ga", policy.Statistical, policy.PartyUnsaid, 730*day), declare("absent", policy.Marketing, policy.PartyUnsaid, unsaid),
		declare("basket", policy.Necessary, policy.PartyUnsaid, 0), declare("*", policy.Functional, policy.PartyUnsaid, unsaid),
	}
	r := audited(t, "shop.test", declared, []cookies.Cookie{cookie("_ga", lives(400*day)), cookie("basket"), cookie("basket", in(fox), lives(0)), cookie("zzqqx")}, nil)
	want := []string{
		"basket: 2, overlong", "*: 0, too general to look for", "_ga: 1, as declared, and cut to 400 days by the browser", "absent: 0, not seen", "zzqqx: 1, undeclared",
	}
	var got []string
	for _, row := range r.Rows {
		got = append(got, fmt.Sprintf("%s: %d, %s", row.Name, row.Found, row.Verdict))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		declared []policy.Declaration
		want     string
	}{
		{nil, `{"site":"shop.test","policy":null,"stored":0,"declared":0,"findings":[]}`},
		{[]policy.Declaration{declare("absent", "", "", unsaid)}, `{"site":"shop.test","policy":"shop.test","stored":0,"declared":1,"findings":[` +
			`{"kind":"missing","severity":"low","name":"absent","domain":"","detail":"No cookie of this name is stored. Not seen is no proof of absence."}]}`},
	} {
		got, err := json.Marshal(audited(t, "shop.test", c.declared, nil, nil))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestAmong: the policy of an audit stands in the place of others for its site,
// and speaks for it with and without www.
func TestAmong(t *testing.T) {
	site, err := policy.ParseSite("shop.test")
	if err != nil {
		t.Fatal(err)
	}
	p := Bind(policy.Policy{Platform: "elsewhere.test", Cookies: []policy.Declaration{declare("basket", policy.Necessary, "", unsaid)}}, site)
	var platforms []string
	for _, o := range Among([]policy.Policy{{Platform: "WWW.shop.test"}, {Platform: "other.test"}, {Platform: "shop.test"}}, p) {
		platforms = append(platforms, o.Platform)
		if o.Platform != "other.test" && &o.Cookies[0] != &p.Cookies[0] {
			t.Errorf("the declarations of %s are copies", o.Platform)
		}
	}
	slices.Sort(platforms)
	if want := []string{"other.test", "shop.test", "www.shop.test"}; !slices.Equal(platforms, want) {
		t.Errorf("policies for %q, want %q", platforms, want)
	}
}
