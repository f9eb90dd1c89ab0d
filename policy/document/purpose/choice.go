package purpose

import (
	"strings"
	"sync"

	"crumbs/policy/document/words"
)

// Chosen reports whether a title is that of the place where visitors choose: "Manage
// your preferences", "Cookie preferences". It is about all kinds, and not those that
// "preference cookies" are of.
func Chosen(title string) bool {
	w := words.Of(title)
	if len(w) == 0 || len(w) > 8 {
		return false
	}
	i, n := choices().Find(w)
	if i < 0 {
		return false
	}
	last := w[len(w)-1]
	switch {
	case i <= 3 && chooses().Match(w) > 0, chooses().Match(w[len(w)-1:]) > 0:
		return true // "Gérer vos préférences", "Einstellungen verwalten"
	case i == 1 && len(w) == 2 && strings.HasPrefix(w[0], "cookie"):
		return true // "Cookie preferences" are no "preference cookies"
	}
	return i == 0 && len(w) == n+2 && words.OfWhom(w[n]) && strings.HasPrefix(last, "cookie") // "Preferencias de cookies"
}

// choices are the words for what a visitor chose.
var choices = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`preferences, einstellungen, preferencias, voorkeuren, *voorkeuren, preferenze`)
})

// chooses are the words with which such a title begins, or ends in German and Dutch.
var chooses = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`manage, managing, change, changing, set, your, gestion, gerer, gerez, modifier, vos, votre, verwalten, verwaltung, andern, ihre, deine,
		gestiona, gestionar, configurar, cambiar, sus, tus, beheer, beheren, wijzigen, aanpassen, uw, jouw, je, gestisci, gestione, gestire, modifica, le tue, le sue, gerir, gestao, gerenciar, alterar, suas, as suas`)
})
