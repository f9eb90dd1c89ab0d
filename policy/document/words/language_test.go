package words

import "testing"

func TestLanguage(t *testing.T) {
	for s, want := range map[string]string{
		"We use the cookies that are listed in this table.":               "en",
		"Wir verwenden die Cookies, die in der Tabelle stehen.":           "de",
		"Nous utilisons les cookies qui sont dans le tableau.":            "fr",
		"Usamos las cookies que se muestran en la tabla del sitio.":       "es",
		"Wij gebruiken de cookies die in het overzicht op de site staan.": "nl",
		"Usiamo i cookie che sono elencati nella tabella di questo sito.": "it",
		"Usamos os cookies que estão na tabela do site e não outros.":     "pt",
		"_ga 1 2 3": "",
	} {
		if got := Language(s, ""); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	if got := Language("_ga", "de-AT"); got != "de" {
		t.Errorf("what the page says of itself: %q", got)
	}
}
