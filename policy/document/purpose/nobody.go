package purpose

import (
	"sync"

	"crumbs/policy/document/words"
)

// Nobody reports whether folded words, where a company's name would stand, say where
// somebody is, what a cookie keeps, or who is there, and nothing else: "outside the EU",
// "Shopping Cart", "Members".
func Nobody(w []string) bool {
	found := false
	for len(w) > 0 {
		n := max(regions().Match(w), things().Match(w))
		found = found || n > 0
		if n == 0 && (len(words.LanguagesOf(w[0])) > 0 || words.Joins(w[0]) || w[0] == "outside" || len(w[0]) == 1) {
			n = 1
		}
		if n == 0 {
			return false
		}
		w = w[n:]
	}
	return found
}

// regions are where a third party is, and things what a cookie keeps, is of, or is for.
var (
	regions = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`european union, europe, united states, united states of america, usa, eu, eea, uk, united kingdom, ireland, germany, france, spain, italy, netherlands, portugal, belgium, switzerland, austria, china, india, canada, australia, israel, japan, poland, sweden, denmark, finland, norway, luxembourg, brazil, california, worldwide, global,
			europaische union, europa, eu lander, ewr, vereinigte staaten, vereinigtes konigreich, irland, deutschland, frankreich, spanien, italien, niederlande, schweiz, osterreich, belgien, kanada, weltweit,
			union europeenne, ue, etats unis, royaume uni, irlande, allemagne, espagne, italie, pays bas, suisse, autriche, belgique, chine, inde,
			union europea, estados unidos, eeuu, ee uu, reino unido, irlanda, alemania, francia, espana, italia, paises bajos, suiza, belgica,
			europese unie, verenigde staten, verenigd koninkrijk, ierland, duitsland, frankrijk, spanje, nederland, zwitserland, oostenrijk, belgie,
			unione europea, stati uniti, regno unito, germania, spagna, paesi bassi, svizzera, belgio, cina,
			uniao europeia, alemanha, franca, espanha, holanda, suica, india`)
	})
	things = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`language, languages, shopping cart, shopping basket, cart, basket, wishlist, wish list, login, log in, sign in, single sign on, status, account, account id, session, session id, session management, identifier, user, users, user id, visitor, visitors, visitor id, member, members, member id, customer, customers, advertiser, advertisers, company, companies, publisher, publishers, developer, developers, partner, partners, search engine, search engines, web server, web servers, load balancer, load balancers, pixel, tracking pixel, local storage, desktop, mobile, mobile apps, tablet, optional, example, note, also, see below, cross site, player, category, group, one, two, three, search, currency, country, location, theme, token, law, shop, testing, ab testing, other, website, us, marketing, advertising, not applicable,
			sprache, warenkorb, merkzettel, wunschliste, anmeldung, konto, kundenkonto, sitzung, nutzer, besucher, mitglied, mitglieder, kunden, werbepartner, zufallszahl, kennung, beispiel, hinweis, siehe unten, wahrung, land, suche, werbung, entfallt, keiner,
			langue, panier, identifiant, visite, visites, visiteur, visiteurs, connexion, compte, membre, membres, utilisateur, utilisateurs, annonceurs, exemple, recherche, devise, pays, publicite,
			idioma, carrito, cesta, usuario, usuarios, visitante, visitantes, inicio de sesion, cuenta, sesion, identificador, anunciantes, ejemplo, busqueda, moneda, pais, publicidad, tercero, terceros,
			taal, winkelwagen, winkelmandje, bezoeker, bezoekers, gebruiker, gebruikers, leden, inloggen, aanmelding, sessie, adverteerders, voorbeeld, zoeken, valuta, derden,
			lingua, carrello, utente, utenti, visitatore, visitatori, accesso, sessione, inserzionisti, esempio, ricerca, paese, pubblicita, terzi, noi,
			carrinho, membro, membros, utilizador, utilizadores, sessao, exemplo, pesquisa, moeda, publicidade`)
	})
)
