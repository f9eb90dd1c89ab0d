package document

import (
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
)

// reader makes a policy of blocks, whatever format they came from. It is the
// only one that knows what a policy says; the readers of formats only say how
// it is laid out.
type reader struct {
	blocks []block
	page   page
	out    policy.Policy
	at     sections
	these  policy.Category // what the paragraphs before say that "these cookies" are
	intro  *section        // what the paragraph just before says of what follows

	last           *columns // of the table before
	lastSection    *section
	lastRow        int // declarations of the row before
	cookieDocument bool
	rec            *record
	later          []mention // from running text
	runs           []run     // by block
	listed         int       // items that begin with a firm name
	stated         map[policy.Category]policy.Consent
	lastKey        policy.Section // the section that was made last, and from what
	lastMade       policy.Section
	full           string          // all text, made when it is asked for
	words          map[string]bool // the words in it, for joined
}

// interpret reads the blocks.
func interpret(blocks []block, pg page) policy.Policy {
	r := &reader{blocks: pairs(blocks), page: pg, stated: map[policy.Category]policy.Consent{}}
	r.at = sections{{level: 0}}
	r.runs, r.listed = itemRuns(r.blocks)
	r.out.Title = title(r.blocks, pg)
	r.cookieDocument = speaksOfCookies(r.out.Title) || speaksOfCookies(pg.title) || strings.Count(fold(r.text()), "cookie") >= 5
	r.statements()
	for i := range r.blocks {
		r.block(i)
	}
	r.close()
	r.mentioned()
	text := r.text()
	r.out.Language = language(text, pg.lang)
	r.out.Platform = platform(r.blocks, pg)
	return r.out
}

// mention is a cookie that running text names, with where it stands.
type mention struct {
	d  policy.Declaration
	in policy.Section
}

// block reads one block.
func (r *reader) block(i int) {
	b := &r.blocks[i]
	position := fmt.Sprintf("line %d", b.line)
	if b.role != roleNone {
		r.field(field{b.role, b.text}, position)
		if b.labelled && r.rec != nil {
			r.rec.said++
		}
		return
	}
	switch b.kind {
	case heading:
		r.heading(i, b.level)
	case table:
		r.close()
		r.table(*b)
		r.intro, r.these = nil, policy.CategoryUnsaid
	case term:
		r.close()
		if list := pureNames(b.text, r.joined); firmest(list) >= weak && (firmest(list) == firm || r.at.aboutCookies() && !plainWord(b.text.s)) {
			r.begin(list, false, position)
			return
		}
		r.open(newSection(b.text.s, nameLevel, b.line))
	case item:
		r.item(i)
	default:
		r.para(i)
	}
}

func (r *reader) open(s *section) {
	r.close()
	r.at.open(s)
	r.intro, r.these = nil, policy.CategoryUnsaid
}

// heading reads a heading: a cookie's name with its description below, or the
// title of a section.
func (r *reader) heading(i, level int) {
	b := &r.blocks[i]
	if list := pureNames(b.text, r.joined); len(list) > 0 && r.describes(i, list) {
		r.open(&section{level: level, line: b.line})
		r.begin(list, false, fmt.Sprintf("line %d", b.line))
		return
	}
	r.open(newSection(b.text.s, level, b.line))
}

// describes reports whether what follows a heading describes the cookie that it
// would be the name of.
func (r *reader) describes(i int, list []named) bool {
	if plainWord(r.blocks[i].text.s) && firmest(list) != firm {
		return false
	}
	n := 0
	for j := i + 1; j < len(r.blocks) && j < i+8; j++ {
		b := &r.blocks[j]
		if b.kind == heading || b.kind == table {
			break
		}
		n++
		if b.role == rolePurpose || b.role == roleFunction || b.role == roleLifetime {
			return true
		}
		fs, _ := fields(b.text)
		for _, f := range fs {
			if f.role == roleLifetime || (f.role == rolePurpose || f.role == roleFunction) && firmest(list) >= weak || f.role != roleName && firmest(list) == firm {
				return true
			}
		}
	}
	return n > 0 && firmest(list) == firm && (r.cookieDocument || r.at.aboutCookies())
}

func (r *reader) para(i int) {
	b := &r.blocks[i]
	if r.fields(b.text, b.line) {
		return
	}
	if r.nameLine(i) {
		return
	}
	if bold := b.text.all(strong); bold || r.titleLike(i) {
		if list := pureNames(b.text, r.joined); len(list) > 0 && (bold || firmest(list) == firm) && r.describes(i, list) {
			r.open(&section{level: leadLevel, line: b.line})
			r.begin(list, false, fmt.Sprintf("line %d", b.line))
			return
		}
		if n := len(words(b.text.s)); n <= 14 && !(n > 6 && strings.HasSuffix(b.text.s, ".")) {
			s := newSection(b.text.s, boldLevel, b.line)
			if s.category == policy.CategoryUnsaid && !s.closed && s.party == policy.PartyUnsaid {
				s.level = nameLevel
			}
			r.open(s)
			return
		}
	}
	if lead, rest := b.text.lead(strong, code); lead != "" && len(strings.TrimSpace(rest)) > 12 {
		if list := pureNames(inline{s: strings.TrimRight(lead, ": ")}, r.joined); firmest(list) == firm || firmest(list) == weak && r.at.aboutCookies() && len(b.text.marked(code)) > 0 && !plainWord(lead) && strings.HasPrefix(b.text.s, b.text.marked(code)[0]) {
			r.entry(list, strings.TrimLeft(rest, " –—-:,."), b.line)
			return
		}
		if n := len(words(lead)); n <= 6 && r.rec == nil {
			s := newSection(lead, leadLevel, b.line)
			s.closed = false // "Others" among services is no kind of cookies
			if s.category != policy.CategoryUnsaid {
				s.level = boldLevel
			}
			// "Types: ..." before a list is no service.
			r.open(s)
		}
	} else if first, rest, ok := strings.Cut(b.text.s, "\n"); ok && len(rest) > 12 && (len(words(first)) <= 10 && r.titleWords(first) || len(words(first)) <= 4 && len(rest) > 40 && startsUpper(first) && !strings.ContainsAny(first, ".:;,!?")) {
		s := newSection(first, leadLevel, b.line)
		s.closed = false
		if s.category != policy.CategoryUnsaid || s.party != policy.PartyUnsaid {
			s.level = boldLevel
		}
		r.open(s)
	}
	if r.at.aboutCookies() || r.cookieDocument {
		if list, rest := described(b.text, r.joined); len(list) > 0 && firmest(list) == firm {
			r.entry(list, rest, b.line)
			return
		}
		if r.owned(b) {
			return
		}
	}
	if r.rec != nil && (r.rec.said > 0 && demonstrative(words(b.text.s)) || others(b.text, r.rec.names)) {
		r.close() // a paragraph about all of them, or about others
	}
	if r.rec != nil && len(r.rec.text) < 8 {
		r.rec.text = append(r.rec.text, b.text.s)
		return
	}
	r.tell(b)
	r.prose(b.text, b.line)
}

// others reports whether a text names cookies that are not in the list.
func others(t inline, list []named) bool {
	for _, n := range cookieList(t) {
		if n.shape == firm && !hasName(list, n.name) {
			return true
		}
	}
	return false
}

// owned reads names behind the one who sets them: "Facebook: fr, _fbp", or on a
// line of their own below it.
func (r *reader) owned(b *block) bool {
	owner, list, rest := owned(b.text, r.joined)
	if len(list) == 0 {
		return false
	}
	r.entry(list, rest, b.line)
	if !speaksOfCookies(owner) {
		r.rec.d.Provider = owner
	}
	r.close()
	return true
}

// owned finds firm names behind a few words, and what follows them.
func owned(t inline, joined func(string) bool) (owner string, list []named, rest string) {
	t = withoutIcon(t)
	if lines := strings.Split(t.s, "\n"); len(lines) > 1 && len(words(lines[0])) <= 6 {
		if list := pureNames(inline{s: lines[1]}, joined); firmest(list) == firm {
			return strings.TrimRight(lines[0], ": "), list, strings.Join(lines[2:], " ")
		}
	}
	m := itemCut.FindStringIndex(t.s)
	if m == nil || m[0] == 0 || len(words(t.s[:m[0]])) > 6 {
		return "", nil, ""
	}
	after := t.s[m[1]:]
	list = pureNames(inline{s: after}, joined)
	if at := strings.IndexAny(after, ".\n"); len(list) == 0 && at > 0 && at+1 < len(after) && (after[at] == '\n' || after[at+1] == ' ') {
		list, rest = pureNames(inline{s: after[:at]}, joined), strings.TrimSpace(after[at+1:])
	}
	if firmest(list) != firm {
		return "", nil, ""
	}
	return strings.TrimSpace(t.s[:m[0]]), list, rest
}

// nameLine reads a paragraph that is nothing but names: the cookies that the
// next paragraph describes, or a list of them.
func (r *reader) nameLine(i int) bool {
	b := &r.blocks[i]
	list := pureNames(b.text, r.joined)
	if len(list) == 0 || !allFirm(list) || !r.cookieDocument && !r.at.aboutCookies() {
		return false
	}
	if r.rec != nil && r.rec.bare && len(r.rec.text) == 0 && r.rec.said == 0 {
		r.rec.names = append(r.rec.names, list...)
		return true
	}
	r.begin(list, false, fmt.Sprintf("line %d", b.line))
	r.rec.bare = true
	return true
}

// tell remembers what a paragraph says of its section and of what follows it.
func (r *reader) tell(b *block) {
	r.at.top().tell(b.text.s)
	r.intro = introduction(b)
	for _, s := range sentences(b.text.s) {
		if r.these != policy.CategoryUnsaid {
			break
		}
		if w := words(s); demonstrative(w) {
			r.these, _ = categoryAnywhere(w, false)
		}
	}
}

// demonstrative reports whether a sentence says what "these cookies" are: it
// begins so, or with their purpose. "Some of these cookies" says less.
func demonstrative(w []string) bool {
	for i := 0; i+1 < len(w) && i < 7; i++ {
		switch w[i] {
		case "these", "ces", "diese", "dieser", "estas", "estos", "deze", "questi", "estes":
			if !strings.HasPrefix(w[i+1], "cookie") && !strings.HasPrefix(w[i+1], "traceur") {
				continue
			}
			if i <= 1 {
				return true
			}
			r, _ := theLabels().column(strings.Join(w[:i], " "))
			return r == rolePurpose || r == roleFunction
		}
	}
	return false
}

// introduction reads the paragraph before a table or a list: "The following
// cookies are set by third parties:".
func introduction(b *block) *section {
	s := &section{stored: stored(b.text.s) && !speaksOfCookies(b.text.s)}
	all := sentences(b.text.s)
	for i := len(all) - 1; i >= 0; i-- {
		if n := len(words(all[i])); n > 45 {
			continue
		}
		if s.party == policy.PartyUnsaid && speaksOfCookies(all[i]) {
			s.party = thePurposes().firmParty(all[i])
		}
		if s.category == policy.CategoryUnsaid && i == len(all)-1 {
			s.category, _ = onlyCategory(all[i])
		}
	}
	return s
}

// titleLike reports whether a paragraph serves as a title: a few words, no
// sentence, about a kind of cookie, or right over a table.
func (r *reader) titleLike(i int) bool {
	b := &r.blocks[i]
	if strings.Contains(b.text.s, "\n") {
		return false
	}
	if r.titleWords(b.text.s) && (r.rec == nil || speaksOfCookies(b.text.s)) {
		return true
	}
	// Right over a table fewer signs will do.
	n := len(words(b.text.s))
	if i+1 >= len(r.blocks) || r.blocks[i+1].kind != table || n == 0 || n > 8 || strings.ContainsAny(b.text.s[len(b.text.s)-1:], ".;,!?") {
		return false
	}
	_, sorted := thePurposes().category(b.text.s)
	return sorted || strings.HasSuffix(b.text.s, ":")
}

func (r *reader) titleWords(s string) bool {
	w := words(s)
	if len(w) == 0 || len(w) > 10 || strings.ContainsAny(s[len(s)-1:], ".;,!?") || startsLower(s) {
		return false
	}
	p := thePurposes()
	_, sorted := p.category(s)
	return speaksOfCookies(s) && (sorted || p.firmParty(s) != policy.PartyUnsaid || p.unsorted(s)) || sorted && len(w) <= 3
}

// fields reads the labelled values of a text, if it is made of them.
func (r *reader) fields(t inline, line int) bool {
	list, before := fields(t)
	if len(list) == 0 {
		return false
	}
	position := fmt.Sprintf("line %d", line)
	named := false
	for _, f := range list {
		named = named || f.role == roleName && len(names(f.value, r.joined)) > 0
	}
	if before != "" && !named {
		// "_ga: Purpose: ... Lifetime: ...": the name stands before the labels;
		// or a sentence names the cookies of which they speak.
		head := cutInline(t, 0, len(before))
		found, _ := described(head, r.joined)
		if len(found) == 0 || firmest(found) < weak {
			found = cookieList(head)
		}
		telling := slices.ContainsFunc(list, func(f field) bool { return f.role == roleLifetime || f.role == rolePurpose || f.role == roleFunction })
		if len(found) > 0 && (firmest(found) == firm || telling && firmest(found) == weak && r.at.aboutCookies()) {
			r.begin(found, false, position)
			r.rec.text = append(r.rec.text, before)
		} else if r.rec == nil {
			return false
		} else {
			r.rec.text = append(r.rec.text, before)
		}
	}
	for _, f := range list {
		r.field(f, position)
	}
	return true
}

// cookieList finds names behind the word "cookies" in running text: "Cookies
// such as _ga and _gid".
func cookieList(t inline) []named {
	marked := map[string]bool{}
	for _, m := range t.marked(code, emphasis, strong) {
		for _, n := range pureNames(inline{s: m}, nil) {
			marked[n.name] = true
		}
	}
	var out []named
	for _, s := range sentences(t.s) {
		if !speaksOfCookies(s) || notCookies(fold(s)) {
			continue
		}
		out = append(out, proseNames(s, marked)...)
		for m := range marked {
			if !hasName(out, m) && shapeOf(m) >= weak && !plainWord(m) && strings.Contains(s, m) && firmest(out) == firm {
				out = append(out, named{name: m, shape: shapeOf(m)})
			}
		}
	}
	return out
}

func hasName(list []named, name string) bool {
	for _, n := range list {
		if n.name == name {
			return true
		}
	}
	return false
}

// entry declares cookies that one text names and describes.
func (r *reader) entry(list []named, rest string, line int) {
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
		for w := range strings.FieldsFuncSeq(r.text(), func(c rune) bool { return !isNameByte(byte(c)) || c > 0x7f }) {
			if len(w) > 3 && len(w) <= maxName {
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
			b.WriteString(x.text.s)
			b.WriteByte('\n')
			for _, row := range x.rows {
				for _, c := range row.cells {
					b.WriteString(c.s)
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
func title(blocks []block, pg page) string {
	first, second := "", ""
	for _, b := range blocks {
		if b.kind != heading && !(b.kind == para && b.text.all(strong) && len(words(b.text.s)) <= 8) {
			continue
		}
		t := cleanTitle(b.text.s)
		if first == "" {
			first = t
		}
		if b.kind == heading && b.level > 2 || !speaksOfCookies(t) || strings.HasSuffix(t, "?") {
			continue
		}
		if b.level == 1 {
			return t
		}
		if second == "" {
			second = t
		}
	}
	switch {
	case second != "" && (second == first || !speaksOfCookies(pg.title)):
		return second
	case speaksOfCookies(pg.title), first == "" && pg.title != "":
		return pg.title
	case first != "":
		return first
	}
	// In plain text the title is the first line that is no sentence.
	for _, b := range blocks[:min(len(blocks), 4)] {
		if t := cleanTitle(b.text.s); b.kind == para && len(words(t)) <= 12 && speaksOfCookies(t) && !strings.ContainsAny(t[len(t)-1:], ".?!,;") {
			return t
		}
	}
	return ""
}
