package meaning

import (
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/field"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/words"
)

// para reads a paragraph: labelled values, a title that is none by its format,
// names alone, a cookie with its description, or text about the part it is in.
func (r *reader) para(i int) {
	b := &r.blocks[i]
	if r.endsList(i) {
		return
	}
	if len(words.Of(b.Text.S)) == 0 {
		return // an arrow that folds what is below
	}
	r.behindItems(i)
	r.endUnset(i, false)
	if denial.All(b.Text.S) {
		r.close()
		r.tell(i)
		return
	}
	if r.fields(b.Text, b.Line) {
		return
	}
	if b.Kind == block.Para && i > 0 && r.blocks[i-1].Kind == block.Detail && !ofTheLast(b.Text.S) {
		r.close() // the definitions are over
	}
	if r.nameLine(i) || r.capitalsOverText(i) {
		return
	}
	depth := max(b.Level, titles.Depth(b.Text.S))
	if bold := b.Text.All(block.Strong); bold || depth > 0 || r.titleLike(i) {
		if list := names.Only(b.Text, r.joined); len(list) > 0 && (bold || names.Firmest(list) == shape.Firm) && r.describes(i, list) {
			r.open(&section{level: leadLevel, line: b.Line})
			r.begin(list, false, fmt.Sprintf("line %d", b.Line))
			r.rec.titled = true
			return
		}
		if n := len(words.Of(b.Text.S)); n <= 16 && !(n > 6 && strings.HasSuffix(b.Text.S, ".")) {
			s := newSection(b.Text.S, boldLevel, b.Line)
			if depth > 0 {
				s.level = itemLevel + depth - 1 // it ends what was above
			} else if !s.sorts() && s.party == policy.PartyUnsaid {
				s.level = nameLevel
			} else if i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Heading && r.blocks[i+1].Level > 2 && r.blocks[i+1].Role == column.None {
				if under := newSection(r.blocks[i+1].Text.S, r.blocks[i+1].Level, 0); under.category == policy.CategoryUnsaid && service(under.title, under) != "" {
					s.level = r.blocks[i+1].Level - 1 // a switch over headings of services
				}
			}
			if !bold && s.on != asks && strings.HasSuffix(b.Text.S, ":") {
				s.extent = listBelow
			}
			r.open(s)
			return
		}
	}
	if lead, rest := runInTitle(b.Text); lead != "" && len(strings.TrimSpace(rest)) > 12 {
		if list := names.Only(block.Inline{S: strings.TrimRight(lead, ": ")}, r.joined); names.Firmest(list) == shape.Firm || names.Firmest(list) == shape.Weak && r.at.aboutCookies() && len(b.Text.Marked(block.Code)) > 0 && !names.PlainWord(lead) && strings.HasPrefix(b.Text.S, b.Text.Marked(block.Code)[0]) {
			r.entry(list, strings.TrimLeft(rest, " –—-:,."), b.Line)
			return
		}
		if n := len(words.Of(lead)); n <= 6 && r.rec == nil {
			if before, _, ok := strings.Cut(lead, ":"); ok && before != "" {
				lead = strings.TrimSpace(before) // of a name that is marked as well
			}
			s := newSection(lead, leadLevel, b.Line)
			s.sortsNothing()
			if s.category != policy.CategoryUnsaid {
				s.level = boldLevel
			}
			// "Types: ..." before a list is no service.
			r.open(s)
		}
	} else if first, rest, ok := strings.Cut(b.Text.S, "\n"); ok && len(rest) > 12 && (len(words.Of(first)) <= 10 && r.titleWords(first) || len(words.Of(first)) <= 4 && len(rest) > 40 && words.StartsUpper(first) && !strings.ContainsAny(first, ".:;,!?")) {
		s := newSection(first, leadLevel, b.Line)
		s.sortsNothing()
		if s.category != policy.CategoryUnsaid || s.party != policy.PartyUnsaid {
			s.level = boldLevel
		}
		r.open(s)
	}
	r.runIn(b)
	if r.at.aboutCookies() || r.cookieDocument {
		if inBracketsOf(b.Text.S) {
			if _, ok := r.owned(b); ok {
				return
			}
		}
		if list, rest := names.Described(b.Text, r.joined); len(list) > 0 && (names.Firmest(list) == shape.Firm || names.Firmest(list) == shape.Weak &&
			((names.WithLifetime(b.Text.S) || rest == "" && len(list) == 1 && lifetime.Like(list[0].Note)) && r.likely(list[0].Name) || r.rowOfWord(i, list, rest))) {
			r.entry(list, rest, b.Line)
			return
		}
		if _, ok := r.owned(b); ok {
			return
		}
	}
	r.endUnset(i, true)
	if r.rec != nil && (r.rec.said > 0 && demonstrative(words.Of(b.Text.S)) || others(b.Text, r.rec.names) || len(r.rec.text) > 0 && (led(b.Text.S) != policy.CategoryUnsaid || setsToo(b.Text.S))) {
		r.close() // a paragraph about all of them, or about others
	}
	if r.rec != nil && len(r.rec.text) < 8 {
		r.rec.text = append(r.rec.text, b.Text.S)
		return
	}
	r.intro = nil
	if i > 0 && r.blocks[i-1].Kind != block.Para {
		r.at.endLists()
	}
	r.prose(b.Text, b.Line)
	if r.at.category() == policy.Necessary && i+1 < len(r.blocks) && r.blocks[i+1].Kind != block.Heading && titles.AskFor(b.Text.S) {
		r.at.leave(b.Line)
		r.these = policy.CategoryUnsaid
	}
	r.tell(i)
}

// rowOfWord reports whether a line begins with a word that was made up and goes on
// as a row does, or stands beside a line that begins with a firm name.
func (r *reader) rowOfWord(i int, list []names.Name, rest string) bool {
	name := list[0].Name
	if len(list) > 1 || !shape.Coined(name) || names.PlainWord(name) || names.Acronym(name) {
		return false
	}
	if lead, _ := r.blocks[i].Text.Lead(block.Strong, block.Code, block.Emphasis); strings.Trim(lead, ":, ") == name && len(words.Of(rest)) <= 8 && tells(rest) {
		return true // a name in bold and how long it is kept
	}
	if rest == "" || names.Cut(r.blocks[i].Text.S) == nil {
		return false
	}
	beside := func(j int) bool {
		if j < 0 || j >= len(r.blocks) || r.blocks[j].Kind != block.Para || names.Cut(r.blocks[j].Text.S) == nil || len(r.blocks[j].Text.S) > 160 {
			return false
		}
		list, rest := names.Described(r.blocks[j].Text, r.joined)
		return names.Firmest(list) == shape.Firm && rest != ""
	}
	return commaCells(rest) != nil || len(r.blocks[i].Text.S) <= 160 && (beside(i-1) || beside(i+1))
}

// others reports whether a text names cookies that are not in the list.
func others(t block.Inline, list []names.Name) bool {
	firms := names.Firm(names.InText(t))
	for _, n := range list {
		delete(firms, n.Name)
	}
	return len(firms) > 0
}

// lifetimeNear reports whether a labelled lifetime stands within the three blocks
// below.
func (r *reader) lifetimeNear(i int) bool {
	for j := i + 1; j < len(r.blocks) && j <= i+3 && r.blocks[j].Kind == block.Para; j++ {
		fs, _ := field.In(r.blocks[j].Text)
		for _, f := range fs {
			if f.Role == column.Lifetime {
				return true
			}
		}
	}
	return false
}

// labelsFollow reports whether the next block is a labelled value of a cookie.
func (r *reader) labelsFollow(i int) bool {
	if i+1 >= len(r.blocks) || r.blocks[i+1].Kind == block.Heading || r.blocks[i+1].Kind == block.Table {
		return false
	}
	fs, before := field.In(r.blocks[i+1].Text)
	return len(fs) > 0 && before == "" && fs[0].Role != column.Name
}

// nameLine reads a paragraph that is nothing but names: the cookies that the
// next paragraph describes, or a list of them.
func (r *reader) nameLine(i int) bool {
	b := &r.blocks[i]
	list := names.Only(b.Text, r.joined)
	if len(list) == 0 || inBracketsOf(b.Text.S) || !r.cookieDocument && !r.at.aboutCookies() && !(names.AllFirm(list) && r.mentionsCookies && (r.lifetimeNear(i) || r.rec != nil && r.rec.titled && len(r.rec.text) > 0)) || len(list) == 1 && b.Text.All(block.Link) && !r.labelsFollow(i) {
		return false
	}
	if !names.AllFirm(list) {
		// A weak name counts over labelled values about it.
		if names.Firmest(list) < shape.Weak || names.PlainWord(b.Text.S) && !(r.lifetimeBelow(i) && names.Capitals(b.Text.S)) || !r.labelsFollow(i) && !(len(list) == 1 && r.describes(i, list)) {
			return false
		}
		r.begin(list, false, fmt.Sprintf("line %d", b.Line))
		return true
	}
	if r.rec != nil && r.rec.bare && len(r.rec.text) == 0 && r.rec.said == 0 {
		r.rec.names = append(r.rec.names, list...)
		return true
	}
	r.begin(list, false, fmt.Sprintf("line %d", b.Line))
	r.rec.bare, r.rec.titled = true, true
	return true
}

// introduction reads the paragraph before a table or a list: "The following
// cookies are set by third parties:".
func introduction(b *block.Block) *section {
	s := &section{stored: words.SpeakOfStorage(b.Text.S) && !words.SpeakOfCookies(b.Text.S), over: announcedBy(b), allBut: readAllBut(b.Text.S)}
	all := words.Sentences(b.Text.S)
	if n := len(all); n > 0 && strings.HasSuffix(b.Text.S, ":") {
		s.cookies = words.SpeakOfCookies(all[n-1]) // "We keep these cookies:"
		s.listsThem = words.CookieAt(words.Of(all[n-1])) == 0
	}
	for i := len(all) - 1; i >= 0; i-- {
		if n := len(words.Of(all[i])); n > 45 {
			continue
		}
		if s.party == policy.PartyUnsaid && (words.SpeakOfCookies(all[i]) || i == len(all)-1 && strings.HasSuffix(b.Text.S, ":")) {
			s.party = purpose.FirmParty(all[i])
		}
		if w := words.Of(all[i]); s.category == policy.CategoryUnsaid && i == len(all)-1 && !denial.Whole(w) {
			s.category = foretold(w)
		}
	}
	return s
}

// foretold gives the one category that a sentence before a list names. What it
// denies sorts none of them: "these gather nothing for advertising purposes".
func foretold(w []string) policy.Category {
	p := purpose.Words()
	c, _ := purpose.Among(w, true)
	if c == policy.Necessary {
		return c // "the site does not work without these necessary cookies"
	}
	for i := range w {
		// "Non-essential advertising cookies" are for advertising, and so are
		// those without which an advertisement comes twice.
		if p.Not.Match(w[i:i+1]) > 0 && !lacking[w[i]] && (i+1 == len(w) || p.Necessary.Match(w[i+1:]) == 0) {
			c, _ = purpose.Among(w[:i], true)
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
	if strings.Contains(b.Text.S, "\n") || inBracketsOf(b.Text.S) {
		return false
	}
	if cut := names.Cut(b.Text.S); cut != nil && cut[0] > 0 && names.Firmest(names.Only(block.Inline{S: b.Text.S[:cut[0]]}, r.joined)) == shape.Firm {
		return false // "_a – statistics – 2 years"
	}
	if list, rest := names.Leading(b.Text.S); len(list) > 0 && rest != "" && r.lifetimeBelow(i) {
		return false // "PHPSESSID Technical identifier", over how long it is kept
	}
	if r.longTitle(i) || titles.OnTerms(b.Text.S) {
		return true
	}
	if r.titleWords(b.Text.S) && (r.rec == nil || r.rec.said > 1 || len(r.rec.text) == 0 && slices.ContainsFunc(r.at, (*section).sorts) && r.namesBelow(i) || len(r.rec.text) > 0 || words.SpeakOfCookies(b.Text.S) || i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Heading) {
		return true
	}
	if r.serviceOverTable(i) {
		return true
	}
	// Right over a table fewer signs will do.
	n := len(words.Of(b.Text.S))
	if i+1 >= len(r.blocks) || r.blocks[i+1].Kind != block.Table || n == 0 || n > 8 || strings.ContainsAny(b.Text.S[len(b.Text.S)-1:], ".;,!?") {
		return false
	}
	_, sorted := purpose.Category(b.Text.S)
	return sorted || strings.HasSuffix(b.Text.S, ":")
}

// namesBelow reports whether the block behind this one is nothing but firm names.
func (r *reader) namesBelow(i int) bool {
	return i+1 < len(r.blocks) && r.blocks[i+1].Kind == block.Para && names.Firmest(names.Only(r.blocks[i+1].Text, r.joined)) == shape.Firm
}

// serviceOverTable reports whether a line is the name of a company or of a service,
// and a table follows with no more between than what speaks of it by that name.
func (r *reader) serviceOverTable(i int) bool {
	s := r.blocks[i].Text.S
	if len(words.Of(s)) > 4 || !words.StartsUpper(s) || strings.ContainsAny(s[len(s)-1:], ".:;,!?") || newSection(s, nameLevel, 0).provider == "" {
		return false
	}
	j := i + 1
	for j < len(r.blocks) && j <= i+3 && r.blocks[j].Kind == block.Para && strings.Contains(r.blocks[j].Text.S, s) {
		j++
	}
	return j < len(r.blocks) && r.blocks[j].Kind == block.Table
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
	s := r.blocks[i].Text.S
	w := words.Of(s)
	if len(w) <= 10 || len(w) > 16 || i+1 >= len(r.blocks) || r.blocks[i+1].Kind != block.Para || strings.ContainsAny(s[len(s)-1:], ".;:,!?") || strings.ContainsAny(s, "\n_*") || !words.StartsUpper(s) || !r.cookieDocument || len(r.blocks[i].Text.Spans) > 0 {
		return false
	}
	_, sorted := purpose.Category(strings.Join(w[:3], " "))
	return sorted
}

// alwaysOn is what stands beside the title of a kind that has no switch.
var alwaysOn = lazyregexp.New(`(?i)[\s–—-]+(?:always (?:active|on|enabled)|immer aktiv|toujours acti(?:f|fs|ve|ves)|siempre activ[ao]s?|altijd (?:actief|aan)|sempre attiv[aeio]|sempre ativ[ao]s?)$`)

func (r *reader) titleWords(s string) bool {
	if at := alwaysOn.FindStringIndex(s); at != nil && at[0] > 0 {
		return r.titleWords(s[:at[0]])
	}
	w := words.Of(s)
	if len(w) == 0 || len(w) > 10 || strings.ContainsAny(s[len(s)-1:], ".;,!?") || words.StartsLower(s) {
		return false
	}
	_, sorted := purpose.Category(s)
	terms := purpose.WithConsent(s) || purpose.Consent(s) != policy.ConsentUnsaid || denial.Title(s)
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
	if words.SpeakOfCookies(s) && (sorted || purpose.FirmParty(s) != policy.PartyUnsaid || purpose.Unsorted(s) || terms) || sorted && (telling <= 3 || numbered) {
		return true
	}
	// What stands in brackets says on what terms: "(only with your consent)".
	at := strings.LastIndex(s, " (")
	return at > 0 && strings.HasSuffix(s, ")") && !strings.ContainsAny(s[:at], ":(") && r.titleWords(s[:at])
}

// markedAs reports whether all names are marked as code.
func markedAs(t block.Inline, list []names.Name) bool {
	marked := strings.Join(t.Marked(block.Code), " ")
	for _, n := range list {
		stem, _, _ := strings.Cut(n.Name, "*")
		if stem == "" || !strings.Contains(marked, stem) {
			return false
		}
	}
	return true
}
