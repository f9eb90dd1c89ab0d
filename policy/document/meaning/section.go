package meaning

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// section is a part of the document under a heading, or under what serves as
// one: a bold line, a list item, the bold words a paragraph begins with.
type section struct {
	title    string
	level    int // 1 to 6 for headings; what serves as one is deeper
	line     int
	category policy.Category
	on       condition
	extent   extent
	party    policy.Party
	allBut   allBut // and of those that are somebody else's
	provider string
	vendor   string   // the one well-known service that the title names
	over     overList // and the text between it and the first list
	before   int      // the cookies that were declared before it
	lifetime *lifetime.Lifetime
	stored   bool // it is about other storage than cookies
	cookies  bool // it is about cookies
	defines  bool // its title is the first sentence of a paragraph
	defined  bool // and so was that of another kind right before it, without a cookie
	// listsThem: it is the line over a list of cookies, "Cookies for X:"
	listsThem bool
	about     []string
	told      int // bytes of about
}

// condition is what a title says of its cookies where it names no kind of them.
type condition int

const (
	unconditional condition = iota
	asks                    // they wait for consent: no necessary ones
	unsorted                // they are of no kind: what is around doesn't count
	exempt                  // they wait for no consent: only necessary ones are so
	unset                   // they are not set
)

// extent is how far a section goes, unless a title closes it.
type extent int

const (
	toNextTitle extent = iota
	nested             // it is an item, and what is nested in it
	listBelow          // it is a line over a list, and ends where that does
)

// The levels of what serves as a heading.
const (
	itemLevel = 7  // a list item with things under it, by depth
	boldLevel = 24 // a bold line with a category
	nameLevel = 25 // a bold line without: a service
	leadLevel = 26 // the bold words of a paragraph
)

// maxAbout bounds what is remembered of a section's text.
const maxAbout = 16 << 10

// tell remembers a paragraph of a section.
func (s *section) tell(text string) {
	if s.told+len(text) <= maxAbout {
		s.about = append(s.about, text)
		s.told += len(text)
	}
}

// sections are those that are open at a place, outermost first. The first one
// is the document itself.
type sections []*section

func (ss sections) top() *section { return ss[len(ss)-1] }

// open closes what a heading of this level closes and opens its section.
func (ss *sections) open(s *section) {
	list := *ss
	for len(list) > 1 && list[len(list)-1].level >= s.level {
		list = list[:len(list)-1]
	}
	*ss = append(list, s)
}

// category gives what the headings around say: the innermost that says anything.
func (ss sections) category() policy.Category {
	asked, exempted := false, false
	for i := len(ss) - 1; i >= 0; i-- {
		asked, exempted = asked || ss[i].on == asks, exempted || ss[i].on == exempt
		if c := ss[i].category; c != policy.CategoryUnsaid || ss[i].on == unsorted {
			if c == policy.Necessary && asked || c != policy.Necessary && exempted {
				return policy.CategoryUnsaid
			}
			return c
		}
	}
	return policy.CategoryUnsaid
}

// sorts reports whether a title says anything of its cookies' category.
func (s *section) sorts() bool {
	return s.category != policy.CategoryUnsaid || s.on != unconditional && s.on != unset
}

// leave opens a section without a title where a text turns from the cookies of a
// necessary part to others: "With your consent we also set:".
func (ss *sections) leave(line int) {
	*ss = append(*ss, &section{level: leadLevel, line: line, on: unsorted})
}

// endLists closes the sections that a line over a list opened, behind it.
func (ss *sections) endLists() {
	for i, s := range *ss {
		if s.extent == listBelow {
			*ss = (*ss)[:i]
			return
		}
	}
}

func (ss sections) party() policy.Party {
	for i := len(ss) - 1; i >= 0; i-- {
		if ss[i].party != policy.PartyUnsaid {
			return ss[i].party
		}
	}
	return policy.PartyUnsaid
}

// provider gives the service that the innermost sections are about: a title
// counts only where nothing but services can stand.
func (ss sections) provider() string {
	for i := len(ss) - 1; i >= 0 && i >= len(ss)-2; i-- {
		if ss[i].provider != "" {
			return ss[i].provider
		}
		if ss[i].category != policy.CategoryUnsaid && i < len(ss)-1 {
			break
		}
	}
	return ""
}

// coded reports whether a heading around is that of a part about how a program
// is set up: "Environment variables".
func (ss sections) coded() bool {
	for _, s := range ss[1:] {
		if w := words.Of(s.title); len(w) > 0 && (software().In(w) || codeTitles().Match(w) == len(w)) {
			return true
		}
	}
	return false
}

// codeTitles are the titles of such parts, whole.
var codeTitles = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`events, methods, api, api reference, props, hooks, callbacks, parameters, arguments, environment, configuration options, cli, commands, ereignisse, methoden, parameter, evenements, methodes, parametres, eventos, metodos, parametros, eventi, metodi, parametri`)
})

func (ss sections) lifetime() *lifetime.Lifetime {
	return ss.top().lifetime
}

// aboutCookies reports whether a heading around speaks of cookies.
func (ss sections) aboutCookies() bool {
	for _, s := range ss {
		if s.cookies {
			return true
		}
	}
	return false
}

func (ss sections) stored() bool {
	return ss.top().stored
}

// newSection reads what a title says.
func newSection(title string, level, line int) *section {
	title = cleanTitle(title)
	s := &section{title: title, level: level, line: line}
	// A question or a sentence about cookies in general sorts nothing.
	if n := len(words.Of(title)); n <= 16 {
		s.category, _ = purpose.Category(title)
		if s.category == policy.CategoryUnsaid {
			s.on = conditionOf(title)
		}
		s.party = purpose.FirmParty(title)
		s.vendor = purpose.Vendor(affirmed(title))
		if t := service(title, s); companyLike(t) {
			s.provider = t
		}
		if s.provider == "" {
			s.provider = setterIn(title, s.party)
		}
	}
	s.stored = words.SpeakOfStorage(title) && !cookiesToo(words.Of(title))
	s.cookies = words.SpeakOfCookies(title) && !ofSoftware(title)
	return s
}

// setterIn gives the one whom a title names as who sets its cookies: "First-party cookies
// set by Mill". Where all words begin with a capital only a site's own is taken for one:
// "Cookies Set by Advertisers".
func setterIn(title string, party policy.Party) string {
	who := purpose.Setter(title)
	before, _, _ := strings.Cut(title, who)
	if who == "" || party != policy.FirstParty && (before == "" || strings.ToLower(before[1:]) != before[1:]) {
		return ""
	}
	return who
}

// conditionOf reads the condition of a title that names no kind.
func conditionOf(title string) condition {
	switch {
	case purpose.Unsorted(title):
		return unsorted // "Other cookies, with your consent" as well: they are no more of the kind around
	case purpose.WithConsent(title):
		return asks
	case purpose.Consent(title) == policy.ConsentNone:
		return exempt
	case purpose.Consent(title) == policy.ConsentUnsaid && denial.Title(title):
		return unset
	}
	return unconditional
}

// sortsNothing takes back what the words at the start of a text would say as a
// title: "Others" among services is no kind of cookies.
func (s *section) sortsNothing() {
	if s.on == asks || s.on == unsorted {
		s.on = unconditional
	}
}

// ofSoftware reports whether a title is that of a document for programmers.
func ofSoftware(title string) bool { return softwareTitles().In(words.Of(title)) }

var softwareTitles = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`changelog, release notes, api, sdk, readme, framework, library, middleware, npm, installation`)
})

var versionTitle = lazyregexp.New(`^(?i:version |release )?[vV]?\[?\d+\.\d+[\w.-]*\]?(?:\s*[-–—/(:].*)?$`)

// history reports whether most headings of a document are numbers of versions:
// it tells what changed in a program, and what it names in passing are options.
func history(blocks []block.Block) bool {
	headings, versions := 0, 0
	for i := range blocks {
		if blocks[i].Kind != block.Heading {
			continue
		}
		headings++
		if t := strings.TrimSpace(blocks[i].Text.S); len(t) < 60 && versionTitle.MatchString(t) && !words.SpeakOfCookies(t) && !sectionNumber(t) {
			versions++
		}
	}
	return versions >= 2 && versions*4 > headings
}

// sectionNumber reports whether a title is numbered and goes on in words:
// "2.1 - How we use them".
func sectionNumber(t string) bool {
	w := words.Of(t)
	letters := 0
	for _, x := range w {
		if len(x) > 2 && (x[0] < '0' || x[0] > '9') && x != "version" && x != "release" && x != "alpha" && x != "beta" && x != "unreleased" {
			letters++
		}
	}
	return letters > 0
}

// cleanTitle takes numbers and punctuation off a title.
func cleanTitle(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	return strings.TrimRight(strings.TrimSpace(s), ": ")
}

// service gives the provider that a title names: a few words that begin with a
// capital and are about nothing else.
func service(title string, s *section) string {
	if s.sorts() || s.party != policy.PartyUnsaid {
		// "Analytics (Google Analytics 4)" and "Google Analytics" itself.
		if p := purpose.Words(); p.Brands.In(words.Of(title)) && s.category == policy.CategoryUnsaid {
			return trimNumber(title)
		}
		return ""
	}
	t := trimNumber(title)
	w := strings.Fields(names.InBrackets.ReplaceAllString(t, ""))
	if len(words.Of(t)) == 0 || len(w) > 5 || strings.ContainsAny(t, "?!:;") || words.SpeakOfCookies(t) || words.StartsLower(t) && strings.ToLower(t) == t {
		return ""
	}
	if r, sure := column.Words().Role(t); r != column.None && sure >= 2 || s.level == 1 {
		return ""
	}
	return t
}

// companyLike reports whether a title looks like the name of a company or of a
// product, and not like what a part of the page is about: "Your account".
func companyLike(t string) bool {
	if purpose.Vendor(t) != "" || purpose.Words().Brands.In(words.Of(t)) {
		return true
	}
	w := strings.Fields(names.InBrackets.ReplaceAllString(t, " "))
	for _, x := range w {
		if shape.Host(strings.Trim(x, ".,")) || legalForm(strings.Trim(x, ",")) {
			return true
		}
	}
	if len(w) == 0 || len(w) > 3 {
		return false
	}
	for i, x := range w {
		lone := len(w) == 1 && shape.Of(x) != shape.None // "facebook"
		if !words.StartsUpper(x) && !lone || len(words.LanguagesOf(words.Fold(x))) > 0 && (len(w) > 1 || i > 0) {
			return false
		}
	}
	i, _ := column.Words().Topics.Find(words.Of(t))
	return i < 0
}

// legalForm reports whether a word is one that ends the names of companies.
func legalForm(s string) bool {
	switch strings.TrimSuffix(s, ".") {
	case "Inc", "LLC", "Ltd", "Limited", "Corp", "Corporation", "PLC", "plc", "GmbH", "AG", "KG", "SE", "SAS", "SARL", "S.A", "S.L", "S.p.A", "S.r.l", "SpA", "Srl", "BV", "B.V", "N.V", "Lda":
		return true
	}
	return false
}

// trimNumber takes "2.1", "3)" and the like off a title.
func trimNumber(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 3 && s[1] == ')' && s[2] == ' ' {
		return strings.TrimSpace(s[3:]) // "a) Mill"
	}
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.') {
		i++
	}
	if i > 0 && i < len(s) && (s[i] == ' ' || s[i] == ')') {
		return strings.TrimSpace(s[i+1:])
	}
	return s
}

// cookiesToo reports whether a title that speaks of other storage speaks of cookies
// besides: "Cookies and local storage", not "Local storage (no cookies)".
func cookiesToo(w []string) bool {
	i := words.CookieAt(w)
	return i >= 0 && (i == 0 || purpose.Words().Not.Match(w[i-1:i]) == 0)
}
