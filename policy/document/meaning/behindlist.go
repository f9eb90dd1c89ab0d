package meaning

import (
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// endsList takes the lifetime that stands behind a list, in an item or a paragraph
// of its own, for the cookies of the list that say none themselves, and reports
// whether the block at i is one: "- _a: ...", "- _b: ...", "- Duration: 2 years".
func (r *reader) endsList(i int) bool {
	if r.listEnd != i || i == 0 || r.listFrom >= len(r.out.Cookies) {
		return false
	}
	list, before := field.In(r.blocks[i].Text)
	if len(list) != 1 || before != "" || list[0].Role != column.Lifetime || len(words.Of(list[0].Value.S)) > 8 && !strings.ContainsAny(list[0].Value.S, "(:") {
		return false
	}
	var all []names.Name
	for _, d := range r.out.Cookies[r.listFrom:] {
		all = append(all, names.Name{Name: d.Name})
	}
	if lives := told.ByName(list[0].Value.S, all); lives != nil { // "Duration: _a (2 years), _b (1 day)"
		for i := range all {
			lifetime.Set(&r.out.Cookies[r.listFrom+i], lives, i)
		}
		return true
	}
	lives := lifetime.Read(list[0].Value.S, 0, 1)
	if lives == nil {
		return false
	}
	for k := r.listFrom; k < len(r.out.Cookies); k++ {
		// What a description says of a session is not how long it is kept.
		if d := &r.out.Cookies[k]; d.LifetimeSeconds == nil {
			d.Session = false
			lifetime.Set(d, lives, 0)
		}
	}
	return true
}

// inListAt notes that the block at i was an item that declared cookies, of which the
// first is the one at from.
func (r *reader) inListAt(i, from int) {
	if r.listEnd != i {
		r.listFrom = from
	}
	r.listEnd = i + 1
}

// notOfData leaves out the sentences of a text that say how long data are kept, and
// speak of no cookie.
func notOfData(text string) string {
	var out []string
	for _, s := range words.Sentences(text) {
		if w := words.Of(s); !words.Data().In(w) || words.SpeakOfCookies(s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
