package grouping

import (
	"strconv"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// namedLines makes a paragraph of its own of what follows a line break and begins
// with a name and a colon, where a sentence has ended before it.
func namedLines(blocks []block.Block) []block.Block {
	var out []block.Block
	for i := range blocks {
		b, cut := blocks[i], false
		for at := 0; b.Kind == block.Para; {
			n := strings.IndexByte(b.Text.S[at:], '\n')
			if n < 0 {
				break
			}
			at += n + 1
			name, rest, ok := strings.Cut(b.Text.S[at:min(len(b.Text.S), at+shape.MaxName+400)], ":")
			if !ok || !strings.HasPrefix(rest, " ") || len(words.Of(rest)) < 4 || names.ShapeOf(strings.TrimSpace(name)) != shape.Firm ||
				!strings.HasSuffix(strings.TrimSpace(b.Text.S[max(0, at-40):at]), ".") || !cut && names.ShapeOf(strings.Fields(b.Text.S)[0]) == shape.Firm {
				continue
			}
			if out == nil {
				out = append(out, blocks[:i]...)
			}
			first := b
			first.Text = b.Text.Cut(0, at-1)
			out = append(out, first)
			b.Text, at, cut = b.Text.Cut(at, len(b.Text.S)), 0, true
		}
		if out != nil {
			out = append(out, b)
		}
	}
	if out == nil {
		return blocks
	}
	return out
}

// namedSentences makes a paragraph of each sentence that begins with a firm name, in
// one that begins with a name itself: "a_id keeps you signed in. b_id lasts a year."
func namedSentences(blocks []block.Block) []block.Block {
	var out []block.Block
	for i := range blocks {
		b := blocks[i]
		if b.Kind == block.Para && strings.Contains(b.Text.S, ". ") && names.Firmest(names.InWord(strings.Fields(b.Text.S)[0])) >= shape.Weak {
			at := 0
			for k, s := range words.Sentences(b.Text.S) {
				from := at + strings.Index(b.Text.S[at:], s)
				list, rest := names.Leading(s)
				if k > 0 && names.Firmest(list) == shape.Firm && len(words.Of(rest)) > 1 {
					if out == nil {
						out = append(out, blocks[:i]...)
					}
					first := b
					first.Text = b.Text.Cut(0, from)
					out = append(out, first)
					b.Text, from = b.Text.Cut(from, len(b.Text.S)), 0
				}
				at = from + len(s)
			}
		}
		if out != nil {
			out = append(out, b)
		}
	}
	if out == nil {
		return blocks
	}
	return out
}

// unnumbered takes the numbers off the items of a list that count up from 1 with
// nothing between them and the text: "1-sid", "2-lang".
func unnumbered(blocks []block.Block) []block.Block {
	for i := 0; i < len(blocks); i++ {
		j := i
		for ; j < len(blocks) && blocks[j].Kind == block.Item; j++ {
			if rest, ok := strings.CutPrefix(blocks[j].Text.S, strconv.Itoa(j-i+1)+"-"); !ok || rest == "" {
				break
			}
		}
		for k := i; j-i > 1 && k < j; k++ {
			t := blocks[k].Text
			blocks[k].Text = t.Cut(strings.IndexByte(t.S, '-')+1, len(t.S))
		}
		i = max(i, j-1)
	}
	return blocks
}
