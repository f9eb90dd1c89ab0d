package catalogue

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

//go:embed data/*.txt
var files embed.FS

// vendorFile is the file of the domains; all others hold entries.
const vendorFile = "vendors.txt"

var load = sync.OnceValues(func() (*Catalogue, error) {
	data, err := fs.Sub(files, "data")
	if err != nil {
		return nil, err
	}
	return Read(data)
})

// Load gives the catalogue that crumbs carries with it. It is read at the first
// call; all calls give the same one.
func Load() (*Catalogue, error) { return load() }

// Read makes a catalogue of the text files at the top of a folder: vendors.txt
// holds domains, all others entries. In each, a line is a fact, its parts are
// divided by |, and what follows a # at the beginning of a line is for people.
// An error says which line of which file can't be read and why.
//
// An entry: name or pattern | domains | vendor | category | lifetime | source | purpose
//
//   - domains: divided by commas; with a * among them, or none, the name is met
//     elsewhere too.
//   - category: one of the contract's; "+login", "+csrf" or "+consent" says
//     what deleting it would harm.
//   - lifetime: "session", a number with s, min, h, d, mo or y, or several
//     divided by commas; "-" where the vendor does not say; "only 30min" for a
//     name that means this with such a lifetime alone. Behind a ; may stand
//     "value" and the formats of its values in the words of [cookies.Form],
//     divided by commas; "only value a locale" for a name that means this with
//     such a value alone.
//
// A domain: domain | vendor | category or - | embedded, visited or both
func Read(folder fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	entries, vs := make([]Entry, 0, 5000), make([]Vendor, 0, 2000)
	p := parser{map[string][]string{}, map[string][]time.Duration{}}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			var bad error
			if name == vendorFile {
				var v Vendor
				v, bad = parseVendor(line)
				vs = append(vs, v)
			} else {
				var e Entry
				e, bad = p.entry(line)
				e.file, e.line = name, n
				entries = append(entries, e)
			}
			if bad != nil {
				return nil, fmt.Errorf("catalogue: %s, line %d: %w", name, n, bad)
			}
		}
	}
	return index(entries, vs), nil
}

// fields divides a line at |. It fills a fixed array: this runs for every line
// at every start.
func fields(line string, want int) (f [7]string, err error) {
	n := 0
	for part := range strings.SplitSeq(line, "|") {
		if n < want {
			f[n] = strings.TrimSpace(part)
		}
		n++
	}
	if n != want {
		return f, fmt.Errorf("%d parts, not %d", n, want)
	}
	return f, nil
}

// parser reads entries. It keeps the lists of domains and lifetimes that it has
// read: many lines have the same, and this runs at every start.
type parser struct {
	domains   map[string][]string
	lifetimes map[string][]time.Duration
}

func (p parser) entry(line string) (Entry, error) {
	f, err := fields(line, 7)
	if err != nil {
		return Entry{}, err
	}
	if f[0] == "" || f[2] == "" || f[5] == "" {
		return Entry{}, errors.New("a name, a vendor and a source are needed")
	}
	e := Entry{Pattern: policy.ParsePattern(Bare(f[0])), Vendor: f[2], Source: f[5], Purpose: f[6], Anywhere: f[1] == ""}
	if f[1] != "" {
		e.Domains = p.domainsOf(f[1])
		e.Anywhere = strings.Contains(f[1], "*") && slices.Contains(strings.Fields(strings.ReplaceAll(f[1], ",", " ")), "*")
	}
	category, guard, _ := strings.Cut(f[3], "+")
	if e.Category, err = parseCategory(category); err != nil {
		return Entry{}, err
	}
	switch e.Guard = policy.Guard(guard); e.Guard {
	case policy.Unguarded, policy.GuardLogin, policy.GuardCSRF, policy.GuardConsent:
	default:
		return Entry{}, fmt.Errorf("%q is no guard", guard)
	}
	times, forms, _ := strings.Cut(f[4], ";")
	if strings.Contains(times, "value ") {
		times, forms = "-", times
	}
	if err := e.parseForms(strings.TrimSpace(forms)); err != nil {
		return Entry{}, err
	}
	times = strings.TrimSpace(times)
	times, e.Timed = strings.CutPrefix(times, "only ")
	if times == "-" {
		return e, nil
	}
	e.Lifetimes, err = p.lifetimesOf(times)
	return e, err
}

// domainsOf reads domains divided by commas, without a * among them.
func (p parser) domainsOf(s string) []string {
	list, ok := p.domains[s]
	if !ok {
		for d := range strings.SplitSeq(s, ",") {
			if d = strings.TrimSpace(d); d != "" && d != "*" {
				list = append(list, d)
			}
		}
		p.domains[s] = list
	}
	return list
}

func (p parser) lifetimesOf(s string) ([]time.Duration, error) {
	list, ok := p.lifetimes[s]
	if !ok {
		for t := range strings.SplitSeq(s, ",") {
			d, err := parseLifetime(strings.TrimSpace(t))
			if err != nil {
				return nil, err
			}
			list = append(list, d)
		}
		p.lifetimes[s] = list
	}
	return list, nil
}

func (e *Entry) parseForms(s string) error {
	if s == "" {
		return nil
	}
	s, e.Valued = strings.CutPrefix(s, "only ")
	s, ok := strings.CutPrefix(s, "value ")
	if !ok {
		return fmt.Errorf("%q is no format of a value", s)
	}
	for words := range strings.SplitSeq(s, ",") {
		i := slices.Index(cookies.FormNames(), strings.TrimSpace(words))
		if i <= 0 {
			return fmt.Errorf("%q is no format of a value", words)
		}
		e.Forms = append(e.Forms, cookies.Form(i))
	}
	return nil
}

func parseCategory(s string) (policy.Category, error) {
	switch c := policy.Category(s); c {
	case policy.Necessary, policy.Functional, policy.Statistical, policy.Marketing:
		return c, nil
	}
	return policy.CategoryUnsaid, fmt.Errorf("%q is no category", s)
}

func parseLifetime(s string) (time.Duration, error) {
	if s == "session" {
		return 0, nil
	}
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.Atoi(digits)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%q is no lifetime", s)
	}
	unit := unitOf(s[len(digits):])
	if unit == 0 || n > 100_000 || time.Duration(n) > 100*365*24*time.Hour/unit {
		return 0, fmt.Errorf("%q is no lifetime", s)
	}
	return time.Duration(n) * unit, nil
}

// unitOf gives a unit of time, 0 for an unknown one. A month is a twelfth of
// 365 days.
func unitOf(s string) time.Duration {
	const day = 24 * time.Hour
	switch s {
	case "s":
		return time.Second
	case "min":
		return time.Minute
	case "h":
		return time.Hour
	case "d":
		return day
	case "mo":
		return 365 * day / 12
	case "y":
		return 365 * day
	}
	return 0
}

func parseVendor(line string) (Vendor, error) {
	f, err := fields(line, 4)
	if err != nil {
		return Vendor{}, err
	}
	v := Vendor{Domain: f[0], Name: f[1], Reach: Reach(f[3])}
	if v.Domain == "" || v.Name == "" || v.Domain != strings.ToLower(v.Domain) {
		return Vendor{}, errors.New("a domain in lower case and a vendor are needed")
	}
	if f[2] != "-" {
		if v.Category, err = parseCategory(f[2]); err != nil {
			return Vendor{}, err
		}
	}
	switch v.Reach {
	case Embedded, Visited, Both:
		return v, nil
	}
	return Vendor{}, fmt.Errorf("%q is neither embedded, visited nor both", f[3])
}
