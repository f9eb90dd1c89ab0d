package meaning

import (
	"sync"

	"crumbs/policy/document/words"
)

// Words of recipes, and those of any policy.
var (
	kitchen = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`bake, baked, baking, oven, dough, flour, recipe*, ingredient*, butter, chocolate, oats,
			backen, gebacken*, backstube, ofen, teig, mehl, zutat*, rezept*, haferflocken, schokolade,
			farine, beurre, recette*, patisserie, chocolat, harina, horno, receta*, mantequilla, bloem, deeg, oven, recept*, boter, farina, forno, ricett*, burro, farinha, receita*, manteiga`)
	})
	web = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`browser*, website*, site, sites, web, webseite*, navigateur*, navegador*, consent*, analytic*, visitor*, session*, internet*, sito, sitio`)
	})
)

// edible reports whether the cookies of a text are baked: it has several words
// of recipes and none of the web.
func edible(w []string) bool {
	found := map[string]bool{}
	for i := range w {
		if web().Match(w[i:]) > 0 {
			return false
		}
		if len(found) < 3 && kitchen().Match(w[i:]) > 0 {
			found[w[i]] = true
		}
	}
	return len(found) >= 3
}
