package meaning

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
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

// led gives the kind that is the subject of a paragraph: "Necessary cookies make the
// wheel turn. Without them ...". What explains several kinds, one after the other,
// is about no list; nor is one that goes on to announce it.
func led(text string) policy.Category {
	all := words.Sentences(text)
	if len(all) == 0 || strings.HasSuffix(text, ":") {
		return policy.CategoryUnsaid
	}
	w := words.Of(all[0])
	head := w[:min(len(w), 4)]
	if len(w) < 6 || words.CookieAt(head) < 0 || denial.Whole(w) {
		return policy.CategoryUnsaid
	}
	c, sorted := purpose.Among(head, true)
	if whole, ok := purpose.Among(words.Of(text), true); !sorted || !ok || whole != c {
		return policy.CategoryUnsaid
	}
	return c
}

// setsToo reports whether a paragraph begins with cookies of a kind that are set as well:
// "We also use cookies for statistics to see how the mill is visited".
func setsToo(text string) bool {
	all := words.Sentences(text)
	if len(all) == 0 {
		return false
	}
	w := words.Of(all[0])
	at := words.CookieAt(w)
	if at < 0 || at > 7 || !denial.Sets(w[:at]) || denial.Whole(w) {
		return false
	}
	_, sorted := purpose.Among(w[:min(len(w), at+4)], true)
	return sorted
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

// overItsText reports whether an item is one word with a colon, in small letters and no
// kind's, over or before sentences of which the first is about one cookie: "theme:".
func (r *reader) overItsText(i int, list []names.Name, rest string) bool {
	name := list[0].Name
	first, below, ok := strings.Cut(r.blocks[i].Text.S, ":")
	if !ok || r.blocks[i].Level > 1 || remarks[name] || first != name || len(list) > 1 || below != "" && below[0] != ' ' && below[0] != '\n' || !words.StartsLower(name) || names.PlainWord(name) || words.IsCookie(name) || purpose.Vendor(name) != "" {
		return false
	}
	if rest == "" && i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Para {
		rest = r.blocks[i+1].Text.S
	}
	all := words.Sentences(rest)
	return len(all) > 0 && aboutOne(words.Of(all[0])) && !purpose.Words().Not.In(words.Of(all[0]))
}

// remarks are the words, in small letters, over what is remarked of a cookie.
var remarks = map[string]bool{"note": true, "hint": true, "tip": true, "advice": true, "optional": true, "important": true, "hinweis": true, "remarque": true, "nota": true, "aviso": true, "opmerking": true, "tipp": true, "conseil": true, "consejo": true, "dica": true}
