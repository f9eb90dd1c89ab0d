package catalogue

import (
	"cmp"
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

// vendorFile is the file of the domains; all others hold entries.
const vendorFile = "vendors.txt"

// Load gives the catalogue that crumbs carries with it. Its lines are divided at
// the first call, and each is read when its name or domain is first met: to read
// all of them took a fifth of `crumbs stats`, and a profile meets a few hundred.
// All calls give the same one.
func Load() (*Catalogue, error) { return load() }

var load = sync.OnceValues(func() (*Catalogue, error) { return divide(carried()) })

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
	files := make([]file, len(names))
	for i, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		files[i] = file{name, string(text)}
	}
	c, err := divide(files)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(c.entries.check(), c.vendors.facts.check()); err != nil {
		return nil, err
	}
	return c, nil
}

// The parts of a line.
const (
	entryParts  = 7
	vendorParts = 4
)

// divide makes a catalogue of files whose lines are not read yet.
func divide(files []file) (*Catalogue, error) {
	entries := facts[Entry]{lines: make([]line, 0, 6000), read: readEntry}
	vs := facts[Vendor]{lines: make([]line, 0, 2500), read: readVendor}
	var err error
	for i := range files {
		if files[i].name == vendorFile {
			vs.lines, err = files[i].lines(vs.lines, vendorParts)
		} else {
			entries.lines, err = files[i].lines(entries.lines, entryParts)
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range entries.lines {
		entries.lines[i].name = Bare(entries.lines[i].name)
	}
	return index(entries.unmet(), vs.unmet()), nil
}

func readEntry(l line) (Entry, error) {
	f := l.fields()
	if f[0] == "" || f[2] == "" || f[5] == "" {
		return Entry{}, errors.New("a name, a vendor and a source are needed")
	}
	e := Entry{
		Pattern: policy.ParsePattern(l.name), Vendor: f[2], Source: f[5], Purpose: f[6], Anywhere: f[1] == "",
		file: l.in.name, line: l.number,
	}
	for d := range strings.SplitSeq(f[1], ",") {
		switch d = strings.TrimSpace(d); d {
		case "":
		case "*":
			e.Anywhere = true
		default:
			e.Domains = append(e.Domains, d)
		}
	}
	category, guard, _ := strings.Cut(f[3], "+")
	var err error
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
	for t := range strings.SplitSeq(times, ",") {
		d, err := parseLifetime(strings.TrimSpace(t))
		if err != nil {
			return Entry{}, err
		}
		e.Lifetimes = append(e.Lifetimes, d)
	}
	return e, nil
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

func readVendor(l line) (Vendor, error) {
	f := l.fields()
	v := Vendor{Domain: f[0], Name: f[1], Reach: Reach(f[3])}
	if v.Domain == "" || v.Name == "" || v.Domain != strings.ToLower(v.Domain) {
		return Vendor{}, errors.New("a domain in lower case and a vendor are needed")
	}
	if f[2] != "-" {
		var err error
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
