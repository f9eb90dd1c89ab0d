package classify

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// ids makes ids of the kinds that are met in names.
func ids(r *rand.Rand) string {
	hex := func(n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "%x", r.IntN(16))
		}
		// A digit and a letter, so that it is no word by chance.
		return b.String()[:n-2] + fmt.Sprintf("%d%c", r.IntN(10), 'a'+r.IntN(6))
	}
	switch r.IntN(4) {
	case 0:
		return fmt.Sprint(1 + r.IntN(1_000_000_000))
	case 1:
		return hex(24)
	case 2:
		return strings.ToUpper(hex(10))
	}
	return fmt.Sprintf("%s-%s-%s-%s-%s", hex(8), hex(4), hex(4), hex(4), hex(12))
}

// TestIDsChangeNothing: names that differ in an id alone have the same category
// and guard, whether the catalogue, a policy or the scorecard decides.
func TestIDsChangeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	c := newClassifier(t, nil, policy.Policy{Platform: "shop.test", Cookies: []policy.Declaration{{Name: "zqx_*", Category: policy.Functional}}})
	templates := []string{
		"zqx_#", "visitor-#", "#_session", "cart.#", "__Host-auth.#.token", "pixel#x", "lang[#]", "qq_#", "#", "a%5B#%5D",
	}
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range known.Entries() {
		// Where a variable part has a border an id can stand.
		if p := e.Pattern.String(); strings.HasSuffix(p, "_*") || strings.HasSuffix(p, "-*") || strings.HasSuffix(p, ".*") {
			templates = append(templates, strings.TrimSuffix(p, "*")+"#")
		}
	}
	for _, template := range templates {
		var first *policy.Verdict
		for range 8 {
			k := cookie(strings.ReplaceAll(template, "#", ids(r)), "shop.test", 90*day)
			v := c.Verdict(&k, policy.Site{})
			if first == nil {
				first = v
			}
			if v.Category != first.Category || v.Guard != first.Guard || v.Source != first.Source {
				t.Errorf("%s: %s is %s by %s (%q), another %s by %s (%q)", template, k.Name, v.Category, v.Source, v.Guard, first.Category, first.Source, first.Guard)
			}
		}
	}
}

// jarful makes cookies of many kinds.
func jarful(r *rand.Rand, n int) []cookies.Cookie {
	names := []string{"_ga", "_gid", "_ga_#", "PHPSESSID", "IDE", "fr", "SID", "id", "lang", "visitor_#", "csrf", "zqx", "zqx_#", "acme_session", "OptanonConsent", "theme", "c", "\xff\x00", ""}
	hosts := []string{".shop.test", "shop.test", "www.shop.test", ".doubleclick.net", ".facebook.com", ".google.com", "news.test", ".ads.test", "localhost", "127.0.0.1", "[::1]", ".co.uk", ""}
	lives := []int64{0, 60, hour / 2, day, 30 * day, 90 * day, year, 2 * year}
	out := make([]cookies.Cookie, n)
	for i := range out {
		k := cookie(strings.ReplaceAll(names[r.IntN(len(names))], "#", ids(r)), hosts[r.IntN(len(hosts))], lives[r.IntN(len(lives))])
		k.HTTPOnly, k.Secure, k.SameSite = r.IntN(2) == 0, r.IntN(2) == 0, cookies.SameSite(r.IntN(4))
		if r.IntN(4) == 0 {
			k = partitioned(k, []string{"https://shop.test", "https://news.test", "", "odd"}[r.IntN(4)])
		}
		out[i] = k
	}
	return out
}

func somePolicies() []policy.Policy {
	return []policy.Policy{
		{Platform: "www.shop.test", Sections: []policy.Section{{Title: "S", Party: policy.ThirdParty, Consent: policy.ConsentNeeded}}, Cookies: []policy.Declaration{
			{Name: "zqx_*", Category: policy.Statistical}, {Name: "IDE", Category: policy.Marketing, Section: "S"},
			{Name: "SID", Category: policy.Necessary}, {Name: "id", Category: policy.Necessary, Domain: "ads.test"}, {Name: "lang"},
		}},
		{Platform: "news.test", Cookies: []policy.Declaration{{Name: "PHPSESSID", Category: policy.Marketing}, {Name: "*", Category: policy.Necessary}}},
	}
}

// same compares two verdicts with their words.
func same(a, b *policy.Verdict) bool {
	worded := func(v *policy.Verdict) policy.Verdict {
		out := *v
		out.Evidence = nil
		for _, e := range v.Evidence {
			e.Words, e.Worded = e.Clause(), nil
			out.Evidence = append(out.Evidence, e)
		}
		return out
	}
	return reflect.DeepEqual(worded(a), worded(b))
}

// TestOrderChangesNothing: the verdict on a cookie does not depend on what was
// asked before it, nor on what was forgotten.
func TestOrderChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	list := jarful(r, 2000)
	for _, from := range []string{"", "www.shop.test", "shop.test"} {
		seen := site(t, from)
		sorted := newClassifier(t, nil, somePolicies()...).Sort(list, seen)
		other := newClassifier(t, nil, somePolicies()...)
		for _, i := range r.Perm(len(list)) {
			if i%500 == 0 {
				for _, m := range other.memories {
					m.forget()
				}
			}
			if v := other.Verdict(&list[i], seen); !same(v, sorted[i].Verdict) {
				t.Fatalf("%q on %q from %q: %+v, then %+v", list[i].Name, list[i].Host, from, sorted[i].Verdict, v)
			}
		}
	}
}

// TestAPolicyChangesOnlyItsOwn: a cookie that fits no name in a policy has the
// verdict that it has without that policy.
func TestAPolicyChangesOnlyItsOwn(t *testing.T) {
	list := jarful(rand.New(rand.NewPCG(7, 8)), 2000)
	for _, from := range []string{"", "www.shop.test", "news.test"} {
		seen := site(t, from)
		before := newClassifier(t, nil).Sort(list, seen)
		for _, p := range somePolicies() {
			changed := 0
			for i, s := range newClassifier(t, nil, p).Sort(list, seen) {
				if same(s.Verdict, before[i].Verdict) {
					continue
				}
				changed++
				if s.Verdict.Declared == nil || !policy.ParsePattern(s.Verdict.Declared.Name).Match(s.Cookie.Name) {
					t.Fatalf("the policy of %s changes %q on %q", p.Platform, s.Cookie.Name, s.Cookie.Host)
				}
			}
			if changed == 0 && from == "" {
				t.Errorf("the policy of %s changes nothing", p.Platform)
			}
		}
	}
}

// TestVerdictsHoldTogether: what the contract says of the fields of one verdict.
func TestVerdictsHoldTogether(t *testing.T) {
	for _, from := range []string{"", "www.shop.test"} {
		for _, s := range newClassifier(t, nil, somePolicies()...).Sort(jarful(rand.New(rand.NewPCG(9, 10)), 3000), site(t, from)) {
			holds(t, s.Cookie, s.Verdict)
		}
	}
}

func holds(t *testing.T, k *cookies.Cookie, v *policy.Verdict) {
	t.Helper()
	embedded := v.Party == policy.PartyUnknown && v.Type == policy.TypeThirdParty
	if v.Type != policy.TypeOf(v.Category, v.Party, embedded) {
		t.Errorf("%q on %q: %s, party %s, type %s", k.Name, k.Host, v.Category, v.Party, v.Type)
	}
	if v.Source != policy.SourcePolicy && v.Source != policy.SourceUser && v.Consent != v.Type.Consent() {
		t.Errorf("%q on %q: type %s, consent %s", k.Name, k.Host, v.Type, v.Consent)
	}
	if len(v.Evidence) == 0 || v.Evidence[0].Category != v.Category || v.Evidence[0].Source != v.Source || v.Category == "" {
		t.Errorf("%q on %q: %s by %s, evidence %+v", k.Name, k.Host, v.Category, v.Source, v.Evidence)
	}
	if v.Shared && (v.Party != policy.ThirdParty || v.Declared == nil || k.PartitionKey() != "") {
		t.Errorf("%q on %q: shared, party %s, declared %v", k.Name, k.Host, v.Party, v.Declared)
	}
}

func FuzzVerdict(f *testing.F) {
	known, err := catalogue.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("_ga_1", ".shop.test", "https://shop.test", "_ga*", "shop.test", int64(100), byte(3))
	f.Add("SID", ".google.com", "", "SID", "google.com", int64(0), byte(0))
	f.Add("\x1b[0m__Host-%", "..", "://", "*", "*", int64(-5), byte(255))
	f.Fuzz(func(t *testing.T, name, host, partition, declared, platform string, life int64, flags byte) {
		k := cookies.Cookie{Key: cookies.Key{Name: name, Host: host}, Store: &cookies.Store{}}
		k.Created, k.Expires = cookies.Moment(life/3), cookies.Moment(life)
		k.HTTPOnly, k.SameSite = flags&1 != 0, cookies.SameSite(flags>>1&3)
		k = partitioned(k, partition)
		p := policy.Policy{Platform: platform, Cookies: []policy.Declaration{{Name: declared, Category: policy.Marketing, Purpose: name, Domain: host}}}
		make := func() *policy.Verdict {
			c := New(Knowledge{Rules: []policy.Rule{{Name: declared + "x", Domain: host, Category: policy.Functional}}, Policies: []policy.Policy{p}, Catalogue: known})
			seen, _ := policy.ParseSite(platform)
			return c.Verdict(&k, seen)
		}
		v := make()
		holds(t, &k, v)
		if !same(v, make()) {
			t.Fatal("two verdicts on one cookie")
		}
	})
}

// BenchmarkSort is a large store, met for the first time and again.
func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	list := jarful(r, 100_000)
	for i := range list {
		list[i].Host = fmt.Sprintf(".site%d.test", r.IntN(5000))
	}
	report := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(list)), "ns/cookie")
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			newClassifier(b, nil, somePolicies()...).Sort(list, policy.Site{})
		}
		report(b)
	})
	b.Run("again", func(b *testing.B) {
		c := newClassifier(b, nil, somePolicies()...)
		c.Sort(list, policy.Site{})
		for b.Loop() {
			c.Sort(list, policy.Site{})
		}
		report(b)
	})
	b.Run("unlike", func(b *testing.B) {
		for i := range list {
			list[i].Name, list[i].Host = fmt.Sprintf("name_%d_of", i), fmt.Sprintf("host%d.test", i)
		}
		for b.Loop() {
			newClassifier(b, nil, somePolicies()...).Sort(list, policy.Site{})
		}
		report(b)
	})
}

// BenchmarkAnchorVerdict is a verdict on each of 3,000 cookies, as many as a profile
// has: of which none was met before, on 600 hosts as in a profile ("new"), each
// on a host of its own ("unlike"), or which were all met before ("met").
func BenchmarkAnchorVerdict(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program has it
	known, err := catalogue.Load()
	if err != nil {
		b.Fatal(err)
	}
	some := func(perHost int) []cookies.Cookie {
		list := jarful(rand.New(rand.NewPCG(2, 2)), 3000)
		for i := range list {
			list[i].Name = fmt.Sprintf("%s_%c%c", list[i].Name, 'a'+i%26, 'a'+i/26%26)
			list[i].Host = fmt.Sprintf(".site%d.test", i/perHost)
			list[i] = valued(list[i], ids(rand.New(rand.NewPCG(uint64(i), 3))))
		}
		return list
	}
	for _, kind := range []struct {
		name    string
		perHost int
		met     bool
	}{{"new", 5, false}, {"unlike", 1, false}, {"met", 5, true}} {
		b.Run(kind.name, func(b *testing.B) {
			list := some(kind.perHost)
			c := New(Knowledge{Policies: somePolicies(), Catalogue: known})
			c.memories = c.memories[:1] // what a verdict costs, not how long two cores take for two
			c.Sort(list, policy.Site{})
			for b.Loop() {
				if !kind.met {
					c.memories[0].forget()
				}
				c.Sort(list, policy.Site{})
			}
			each := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(len(list))
			b.ReportMetric(each, "ns/verdict")
			b.ReportMetric(1e9/each, "verdicts/s")
		})
	}
}

// TestManyAtOnce: several stores are sorted side by side.
func TestManyAtOnce(t *testing.T) {
	c := newClassifier(t, nil, somePolicies()...)
	list := jarful(rand.New(rand.NewPCG(11, 12)), 500)
	want := newClassifier(t, nil, somePolicies()...).Sort(list, policy.Site{})
	results := make(chan []policy.Sorted)
	for range 4 {
		go func() { results <- c.Sort(list, policy.Site{}) }()
	}
	for range 4 {
		for i, s := range <-results {
			if !same(s.Verdict, want[i].Verdict) {
				t.Errorf("%q on %q", s.Cookie.Name, s.Cookie.Host)
			}
		}
	}
}
