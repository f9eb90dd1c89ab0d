package ui

import (
	"runtime"
	"strings"
	"sync"

	"crumbs/cookies/jar"
)

// sieve is a filter made for the texts of one shelf. The zero sieve lets
// everything through.
type sieve struct {
	filter
	of    *texts
	tests []test // one for each term
}

// test is a term, with which texts pass it; nil are those that it does not look at.
type test struct {
	term
	homes, hosts, names, providers, browsers []bool
}

// on makes the sieve of a filter for some texts.
func (f filter) on(t *texts) sieve { return f.after(sieve{}, t) }

// after is on that knows the sieve before: what lacks a word lacks each longer one
// that is made of it.
func (f filter) after(before sieve, t *texts) sieve {
	v := sieve{filter: f, of: t, tests: make([]test, len(f.terms))}
	for i, term := range f.terms {
		one, was := test{term: term}, test{}
		for _, b := range before.tests {
			if before.of == t && b.kind == term.kind && strings.Contains(term.text, b.text) {
				was = b
			}
		}
		has := func(c interned, had []bool) []bool {
			out := make([]bool, len(c.list))
			apart(len(c.list), func(_, from, to int) {
				for i := from; i < to; i++ {
					out[i] = (had == nil || had[i]) && strings.Contains(c.list[i], term.text)
				}
			})
			for _, r := range c.read {
				out[r.n] = out[r.n] || strings.Contains(r.text, term.text)
			}
			return out
		}
		switch term.kind {
		case anyWord:
			one.hosts, one.names, one.providers = has(t.hosts, was.hosts), has(t.names, was.names), has(t.providers, was.providers)
		case inSite:
			one.homes, one.hosts = has(t.homes, was.homes), has(t.hosts, was.hosts)
		case inName:
			one.names = has(t.names, was.names)
		case inProvider:
			one.providers = has(t.providers, was.providers)
		case inBrowser:
			one.browsers = has(t.browsers, was.browsers)
		}
		v.tests[i] = one
	}
	return v
}

// match reports whether a cookie passes, as it stands in a site's list.
func (v *sieve) match(s *site, e *entry) bool {
	for i := range v.tests {
		if t := &v.tests[i]; t.holds(s, e, v.now) == t.not {
			return false
		}
	}
	return true
}

func (t *test) holds(s *site, e *entry, now int64) bool {
	switch t.kind {
	case inSite:
		return t.homes[s.home] || t.hosts[e.host]
	case inName:
		return t.names[e.name]
	case inCategory:
		return strings.HasPrefix(string(e.Verdict.Category), t.text)
	case inParty:
		return strings.HasPrefix(string(e.Verdict.Party), t.text)
	case inBrowser:
		return t.browsers[e.browser]
	case inProvider:
		return t.providers[e.provider]
	case isExpired:
		return e.Cookie.Expires != 0 && int64(e.Cookie.Expires) <= now
	case isSession:
		return e.session
	case isInsecure:
		return e.insecure
	}
	return t.hosts[e.host] || t.names[e.name] || t.providers[e.provider]
}

// apart does work on n things in as many parts as there are cores, side by side;
// little work is done at once, in less time than it takes to begin a goroutine.
func apart(n int, do func(part, from, to int)) {
	parts := cores()
	if n < 1000 {
		do(0, 0, n)
		return
	}
	fault := make(chan *jar.Panic, 1)
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			defer jar.Carry(fault)
			do(i, n*i/parts, n*(i+1)/parts)
		})
	}
	all.Wait()
	select {
	case p := <-fault:
		panic(p)
	default:
	}
}

// cores is how many parts of a work are done side by side at most.
func cores() int { return runtime.GOMAXPROCS(0) }
