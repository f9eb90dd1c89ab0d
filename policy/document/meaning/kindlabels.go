package meaning

import (
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// ofKind declares the names with which a text begins, of the kind that its label
// says.
func (r *reader) ofKind(b *block.Block) {
	list, rest := names.First(b.Text, r.joined)
	if len(list) == 0 {
		r.close()
		return
	}
	if all := words.Sentences(b.Sorts + " " + rest); len(all) > 0 && denial.Whole(words.Of(all[0])) {
		r.close() // "Marketing cookies (a) are not used."
		return
	}
	for i := len(list) - 1; i > 0 && list[i].Shape < shape.Firm && names.PlainWord(list[i].Name); i-- {
		list, rest = list[:i], strings.TrimSpace(list[i].Name+". "+rest) // "a_id, necessary"
	}
	n := beforeVendor(rest, list)
	defer r.othersIn(rest, list, b.Line)
	for i, part := range [][]names.Name{list[:n], list[n:]} {
		if len(part) == 0 {
			continue
		}
		r.entry(part, rest, b.Line)
		if i == 0 { // the kind may not be that of the service's
			r.rec.d.Category, _ = purpose.Category(b.Sorts)
		}
		r.rec.d.Party = purpose.FirmParty(b.Sorts)
		r.rec.d.Provider = purpose.Vendor(b.Sorts)
		r.close()
	}
}

// othersIn reads the cookies that the text behind the names of a kind names besides:
// "a and b) are always on. If you agree, c counts visits."
func (r *reader) othersIn(rest string, list []names.Name, line int) {
	if len(rest) > block.MaxCell || !strings.Contains(rest, "_") {
		return
	}
	all := words.Sentences(rest)
	if len(all) == 0 {
		return
	}
	if !strings.Contains(all[0], " ") || names.Firmest(names.InSentence(all[0], nil)) < shape.Firm {
		all = all[1:]
	}
	kept := slices.DeleteFunc(all, func(s string) bool {
		return slices.ContainsFunc(names.InSentence(s, nil), func(n names.Name) bool { return names.Has(list, n.Name) })
	})
	if len(kept) > 0 {
		r.prose(block.Inline{S: "Cookies: " + strings.Join(kept, " ")}, line)
	}
}

// beforeVendor counts the names of a sentence that stand before a service or a
// dash, if any stand behind it: "a is ours, Google sets b", "a, Mill - b".
func beforeVendor(s string, list []names.Name) int {
	from := 0
	for i, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		at := strings.Index(s[from:], stem)
		if stem == "" || at < 0 {
			return len(list)
		}
		if between := s[from : from+at]; i > 0 && (purpose.NamesVendor(between) || behindDash.MatchString(between)) {
			return i
		}
		from += at + len(stem)
	}
	return len(list)
}

var behindDash = lazyregexp.New(`\pL\s[-–—=→:]+\s$`)
