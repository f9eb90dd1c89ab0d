package meaning

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// runInTitle gives the words that a paragraph begins with as with a title: bold
// ones, or a kind of cookies in italics with its colon, "_Strictly necessary:_".
func runInTitle(t block.Inline) (lead, rest string) {
	if lead, rest = t.Lead(block.Strong, block.Code); lead != "" {
		return lead, rest
	}
	lead, rest = t.Lead(block.Emphasis)
	if !strings.HasSuffix(strings.TrimSpace(lead), ":") && !strings.HasPrefix(rest, ":") || len(words.Of(lead)) > 6 {
		return "", t.S
	}
	if _, sorted := purpose.Category(lead); !sorted {
		return "", t.S
	}
	return lead, rest
}

// namedAlone reports whether an item gives a single small word in bold and how
// long it is kept: where cookies were announced even "conversion" is a name then.
func (r *reader) namedAlone(i int, list []names.Name, rest string) bool {
	lead, _ := r.blocks[i].Text.Lead(block.Strong)
	return len(list) == 1 && strings.Trim(lead, ": ") == list[0].Name && words.StartsLower(list[0].Name) && tells(rest)
}

// bareUnderCookies reports whether an item is one of bare words under "Cookies
// for the contrast of the page:", in a document that has such lists of firm
// names as well.
func (r *reader) bareUnderCookies(t run, list []names.Name) bool {
	return r.intro != nil && r.intro.listsThem && t.bare == t.items && r.listed >= 3 && !names.PlainWord(list[0].Name) && strings.ToLower(list[0].Name) == list[0].Name
}
