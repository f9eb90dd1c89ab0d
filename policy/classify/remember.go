package classify

import (
	"slices"
	"sync"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// memory is what was worked out of the cookies of half of the hosts, for one core
// at a time. More of them than two would work out each name more often than that
// saves: a store's cookies share their names, not their hosts.
type memory struct {
	*grounds
	mu       sync.Mutex
	names    map[string]*name
	hosts    map[string]*host
	lastHost string            // which is often the next cookie's too
	last     *host             // nil: none yet
	tops     map[string]string // registrable domain of a partition's site
	verdicts map[basis]*judged
	cards    map[card]*card

	_ [64]byte // what two cores write lies not in one line of their caches
}

// halves is how many memories a classifier has where there are as many cores.
const halves = 2

// maxRemembered bounds each memory: a store of random names must not fill the
// machine's. What is forgotten is worked out again.
const maxRemembered = 100_000

// of gives the memory that a cookie's host belongs to. Any of its letters tells
// that well enough.
func (c *Classifier) of(k *cookies.Cookie) *memory {
	n := len(k.Host)
	if n == 0 || len(c.memories) == 1 {
		return c.memories[0]
	}
	return c.memories[(int(k.Host[n/2])+n)%halves]
}

func (c *memory) forget() { c.remember(0) }

// remember makes it empty, with room for so many cookies, of which every other
// one has a name of its own, and every fourth a host and a verdict.
func (c *memory) remember(n int) {
	c.names, c.hosts = make(map[string]*name, n/2), make(map[string]*host, n/4)
	c.last = nil
	c.cards = make(map[card]*card, n/4)
	c.tops, c.verdicts = map[string]string{}, make(map[basis]*judged, n/4)
}

// expect makes room for a store's cookies where nothing is remembered yet: maps
// that grow are filled again each time. Large stores repeat themselves.
func (c *memory) expect(n int) {
	if len(c.names) == 0 {
		c.remember(min(n, 4096))
	}
}

func (c *memory) verdict(k *cookies.Cookie, seen *policy.Site) *policy.Verdict {
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

// name is what is worked out of a cookie's name, once for all that bear it.
type name struct {
	entries []*catalogue.Entry
	card    *card
	signs   signs

	last *judged // of its cookies, which often fits the next one too; nil: none yet
}

// host is what is worked out of a cookie's domain as stored.
type host struct {
	registrable string
	vendor      *catalogue.Vendor // nil if nobody is known to have it
	card        *card
	platforms   []*platform // whose policies may speak of a cookie of this host
}

func (c *memory) name(s string) *name {
	n, ok := c.names[s]
	if !ok {
		n = &name{}
		if c.known != nil {
			n.entries = c.known.Candidates(s)
		}
		said, signs := c.card.readName(s)
		n.card, n.signs = c.shared(said), signs
		c.names[s] = n
	}
	return n
}

func (c *memory) host(s string) *host {
	if c.last != nil && c.lastHost == s {
		return c.last
	}
	h, ok := c.hosts[s]
	if !ok {
		h = &host{registrable: policy.Registrable(s)}
		if c.known != nil {
			h.vendor = c.known.Owner(s)
		}
		h.card = c.shared(c.card.readHost(s))
		h.platforms = c.platforms[h.registrable]
		c.hosts[s] = h
	}
	c.lastHost, c.last = s, h
	return h
}

// shared gives the one card of all that say the same, so that verdicts are
// shared too.
func (c *memory) shared(said card) *card {
	one, ok := c.cards[said]
	if !ok {
		one = new(card) // not &said, which would be made at each call
		*one = said
		c.cards[said] = one
	}
	return one
}

// tracker reports whether a domain is met in other people's pages only, to
// measure or to advertise.
func tracker(v *catalogue.Vendor) bool {
	return v != nil && v.Reach == catalogue.Embedded && (v.Category == policy.Statistical || v.Category == policy.Marketing)
}

func (c *memory) top(partition string) string {
	if partition == "" {
		return ""
	}
	d, ok := c.tops[partition]
	if !ok {
		d = cookies.PartitionDomain(partition)
		c.tops[partition] = d
	}
	return d
}

// party says whose a cookie of the host is: seen from the site, else from the
// site it is partitioned under, else nobody knows.
func party(h *host, seen *policy.Site, top string) policy.Party {
	from := seen.Registrable
	if from == "" {
		from = top
	}
	switch from {
	case "":
		return policy.PartyUnknown
	case h.registrable:
		return policy.FirstParty
	}
	return policy.ThirdParty
}

// gather finds what the verdict on a cookie of this name depends on. The parts are
// filled in place: to hand them on by value took a fifth of the time.
func (c *memory) gather(b *basis, k *cookies.Cookie, n *name, seen *policy.Site) {
	h := c.host(k.Host)
	life, partition := lifetime(k), k.PartitionKey()
	top := c.top(partition)

	b.party, b.vendor = uint8(slices.Index(parties[:], party(h, seen, top))), h.vendor
	b.rule = matchRule(c.rules, k)
	c.consult(b, n, k.Host, life, k.Shape.Form)
	if len(c.platforms) > 0 {
		c.consultPolicies(b, &place{k, h, n, seen, top, partition != ""})
	}
	see(&b.sight, k, n, h, life, top != "" && top != h.registrable)
	guard, hint := c.guards(b, n, k, life)
	b.guard, b.hint = uint8(slices.Index(guards[:], guard)), hint
}
