package field_test

import (
	"testing"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
)

type said struct {
	role  column.Role
	value string
}

func TestIn(t *testing.T) {
	for s, c := range map[string]struct {
		before string
		want   []said
	}{
		"Lifetime: 13 months":                             {"", []said{{column.Lifetime, "13 months"}}},
		"mill_id. Purpose: counts sacks. Expiry: 2 years": {"mill_id.", []said{{column.Purpose, "counts sacks."}, {column.Lifetime, "2 years"}}},
		"Zweck: zählt Säcke\nSpeicherdauer: 2 Jahre":      {"", []said{{column.Purpose, "zählt Säcke"}, {column.Lifetime, "2 Jahre"}}},
		"Finalité : compte les sacs ; Durée : 1 an":       {"", []said{{column.Purpose, "compte les sacs"}, {column.Lifetime, "1 an"}}},
		"Nombre: mill_id | Caducidad: 2 años":             {"", []said{{column.Name, "mill_id"}, {column.Lifetime, "2 años"}}},
		"Aanbieder: De Molen, Bewaartermijn: 1 dag":       {"", []said{{column.Provider, "De Molen"}, {column.Lifetime, "1 dag"}}},
		"Fornitore: Mulino – Scadenza: 1 giorno":          {"", []said{{column.Provider, "Mulino –"}, {column.Lifetime, "1 giorno"}}},
		"Finalidade: conta sacos. Validade: 1 dia":        {"", []said{{column.Purpose, "conta sacos."}, {column.Lifetime, "1 dia"}}},
		"用：x Expiry：1 day":                                {"用：x", []said{{column.Lifetime, "1 day"}}},
		"The rest. Examples: mill_a, mill_b":              {"The rest.", []said{{column.Name, "mill_a, mill_b"}}},
		"Examples: oats and rye":                          {"Examples: oats and rye", nil},
		"The mill: it turns":                              {"The mill: it turns", nil},
		"It turns at 10:30":                               {"It turns at 10:30", nil},
		"Lifetime:13 months":                              {"Lifetime:13 months", nil},
		"Lifetime:":                                       {"Lifetime:", nil},
		"Lifetime 13 months":                              {"Lifetime 13 months", nil},
		"We grind with the purpose of selling it: flour":  {"We grind with the purpose of selling it: flour", nil},
		"": {"", nil},
	} {
		got, before := field.In(block.Plain(s))
		if before != c.before || len(got) != len(c.want) {
			t.Errorf("%q has %v behind %q, want %v behind %q", s, got, before, c.want, c.before)
			continue
		}
		for i, w := range c.want {
			if got[i].Role != w.role || got[i].Value.S != w.value {
				t.Errorf("%q says %d %q, want %d %q", s, got[i].Role, got[i].Value.S, w.role, w.value)
			}
		}
	}
}

func TestMarks(t *testing.T) {
	bold := func(lead, rest string) block.Inline {
		return block.Inline{S: lead + rest, Spans: []block.Span{{From: 0, To: len(lead), Style: block.Strong}, {From: len(lead) + 1, To: len(lead + rest), Style: block.Code}}}
	}
	// A bold label needs no colon, and the marks of its value stay where they were.
	list, _ := field.In(bold("Lifetime", " 13 months"))
	if len(list) != 1 || list[0].Role != column.Lifetime || list[0].Value.S != "13 months" || !list[0].Value.All(block.Code) {
		t.Errorf("a bold label: %+v", list)
	}
	for _, lead := range []string{"The mill", "Privacy policy"} {
		if list, before := field.In(bold(lead, " 13 months")); list != nil || before != lead+" 13 months" {
			t.Errorf("bold %q is a label: %+v", lead, list)
		}
	}
	for s, want := range map[string]policy.Party{"Third party: Oat Ltd": policy.ThirdParty, "Provider: Oat Ltd": policy.PartyUnsaid} {
		if list, _ := field.In(block.Plain(s)); len(list) != 1 || list[0].Role != column.Provider || list[0].Party != want {
			t.Errorf("%q says %+v, want party %v", s, list, want)
		}
	}
}
