package document

import (
	"strings"
	"sync"
	"unicode"

	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/words"
)

// A month is 30 days and a year 365: what a policy writes in words is compared
// with expiry dates to within days anyway.
const (
	second = 1
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
	month  = 30 * day
	year   = 365 * day
)

// maxNumber bounds the figures that are read: nobody means more.
const maxNumber = 1e9

// lifetime is how long a cookie is kept, as a document puts it.
type lifetime struct {
	seconds int64
	session bool
	unsaid  bool // one of a list that gives no figure: "a few seconds"
}

// span of time as it stands in a text, with how it hangs on to the one before.
type amount struct {
	lifetime
	unit  int64
	joint string // the words between the one before and this
}

// clock knows numbers and units of time in seven languages, and the words for
// what ends with the browser and for what never ends.
type clock struct {
	units     map[string]int64
	short     map[string]int64   // units of one letter, which count only behind a figure
	parts     map[string]float64 // of one
	session   *words.Lexicon
	ofSession *words.Lexicon // what sessions have: a state, an id
	ends      *words.Lexicon // close, quit ...
	browser   *words.Lexicon
	forever   *words.Lexicon
	under     *words.Lexicon // less than
	between   *words.Lexicon // between: the two figures behind it make a range
	sums      map[string]bool
}

var theClock = sync.OnceValue(func() *clock {
	c := &clock{units: map[string]int64{}, parts: map[string]float64{}, sums: map[string]bool{}}
	for unit, names := range map[int64]string{
		second: "sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos seconden secondo secondi seg segs",
		minute: "min mins minute minutes mn minuten minuut minuto minutos minuti",
		hour:   "hour hours hr hrs heure heures stunde stunden std hora horas uur uren ora ore",
		day:    "day days jour jours tag tage tagen dia dias dag dagen giorno giorni gg dgn",
		week:   "week weeks semaine semaines woche wochen semana semanas weken settimana settimane wk wks wkn sem",
		month:  "month months mo mos mth mths mois moi monat monate monaten mes meses maand maanden mese mesi mnd mnden",
		year:   "year years yr yrs an ans annee annees jahr jahre jahren ano anos jaar jaren anno anni jr jrs",
	} {
		for n := range strings.FieldsSeq(names) {
			c.units[n] = unit
		}
	}
	c.short = map[string]int64{"s": second, "h": hour, "d": day, "j": day, "w": week, "y": year, "a": year, "m": minute, "t": day, "u": hour, "g": day}
	for value, names := range map[float64]string{
		0.25: "quarter",
		0.5:  "half halb halbes halben halbe demi demie medio media halve mezzo mezza meio meia",
		1.5:  "anderthalb eineinhalb anderhalf",
	} {
		for n := range strings.FieldsSeq(names) {
			c.parts[n] = value
		}
	}
	c.session = words.NewLexicon(`session, sessions, sessioncookie*, sessionende, sessiondauer, sessionbasiert*, sitzung*, sesion, sesiones, sessie, sessies, sessiecookie*, sessieduur, sessie-einde, sessione, sessioni, sessao, sessoes, browsersession*, usersession*, nutzersession*, benutzersession*, *sitzung, *sessie`)
	c.ofSession = words.NewLexicon(`state, states, status, id, ids, identif*, management, persistence, data, analysis, tracking, security, information, replay, replays, recording*, token*, handling, variable*, authentication, and traffic, and campaign, control, key, number, count, statistic*,
		etat, gestion, donnees, suivi, securite, informations, variables, enregistrement*, maintien, *status, *verwaltung, *daten, *kennung, *analyse, *id, *aufzeichnung*, *zustand, *informationen, *sicherheit, *steuerung,
		estado, datos, seguimiento, seguridad, informacion, mantenimiento, *beheer, *gegevens, *status, *staat, stato, gestione, dati, tracciamento, sicurezza, informazioni, gestao, dados, seguranca, informacoes`)
	c.browser = words.NewLexicon(`browser*, navigateur*, navegador*, window*, fenetre, fenster, ventana, venster, finestra, janela, tab, *browser, *browsers, *fenster`)
	c.ends = words.NewLexicon(`clos*, exit*, quit*, shut*, schliess*, geschlossen, beend*, ferm*, cierr*, cerr*, sluit*, gesloten, afsluit*, chiu*, chius*, fech*, encerr*, leav*, verlass*, quitt*`)
	c.forever = words.NewLexicon(`persist*, permanent*, unlimited, never, forever, indefinite*, no expir*, not expire, until deleted, until delet*, unbegrenzt, dauerhaft, unbeschrankt, unbefristet,
		illimite*, indetermine*, jamais, indefinid*, ilimitad*, nunca, onbeperkt, onbepaald, blijvend, illimitat*, indeterminat*, mai, jusqu a suppression, jusqu a sa suppression, jusqu a ce que, until you clear*, until clear*, until remov*, bis zur loschung, bis zum loschen, hasta su elimin*, hasta que, hasta elimin*,
		fino a cancellazione, fino alla cancellazione, fino a rimozione, ate voce limp*, ate limp*, ate ser elimin*, ate exclu*, tot verwijder*, totdat,
		local storage, localstorage, session storage, sessionstorage, html5 storage`)
	c.under = words.NewLexicon(`less than, under, fewer than, few, moins de, moins d, quelques, weniger als, unter, wenige, menos de, algunos, unos, unas, pocos, pocas, minder dan, enkele, paar, meno di, pochi, alcuni, alguns, poucos`)
	c.between = words.NewLexicon(`between, zwischen, entre, tussen, tra, fra`)
	for w := range strings.FieldsSeq("and und et y e en plus") {
		c.sums[w] = true
	}
	return c
})

// amounts reads the lifetimes in a text, in order. unit is the unit that bare
// numbers are in (a column "Expiry (days)"), 0 if they have none.
func (c *clock) amounts(s string, unit int64) []amount {
	var out []amount
	var joint []string
	number, have, glued := 0.0, false, false
	vague := false // "less than", "a few"
	flush := func(u int64) {
		if !vague {
			out = append(out, amount{lifetime{seconds: int64(number*float64(u) + 0.5)}, u, strings.Join(joint, " ")})
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
			if u, isUnit = c.short[w]; isUnit && w == "m" && monthly(number) {
				u = month
			}
		}
		if isUnit && have && number < maxNumber {
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
	if have && unit > 0 && len(out) == 0 && number < maxNumber {
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

// ending reports whether the words say that the cookie goes with the browser.
func (c *clock) ending(w []string) bool {
	return c.sessionSaid(w) || c.browser.In(w) && c.ends.In(w)
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

// lifetimes gives the lifetimes in a text for n cookies: one for each where the
// text lists as many, else one for all, else none.
func (c *clock) lifetimes(s string, unit int64, n int) []lifetime {
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
		return []lifetime{{session: true}}
	}
	if isRange(found) || c.fromSession(found[0].joint) || c.either(found, w) {
		return nil
	}
	if n > 2 && parted(found) {
		out := make([]lifetime, n)
		for i := range out {
			out[i].unsaid = true
		}
		out[0], out[n-1] = found[0].lifetime, found[1].lifetime
		return out
	}
	total := found[0].lifetime
	for i := 1; i < len(found) && found[i].unit < found[i-1].unit && c.sum(found[i].joint); i++ {
		total.seconds += found[i].seconds
	}
	if total.seconds == 0 {
		if c.ending(w) {
			return []lifetime{{session: true}}
		}
		return nil
	}
	return []lifetime{total}
}

// list reads one lifetime for each of n cookies, nil if the text is no such list.
func (c *clock) list(s string, unit int64, n int) []lifetime {
	found := c.amounts(s, unit)
	if len(found) == n && !isRange(found) && !c.session.In(words.Of(s)) {
		out := make([]lifetime, n)
		for i, a := range found {
			if out[i] = a.lifetime; a.seconds == 0 {
				out[i].unsaid = true
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
	out := make([]lifetime, n)
	for i, p := range parts {
		one := c.lifetimes(p, unit, 1)
		if one == nil {
			if !c.like(p) {
				return nil
			}
			one = []lifetime{{unsaid: true}}
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
func isRange(found []amount) bool {
	if strings.Contains(found[0].joint, "#") {
		return true
	}
	if len(found) != 2 {
		return false
	}
	j := strings.Fields(found[1].joint)
	if len(j) != 1 {
		return false
	}
	return rangeWord(j[0])
}

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
func (c *clock) either(found []amount, w []string) bool {
	j := strings.Fields(found[0].joint)
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
		for x := range strings.FieldsSeq(found[1].joint) {
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
func parted(found []amount) bool {
	return len(found) == 2 && (found[1].joint == "/" || found[1].joint == "|") && found[0].lifetime != found[1].lifetime
}

// like reports whether a short text is a lifetime and nothing much besides.
func (c *clock) like(s string) bool {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 14 {
		return false
	}
	if len(w) > 7 {
		at := c.amounts(s, 0)
		return len(at) > 0 && (at[0].joint == "" || len(strings.Fields(at[0].joint)) <= 2) || c.ending(w[:3])
	}
	return len(c.amounts(s, 0)) > 0 || c.ending(w) || c.forever.In(w) || c.under.In(w) && c.unit(w) > 0
}

// unit gives the unit of time that a header names, 0 if it names none.
func (c *clock) unit(w []string) int64 {
	for _, x := range w {
		if u := c.units[x]; u > 0 {
			return u
		}
	}
	return 0
}

// token is a word, a figure or a mark of a text.
type token struct {
	word   string // folded
	figure bool
	value  float64
	mark   string
}

// scan cuts a text into tokens. A comma or a point in a figure is decimal,
// unless exactly three figures follow it.
func scan(s string) []token {
	var out []token
	r := []rune(s)
	for i := 0; i < len(r); {
		switch {
		case unicode.IsSpace(r[i]):
			i++
		case r[i] >= '0' && r[i] <= '9' && i > 0 && r[i-1] == '_':
			i++ // of a name
			for i < len(r) && r[i] >= '0' && r[i] <= '9' {
				i++
			}
		case r[i] >= '0' && r[i] <= '9':
			j, v, point := i, 0.0, 0.0
			for ; j < len(r); j++ {
				if r[j] >= '0' && r[j] <= '9' {
					if point > 0 {
						v += float64(r[j]-'0') * point
						point /= 10
					} else {
						v = v*10 + float64(r[j]-'0')
					}
					continue
				}
				if (r[j] == '.' || r[j] == ',') && point == 0 && j+1 < len(r) && r[j+1] >= '0' && r[j+1] <= '9' {
					if !threeFigures(r[j+1:]) {
						point = 0.1
					}
					continue
				}
				break
			}
			if j < len(r) && r[j] == '½' {
				v += 0.5
				j++
			}
			out = append(out, token{figure: true, value: v})
			i = j
		case r[i] == '½':
			out = append(out, token{figure: true, value: 0.5})
			i++
		case unicode.IsLetter(r[i]):
			j := i
			for j < len(r) && (unicode.IsLetter(r[j]) || unicode.IsDigit(r[j])) {
				j++
			}
			out = append(out, token{word: words.Fold(string(r[i:j]))})
			i = j
		default:
			out = append(out, token{mark: string(r[i])})
			i++
		}
	}
	return out
}

func threeFigures(r []rune) bool {
	n := 0
	for n < len(r) && r[n] >= '0' && r[n] <= '9' {
		n++
	}
	return n == 3
}
