package titles_test

import (
	"testing"

	"crumbs/policy/document/titles"
)

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		name      string
		is        func(string) bool
		yes, near []string
	}{
		{"of a kind", titles.OfKind,
			[]string{"Strictly necessary cookies", "Analyse-Cookies", "Cookies publicitaires", "Cookies de terceros", "Functionele cookies", "Cookie di profilazione", "Cookies de estatística", "First-party cookies"},
			[]string{"strictly necessary cookies", "Strictly necessary cookies:", "Strictly necessary cookies.", "Our sacks", "Analytics cookies tell the miller how many of the sacks were sold"}},
		{"numbered", titles.Numbered,
			[]string{"5. Your choices", "2.1 Cookies of the mill", "3) Ihre Rechte", "1. Vos droits:", "12 Contatti del mulino"},
			[]string{"Your choices", "5. your choices", "5. Your choices,", "2 Years", "3. Name | Purpose", "1. The mill_id cookie", "2024 Mill", "4. The mill, when it turns at night in the valley, keeps its sacks dry for a year", "1. One. Two"}},
		{"asking", titles.AskFor,
			[]string{"If you agree, we set:", "We grind. Only with your consent do we use:", "Mit Ihrer Einwilligung verwenden wir:", "Avec votre consentement, nous utilisons :", "Con su consentimiento usamos:"},
			[]string{"If you agree, we set", "We set:", "", ":", "With your consent we grind. We also sell:"}},
		{"on terms", titles.OnTerms,
			[]string{"If you agree, we also use:", "Cookies that we do not use:", "Nicht verwendete Cookies:"},
			[]string{"If you agree, we also use", "Cookies that we use:", "If you agree, we also use mill_id:", "If you agree to it in the window that opens when you first come here, we set:"}},
	} {
		for _, s := range c.yes {
			if !c.is(s) {
				t.Errorf("%q is no title: %s", s, c.name)
			}
		}
		for _, s := range c.near {
			if c.is(s) {
				t.Errorf("%q is a title: %s", s, c.name)
			}
		}
	}
	for s, want := range map[string]int{"5. Your choices": 1, "5.2 Your choices": 2, "1.2.3. Vos droits": 3, "1.2.3.4.5 Ihre Rechte": 4, "Your choices": 0, "5. Your\nchoices": 0, "2 Years": 0} {
		if got := titles.Depth(s); got != want {
			t.Errorf("%q has %d numbers, want %d", s, got, want)
		}
	}
}
