package meaning

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/told"
	"crumbs/policy/document/words"
)

// prose finds the cookies that running text names. They count only where
// nothing else in the document declares them.
func (r *reader) prose(t block.Inline, line int) {
	if r.history {
		return
	}
	coded := r.at.coded()
	if !words.SpeakOfCookies(t.S) && !((r.at.aboutCookies() || r.cookieDocument) && strings.ContainsAny(t.S, "_*")) || software().In(words.Of(t.S)) {
		return
	}
	marked := map[string]bool{}
	for _, m := range t.Marked(block.Code) {
		for _, n := range names.Only(block.Inline{S: m}, nil) {
			marked[n.Name] = true
		}
	}
	for _, m := range t.Marked(block.Strong, block.Emphasis) {
		for _, n := range names.Only(block.Inline{S: m}, nil) {
			marked[n.Name] = marked[n.Name] || n.Shape == shape.Firm && len(marked) < names.Most
		}
	}
	firms := names.Firm(names.InText(t))
	all := words.Sentences(t.S)
	for i, s := range all {
		if words.SpeakOfStorage(s) || names.OfOtherThings(s) {
			continue
		}
		list := names.InSentence(s, marked)
		if not, _ := denial.Unset(s); not != nil {
			list = slices.DeleteFunc(list, func(n names.Name) bool { return not[n.Name] })
		}
		if coded && (!words.SpeakOfCookies(s) || !nearCookie(s, list)) {
			continue // a setting: "user_prefs"
		}
		// "We use one cookie. It is called ..."
		about := words.SpeakOfCookies(s) || i > 0 && words.SpeakOfCookies(all[i-1]) && goesOn(s)
		if !about {
			// What is marked as code in a part about cookies is one as well, and
			// so is a name of which the sentence says how long it is kept.
			lasts := r.at.aboutCookies() && told.Lifetime(s, len(list)) != nil
			lived := names.Lived(s)
			uses := r.cookieDocument && denial.Sets(words.Of(s)) && !coded
			list = slices.DeleteFunc(list, func(n names.Name) bool {
				return n.Shape != shape.Firm || !(uses && (strings.HasPrefix(n.Name, "_") || strings.Contains(n.Name, "SESS"))) && !(marked[n.Name] && r.at.category() != policy.CategoryUnsaid || lasts && (names.Sure(n) || lived[n.Name]))
			})
		}
		if len(list) == 0 {
			continue
		}
		if !r.cookieDocument && !r.at.aboutCookies() && !nearCookie(s, list) {
			continue // a word of code in a sentence about cookies of any kind
		}
		next := ""
		if i+1 < len(all) && len(names.InSentence(all[i+1], marked)) == 0 {
			next = all[i+1]
		}
		r.sentence(t, s, next, list, firms, line)
	}
}

// goesOn reports whether a sentence gives a name to what the one before it spoke
// of: "It is called".
func goesOn(s string) bool {
	w := words.Of(s)
	return len(w) > 2 && pronouns[w[0]] && called().In(w[:min(len(w), 6)])
}

var pronouns = map[string]bool{"it": true, "they": true, "this": true, "these": true, "es": true, "er": true, "sie": true, "dieser": true, "dieses": true, "il": true, "elle": true, "ils": true, "ce": true, "celui": true, "se": true, "esta": true, "este": true, "het": true, "deze": true, "dit": true, "questo": true, "chama": true, "si": true}

var called = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`called, named, heisst, heissen, genannt, namens, nomme*, appel*, llama*, denomina*, heet, heten, genaamd, chiama*, chama*, designa*`)
})

// software are the words of a paragraph about how a program is set up.
var software = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`environment variable, environment variables, umgebungsvariable*, variable d environnement, variables d environnement, variables de entorno, variabili d ambiente, omgevingsvariabele*`)
})
