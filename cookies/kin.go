package cookies

import (
	"iter"
	"slices"
	"strings"
)

// Imprint tells equal values from others, and nothing else of them: it is alike
// for equal values of one run of the program. The zero Imprint is a value that
// was not opened, or is so plain that it may be another's by chance.
type Imprint struct {
	twin   uint32
	length int32
}

// ImprintOf gives the imprint of an opened value. It does not keep the value.
func ImprintOf(value []byte) Imprint {
	s := ShapeOf(value)
	if s.Twin == 0 {
		return Imprint{}
	}
	return Imprint{s.Twin, int32(len(value))}
}

// Imprint gives the imprint of a cookie's value, where that lies in its store
// in plain.
func (c *Cookie) Imprint() Imprint {
	if c.Shape.Twin == 0 {
		return Imprint{}
	}
	return Imprint{c.Shape.Twin, int32(c.ValueSize())}
}

// Kin is where else the name and the value of a cookie live.
type Kin struct {
	// Also are the cookies of the same name on the same site that lie on another
	// host, or in another store, container or partition, one of each place.
	Also []*Cookie
	// Sites is on how many other sites' domains the name lies.
	Sites int

	// Opened says that the user opened the value.
	Opened bool
	// Compared says that the value was, with those that lie in their stores in
	// plain and those that the user opened.
	Compared bool
	// Alike are the cookies of the same value on another host or under another
	// name, one of each other site and name, and of each host of its own site.
	Alike []*Cookie
}

// KinOf finds the kin of some cookies among all. Opened are the imprints of
// values that the user opened, which may be nil.
func KinOf(some []*Cookie, opened map[ID]Imprint, all iter.Seq[*Cookie]) map[ID]*Kin {
	imprint := func(c *Cookie) Imprint {
		if own := c.Imprint(); own != (Imprint{}) || len(opened) == 0 {
			return own
		}
		return opened[c.ID()]
	}
	out := make(map[ID]*Kin, len(some))
	byName := map[string][]*relative{}
	byValue := map[Imprint][]*relative{}
	for _, c := range some {
		r := &relative{c, &Kin{}, Registrable(c.Host), map[string]bool{}}
		_, r.Opened = opened[c.ID()]
		out[c.ID()] = r.Kin
		byName[c.Name] = append(byName[c.Name], r)
		if i := imprint(c); i != (Imprint{}) {
			r.Compared = true
			byValue[i] = append(byValue[i], r)
		}
	}
	for c := range all {
		for _, r := range byName[c.Name] {
			r.ofName(c)
		}
		if len(byValue) == 0 {
			continue
		}
		for _, r := range byValue[imprint(c)] {
			r.ofValue(c)
		}
	}
	return out
}

// relative is a cookie whose kin is looked for.
type relative struct {
	*Cookie
	*Kin
	site  string
	sites map[string]bool // the others on which its name was met
}

// ofName notes a cookie of the same name.
func (r *relative) ofName(c *Cookie) {
	switch site := Registrable(c.Host); {
	case site != r.site:
		r.sites[site] = true
		r.Sites = len(r.sites)
	case !samePlace(c, r.Cookie) && !slices.ContainsFunc(r.Also, func(o *Cookie) bool { return samePlace(c, o) }):
		r.Also = append(r.Also, c)
	}
}

// ofValue notes a cookie of the same value.
func (r *relative) ofValue(c *Cookie) {
	if c.Name == r.Cookie.Name && sameHost(c, r.Cookie) {
		return
	}
	site := Registrable(c.Host)
	known := func(o *Cookie) bool {
		return o.Name == c.Name && Registrable(o.Host) == site && (site != r.site || sameHost(o, c))
	}
	if !slices.ContainsFunc(r.Alike, known) {
		r.Alike = append(r.Alike, c)
	}
}

// samePlace reports whether two cookies lie on one host, in one store, container
// and partition.
func samePlace(a, b *Cookie) bool {
	return sameHost(a, b) && a.Store.Path == b.Store.Path && a.Container() == b.Container() && a.PartitionKey() == b.PartitionKey()
}

// sameHost leaves aside whether hosts below are meant too.
func sameHost(a, b *Cookie) bool {
	return strings.TrimPrefix(a.Host, ".") == strings.TrimPrefix(b.Host, ".")
}
