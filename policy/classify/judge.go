package classify

import (
	"fmt"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// judged is a verdict with what its words are made of, all in one piece of memory.
type judged struct {
	policy.Verdict
	told
	room [2]policy.Evidence // more than two layers tell few
}

// told is what a verdict depends on, for those who ask for the words. A pointer to
// it is each of the layers' words, so that none of them costs memory.
type told struct {
	basis
	card *scorecard
}

type (
	scoreWords told
	entryWords told
	otherWords told
	guardWords told
)

// judge makes the verdict of what it depends on, and of nothing else.
func (c *grounds) judge(b *basis) *judged {
	j := &judged{told: told{*b, c.card}}
	v := &j.Verdict
	v.Party, v.Guard, v.Shared = parties[b.party], guards[b.guard], b.shared
	v.Evidence = j.evidence()
	v.Category, v.Source = v.Evidence[0].Category, v.Evidence[0].Source
	if v.Guard != policy.Unguarded {
		// It speaks for the cookie being needed, whatever else it is said to be.
		v.Evidence = append(v.Evidence, policy.Evidence{Source: policy.SourceRules, Category: policy.Necessary, Worded: (*guardWords)(&j.told)})
	}

	v.Type = policy.TypeOf(v.Category, v.Party, b.embedded(v.Category))
	v.Consent = v.Type.Consent()
	if d := b.declared; d != nil {
		v.Declared, v.Section, v.Provider, v.Purpose = d.Declaration, d.Section, d.Provider, d.Purpose
		if v.Purpose == "" {
			v.Purpose = d.Function
		}
		claimed := v.Source == policy.SourcePolicy || v.Source == policy.SourceUser && v.Category == d.category
		if claimed && d.section != nil && d.section.Consent != policy.ConsentUnsaid {
			v.Consent = d.section.Consent
		}
	}
	if b.known() {
		v.Provider, v.Purpose = or(v.Provider, b.entry.Vendor), or(v.Purpose, b.entry.Purpose)
	}
	if b.vendor != nil {
		v.Provider = or(v.Provider, b.vendor.Name)
	}
	return j
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// embedded reports whether the cookie's vendor is met in other people's pages.
// Where people go to the vendor too, what the vendor's own site can't do without
// is not a stranger's.
func (b *basis) embedded(cat policy.Category) bool {
	needed := cat == policy.Necessary || cat == policy.Functional
	return b.vendor != nil && (b.vendor.Reach == catalogue.Embedded || b.vendor.Reach == catalogue.Both && !needed)
}

// evidence gives what every layer says, the deciding one first. The others
// follow in their order of strength.
func (j *judged) evidence() []policy.Evidence {
	all, b := j.room[:0], &j.basis
	decided := -1
	add := func(e policy.Evidence) {
		if e.Firm && decided < 0 {
			decided = len(all)
		}
		all = append(all, e)
	}
	if r := b.rule; r != nil {
		add(policy.Evidence{Source: policy.SourceUser, Category: r.Category, Firm: true, Words: "your rule: " + r.words()})
	}
	if d := b.declared; d != nil {
		cat := d.category
		if cat == policy.CategoryUnsaid {
			cat = policy.Unclassified
		}
		add(policy.Evidence{Source: policy.SourcePolicy, Category: cat, Firm: b.firm, Words: d.words(b.firm)})
	}
	if e := b.entry; e != nil {
		add(policy.Evidence{Source: policy.SourceCatalogue, Category: e.Category, Firm: b.known(), Worded: (*entryWords)(&j.told)})
	}
	if e := b.other; e != nil {
		add(policy.Evidence{Source: policy.SourceCatalogue, Category: e.Category, Worded: (*otherWords)(&j.told)})
	}
	if cat := proven(b.sight.form); cat != policy.CategoryUnsaid {
		add(policy.Evidence{Source: policy.SourceRules, Category: cat, Firm: true, Words: "its value is " + b.sight.form.String() + ", which nothing else looks like"})
	}
	var room [64]int
	cat, _, _ := j.card.sum(j.card.read(room[:0], &b.sight, b.vendor)).class()
	add(policy.Evidence{Source: policy.SourceRules, Category: cat, Firm: cat != policy.Unclassified, Worded: (*scoreWords)(&j.told)})
	if decided < 0 {
		add(policy.Evidence{Source: policy.SourceNone, Category: policy.Unclassified, Words: "what is known of this cookie decides nothing"})
		decided = len(all) - 1
	}
	first := all[decided]
	copy(all[1:], all[:decided])
	all[0] = first
	return all
}

// String says what the scorecard makes of the cookie.
func (t *scoreWords) String() string {
	return t.card.sum(t.card.read(nil, &t.sight, t.vendor)).words()
}

// String says whose the cookie is, by the catalogue.
func (t *entryWords) String() string { return nameOf(t.entry) + t.how.clause() }

// String says whose the cookie would be by another entry.
func (t *otherWords) String() string {
	return nameOf(t.other) + " has this name too, and is " + string(t.other.Category)
}

func nameOf(e *catalogue.Entry) string {
	return "catalogue: " + e.Vendor + ", " + e.Pattern.String()
}

func (r *rule) words() string {
	where := ""
	if r.domain != "" {
		where = " on " + cookies.Visible(r.domain)
	}
	return fmt.Sprintf("%s%s is %s", cookies.Visible(r.Name), where, r.Category)
}

// words says what the policy declares. Texts of a document are cut to a length
// that a line can hold.
func (d *declaration) words(firm bool) string {
	s := "declared by the policy of " + d.host
	if d.Section != "" {
		s += fmt.Sprintf(", section %q", short(cookies.Visible(d.Section)))
	}
	if d.pattern.String() != "" && !d.pattern.IsLiteral() {
		s += ", as " + short(cookies.Visible(d.pattern.String()))
	}
	if !firm {
		s += ", without a category"
	}
	return s
}

func short(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// String says why the cookie is guarded.
func (t *guardWords) String() string {
	words := ""
	switch guards[t.guard] {
	case policy.GuardLogin:
		words = "looks like your login"
	case policy.GuardCSRF:
		words = "looks like the protection of forms against forgery"
	case policy.GuardConsent:
		words = "looks like the record of your answer on consent"
	}
	switch t.hint {
	case noHint:
	case policyHint:
		words += " (by what the policy says of it)"
	default:
		words += " (" + t.card.features[t.hint].words + ")"
	}
	return words + ", so clear leaves it unless it is named"
}
