// Package grouping puts together, before a document is read, the blocks that belong
// together, and parts those that hold several things.
package grouping

import (
	"crumbs/policy/document/block"
	"crumbs/policy/document/stack"
)

// Of gives the blocks with what belongs together in one: labels that stand
// apart have become the role of their values, a table of paragraphs a table, and
// a text about several names or kinds a paragraph for each. The numbers of a list are
// gone from before its names.
func Of(blocks []block.Block) []block.Block {
	return nameFirst(pairs(kindLabels(stack.Blocks(namedSentences(namedLines(unnumbered(blocks)))))))
}
