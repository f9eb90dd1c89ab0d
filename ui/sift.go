package ui

import "strings"

// sifted is what a filter leaves of a shelf.
type sifted struct {
	places         []int32 // of the entries that are left, in their order; nil: all
	shown, cleared []int32 // how many they are, by site, and how many of them clear would take
	by             counts  // by category
}

// add counts the entries of the next site, all of which are left, and gives how
// many of them clear would take.
func (l *sifted) add(es []entry) (cleared int) {
	for i := range es {
		if es[i].cleared {
			cleared++
		}
		if !es[i].extra {
			l.by[es[i].category]++
		}
	}
	l.shown, l.cleared = append(l.shown, int32(len(es))), append(l.cleared, int32(cleared))
	return cleared
}

// sift gives what a filter leaves of what another one left, which it narrows: a
// filter that is typed on leaves less with each key, of a million cookies soon
// very few. It goes through the entries as they lie: a profile showed most of
// going from site to site in the order of the screen in waiting for memory.
func sift(sh *shelf, from sifted, f sieve) sifted {
	out := sifted{shown: make([]int32, len(from.shown)), cleared: make([]int32, len(from.shown))}
	total := 0
	for _, n := range from.shown {
		total += int(n)
	}
	out.places = make([]int32, total)
	type part struct {
		places []int32
		by     counts
	}
	done := make([]part, cores())
	apart(len(from.shown), func(which, first, end int) {
		at := 0
		for _, n := range from.shown[:first] {
			at += int(n)
		}
		left, by := out.places[at:at], counts{}
		for i := first; i < end; i++ {
			begin, cleared := len(left), int32(0)
			for last := at + int(from.shown[i]); at < last; at++ {
				place := int32(at)
				if from.places != nil {
					place = from.places[at]
				}
				e := &sh.entries[place]
				if !f.match(sh.sites[i], e) {
					continue
				}
				left = append(left, place)
				if e.cleared {
					cleared++
				}
				if !e.extra {
					by[e.category]++
				}
			}
			out.shown[i], out.cleared[i] = int32(len(left)-begin), cleared
		}
		done[which] = part{left, by}
	})
	n := 0
	for _, d := range done {
		n += copy(out.places[n:], d.places) // to where those of the part before end
		for c, m := range d.by {
			out.by[c] += m
		}
	}
	out.places = out.places[:n]
	return out
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
