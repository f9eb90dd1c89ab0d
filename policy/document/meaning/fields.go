package meaning

import (
	"cmp"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// record is a cookie that is described in labelled values one after another, or
// under a heading that is its name.
type record struct {
	names    []names.Name
	d        policy.Declaration
	lives    string
	said     int  // labelled values
	explicit bool // the name has a label itself
	text     []string
	bare     bool   // lines of names: they count without a word about them
	titled   bool   // the names are a heading or a line of their own, over what describes them
	stored   bool   // said to be kept elsewhere than among the cookies
	service  string // that a label before the names names: "Cookie: Mill Count. Name: _mc"
}

// begin opens the record of one or more cookies.
func (r *reader) begin(list []names.Name, explicit bool, position string) {
	r.close()
	r.named = ""
	r.rec = &record{names: list, explicit: explicit, d: policy.Declaration{Position: position}}
}

// serviceNamed gives the service that a label of names names in place of a cookie's:
// a few words that begin with a capital, and say nothing else.
func serviceNamed(s string) string {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 4 || !words.StartsUpper(s) || strings.ContainsAny(s, "\n,;!?") || words.SpeakOfCookies(s) || names.Nothing(s) || lifetime.Like(s) || purpose.Nobody(w) {
		return ""
	}
	if _, sorted := purpose.Category(s); sorted && !purpose.NamesVendor(s) {
		return ""
	}
	return s
}

// close declares what the record holds.
func (r *reader) close() {
	rec := r.rec
	r.rec = nil
	if rec == nil || len(rec.names) == 0 || !rec.explicit && rec.said == 0 && len(rec.text) == 0 && !rec.bare || rec.stored {
		return
	}
	if rec.explicit && rec.said == 0 && names.Firmest(rec.names) != shape.Firm {
		return // "Name: " is a form's label, too
	}
	rec.scatter()
	lives := told.ByName(rec.lives, rec.names)
	if lives == nil {
		lives = lifetime.Read(rec.lives, 0, len(rec.names))
	}
	if rec.d.Purpose == "" && rec.d.Function == "" {
		rec.d.Purpose = strings.Join(rec.text, " ")
	}
	if rec.d.Purpose == "" {
		rec.d.Purpose, rec.d.Function = rec.d.Function, ""
	}
	if told := strings.Join(rec.text[:min(len(rec.text), 1)], ""); lives == nil && lifetime.Like(told) && len(words.Of(told)) <= 5 {
		lives = lifetime.Read(told, 0, len(rec.names)) // "_ga: 2 years"
		if lives != nil && rec.d.Purpose == told && !lifetime.MoreThan(told) {
			rec.d.Purpose = ""
		}
	}
	if n := len(rec.names); lives == nil && n > 1 && rec.names[0].Note == "" && (lifetime.Like(rec.names[n-1].Note) || lifetime.List(rec.names[n-1].Note, 0, n) != nil) {
		note := rec.names[n-1].Note // "a, b (2 years / 24 hours)"
		lives = lifetime.Read(note, 0, n)
		note, _, _ = strings.Cut(note, ";")
		note = withoutLifetime(note)
		for i := range rec.names {
			rec.names[i].Note = note
		}
	}
	if lives == nil {
		lives = eachOwn(rec.names)
	}
	if lives == nil && len(rec.text) > 1 {
		lives = told.Alone(rec.text[1:], len(rec.names))
	}
	if lives == nil {
		lives = told.Lifetime(strings.Join(rec.text, "\n")+"\n"+rec.d.Purpose, len(rec.names))
	}
	if r.at.aboutCookies() || rec.said == 0 {
		lives = rec.terse(lives)
	}
	if lives == nil && len(rec.text) == 1 {
		lives = told.AtEnd(rec.text[0], len(rec.names))
	}
	if lives == nil && len(rec.text) > 0 {
		lives = told.AtStart(rec.text[0], len(rec.names))
	}
	if words.SpeakOfStorage(rec.lives) && !strings.Contains(words.Fold(rec.lives), "cookie") {
		return
	}
	for i, n := range rec.names {
		if words.SpeakOfStorage(n.Note) && !words.SpeakOfCookies(n.Note) {
			continue
		}
		d := rec.d
		d.Name, d.Provider = n.Name, cmp.Or(d.Provider, rec.service)
		if len(rec.names) > names.Most {
			d.Purpose, d.Function = "", ""
		}
		noted(&d, n.Note)
		lifetime.Set(&d, lives, i)
		if lives == nil && n.Note != "" {
			lifetime.Set(&d, lifetime.Noted(n.Note), 0)
		}
		r.declare(d)
	}
}

// eachOwn gives the lifetimes of names of which each has one in brackets behind it.
func eachOwn(list []names.Name) []lifetime.Lifetime {
	var out []lifetime.Lifetime
	for _, n := range list {
		l := lifetime.Noted(n.Note)
		if len(l) != 1 {
			return nil
		}
		out = append(out, l[0])
	}
	return out
}

// withoutLifetime takes the lifetime off a note: "Mill, third party, 2 years".
func withoutLifetime(note string) string {
	var out []string
	for clause := range strings.SplitSeq(note, ", ") {
		if !lifetime.Like(clause) {
			out = append(out, clause)
		}
	}
	return strings.Join(out, ", ")
}

// noted reads what stands in brackets behind a name: "(strictly necessary, one
// week)", "(third party)", or the one who sets it.
func noted(d *policy.Declaration, note string) {
	if note == "" {
		return
	}
	category, sorted := purpose.Category(note)
	if d.Category == policy.CategoryUnsaid && sorted && len(words.Of(note)) <= 8 {
		d.Category = category
	}
	party := purpose.Party(note)
	if d.Party == policy.PartyUnsaid {
		d.Party = party
	}
	if who, _, more := strings.Cut(note, ", "); more && party != policy.PartyUnsaid && purpose.Party(who) == policy.PartyUnsaid {
		note = who // "Mill Ltd, third party"
	} else if party != policy.PartyUnsaid && len(words.Of(note)) <= 2 {
		return
	}
	switch {
	case d.Provider != "":
	case lifetime.Like(note) || strings.Contains(note, ", ") && len(lifetime.Amounts(note, 0)) > 0:
		d.Provider = purpose.Vendor(note) // "2 years, Google Analytics"
	case words.StartsLower(note) && len(words.Of(note)) > 2:
		if d.Purpose == "" && party == policy.PartyUnsaid {
			d.Purpose = note // "keeps you signed in"
		}
	case !(sorted && words.StartsLower(note)):
		d.Provider = note
	}
}

// terse reads what a record's text says in a word or two, as a table would:
// "Third party. Analytics. 1 year."
func (rec *record) terse(lives []lifetime.Lifetime) []lifetime.Lifetime {
	for _, s := range terms(rec.text) {
		w := words.Of(s)
		if len(w) > 1 && len(w) <= 6 && (pronouns[w[0]] || w[0] == "c") {
			// "It is a preference cookie. This is a session cookie."
			if rec.d.Category == policy.CategoryUnsaid {
				rec.d.Category, _ = purpose.Among(w, false)
			}
			if lives == nil && lifetime.SpeakOfSession(w) && words.CookieAt(w) >= 0 {
				lives = lifetime.Read(s, 0, len(rec.names))
			}
			continue
		}
		if len(w) == 0 || len(w) > 4 {
			continue
		}
		if rec.d.Party == policy.PartyUnsaid {
			rec.d.Party = purpose.Party(s)
		}
		if rec.d.Category == policy.CategoryUnsaid && len(w) <= 3 {
			rec.d.Category, _ = purpose.Category(s)
		}
		if lives == nil && lifetime.Like(s) {
			lives = lifetime.Read(s, 0, len(rec.names))
		}
	}
	return lives
}

// sortedBy reads the clause with which labelled values end, where it says whose
// the cookie is and of which kind and nothing else: "Third party, analytics." One in
// brackets behind the party is who sets it: "Third party (Mill)."
func (rec *record) sortedBy(text string) {
	list := words.Sentences(text)
	if len(list) < 2 {
		return
	}
	last := list[len(list)-1]
	whom := names.InBrackets.FindString(last)
	if whom = strings.Trim(whom, "()"); words.StartsUpper(whom) && len(words.Of(whom)) <= 4 && !purpose.Sorts(whom) {
		last = names.InBrackets.ReplaceAllString(last, "")
	} else {
		whom = ""
	}
	if saysHow(whom) {
		whom = ""
	}
	w := words.Of(last)
	if len(w) == 0 || len(w) > 5 {
		return
	}
	p := purpose.Words()
	for i := 0; i < len(w); {
		n := 0
		for _, l := range []*words.Lexicon{p.First, p.Third, p.Necessary, p.Functional, p.Statistical, p.Marketing} {
			n = max(n, l.Match(w[i:]))
		}
		if n == 0 && (words.OfWhom(w[i]) || words.Joins(w[i]) || strings.HasPrefix(w[i], "cookie")) {
			n = 1
		}
		if n == 0 {
			return
		}
		i += n
	}
	if rec.d.Party == policy.PartyUnsaid {
		rec.d.Party = purpose.Party(last)
	}
	if rec.d.Category == policy.CategoryUnsaid {
		rec.d.Category, _ = purpose.Category(last)
	}
	if rec.d.Provider == "" && rec.d.Party == policy.ThirdParty {
		rec.d.Provider = whom
	}
}

// field takes a labelled value. One before any cookie is of the section: the
// provider of all cookies in the table below.
func (r *reader) field(f field.Field, position string) {
	if first, more, ok := strings.Cut(f.Value.S, "\n"); ok && f.Role == column.Provider && strings.Contains(more, ": ") {
		f.Value = f.Value.Cut(0, len(first)) // a label that nobody knows begins the next line
	}
	if f.Role == column.Provider {
		if list := names.Only(f.Value, r.joined); names.AllFirm(list) && slices.ContainsFunc(list, names.Sure) {
			r.begin(list, false, position) // "Third party: a, b" begins others
			r.rec.bare, r.rec.d.Party = true, f.Party
			return
		}
	}
	if f.Role == column.Service {
		r.begin(nil, true, position)
		return
	}
	if f.Role == column.Name {
		if r.rec != nil && r.rec.explicit && len(r.rec.names) == 0 {
			if r.rec.names = names.InCell(f.Value, r.joined); len(r.rec.names) > 0 {
				r.rec.d.Position = position
				return
			}
		}
		if list := names.InCell(f.Value, r.joined); len(list) > 0 {
			service := r.named
			if rec := r.rec; rec != nil && rec.explicit && rec.said == 0 && len(rec.text) == 0 && len(rec.names) == 1 && rec.names[0].Shape == shape.Brand {
				service = serviceNamed(rec.names[0].Name)
			}
			r.begin(list, true, position)
			r.rec.service = service
			if r.cookieDocument && r.at.top().provider != "" && inCapitals(list) {
				r.rec.bare, r.rec.explicit = true, false
			}
		} else {
			if r.rec != nil && r.rec.explicit {
				r.close() // something else than a cookie: what follows is about that
			}
			r.named = serviceNamed(f.Value.S)
		}
		return
	}
	r.named = "" // what else is said is said of that service
	if r.rec == nil {
		r.sectionField(f)
		return
	}
	rec := r.rec
	rec.said++
	v := f.Value.S
	switch f.Role {
	case column.Provider:
		rec.d.Provider = v
		if rec.d.Party == policy.PartyUnsaid && f.Party == policy.ThirdParty {
			rec.d.Party = f.Party
		}
	case column.Domain:
		rec.d.Domain = hostIn(v)
		if rec.d.Provider == "" {
			rec.d.Provider = v
		}
	case column.Purpose:
		rec.d.Purpose = strings.TrimSpace(rec.d.Purpose + " " + v)
	case column.Function:
		rec.d.Function = v
	case column.Lifetime:
		rec.lives = v
	case column.Category:
		rec.stored = rec.stored || words.SpeakOfStorage(v) && !strings.Contains(words.Fold(v), "cookie")
		if c := r.cellCategory(v, &rec.d); c != policy.CategoryUnsaid {
			rec.d.Category = c
		} else if rec.lives == "" && lifetime.Like(v) {
			rec.lives = v
		}
	case column.Party:
		rec.d.Party = purpose.Party(v)
	}
}

func (r *reader) sectionField(f field.Field) {
	s := r.at.top()
	switch f.Role {
	case column.Provider:
		if len(words.Of(f.Value.S)) <= 10 {
			s.provider = f.Value.S
		}
	case column.Category:
		if c, ok := purpose.Category(f.Value.S); ok && len(words.Of(f.Value.S)) <= 8 {
			s.category = c
		}
	case column.Lifetime:
		if l := lifetime.Read(f.Value.S, 0, 1); l != nil && len(words.Of(f.Value.S)) <= 8 {
			s.lifetime = &l[0]
		}
	}
}
