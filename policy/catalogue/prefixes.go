package catalogue

import (
	"cmp"
	"slices"
	"strings"
)

// opening is a literal beginning and the entry that has it.
type opening struct {
	text  string
	entry int32
}

// prefixes finds all openings that a name begins with. It is a sorted list in
// which each opening knows the longest other one that it begins with itself:
// whatever a name begins with lies on that chain from the last opening that is
// not behind the name. No tree has to be built at every start.
type prefixes struct {
	list   []opening
	parent []int32    // -1 for none
	begin  [257]int32 // by first byte: where those that begin with it begin
}

func indexPrefixes(list []opening) prefixes {
	slices.SortFunc(list, func(a, b opening) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.entry, b.entry))
	})
	p := prefixes{list: list, parent: make([]int32, len(list))}
	for i := range list {
		p.begin[int(list[i].text[0])+1] = int32(i) + 1
		j := int32(i) - 1
		for j >= 0 && !strings.HasPrefix(list[i].text, list[j].text) {
			j = p.parent[j]
		}
		p.parent[i] = j
	}
	for i := 1; i < len(p.begin); i++ {
		p.begin[i] = max(p.begin[i], p.begin[i-1])
	}
	return p
}

// each calls f with the entry of every opening that name begins with.
func (p prefixes) each(name string, f func(entry int32)) {
	if name == "" {
		return
	}
	from, to := int(p.begin[name[0]]), int(p.begin[int(name[0])+1])
	i, found := slices.BinarySearchFunc(p.list[from:to], name, func(o opening, name string) int {
		return strings.Compare(o.text, name)
	})
	i += from
	for found && i+1 < len(p.list) && p.list[i+1].text == name {
		i++ // the last of several alike: the others are its parents
	}
	if !found {
		i--
	}
	for j := int32(i); j >= 0; j = p.parent[j] {
		if strings.HasPrefix(name, p.list[j].text) {
			f(p.list[j].entry)
		}
	}
}
