package settings

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lifetime"
)

// WriteOpenCookieDatabase writes a policy's cookies as the Open Cookie
// Database's CSV. It holds names, categories, domains, parties (behind the
// domain, as the database writes them), purposes, lifetimes, providers (data
// controllers) and sections' titles (platforms). It can't hold what the document
// is called and about, its language, what its sections say beside their titles,
// and functions. A cookie with a section has a provider when it is read: where
// the policy gives none, the section's title. A variable part that is not at the
// end of a name is written as *, which this program reads and others may not.
// A lifetime of more than a billion seconds is given in whole days.
//
// A cell that a spreadsheet would take for a formula begins with an apostrophe,
// which reading takes off.
func WriteOpenCookieDatabase(w io.Writer, p policy.Policy) error {
	c := csv.NewWriter(w)
	if err := c.Write(entryColumns); err != nil {
		return err
	}
	for i := range p.Cookies {
		d := &p.Cookies[i]
		name, wildcard := strings.CutSuffix(d.Name, "*")
		if name == "" || strings.Contains(name, "*") {
			name, wildcard = d.Name, false
		}
		cells := []string{fmt.Sprint(i + 1), d.Section, entryWord(d.Category), name, entryDomain(d), d.Purpose, lifetimeWords(d), d.Provider, "", "0"}
		if wildcard {
			cells[9] = "1"
		}
		for k := range cells {
			cells[k] = safeCell(oneLineText(cells[k]))
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// entryWord is the opposite of [entryCategory].
func entryWord(c policy.Category) string {
	switch c {
	case policy.Necessary:
		return "Security"
	case policy.Functional:
		return "Functional"
	case policy.Statistical:
		return "Analytics"
	case policy.Marketing:
		return "Marketing"
	}
	return ""
}

func entryDomain(d *policy.Declaration) string {
	party := ""
	switch d.Party {
	case policy.FirstParty:
		party = "(1st party)"
	case policy.ThirdParty:
		party = "(3rd party)"
	}
	return strings.TrimSpace(d.Domain + " " + party)
}

// lifetimeWords writes a lifetime so that it is read as the same number of
// seconds: in the largest unit that holds it.
func lifetimeWords(d *policy.Declaration) string {
	switch {
	case d.Session:
		return "session"
	case d.LifetimeSeconds == nil || *d.LifetimeSeconds <= 0:
		return ""
	}
	n := *d.LifetimeSeconds
	for _, u := range []struct {
		seconds int64
		name    string
	}{{lifetime.Year, "year"}, {lifetime.Day, "day"}, {lifetime.Hour, "hour"}, {lifetime.Minute, "minute"}} {
		if n%u.seconds == 0 {
			return plural(n/u.seconds, u.name)
		}
	}
	if n >= lifetime.MaxNumber {
		return plural((n+lifetime.Day/2)/lifetime.Day, "day")
	}
	return plural(n, "second")
}

func plural(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
