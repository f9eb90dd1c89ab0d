package cookies

import "math/bits"

// Survey notes in the shapes of a store's cookies what only the whole store
// shows: on how many sites' domains a name lies ([Shape.Spread]), and whether a
// cookie's value is another's too, under another name or on another site's
// domain. What it notes does not depend on the order of the cookies; what it
// noted before is replaced.
func Survey(cs []Cookie) {
	type twin struct {
		name, site uint32 // of the first
		marks      Marks
	}
	plain := 0 // values, of which an encrypted store has none
	for i := range cs {
		if cs[i].Shape.Twin != 0 {
			plain++
		}
	}
	sites := map[string]uint32{}                 // a hash of the site of each host
	spread := make(map[string]uint64, len(cs)/8) // as many names as large stores have, not as many as there may be
	twins := make(map[uint32]twin, plain)
	var host, last string
	var site uint32
	for i := range cs {
		c := &cs[i]
		if c.Host != host || i == 0 {
			host = c.Host
			s, ok := sites[host]
			if !ok {
				s = hashOf(Registrable(host))
				sites[host] = s
			}
			site = s
		}
		// The bits of a set of 64 are counted, which is near enough: what is
		// asked is one, a few or many.
		spread[c.Name] |= 1 << (site & 63)
		if t := c.Shape.Twin; t != 0 {
			name := hashOf(c.Name)
			w, met := twins[t]
			was := w.marks
			switch {
			case !met:
				twins[t] = twin{name: name, site: site}
				continue
			case w.name != name:
				w.marks |= Renamed
			}
			if w.site != site {
				w.marks |= Elsewhere
			}
			if w.marks != was {
				twins[t] = w
			}
		}
	}
	last = ""
	var many uint8
	for i := range cs {
		c := &cs[i]
		if c.Name != last || i == 0 {
			last = c.Name
			many = uint8(bits.OnesCount64(spread[last]))
		}
		c.Shape.Spread = many
		c.Shape.Marks &^= Renamed | Elsewhere
		if t := c.Shape.Twin; t != 0 {
			c.Shape.Marks |= twins[t].marks
		}
	}
}

// hashOf gives a hash that is alike in every run (FNV-1a).
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
