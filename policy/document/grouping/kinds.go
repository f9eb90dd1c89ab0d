package grouping

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/kinds"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/words"
)

// kindLabels makes a block for each kind of a text that names two or more of
// them, each with its cookies behind it: "Necessary cookies: a. Marketing
// cookies: b, c". The label of one must not sort what stands behind the next.
func kindLabels(blocks []block.Block) []block.Block {
	var out []block.Block
	for i := range blocks {
		b := blocks[i]
		var list []kinds.Label
		if b.Kind == block.Para || b.Kind == block.Item || b.Kind == block.Detail {
			list = kinds.In(b.Text.S)
		}
		if len(list) == 1 && !(b.Kind == block.Para && list[0].From == 0 && (besideKind(blocks, i-1) || besideKind(blocks, i+1) || onlyKind(blocks, i, list[0]))) {
			list = nil
		}
		if list == nil {
			if out != nil {
				out = append(out, b)
			}
			continue
		}
		if out == nil {
			out = append(out, blocks[:i]...)
		}
		if before := b.Text.Cut(0, list[0].From); len(words.Of(before.S)) > 0 {
			first := b
			first.Text = before
			out = append(out, first)
		}
		for k, l := range list {
			end := len(b.Text.S)
			if k+1 < len(list) {
				end = list[k+1].From
			}
			each := b
			each.Sorts = strings.TrimSpace(b.Text.S[l.From:l.To])
			if m := nextNumber.FindStringIndex(b.Text.S[l.Names:end]); m != nil && k+1 < len(list) {
				end = l.Names + m[0]
			}
			each.Text = b.Text.Cut(l.Names, end)
			if at := strings.LastIndexByte(each.Text.S, ' '); at > 0 && words.Joins(each.Text.S[at+1:]) {
				each.Text = each.Text.Cut(0, at) // "...; and marketing cookies: ..."
			}
			out = append(out, each)
		}
	}
	if out == nil {
		return blocks
	}
	return out
}

// onlyKind reports whether a block is the label of a kind and names alone, and
// nothing labelled follows that is said of them.
func onlyKind(blocks []block.Block, i int, l kinds.Label) bool {
	t := blocks[i].Text
	list, rest := names.First(t.Cut(l.Names, len(t.S)), nil)
	if len(list) == 0 || rest != "" || len(t.Spans) > 0 && t.Spans[0].From == 0 || !strings.Contains(t.S[l.To:l.Names], ":") {
		return false
	}
	if i+1 == len(blocks) || blocks[i+1].Kind == block.Heading || blocks[i+1].Kind == block.Table {
		return true
	}
	more, _ := field.In(blocks[i+1].Text)
	return len(more) == 0 || more[0].Role == column.Name
}

// besideKind reports whether the block at i is such a paragraph.
func besideKind(blocks []block.Block, i int) bool {
	return i >= 0 && i < len(blocks) && blocks[i].Kind == block.Para && kinds.Begin(blocks[i].Text.S)
}

// nextNumber is the number of the next kind: "2. Statistics".
var nextNumber = lazyregexp.New(`[\s;,]\(?\d{1,2}[.)]?\s*$`)
