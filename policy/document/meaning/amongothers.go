package meaning

import (
	"fmt"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/words"
)

// cookiesAmong finds the cookies in a table of something else: what is known of
// people and for how long it is kept has a row for "Cookie `mill_sid`", too. As in
// running text, they count only where nothing else in the document declares them.
func (r *reader) cookiesAmong(header []string, body []block.Row) {
	if r.history || r.at.coded() {
		return
	}
	for _, x := range body {
		if len(x.Cells) == 0 || !words.SpeakOfCookies(x.Cells[0].S) || len(words.Of(x.Cells[0].S)) > 12 {
			continue
		}
		first := x.Cells[0]
		marked := map[string]bool{}
		for _, m := range first.Marked(block.Code) {
			for _, n := range names.Only(block.Plain(m), nil) {
				marked[n.Name] = true
			}
		}
		list := names.InSentence(first.S, marked)
		said := first.S
		for _, n := range list {
			said = strings.ReplaceAll(said, n.Name, "")
		}
		if len(list) == 0 || words.SpeakOfStorage(said) || !words.SpeakOfCookies(said) {
			continue
		}
		var lives []lifetime.Lifetime
		for c := 1; c < len(x.Cells) && lives == nil; c++ {
			said := column.None
			if c < len(header) {
				said, _ = column.Words().Role(header[c])
			}
			if said == column.Lifetime || said == column.None && lifetime.Like(x.Cells[c].S) {
				lives = lifetime.Read(x.Cells[c].S, 0, len(list))
			}
		}
		for i, n := range list {
			d := policy.Declaration{Name: n.Name, Position: fmt.Sprintf("line %d, cell 1", first.Line)}
			lifetime.Set(&d, lives, i)
			r.mention(r.settled(d))
		}
	}
}
