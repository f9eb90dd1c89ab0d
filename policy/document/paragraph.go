package document

import (
	"fmt"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// para reads a paragraph: labelled values, a title that is none by its format,
// names alone, a cookie with its description, or text about the part it is in.
func (r *reader) para(i int) {
	b := &r.blocks[i]
	if r.endsList(i) {
		return
	}
	if denied(b.text.s) {
		r.close()
		r.tell(b)
		return
	}
	if r.fields(b.text, b.line) {
		return
	}
	if r.nameLine(i) {
		return
	}
	depth := max(b.level, titleDepth(b.text.s))
	if bold := b.text.all(strong); bold || depth > 0 || r.titleLike(i) {
		if list := pureNames(b.text, r.joined); len(list) > 0 && (bold || firmest(list) == shape.Firm) && r.describes(i, list) {
			r.open(&section{level: leadLevel, line: b.line})
			r.begin(list, false, fmt.Sprintf("line %d", b.line))
			return
		}
		if n := len(words.Of(b.text.s)); n <= 16 && !(n > 6 && strings.HasSuffix(b.text.s, ".")) {
			s := newSection(b.text.s, boldLevel, b.line)
			if depth > 0 {
				s.level = itemLevel + depth - 1 // it ends what was above
			} else if !s.sorts() && s.party == policy.PartyUnsaid {
				s.level = nameLevel
			} else if i+1 < len(r.blocks) && r.blocks[i+1].kind == heading && r.blocks[i+1].level > 2 && r.blocks[i+1].role == column.None {
				if under := newSection(r.blocks[i+1].text.s, r.blocks[i+1].level, 0); under.category == policy.CategoryUnsaid && service(under.title, under) != "" {
					s.level = r.blocks[i+1].level - 1 // a switch over headings of services
				}
			}
			s.listBelow = !bold && strings.HasSuffix(b.text.s, ":")
			r.open(s)
			return
		}
	}
	if lead, rest := runInTitle(b.text); lead != "" && len(strings.TrimSpace(rest)) > 12 {
		if list := pureNames(inline{s: strings.TrimRight(lead, ": ")}, r.joined); firmest(list) == shape.Firm || firmest(list) == shape.Weak && r.at.aboutCookies() && len(b.text.marked(code)) > 0 && !plainWord(lead) && strings.HasPrefix(b.text.s, b.text.marked(code)[0]) {
			r.entry(list, strings.TrimLeft(rest, " –—-:,."), b.line)
			return
		}
		if n := len(words.Of(lead)); n <= 6 && r.rec == nil {
			if before, _, ok := strings.Cut(lead, ":"); ok && before != "" {
				lead = strings.TrimSpace(before) // of a name that is marked as well
			}
			s := newSection(lead, leadLevel, b.line)
			s.closed, s.asks = false, false // "Others" among services is no kind of cookies
			if s.category != policy.CategoryUnsaid {
				s.level = boldLevel
			}
			// "Types: ..." before a list is no service.
			r.open(s)
		}
	} else if first, rest, ok := strings.Cut(b.text.s, "\n"); ok && len(rest) > 12 && (len(words.Of(first)) <= 10 && r.titleWords(first) || len(words.Of(first)) <= 4 && len(rest) > 40 && words.StartsUpper(first) && !strings.ContainsAny(first, ".:;,!?")) {
		s := newSection(first, leadLevel, b.line)
		s.closed, s.asks = false, false
		if s.category != policy.CategoryUnsaid || s.party != policy.PartyUnsaid {
			s.level = boldLevel
		}
		r.open(s)
	}
	r.runIn(b)
	if r.at.aboutCookies() || r.cookieDocument {
		if list, rest := described(b.text, r.joined); len(list) > 0 && (firmest(list) == shape.Firm || firmest(list) == shape.Weak &&
			((livedLine(b.text.s) || rest == "" && len(list) == 1 && lifetime.Like(list[0].note)) && r.likely(list[0].name) || r.rowOfWord(i, list, rest))) {
			r.entry(list, rest, b.line)
			return
		}
		if _, ok := r.owned(b); ok {
			return
		}
	}
	if r.rec != nil && (r.rec.said > 0 && demonstrative(words.Of(b.text.s)) || others(b.text, r.rec.names)) {
		r.close() // a paragraph about all of them, or about others
	}
	if r.rec != nil && len(r.rec.text) < 8 {
		r.rec.text = append(r.rec.text, b.text.s)
		return
	}
	r.intro = nil
	if i > 0 && r.blocks[i-1].kind != para {
		r.at.endLists()
	}
	r.prose(b.text, b.line)
	if r.at.category() == policy.Necessary && i+1 < len(r.blocks) && r.blocks[i+1].kind != heading && asksFor(b.text.s) {
		r.at.leave(b.line)
		r.these = policy.CategoryUnsaid
	}
	r.tell(b)
}

// rowOfWord reports whether a line begins with a word that was made up and goes on
// as a row does, or stands beside a line that begins with a firm name.
func (r *reader) rowOfWord(i int, list []named, rest string) bool {
	name := list[0].name
	if len(list) > 1 || !shape.Coined(name) || plainWord(name) || acronyms[name] {
		return false
	}
	if lead, _ := r.blocks[i].text.lead(strong, code, emphasis); strings.Trim(lead, ":, ") == name && len(words.Of(rest)) <= 8 && tells(rest) {
		return true // a name in bold and how long it is kept
	}
	if rest == "" || cutOf(r.blocks[i].text.s) == nil {
		return false
	}
	beside := func(j int) bool {
		if j < 0 || j >= len(r.blocks) || r.blocks[j].kind != para || cutOf(r.blocks[j].text.s) == nil || len(r.blocks[j].text.s) > 160 {
			return false
		}
		list, rest := described(r.blocks[j].text, r.joined)
		return firmest(list) == shape.Firm && rest != ""
	}
	return commaCells(rest) != nil || len(r.blocks[i].text.s) <= 160 && (beside(i-1) || beside(i+1))
}

// runIn opens the section of a title that is the first sentence of its paragraph:
// "Analytics cookies. With your permission ...".
func (r *reader) runIn(b *block) {
	all := words.Sentences(b.text.s)
	if r.rec != nil || len(all) < 2 || len(words.Of(all[0])) > 4 || !words.StartsUpper(all[0]) {
		return
	}
	if s := newSection(strings.TrimRight(all[0], "."), leadLevel, b.line); s.cookies && s.sorts() {
		s.level = boldLevel
		r.open(s)
	}
}

// others reports whether a text names cookies that are not in the list.
func others(t inline, list []named) bool {
	firms := firmNames(cookieList(t))
	for _, n := range list {
		delete(firms, n.name)
	}
	return len(firms) > 0
}

// owned reads names behind the one who sets them: "Facebook: fr, _fbp", or on a
// line of their own below it. It gives the first declaration that it makes.
func (r *reader) owned(b *block) (from int, ok bool) {
	owner, list, rest := owned(b.text, r.joined)
	if len(list) == 0 {
		return 0, false
	}
	r.entry(list, rest, b.line)
	from = len(r.out.Cookies)
	if category, sorted := purpose.Category(inBrackets.ReplaceAllString(owner, "")); sorted {
		r.rec.d.Category = category // "Statistics: ..."
	} else if purpose.WithConsent(owner) {
		r.rec.d.Category = policy.Unclassified
	} else if !words.SpeakOfCookies(owner) {
		r.rec.d.Provider = owner
	} else {
		r.rec.d.Party = purpose.FirmParty(owner) // "Our own cookies: ..."
	}
	if m := inBrackets.FindString(owner); m != "" {
		if category, sorted := purpose.Category(m); sorted && r.rec.d.Category == policy.CategoryUnsaid && r.rec.d.Provider != "" {
			r.rec.d.Category = category
			r.rec.d.Provider = strings.TrimSpace(strings.Replace(owner, m, "", 1)) // "Hotjar (statistics): ..."
		}
	}
	r.close()
	return from, true
}

// bracketedNames are those of a service, in brackets behind it: "Mill (_a, _b): ...".
var bracketedNames = lazyregexp.New(`^([^()\n:]{2,60}?) ?\(([^()\n]{2,200})\)((?: ?[-–—:,]\s[\s\S]*)?)$`)

// markedAs reports whether all names are marked as code.
func (t inline) markedAs(list []named) bool {
	marked := strings.Join(t.marked(code), " ")
	for _, n := range list {
		stem, _, _ := strings.Cut(n.name, "*")
		if stem == "" || !strings.Contains(marked, stem) {
			return false
		}
	}
	return true
}

// owned finds firm names behind a few words, and what follows them.
func owned(t inline, joined func(string) bool) (owner string, list []named, rest string) {
	t = withoutIcon(t)
	if lines := strings.Split(t.s, "\n"); len(lines) > 1 && len(words.Of(lines[0])) <= 6 {
		if list := pureNames(inline{s: lines[1]}, joined); firmest(list) == shape.Firm {
			return strings.TrimRight(lines[0], ": "), list, strings.Join(lines[2:], " ")
		}
	}
	if m := bracketedNames.FindStringSubmatch(t.s); m != nil && len(words.Of(m[1])) <= 5 {
		if list := splitNames(shape.Variable(m[2]), joined); len(list) > 0 && (allFirm(list) || firmest(list) >= shape.Weak && t.markedAs(list)) {
			return strings.TrimSpace(m[1]), list, strings.TrimLeft(m[3], " –—-:,.")
		}
	}
	m := cutOf(t.s)
	if m == nil || m[0] == 0 || len(words.Of(t.s[:m[0]])) > 6 {
		return "", nil, ""
	}
	after := t.s[m[1]:]
	list = pureNames(inline{s: after}, joined)
	if at := strings.IndexAny(after, ".\n"); len(list) == 0 && at > 0 && at+1 < len(after) && (after[at] == '\n' || after[at+1] == ' ') {
		list, rest = pureNames(inline{s: after[:at]}, joined), strings.TrimSpace(after[at+1:])
	}
	if next := cutOf(after); len(list) == 0 && next != nil && len(words.Of(t.s[:m[1]+next[0]])) <= 6 && firmest(pureNames(inline{s: after[next[1]:]}, joined)) == shape.Firm {
		return strings.TrimSpace(t.s[:m[1]+next[0]]), pureNames(inline{s: after[next[1]:]}, joined), "" // "The others – on request: _a, _b"
	}
	if next := cutOf(after); len(list) == 0 && next != nil {
		if list = pureNames(inline{s: after[:next[0]]}, joined); firmest(list) == shape.Firm {
			rest = strings.TrimSpace(after[next[1]:]) // "Mill – _a, _b – 2 years"
		} else {
			list = nil
		}
	}
	if len(list) == 0 {
		// "Spotify: sp_t, sp_landing (1 year) when you play an episode"
		if more, behind := leadingNames(after); len(more) > 0 && (strings.HasPrefix(behind, "(") || words.StartsLower(behind)) {
			list, rest = more, behind
		}
	}
	if firmest(list) != shape.Firm && !lasting(list) || strings.Count(t.s[:m[0]], "(") > strings.Count(t.s[:m[0]], ")") {
		return "", nil, ""
	}
	return strings.TrimSpace(t.s[:m[0]]), list, rest
}

// lasting reports whether each of several names is coined and has its lifetime in
// brackets: "IDE (1 year), NID (6 months)".
func lasting(list []named) bool {
	for _, n := range list {
		if n.shape < shape.Weak || !shape.Coined(n.name) || !lifetime.Like(n.note) {
			return false
		}
	}
	return len(list) > 0
}

// lifetimeNear reports whether a labelled lifetime stands within the three blocks
// below.
func (r *reader) lifetimeNear(i int) bool {
	for j := i + 1; j < len(r.blocks) && j <= i+3 && r.blocks[j].kind == para; j++ {
		fs, _ := fields(r.blocks[j].text)
		for _, f := range fs {
			if f.role == column.Lifetime {
				return true
			}
		}
	}
	return false
}

// labelsFollow reports whether the next block is a labelled value of a cookie.
func (r *reader) labelsFollow(i int) bool {
	if i+1 >= len(r.blocks) || r.blocks[i+1].kind == heading || r.blocks[i+1].kind == table {
		return false
	}
	fs, before := fields(r.blocks[i+1].text)
	return len(fs) > 0 && before == "" && fs[0].role != column.Name
}

// nameLine reads a paragraph that is nothing but names: the cookies that the
// next paragraph describes, or a list of them.
func (r *reader) nameLine(i int) bool {
	b := &r.blocks[i]
	list := pureNames(b.text, r.joined)
	if len(list) == 0 || !r.cookieDocument && !r.at.aboutCookies() && !(allFirm(list) && r.mentionsCookies && r.lifetimeNear(i)) || len(list) == 1 && b.text.all(link) && !r.labelsFollow(i) {
		return false
	}
	if !allFirm(list) {
		// A weak name counts over labelled values about it.
		if firmest(list) < shape.Weak || plainWord(b.text.s) && !(r.lifetimeBelow(i) && capitals(b.text.s)) || !r.labelsFollow(i) && !(len(list) == 1 && r.describes(i, list)) {
			return false
		}
		r.begin(list, false, fmt.Sprintf("line %d", b.line))
		return true
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
	if n := len(words.Of(b.text.s)); n <= 8 && !strings.HasSuffix(b.text.s, ".") && words.SpeakOfCookies(b.text.s) {
		r.at.top().cookies = true // "Which cookies do we use?" is a title
	}
	r.intro = introduction(b)
	if top := r.at.top(); top.party == policy.PartyUnsaid && (top.provider != "" || len(r.at) > 1) {
		for _, s := range words.Sentences(b.text.s) {
			if w := words.Of(s); len(w) > 0 && len(w) <= 5 && top.party == policy.PartyUnsaid {
				top.party = purpose.FirmParty(s) // "A third-party tool."
				if top.provider != "" && top.party == policy.PartyUnsaid {
					top.party = purpose.Party(s)
				}
			}
		}
	}
	for _, s := range words.Sentences(b.text.s) {
		if r.these != policy.CategoryUnsaid {
			break
		}
		if w := words.Of(s); demonstrative(w) {
			r.these, _ = categoryAnywhere(w, false)
		}
	}
}

// introduction reads the paragraph before a table or a list: "The following
// cookies are set by third parties:".
func introduction(b *block) *section {
	s := &section{stored: words.SpeakOfStorage(b.text.s) && !words.SpeakOfCookies(b.text.s)}
	all := words.Sentences(b.text.s)
	if n := len(all); n > 0 && strings.HasSuffix(b.text.s, ":") {
		s.cookies = words.SpeakOfCookies(all[n-1]) // "We keep these cookies:"
		s.listsThem = words.CookieAt(words.Of(all[n-1])) == 0
	}
	for i := len(all) - 1; i >= 0; i-- {
		if n := len(words.Of(all[i])); n > 45 {
			continue
		}
		if s.party == policy.PartyUnsaid && (words.SpeakOfCookies(all[i]) || i == len(all)-1 && strings.HasSuffix(b.text.s, ":")) {
			s.party = purpose.FirmParty(all[i])
		}
		if s.category == policy.CategoryUnsaid && i == len(all)-1 {
			s.category = foretold(words.Of(all[i]))
		}
	}
	return s
}

// foretold gives the one category that a sentence before a list names. What it
// denies sorts none of them: "these gather nothing for advertising purposes".
func foretold(w []string) policy.Category {
	p := purpose.Words()
	c, _ := categoryAnywhere(w, true)
	if c == policy.Necessary {
		return c // "the site does not work without these necessary cookies"
	}
	for i := range w {
		// "Non-essential advertising cookies" are for advertising, and so are
		// those without which an advertisement comes twice.
		if p.Not.Match(w[i:i+1]) > 0 && !lacking[w[i]] && (i+1 == len(w) || p.Necessary.Match(w[i+1:]) == 0) {
			c, _ = categoryAnywhere(w[:i], true)
			break
		}
	}
	return c
}

// lacking are the words for "without".
var lacking = map[string]bool{"without": true, "ohne": true, "sans": true, "sin": true, "zonder": true, "senza": true, "sem": true}

// titleLike reports whether a paragraph serves as a title: a few words, no
// sentence, about a kind of cookie, or right over a table.
func (r *reader) titleLike(i int) bool {
	b := &r.blocks[i]
	if strings.Contains(b.text.s, "\n") {
		return false
	}
	if cut := cutOf(b.text.s); cut != nil && cut[0] > 0 && firmest(pureNames(inline{s: b.text.s[:cut[0]]}, r.joined)) == shape.Firm {
		return false // "_a – statistics – 2 years"
	}
	if r.longTitle(i) {
		return true
	}
	if r.titleWords(b.text.s) && (r.rec == nil || r.rec.said > 1 || r.rec.bare && r.at.category() != policy.CategoryUnsaid && r.namesBelow(i) || len(r.rec.text) > 0 || words.SpeakOfCookies(b.text.s) || i+1 < len(r.blocks) && r.blocks[i+1].kind == heading) {
		return true
	}
	if r.serviceOverTable(i) {
		return true
	}
	// Right over a table fewer signs will do.
	n := len(words.Of(b.text.s))
	if i+1 >= len(r.blocks) || r.blocks[i+1].kind != table || n == 0 || n > 8 || strings.ContainsAny(b.text.s[len(b.text.s)-1:], ".;,!?") {
		return false
	}
	_, sorted := purpose.Category(b.text.s)
	return sorted || strings.HasSuffix(b.text.s, ":")
}

// namesBelow reports whether the block behind this one is nothing but firm names.
func (r *reader) namesBelow(i int) bool {
	return i+1 < len(r.blocks) && r.blocks[i+1].kind == para && firmest(pureNames(r.blocks[i+1].text, r.joined)) == shape.Firm
}

// serviceOverTable reports whether a line is the name of a company or of a service,
// and a table follows with no more between than what speaks of it by that name.
func (r *reader) serviceOverTable(i int) bool {
	s := r.blocks[i].text.s
	if len(words.Of(s)) > 4 || !words.StartsUpper(s) || strings.ContainsAny(s[len(s)-1:], ".:;,!?") || newSection(s, nameLevel, 0).provider == "" {
		return false
	}
	j := i + 1
	for j < len(r.blocks) && j <= i+3 && r.blocks[j].kind == para && strings.Contains(r.blocks[j].text.s, s) {
		j++
	}
	return j < len(r.blocks) && r.blocks[j].kind == table
}

// switched reports whether a line that serves as a title sorts what is here.
func (r *reader) switched() bool {
	for _, s := range r.at {
		if s.level >= itemLevel && s.sorts() {
			return true
		}
	}
	return false
}

// longTitle reports whether a line is a title though it is as long as a
// sentence: it begins with a kind, ends without a stop, and text stands below.
// "Activities strictly necessary for the operation of the service".
func (r *reader) longTitle(i int) bool {
	s := r.blocks[i].text.s
	w := words.Of(s)
	if len(w) <= 10 || len(w) > 16 || i+1 >= len(r.blocks) || r.blocks[i+1].kind != para || strings.ContainsAny(s[len(s)-1:], ".;:,!?") || strings.ContainsAny(s, "\n_*") || !words.StartsUpper(s) || !r.cookieDocument || len(r.blocks[i].text.spans) > 0 {
		return false
	}
	_, sorted := purpose.Category(strings.Join(w[:3], " "))
	return sorted
}

func (r *reader) titleWords(s string) bool {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 10 || strings.ContainsAny(s[len(s)-1:], ".;,!?") || words.StartsLower(s) {
		return false
	}
	_, sorted := purpose.Category(s)
	telling := 0 // words that are neither small nor a number
	for _, x := range w {
		if !column.Words().Idle[x] && (x[0] < '0' || x[0] > '9') {
			telling++
		}
	}
	// "Others" after "Marketing": a switch of the same dialog.
	if len(w) <= 5 && purpose.Unsorted(s) && r.switched() {
		return true
	}
	numbered := s[0] >= '0' && s[0] <= '9' && len(w) <= 8
	if words.SpeakOfCookies(s) && (sorted || purpose.FirmParty(s) != policy.PartyUnsaid || purpose.Unsorted(s)) || sorted && (telling <= 3 || numbered) {
		return true
	}
	// What stands in brackets says on what terms: "(only with your consent)".
	at := strings.LastIndex(s, " (")
	return at > 0 && strings.HasSuffix(s, ")") && !strings.ContainsAny(s[:at], ":(") && r.titleWords(s[:at])
}
