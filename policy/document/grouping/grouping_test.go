package grouping_test

import (
	"fmt"
	"strings"
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/grouping"
)

// made makes blocks of lines: "# " begins a heading, "- " an item, "? " a term, "= " its
// detail, "* " a bold paragraph; a stroke is a line break.
func made(lines ...string) []block.Block {
	kinds := map[string]block.Kind{"# ": block.Heading, "- ": block.Item, "? ": block.Term, "= ": block.Detail}
	var out []block.Block
	for i, s := range lines {
		b := block.Block{Kind: block.Para, Line: i + 1}
		if k, ok := kinds[s[:2]]; ok {
			b.Kind, b.Level, s = k, 1, s[2:]
		}
		bold := strings.HasPrefix(s, "* ")
		b.Text = block.Plain(strings.ReplaceAll(strings.TrimPrefix(s, "* "), "|", "\n"))
		if bold {
			b.Text.Spans = []block.Span{{To: len(b.Text.S), Style: block.Strong}}
		}
		out = append(out, b)
	}
	return out
}

func TestOf(t *testing.T) {
	roles := map[column.Role]string{column.Name: "name", column.Purpose: "purpose", column.Lifetime: "lifetime"}
	for _, c := range []struct {
		in   []block.Block
		want string
	}{
		{made("? Name", "= mill_a", "? Zweck", "= zählt", "? Speicherdauer", "= 1 Tag"), "name=mill_a;purpose=zählt;lifetime=1 Tag"},
		{made("# Nom", "mill_a", "# Finalité", "compte"), "name=mill_a;purpose=compte"},
		{made("* Nombre", "mill_a", "* Caducidad", "1 día", "Molemos."), "name=mill_a;lifetime=1 día;Molemos."},
		{made("# mill_a", "? Purpose", "= counts", "? Expiry", "= 1 day"), "mill_a;purpose=counts;lifetime=1 day"},
		{made("# Name", "- mill_a"), "name=mill_a"},
		{made("Name", "- mill_a"), "Name;mill_a"},
		{made("# Name", "# Purpose"), "Name;Purpose"},
		{made("# Cookies", "We set two cookies.", "mill_a: counts"), "Cookies;We set two cookies.;mill_a: counts"},
		{made("# Name", "Mill Fonts API"), "name=Mill Fonts API"},
		{made("? Purpose", "= counts"), "Purpose;counts"},
		{made("# Cookies", "* Functional", "We grind."), "Cookies;Functional;We grind."},
		{made("Naam", "Doel", "Bewaartermijn", "mill_a", "telt", "1 dag"), "Naam,Doel,Bewaartermijn/mill_a,telt,1 dag"},
		{made("Necessary cookies: mill_a. Marketing cookies: mill_b"), "Necessary cookies>mill_a.;Marketing cookies>mill_b"},
		{made("Molemos. Cookies técnicas: mill_a; y cookies publicitarias: mill_b"), "Molemos.;Cookies técnicas>mill_a;cookies publicitarias>mill_b"},
		{made("- Notwendig: mill_a 2. Statistik: mill_b"), "Notwendig>mill_a;Statistik>mill_b"},
		{made("Cookie di profilazione: mill_a", "# Oats"), "Cookie di profilazione>mill_a;Oats"},
		{made("Marketing cookies: mill_a", "Purpose: sells"), "Marketing cookies: mill_a;Purpose: sells"},
		{made("- 1-mill_a", "- 2-mill_b"), "mill_a;mill_b"},
		{made("- 1-mill_a", "- 3-mill_b"), "1-mill_a;3-mill_b"},
		{made("- 1-mill_a"), "1-mill_a"},
		{made("mill_a keeps the sacks. mill_b lasts a whole year."), "mill_a keeps the sacks.;mill_b lasts a whole year."},
		{made("We keep sacks. mill_b lasts a whole year."), "We keep sacks. mill_b lasts a whole year."},
		{made("We set two cookies.|mill_a: keeps all of the sacks.|mill_b: sells all of the rye."), "We set two cookies.;mill_a: keeps all of the sacks.;mill_b: sells all of the rye."},
		{made("We set two cookies|mill_a: keeps all of the sacks."), "We set two cookies|mill_a: keeps all of the sacks."},
		{nil, ""},
	} {
		var got []string
		for _, b := range grouping.Of(c.in) {
			s := strings.ReplaceAll(b.Text.S, "\n", "|")
			var rows []string
			for _, x := range b.Rows {
				rows = append(rows, strings.Join(x.Texts(), ","))
			}
			switch {
			case b.Role != column.None:
				s = roles[b.Role] + "=" + s
			case b.Sorts != "":
				s = b.Sorts + ">" + s
			case rows != nil:
				s = strings.Join(rows, "/")
			}
			if b.Line < 1 || b.Line > 6 {
				t.Errorf("%q stands at line %d", s, b.Line)
			}
			got = append(got, s)
		}
		if all := strings.Join(got, ";"); all != c.want {
			t.Errorf("%s is grouped as %q, want %q", fmt.Sprint(c.in), all, c.want)
		}
	}
	// A further label is announced to the one before it.
	if got := grouping.Of(made("? Name", "= mill_a", "? Expiry", "= 1 day")); len(got) != 2 || !got[0].Labelled || got[1].Labelled {
		t.Errorf("labels that follow: %+v", got)
	}
}
