package print

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
)

// unfit reports whether a character must not reach a terminal as it is.
func unfit(r rune) bool {
	if r >= 0x20 && r < 0x7f {
		return false
	}
	c := string(r)
	return cookies.Visible(c) != c
}

// Span writes a length of time in its largest fitting unit: "45 s", "30 min",
// "36 h", "90 d", "13 mo", "2 y". A negative one counts as none.
func Span(d time.Duration) string {
	const (
		day   = 24 * time.Hour
		month = 30*day + 10*time.Hour // a twelfth of a year
		year  = 365*day + 6*time.Hour
	)
	for _, u := range []struct {
		below, unit time.Duration
		word        string
	}{
		{2 * time.Minute, time.Second, "s"},
		{2 * time.Hour, time.Minute, "min"},
		{2 * day, time.Hour, "h"},
		{100 * day, day, "d"},
		{23*month + month/2, month, "mo"},
	} {
		if d < u.below {
			return fmt.Sprintf("%d %s", (max(0, d)+u.unit/2)/u.unit, u.word)
		}
	}
	// Divided before it is rounded: the longest durations have no room above.
	n := d / year
	if d%year >= year/2 {
		n++
	}
	return fmt.Sprintf("%d y", n)
}

// Lasts says how long a cookie still lives: "13 mo", "session" or "expired".
func Lasts(c *cookies.Cookie, now time.Time) string {
	switch {
	case c.Session():
		return "session"
	case c.Expired(now):
		return "expired"
	}
	return Span(c.Expires.Time().Sub(now))
}

// StoreName is a store's browser and profile: "chromium · Default".
func StoreName(s *cookies.Store) string { return cookies.Visible(storeName(s)) }

// storeName is StoreName as the store has it.
func storeName(s *cookies.Store) string {
	name := s.Browser
	if s.Apart != "" { // before the profile's name, which narrow columns cut off
		name += " (" + s.Apart + ")"
	}
	if profile := cmp.Or(s.ProfileName, s.Profile); profile != "" {
		name += " · " + profile
	}
	return name
}

// Plural writes a count with its noun: "1 cookie", "3 cookies", "2 entries".
func Plural(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ey"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// Them is the word for so many things that were just named: "it", "them".
func Them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// Clock writes a moment to the minute in the user's own time zone.
func Clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// When writes a moment as decoded values have it: in UTC, and how far it is from
// now.
func When(t, now time.Time) string {
	at := t.UTC().Format("2006-01-02 15:04 UTC")
	if d := now.Sub(t); d >= 0 {
		return at + ", " + Span(d) + " ago"
	}
	return at + ", in " + Span(t.Sub(now))
}

// Cells is the width of a text on a terminal; our own colours in it take none.
func Cells(s string) int {
	if printable(s) { // each byte takes one
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Clip cuts a text to at most w cells, with … where something was cut.
func Clip(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case Cells(s) <= w:
		return s
	case printable(s):
		return s[:w-1] + "…"
	}
	return ansi.Truncate(s, w, "…")
}

// capital writes a word with a capital letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
