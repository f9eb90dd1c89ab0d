package purpose

import (
	"testing"

	"crumbs/policy"
)

func TestOfAll(t *testing.T) {
	for _, c := range []struct {
		text     string
		category policy.Category
		party    policy.Party
	}{
		{"All of the cookies we use are essential for the mill to turn.", policy.Necessary, ""},
		{"This mill's site only uses technical or strictly necessary cookies, which keep your place.", policy.Necessary, ""},
		{"This website only uses first-party cookies.", "", policy.FirstParty},
		{"Wir verwenden ausschließlich technisch notwendige Cookies.", policy.Necessary, ""},
		{"Alle Cookies, die wir setzen, sind technisch notwendig.", policy.Necessary, ""},
		{"Questo sito utilizza esclusivamente cookie tecnici.", policy.Necessary, ""},
		{"Utilizamos únicamente cookies técnicas propias.", policy.Necessary, policy.FirstParty},
		{"Nous utilisons uniquement des cookies de mesure d'audience.", policy.Statistical, ""},
		{"All cookies that are strictly necessary are set at once.", "", ""},
		{"All analytics cookies are set without names.", "", ""},
		{"All cookies except those that are essential wait for your word.", "", ""},
		{"If you refuse, we only use necessary cookies.", "", ""},
		{"Without your consent we only set necessary cookies.", "", ""},
		{"By default this site only uses necessary cookies.", "", ""},
		{"All cookies in this category are essential.", "", ""},
		{"Only necessary cookies can't be refused.", "", ""},
		{"We use necessary cookies and, only with consent, others.", "", ""},
	} {
		if category, party := OfAll(c.text); category != c.category || party != c.party {
			t.Errorf("%q: got %q, %q; want %q, %q", c.text, category, party, c.category, c.party)
		}
	}
}
