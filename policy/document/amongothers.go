package document

import (
	"fmt"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/words"
)

// cookiesAmong finds the cookies in a table of something else: what is known of
// people and for how long it is kept has a row for "Cookie `mill_sid`", too. As in
// running text, they count only where nothing else in the document declares them.
func (r *reader) cookiesAmong(header []string, body []row) {
	if r.history || r.at.coded() {
		return
	}
	for _, x := range body {
		if len(x.cells) == 0 || !words.SpeakOfCookies(x.cells[0].s) || len(words.Of(x.cells[0].s)) > 12 {
			continue
		}
		first := x.cells[0]
		marked := map[string]bool{}
		for _, m := range first.marked(code) {
			for _, n := range pureNames(plain(m), nil) {
				marked[n.name] = true
			}
		}
		list := proseNames(first.s, marked)
		said := first.s
		for _, n := range list {
			said = strings.ReplaceAll(said, n.name, "")
		}
		if len(list) == 0 || words.SpeakOfStorage(said) || !words.SpeakOfCookies(said) {
			continue
		}
		var lives []lifetime.Lifetime
		for c := 1; c < len(x.cells) && lives == nil; c++ {
			said := column.None
			if c < len(header) {
				said, _ = column.Words().Role(header[c])
			}
			if said == column.Lifetime || said == column.None && lifetime.Like(x.cells[c].s) {
				lives = lifetime.Read(x.cells[c].s, 0, len(list))
			}
		}
		for i, n := range list {
			d := policy.Declaration{Name: n.name, Position: fmt.Sprintf("line %d, cell 1", first.line)}
			lifetime.Set(&d, lives, i)
			r.later = append(r.later, mention{r.settled(d), r.section()})
		}
	}
}
