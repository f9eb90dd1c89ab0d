package classify

import (
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// signs are what a name says of a login, of CSRF protection or of a record of
// consent, as points, and what it says of measuring and advertising.
type signs struct {
	login, csrf, consent, tracks int8
	word                         hint // the part that said most
	most                         int8
}

// hint is what gave a guarded cookie away: a feature of the scorecard, or
// something else.
type hint int16

const (
	noHint     hint = -1
	policyHint hint = -2
)

// What a sign is worth. A session may be that of a visit that is measured, a
// token may be anything; who speaks of signing in means it.
func (s *signs) add(w word, card *scorecard) {
	points := int8(4)
	switch w.sign {
	case "csrf":
		s.csrf += points
	case "consent":
		s.consent += points
	case "auth":
		s.login += points
	case "login":
		points = 2
		s.login += points
	case "token":
		points = 1
		s.login += points
	default:
		points = 0
		if f := card.features[w.feature].prior; f[2]+f[3] >= 1 && f[0] <= 0 {
			s.tracks += 2
		}
	}
	if points > s.most {
		s.most, s.word = points, hint(w.feature)
	}
}

// enough is how many points hold a cookie back.
const enough = 3

// guards says what deleting a cookie would harm. What the catalogue knows of it
// counts most: it knows the sessions that are no sign-in. Else the name or the
// value must say it, and how the cookie is kept may add to that.
func (c *grounds) guards(b *basis, n *name, k *cookies.Cookie, life time.Duration) (policy.Guard, hint) {
	if d := b.declared; d != nil && d.guard != policy.Unguarded {
		return d.guard, policyHint
	}
	if b.known() && (b.how >= byLifetime || b.entry.Pattern.Literals() >= minInner) {
		if !b.entry.Own() {
			return b.entry.Guard, noHint
		}
		// What a table that the user added says of a name must not sign anybody
		// out: of harm the catalogue that crumbs carries is asked first.
		for _, e := range n.entries {
			if !e.Own() && e.Guard != policy.Unguarded && (e.Anywhere || e.On(k.Host)) {
				return e.Guard, noHint
			}
		}
	}
	s, made := n.signs, c.byValue(k)
	if tracker(b.vendor) {
		made.login, made.consent = made.login-3, 0
		s.login -= 3
	}
	switch {
	case s.csrf >= enough && s.csrf > s.tracks:
		return policy.GuardCSRF, s.word
	case s.consent >= enough && s.consent > s.tracks:
		return policy.GuardConsent, s.word
	case made.consent >= enough && s.tracks == 0:
		return policy.GuardConsent, made.word
	case s.login <= 0 && made.login <= 0:
		return policy.Unguarded, noHint
	}
	login := s.login + made.login - s.tracks
	if k.HTTPOnly {
		login++
	}
	if life == 0 {
		login++
	}
	// Who is signed in somewhere is so in that site's own pages.
	if k.SameSite == cookies.None && s.login <= 0 {
		login--
	}
	switch {
	case login < enough:
		return policy.Unguarded, noHint
	case s.login > 0:
		return policy.GuardLogin, s.word
	}
	return policy.GuardLogin, made.word
}

// byValue gives the signs that a value shows: the tokens and sealed sessions
// that frameworks make, and ids as servers give them to sessions, which are no
// more than a hint.
func (c *grounds) byValue(k *cookies.Cookie) (s signs) {
	switch k.Shape.Form {
	case cookies.Answer, cookies.TCString:
		s.consent = 4
	case cookies.JWT:
		s.login = 3
	case cookies.Sealed, cookies.Signed, cookies.Lower24, cookies.Lower26:
		s.login = 2
	case cookies.Affinity, cookies.Hex32, cookies.Hex40, cookies.Hex64, cookies.Token32, cookies.Base64XL:
		if k.HTTPOnly && k.Session() {
			s.login = 1
		}
	}
	s.word = hint(c.card.traits.forms[k.Shape.Form])
	return s
}

// spoken says what a policy's words on a needed cookie guard, in the languages
// in which policies are read.
func spoken(text string) policy.Guard {
	text = strings.ToLower(text)
	for _, g := range []struct {
		guard policy.Guard
		words []string
	}{
		{policy.GuardCSRF, []string{"csrf", "xsrf", "forgery"}},
		{policy.GuardLogin, []string{
			"authentic", "authentif", "authentifizier", "autenti", "sign in", "sign-in", "signed in", "signed-in", "log in",
			"log-in", "login", "logged in", "logged-in", "anmeld", "angemeldet", "einlogg", "eingeloggt", "connexion", "connecté",
			"se connecter", "iniciar sesión", "inicio de sesión", "aanmeld", "inlogg", "ingelogd", "iniciar sessão",
		}},
	} {
		if slices.ContainsFunc(g.words, func(w string) bool { return strings.Contains(text, w) }) {
			return g.guard
		}
	}
	return policy.Unguarded
}
