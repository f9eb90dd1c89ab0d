package classify

import (
	"fmt"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// judge makes the verdict of what it depends on, and of nothing else.
func (c *Classifier) judge(b basis) *policy.Verdict {
	v := &policy.Verdict{Party: parties[b.party], Guard: guards[b.guard], Shared: b.shared}
	var room [64]int
	score := c.card.sum(c.card.read(room[:0], &b.sight, b.vendor))
	v.Evidence = b.evidence(score)
	v.Category, v.Source = v.Evidence[0].Category, v.Evidence[0].Source
	if v.Guard != policy.Unguarded {
		v.Evidence = append(v.Evidence, c.guardEvidence(b))
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
	return v
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
func (b *basis) evidence(s sums) []policy.Evidence {
	var room [6]policy.Evidence // most are told by two layers: what is kept is cut to its length
	all := room[:0]
	decided := -1
	add := func(src policy.Source, cat policy.Category, decides bool, words string) {
		if decides && decided < 0 {
			decided = len(all)
		}
		all = append(all, policy.Evidence{Source: src, Category: cat, Words: words, Firm: decides})
	}
	if r := b.rule; r != nil {
		add(policy.SourceUser, r.Category, true, "your rule: "+r.words())
	}
	if d := b.declared; d != nil {
		cat := d.category
		if cat == policy.CategoryUnsaid {
			cat = policy.Unclassified
		}
		add(policy.SourcePolicy, cat, b.firm, d.words(b.firm))
	}
	if e := b.entry; e != nil {
		add(policy.SourceCatalogue, e.Category, b.known(), entryWords(e, b.how.clause()))
	}
	if e := b.other; e != nil {
		add(policy.SourceCatalogue, e.Category, false, entryWords(e, " has this name too, and is "+string(e.Category)))
	}
	if cat := proven(b.sight.form); cat != policy.CategoryUnsaid {
		add(policy.SourceRules, cat, true, "its value is "+b.sight.form.String()+", which nothing else looks like")
	}
	cat, words := s.verdict()
	add(policy.SourceRules, cat, cat != policy.Unclassified, words)
	if decided < 0 {
		const words = "what is known of this cookie decides nothing"
		all = append(all, policy.Evidence{Source: policy.SourceNone, Category: policy.Unclassified, Words: words})
		decided = len(all) - 1
	}
	out := make([]policy.Evidence, 0, len(all)+1) // and one for the guard
	out = append(append(append(out, all[decided]), all[:decided]...), all[decided+1:]...)
	return out
}

func entryWords(e *catalogue.Entry, clause string) string {
	return "catalogue: " + e.Vendor + ", " + e.Pattern.String() + clause
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

// guardEvidence says why a cookie is guarded. It speaks for the cookie being
// needed, whatever else it is said to be.
func (c *Classifier) guardEvidence(b basis) policy.Evidence {
	words := map[policy.Guard]string{
		policy.GuardLogin:   "looks like your login",
		policy.GuardCSRF:    "looks like the protection of forms against forgery",
		policy.GuardConsent: "looks like the record of your answer on consent",
	}[guards[b.guard]]
	switch b.hint {
	case noHint:
	case policyHint:
		words += " (by what the policy says of it)"
	default:
		words += " (" + c.card.features[b.hint].words + ")"
	}
	return policy.Evidence{Source: policy.SourceRules, Category: policy.Necessary, Words: words + ", so clear leaves it unless it is named"}
}
