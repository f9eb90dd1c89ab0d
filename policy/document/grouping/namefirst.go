package grouping

import (
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
)

// nameFirst puts the name before the labelled values that stand over it, where groups
// of them follow one another and each begins with the same other label: "Category: ...",
// "Name: ...", "Duration: ...", "Category: ...". The first would else be said of the
// cookie before it.
func nameFirst(blocks []block.Block) []block.Block {
	for i := 0; i < len(blocks); {
		first := labelOf(&blocks[i])
		if first == column.None || first == column.Name {
			i++
			for first == column.Name && i < len(blocks) && labelOf(&blocks[i]) != column.None {
				i++ // the name stands first
			}
			continue
		}
		end := i
		var begins, named []int
		for ; end < len(blocks); end++ {
			role := labelOf(&blocks[end])
			if role == column.None {
				break
			}
			if role == first {
				begins = append(begins, end)
			}
			if role == column.Name {
				named = append(named, end)
			}
		}
		if eachNamed(begins, named) {
			for k, at := range named {
				name := blocks[at]
				copy(blocks[begins[k]+1:at+1], blocks[begins[k]:at])
				blocks[begins[k]] = name
			}
		}
		i = end
	}
	return blocks
}

// eachNamed reports whether two groups or more have one name each.
func eachNamed(begins, named []int) bool {
	if len(begins) < 2 || len(begins) != len(named) {
		return false
	}
	for k, at := range named {
		if at < begins[k] || k+1 < len(begins) && at > begins[k+1] {
			return false
		}
	}
	return true
}

// labelOf gives the label of a paragraph that is one labelled value.
func labelOf(b *block.Block) column.Role {
	if b.Kind != block.Para || b.Role != column.None {
		return column.None
	}
	list, before := field.In(b.Text)
	if len(list) != 1 || before != "" {
		return column.None
	}
	return list[0].Role
}
