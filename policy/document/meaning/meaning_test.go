package meaning_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/meaning"
)

// made makes blocks of lines: "# " begins a heading, "- " an item, and a line with strokes
// is a row of a table, the first of it the header.
func made(lines ...string) []block.Block {
	var out []block.Block
	for i, s := range lines {
		b := block.Block{Kind: block.Para, Line: i + 1, Text: block.Plain(s)}
		switch {
		case strings.HasPrefix(s, "# "):
			b.Kind, b.Level, b.Text = block.Heading, 1, block.Plain(s[2:])
		case strings.HasPrefix(s, "- "):
			b.Kind, b.Level, b.Text = block.Item, 1, block.Plain(s[2:])
		case strings.Contains(s, "|"):
			x := block.Row{Line: i + 1}
			for c := range strings.SplitSeq(s, "|") {
				x.Cells = append(x.Cells, block.Cell{Inline: block.Plain(c), Line: i + 1})
			}
			if n := len(out); n > 0 && out[n-1].Kind == block.Table {
				out[n-1].Rows = append(out[n-1].Rows, x)
				continue
			}
			x.Head = true
			b = block.Block{Kind: block.Table, Line: i + 1, Rows: []block.Row{x}}
		}
		out = append(out, b)
	}
	return out
}

func TestOf(t *testing.T) {
	const shop = "Cookies of the shop"
	for name, c := range map[string]struct {
		blocks []block.Block
		want   string // name, kind, party and life of each
	}{
		"a table":                {made("# "+shop, "# Analytics cookies", "Name|Purpose|Expiry", "shop_a|counts visits|1 day", "shop_b|counts|Session"), "shop_a statistical 1d, shop_b statistical session"},
		"a column of kinds":      {made("# Cookies des Ladens", "Name|Kategorie|Speicherdauer", "shop_a|Notwendig|2 Tage", "shop_b|Marketing|1 Tag"), "shop_a necessary 2d, shop_b marketing 1d"},
		"a list":                 {made("# Cookies publicitaires", "- shop_a : mesure les publicités, 2 jours", "- shop_b : mesure les visites, 3 jours"), "shop_a marketing 2d, shop_b marketing 3d"},
		"values with labels":     {made("# Cookies técnicas", "Nombre: shop_a. Finalidad: guarda la cesta. Caducidad: 1 día"), "shop_a necessary 1d"},
		"running text":           {made("# Cookies van de winkel", "Wij plaatsen de cookie shop_a, die na 7 dagen vervalt."), "shop_a unclassified 7d"},
		"labels of kinds":        {made("# Cookie del negozio", "Cookie necessari: shop_a. Cookie di marketing: shop_b"), "shop_a necessary ?, shop_b marketing ?"},
		"a kind in a title ends": {made("# Cookies da loja", "# Cookies de marketing", "- shop_a: anúncios, 1 dia", "# Cookies necessários", "- shop_b: cesto, 2 dias"), "shop_a marketing 1d, shop_b necessary 2d"},
		"a party":                {made("# Third-party cookies of the shop", "Name|Purpose|Expiry", "shop_a|counts visits|1 day"), "shop_a unclassified third 1d"},
		"named lines":            {made("# Cookies", "We set these cookies.", "shop_a: keeps your basket.", "shop_b: remembers your language."), "shop_a unclassified ?, shop_b unclassified ?"},
		// Near misses.
		"a table of other things": {made("# Prices of the shop", "Model|Weight|Price", "shop_a|3 kg|1 day"), ""},
		"not set":                 {made("# "+shop, "The cookie shop_a is not set."), ""},
		"under such a title":      {made("# "+shop, "# Cookies that we do not use", "Name|Purpose|Expiry", "shop_a|counts|1 day"), ""},
		"baked":                   {made("# Cookies", "Mix flour, butter and sugar.", "Bake the dough_a in the oven for 12 minutes."), ""},
		"no name":                 {made("# "+shop, "We set cookies for 2 days."), ""},
		"nothing":                 {nil, ""},
	} {
		got, err := meaning.Of(t.Context(), c.blocks, block.Page{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var all []string
		for _, d := range got.Cookies {
			s := []string{d.Name, string(d.Category)}
			if d.Party == policy.ThirdParty {
				s = append(s, "third")
			}
			switch {
			case d.Session:
				s = append(s, "session")
			case d.LifetimeSeconds == nil:
				s = append(s, "?")
			default:
				s = append(s, fmt.Sprintf("%dd", *d.LifetimeSeconds/lifetime.Day))
			}
			all = append(all, strings.Join(s, " "))
			var line int
			if _, err := fmt.Sscanf(d.Position, "line %d", &line); err != nil || line < 1 || line > 6 {
				t.Errorf("%s: %s stands at %q", name, d.Name, d.Position)
			}
		}
		if s := strings.Join(all, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}

func TestOfDocument(t *testing.T) {
	blocks := made("# Welcome", "# Cookies de la boutique www.boutique.fr", "Nous utilisons les cookies qui sont dans la liste.", "- shop_a : compte les visites, 2 jours")
	blocks[1].Level = 2
	got, err := meaning.Of(t.Context(), blocks, block.Page{})
	if err != nil || got.Title != "Cookies de la boutique www.boutique.fr" || got.Language != "fr" || got.Platform != "www.boutique.fr" {
		t.Errorf("it says of itself %q, %q, %q, %v", got.Title, got.Language, got.Platform, err)
	}
	got, err = meaning.Of(t.Context(), made("# Welcome", "We grind."), block.Page{Title: "Cookie notice", Lang: "nl", Printed: "https://mill.example/a"})
	if err != nil || got.Title != "Cookie notice" || got.Language != "nl" || got.Platform != "mill.example" {
		t.Errorf("the page says of itself %q, %q, %q, %v", got.Title, got.Language, got.Platform, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := meaning.Of(ctx, blocks, block.Page{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended gives %v", err)
	}
}
