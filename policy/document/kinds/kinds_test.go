package kinds_test

import (
	"slices"
	"strings"
	"testing"

	"crumbs/policy/document/kinds"
)

func TestIn(t *testing.T) {
	for s, want := range map[string]string{ // label>names, with strokes between
		"Necessary cookies: mill_a. Marketing cookies: mill_b, mill_c":         "Necessary cookies>mill_a.|Marketing cookies>mill_b, mill_c",
		"Notwendige Cookies: mill_a; Statistik: mill_b":                        "Notwendige Cookies>mill_a;|Statistik>mill_b",
		"Cookies nécessaires : mill_a. Cookies publicitaires : mill_b":         "Cookies nécessaires>mill_a.|Cookies publicitaires>mill_b",
		"Cookies técnicas (mill_a), cookies analíticas (mill_b)":               "Cookies técnicas>mill_a),|cookies analíticas>mill_b)",
		"Functionele cookies – mill_a. Marketingcookies – mill_b":              "Functionele cookies>mill_a.|Marketingcookies>mill_b",
		"Cookie tecnici: mill_a\nCookie di profilazione: mill_b":               "Cookie tecnici>mill_a|Cookie di profilazione>mill_b",
		"Cookies necessários: mill_a. Cookies analíticos: mill_b":              "Cookies necessários>mill_a.|Cookies analíticos>mill_b",
		"[Necessary] mill_a [Marketing] mill_b":                                "[Necessary>mill_a|[Marketing>mill_b",
		"Necessary: none. Marketing: mill_b":                                   "Necessary>none.|Marketing>mill_b",
		"Analytics: mill_a. Google Analytics: mill_b":                          "Analytics>mill_a.|Google Analytics>mill_b",
		"We set these. Marketing cookies: mill_b":                              "Marketing cookies>mill_b",
		"Necessary cookies: for the mill to turn. Marketing cookies: to sell.": "",
		"Sacks: mill_a. Rye: mill_b":                                           "",
		"Digital Advertising Alliance (DAA)":                                   "",
		"Necessary cookies mill_a":                                             "",
		"Necessary: none":                                                      "",
		"":                                                                     "",
	} {
		var got []string
		list := kinds.In(s)
		for i, l := range list {
			end := len(s)
			if i+1 < len(list) {
				end = list[i+1].From
			}
			if l.From > l.To || l.To > l.Names || l.Names > end {
				t.Fatalf("%q: the label %+v before %d", s, l, end)
			}
			got = append(got, s[l.From:l.To]+">"+strings.TrimSpace(s[l.Names:end]))
		}
		if !slices.Equal(got, strings.FieldsFunc(want, func(r rune) bool { return r == '|' })) {
			t.Errorf("%q has %q, want %q", s, got, want)
		}
		if begins := kinds.Begin(s); begins != (len(list) > 0 && strings.HasPrefix(s, strings.SplitN(want, ">", 2)[0])) {
			t.Errorf("%q begins with a kind: %v", s, begins)
		}
	}
	if got := kinds.In(strings.Repeat("Marketing: mill_b. ", 500)); len(got) > 64 {
		t.Errorf("%d labels of one text", len(got))
	}
}
