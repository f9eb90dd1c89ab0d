package classify

import (
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// sight is what a store shows of a cookie besides its name and domain, as far
// as the scorecard looks at it. It is comparable.
type sight struct {
	name   *card // what the name says
	host   *card // what the words of the domain say
	flags  flags
	span   span
	exact  uint8 // place in fingerprints, counted from one
	form   cookies.Form
	marks  cookies.Marks
	size   uint8 // place in sizes, counted from one
	spread uint8 // place in spreads, counted from one
}

// flags are what is so or not.
type flags uint16

const (
	httpOnly flags = 1 << iota
	secure
	crossSite // SameSite=None
	strict
	hostOnly
	subfolder // a path other than /
	underSite
)

// span is a class of lifetimes.
type span uint8

const (
	unknownSpan span = iota
	sessionSpan
	minutesSpan
	daySpan
	monthSpan
	quarterSpan
	yearSpan
	everSpan
	spans
)

// fingerprints are lifetimes that a script or a framework gives by its own
// habit, the shortest first.
var fingerprints = [...]struct {
	life  time.Duration
	words string
}{
	{time.Minute, "lives 60 s"},
	{2 * time.Minute, "lives 2 minutes"},
	{5 * time.Minute, "lives 5 minutes"},
	{10 * time.Minute, "lives 10 minutes"},
	{15 * time.Minute, "lives 15 minutes"},
	{20 * time.Minute, "lives 20 minutes"},
	{30 * time.Minute, "lives 30 minutes"},
	{time.Hour, "lives an hour"},
	{2 * time.Hour, "lives 2 hours"},
	{24 * time.Hour, "lives 24 hours"},
	{7 * 24 * time.Hour, "lives 7 days"},
	{14 * 24 * time.Hour, "lives 14 days"},
	{30 * 24 * time.Hour, "lives 30 days"},
	{90 * 24 * time.Hour, "lives 90 days"},
	{180 * 24 * time.Hour, "lives 180 days"},
	{183 * 24 * time.Hour, "lives half a year"},
	{365 * 24 * time.Hour, "lives 365 days"},
	{390 * 24 * time.Hour, "lives 390 days"},
	{393 * 24 * time.Hour, "lives 393 days"},
	{395 * 24 * time.Hour, "lives 13 months"},
	{400 * 24 * time.Hour, "lives 400 days"},
	{730 * 24 * time.Hour, "lives two years"},
	{5 * 365 * 24 * time.Hour, "lives 5 years"},
	{10 * 365 * 24 * time.Hour, "lives 10 years"},
}

// spanOf gives the class of a lifetime.
func spanOf(life time.Duration) span {
	const day = 24 * time.Hour
	switch {
	case life < 0:
		return unknownSpan
	case life == 0:
		return sessionSpan
	case life <= time.Hour:
		return minutesSpan
	case life <= 3*day:
		return daySpan
	case life <= 35*day:
		return monthSpan
	case life <= 200*day:
		return quarterSpan
	case life <= 401*day:
		return yearSpan
	}
	return everSpan
}

// habits are what is taken for each fingerprint: longer than after, and no longer
// than upTo, which grows from one to the next. Between a script's clock and the
// browser's lie seconds.
var habits = func() (out [len(fingerprints)]struct{ after, upTo time.Duration }) {
	for i, f := range fingerprints {
		early := min(time.Minute, f.life/50)
		out[i].after, out[i].upTo = f.life-early, f.life+early/8
	}
	return out
}()

// fingerprint gives the place of the fingerprint that a lifetime is, counted
// from one, 0 for none.
func fingerprint(life time.Duration) uint8 {
	from, to := 0, len(habits)
	for from < to {
		if mid := (from + to) / 2; life <= habits[mid].upTo {
			to = mid
		} else {
			from = mid + 1
		}
	}
	if life <= 0 || from == len(habits) || life <= habits[from].after {
		return 0
	}
	return uint8(from + 1)
}

// sizes are the upper ends of the classes of lengths of values.
var sizes = [...]int32{2, 8, 16, 24, 32, 48, 64, 128, 512}

func sizeOf(k *cookies.Cookie) uint8 {
	if k.Shape.Form == cookies.Unread {
		return 0
	}
	n := k.Size - int32(len(k.Name))
	for i, most := range sizes {
		if n <= most {
			return uint8(i + 1)
		}
	}
	return uint8(len(sizes) + 1)
}

// spreads are the lower ends of the classes of sites that share a name.
var spreads = [...]uint8{8}

func spreadOf(n uint8) uint8 {
	class := uint8(0)
	for i, least := range spreads {
		if n >= least {
			class = uint8(i + 1)
		}
	}
	return class
}

// see gathers what a store shows of a cookie.
func see(s *sight, k *cookies.Cookie, n *name, h *host, life time.Duration, under bool) {
	*s = sight{
		name: n.card, host: h.card, span: spanOf(life), exact: fingerprint(life),
		form: k.Shape.Form, marks: k.Shape.Marks, size: sizeOf(k), spread: spreadOf(k.Shape.Spread),
	}
	s.flags = httpOnly.when(k.HTTPOnly) | secure.when(k.Secure) |
		crossSite.when(k.SameSite == cookies.None) | strict.when(k.SameSite == cookies.Strict) |
		hostOnly.when(k.HostOnly()) | subfolder.when(len(k.Path) > 1) | underSite.when(under)
}

// when gives the flag where it is so.
func (f flags) when(yes bool) flags {
	if yes {
		return f
	}
	return 0
}

// kindOf gathers forms that say much the same.
func kindOf(f cookies.Form) string {
	switch f {
	case cookies.One, cookies.Zero, cookies.Truth, cookies.Empty, cookies.Settings:
		return "a switch"
	case cookies.Locale, cookies.Country, cookies.Currency, cookies.Word, cookies.Phrase, cookies.Version, cookies.Host, cookies.Path, cookies.Page:
		return "text that can be read"
	case cookies.UUID, cookies.Hex16, cookies.Hex32, cookies.Hex, cookies.Token, cookies.Token16, cookies.Token32, cookies.Large:
		return "an id"
	case cookies.Lower24, cookies.Lower26, cookies.Hex40, cookies.Hex64, cookies.Base64XL, cookies.Signed, cookies.Sealed, cookies.JWT, cookies.Affinity, cookies.Balancer:
		return "a secret as servers make them"
	case cookies.Small, cookies.Number, cookies.Seconds, cookies.Millis, cookies.Dotted, cookies.Counter, cookies.Timed, cookies.GAClient, cookies.GASession:
		return "a count or a time"
	case cookies.Bars, cookies.Pairs, cookies.Object, cookies.Packed, cookies.Mixed, cookies.Base64:
		return "packed data"
	}
	return ""
}

// traits are the places of the features that are not words.
type traits struct {
	spans              [spans]int
	exact              [len(fingerprints) + 1]int
	forms              []int
	kinds              []int // by form
	marks              [8]int
	sizes              [len(sizes) + 2]int
	spreads            [len(spreads) + 1]int
	flags              [16]int
	notFlags           [16]int
	underscore, double int
	prefixed, capitals int
	short, numbered    int
	plain              int
	embedded, visited  map[policy.Category]int
	company, unowned   int
	both               map[string]int // of two that are seen together
}

// newTraits adds the features to the scorecard.
func (s *scorecard) newTraits() {
	add := func(words string, n, f, st, m float64) int {
		return s.add(feature{words: words, weight: weights{n, f, st, m}})
	}
	common := func(words string, n, f, st, m float64) int {
		return s.add(feature{words: words, weight: weights{n, f, st, m}, common: true})
	}
	t := &s.traits
	for i, f := range []feature{
		unknownSpan: {},
		sessionSpan: {words: "a session cookie", weight: weights{.8, .3, -.2, -.5}},
		minutesSpan: {words: "lives an hour at most", weight: weights{.3, -.3, .7, -.3}},
		daySpan:     {words: "lives a day or so", weight: weights{.1, 0, .3, 0}},
		monthSpan:   {words: "lives up to a month", weight: weights{0, .2, 0, .2}},
		quarterSpan: {words: "lives some months", weight: weights{-.2, 0, 0, .5}},
		yearSpan:    {words: "lives about a year", weight: weights{0, .2, .1, .3}},
		everSpan:    {words: "lives longer than a year", weight: weights{-.4, .1, .5, .3}},
	} {
		if f.words != "" {
			f.common = true
			t.spans[i] = s.add(f)
		}
	}
	for i, f := range fingerprints {
		t.exact[i+1] = common(f.words, 0, 0, 0, 0)
	}
	kinds := map[string]int{}
	for i, words := range cookies.FormNames() {
		t.forms = append(t.forms, 0)
		f := cookies.Form(i)
		if f == cookies.Unread {
			continue
		}
		prior := proof(f)
		t.forms[i] = s.add(feature{words: "its value is " + words, weight: prior})
		if k := kindOf(f); k != "" && kinds[k] == 0 {
			kinds[k] = add("its value is "+k+" of some kind", 0, 0, 0, 0)
		}
	}
	for i := range t.forms {
		t.kinds = append(t.kinds, kinds[kindOf(cookies.Form(i))])
	}
	for i, words := range []string{
		"a time is in its value", "an address is in its value", "an id is in its value", "its value is percent-encoded",
		"its value is another cookie's too", "its value is another site's cookie's too",
	} {
		f := feature{words: words}
		switch cookies.Marks(1 << i) {
		case cookies.Renamed:
			f.weight, f.fixed, f.common = weights{-.1, 0, .1, .2}, true, true
		case cookies.Elsewhere:
			f.weight, f.fixed = weights{-.4, 0, 0, .6}, true
		}
		t.marks[i] = s.add(f)
	}
	for i := range t.sizes[1:] {
		words := "its value is longer than 512 bytes"
		if i < len(sizes) {
			words = "its value has up to " + itoa(int(sizes[i])) + " bytes"
		}
		t.sizes[i+1] = common(words, 0, 0, 0, 0)
	}
	for i, least := range spreads {
		t.spreads[i+1] = s.add(feature{
			words: "cookies of " + itoa(int(least)) + " sites or more have its name", weight: weights{-.1, -.1, .2, .1}, common: true, fixed: true,
		})
	}
	for i, f := range []feature{
		{words: "HttpOnly: scripts can't read it", weight: weights{1.1, 0, -.8, 0}},
		{words: "Secure", common: true},
		{words: "SameSite=None: meant for other sites' pages", weight: weights{-.6, -.2, -.3, 1.1}},
		{words: "SameSite=Strict", weight: weights{.8, 0, -.2, -.5}},
		{words: "goes back to its host alone", common: true, weight: weights{.5, .3, -.2, -.2}},
		{words: "goes to a folder alone", common: true, weight: weights{.2, .1, -.1, -.2}},
		{words: "partitioned under another site", weight: weights{-.2, .3, 0, .3}},
	} {
		t.flags[i] = s.add(f)
	}
	for i, words := range []string{"scripts can read it", "not Secure", "not for other sites' pages", "", "goes to subdomains too"} {
		if words != "" {
			t.notFlags[i] = common(words, 0, 0, 0, 0)
		}
	}
	t.underscore = common("begins with _ as scripts from vendors do", -.3, -.3, .3, .2)
	t.double = common("begins with __", 0, 0, 0, 0)
	t.prefixed = add("has a name prefix that binds it to its host", 1, 0, -.5, -.5)
	t.capitals = common("has a name in capitals", 0, 0, 0, 0)
	t.short = common("has a name of three characters at most", 0, 0, 0, 0)
	t.numbered = common("has an id in its name", 0, 0, 0, 0)
	t.plain = common("has a name that says nothing", 0, 0, 0, 0)
	t.embedded, t.visited = map[policy.Category]int{}, map[policy.Category]int{}
	for i, c := range classes() {
		var strong, weak weights
		strong[i], weak[i] = 3, 1
		t.embedded[c] = s.add(feature{words: "lies under the domain of a vendor of " + string(c) + " cookies", weight: strong})
		t.visited[c] = s.add(feature{words: "lies under the domain of a site known for " + string(c) + " cookies", weight: weak})
	}
	t.company = add("lies under a known company's domain", 0, 0, 0, 0)
	t.unowned = add("meant for other sites' pages, under a domain that nobody is known to have", 0, 0, 0, 0)
	t.both = map[string]int{}
	for _, words := range togethers() {
		t.both[words] = common(words, 0, 0, 0, 0)
	}
}

// proven gives what a value is for that only one family of software makes.
func proven(f cookies.Form) policy.Category {
	switch f {
	case cookies.GAClient, cookies.GASession, cookies.GATest:
		return policy.Statistical
	case cookies.MetaID:
		return policy.Marketing
	case cookies.TCString, cookies.Balancer:
		return policy.Necessary
	}
	return policy.CategoryUnsaid
}

// proof is what forms that only one maker's software makes speak for.
func proof(f cookies.Form) weights {
	switch f {
	case cookies.GAClient, cookies.GASession, cookies.GATest, cookies.Counter:
		return weights{-1, -1, 3, 0}
	case cookies.Click, cookies.MetaID:
		return weights{-1, -1, 0, 3}
	case cookies.Answer, cookies.TCString:
		return weights{3, 0, -1, -1}
	case cookies.Balancer, cookies.Affinity, cookies.Sealed, cookies.JWT, cookies.Signed, cookies.Lower24, cookies.Lower26:
		return weights{2, 0, -.5, -.5}
	case cookies.Locale, cookies.Currency:
		return weights{0, 1.5, -.5, -.5}
	}
	return weights{}
}

const (
	serverSession = "a session cookie that scripts can't read"
	scriptSession = "a session cookie that scripts read"
	hiddenID      = "an id that scripts can't read, for longer than the session"
	sessionID     = "an id for the session"
	lastingID     = "an id that lasts months"
	foreignID     = "an id that lasts and goes to other sites' pages"
	homeID        = "an id that lasts, for the site's own pages"
	briefMark     = "a switch for an hour at most"
	lastingMark   = "a switch that lasts"
	ownVisit      = "a count or time for the site's own pages"
)

func togethers() []string {
	return []string{serverSession, scriptSession, hiddenID, sessionID, lastingID, foreignID, homeID, briefMark, lastingMark, ownVisit}
}

// together adds what two things say together.
func (t *traits) together(s *sight, add func(int)) {
	kind := kindOf(s.form)
	id := kind == "an id" || kind == "a secret as servers make them"
	lasts := s.span >= quarterSpan
	when := func(words string, yes bool) {
		if yes {
			add(t.both[words])
		}
	}
	when(serverSession, s.span == sessionSpan && s.flags&httpOnly != 0)
	when(scriptSession, s.span == sessionSpan && s.flags&httpOnly == 0)
	when(hiddenID, id && s.span > sessionSpan && s.flags&httpOnly != 0)
	when(sessionID, id && s.span == sessionSpan)
	when(lastingID, id && lasts)
	when(foreignID, id && lasts && s.flags&crossSite != 0)
	when(homeID, id && lasts && s.flags&crossSite == 0)
	when(briefMark, kind == "a switch" && s.span == minutesSpan)
	when(lastingMark, kind == "a switch" && lasts)
	when(ownVisit, kind == "a count or a time" && s.flags&crossSite == 0)
}

// features gives what is noted of a cookie, by the places in the scorecard.
func (s *scorecard) read(out []int, b *sight, v *catalogue.Vendor) []int {
	t := &s.traits
	add := func(id int) {
		if id > 0 {
			out = append(out, id)
		}
	}
	for _, c := range [...]*card{b.name, b.host} {
		if c == nil {
			continue
		}
		for _, id := range c.ids[:c.n] {
			add(int(id))
		}
	}
	switch {
	case v == nil && b.flags&crossSite != 0:
		add(t.unowned)
	case v == nil:
	case v.Category == policy.CategoryUnsaid:
		add(t.company)
	case v.Reach == catalogue.Embedded:
		add(t.embedded[v.Category])
	default:
		add(t.visited[v.Category])
	}
	add(t.spans[b.span])
	add(t.exact[b.exact])
	if b.form != cookies.Unread {
		add(t.forms[b.form])
		add(t.kinds[b.form])
		add(t.sizes[b.size])
	}
	for i := range t.marks {
		if b.marks&(1<<i) != 0 {
			add(t.marks[i])
		}
	}
	add(t.spreads[b.spread])
	for i := range t.flags {
		if b.flags&(1<<i) != 0 {
			add(t.flags[i])
		} else {
			add(t.notFlags[i])
		}
	}
	t.together(b, add)
	return out
}
