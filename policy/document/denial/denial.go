// Package denial finds where a policy says that a cookie is not set, or no longer.
package denial

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/words"
)

// denials knows the words with which policies say that a cookie is not set.
type denials struct {
	not        *words.Lexicon // what takes the verb back, beside it
	verb       *words.Lexicon // setting and using
	english    *words.Lexicon // verbs with "no" behind them
	pronouns   *words.Lexicon // what stands between the Spanish "no" and its verb
	been       *words.Lexicon // of what is over: "has been", "wurde"
	ourselves  *words.Lexicon // of what we have done: "we removed", "haben"
	article    *words.Lexicon // what begins a subject of its own: "_a_id (the banner was removed)"
	where      *words.Lexicon // what may make it true of a part of the site alone: "on the start page"
	everywhere *words.Lexicon // what makes that the whole site, or is no place
	passive    *words.Lexicon // what stands before what is done to a cookie
	removed    *words.Lexicon
	gone       *words.Lexicon // of what is over by itself: "no longer"
	unless     *words.Lexicon // what makes it depend on something, or is about a use alone
	which      *words.Lexicon // what makes something else the thing that was removed
	below      *words.Lexicon // what stands for the cookies of the list that follows
	by         *words.Lexicon // who does not set it, while another does
}

var theDenials = sync.OnceValue(func() *denials {
	return &denials{
		not: words.NewLexicon(`not, never, no, none of, don t, doesn t, isn t, aren t, won t, no longer, nicht, nie, niemals, kein, keine, keines, keinen, keinem, keinerlei, pas, jamais, aucun, aucune, ningun, ninguna, ninguno, nunca, ya no,
			niet, geen, nooit, non, mai, nessun, nessuno, nessuna, nao, nenhum, nenhuma, n, ne`),
		verb: words.NewLexicon(`use, uses, used, using, set, sets, place, places, placed, deploy, deploys, deployed, employ, employed, install, installed,
			verwenden, verwendet, verwende, verwendete, verwendeten, genutzte, genutzten, eingesetzte, eingesetzten, gesetzte, gesetzten, verwandt, nutzen, nutzt, genutzt, benutzen, benutzt, setzen, setzt, gesetzt, eingesetzt, einsetzen,
			utilisons, utilise, utilisent, utilises, utilisee, utilisees, deposons, depose, deposent, deposes, deposee, posons, pose, placons, place, places, employons, installons, installe, installes,
			usamos, usa, usan, usado, usada, usados, usadas, utiliz*, instalamos, instala, instalan, instalado, instalada, instaladas, colocamos, coloca, colocan, empleamos, emplea, establece, establecemos,
			gebruiken, gebruikt, gebruik, plaatsen, plaatst, geplaatst, zetten, gezet, ingezet,
			usiamo, usano, usato, usata, usati, usate, installiamo, installa, installato, installati, impostiamo, impostato, impostati, impieghiamo,
			colocado, colocada, colocados, instalados, definimos, definido, definida, definidos`),
		english:    words.NewLexicon(`use, uses, set, sets, place, places, deploy, deploys`),
		pronouns:   words.NewLexicon(`se, lo, la, los, las, es, esta, estan, son, ha, han, hemos`),
		been:       words.NewLexicon(`has been, have been, was, were, is discontinued, are discontinued, is deactivated, are deactivated, is switched off, are switched off, a ete, ont ete, wurde, wurden, worden, ha sido, han sido, fue, fueron, se ha, se han, is verwijderd, is uitgeschakeld, zijn, werd, werden, e stato, e stata, sono stati, sono state, foi, foram`),
		ourselves:  words.NewLexicon(`we removed, we have removed, we ve removed, avons, haben, hemos, hebben, abbiamo`),
		article:    words.NewLexicon(`the, this, that, your, their, its, der, die, das, den, ihr, ihre, le, la, les, l, votre, el, los, las, su, sus, tu, het, deze, dit, uw, il, lo, gli, suo, o, os, seu, sua, um, uma, un, une, una, uno, a, an, ein, eine, een`),
		where:      words.NewLexicon(`on, at, in the, in a, auf, sur, dans, en la, en las, en el, en los, en una, op, in de, in het, sulla, sulle, sul, nella, nelle, nel, na, nas`),
		everywhere: words.NewLexicon(`site, sites, website, websites, webseite, webseiten, web, sitio, sito, shop, store, platform, portal, app, domain, our, this, these, any, all, present, moment, time, unserer, unseren, dieser, diesen, notre, nos, cette, ce, ces, nuestra, nuestro, este, esta, onze, deze, dit, nostra, nostro, questo, questa, nossa, nosso, neste, nesta`),
		passive:    words.NewLexicon(`is, are, was, were, be, been, isn t, aren t, est, sont, sera, ete, wird, werden, wurde, wurden, es, esta, estan, son, se, ha, wordt, worden, zijn, e, viene, vengono, sono, si, sao, foi, we, wir, nous, wij`),
		removed: words.NewLexicon(`removed, discontinued, deactivated, switched off, entfernt, entfernte, entfernten, abgeschaltet, deaktiviert, abgeschafft, supprime, supprimes, supprimee, supprimees, retire, retires, retiree, desactive, desactives,
			eliminado, eliminada, eliminados, eliminadas, retirado, retirada, retirados, retiradas, suprimido, suprimida, desactivado, desactivada, verwijderd, verwijderde, uitgeschakeld,
			rimosso, rimossa, rimossi, rimosse, eliminato, eliminata, eliminati, disattivato, disattivati, removido, removida, removidos, removidas, desativado, desativada`),
		gone: words.NewLexicon(`no longer, not any more, not anymore, nicht mehr, keine mehr, ya no, niet meer, geen meer, ja nao`),
		unless: words.NewLexicon(`if, unless, until, without, before, when, whenever, once, after, while, except, other than, apart from, only, then, case, default, yet, always, whether, for, to, used as, set as, across, with, outside, automatically, following a, following your, ourselves,
			wenn, falls, sofern, ohne, bis, bevor, sobald, solange, nachdem, ausser, ausgenommen, nur, dann, fall, standardmassig, noch, immer, erst, ob, fur, um, zu, zur, zum, als, zwecke, zwecken, sondern, ausserhalb, automatisch,
			s il, s ils, sans, avant, tant que, jusqu, lorsque, quand, apres, sauf, hormis, excepte, seulement, uniquement, alors, cas, defaut, toujours, pour, afin, fins, hors, automatiquement,
			sin, hasta, antes, cuando, despues, salvo, excepto, solo, solamente, entonces, caso, defecto, siempre, para, fines, sino, fuera, automaticamente,
			indien, zonder, tot, tenzij, voordat, wanneer, zodra, nadat, behalve, alleen, slechts, dan, geval, standaard, altijd, om, voor, ter, doeleinden, buiten,
			senza, finche, prima, fino, quando, dopo, tranne, eccetto, soltanto, allora, sempre, per, fini, bensi, fuori,
			sem, ate, depois, exceto, apenas, somente, entao, padrao, com, pois, fora`),
		which: words.NewLexicon(`which, that, welche, welcher, welches, quels, quelles, que, qui, que, cuales, welke, dat, che, quali, quais`),
		below: words.NewLexicon(`these, following, below, diese, dieser, folgende, folgenden, folgender, ces, suivants, estas, estos, siguientes, deze, volgende, queste, questi, seguenti, estes, destes, destas, seguintes`),
		by:    words.NewLexicon(`by, von, vom, par, por, door, da, dal, dalla, pelo, pela`),
	}
})

// Unset gives the names of cookies of which a text says that they are not set or
// used, or have been removed, and whether it names others as well.
func Unset(text string) (out map[string]bool, others bool) {
	for _, s := range words.Sentences(text) {
		whole := words.Of(s)
		if !theDenials().not.In(whole) && !theDenials().removed.In(whole) {
			others = others || len(names.Words(s)) > 0
			continue
		}
		var before []string // the names of which nothing else was said
		for _, c := range theClauses(s) {
			w := words.Of(c)
			list := names.Words(c)
			no := theDenials().says(w, whole, list) || butNot(w, whole, list)
			if len(list) == 0 && no && (theDenials().gone.In(w) || theDenials().goesOn(w)) {
				list = before // "a_id – no longer used", "a_id - is not used"
			}
			for _, n := range list {
				if no && out == nil {
					out = map[string]bool{}
				}
				if no {
					out[n] = true
				}
			}
			others = others || !no && len(list)+len(before) > 0 && len(w) > 2*len(list)
			if before = nil; !no && len(w) <= 2*len(list) {
				before = list
			}
		}
		others = others || before != nil
	}
	return out, others
}

// butNot reports whether a clause takes names out of what its sentence says:
// "we use a cookie a_id, but not b_id".
func butNot(w, sentence, list []string) bool {
	d := theDenials()
	n := d.not.Match(w)
	return n > 0 && len(w) <= n+2+2*len(list) && !d.verb.In(w) && d.verb.In(sentence) && !d.unless.In(w)
}

var clauseEnd = lazyregexp.New(`[,;:–—]\s+(?:(?:but|aber|mais|pero|maar|ma|mas)\s+)?|\s-\s+|\s(?:and|but|und|aber|et|mais|y|pero|en|maar|e|ma|mas)\s+`)

// titleClause ends what a title says in one piece: "Cookies we use (not necessary)".
var titleClause = lazyregexp.New(`[;:–—(]\s*|\s-\s+|,?\s+(?:and|but|und|aber|et|mais|y|pero|en|maar|e|ma|mas)\s+|,\s+(?:not|never|no|nicht|nie|keine|non|pas|jamais|nunca|niet|sie)\s`)

// theClauses cuts a sentence where something else is said: not between two names.
func theClauses(s string) []string {
	var out []string
	from := 0
	for _, m := range clauseEnd.FindAllStringIndex(s, 64) {
		next := strings.Fields(s[m[1]:])
		if len(next) == 0 || len(names.Words(next[0])) > 0 || len(next) > 1 && words.Joins(next[0]) && len(names.Words(next[1])) > 0 {
			continue
		}
		out = append(out, s[from:m[0]])
		from = m[1]
	}
	return append(out, s[from:])
}

// says reports whether the words of a clause say that something is not set or is
// no longer there, in a sentence that makes nothing depend on something else.
func (d *denials) says(w, sentence, list []string) bool {
	if d.unless.In(sentence) || conditional(sentence) || d.somewhere(w) {
		return false
	}
	over := d.gone.In(w)
	if at, _ := d.by.Find(w); !over && at >= 0 && words.Examples().Match(w[min(at+1, len(w)):]) == 0 {
		return false // "is not set by us"
	}
	first := len(w) // where the first name stands
	for _, n := range list {
		if at := slices.Index(w, strings.Join(words.Of(n)[:min(1, len(words.Of(n)))], "")); at >= 0 {
			first = min(first, at)
		}
	}
	passive := d.passive.In(w) || slices.ContainsFunc(w, weDo)
	other := len(w) // where it begins to be about something else
	if at, _ := d.which.Find(w); at >= 0 {
		other = at
	}
	for i := range w {
		if i <= other && d.removed.Match(w[i:]) > 0 && d.over(w, i, list, over) {
			return true
		}
		if d.verb.Match(w[i:]) > 0 && !words.Data().In(w[i:min(len(w), i+5)]) && d.takenBack(w, i) && (passive || first > i || over) {
			return true // not "a_id does not use your address"
		}
	}
	return false
}

// Begin reports whether a text begins with a short sentence that says of what it
// stands beside that it is not set or no longer there: "No longer used."
func Begin(text string) bool {
	d := theDenials()
	if len(text) > 400 || !d.not.In(words.Of(text)) && !d.removed.In(words.Of(text)) {
		return false
	}
	first := words.Sentences(text)[0]
	w := words.Of(names.InBrackets.ReplaceAllString(first, ""))
	return len(w) <= 8 && (len(w) > 0 && d.not.Match(w) > 0 || d.gone.In(w) || d.removed.In(w) || words.CookieAt(w) >= 0) && d.says(w, words.Of(first), nil)
}

// None reports whether a short sentence of a text says that no cookies are set.
func None(text string) bool {
	d := theDenials()
	return slices.ContainsFunc(words.Sentences(text), func(s string) bool {
		w := words.Of(s)
		return len(w) <= 8 && words.CookieAt(w) >= 0 && d.not.In(w) && Whole(w)
	})
}

// Title reports whether a title says of the cookies under it that they are not set:
// "Cookies that we do not use", "None of these are set". One that says so of another
// kind of cookies, "We do not use tracking cookies", is about those below at most.
func Title(s string) bool {
	d := theDenials()
	w := words.Of(s)
	if len(w) == 0 || len(w) > 12 || strings.HasSuffix(s, "?") || len(names.Words(s)) > 0 {
		return false
	}
	n := d.removed.Match(w)
	if no := d.not.Match(w); no > 0 && d.verb.Match(w[no:]) > 0 {
		n = no + d.verb.Match(w[no:])
	}
	if n > 0 && len(w) == n+1 && words.CookieAt(w) == n {
		return true // "Discontinued cookies", "Nicht verwendete Cookies"
	}
	at := words.CookieAt(w) // "Which cookies we never use" as well
	return (at == 0 || at == 1 || d.below.In(w)) && (slices.ContainsFunc(titleClause.Split(s, -1), func(c string) bool { return d.says(words.Of(c), w, nil) }) || len(w) > 1 && d.removed.Match(w[1:]) == len(w)-1)
}

// over reports whether the removal at i is one of the past and one of the names: by
// ourselves, or with a name as its subject. gone is set if something is over anyway.
// What "is removed" is so again and again, at the end of a session.
func (d *denials) over(w []string, i int, list []string, gone bool) bool {
	end := min(len(w), i+2)
	for a := max(0, i-8); a < end; a++ {
		if d.ourselves.Match(w[a:end]) > 0 {
			return true
		}
		if d.been.Match(w[a:end]) == 0 {
			continue
		}
		if gone || len(list) == 0 && a == 0 {
			return true
		}
		for _, n := range list {
			part := words.Of(n)
			if len(part) == 0 {
				continue
			}
			for k := min(len(w), i+5) - 1; k >= max(0, a-6); k-- {
				if w[k] == part[len(part)-1] && (k > a || !d.article.In(w[k+1:a])) {
					return true
				}
			}
		}
	}
	return false
}

// somewhere reports whether a clause is about a part of the site alone: "is not set
// on the start page".
func (d *denials) somewhere(w []string) bool {
	for i := range w {
		if n := d.where.Match(w[i:]); n > 0 && !d.everywhere.In(w[i+n:min(len(w), i+n+4)]) {
			return true
		}
	}
	return false
}

// goesOn reports whether a clause has no subject of its own: it is about the name in
// the clause before.
func (d *denials) goesOn(w []string) bool {
	return len(w) > 0 && (d.not.Match(w) > 0 || d.passive.Match(w) > 0 || d.been.Match(w) > 0)
}

// weDo reports whether a word ends as a verb of the first person does in one of
// the Romance languages: "utilisons", "usamos", "utilizziamo".
func weDo(w string) bool {
	return strings.HasSuffix(w, "ons") || strings.HasSuffix(w, "amos") || strings.HasSuffix(w, "emos") || strings.HasSuffix(w, "imos") || strings.HasSuffix(w, "iamo")
}

// takenBack reports whether a word beside the verb at i takes it back.
func (d *denials) takenBack(w []string, i int) bool {
	for j := max(0, i-4); j < i; j++ {
		switch n := d.not.Match(w[j:]); {
		case n == 0, w[j] == "n", w[j] == "ne":
		case w[j] == "no" && n == 1:
			// The Portuguese "no" is "on the".
			if !slices.ContainsFunc(w[j+1:i], func(x string) bool { return !d.pronouns.In([]string{x}) }) {
				return true
			}
			if j+2 < i && words.IsCookie(w[j+1]) && (w[j+2] == "are" || w[j+2] == "is") {
				return true // "no cookies are used"
			}
		default:
			return true
		}
	}
	for j := i + 1; j < len(w) && j <= i+10; j++ {
		switch {
		case d.not.Match(w[j:]) == 0, w[j] == "n", w[j] == "ne":
		case w[j] == "no":
			if j <= i+2 && d.english.In(w[i:i+1]) {
				return true
			}
		case w[j] == "nicht" || w[j] == "niet" || j <= i+3:
			return true
		}
	}
	// "n'utilisons plus", "n'est plus utilisé"
	near := max(0, i-3)
	plus := near + slices.Index(w[near:min(len(w), i+4)], "plus")
	if plus < near {
		return false
	}
	before := w[max(0, plus-8):plus]
	return slices.Contains(before, "n") || slices.Contains(before, "ne")
}

// conditional reports whether a sentence holds an "if" that is another word in
// the language beside: "no se usa", "se não aceitar".
func conditional(w []string) bool {
	for i, x := range w {
		if x == "si" && (i == 0 || w[i-1] != "non") || x == "se" && (i == 0 && !isOver(w[1:]) || i > 0 && i+1 < len(w) && (w[i+1] == "non" || w[i+1] == "nao" || strings.HasPrefix(w[i+1], "rifiut") || strings.HasPrefix(w[i+1], "recus"))) {
			return true
		}
	}
	return false
}

// isOver reports whether words go on as the Spanish "se ha eliminado" does.
func isOver(w []string) bool {
	return len(w) > 1 && (w[0] == "ha" || w[0] == "han") && (strings.HasSuffix(w[1], "ado") || strings.HasSuffix(w[1], "ido") || strings.HasSuffix(w[1], "ados") || strings.HasSuffix(w[1], "idos") || strings.HasSuffix(w[1], "adas") || strings.HasSuffix(w[1], "ada"))
}

// All reports whether a text names cookies only to say that they are not set.
func All(text string) bool {
	names, others := Unset(text)
	return len(names) > 0 && !others
}

// Affirmed leaves out the sentences of a text that say of something that it is not used.
func Affirmed(text string) string {
	if !theDenials().not.In(words.Of(text)) {
		return text
	}
	var out []string
	for _, s := range words.Sentences(text) {
		if !slices.ContainsFunc(theClauses(s), func(c string) bool { return Whole(words.Of(c)) }) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// Whole reports whether a clause that stands for itself, in words, says that something is
// not set or no longer there.
func Whole(w []string) bool { return theDenials().says(w, w, nil) }

// Sets reports whether words hold a verb of setting or using.
func Sets(w []string) bool { return theDenials().verb.In(w) }
