package meaning

import (
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/words"
)

// declare adds a declaration, with what the sections around say of it, unless they
// say that their cookies are not set.
func (r *reader) declare(d policy.Declaration) {
	if r.at.unset() {
		r.notSet(d.Name)
		return
	}
	r.keep(r.settled(d), r.section())
}

// settled fills what a declaration leaves open from where it stands.
func (r *reader) settled(d policy.Declaration) policy.Declaration {
	d.Provider = strings.ReplaceAll(strings.TrimSpace(d.Provider), "\n", " ")
	d.Purpose = strings.ReplaceAll(strings.TrimSpace(d.Purpose), "\n", " ")
	d.Function = strings.ReplaceAll(strings.TrimSpace(d.Function), "\n", " ")
	text := d.Purpose[:min(len(d.Purpose), block.MaxCell)]
	if d.Party == policy.PartyUnsaid {
		d.Party = r.partyOf(&d)
	}
	if d.Party == policy.PartyUnsaid {
		d.Party = purpose.CookieOf(text)
	}
	if d.Party == policy.PartyUnsaid {
		d.Party = purpose.Aside(text)
	}
	if d.Category == policy.CategoryUnsaid && r.intro != nil {
		d.Category = r.intro.category
	}
	if d.Category == policy.CategoryUnsaid {
		d.Category = r.at.category()
	}
	if d.Category == policy.CategoryUnsaid {
		d.Category = purpose.Leading(text)
	}
	if d.Category == policy.CategoryUnsaid {
		d.Category = r.these
	}
	if d.Category == policy.CategoryUnsaid {
		d.Category = policy.Unclassified
	}
	if d.Provider == "" {
		d.Provider = r.providerOf(&d, denial.Affirmed(text))
	}
	if d.LifetimeSeconds == nil && !d.Session {
		if l := r.at.lifetime(); l != nil {
			lifetime.Set(&d, []lifetime.Lifetime{*l}, 0)
		}
	}
	d.Section = r.title()
	return d
}

// partyOf finds the party beside the provider, before the table or in the
// headings around.
func (r *reader) partyOf(d *policy.Declaration) policy.Party {
	p := purpose.Words()
	if m := names.InBrackets.FindStringIndex(d.Provider); m != nil {
		if party := purpose.Party(d.Provider[m[0]:m[1]]); party != policy.PartyUnsaid {
			d.Provider = strings.TrimSpace(d.Provider[:m[0]] + d.Provider[m[1]:])
			return party
		}
	}
	if purpose.OwnSite(d.Provider, r.services) {
		return policy.FirstParty
	}
	w := words.Of(d.Provider)
	if p.Partners.In(w) {
		if p.Own.In(w) {
			return policy.PartyUnsaid // "us and our partners"
		}
		return policy.ThirdParty
	}
	if len(w) > 0 && len(w) <= 3 {
		if party := purpose.Party(d.Provider); party != policy.PartyUnsaid {
			return party
		}
	}
	if r.intro != nil && r.intro.allBut.party != policy.PartyUnsaid {
		return r.intro.allBut.partyOf(d)
	}
	if r.intro != nil && r.intro.party != policy.PartyUnsaid {
		return r.intro.party
	}
	return r.at.party()
}

// title is that of the innermost section that has one.
func (r *reader) title() string {
	for i := len(r.at) - 1; i >= 0; i-- {
		if r.at[i].title != "" {
			return r.at[i].title
		}
	}
	return ""
}

// keep adds a finished declaration, once, and its section.
func (r *reader) keep(d policy.Declaration, s policy.Section) {
	for i := len(r.out.Cookies) - 1; i >= 0 && i >= len(r.out.Cookies)-200; i-- {
		if same(r.out.Cookies[i], d) {
			return
		}
	}
	r.out.Cookies = append(r.out.Cookies, d)
	r.lastRow++
	if s.Title != "" && !slices.Contains(r.out.Sections[max(0, len(r.out.Sections)-200):], s) {
		r.out.Sections = append(r.out.Sections, s)
	}
}

// section is the section around as the policy lists it. What it says of consent
// itself counts before what the document says of cookies of its kind.
func (r *reader) section() policy.Section {
	s := policy.Section{Title: r.title(), Category: r.at.category(), Party: r.at.party()}
	if s == r.lastKey {
		return r.lastMade
	}
	r.lastKey = s
	for i := len(r.at) - 1; i >= 0 && s.Consent == policy.ConsentUnsaid; i-- {
		if at := r.at[i]; at.on == asks || at.on == unsorted && purpose.WithConsent(at.title) {
			s.Consent = policy.ConsentNeeded
			break
		}
		s.Consent = purpose.Consent(strings.Join(r.at[i].about, "\n"))
		if r.at[i].title != "" && r.at[i].category != policy.CategoryUnsaid {
			break
		}
	}
	if s.Consent == policy.ConsentUnsaid {
		s.Consent = r.stated[s.Category]
	}
	r.lastMade = s
	return s
}

func same(a, b policy.Declaration) bool {
	if (a.LifetimeSeconds == nil) != (b.LifetimeSeconds == nil) || a.LifetimeSeconds != nil && *a.LifetimeSeconds != *b.LifetimeSeconds {
		return false
	}
	return a.Name == b.Name && a.Category == b.Category && a.Party == b.Party && a.Provider == b.Provider && a.Purpose == b.Purpose &&
		a.Function == b.Function && a.Session == b.Session && a.Section == b.Section && a.Domain == b.Domain
}

// statements notes what the document says of consent for each kind of cookie,
// wherever it explains them.
func (r *reader) statements() {
	for i := range r.blocks {
		b := &r.blocks[i]
		if b.Kind == block.Table || b.Kind == block.Heading || !words.SpeakOfCookies(b.Text.S) {
			continue
		}
		w := strings.Fields(b.Text.S)
		head := strings.Join(w[:min(len(w), 8)], " ")
		category, ok := purpose.Named(head)
		if !ok {
			if lead, _ := b.Text.Lead(block.Strong, block.Emphasis); lead != "" {
				category, ok = purpose.Category(lead)
			}
		}
		if !ok || r.stated[category] != policy.ConsentUnsaid {
			continue
		}
		r.stated[category] = purpose.Consent(b.Text.S)
	}
}
