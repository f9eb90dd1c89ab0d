package main

import (
	"fmt"
	"io"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// agreement says how far the labels bear each other out: how often a cookie has
// the label that most other sites give it. Nothing that judges a cookie by what it
// is can be much better than that, for sites disagree about one and the same.
func (h *harness) agreement(w io.Writer) {
	type kind struct{ name, domain string }
	of := func(r *row) kind {
		k := kind{name: catalogue.Normal(r.Name)}
		if r.SameSite == cookies.None || policy.Registrable(r.Host) != r.site {
			k.domain = policy.Registrable(r.Host)
		}
		return k
	}
	labels, bySite := map[kind][4]int{}, map[kind]map[string][4]int{}
	for i := range h.rows {
		r := &h.rows[i]
		k := of(r)
		all := labels[k]
		all[r.label]++
		labels[k] = all
		if bySite[k] == nil {
			bySite[k] = map[string][4]int{}
		}
		own := bySite[k][r.site]
		own[r.label]++
		bySite[k][r.site] = own
	}
	alike, shared := 0, 0
	for i := range h.rows {
		r := &h.rows[i]
		rest, own := labels[of(r)], bySite[of(r)][r.site]
		best, others := 0, 0
		for c := range rest {
			rest[c] -= own[c]
			others += rest[c]
			if rest[c] > rest[best] {
				best = c
			}
		}
		if others == 0 {
			continue
		}
		shared++
		if best == r.label {
			alike++
		}
	}
	_, _ = fmt.Fprintf(w, "labels: %d of %d rows have a cookie that other sites have too; most of those give the same label to %.4f\n",
		shared, len(h.rows), float64(alike)/float64(max(1, shared)))
}
