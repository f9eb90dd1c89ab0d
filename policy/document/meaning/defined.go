package meaning

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/words"
)

// runIn opens the section of a title that is the first sentence of its paragraph:
// "Analytics cookies. With your permission ...".
func (r *reader) runIn(b *block.Block) {
	all := words.Sentences(b.Text.S)
	if r.rec != nil || len(all) < 2 || len(words.Of(all[0])) > 4 || !words.StartsUpper(all[0]) {
		return
	}
	s := newSection(strings.TrimRight(all[0], "."), leadLevel, b.Line)
	if !s.cookies || !s.sorts() || defines(all) {
		return
	}
	s.level, s.defines = boldLevel, true
	if top := r.at.top(); top.defines && top.category != s.category && top.before == len(r.out.Cookies) {
		s.defined = true
	}
	r.open(s)
}

// defines reports whether a paragraph has titles of several kinds among its
// sentences: it tells what kinds there are, and is about no list.
func defines(sentences []string) bool {
	first := policy.CategoryUnsaid
	for _, s := range sentences {
		if len(words.Of(s)) > 4 || !words.StartsUpper(s) {
			continue
		}
		title := newSection(strings.TrimRight(s, "."), leadLevel, 0)
		if !title.cookies || title.category == policy.CategoryUnsaid {
			continue
		}
		if first != policy.CategoryUnsaid && title.category != first {
			return true
		}
		first = title.category
	}
	return false
}

// endDefinitions closes the last of several kinds that were told one after the other,
// before a table of cookies of all kinds: a paragraph between that names none leads to it.
func (r *reader) endDefinitions(i int) {
	top := r.at.top()
	if !top.defined || top.before != len(r.out.Cookies) || i == 0 || r.blocks[i-1].Kind != block.Para || r.blocks[i-1].Line == top.line {
		return
	}
	if text := r.blocks[i-1].Text.S; words.SpeakOfCookies(text) && !sorted(text) {
		r.at = r.at[:len(r.at)-1]
	}
}
