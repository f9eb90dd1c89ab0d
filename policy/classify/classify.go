// Package classify gives the verdict on a cookie seen from a site: what it is
// for, whose it is, and why, from everything that is known. What decides is, in
// this order, the user's own rule, the site's policy, the catalogue confirmed by
// the cookie's domain, value or lifetime, the catalogue by the name alone, a
// format of values that only one family of software makes, and a scorecard over
// what a store shows of a cookie; what the others say is kept with the verdict.
// What a store shows as a whole ([cookies.Survey]) is noted in the cookies when it
// is read, so that a verdict is on one cookie alone.
package classify

import (
	"runtime"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// Knowledge is what verdicts are made of.
type Knowledge struct {
	// Rules are the user's own. Of several that fit a cookie the one with the
	// most precise name decides, then the one with the longest domain, then the
	// last.
	Rules []policy.Rule
	// Policies are the sites'; one without a platform is about no site and says
	// nothing. Of several declarations that fit a cookie the one with the most
	// precise name decides, then the one of the longest platform; of two
	// policies for one platform the first.
	Policies []policy.Policy
	// Catalogue may be nil.
	Catalogue *catalogue.Catalogue
	// Weights are the scorecard's; nil for those that crumbs carries with it.
	Weights Weights
}

// Classifier gives verdicts. It remembers what it has worked out of each name
// and host, and may be used by several goroutines at once: it sorts on two cores. The same knowledge
// and the same cookie give the same verdict, whatever was asked before.
type Classifier struct {
	grounds
	memories []*memory // one or two
}

// grounds are what verdicts are made of, ready to be asked. They do not change.
type grounds struct {
	rules     []rule
	platforms map[string][]*platform // by registrable domain
	known     *catalogue.Catalogue
	card      *scorecard
}

// New makes a classifier. It keeps the knowledge, which is not to be changed
// from then on.
func New(k Knowledge) *Classifier {
	c := &Classifier{grounds: grounds{
		rules:     compileRules(k.Rules),
		platforms: compilePolicies(k.Policies),
		known:     k.Catalogue,
		card:      newScorecard(fitted(k.Weights)),
	}}
	for range min(runtime.GOMAXPROCS(0), halves) {
		m := &memory{grounds: &c.grounds}
		m.forget()
		c.memories = append(c.memories, m)
	}
	return c
}

// Verdict gives the verdict on a cookie seen from a site; the zero site is
// nowhere in particular. Cookies about which the same is known share a verdict.
func (c *Classifier) Verdict(k *cookies.Cookie, seen policy.Site) *policy.Verdict {
	m := c.of(k)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.verdict(k, &seen)
}

// Sort gives each cookie with its verdict, in the order of the cookies. The
// result points into cs.
func (c *Classifier) Sort(cs []cookies.Cookie, seen policy.Site) []policy.Sorted {
	out := make([]policy.Sorted, len(cs))
	faults := make(chan any) // are met where the caller can put things away
	for _, m := range c.memories {
		go func() {
			defer func() { faults <- recover() }()
			m.mu.Lock()
			defer m.mu.Unlock()
			m.expect(len(cs) / len(c.memories))
			for i := range cs {
				if k := &cs[i]; c.of(k) == m {
					out[i] = policy.Sorted{Cookie: k, Verdict: m.verdict(k, &seen)}
				}
			}
		}()
	}
	var fault any
	for range c.memories {
		if f := <-faults; f != nil {
			fault = f
		}
	}
	if fault != nil {
		panic(fault)
	}
	return out
}

// basis is all that a verdict depends on. It is comparable: two cookies with
// the same basis have the same verdict. It is a key that is asked for with each
// cookie, so it is small and has no strings in it.
type basis struct {
	rule     *rule
	declared *declaration
	entry    *catalogue.Entry
	other    *catalogue.Entry  // one that says otherwise
	vendor   *catalogue.Vendor // whose the cookie's domain is, nil if nobody is known
	sight    sight
	hint     hint
	how      confirmation // of entry
	party    uint8        // place in parties
	guard    uint8        // place in guards
	firm     bool         // the declaration decides; else it is only shown
	shared   bool
}

// guards are the guards by their places in a basis.
var guards = [...]policy.Guard{policy.Unguarded, policy.GuardLogin, policy.GuardCSRF, policy.GuardConsent}

// parties are the parties by their places in a basis.
var parties = [...]policy.Party{policy.PartyUnknown, policy.FirstParty, policy.ThirdParty}

// lifetime is how long a cookie lives from when it was last set, 0 for a session
// cookie, negative where the store does not know. Browsers keep a cookie's
// creation time when a site sets it again, so the time of the last update comes
// first where there is one.
func lifetime(k *cookies.Cookie) time.Duration {
	if k.Session() {
		return 0
	}
	from := k.Updated
	if from == 0 {
		from = k.Created
	}
	if from == 0 || k.Expires <= from {
		return -1
	}
	// A day too many in a store must not overflow.
	us := min(int64(k.Expires)/2-int64(from)/2, int64(100*365*24*time.Hour/time.Microsecond)/2) * 2
	return time.Duration(us) * time.Microsecond
}
