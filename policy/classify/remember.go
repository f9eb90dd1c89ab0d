package classify

import (
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// name is what is worked out of a cookie's name, once for all that bear it.
type name struct {
	entries []*catalogue.Entry
	card    card
	signs   signs
}

// host is what is worked out of a cookie's domain as stored.
type host struct {
	registrable string
	vendor      *catalogue.Vendor // nil if nobody is known to have it
	platforms   []*platform       // whose policies may speak of a cookie of this host
}

func (c *Classifier) name(s string) *name {
	n, ok := c.names[s]
	if !ok {
		n = &name{}
		if c.known != nil {
			n.entries = c.known.Candidates(s)
		}
		c.card.readName(s, n)
		c.names[s] = n
	}
	return n
}

func (c *Classifier) host(s string) *host {
	h, ok := c.hosts[s]
	if !ok {
		h = &host{registrable: policy.Registrable(s)}
		if c.known != nil {
			h.vendor = c.known.Owner(s)
		}
		h.platforms = c.platforms[h.registrable]
		c.hosts[s] = h
	}
	return h
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
func party(h *host, seen policy.Site, top string) policy.Party {
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

// basis gathers what the verdict on a cookie depends on.
func (c *Classifier) basis(k *cookies.Cookie, seen policy.Site) basis {
	n, h := c.name(k.Name), c.host(k.Host)
	life, partition := lifetime(k), k.PartitionKey()
	top := c.top(partition)

	b := basis{party: party(h, seen, top), vendor: h.vendor}
	b.rule = matchRule(c.rules, k)
	c.consult(&b, n, k.Host, life)
	c.consultPolicies(&b, place{k, h, n, seen, top, partition != ""})
	b.card = c.card.read(n.card, k, h.vendor, life, top != "" && top != h.registrable)
	b.guard, b.hint = b.guards(n, k, life)
	return b
}

// hostOf is a cookie's domain without its leading dot.
func hostOf(k *cookies.Cookie) string { return strings.TrimPrefix(k.Host, ".") }
