package jar

import (
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
)

// share is one store's part of a deletion or an undo on its way.
type share struct {
	store  *cookies.Store
	format format
	rows   cookies.Rows
	index  []int       // where each of the rows stands in the journal's share
	asked  *through    // the running browser that changes it itself, or nil
	held   *inuse.Held // against its browser; nil where that is asked
}

// keptOut are the browsers that are kept out of their profiles, by what is held
// of each: the stores of one Firefox profile share its lock.
type keptOut map[string]*inuse.Held

// hold keeps the store's browser out until release.
func (k keptOut) hold(s *cookies.Store) (*inuse.Held, error) {
	what := inuse.Holds(s)
	if held := k[what]; held != nil {
		return held, nil
	}
	held, err := inuse.Hold(s)
	if err == nil {
		k[what] = held
	}
	return held, err
}

func (k keptOut) release() {
	for _, held := range k {
		held.Release()
	}
}

// pick gives the rows at these places.
func pick(r cookies.Rows, places []int) cookies.Rows {
	out := cookies.Rows{Schema: r.Schema, Columns: r.Columns}
	for _, i := range places {
		out.Keys = append(out.Keys, r.Keys[i])
		out.Cells = append(out.Cells, r.Cells[i])
	}
	return out
}

// upTo gives 0, 1, ... n-1.
func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func batches(shares []*share) []journal.Batch {
	var out []journal.Batch
	for _, s := range shares {
		out = append(out, journal.Batch{Store: s.store, Rows: s.rows, Live: s.asked != nil})
	}
	return out
}

// sitesOf gives the registrable domains of the rows, sorted.
func sitesOf(shares []*share) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range shares {
		for _, k := range s.rows.Keys {
			if site := cookies.Registrable(k.Host); !seen[site] {
				seen[site] = true
				out = append(out, site)
			}
		}
	}
	slices.Sort(out)
	return out
}

// sentence gives a condition's reason and advice in one.
func sentence(c cookies.Condition) string {
	if c.Advice == "" {
		return c.Reason
	}
	return c.Reason + ": " + c.Advice
}
