package denial_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"crumbs/policy/document/denial"
	"crumbs/policy/document/words"
)

func TestUnset(t *testing.T) {
	for s, want := range map[string]string{
		"The cookie oat_id is not set.":                            "oat_id",
		"We no longer use oat_id and rye_id.":                      "oat_id rye_id",
		"Der Cookie oat_id wird nicht gesetzt.":                    "oat_id",
		"Le cookie oat_id n'est plus utilisé.":                     "oat_id",
		"La cookie oat_id ya no se utiliza.":                       "oat_id",
		"De cookie oat_id wordt niet meer geplaatst.":              "oat_id",
		"Il cookie oat_id non viene più utilizzato.":               "oat_id",
		"O cookie oat_id não é utilizado.":                         "oat_id",
		"The cookie oat_id has been removed.":                      "oat_id",
		"oat_id - no longer used":                                  "oat_id",
		"We set oat_id, but not rye_id.":                           "rye_id +",
		"The cookie oat_id counts sacks.":                          "+",
		"oat_id is not set unless you agree.":                      "+",
		"The cookie oat_id is not set by us.":                      "+",
		"The cookie oat_id is not set on the start page.":          "+",
		"oat_id does not use your address.":                        "+",
		"oat_id is removed at the end of the session.":             "+",
		"Se non accetti, il cookie oat_id non viene usato.":        "+",
		"Der Cookie oat_id wird ohne Ihre Wahl nicht gesetzt.":     "+",
		"O cookie oat_id é colocado no computador e lembra sacos.": "+",
		"Il cookie oat_id non viene usato senza il suo consenso.":  "+",
		"Le cookie oat_id n'est pas déposé sans votre accord.":     "+",
		"La cookie oat_id no se usa sin su permiso.":               "+",
		"De cookie oat_id wordt niet gezet zonder toestemming.":    "+",
		"O cookie oat_id não é usado sem a sua escolha.":           "+",
		"Nothing is set here.":                                     "",
	} {
		out, others := denial.Unset(s)
		got := strings.Join(slices.Sorted(maps.Keys(out)), " ")
		if others {
			got = strings.TrimSpace(got + " +")
		}
		if got != want {
			t.Errorf("%q denies %q, want %q (+ is others)", s, got, want)
		}
		if all := denial.All(s); all != (want != "" && !strings.Contains(want, "+")) {
			t.Errorf("%q denies all its names: %v", s, all)
		}
	}
}

func TestSaysOfText(t *testing.T) {
	for _, c := range []struct {
		name      string
		says      func(string) bool
		yes, near []string
	}{
		{"title", denial.Title,
			[]string{"Cookies that we do not use", "None of these are set", "Nicht verwendete Cookies", "Discontinued cookies", "Cookies que no utilizamos", "Cookies die wij niet gebruiken", "Cookies que nous n'utilisons pas", "Cookie che non usiamo", "Cookies que não usamos"},
			[]string{"", "Cookies that we use", "We do not use tracking cookies", "Cookies that we do not use without your consent", "Cookies die wij gebruiken", "oat_id is not used", "Removed sacks"}},
		{"none", denial.None,
			[]string{"We do not use cookies.", "Sacks are sold here. No cookies are used.", "Wir verwenden keine Cookies.", "Wij gebruiken geen cookies.", "Non usiamo cookie."},
			[]string{"We use cookies.", "We do not use sacks.", "We do not use cookies without consent.", "The mill does not use any of the cookies that other mills of the valley place."}},
		{"beginning", denial.Begin,
			[]string{"No longer used. It counted sacks.", "Not set (since spring).", "Nicht mehr verwendet.", "Ya no se usa.", "Has been removed."},
			[]string{"", "It counts sacks. No longer used.", "Not set if you refuse.", "Used for sacks.", "Not for sale."}},
	} {
		for _, s := range c.yes {
			if !c.says(s) {
				t.Errorf("%s: %q says nothing", c.name, s)
			}
		}
		for _, s := range c.near {
			if c.says(s) {
				t.Errorf("%s: %q says so", c.name, s)
			}
		}
	}
}

func TestAffirmed(t *testing.T) {
	for s, want := range map[string]string{
		"We count sacks. We do not use adverts.":           "We count sacks.",
		"Wir zählen Säcke. Werbung wird nicht eingesetzt.": "Wir zählen Säcke.",
		"We count sacks.": "We count sacks.",
		"Not all sacks are counted. We set a cookie.": "Not all sacks are counted. We set a cookie.",
		"We do not set it unless you agree.":          "We do not set it unless you agree.",
	} {
		if got := denial.Affirmed(s); got != want {
			t.Errorf("%q affirms %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]bool{"a cookie is placed": true, "nous déposons": true, "se instalan": true, "the mill turns": false} {
		if denial.Sets(words.Of(s)) != want {
			t.Errorf("%q sets something: %v", s, !want)
		}
	}
}
