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
	"sync"
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
// and host, and may be used by several goroutines at once. The same knowledge
// and the same cookie give the same verdict, whatever was asked before.
type Classifier struct {
	rules     []rule
	platforms map[string][]*platform // by registrable domain
	known     *catalogue.Catalogue
	card      *scorecard

	mu       sync.Mutex
	names    map[string]*name
	hosts    map[string]*host
	lastHost string            // which is often the next cookie's too
	last     *host             // nil: none yet
	tops     map[string]string // registrable domain of a partition's site
	verdicts map[basis]*judged
	cards    map[card]*card
}

// maxRemembered bounds each memory: a store of random names must not fill the
// machine's. What is forgotten is worked out again.
const maxRemembered = 200_000

// New makes a classifier. It keeps the knowledge, which is not to be changed
// from then on.
func New(k Knowledge) *Classifier {
	c := &Classifier{
		rules:     compileRules(k.Rules),
		platforms: compilePolicies(k.Policies),
		known:     k.Catalogue,
		card:      newScorecard(fitted(k.Weights)),
	}
	c.forget()
	return c
}

func (c *Classifier) forget() { c.remember(0) }

// remember makes empty memories with room for so many cookies, of which every
// other one has a name of its own, and every fourth a host and a verdict.
func (c *Classifier) remember(n int) {
	c.names, c.hosts = make(map[string]*name, n/2), make(map[string]*host, n/4)
	c.last = nil
	c.cards = make(map[card]*card, n/4)
	c.tops, c.verdicts = map[string]string{}, make(map[basis]*judged, n/4)
}

// expect makes room for a store's cookies where nothing is remembered yet: maps
// that grow are filled again each time. Large stores repeat themselves.
func (c *Classifier) expect(n int) {
	if len(c.names) == 0 {
		c.remember(min(n, 4096))
	}
}

// Verdict gives the verdict on a cookie seen from a site; the zero site is
// nowhere in particular. Cookies about which the same is known share a verdict.
func (c *Classifier) Verdict(k *cookies.Cookie, seen policy.Site) *policy.Verdict {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.verdict(k, &seen)
}

// Sort gives each cookie with its verdict, in the order of the cookies. The
// result points into cs.
func (c *Classifier) Sort(cs []cookies.Cookie, seen policy.Site) []policy.Sorted {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expect(len(cs))
	out := make([]policy.Sorted, len(cs))
	for i := range cs {
		out[i] = policy.Sorted{Cookie: &cs[i], Verdict: c.verdict(&cs[i], &seen)}
	}
	return out
}

func (c *Classifier) verdict(k *cookies.Cookie, seen *policy.Site) *policy.Verdict {
	if max(len(c.names), len(c.hosts), len(c.tops), len(c.verdicts), len(c.cards)) > maxRemembered {
		c.forget()
	}
	n := c.name(k.Name)
	var b basis
	c.gather(&b, k, n, seen)
	if n.last != nil && n.last.basis == b {
		return &n.last.Verdict // a fifth of the time would go to finding it among all
	}
	j, ok := c.verdicts[b]
	if !ok {
		j = c.judge(&b)
		c.verdicts[b] = j
	}
	n.last = j
	return &j.Verdict
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
