package meaning

import (
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// run is what the items of a list have in common: a weak name counts among
// firm ones.
type run struct {
	items, firm, weak, bare, lived int
}

// itemRuns counts, for every item, its list, and the firm names in all lists.
func itemRuns(blocks []block.Block) (out []run, firms int) {
	out = make([]run, len(blocks))
	for i := 0; i < len(blocks); i++ {
		if blocks[i].Kind != block.Item {
			continue
		}
		j := i
		var t run
		for ; j < len(blocks) && blocks[j].Kind == block.Item && blocks[j].Level == blocks[i].Level; j++ {
			t.items++
			list, rest := names.Described(blocks[j].Text, nil)
			switch names.Firmest(list) {
			case shape.Firm:
				t.firm++
			case shape.Weak, shape.Brand:
				t.weak++
			}
			if len(list) > 0 && rest == "" {
				t.bare++
			}
			if names.Firmest(list) >= shape.Weak && (tells(rest) || tells(list[len(list)-1].Note)) {
				t.lived++
			}
		}
		firms += t.firm
		for k := i; k < j; k++ {
			out[k] = t
		}
		i = j - 1
	}
	return out, firms
}

// item reads a list item: labelled values, a cookie with its description, the
// title of what is nested in it, or text.
func (r *reader) item(i int) {
	b := &r.blocks[i]
	if r.endsList(i) {
		return
	}
	r.endNested(itemLevel + b.Level)
	r.endUnset(i, false)
	if denial.All(b.Text.S) {
		r.close()
		r.at.top().tell(b.Text.S)
		return
	}
	if r.fields(b.Text, b.Line) {
		return
	}
	list, rest := names.Described(b.Text, r.joined)
	if named := names.Only(block.Inline{S: rest}, r.joined); names.Firmest(list) == shape.Brand && len(named) > 0 && names.AllFirm(named) {
		list = nil // "Session: mill_key"
	}
	if len(list) > 0 && r.isEntry(i, list, rest) {
		r.entry(list, rest, b.Line)
		r.inListAt(i, len(r.out.Cookies))
		// "Analytics cookies (_ga): ...": the words before say the kind.
		before := strings.TrimSuffix(b.Text.S, rest)
		for _, n := range list {
			before = strings.ReplaceAll(before, n.Name, " ")
		}
		r.rec.d.Category, _ = purpose.Named(before)
		if i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Item && r.blocks[i+1].Level > b.Level {
			return // what is nested in it describes it
		}
		if rest == "" && r.runs[i].items == 1 && i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Para && strings.HasSuffix(r.blocks[i+1].Text.S, ".") {
			return // as does the sentence below: "1. grain"
		}
		r.close()
		return
	}
	if s := r.leadOver(i); s != nil {
		r.open(s)
		s.tell(b.Text.S)
		return
	}
	if r.rec != nil && r.rec.titled && len(r.rec.text) < 8 && !(r.runs[i].items == 1 && sorted(b.Text.S)) {
		r.rec.text = append(r.rec.text, b.Text.S) // a list under a name describes it
		return
	}
	if r.at.aboutCookies() || r.cookieDocument {
		if from, ok := r.owned(b); ok {
			r.inListAt(i, from)
			return
		}
	}
	// An item with things under it is the title of a section. The last of a list
	// has the next paragraph under it.
	last := r.runs[i].items > 1 && i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Para
	if n := len(words.Of(b.Text.S)); n <= 10 && !last && !strings.Contains(b.Text.S, ": ") && !strings.HasSuffix(b.Text.S, ".") && i+1 < len(r.blocks) && (r.blocks[i+1].Kind != block.Item || r.blocks[i+1].Level > b.Level) {
		s := newSection(b.Text.S, itemLevel+b.Level, b.Line)
		s.extent = nested
		if s.sorts() || s.party != policy.PartyUnsaid || r.blocks[i+1].Kind != block.Heading && (r.blocks[i+1].Kind == block.Item || words.SpeakOfCookies(b.Text.S)) || r.blocks[i+1].Kind == block.Table {
			r.open(s)
			return
		}
		// The end of a section that an item of this level opened.
		r.open(&section{level: itemLevel + b.Level, line: b.Line})
		return
	}
	if r.rec != nil && b.Level > 1 && len(r.rec.text) < 8 {
		r.rec.text = append(r.rec.text, b.Text.S)
		return
	}
	r.close()
	r.at.top().tell(b.Text.S)
	if found := names.InText(b.Text); len(found) > 0 && names.Firmest(found) == shape.Firm && !words.SpeakOfStorage(b.Text.S) {
		r.prose(b.Text, b.Line)
		return
	}
	r.prose(b.Text, b.Line)
}

// endNested closes the sections of items of a level, and of what is nested in them.
func (r *reader) endNested(level int) {
	at := slices.IndexFunc(r.at, func(s *section) bool { return s.extent == nested && s.level >= level })
	if at > 0 {
		r.close()
		r.at = r.at[:at]
	}
}

// behindItems closes the sections of items in which others are nested where the block at
// i is text behind them, and none of these goes on.
func (r *reader) behindItems(i int) {
	if i == 0 || r.blocks[i-1].Kind != block.Item {
		return
	}
	deepest := 0
	for j := i + 1; j < len(r.blocks) && r.blocks[j].Kind != block.Heading; j++ {
		if r.blocks[j].Kind == block.Item {
			deepest = r.blocks[j].Level
			break
		}
	}
	for _, s := range r.at {
		if s.extent == nested && r.blocks[i-1].Level > s.level-itemLevel && deepest <= s.level-itemLevel {
			r.endNested(s.level)
			return
		}
	}
}

// leadOver gives the section that the words before a colon, or in bold, open in an item
// that goes on to explain them and has others nested in it: "Analytics cookies: they count
// visits." over the names of these. nil if they say nothing of cookies.
func (r *reader) leadOver(i int) *section {
	b := &r.blocks[i]
	if i+1 >= len(r.blocks) || r.blocks[i+1].Kind != block.Item || r.blocks[i+1].Level <= b.Level {
		return nil
	}
	lead, rest := b.Text.Lead(block.Strong)
	if m := names.Cut(b.Text.S); lead == "" && m != nil {
		lead, rest = b.Text.S[:m[0]], b.Text.S[m[1]:]
	}
	if lead == "" || strings.Trim(rest, ":. ") == "" || len(words.Of(lead)) > 8 {
		return nil
	}
	if role, label := column.Words().Label(lead); label && role != column.None {
		return nil
	}
	s := newSection(lead, itemLevel+b.Level, b.Line)
	s.extent = nested
	if !s.sorts() && s.party == policy.PartyUnsaid && s.provider == "" {
		return nil
	}
	return s
}

// isEntry reports whether an item that begins with what could be a name names a
// cookie.
func (r *reader) isEntry(i int, list []names.Name, rest string) bool {
	b, t := &r.blocks[i], r.runs[i]
	announced := r.at.aboutCookies() || r.intro != nil && r.intro.cookies
	about := announced || r.cookieDocument || r.standsAlone(t)
	if w := words.Of(rest); len(w) > 0 && len(w) <= 4 && purpose.Words().Not.In(w[:1]) && words.SpeakOfCookies(rest) {
		return false // "Plausible – no cookies"
	}
	if !about || r.history || r.at.coded() || words.SpeakOfStorage(rest) && !words.SpeakOfCookies(rest) && r.at.category() == policy.CategoryUnsaid {
		return false
	}
	switch names.Firmest(list) {
	case shape.Firm:
		return true
	case shape.Weak:
		if announced && (r.namedAlone(i, list, rest) || r.overItsText(i, list, rest)) || r.bareUnderCookies(t, list) {
			return true
		}
		if names.PlainWord(list[0].Name) && t.firm == 0 && !r.dashedAll(t, list[0].Name) && !r.setApart(b, list, rest) && !(announced && words.StartsLower(list[0].Name) && tells(rest) && (lifetime.SpeakOfSession(words.Of(list[0].Name)) || len(b.Text.Marked(block.Code)) > 0 && !sorted(list[0].Name))) {
			return false
		}
		lead, _ := b.Text.Lead(block.Code)
		return lead != "" || r.setApart(b, list, rest) || announced && r.likely(list[0].Name) && (tells(rest) || tells(list[0].Note)) || t.firm > 0 && (t.firm+t.weak)*2 > t.items && (t.firm*2 >= t.items || r.likely(list[0].Name)) ||
			!(rest == "" && r.titles(i)) && (t.bare == t.items || r.listed >= 3 && t.weak == t.items) && r.at.category() != policy.CategoryUnsaid && r.at.aboutCookies()
	case shape.Brand:
		// "MachineKey" among names is one; "GoogleMaps" is not.
		camel := shape.Humps(list[0].Name) >= 2 && purpose.Vendor(list[0].Name) == "" && t.firm+t.weak == t.items && t.items > 2 && rest != ""
		return t.firm > 0 && (t.firm*2 >= t.items || camel)
	}
	return false
}

// titles reports whether an item has others nested in it that label nothing.
func (r *reader) titles(i int) bool {
	return i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Item && r.blocks[i+1].Level > r.blocks[i].Level && !r.labelsFollow(i)
}

// dashedAll reports whether an item begins with words in small letters that a dash
// joins, among items that all do so, behind a list of cookies and under the title
// of a kind: "theme-preference" is a name there, though it says what it is for.
func (r *reader) dashedAll(t run, name string) bool {
	return r.listed >= 3 && t.items > 1 && t.weak == t.items && r.at.category() != policy.CategoryUnsaid && strings.Contains(name, "-") &&
		strings.ToLower(name) == name && purpose.Party(name) == policy.PartyUnsaid
}

// setApart reports whether an item begins with one word in small letters that is set
// apart and that a dash or a colon parts from what it is for, under the title of a
// kind of cookies in a document that lists names so: "**theme** – light or dark".
func (r *reader) setApart(b *block.Block, list []names.Name, rest string) bool {
	lead, _ := b.Text.Lead(block.Strong, block.Code)
	lead = strings.TrimRight(lead, ": ")
	return lead == list[0].Name && len(list) == 1 && r.listed >= 3 && r.at.category() != policy.CategoryUnsaid && r.at.aboutCookies() &&
		strings.ToLower(lead) == lead && len(words.Of(rest)) > 1 && !sorted(lead) && !words.IsCookie(lead) && purpose.Party(lead) == policy.PartyUnsaid
}

// standsAlone reports whether a list is one of cookies though nothing around it
// says so: it was copied without its page, most of its items begin with a firm
// name, and most say how long it is kept.
func (r *reader) standsAlone(t run) bool {
	return len(r.at) == 1 && t.firm*2 >= t.items && t.lived*2 > t.items
}

// likely reports whether a weak name, unmarked, is rather a name than a word of
// the language: it is coined, or it stands in a part about one kind of cookies
// and is no service's name.
func (r *reader) likely(s string) bool {
	if shape.Coined(s) {
		return true
	}
	for _, v := range purpose.Vendors() {
		if strings.EqualFold(v, s) {
			return false
		}
	}
	return r.at.category() != policy.CategoryUnsaid && !strings.Contains(s, "-")
}

// tells reports whether a description says what only a cookie's does: how long
// it is kept, in words for that, or whose it is. It makes a weak name a sure one.
func tells(rest string) bool {
	if rest == "" || words.SpeakOfStorage(rest) {
		return false
	}
	if told.Lifetime(rest, 1) != nil {
		return true
	}
	for _, s := range words.Sentences(rest) {
		w := words.Of(s)
		if len(w) <= 4 && (lifetime.Like(s) || purpose.Party(s) != policy.PartyUnsaid) {
			return true
		}
	}
	return false
}

// mentioned declares the cookies that only running text names.
func (r *reader) mentioned() {
	declared := map[string]bool{}
	for _, c := range r.out.Cookies {
		declared[c.Name] = true
	}
	patterns := r.patterns()
	for _, m := range r.later {
		if declared[m.d.Name] || r.refuted[m.d.Name] || covered(patterns, m.d.Name) || r.stands(m.d.Name) {
			continue
		}
		r.keep(m.d, m.in)
	}
}

// stands reports whether a pattern of running text stands for declared names: a
// table of _ga and _ga_* and a sentence about "the _ga* cookies".
func (r *reader) stands(name string) bool {
	stem, ok := strings.CutSuffix(name, "*")
	if !ok || len(stem) < 3 || strings.ContainsAny(stem[len(stem)-1:], "_-.") {
		return false
	}
	found := 0
	for _, c := range r.out.Cookies {
		if strings.HasPrefix(c.Name, stem) {
			found++
		}
	}
	return found > 1
}

// maxPatterns is how many patterns are compared with each name of running text.
const maxPatterns = 200

// patterns gives the declared names with a variable part that say enough.
func (r *reader) patterns() []policy.Pattern {
	var out []policy.Pattern
	for _, c := range r.out.Cookies {
		if !strings.Contains(c.Name, "*") || len(out) >= maxPatterns {
			continue
		}
		if p := policy.ParsePattern(c.Name); p.Telling() {
			out = append(out, p)
		}
	}
	return out
}

// covered reports whether a declared pattern covers a name, or the name is only
// the stem of one.
func covered(patterns []policy.Pattern, name string) bool {
	for _, p := range patterns {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// oneColumn reads a table with a single column: a list of names under a header.
func (r *reader) oneColumn(header []string, body []block.Row) {
	if len(header) == 0 {
		return
	}
	if role, _ := column.Words().Role(header[0]); role != column.Name {
		return
	}
	for _, x := range body {
		if len(x.Cells) == 0 {
			continue
		}
		list := names.Only(x.Cells[0].Inline, r.joined)
		if names.Firmest(list) >= shape.Weak {
			r.entry(list, "", x.Line)
			r.rec.d.Position = fmt.Sprintf("line %d, cell 1", x.Line)
		}
	}
	r.close()
}
