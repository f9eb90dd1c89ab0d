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
		if f := card.features[w.feature].weight; f[2]+f[3] >= 1 && f[0] <= 0 {
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
// counts most: it knows the sessions that are no sign-in. Else the name must say
// it, and how the cookie is kept may add to that.
func (b *basis) guards(n *name, k *cookies.Cookie, life time.Duration) (policy.Guard, hint) {
	if d := b.declared; d != nil && d.guard != policy.Unguarded {
		return d.guard, policyHint
	}
	if b.known() && (b.how >= byLifetime || b.entry.Pattern.Literals() >= minInner) {
		return b.entry.Guard, noHint
	}
	s := n.signs
	switch {
	case s.csrf >= enough && s.csrf > s.tracks:
		return policy.GuardCSRF, s.word
	case s.consent >= enough && s.consent > s.tracks:
		return policy.GuardConsent, s.word
	case s.login == 0:
		return policy.Unguarded, noHint
	}
	login := s.login - s.tracks
	if k.HTTPOnly {
		login++
	}
	if life == 0 {
		login++
	}
	if tracker(b.vendor) {
		login -= 3
	}
	if login >= enough {
		return policy.GuardLogin, s.word
	}
	return policy.Unguarded, noHint
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
