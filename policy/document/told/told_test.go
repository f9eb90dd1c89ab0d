package told_test

import (
	"testing"

	"crumbs/policy"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/told"
)

const unsaid, session = -1, -2

// lives gives how long the i-th of several cookies lives, in seconds.
func lives(l []lifetime.Lifetime, i int) int64 {
	var d policy.Declaration
	lifetime.Set(&d, l, i)
	switch {
	case d.Session:
		return session
	case d.LifetimeSeconds == nil:
		return unsaid
	}
	return *d.LifetimeSeconds
}

func TestLifetime(t *testing.T) {
	const day, year = lifetime.Day, lifetime.Year
	for _, c := range []struct {
		name string
		of   func(string) []lifetime.Lifetime
		want map[string]int64
	}{
		{"in prose", func(s string) []lifetime.Lifetime { return told.Lifetime(s, 1) }, map[string]int64{
			"It counts sacks. It expires after 2 years.":       2 * year,
			"Er zählt Säcke und wird nach 30 Tagen gelöscht.":  30 * day,
			"Il compte les sacs et expire après un an.":        year,
			"Cuenta los sacos y caduca a los 2 años.":          2 * year,
			"De cookie telt zakken en blijft 7 dagen bewaard.": 7 * day,
			"Conta i sacchi e scade dopo un giorno.":           day,
			"Conta os sacos e expira ao fim de 10 dias.":       10 * day,
			"It is removed when you close your browser.":       session,
			"Counts the sacks (2 years)":                       2 * year,
			"Counts the sacks – 13 months":                     13 * lifetime.Month,
			"It remembers the miller for a year.":              year,
			"Set by _ga_<mill>: it lasts 1 day.":               day,
			"The cookie of the mill lasts 3 weeks as a rule.":  3 * lifetime.Week,
			"The mill was built 2 years ago.":                  unsaid,
			"We grind 30 days a year.":                         unsaid,
			"Counts the sacks (of rye)":                        unsaid,
			"It expires.":                                      unsaid,
			"":                                                 unsaid,
		}},
		{"at the end", func(s string) []lifetime.Lifetime { return told.AtEnd(s, 1) }, map[string]int64{
			"visits of the mill 13 months": 13 * lifetime.Month, "zählt die Säcke bis zu 2 Jahre": 2 * year, "cuenta los sacos sesión": session,
			"visits of the mill 13 months.": unsaid, "13 months": unsaid, "visits of the mill": unsaid, "the wheel has 12 spokes": unsaid,
		}},
		{"at the start", func(s string) []lifetime.Lifetime { return told.AtStart(s, 1) }, map[string]int64{
			"up to two years This cookie counts": 2 * year, "1 an Ce cookie compte": year, "30 Tage Zählt alle Säcke": 30 * day,
			"two sacks This cookie counts": unsaid, "Session Cookie of the mill": unsaid, "session cookie This one counts": unsaid, "up to two years. This cookie counts": unsaid, "1 day Name of mill": unsaid, "1 day Counts": unsaid,
		}},
		{"alone", func(s string) []lifetime.Lifetime { return told.Alone([]string{"Counts sacks.", s}, 1) }, map[string]int64{
			"Kept for 2 years": 2 * year, "30 dagen": 30 * day, "Sitzung": session, "Durée : 1 an": year,
			"counts sacks, 2 years": unsaid, "the mill turned all night for about 2 years": unsaid, "of rye": unsaid, "": unsaid,
		}},
	} {
		for s, want := range c.want {
			if got := lives(c.of(s), 0); got != want {
				t.Errorf("%s: %q lasts %d, want %d", c.name, s, got, want)
			}
		}
	}
}

func TestByName(t *testing.T) {
	list := []names.Name{{Name: "mill_a"}, {Name: "mill_b"}, {Name: "_c_*"}}
	for s, want := range map[string][]int64{
		"mill_a: 1 year. mill_b: 2 days":                {lifetime.Year, 2 * lifetime.Day, unsaid},
		"Varies. mill_b and mill_a: 1 year; _c_: 1 day": {lifetime.Year, lifetime.Year, lifetime.Day},
		"mill_a (Sitzung), _c_1 (2 Tage)":               nil, // "_c_1" is another name
		"mill_a (Sitzung), _c_* (2 Tage)":               {session, unsaid, 2 * lifetime.Day},
		"mill_ab: 1 year. mill_b: 2 days":               nil,
		"mill_a: 1 year":                                nil,
		"1 year":                                        nil,
		"mill_a: sacks. mill_b: rye":                    nil,
	} {
		got := told.ByName(s, list)
		if len(got) != len(want) {
			t.Errorf("%q gives %v, want %v", s, got, want)
			continue
		}
		for i := range want {
			if v := lives(got, i); v != want[i] {
				t.Errorf("%q: %s lasts %d, want %d", s, list[i].Name, v, want[i])
			}
		}
	}
	if got := told.ByName("mill_a: 1 year. mill_b: 2 days", list[:1]); got != nil {
		t.Errorf("one cookie alone: %v", got)
	}
}
