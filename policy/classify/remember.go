package classify

import (
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

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

func (c *Classifier) name(s string) *name {
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

func (c *Classifier) host(s string) *host {
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
func (c *Classifier) shared(said card) *card {
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

func (c *Classifier) top(partition string) string {
	if partition == "" {
		return ""
	}
	d, ok := c.tops[partition]
	if !ok {
		d = policy.PartitionDomain(partition)
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
func (c *Classifier) gather(b *basis, k *cookies.Cookie, n *name, seen *policy.Site) {
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

// hostOf is a cookie's domain without its leading dot.
func hostOf(k *cookies.Cookie) string { return strings.TrimPrefix(k.Host, ".") }
