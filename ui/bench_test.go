package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// city is a store of n cookies, 17 a site.
func city(n int) *fakeJar {
	f := &fakeJar{taken: map[string][]cookies.Cookie{}}
	f.contents = []jar.Contents{{Store: &cookies.Store{Browser: "chromium", Profile: "Default", Path: "/c"}, Condition: cookies.Fine(), Cookies: []cookies.Cookie{}}}
	names := []string{"sessionid", "_ga", "csrftoken", "lang", "IDE", "fr", "uid", "theme", "_gid", "seen"}
	for i := range n {
		f.put(0, fmt.Sprintf(".site%d.example", i/17), fmt.Sprintf("%s%d", names[i%10], i%17), i%400)
	}
	return f
}

// timed runs each key through Update and View and reports the median and the
// slowest hundredth.
func timed(b *testing.B, d *drive, keys []tea.KeyPressMsg) {
	var took []time.Duration
	for b.Loop() {
		for _, k := range keys {
			from := time.Now()
			d.Update(k)
			d.View()
			took = append(took, time.Since(from))
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "median-ms/key")
	b.ReportMetric(ms(took[len(took)*99/100]), "p99-ms/key")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkFilterKey: a key of a filter that is typed and taken back, to the
// finished frame.
func BenchmarkFilterKey(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := start(b, city(n), 120, 40).keys("/")
			var keys []tea.KeyPressMsg
			for _, word := range []string{"session", "cat:mark -site1", "zzz"} {
				for _, r := range word {
					keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
				}
				for range word {
					keys = append(keys, pressed("backspace"))
				}
			}
			timed(b, d, keys)
		})
	}
}

// BenchmarkOneSite: the same where all cookies stand under one site.
func BenchmarkOneSite(b *testing.B) {
	f := city(100_000)
	for i := range f.contents[0].Cookies {
		f.contents[0].Cookies[i].Host = ".site.example"
		f.contents[0].Cookies[i].Path = fmt.Sprint("/", i)
	}
	d := start(b, f, 120, 40).keys("/")
	var keys []tea.KeyPressMsg
	for _, r := range "session" {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	for range "session" {
		keys = append(keys, pressed("backspace"))
	}
	timed(b, d, keys)
}

// BenchmarkMove: a key that moves the cursor. It must not depend on how many
// cookies there are.
func BenchmarkMove(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := start(b, city(n), 120, 40)
			timed(b, d, []tea.KeyPressMsg{pressed("j"), pressed("j"), pressed("k"), pressed("pgdown"), pressed("pgup"), pressed("j")})
		})
	}
}

// BenchmarkFirstFrame: from nothing to the first frame, before any store is
// read.
func BenchmarkFirstFrame(b *testing.B) {
	f := city(100_000)
	conf := Config{Jar: f, Judge: func() (Judge, []policy.Policy, error) { return judge, nil, nil }}
	for b.Loop() {
		m := New(b.Context(), conf)
		m.Init()
		m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		m.View()
	}
}

// BenchmarkShelf: 100,000 cookies from read to sorted under their sites.
func BenchmarkShelf(b *testing.B) {
	f := city(100_000)
	for b.Loop() {
		sh := newShelver(judge, []policy.Policy{townPolicy()}, policy.Site{}, nil, today)
		sh.add(f.contents[0])
		sh.shelf([]shelved{{Contents: f.contents[0], read: true}})
	}
}
