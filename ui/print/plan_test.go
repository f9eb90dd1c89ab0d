package print

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/consent"
	"crumbs/policy/plan"
)

// A store in use is skipped, unless its browser does it itself.
func TestPlanOfStoresInUse(t *testing.T) {
	c := &cookies.Cookie{Key: cookies.Key{Host: "a.test", Name: "x"}, Store: &cookies.Store{Browser: "chromium", Path: "/p/Cookies"}}
	p := plan.Plan{Take: []policy.Sorted{{Cookie: c, Verdict: &policy.Verdict{Category: policy.Marketing}}}}
	for want, condition := range map[string]cookies.Condition{
		"ready": cookies.Fine(),
		"skipped, in-use: chromium is using it; close it": {State: cookies.InUse, Reason: "chromium is using it", Advice: "close it"},
		"through the running browser on port 9222\\x9b2J": {State: cookies.InUse, Writable: true, Reason: "through the running browser on port 9222\u009b2J"},
	} {
		var out strings.Builder
		if err := Plan(&out, p, func(string) cookies.Condition { return condition }, Terminal{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}

// planned makes a cookie of a plan; in is the site that it is partitioned under.
func planned(name, host, in string, c policy.Category) policy.Sorted {
	k := &cookies.Cookie{Key: cookies.Key{Host: host, Name: name, Path: "/"}, Store: &cookies.Store{Browser: "chromium", Path: "/p/Cookies"}}
	if in != "" {
		k.Place = &cookies.Place{Partition: in}
	}
	return policy.Sorted{Cookie: k, Verdict: &policy.Verdict{Category: c}}
}

// A plan says what goes and what stays, by what it is for, and by name what stays
// against the rule.
func TestPlan(t *testing.T) {
	left := func(reason cookies.Reason, names ...string) (out []plan.Left) {
		for _, n := range names {
			out = append(out, plan.Left{Sorted: planned(n, "a.test", "", policy.Necessary), Reason: reason})
		}
		return out
	}
	p := plan.Plan{
		Take: []policy.Sorted{
			planned("_ga", ".a.test", "", policy.Statistical), planned("IDE", ".ads.test", "https://a.test", policy.Marketing),
			planned("own", ".a.test", "https://a.test", policy.Marketing),
		},
		Rest: []policy.Sorted{planned("lang", "a.test", "", policy.Functional), planned("b", "a.test", "", policy.Necessary), planned("c", "a.test", "", policy.Necessary)},
		Left: append(left(cookies.ReasonKept, "sid", "sid", ""), left(cookies.ReasonLogin, "g", "f", "e", "d", "c", "b\x1b[2J")...),
		Stay: plan.SignInGoes, Out: []string{"a.test", "b.test"},
	}
	// What is in the way of a store is not known before it is looked for: then it
	// counts as nothing.
	for _, condition := range []cookies.Condition{cookies.Fine(), {}} {
		var out strings.Builder
		if err := Plan(&out, p, func(string) cookies.Condition { return condition }, Terminal{}); err != nil {
			t.Fatal(err)
		}
		want := `3 cookies would be deleted: 1 statistical, 2 marketing
  3  chromium  ready
1 of them is another site's, embedded in a.test.
Not aimed at: 2 necessary, 1 functional.
Kept, on the keep list: 3 ((no name), sid).
Kept, because it looks like a sign-in, form protection or your consent: 6 (b\x1b[2J, c, d, e, f, …).
You will probably be signed out of a.test, b.test.
`
		if out.String() != want {
			t.Errorf("got\n%swant\n%s", &out, want)
		}
	}
}

// In a narrow terminal no count and no category is cut off, whatever stands around it.
func TestCountsAreWhole(t *testing.T) {
	p := plan.Plan{Take: []policy.Sorted{planned("_ga", "a.test", "", policy.Statistical), planned("IDE", "a.test", "", policy.Marketing), planned("x", "a.test", "", policy.Unclassified)}}
	r := consent.Record{Product: "Cookiebot", Granted: []policy.Category{policy.Necessary}, Refused: []policy.Category{policy.Functional, policy.Statistical, policy.Marketing}}
	for width := 20; width < 100; width++ {
		var out, answer strings.Builder
		if err := errors.Join(Plan(&out, p, func(string) cookies.Condition { return cookies.Fine() }, Terminal{Width: width}), Recorded(&answer, r, Terminal{Width: width})); err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(strings.Fields(out.String()), " "); !strings.HasPrefix(said, "3 cookies would be deleted: 1 statistical, 1 marketing, 1 unclassified 3 ") {
			t.Errorf("in %d cells:\n%s", width, &out)
		}
		if said := strings.Join(strings.Fields(answer.String()), " "); said != "── Cookiebot recorded an answer: granted necessary refused functional statistical marketing ──" {
			t.Errorf("in %d cells:\n%s", width, &answer)
		}
		for line := range strings.Lines(answer.String()) {
			if Cells(strings.TrimSuffix(line, "\n")) > width {
				t.Errorf("in %d cells: %s", width, line)
			}
		}
	}
}

// So many cookies that a browser could miss them are warned of, and no fewer.
func TestPlanOfMany(t *testing.T) {
	for n, want := range map[int]bool{ManyCookies: false, ManyCookies + 1: true} {
		p := plan.Plan{Take: slices.Repeat([]policy.Sorted{planned("a", "a.test", "", policy.Marketing)}, n)}
		var out strings.Builder
		if err := Plan(&out, p, func(string) cookies.Condition { return cookies.Fine() }, Terminal{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "start none") != want {
			t.Errorf("%d cookies:\n%s", n, &out)
		}
	}
}

func TestEmbedded(t *testing.T) {
	m := policy.Marketing
	own, free := planned("a", "www.shop.test", "https://shop.test", m), planned("a", ".ads.test", "", m)
	in := func(site string) policy.Sorted { return planned("a", ".ads.test", "https://"+site, m) }
	for want, list := range map[string][]policy.Sorted{
		"": {own, free},
		"1 of them is another site's, embedded here.":                                                      {own, in("shop.test")},
		"2 of them are other sites', embedded in news.test.":                                               {in("news.test"), free, in("news.test")},
		"3 of them are other sites', embedded in news.test (1), here.":                                     {in("shop.test"), in("news.test"), in("shop.test")},
		"5 of them are other sites', embedded in a.test (1), in b.test (1), in c.test (1), and in 2 more.": {in("a.test"), in("b.test"), in("c.test"), in("d.test"), in("e.test")},
	} {
		if got := Embedded(list, "shop.test"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Two profiles of one name are not one line twice.
func TestStoreName(t *testing.T) {
	for want, s := range map[string]cookies.Store{
		"curl":                            {Browser: "curl"},
		"chromium · Default":              {Browser: "chromium", Profile: "Default"},
		"chromium · Ada":                  {Browser: "chromium", Profile: "Default", ProfileName: "Ada"},
		"chromium (snap) · Ada":           {Browser: "chromium", Profile: "Default", ProfileName: "Ada", Apart: "snap"},
		"chromium (Profile 1\\x9b) · Ada": {Browser: "chromium", Profile: "Profile 1", ProfileName: "Ada", Apart: "Profile 1\u009b"},
	} {
		if got := StoreName(&s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
