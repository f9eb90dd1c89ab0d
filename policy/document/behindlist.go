package document

import (
	"strings"
	"sync"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
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
	if lives := livesByName(list[0].Value.S, all); lives != nil { // "Duration: _a (2 years), _b (1 day)"
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

// namedLines makes a paragraph of its own of what follows a line break and begins
// with a name and a colon, where a sentence has ended before it.
func namedLines(blocks []block.Block) []block.Block {
	var out []block.Block
	for i := range blocks {
		b := blocks[i]
		for at := 0; b.Kind == block.Para; {
			n := strings.IndexByte(b.Text.S[at:], '\n')
			if n < 0 {
				break
			}
			at += n + 1
			name, rest, ok := strings.Cut(b.Text.S[at:min(len(b.Text.S), at+shape.MaxName+400)], ":")
			if !ok || !strings.HasPrefix(rest, " ") || len(words.Of(rest)) < 4 || names.ShapeOf(strings.TrimSpace(name)) != shape.Firm ||
				!strings.HasSuffix(strings.TrimSpace(b.Text.S[max(0, at-40):at]), ".") || names.ShapeOf(strings.Fields(b.Text.S)[0]) == shape.Firm {
				continue
			}
			if out == nil {
				out = append(out, blocks[:i]...)
			}
			first := b
			first.Text = b.Text.Cut(0, at-1)
			out = append(out, first)
			b.Text, at = b.Text.Cut(at, len(b.Text.S)), 0
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

// notOfData leaves out the sentences of a text that say how long data are kept, and
// speak of no cookie.
func notOfData(text string) string {
	var out []string
	for _, s := range words.Sentences(text) {
		if w := words.Of(s); !theData().In(w) || words.SpeakOfCookies(s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

// theData are the words for what is stored on a server.
var theData = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`data, donnees, daten, datos, gegevens, dati, dados, recordings, enregistrements, aufzeichnungen, grabaciones, opnamen, registrazioni, gravacoes`)
})
