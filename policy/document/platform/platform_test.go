package platform_test

import (
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/platform"
)

// page makes blocks of texts: the first one is a heading.
func page(title string, texts ...string) []block.Block {
	out := []block.Block{{Kind: block.Heading, Level: 1, Line: 1, Text: block.Plain(title)}}
	for i, s := range texts {
		out = append(out, block.Block{Kind: block.Para, Line: 3 + i, Text: block.Plain(s)})
	}
	return out
}

func TestOf(t *testing.T) {
	const title = "Cookie policy"
	for _, c := range []struct {
		title, text string
		page        block.Page
		want        string
	}{
		{"Cookies on www.mill.example", "We grind.", block.Page{}, "www.mill.example"},
		{title, "This policy applies to our website mill.example.", block.Page{}, "mill.example"},
		{title, "Diese Erklärung gilt für unsere Webseite https://mill.de/.", block.Page{}, "mill.de"},
		{title, "Cette politique concerne notre site internet www.moulin.fr et ses cookies.", block.Page{}, "www.moulin.fr"},
		{title, "Nuestro sitio web molino.es utiliza cookies.", block.Page{}, "molino.es"},
		{title, "Onze website www.molen.nl gebruikt cookies.", block.Page{}, "www.molen.nl"},
		{title, "Il nostro sito www.mulino.it usa i cookie.", block.Page{}, "www.mulino.it"},
		{title, "O nosso site www.moinho.pt usa cookies.", block.Page{}, "www.moinho.pt"},
		{title, "When you visit mill.example, we set cookies.", block.Page{}, "mill.example"},
		{title, "The miller uses cookies on mill.example.", block.Page{}, "mill.example"},
		{title, "We grind.", block.Page{Canonical: "https://Mill.example/cookies"}, "mill.example"},
		{title, "We grind.", block.Page{Title: "Cookies of www.mill.example"}, "www.mill.example"},
		{title, "We grind.", block.Page{About: "The cookies of www.mill.example"}, "www.mill.example"},
		{title, "This policy applies to the mill (https://mill.example/cookies.)", block.Page{}, ""},
		// Near misses: another's site, mail, what only looks like a host.
		{title, "We grind.", block.Page{Title: "The sacks of www.mill.example"}, ""},
		{title, "We grind.", block.Page{}, ""},
		{title, "More information: see www.oats.example.", block.Page{}, ""},
		{title, "Weitere Informationen auf https://oats.example/datenschutz.", block.Page{}, ""},
		{title, "More information about cookies on our website: see www.oats.example.", block.Page{}, ""},
		{title, "Our site uses cookies. Write to miller@mill.example.", block.Page{}, ""},
		{title, "Our website is made with Node.js, e.g. for cookies.", block.Page{}, ""},
		{title, "Our website uses cookies of google.com.", block.Page{}, ""},
		{title, "This cookie is set by our websites that are made with ASP.NET MVC.", block.Page{}, ""},
		{title, "Turn cookies off on our website with help of www.youronlinechoices.com.", block.Page{}, ""},
	} {
		if got := platform.Of(page(c.title, c.text), c.page); got != c.want {
			t.Errorf("%q, %q, %+v is about %q, want %q", c.title, c.text, c.page, got, c.want)
		}
	}
	// What the page names as its own address counts among the hosts that it speaks of.
	two := page(title, "Our websites oats.example and rye.example use cookies.")
	for _, canonical := range []string{"https://oats.example", "https://rye.example"} {
		if got := platform.Of(two, block.Page{Canonical: canonical}); "https://"+got != canonical {
			t.Errorf("of two sites at %s it is about %q", canonical, got)
		}
	}
	rows := []block.Block{{Kind: block.Table, Line: 1, Rows: []block.Row{{Cells: []block.Cell{{Inline: block.Plain("our website mill.example")}}}}}}
	if got := platform.Of(rows, block.Page{}); got != "" {
		t.Errorf("a table is about %q", got)
	}
}
