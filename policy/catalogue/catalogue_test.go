package catalogue

import (
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"crumbs/policy"
)

func TestLookup(t *testing.T) {
	c := loaded(t)
	for _, test := range []struct {
		name, domain string
		vendor       string // "": nothing is known
		byDomain     bool
	}{
		{"_ga", ".shop.test", "Google Analytics", false},
		{"_ga_7Q0F2K8", ".shop.test", "Google Analytics", false},
		{"__Secure-3PSID", ".google.com", "Google accounts", true},
		{"__Secure-3PSID", ".google.co.uk", "Google accounts", true},
		{"__Secure-3PSID", ".google.evil.test", "", false},
		{"SID", ".shop.test", "", false},
		{"SID", ".notgoogle.com", "", false},
		{"IDE", ".doubleclick.net", "Google advertising", true},
		{"IDE", "stats.g.DOUBLECLICK.net", "Google advertising", true},
		{"ide", ".doubleclick.net", "", false},
		{"phpsessid", "shop.test", "PHP", false},
		{"AMCV_0A1B2C3D%40AdobeOrg", ".shop.test", "Adobe Analytics", false},
		{"uuid2", ".adnxs.com", "Xandr", true},
		{"tuuid", ".bidswitch.net", "BidSwitch", true},
		{"tuuid", ".company-target.com", "Demandbase", true},
		{"csrftoken", "shop.test", "Django", false},
		{"csrftoken", ".instagram.com", "Instagram", true},
		{"visitor_id123-hash", ".shop.test", "Pardot", false},
		{"website#lang", "shop.test", "Sitecore", false},
		{"_hjSessionUser_99", ".shop.test", "Hotjar", false},
		{"", "shop.test", "", false},
		{"*", "shop.test", "", false},
		{"__Host-", "shop.test", "", false},
		{"_ga", "", "Google Analytics", false},
	} {
		got := c.Lookup(test.name, test.domain)
		switch {
		case test.vendor == "" && len(got) > 0:
			t.Errorf("%s on %s: %s, want nothing", test.name, test.domain, got[0].Vendor)
		case test.vendor != "" && len(got) == 0:
			t.Errorf("%s on %s: nothing, want %s", test.name, test.domain, test.vendor)
		case test.vendor != "" && (got[0].Vendor != test.vendor || got[0].ByDomain != test.byDomain):
			t.Errorf("%s on %s: %s, by domain %v", test.name, test.domain, got[0].Vendor, got[0].ByDomain)
		}
	}
}

// TestLookupIsComplete holds the index to what asking every entry would give.
func TestLookupIsComplete(t *testing.T) {
	c := loaded(t)
	entries := c.Entries()
	for i := range entries {
		e := &entries[i]
		name := strings.ReplaceAll(e.Pattern.String(), "*", "a1b2c3")
		domain := "shop.test"
		if len(e.Domains) > 0 {
			domain = strings.Replace(e.Domains[0], ".*", ".de", 1)
		}
		var want []string
		for j := range entries {
			o := &entries[j]
			on := slices.ContainsFunc(o.Domains, func(d string) bool { return inside(domain, d) })
			if o.Pattern.Match(name) && (o.Anywhere || on) {
				want = append(want, o.Place())
			}
		}
		var got []string
		for _, m := range c.Lookup(name, domain) {
			got = append(got, m.Place())
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || !slices.Contains(got, e.Place()) {
			t.Errorf("%s on %s: %v, want %v", name, domain, got, want)
		}
	}
}

func TestVendor(t *testing.T) {
	c := loaded(t)
	for domain, want := range map[string]string{
		".doubleclick.net":         "Google advertising",
		"stats.g.doubleclick.net":  "Google advertising",
		"www.google.de":            "Google",
		"mail.google.co.uk":        "Google",
		"google.evil.test":         "",
		"notdoubleclick.net":       "",
		".BAT.bing.com":            "Microsoft Advertising",
		"www.bing.com":             "Microsoft Bing",
		"":                         "",
		".":                        "",
		"com":                      "",
		"doubleclick.net.evil.org": "",
	} {
		v, ok := c.Vendor(domain)
		if v.Name != want || ok != (want != "") {
			t.Errorf("%q: %q", domain, v.Name)
		}
	}
}

func TestNormal(t *testing.T) {
	for name, want := range map[string]string{
		"_ga_7Q0F2K8":                            "_ga_#",
		"_pk_id.1.1fff":                          "_pk_id.#.#",
		"_pk_id.1.1fff02":                        "_pk_id.#.#",
		"wp-settings-3":                          "wp-settings-#",
		"_gat_UA-12345-1":                        "_gat_UA-#-#",
		"__Host-session":                         "session",
		"a%5Bb%5D":                               "a[b]",
		"100%":                                   "#%",
		"oauth2_token":                           "oauth2_token",
		"x_0123456789abcdef0123456789abcdef":     "x_#",
		"s_3f2504e0-4f89-11d3-9a0c-0305e82c3301": "s_#-#-#-#-#",
		"decade_facade":                          "decade_facade",
	} {
		if got := Normal(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestLives(t *testing.T) {
	const day = 24 * time.Hour
	e := Entry{Lifetimes: []time.Duration{0, 30 * time.Minute, 730 * day}}
	for life, want := range map[time.Duration]bool{
		0: true, 30 * time.Minute: true, 29 * time.Minute: true, time.Hour: false,
		730 * day: true, 400 * day: true, 399 * day: true, 365 * day: false, -1: false,
	} {
		if e.Lives(life) != want {
			t.Errorf("%v: %v", life, !want)
		}
	}
	if year := (Entry{Lifetimes: []time.Duration{365 * day}}); year.Lives(400 * day) {
		t.Error("the browser's cap is a year")
	}
	if (&Entry{}).Lives(0) || (&Entry{}).Contradicts(0) {
		t.Error("an entry without lifetimes speaks of them")
	}
	short := Entry{Lifetimes: []time.Duration{time.Minute}}
	if !short.Contradicts(day) || !short.Contradicts(0) || short.Contradicts(2*time.Minute) || short.Contradicts(-1) {
		t.Error("a minute")
	}
	if long := (Entry{Lifetimes: []time.Duration{20 * 365 * day}}); long.Contradicts(400 * day) {
		t.Error("the browser's cap contradicts twenty years")
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		"a | b":                                          "2 parts",
		"| | V | marketing | - | S | p":                  "needed",
		"name | | V | marketing | - | | p":               "needed",
		"name | | V | advertising | - | S | p":           "no category",
		"name | | V | necessary+tea | - | S | p":         "no guard",
		"name | | V | marketing | 3 weeks | S | p":       "no lifetime",
		"name | | V | marketing | 999999999y | S | p":    "no lifetime",
		"name | | V | marketing | only | S | p":          "no lifetime",
		"name | | V | unclassified | session | S | word": "no category",
	} {
		_, err := Read(fstest.MapFS{"a.txt": {Data: []byte("# note\n\n" + line + "\n")}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "a.txt, line 3") {
			t.Errorf("%s: %v", line, err)
		}
	}
	for _, line := range []string{"a.test | V | - | nowhere", "A.test | V | - | both", "| V | - | both", "a.test | V | x | both", "a.test"} {
		if _, err := Read(fstest.MapFS{vendorFile: {Data: []byte(line)}}); err == nil {
			t.Errorf("%s is read", line)
		}
	}
	c, err := Read(fstest.MapFS{"a.txt": {Data: []byte("__Host-x* | a.test, * | V | necessary+csrf | only 1h, session | S | p")}})
	if err != nil {
		t.Fatal(err)
	}
	e := c.Entries()[0]
	if e.Pattern.String() != "x*" || !e.Anywhere || !e.Timed || e.Guard != policy.GuardCSRF || len(e.Lifetimes) != 2 || e.Place() != "a.txt:1" {
		t.Errorf("%+v", e)
	}
}

// FuzzLookup is about names and domains that nobody would make up.
func FuzzLookup(f *testing.F) {
	c := loaded(f)
	f.Add("_ga", ".shop.test")
	f.Add("__Secure-%40%", "..google..de.")
	f.Add("\xff\x00*", "[::1]")
	f.Fuzz(func(t *testing.T, name, domain string) {
		first := c.Lookup(name, domain)
		for i, m := range c.Lookup(name, domain) {
			if m.Entry != first[i].Entry {
				t.Fatal("two answers to one question")
			}
		}
		c.Vendor(domain)
		if n := Normal(name); Normal(n) != n && !strings.Contains(name, "%") && !strings.HasPrefix(n, "__") {
			t.Fatalf("%q, normal %q, again %q", name, n, Normal(n))
		}
	})
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := divide(carried()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	c := loaded(b)
	r := rand.New(rand.NewPCG(1, 2))
	var names []string
	for range 1000 {
		e := c.entries.at(int32(r.IntN(len(c.entries.met))))
		names = append(names, strings.ReplaceAll(e.Pattern.String(), "*", "7q2")+[]string{"", "", "x"}[r.IntN(3)])
	}
	for i := 0; b.Loop(); i++ {
		c.Lookup(names[i%len(names)], ".shop.test")
	}
}

// TestCarried reads all lines of all files that there are, which the program
// does of those that it meets, and meets some from several sides at once.
func TestCarried(t *testing.T) {
	all, err := Read(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	some, err := divide(carried())
	if err != nil {
		t.Fatal(err)
	}
	var met [4][]*Entry
	var side sync.WaitGroup
	for i := range met {
		side.Go(func() {
			for j := range some.entries.met {
				met[i] = append(met[i], some.entries.at(int32(j)))
			}
		})
	}
	side.Wait()
	if !reflect.DeepEqual(some.Entries(), all.Entries()) || !reflect.DeepEqual(some.Vendors(), all.Vendors()) {
		t.Error("what is carried is not what the files hold")
	}
	for i := range met {
		if !slices.Equal(met[i], met[0]) {
			t.Error("one line was met as two entries")
		}
	}
}

// TestPrefixes holds the sorted list to what asking each opening would give.
func TestPrefixes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, 1+r.IntN(5))
		for i := range b {
			b[i] = "ab"[r.IntN(2)]
		}
		return string(b)
	}
	var list []opening
	for i := range 60 {
		list = append(list, opening{word(), int32(i)})
	}
	p := indexPrefixes(slices.Clone(list))
	for range 500 {
		name := word()
		var want, got []int32
		for _, o := range list {
			if strings.HasPrefix(name, o.text) {
				want = append(want, o.entry)
			}
		}
		p.each(name, func(i int32) { got = append(got, i) })
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s: %v, want %v", name, got, want)
		}
	}
	indexPrefixes(nil).each("a", func(int32) { t.Error("something is found in nothing") })
}
