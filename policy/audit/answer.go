package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/consent"
)

// Record is a site's own record of its visitor's answer, in one store.
type Record struct {
	consent.Record
	Host  string // of its cookies, as stored
	Store *cookies.Store
	Given time.Time // when the answer was given, by the record or by the store
	Sure  bool      // false: it may have been given later, the store does not say

	place where
}

// where is where a record counts: what one browser profile shows in one
// container.
type where struct {
	folder, container string
	private           bool
}

func placeOf(c *cookies.Cookie) where {
	p := where{folder: cmp.Or(c.Store.Folder, c.Store.Path), container: c.Container()}
	p.private = c.Place != nil && c.Place.Private
	return p
}

// Wanted gives those of the cookies whose values an audit needs: the site's
// records of an answer, by their names. They are few; opening them may ask a
// keyring.
func Wanted(site policy.Site, list []policy.Sorted) []*cookies.Cookie {
	var out []*cookies.Cookie
	for _, s := range list {
		if consent.Is(s.Cookie.Name) && site.Holds(s.Cookie) && policy.Registrable(s.Cookie.Host) == site.Registrable {
			out = append(out, s.Cookie)
		}
	}
	return out
}

// tolerance is what the times of a record and of a cookie may differ without
// one being after the other: scripts write whole seconds.
const tolerance = time.Second

// againstConsent looks for cookies of a category that was refused, set after the
// site had recorded that.
func (a *auditor) againstConsent() {
	a.readRecords()
	for _, s := range a.own {
		v, c := s.Verdict, s.Cookie
		if v.Shared || v.Category == policy.Necessary || v.Category == policy.Unclassified {
			continue
		}
		set := cmp.Or(c.Updated, c.Created)
		if set == 0 {
			continue
		}
		r := a.refusal(s, set.Time())
		if r == nil {
			continue
		}
		sev := High
		if v.Category == policy.Functional {
			sev = Medium
		}
		how := ""
		switch {
		case !r.Sure:
			sev = Low
			how = " The store does not say when the record was last written."
		case v.Source == policy.SourceRules:
			sev = Low
			how = " That it is " + string(v.Category) + " is a guess by its looks."
		}
		verb := "it was set"
		if c.Created != 0 && c.Created.Time().Before(r.Given) {
			verb = "it was set again"
		}
		a.add(AgainstConsent, sev, c, int64(set.Time().Sub(r.Given)/time.Second), fmt.Sprintf(
			"%s's record (%s) says that %s was refused on %s, and %s on %s.%s",
			r.Product, strings.Join(r.Cookies, ", "), what(r, v), stamp(r.Given), verb, stamp(set.Time()), how))
	}
}

// what is that which was refused.
func what(r *Record, v *policy.Verdict) string {
	if slices.Contains(r.Refused, v.Category) {
		return string(v.Category)
	}
	return v.Provider
}

// refusal gives the earliest record that refuses a cookie and is older than its
// setting; nil if there is none, or if another record grants its category.
func (a *auditor) refusal(s policy.Sorted, set time.Time) *Record {
	var out *Record
	for i := range a.records {
		r := &a.records[i]
		if !a.reaches(r, s.Cookie) {
			continue
		}
		switch {
		case r.Refuses(s.Verdict.Category, s.Verdict.Provider):
			if set.After(r.Given.Add(tolerance)) && (out == nil || r.Given.Before(out.Given)) {
				out = r
			}
		case slices.Contains(r.Granted, s.Verdict.Category):
			return nil
		}
	}
	return out
}

// reaches reports whether a record speaks of a cookie: they lie in one place,
// and some page of the site is sent both; somebody else's cookie belongs to the
// page that it is partitioned under.
func (a *auditor) reaches(r *Record, c *cookies.Cookie) bool {
	if placeOf(c) != r.place {
		return false
	}
	if policy.Registrable(c.Host) != a.in.Site.Registrable {
		return true
	}
	return c.SentTo(cookies.BareHost(r.Host)) || cookies.Key{Host: r.Host}.SentTo(cookies.BareHost(c.Host))
}

// readRecords reads the opened values, by the place and host that they lie in.
func (a *auditor) readRecords() {
	type at struct {
		where
		host, origin string
	}
	groups := map[at][]Opened{}
	for _, o := range a.in.Opened {
		if o.Cookie.Expired(a.in.Now) {
			continue
		}
		if o.Err != nil {
			a.told = true
			a.note("The record %s of %s could not be opened, so it is not known what was answered (%v).", o.Cookie.Name, o.Cookie.Host, o.Err)
			continue
		}
		k := at{placeOf(o.Cookie), o.Cookie.Host, o.Cookie.Origin}
		groups[k] = append(groups[k], o)
	}
	for _, group := range groups {
		slices.SortFunc(group, func(x, y Opened) int { return inOrder(x.Cookie, y.Cookie) })
		entries := make([]consent.Entry, len(group))
		for i, o := range group {
			entries[i] = consent.Entry{Name: o.Cookie.Name, Value: o.Value}
		}
		read, faults := consent.Read(entries)
		a.told = a.told || len(read)+len(faults) > 0
		for _, f := range faults {
			a.note("The record %s of %s could not be read: %s.", f.Name, group[0].Cookie.Host, f.Why)
		}
		for _, r := range read {
			a.date(r, group)
		}
	}
	slices.SortFunc(a.records, func(x, y Record) int {
		return cmp.Or(strings.Compare(x.Product, y.Product), strings.Compare(x.Host, y.Host), strings.Compare(x.Store.Path, y.Store.Path),
			strings.Compare(x.place.container, y.place.container), x.Given.Compare(y.Given))
	})
	slices.Sort(a.notes)
	a.notes = slices.Compact(a.notes)
}

// date finds out when a record's answer was given, and keeps the record if that
// is known.
func (a *auditor) date(r consent.Record, group []Opened) {
	var stored time.Time // when the last of its cookies was set
	sure := true
	var first *cookies.Cookie
	for _, o := range group {
		c := o.Cookie
		if !slices.Contains(r.Cookies, c.Name) {
			continue
		}
		if first == nil {
			first = c
		}
		sure = sure && c.Updated != 0
		if t := cmp.Or(c.Updated, c.Created).Time(); t.After(stored) {
			stored = t
		}
	}
	out := Record{Record: r, Host: first.Host, Store: first.Store, place: placeOf(first), Given: r.At, Sure: true}
	switch {
	case r.At.IsZero():
		out.Given, out.Sure = stored, sure
	case r.Daily:
		out.Given = r.At.Add(day)
		if !stored.Before(r.At) && stored.Before(out.Given) {
			out.Given, out.Sure = stored, sure
		}
	}
	switch {
	case out.Given.IsZero():
		a.note("%s's record of an answer has no time, in %s or in the store.", r.Product, strings.Join(r.Cookies, ", "))
	case out.Given.After(a.in.Now.Add(day)):
		a.note("%s's record of an answer is dated %s, which is yet to come: it was passed over.", r.Product, stamp(out.Given))
	default:
		a.records = append(a.records, out)
	}
}
