package stack

import (
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
)

// Blocks puts a table for each one that it finds among the paragraphs of a page, where
// every cell is a box of its own.
func Blocks(blocks []block.Block) []block.Block {
	l := column.Words().Remembering()
	out := blocks[:0:0]
	vain := 0
	for i := 0; i < len(blocks); {
		n, count := 0, 0
		if vain <= maxTried && LabelAt(l, blocks, i) && LabelAt(l, blocks, i+1) {
			vain++
			// A few lines first: most labels head nothing.
			for _, most := range []int{20, 8000} {
				var texts []string
				for j := i; j < len(blocks) && len(texts) < most && blocks[j].Kind == block.Para; j++ {
					texts = append(texts, blocks[j].Text.S)
				}
				if n, count = Cycle(l, texts); n == 0 {
					break
				}
			}
		}
		if n < 3 {
			out = append(out, blocks[i])
			i++
			continue
		}
		vain = 0
		t := block.Block{Kind: block.Table, Line: blocks[i].Line}
		for k := range count + 1 {
			x := block.Row{Line: blocks[i+k*n].Line, Head: k == 0}
			for _, b := range blocks[i+k*n : i+(k+1)*n] {
				x.Cells = append(x.Cells, block.Cell{Inline: b.Text, Line: b.Line})
			}
			t.Rows = append(t.Rows, x)
		}
		out = append(out, t)
		i += n * (count + 1)
	}
	return out
}

// LabelAt reports whether the block at i is a paragraph with nothing but a
// label.
func LabelAt(l *column.Labels, blocks []block.Block, i int) bool {
	if i >= len(blocks) || blocks[i].Kind != block.Para || len(blocks[i].Text.S) > 60 {
		return false
	}
	_, ok := l.Label(blocks[i].Text.S)
	return ok
}

// maxTried is how many labels over another one head no table, one after the other,
// until no more are tried.
const maxTried = 1000
