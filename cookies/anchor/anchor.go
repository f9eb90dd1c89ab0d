// Package anchor is what the benchmarks share that measure crumbs against
// another program in the same run: synthetic stores of four sizes, and rounds in
// which both take turns. Machines are noisy, and what comes from the same minute
// on the same machine can be compared: the ratio of the medians is what counts.
//
//	go test -run '^$' -bench Anchor ./...               the whole table
//	go test -run '^$' -bench 'Anchor/./^3000$' ./...    the smallest stores alone
package anchor

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/demo"
)

// Sizes are how many cookies the stores have: a real profile's 3,000, and what
// shows whether cost grows with the work alone.
func Sizes() []int { return []int{3_000, 30_000, 300_000, 1_000_000} }

// rounds is how often both take turns at a size.
func rounds(n int) int {
	switch {
	case n <= 3_000:
		return 31
	case n <= 30_000:
		return 15
	case n <= 300_000:
		return 5
	}
	return 3
}

// Stores are the synthetic stores of one benchmark, each made at its first use.
type Stores struct {
	dir  string
	made map[string]string
}

// In gives the stores that go with b.
func In(b *testing.B) *Stores { return &Stores{dir: b.TempDir(), made: map[string]string{}} }

// Of gives the path of a store with n cookies.
func (s *Stores) Of(b *testing.B, format cookies.Format, n int) string {
	b.Helper()
	path := filepath.Join(s.dir, fmt.Sprint(format, "-", n))
	if s.made[path] == "" {
		if err := demo.Fill(path, format, n); err != nil {
			b.Fatal(err)
		}
		s.made[path] = path
	}
	return path
}

// Each runs a benchmark at each of the sizes, or at those of them that are given.
func Each(b *testing.B, name string, run func(b *testing.B, n int), sizes ...int) {
	b.Run(name, func(b *testing.B) {
		if len(sizes) == 0 {
			sizes = Sizes()
		}
		for _, n := range sizes {
			b.Run(fmt.Sprint(n), func(b *testing.B) { run(b, n) })
		}
	})
}

// Against lets both take turns, as often as suits work on n cookies, and reports
// the ratio of the medians, both of them in milliseconds, and the spread: how
// far the quarters of the rounds' own ratios lie apart, in hundredths.
func Against(b *testing.B, n int, ours, anchor func() time.Duration) {
	b.Helper()
	var mine, other []time.Duration
	var each []float64
	for b.Loop() {
		for range rounds(n) {
			a, o := anchor(), ours()
			mine, other, each = append(mine, o), append(other, a), append(each, float64(o)/float64(a))
		}
	}
	mid, base := Median(mine), Median(other)
	slices.Sort(each)
	b.ReportMetric(float64(mid)/float64(base), "ratio")
	b.ReportMetric(Millis(mid), "ours-ms")
	b.ReportMetric(Millis(base), "anchor-ms")
	b.ReportMetric((each[len(each)*3/4]-each[len(each)/4])*100, "spread-%")
	b.ReportMetric(0, "ns/op") // of all rounds together, which says nothing
}

// Took is how long something takes.
func Took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

// Median gives the middle one; it sorts the list.
func Median(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// Millis gives milliseconds with their fractions.
func Millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
