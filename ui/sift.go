package ui

import (
	"runtime"
	"strings"
	"sync"

	"crumbs/cookies/jar"
)

// sift gives of some rows those of which a filter leaves something, and counts
// by category what it leaves. It looks only at what a row has left: a filter that
// is typed on leaves less with each key, of a million cookies soon very few.
func sift(from []siteRow, f filter) (rows []siteRow, by counts) {
	parts := runtime.GOMAXPROCS(0)
	if len(from) < 1000 { // it takes less than beginning a goroutine
		parts = 1
	}
	done := make([]sifted, parts)
	fault := make(chan *jar.Panic, 1)
	var all sync.WaitGroup
	for i := range done {
		all.Go(func() {
			defer jar.Carry(fault)
			done[i].sift(from[len(from)*i/parts:len(from)*(i+1)/parts], f)
		})
	}
	all.Wait()
	select {
	case p := <-fault:
		panic(p)
	default:
	}
	for i := range done {
		rows = append(rows, done[i].rows...)
		for c, n := range done[i].by {
			by[c] += n
		}
	}
	return rows, by
}

// sifted is what one goroutine has sifted.
type sifted struct {
	rows []siteRow
	by   counts
}

func (d *sifted) sift(from []siteRow, f filter) {
	n := 0
	for i := range from {
		n += from[i].shown
	}
	left, everything := make([]int32, 0, n), f.all()
	for _, r := range from {
		row, begin := siteRow{site: r.site}, len(left)
		for i := range r.shown {
			at := int32(i)
			if r.left != nil {
				at = r.left[i]
			}
			e := &r.entries[at]
			if !everything && !f.match(r.site, e) {
				continue
			}
			left = append(left, at)
			if e.cleared {
				row.cleared++
			}
			if !e.extra {
				d.by[e.category]++
			}
		}
		row.left = left[begin:len(left):len(left)]
		if row.shown = len(row.left); row.shown > 0 || r.asked && everything {
			d.rows = append(d.rows, row)
		}
	}
}

// narrows reports whether a filter lets nothing through that another did not:
// whether each of the other's terms follows from one of its own.
func (f filter) narrows(other filter) bool {
	for _, o := range other.terms {
		follows := false
		for _, t := range f.terms {
			follows = follows || t.implies(o)
		}
		if !follows {
			return false
		}
	}
	return true
}

// implies reports whether what passes a term always passes another.
func (t term) implies(o term) bool {
	if t.kind != o.kind || t.not != o.not {
		return false
	}
	switch {
	case t.kind == isExpired: // that changes with time
		return false
	case t.not:
		t, o = o, t
	}
	if t.kind == inCategory || t.kind == inParty {
		return strings.HasPrefix(t.text, o.text)
	}
	return strings.Contains(t.text, o.text)
}
