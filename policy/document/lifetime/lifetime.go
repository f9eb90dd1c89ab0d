// Package lifetime reads how long a cookie lives, as policies say it in seven
// languages: "2 years", "un an et demi", "bis zum Schließen des Browsers". A text
// goes in, a policy's lifetime comes out; where the text stands, and of which
// cookie it speaks, is for the caller to know.
package lifetime

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/words"
)

// The units that policies speak of, in seconds. A month is 30 days and a year 365:
// what a policy writes in words is compared with expiry dates to within days anyway.
const (
	second = 1
	Minute = 60
	Hour   = 60 * Minute
	Day    = 24 * Hour
	Week   = 7 * Day
	Month  = 30 * Day
	Year   = 365 * Day
)

// MaxNumber bounds the figures that are read, from 0 to below it: nobody means more.
const MaxNumber = 1e9

// Lifetime is how long a cookie is kept, as a document puts it.
type Lifetime struct {
	seconds int64
	Session bool
	Unsaid  bool // one of a list that gives no figure: "a few seconds"
}

// Amount is a span of time as it stands in a text, with how it hangs on to the one
// before.
type Amount struct {
	Lifetime
	unit  int64
	Joint string // the words between the one before and this
}

// Read gives the lifetimes in a text for n cookies: one for each where the text
// lists as many, else one for all, else none. unit is the unit, in seconds, that bare
// numbers are in (a column "Expiry (days)"), 0 if they have none.
func Read(s string, unit int64, n int) []Lifetime { return theClock().lifetimes(s, unit, n) }

// List gives one lifetime for each of n cookies, nil if the text is no such list;
// unit as for [Read].
func List(s string, unit int64, n int) []Lifetime { return theClock().list(s, unit, n) }

// Amounts gives every span of time in a text, in order; unit as for [Read].
func Amounts(s string, unit int64) []Amount { return theClock().amounts(s, unit) }

// Noted reads the lifetime among what a note says, with commas between: "session,
// authentication".
func Noted(note string) []Lifetime {
	if l := Read(note, 0, 1); l != nil {
		return l
	}
	for clause := range strings.SplitSeq(note, ", ") {
		if l := Read(clause, 0, 1); l != nil && Like(clause) {
			return l
		}
	}
	return nil
}

// Like reports whether a short text is a lifetime and nothing much besides.
func Like(s string) bool { return theClock().like(s) }

// Unit gives the first unit of time, in seconds, that folded words name: those of a
// header, mostly. 0 if they name none.
func Unit(w []string) int64 { return theClock().unit(w) }

// IsUnit reports whether letters behind a figure are a unit of time: "days", "d".
func IsUnit(w string) bool { return theClock().units[w] > 0 || theClock().short[w] > 0 }

// Ending reports whether folded words say that a cookie goes with the browser or
// with the session.
func Ending(w []string) bool { return theClock().ending(w) }

// EndWithBrowser reports whether folded words say that the browser is closed.
func EndWithBrowser(w []string) bool { return theClock().browser.In(w) && theClock().ends.In(w) }

// SpeakOfSession, SpeakOfEnd and SpeakOfEver report whether a word for a session,
// for the end of one, or for what never ends is among folded words.
func SpeakOfSession(w []string) bool { return theClock().session.In(w) }
func SpeakOfEnd(w []string) bool     { return theClock().ends.In(w) }
func SpeakOfEver(w []string) bool    { return theClock().forever.In(w) }

// Adds reports whether a folded word adds what follows: "one year and a month".
func Adds(w string) bool { return theClock().sums[w] }

// amounts reads the lifetimes in a text, in order. unit is the unit that bare
// numbers are in (a column "Expiry (days)"), 0 if they have none.
func (c *clock) amounts(s string, unit int64) []Amount {
	var out []Amount
	var joint []string
	number, have, glued := 0.0, false, false
	vague := false // "less than", "a few"
	flush := func(u int64) {
		if !vague {
			out = append(out, Amount{Lifetime{seconds: int64(number*float64(u) + 0.5)}, u, strings.Join(joint, " ")})
		}
		joint, have, vague = nil, false, false
	}
	all := scan(s)
	from := false // behind "between"
	// another notes that the figure before has no unit of its own: "1 to 2 years".
	another := func() {
		if have && len(joint) > 0 && (rangeWord(joint[len(joint)-1]) || from && c.sums[joint[len(joint)-1]]) {
			joint = append(joint, "#")
		}
	}
	for i := 0; i < len(all); i++ {
		tok := all[i]
		switch {
		case tok.figure:
			another()
			number, have, glued = tok.value, true, true
			continue
		case tok.word == "":
			if tok.mark == "<" || tok.mark == "≤" {
				vague = tok.mark == "<"
			}
			joint = append(joint, tok.mark)
			glued = false
			continue
		}
		w := tok.word
		if w == "a" && len(out) > 0 && !have && i+1 < len(all) && all[i+1].figure {
			joint = append(joint, w) // "30 segundos a 1 año"
			continue
		}
		u, isUnit := c.units[w]
		if w == "an" && i+1 < len(all) && c.units[all[i+1].word] > 0 {
			isUnit = false // "half an hour" is no half year of French
		}
		if !isUnit && have && glued && !(i+2 < len(all) && all[i+1].figure && c.units[all[i+2].word] > 0 && (rangeWord(w) || from && c.sums[w])) {
			if u, isUnit = c.short[w]; isUnit && w == "m" && (monthly(number) || len(out) > 0 && out[len(out)-1].unit == Year && len(joint) == 0) {
				u = Month // "2y 1m"
			}
		}
		if isUnit && have && number < MaxNumber {
			flush(u)
			glued = false
			continue
		}
		if isUnit && vague {
			have, vague = false, false // "a few days"
			joint = append(joint, w)
			continue
		}
		if v := c.parts[w]; v > 0 {
			last := len(out) - 1
			switch {
			case (!have || number == 1) && last >= 0 && v == 0.5 && c.halfMore(joint) && (i+1 == len(all) || c.units[all[i+1].word] == 0): // "a year and a half"
				out[last].seconds += out[last].unit / 2
				joint, have = nil, false
			case have && v == 0.5 && c.halfMore(joint[max(0, len(joint)-2):]): // "two and a half years"
				number += v
			case have && number == 1 && v < 1: // "ein halbes Jahr"
				number = v
			default:
				number, have = v, true
			}
			glued = false
			continue
		}
		if v, n := theNumerals().read(all[i:]); n > 0 && (!have || v > 1 || number < 1) {
			if !have || number >= 1 {
				another()
				number, have = float64(v), true
			}
			i += n - 1
			glued = false
			continue
		}
		if c.under.Match([]string{w, "than"}) > 0 || c.under.Match([]string{w}) > 0 || c.under.Match([]string{w, "de"}) > 0 && (w == "moins" || w == "menos") || w == "weniger" || w == "minder" || w == "meno" {
			vague, have = true, false
		}
		from = from || c.between.Match([]string{w}) > 0
		if have && !glued && !isUnit && c.units[w] == 0 && number == 1 && !c.sums[w] && !rangeWord(w) {
			have = false // "a" was an article
		}
		joint = append(joint, w)
		glued = false
	}
	if have && unit > 0 && len(out) == 0 && number < MaxNumber {
		flush(unit)
	}
	return out
}

// halfMore reports whether words between an amount and "half" add it.
func (c *clock) halfMore(joint []string) bool {
	n := len(joint)
	if n > 1 && theNumerals().of(joint[n-1]) == 1 {
		n-- // "and a half"
	}
	return n > 0 && c.sums[joint[n-1]] && (n == 1 || len(joint) == 2)
}

// monthly reports whether a figure before a lone m is rather months than
// minutes.
func monthly(n float64) bool {
	switch n {
	case 3, 6, 12, 13, 14, 18, 24, 25, 26, 36:
		return true
	}
	return false
}

// ending is [Ending].
func (c *clock) ending(w []string) bool {
	return c.sessionSaid(w) || EndWithBrowser(w)
}

// sessionSaid reports whether the words speak of the session as a time, and not of
// what is known or done of it: "session management", "l'état de la session".
func (c *clock) sessionSaid(w []string) bool {
	for i := range w {
		n := c.session.Match(w[i:])
		if n == 0 {
			continue
		}
		before := w[max(0, i-3):i]
		if i+n < len(w) && c.ofSession.Match(w[i+n:]) > 0 || len(before) > 1 && c.ofSession.In(before[:len(before)-1]) && words.OfWhom(before[len(before)-1]) ||
			len(before) > 2 && c.ofSession.In(before[:1]) && words.OfWhom(before[1]) || c.ofSession.In(w[i:i+1]) {
			continue
		}
		return true
	}
	return false
}

// lifetimes is [Read].
func (c *clock) lifetimes(s string, unit int64, n int) []Lifetime {
	w := words.Of(s)
	found := c.amounts(s, unit)
	if n > 1 {
		if list := c.list(s, unit, n); list != nil {
			return list
		}
	}
	switch {
	case len(found) == 0 && !c.ending(w):
		return nil
	case len(found) == 0:
		if c.forever.In(w) && c.session.In(w) && len(w) <= 4 && (strings.Contains(s, "/") || strings.Contains(s, ",")) {
			return nil // "Session / persistent"
		}
		return []Lifetime{{Session: true}}
	}
	if isRange(found) || c.fromSession(found[0].Joint) || c.either(found, w) {
		return nil
	}
	if n > 2 && parted(found) {
		out := make([]Lifetime, n)
		for i := range out {
			out[i].Unsaid = true
		}
		out[0], out[n-1] = found[0].Lifetime, found[1].Lifetime
		return out
	}
	total := found[0].Lifetime
	for i := 1; i < len(found) && found[i].unit < found[i-1].unit && c.sum(found[i].Joint); i++ {
		total.seconds += found[i].seconds
	}
	if total.seconds == 0 {
		if c.ending(w) {
			return []Lifetime{{Session: true}}
		}
		return nil
	}
	return []Lifetime{total}
}

// list is [List].
func (c *clock) list(s string, unit int64, n int) []Lifetime {
	found := c.amounts(s, unit)
	if len(found) == n && !isRange(found) && !c.session.In(words.Of(s)) {
		out := make([]Lifetime, n)
		for i, a := range found {
			if out[i] = a.Lifetime; a.seconds == 0 {
				out[i].Unsaid = true
			}
		}
		return out
	}
	if respectively.MatchString(s) {
		s = eachOne.ReplaceAllString(respectively.ReplaceAllString(s, ""), ",")
		s = strings.TrimRight(s, " ,.")
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '/' || r == '|' })
	if len(parts) != n {
		return nil
	}
	out := make([]Lifetime, n)
	for i, p := range parts {
		one := c.lifetimes(p, unit, 1)
		if one == nil {
			if !c.like(p) {
				return nil
			}
			one = []Lifetime{{Unsaid: true}}
		}
		out[i] = one[0]
	}
	return out
}

var (
	respectively = lazyregexp.New(`(?i),?\s*\b(?:respectively|respectivement|respectivamente|rispettivamente|respectievelijk|beziehungsweise|bzw)\b`)
	eachOne      = lazyregexp.New(`(?i)\s+(?:and|und|et|y|e|en)\s+`)
)

// sum reports whether what stands between two amounts adds them: "1 year and 1
// month".
func (c *clock) sum(joint string) bool {
	for w := range strings.FieldsSeq(joint) {
		if !c.sums[w] && w != "," && w != "&" && w != "+" {
			return false
		}
	}
	return true
}

// isRange reports whether the amounts are the ends of one: "1 to 2 years".
func isRange(found []Amount) bool {
	if strings.Contains(found[0].Joint, "#") {
		return true
	}
	if len(found) != 2 {
		return false
	}
	j := strings.Fields(found[1].Joint)
	if len(j) == 2 && j[0] == "bis" && j[1] == "zu" {
		return true
	}
	return len(j) == 1 && rangeWord(j[0])
}

// rangeWord reports whether a word or a mark stands between the ends of a range.
func rangeWord(w string) bool {
	switch w {
	case "-", "–", "—", "to", "bis", "tot", "a", "till", "until", "ate":
		return true
	}
	return false
}

// fromSession reports whether the words before an amount make it the end of a
// range that begins with the session: "Session to 1 year".
func (c *clock) fromSession(joint string) bool {
	j := strings.Fields(joint)
	return len(j) > 1 && len(j) < 5 && rangeWord(j[len(j)-1]) && c.session.In(j[:len(j)-1])
}

// either reports whether a lifetime is one of two, and which one it is depends:
// "Session / 30 days", "between a day and a year", "13 months if you accept, 6 if not".
func (c *clock) either(found []Amount, w []string) bool {
	j := strings.Fields(found[0].Joint)
	switch len(found) {
	case 1:
		if len(j) < 2 || len(j) > 3 || !c.session.In(j[:1]) {
			return false
		}
		switch j[1] {
		case "/", "|", "or", "ou", "o", "oder", "of":
			return true
		}
	case 2:
		if c.between.In(w) && len(j) < 3 {
			return true
		}
		for x := range strings.FieldsSeq(found[1].Joint) {
			switch x {
			case "if", "si", "wenn", "falls", "se", "als", "indien":
				return true
			}
		}
	}
	return false
}

// parted reports whether two amounts stand side by side, each for some of several
// cookies: which of those in the middle is left open.
func parted(found []Amount) bool {
	return len(found) == 2 && (found[1].Joint == "/" || found[1].Joint == "|") && found[0].Lifetime != found[1].Lifetime
}

// like is [Like].
func (c *clock) like(s string) bool {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 14 {
		return false
	}
	if len(w) > 7 {
		at := c.amounts(s, 0)
		return len(at) > 0 && (at[0].Joint == "" || len(strings.Fields(at[0].Joint)) <= 2) || c.ending(w[:3])
	}
	return len(c.amounts(s, 0)) > 0 || c.ending(w) || c.forever.In(w) || c.under.In(w) && c.unit(w) > 0
}

// unit is [Unit].
func (c *clock) unit(w []string) int64 {
	for _, x := range w {
		if u := c.units[x]; u > 0 {
			return u
		}
	}
	return 0
}

// Set gives a declaration the i-th of the lifetimes, or the one that stands for
// all. It does nothing where there is none, or where the text gives no figure.
func Set(d *policy.Declaration, lives []Lifetime, i int) {
	if len(lives) == 0 {
		return
	}
	l := lives[0]
	if i < len(lives) {
		l = lives[i]
	}
	if l.Unsaid {
		return
	}
	if d.Session = l.Session; !l.Session {
		seconds := l.seconds
		d.LifetimeSeconds = &seconds
	}
}

// MoreThan reports whether one of the clauses of a text is no lifetime:
// "counts visits, 2 years".
func MoreThan(s string) bool {
	for clause := range strings.FieldsFuncSeq(s, func(c rune) bool { return strings.ContainsRune(",;()–—.", c) }) {
		if len(words.Of(clause)) > 0 && !Like(clause) {
			return true
		}
	}
	return false
}
