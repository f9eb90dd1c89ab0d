package ui

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/anchor"
	"crumbs/policy"
)

// BenchmarkAnchor measures what the screen does with many cookies, without a
// terminal: see the package anchor. FilterKey and Move report what a key takes
// to its finished frame.
func BenchmarkAnchor(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program has it
	anchor.Each(b, "FilterKey", func(b *testing.B, n int) {
		d := start(b, city(n), 120, 40).keys("/")
		var keys []tea.KeyPressMsg
		for _, r := range "session" {
			keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		for range "session" {
			keys = append(keys, pressed("backspace"))
		}
		timed(b, d, keys)
	})
	anchor.Each(b, "Move", func(b *testing.B, n int) {
		d := start(b, city(n), 120, 40)
		timed(b, d, []tea.KeyPressMsg{pressed("j"), pressed("j"), pressed("k"), pressed("pgdown"), pressed("pgup"), pressed("j")})
	})
	anchor.Each(b, "Group", func(b *testing.B, n int) {
		d := start(b, city(n), 120, 40).keys("enter")
		timed(b, d, []tea.KeyPressMsg{pressed("b")})
	})
	anchor.Each(b, "Held", held, 3_000)
	for by := range sortings {
		anchor.Each(b, "Sort-"+strings.ReplaceAll(by.String(), " ", "-"), func(b *testing.B, n int) { sortOneSite(b, n, by) }, 3_000, 1_000_000)
	}
	anchor.Each(b, "Regroup", regroupOneSite, 3_000, 1_000_000)
}

// held is what a key costs that is held down, of which not each is drawn.
func held(b *testing.B, n int) {
	d := start(b, city(n), 120, 40)
	var took []time.Duration
	for b.Loop() {
		d.Update(pressed("g"))
		took = append(took, anchor.Took(func() {
			for range 300 {
				d.Update(pressed("j"))
			}
		})/300)
	}
	b.ReportMetric(anchor.Millis(anchor.Median(took)), "ours-ms/key")
	b.ReportMetric(0, "ns/op")
}

// oneSite is n cookies under one site, on many hosts in it.
func oneSite(n int) *site {
	t := &texts{}
	s := &site{seen: policy.Site{Host: "site.example", Registrable: "site.example"}, texts: t, home: t.homes.number("site.example")}
	store := &cookies.Store{Browser: "chromium", Profile: "Default", Path: "/c"}
	names := []string{"sessionid", "_ga", "csrftoken", "lang", "IDE", "fr", "uid", "theme", "_gid", "seen"}
	var verdicts []*policy.Verdict
	for _, c := range policy.Categories() {
		verdicts = append(verdicts, &policy.Verdict{Category: c, Type: policy.TypeOf(c, policy.FirstParty, false), Party: policy.FirstParty, Provider: "Provider " + string(c)})
	}
	s.entries = make([]entry, 0, n)
	for i := range n {
		at := i * 7919 % n // no order at all
		c := &cookies.Cookie{Store: store, Key: cookies.Key{Host: fmt.Sprintf(".h%d.site.example", at/17), Name: fmt.Sprintf("%s%d", names[at%10], at%1000), Path: "/"},
			Expires: cookies.Moment(at%5000*1_000_000 + 1), Created: cookies.Moment(at % 90000 * 1_000_000), Size: int32(at % 900), Accessed: cookies.Moment(at % 70000 * 1_000_000)}
		s.entries = append(s.entries, t.entry(policy.Sorted{Cookie: c, Verdict: verdicts[at%5]}, "chromium default"))
	}
	return s
}

// sortOneSite is putting the cookies of a site into an order, against sorting
// structs that hold the same by comparing them.
func sortOneSite(b *testing.B, n int, by sorting) {
	s := oneSite(n)
	type plain struct {
		number       int64
		column, name string
		host         string
	}
	var list []plain
	for i := range s.entries {
		e := &s.entries[i]
		c := e.Cookie
		number := map[sorting]int64{
			sortCategory: int64(e.category), sortExpires: int64(c.Expires), sortCreated: -int64(c.Created),
			sortUsed: -int64(c.Accessed), sortSize: -int64(c.Size),
		}[by]
		column := map[sorting]string{
			sortHost: s.hostOf(e), sortBrowser: s.texts.browsers.text(e.browser), sortProvider: s.providerOf(e), sortParty: string(e.Verdict.Party),
		}[by]
		list = append(list, plain{number, column, s.nameOf(e), s.hostOf(e)})
	}
	once := anchor.Took(func() { ordered(s, by, false) })
	defer b.ReportMetric(anchor.Millis(once), "first-ms") // with the order by name, which is made once of a site
	anchor.Against(b, n, func() time.Duration {
		return anchor.Took(func() { ordered(s, by, false) })
	}, func() time.Duration {
		mixed := slices.Clone(list)
		return anchor.Took(func() {
			slices.SortFunc(mixed, func(a, b plain) int {
				if c := cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.column, b.column)); c != 0 {
					return c
				}
				return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.host, b.host))
			})
		})
	})
}

// regroupOneSite is putting the cookies of a site under other headings.
func regroupOneSite(b *testing.B, n int) {
	s := oneSite(n)
	p := &listPane{folded: map[foldKey]bool{}, marks: map[cookies.ID]bool{}}
	p.resize(0, 30)
	p.refill(s, sieve{})
	p.to(n / 2)
	p.keep() // so the cookie is looked for after each
	var took []time.Duration
	for b.Loop() {
		took = append(took, anchor.Took(func() {
			p.regroup()
			p.refill(s, sieve{})
		}))
	}
	b.ReportMetric(anchor.Millis(anchor.Median(took)), "ours-ms")
	b.ReportMetric(anchor.Millis(slices.Max(took)), "worst-ms") // where a heading's kinds are counted for the first time
	b.ReportMetric(0, "ns/op")
}
