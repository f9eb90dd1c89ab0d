package audit

import (
	"math"
	"testing"
	"time"

	"crumbs/cookies"
)

// Of times that a damaged store may hold no difference is taken that a Duration
// can't.
func TestBetween(t *testing.T) {
	const century = 100 * 365 * day
	for _, test := range []struct {
		from, to cookies.Moment
		want     time.Duration
	}{
		{1, 1_000_001, time.Second},
		{5, 5, 0},
		{6, 5, 0},
		{math.MinInt64, math.MaxInt64, century},
		{math.MaxInt64, math.MinInt64, 0},
		{cookies.FromTime(now), math.MaxInt64, century},
	} {
		if got := between(test.from, test.to); got != test.want {
			t.Errorf("from %d to %d: %v, want %v", test.from, test.to, got, test.want)
		}
	}
}

func TestLivedBy(t *testing.T) {
	apple, gnome := &cookies.Store{Browser: "safari"}, &cookies.Store{Browser: "epiphany"}
	for what, test := range map[string]struct {
		c    cookies.Cookie
		want lived
	}{
		"set again":               {cookie("a", set(now.Add(-9*day), now), lives(3*day), in(fox)), lived{sure: true, life: 3 * day, accessed: 3 * day}},
		"only made":               {cookie("a", lives(3*day), in(fox), func(c *cookies.Cookie) { c.Updated, c.Accessed = 0, 0 }), lived{life: 3 * day}},
		"no time known":           {cookie("a", lives(3*day), in(fox), func(c *cookies.Cookie) { c.Created, c.Updated, c.Accessed = 0, 0, 0 }), lived{}},
		"ended before it was set": {cookie("a", in(fox), func(c *cookies.Cookie) { c.Expires = c.Updated - 1 }), lived{sure: true}},
		"a session":               {cookie("a", lives(0), in(fox)), lived{sure: true, session: true}},
		"Safari":                  {cookie("a", lives(0), in(apple)), lived{sure: true, session: true, at: 7 * day}},
		"Epiphany":                {cookie("a", lives(0), in(gnome)), lived{sure: true, session: true, at: 7 * day}},
	} {
		got := livedBy(&test.c)
		if (got.limit != "") != (got.at > 0) {
			t.Errorf("%s: a limit of %v, in words %q", what, got.at, got.limit)
		}
		got.limit = ""
		if got != test.want {
			t.Errorf("%s: %+v, want %+v", what, got, test.want)
		}
	}
}

// A browser cuts a life when the cookie is set, which its store's times show to
// the minute at best.
func TestCapped(t *testing.T) {
	for life, want := range map[time.Duration]bool{400 * day: true, 400*day - 30*time.Minute: true, 400*day - 2*time.Hour: false, 401 * day: true} {
		if got := (lived{life: life, at: chromiumCap}).capped(); got != want {
			t.Errorf("%v: capped %t", life, got)
		}
	}
	if (lived{life: 500 * day}).capped() {
		t.Error("capped where there is no limit")
	}
}
