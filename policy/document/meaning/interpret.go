// Package meaning reads what a policy says: the cookies that it declares in tables, lists
// and running text, with what the headings and sentences around say of them.
package meaning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/grouping"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/platform"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// reader makes a policy of blocks, whatever format they came from. It is the
// only one that knows what a policy says; the readers of formats only say how
// it is laid out.
type reader struct {
	blocks  []block.Block
	page    block.Page
	out     policy.Policy
	at      sections
	these   policy.Category // what the paragraphs before say that "these cookies" are
	intro   *section        // what the paragraph just before says of what follows
	ledFrom int             // the cookies that were declared, and 1, when a paragraph last began with a kind

	last           *columns // of the table before
	lastSection    *section
	lastRow        int  // declarations of the row before
	services       bool // the providers of the table are services
	cookieDocument bool
	history        bool // it tells what changed from version to version
	// mentionsCookies: they are spoken of somewhere
	mentionsCookies bool
	rec             *record
	named           string          // the service that the label just before named
	listFrom        int             // the first declaration of the list that is read
	listEnd         int             // the block behind its last item
	later           []mention       // from running text
	refuted         map[string]bool // the names of cookies that are said not to be set
	runs            []run           // by block
	listed          int             // items that begin with a firm name
	stated          map[policy.Category]policy.Consent
	lastKey         policy.Section // the section that was made last, and from what
	lastMade        policy.Section
	full            string          // all text, made when it is asked for
	words           map[string]bool // the words in it, for joined
}

// Of reads a document, given in blocks, and what it says of itself. A document that
// declares nothing gives a policy without cookies. Its error is that of a context that
// ended.
func Of(ctx context.Context, blocks []block.Block, pg block.Page) (policy.Policy, error) {
	r := &reader{blocks: grouping.Of(blocks), page: pg, stated: map[policy.Category]policy.Consent{}}
	r.at = sections{{level: 0}}
	if len(words.Of(pg.Title)) <= 8 {
		r.at[0].category, _ = purpose.Named(pg.Title) // a page for each kind
	}
	r.runs, r.listed = itemRuns(r.blocks)
	r.out.Title = title(r.blocks, pg)
	r.history = history(r.blocks)
	r.cookieDocument = !r.history && (words.SpeakOfCookies(r.out.Title) && !ofSoftware(r.out.Title) || words.SpeakOfCookies(pg.Title) || strings.Count(words.Fold(r.text()), "cookie") >= 5 || kindTitle(r.blocks) || triples(r.blocks))
	r.mentionsCookies = r.cookieDocument || words.SpeakOfCookies(r.text())
	text := r.text()
	if !edible(words.Of(text)) {
		r.statements()
		for i := range r.blocks {
			if err := ctx.Err(); err != nil {
				return policy.Policy{}, err
			}
			r.block(i)
		}
		r.close()
		r.mentioned()
	}
	r.out.Language = words.Language(text, pg.Lang)
	r.out.Platform = cmp.Or(platform.Of(r.blocks, pg), block.Host(pg.Printed))
	return r.out, nil
}

// kindTitle reports whether one of the first blocks is the title of a kind of
// cookies: a document that begins with "Analytics cookies" is about them.
func kindTitle(blocks []block.Block) bool {
	for i := range blocks[:min(len(blocks), 60)] {
		b := &blocks[i]
		if b.Kind != block.Table && len(b.Text.S) < 60 && words.SpeakOfCookies(b.Text.S) && len(words.Of(b.Text.S)) <= 5 && !strings.ContainsAny(b.Text.S, ".;,!?") && sorted(b.Text.S) {
			return true
		}
	}
	return false
}

// triples reports whether names, each over a description and a lifetime, follow
// one another: the cards of a consent dialog, copied without its title.
func triples(blocks []block.Block) bool {
	found := 0
	for i := 0; i+2 < len(blocks); i++ {
		b, life := &blocks[i], &blocks[i+2]
		if b.Kind != block.Para || life.Kind != block.Para || blocks[i+1].Kind != block.Para || len(b.Text.S) > 60 || len(life.Text.S) > 60 || strings.Contains(b.Text.S, " ") || !lifetime.Like(life.Text.S) || shape.Of(shape.Variable(b.Text.S)) != shape.Firm {
			continue
		}
		if found++; found >= 3 {
			return true
		}
		i += 2
	}
	return false
}

// mention is a cookie that running text names, with where it stands.
type mention struct {
	d  policy.Declaration
	in policy.Section
}

// block reads one block.
func (r *reader) block(i int) {
	b := &r.blocks[i]
	position := fmt.Sprintf("line %d", b.Line)
	if b.Role != column.None {
		r.field(field.Field{Role: b.Role, Value: b.Text}, position)
		if b.Labelled && r.rec != nil {
			r.rec.said++
		}
		return
	}
	if b.Sorts != "" {
		r.ofKind(b)
		return
	}
	switch b.Kind {
	case block.Heading:
		r.heading(i, b.Level)
	case block.Table:
		if r.described(*b) {
			return
		}
		r.close()
		r.named = ""
		r.endDefinitions(i)
		r.table(*b)
		r.intro, r.these = nil, policy.CategoryUnsaid
		if top := r.at.top(); i > 0 && r.blocks[i-1].Caption && top.level >= boldLevel && top.line == r.blocks[i-1].Line {
			r.at = r.at[:len(r.at)-1]
		}
	case block.Term:
		r.close()
		if list := names.Only(b.Text, r.joined); names.Firmest(list) >= shape.Weak && (names.Firmest(list) == shape.Firm || (r.at.aboutCookies() || r.cookieDocument && r.describes(i, list)) && !names.PlainWord(b.Text.S)) {
			r.begin(list, false, position)
			return
		}
		if list, rest := names.Described(b.Text, r.joined); names.Firmest(list) == shape.Firm && words.SpeakOfCookies(rest) && len(words.Of(rest)) <= 6 && (r.at.aboutCookies() || r.cookieDocument) {
			r.entry(list, rest, b.Line) // "mill_sid — session cookie"
			return
		}
		r.open(newSection(b.Text.S, nameLevel, b.Line))
	case block.Item:
		r.item(i)
	default:
		r.para(i)
	}
}

func (r *reader) open(s *section) {
	r.close()
	r.named = ""
	s.before = len(r.out.Cookies)
	r.at.open(s)
	r.intro, r.these = nil, policy.CategoryUnsaid
}

// heading reads a heading: a cookie's name with its description below, or the
// title of a section.
func (r *reader) heading(i, level int) {
	b := &r.blocks[i]
	if list := names.Only(b.Text, r.joined); len(list) > 0 && (r.describes(i, list) || r.besideName(i, level, list)) {
		r.open(&section{level: level, line: b.Line})
		r.begin(list, false, fmt.Sprintf("line %d", b.Line))
		r.rec.titled = true
		return
	}
	r.open(newSection(b.Text.S, level, b.Line))
}

// besideName reports whether a heading that may be a cookie's name stands behind the
// part of one of the same level that is.
func (r *reader) besideName(i, level int, list []names.Name) bool {
	top := r.at.top()
	return r.rec != nil && r.rec.titled && top.title == "" && top.level == level && names.Firmest(r.rec.names) == shape.Firm && names.Firmest(list) >= shape.Weak &&
		words.StartsLower(list[0].Name) && i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Para
}

// describes reports whether what follows a heading describes the cookie that it
// would be the name of.
func (r *reader) describes(i int, list []names.Name) bool {
	if names.Firmest(list) != shape.Firm && names.PlainWord(r.blocks[i].Text.S) {
		return r.at.category() != policy.CategoryUnsaid && r.lifetimeBelow(i)
	}
	n := 0
	for j := i + 1; j < len(r.blocks) && j < i+8; j++ {
		b := &r.blocks[j]
		if b.Kind == block.Table && j == i+1 && names.Firmest(list) == shape.Firm && attributes(fullRows(b.Rows)) {
			return true
		}
		if b.Kind == block.Heading || b.Kind == block.Table {
			break
		}
		n++
		if n == 1 && names.Firmest(list) == shape.Weak && (r.cookieDocument || r.at.aboutCookies()) && (saysCookie(b.Text.S, list[0].Name) || thisCookie(b.Text.S)) {
			return true // "The basket cookie ..."
		}
		if b.Role == column.Purpose || b.Role == column.Function || b.Role == column.Lifetime {
			return true
		}
		if names.Firmest(list) >= shape.Weak && (b.Kind == block.Para || b.Kind == block.Detail) && (names.Firmest(list) == shape.Firm || r.at.aboutCookies() && (r.likely(list[0].Name) || len(r.blocks[i].Text.Marked(block.Code)) > 0)) && tells(b.Text.S) {
			return true
		}
		fs, _ := field.In(b.Text)
		for _, f := range fs {
			if f.Role == column.Lifetime || (f.Role == column.Purpose || f.Role == column.Function) && names.Firmest(list) >= shape.Weak || f.Role != column.Name && names.Firmest(list) == shape.Firm {
				return true
			}
		}
	}
	return n > 0 && (names.Firmest(list) == shape.Firm && (r.cookieDocument || r.at.aboutCookies()))
}

// saysCookie reports whether a text speaks of a name as a cookie: "The basket
// cookie keeps ...", "Le cookie basket".
func saysCookie(text, name string) bool {
	for i, from := 0, 0; i < 4; i++ {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return false
		}
		at += from
		from = at + len(name)
		if at > 0 && shape.IsNameByte(text[at-1]) || from < len(text) && shape.IsNameByte(text[from]) && text[from] != '.' && text[from] != '-' {
			continue
		}
		before, after := words.Of(text[max(0, at-20):at]), words.Of(text[from:min(len(text), from+12)])
		if len(after) > 0 && (after[0] == "cookie" || after[0] == "cookies") || len(before) > 0 && before[len(before)-1] == "cookie" {
			return true
		}
	}
	return false
}

// lifetimeBelow reports whether the labelled values right below a block say how
// long something is kept.
func (r *reader) lifetimeBelow(i int) bool {
	if !r.labelsFollow(i) {
		return false
	}
	for j := i + 1; j < len(r.blocks) && j < i+5 && r.blocks[j].Kind != block.Heading && r.blocks[j].Kind != block.Table; j++ {
		fs, _ := field.In(r.blocks[j].Text)
		for _, f := range fs {
			if f.Role == column.Lifetime {
				return true
			}
		}
	}
	return false
}

// behindLabel closes the record of the names behind a label and reads the sentences
// that follow it.
func (r *reader) behindLabel(rest block.Inline, line int) {
	if r.rec != nil && !slices.ContainsFunc(r.rec.names, func(n names.Name) bool { return names.FirstShape(n.Name) < shape.Weak }) {
		r.rec.bare, r.rec.explicit = true, false // "sessionid and csrftoken" are more than a form's
	}
	r.close()
	r.prose(rest, line)
}

// fields reads the labelled values of a text, if it is made of them.
func (r *reader) fields(t block.Inline, line int) bool {
	list, before := field.In(t)
	if len(list) == 0 {
		return false
	}
	position := fmt.Sprintf("line %d", line)
	named := false
	for _, f := range list {
		named = named || f.Role == column.Name && len(names.InCell(f.Value, r.joined)) > 0
	}
	if before != "" && !named {
		// "_ga: Purpose: ... Lifetime: ...": the name stands before the labels;
		// or a sentence names the cookies of which they speak.
		head := t.Cut(0, len(before))
		found, _ := names.Described(head, r.joined)
		if len(found) == 0 || names.Firmest(found) < shape.Weak {
			found = names.InText(head)
		}
		telling := slices.ContainsFunc(list, func(f field.Field) bool {
			return f.Role == column.Lifetime || f.Role == column.Purpose || f.Role == column.Function
		})
		if len(found) > 0 && (names.Firmest(found) == shape.Firm || telling && names.Firmest(found) == shape.Weak && r.at.aboutCookies()) {
			r.begin(found, false, position)
			r.rec.text = append(r.rec.text, before)
			if _, note, open := strings.Cut(before, "("); open && !strings.Contains(note, ")") {
				noted(&r.rec.d, note) // "_a (necessary, expires: ..."
			}
		} else if r.rec == nil {
			return false
		} else {
			r.rec.text = append(r.rec.text, before)
		}
	}
	if n := len(words.Of(before)); named && len(list) == 1 && n > 0 && n <= 3 {
		// "Necessary cookies: a. The others are b": the label is not theirs.
		v := list[0].Value
		if all := words.Sentences(v.S); len(all) > 1 && len(names.InCell(block.Inline{S: all[0]}, r.joined)) > 0 {
			rest := v.Cut(len(all[0]), len(v.S))
			list[0].Value = v.Cut(0, len(all[0]))
			defer r.behindLabel(rest, line)
		}
	}
	for _, f := range list {
		r.field(f, position)
	}
	if r.rec == nil {
		return true
	}
	r.rec.sortedBy(t.S)
	if n := len(words.Of(before)); named && n > 0 && n <= 3 {
		// "Own cookies: _a, _b": the label of the names sorts them.
		kind := before + " cookies"
		if r.rec.d.Party == policy.PartyUnsaid {
			r.rec.d.Party = purpose.FirmParty(kind)
		}
		if r.rec.d.Category == policy.CategoryUnsaid {
			r.rec.d.Category, _ = purpose.Category(kind)
		}
	}
	return true
}

// entry declares cookies that one text names and describes.
func (r *reader) entry(list []names.Name, rest string, line int) {
	if strings.HasPrefix(rest, "(") {
		if m := names.InBrackets.FindStringIndex(rest); m != nil && m[0] == 0 && list[len(list)-1].Note == "" {
			note := rest[1 : m[1]-1] // "(preference, one year) so that ..."
			each := len(list) > 1 && lifetime.List(note, 0, len(list)) != nil
			for i := range list {
				if !each || i == len(list)-1 {
					list[i].Note = note
				}
			}
			rest = strings.TrimLeft(rest[m[1]:], " –—-:,.")
		}
	}
	r.begin(list, false, fmt.Sprintf("line %d", line))
	if rest != "" {
		r.rec.text = append(r.rec.text, rest)
	}
	r.rec.said++
}

// joined reports whether a word stands somewhere in the document.
func (r *reader) joined(s string) bool {
	if r.words == nil {
		r.words = map[string]bool{}
		for w := range strings.FieldsFuncSeq(r.text(), func(c rune) bool { return !shape.IsNameByte(byte(c)) || c > 0x7f }) {
			if len(w) > 3 && len(w) <= shape.MaxName {
				r.words[w] = true
			}
		}
	}
	return r.words[s]
}

// text gives all text of the document.
func (r *reader) text() string {
	if r.full == "" {
		var b strings.Builder
		for _, x := range r.blocks {
			b.WriteString(x.Text.S)
			b.WriteByte('\n')
			for _, row := range x.Rows {
				for _, c := range row.Cells {
					b.WriteString(c.S)
					b.WriteByte('\n')
				}
			}
		}
		r.full = b.String()
	}
	return r.full
}

// title gives the document's title: its first heading about cookies that is no
// question, what the page says of itself, else its first heading.
func title(blocks []block.Block, pg block.Page) string {
	// In plain text the title is the first line, if it is no sentence.
	if len(blocks) > 0 && blocks[0].Kind == block.Para {
		if t := cleanTitle(blocks[0].Text.S); t != "" && len(words.Of(t)) <= 12 && words.SpeakOfCookies(t) && !strings.ContainsAny(t[len(t)-1:], ".!,;") && !(strings.HasSuffix(t, "?") && pg.Title != "") && !sorted(t) {
			return t
		}
	}
	first, second := "", ""
	for _, b := range blocks {
		if b.Kind != block.Heading && !(b.Kind == block.Para && b.Text.All(block.Strong) && len(words.Of(b.Text.S)) <= 8) {
			continue
		}
		t := cleanTitle(b.Text.S)
		if first == "" {
			first = t
		}
		if b.Kind == block.Heading && b.Level > 2 || !words.SpeakOfCookies(t) || strings.HasSuffix(t, "?") {
			continue
		}
		if b.Level == 1 {
			return t
		}
		if second == "" {
			second = t
		}
	}
	switch {
	case words.SpeakOfCookies(pg.Title):
		return pg.Title
	case second != "":
		return second
	case first != "":
		return first
	}
	return pg.Title
}

// sorted reports whether a title is that of a kind of cookies.
func sorted(s string) bool {
	_, ok := purpose.Category(s)
	return ok
}
