package meaning

import (
	"cmp"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// beforeOtherNames cuts a text before the first sentence that names cookies which are not
// in the list.
func beforeOtherNames(s string, list []names.Name) (of, about string) {
	all := words.Sentences(s)
	for i, x := range all {
		if others(block.Inline{S: x}, list) {
			return strings.Join(all[:i], " "), strings.Join(all[i:], " ")
		}
	}
	return s, ""
}

// owned reads names behind the one who sets them: "Facebook: fr, _fbp", or on a
// line of their own below it. It gives the first declaration that it makes.
func (r *reader) owned(b *block.Block) (from int, ok bool) {
	owner, list, rest := owned(b.Text, r.joined)
	if len(list) == 0 {
		return 0, false
	}
	rest, about := beforeOtherNames(rest, list)
	defer func() {
		if about != "" {
			r.prose(block.Inline{S: about}, b.Line)
		}
	}()
	r.entry(list, rest, b.Line)
	from = len(r.out.Cookies)
	if category, sorted := purpose.Category(names.InBrackets.ReplaceAllString(owner, "")); sorted {
		r.rec.d.Category = category // "Statistics: ..."
	} else if purpose.WithConsent(owner) {
		r.rec.d.Category = policy.Unclassified
	} else if !words.SpeakOfCookies(owner) {
		if !lifetime.Like(owner) && !purpose.Nobody(words.Of(owner)) {
			r.rec.d.Provider = owner
		}
	} else {
		r.rec.d.Party = purpose.FirmParty(owner) // "Our own cookies: ..."
		used := ofUse(owner)
		r.rec.d.Provider = cmp.Or(purpose.Vendor(used), purpose.Setter(used)) // "Mill sets these cookies: ..."
	}
	if m := names.InBrackets.FindString(owner); m != "" {
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

// inBracketsOf reports whether a text begins with a word that is no cookie's name and
// names in brackets: "Mill (_a, _b)".
func inBracketsOf(s string) bool {
	m := bracketedNames.FindStringSubmatch(s)
	if m == nil || !words.StartsUpper(m[1]) || len(words.Of(m[1])) != 1 || names.ShapeOf(m[1]) > shape.Brand {
		return false
	}
	list := names.InList(shape.Variable(m[2]), nil)
	return len(list) > 0 && names.AllFirm(list)
}

// owned finds firm names behind a few words, and what follows them.
func owned(t block.Inline, joined func(string) bool) (owner string, list []names.Name, rest string) {
	t = t.WithoutIcon()
	if lines := strings.Split(t.S, "\n"); len(lines) > 1 && len(words.Of(lines[0])) <= 6 {
		if list := names.Only(block.Inline{S: lines[1]}, joined); names.Firmest(list) == shape.Firm {
			return strings.TrimRight(lines[0], ": "), list, strings.Join(lines[2:], " ")
		}
	}
	if m := bracketedNames.FindStringSubmatch(t.S); m != nil && len(words.Of(m[1])) <= 5 {
		if list := names.InList(shape.Variable(m[2]), joined); len(list) > 0 && (names.AllFirm(list) || names.Firmest(list) >= shape.Weak && markedAs(t, list)) {
			return strings.TrimSpace(m[1]), list, strings.TrimLeft(m[3], " –—-:,.")
		}
	}
	m := names.Cut(t.S)
	if m == nil || m[0] == 0 || len(words.Of(t.S[:m[0]])) > 6 {
		return "", nil, ""
	}
	after := t.S[m[1]:]
	list = names.Only(block.Inline{S: after}, joined)
	if at := strings.IndexAny(after, ".\n"); len(list) == 0 && at > 0 && at+1 < len(after) && (after[at] == '\n' || after[at+1] == ' ') {
		list, rest = names.Only(block.Inline{S: after[:at]}, joined), strings.TrimSpace(after[at+1:])
	}
	if next := names.Cut(after); len(list) == 0 && next != nil && len(words.Of(t.S[:m[1]+next[0]])) <= 6 && names.Firmest(names.Only(block.Inline{S: after[next[1]:]}, joined)) == shape.Firm {
		return strings.TrimSpace(t.S[:m[1]+next[0]]), names.Only(block.Inline{S: after[next[1]:]}, joined), "" // "The others – on request: _a, _b"
	}
	if next := names.Cut(after); len(list) == 0 && next != nil {
		if list = names.Only(block.Inline{S: after[:next[0]]}, joined); names.Firmest(list) == shape.Firm {
			rest = strings.TrimSpace(after[next[1]:]) // "Mill – _a, _b – 2 years"
		} else {
			list = nil
		}
	}
	if len(list) == 0 {
		// "Spotify: sp_t, sp_landing (1 year) when you play an episode"
		if more, behind := names.Leading(after); len(more) > 0 && (strings.HasPrefix(behind, "(") || words.StartsLower(behind)) {
			list, rest = more, behind
		}
	}
	if names.Firmest(list) != shape.Firm && !lasting(list) || strings.Count(t.S[:m[0]], "(") > strings.Count(t.S[:m[0]], ")") {
		return "", nil, ""
	}
	return strings.TrimSpace(t.S[:m[0]]), list, rest
}

// lasting reports whether each of several names is coined and has its lifetime in
// brackets: "IDE (1 year), NID (6 months)".
func lasting(list []names.Name) bool {
	for _, n := range list {
		if n.Shape < shape.Weak || !shape.Coined(n.Name) || !lifetime.Like(n.Note) {
			return false
		}
	}
	return len(list) > 0
}
