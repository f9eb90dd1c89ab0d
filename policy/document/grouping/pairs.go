package grouping

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/stack"
	"crumbs/policy/document/words"
)

// pairs finds labels that are blocks of their own, with the value in the next
// block: terms and definitions, a heading "Name" over the name. The labels go,
// the values keep their role.
func pairs(blocks []block.Block) []block.Block {
	out := blocks[:0:0]
	for i := 0; i < len(blocks); i++ {
		role, ok := loneLabel(blocks[i])
		bold := apart(blocks[i])
		begins := role == column.Name && valueAt(blocks, i+1, bold) && nameValue(blocks, i+1, bold) || role != column.Name && i > 0 && underName(blocks, i)
		if !ok || !begins {
			out = append(out, blocks[i])
			continue
		}
		first := len(out)
		surest := 0.0 // "Cookie name" beside "Name" is it
		for {
			v := blocks[i+1]
			if role == column.Name {
				_, sure := column.Words().Role(blocks[i].Text.S)
				surest = max(surest, sure)
				if sure < 3 {
					role = column.Service
				}
			}
			v.Role, v.Kind = role, block.Para
			i++
			if i+1 >= len(blocks) {
				out = append(out, v)
				break
			}
			role, ok = loneLabel(blocks[i+1])
			ok = ok && apart(blocks[i+1]) == bold
			v.Labelled = ok
			out = append(out, v)
			if !ok || !valueAt(blocks, i+2, bold) {
				break
			}
			i++
		}
		for k := first; k < len(out) && surest < 3; k++ {
			if out[k].Role == column.Service {
				out[k].Role = column.Name
			}
		}
	}
	return out
}

// underName reports whether the label at i, a term that is defined, stands right
// under a name: a card for each cookie, with the name as its title.
func underName(blocks []block.Block, i int) bool {
	title := blocks[i-1]
	return blocks[i].Kind == block.Term && i+1 < len(blocks) && blocks[i+1].Kind == block.Detail && (title.Kind == block.Heading || title.Kind == block.Para) &&
		names.Firmest(names.Only(title.Text, nil)) >= shape.Weak
}

// loneLabel reports whether a block is nothing but a label.
func loneLabel(b block.Block) (column.Role, bool) {
	if b.Kind == block.Table || b.Text.Empty() || len(b.Text.S) > 60 {
		return column.None, false
	}
	r, ok := column.Words().Label(b.Text.S)
	return r, ok
}

// apart reports whether a block is set apart from running text.
func apart(b block.Block) bool {
	return b.Kind == block.Heading || b.Kind == block.Term || b.Text.All(block.Strong)
}

// valueAt reports whether the block at i is the value of the label before it.
// Where labels are bold, what is not bold is a value, even one that sounds like
// a label ("This website").
func valueAt(blocks []block.Block, i int, bold bool) bool {
	if i >= len(blocks) || blocks[i].Kind == block.Table || blocks[i].Kind == block.Heading || blocks[i].Sorts != "" {
		return false
	}
	if i > 0 && blocks[i].Kind == block.Item && blocks[i-1].Kind != block.Item && !bold {
		return false // a title over a list
	}
	if bold && !apart(blocks[i]) {
		return true
	}
	_, label := loneLabel(blocks[i])
	return !label
}

// nameValue reports whether a block can be what a label "Name" announces: names,
// or, where the label is set apart, a few words ("Google Fonts API") that are no sentence.
func nameValue(blocks []block.Block, i int, bold bool) bool {
	b := blocks[i]
	if _, sorted := purpose.Category(b.Text.S); sorted {
		// "Cookies" over "Functional" is a title over a title.
		if apart(b) || i+1 >= len(blocks) || names.Firmest(names.Only(b.Text, nil)) < shape.Firm && !stack.LabelAt(column.Words(), blocks, i+1) {
			return false
		}
	}
	if blocks[i-1].Kind == block.Heading && words.Fold(blocks[i-1].Text.S) == "cookies" && !stack.LabelAt(column.Words(), blocks, i+1) {
		return false // the title of a part, over the first name in it
	}
	if words.Fold(blocks[i-1].Text.S) == "cookies" && !bold && names.Firmest(names.Only(b.Text, nil)) < shape.Weak {
		return false // "Cookies" over "Pixel" are both kinds of things
	}
	return len(names.Only(b.Text, nil)) > 0 || bold && len(words.Of(b.Text.S)) <= 4 && !strings.Contains(b.Text.S, ":") && !strings.HasSuffix(b.Text.S, ".")
}
