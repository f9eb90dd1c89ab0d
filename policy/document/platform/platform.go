// Package platform finds the site that a policy is about.
package platform

import (
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Words beside a host that say it is what the document is about, and words that
// say it is somewhere else to read on.
type surroundings struct {
	site, away, ours, visit *words.Lexicon
}

var theSurroundings = sync.OnceValue(func() *surroundings {
	return &surroundings{
		site: words.NewLexicon(`website, websites, site, sites, web site, web sites, platform, platforms, web, portal, page, pages, domain, homepage, webpage, app, application, online shop, shop, store, blog, service, services, url, accessible at, located at, available at, visit us, operates, operate, runs, owner of, owners of, visitors of, visitors to, visitors on, users of,
			plateforme*, site internet, site web, sites internet, portail, boutique, domaine, plate forme, page web, exploite, visiteurs de, utilisateurs de,
			webseite, webseiten, internetseite*, internetauftritt, internetprasenz, plattform*, onlineshop, webshop, homepage, webauftritt, domain, betreibt, betreiben, betreiber von, verantwortlich fur, inhaber von, besucher von, nutzer von,
			sitio, sitios, sitio web, pagina, paginas, plataforma*, portal, tienda, dominio, pagina web,
			webwinkel, platform, pagina, domein, webpagina,
			sito, siti, sito web, piattaforma*, portale, pagina, negozio, dominio,
			plataforma*, loja, portal, pagina`),
		away: words.NewLexicon(`under the domain, by the domain, more information, further information, more about, more details, find out, learn, see, visit, click, consult, opt out, optout, browser, browsers, settings, read, privacy policy of, policies, for example, such as, e g, including, provider, plugin, add on, tools, complaint, authority, supervisory, refer,
			en savoir plus, plus d informations, plus information, cliquez, consulter, consultez, navigateur*, desactiver, autorite, par exemple, voir,
			weitere informationen, mehr informationen, naheres, siehe, klicken, browser*, deaktivier*, aufsichtsbehorde, zum beispiel, z b, widersprechen, abrufbar,
			mas informacion, consulte, consultar, navegador*, desactivar, autoridad, por ejemplo, haga clic, visite, vease,
			meer informatie, zie, klik, lees, toezichthouder, bijvoorbeeld, uitschakelen, raadpleeg,
			maggiori informazioni, ulteriori informazioni, consultare, clicca, disattivare, autorita, ad esempio, visitare, vedi,
			mais informacoes, consulte, clique, desativar, autoridade, por exemplo, visite`),
		visit: words.NewLexicon(`when you visit, whenever you visit, each time you visit, every time you visit, while you visit, when visiting, when you use, visit to, visits to, your visit to, lorsque vous visitez, quand vous visitez, lors de votre visite sur, lors de la visite de, wenn sie besuchen, beim besuch von, beim besuch der, besuch auf, cuando visita, cuando visitas, al visitar, quando si visita, quando visiti, visitando, quando visita, ao visitar, wanneer u bezoekt, als je bezoekt, bij een bezoek aan, bij het bezoeken van, bezoek aan`),
		ours:  words.NewLexicon(`we, our, us, this policy, this cookie, this notice, this statement, this document, applies, apply, published, concerns, verantwortlich, notre, nos, nous, applicable, cette, present, presente, concerne, edite, publie, unsere*, wir, diese*, gilt, nuestro*, nuestra*, esta, este, onze, ons, dit, deze, nostro, nostra, questo, questa, nosso, nossa, owner, operated, operates, titular, editeur, betreiber, beheerder, titolare, property, propiedad`),
	}
})

var hostPattern = lazyregexp.New(`(?i)(https?://)?\b((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})\b(:\d+)?(/[^\s)>"'”»]*)?`)

// Of finds the host that the document is about: one that a heading or the
// introduction names as the site, never just the first that stands in the text.
// "" if the document names none.
func Of(blocks []block.Block, pg block.Page) string {
	canonical := block.Host(pg.Canonical)
	best, top := "", 2.9
	scores := map[string]float64{}
	paras := 0
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == block.Table {
			continue
		}
		if paras++; paras > 120 {
			break
		}
		for _, s := range words.Sentences(b.Text.S) {
			if !strings.Contains(s, ".") || len(s) > 3000 {
				continue
			}
			for _, m := range hostPattern.FindAllStringSubmatchIndex(s, 8) {
				h, v := weigh(s, m, b, paras)
				if h == "" {
					continue
				}
				if canonical != "" && sameSite(h, canonical) {
					v += 2
				}
				if v > scores[h] {
					scores[h] = v
				}
				if scores[h] > top {
					best, top = h, scores[h]
				}
			}
		}
	}
	if best != "" {
		return best
	}
	if canonical == "" {
		// What the page says of itself: "Cookies used on www.mill.example".
		for _, s := range []string{pg.Title, pg.About} {
			if len(s) > 300 || !words.SpeakOfCookies(s) {
				continue
			}
			for _, m := range hostPattern.FindAllStringSubmatchIndex(s, 4) {
				if h, _ := weigh(s, m, &block.Block{Kind: block.Heading}, 1); h != "" {
					return h
				}
			}
		}
	}
	if canonical == "" {
		return introduced(blocks)
	}
	return canonical
}

// usedThere are the verbs of a sentence that says where cookies are used or a
// policy applies, and thereOn the words between them and the place.
var usedThere = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`use, uses, used, using, apply, applies, set, sets, place, places, covers,
		utilise*, utilisons, depose*, applique*, emploie, gilt, gelten, verwend*, setzt, setzen, nutz*, eingesetzt,
		utiliza*, usa, usan, usamos, emplea*, aplica*, utilizz*, applica*, usiamo, gebruik*, plaats*, geldt, geplaatst, usados`)
})

var thereOn = map[string]bool{"on": true, "at": true, "for": true, "to": true, "sur": true, "a": true, "pour": true, "fur": true, "auf": true, "en": true, "para": true, "su": true, "per": true, "op": true, "voor": true, "em": true, "no": true}

// introduced gives the host of a sentence before the first cookie that says that
// cookies are used there, or that the policy applies there. It must be the only
// host there: of several any could be somebody else's.
func introduced(blocks []block.Block) string {
	only, said := "", false
	for i := range blocks {
		b := &blocks[i]
		if i >= 30 || b.Kind == block.Table || b.Kind == block.Item || b.Kind == block.Term || b.Role != column.None || names.Firmest(names.InText(b.Text)) == shape.Firm {
			break
		}
		for _, s := range words.Sentences(b.Text.S) {
			if !strings.Contains(s, ".") || len(s) > 3000 {
				continue
			}
			for _, m := range hostPattern.FindAllStringSubmatchIndex(s, 8) {
				h, _ := weigh(s, m, b, 1)
				if h == "" && m[2] < 0 {
					continue
				}
				if h == "" || only != "" && !sameSite(h, only) {
					return ""
				}
				if only == "" || strings.HasSuffix(only, "."+h) {
					only = h
				}
				before, all := words.Of(s[:m[0]]), words.Of(s)
				n := len(before)
				if after := words.Of(s[m[1]:min(len(s), m[1]+40)]); usedThere().In(after[:min(len(after), 1)]) && words.SpeakOfCookies(s) && !theSurroundings().away.In(all) {
					said = true // "mill.example uses cookies"
				}
				said = said || n > 1 && thereOn[before[n-1]] && !words.SpeakOfPolicy(before[n-2:n-1]) && usedThere().In(all) && !theSurroundings().away.In(all) &&
					(theSurroundings().ours.In(all) || words.SpeakOfCookies(s)) && !ofPage(s, m)
			}
		}
	}
	if !said {
		return ""
	}
	return only
}

// weigh says how surely a host in a sentence is the document's own site.
func weigh(s string, m []int, b *block.Block, nth int) (string, float64) {
	h := strings.ToLower(s[m[4]:m[5]])
	if m[0] > 0 && s[m[0]-1] == '@' || strings.Contains(s[max(0, m[0]-1):m[0]], "@") {
		return "", 0 // an address for mail
	}
	if m[2] < 0 && !knownEnding(h) || someoneElse(h) {
		return "", 0
	}
	around := theSurroundings()
	before := words.Of(s[max(0, m[0]-90):m[0]])
	before = before[max(0, len(before)-7):]
	after := words.Of(s[m[1]:min(len(s), m[1]+60)])
	after = after[:min(len(after), 4)]
	v := 0.0
	if around.site.In(before) {
		v += 2
	} else if foundAt().In(before) && around.site.In(words.Of(s)) {
		v += 2.5 // "the site of the mill, available at the following address:"
	}
	if around.site.In(after) {
		v += 2
	}
	all := words.Of(s)
	if around.ours.In(all) {
		v++
	}
	if words.SpeakOfCookies(s) {
		v++
	}
	switch {
	case b.Kind == block.Heading && (words.SpeakOfCookies(s) || nth <= 2), nth == 1 && len(all) <= 12 && words.SpeakOfCookies(s) && !strings.HasSuffix(s, "."):
		v += 3 // in plain text the title is the first line
	case b.Kind == block.Heading && around.site.In(all):
		v += 1.5
	case nth <= 15:
		v += 0.7
	}
	if len(all) <= 16 && (nth <= 4 && m[1] == len(s) && dashBefore.MatchString(s[:m[0]]) || rights().In(all)) {
		v += 2.5 // "As of March – www.mill.example", and the last line of a page
	}
	switch visited := around.visit.In(before); {
	case visited && nth <= 15:
		v += 2 // "when you visit mill.example"
	case !visited && around.away.In(before):
		v -= 3
	}
	if ofPage(s, m) {
		v -= 1.5 // a page, not a site
	}
	return h, v
}

// ofPage reports whether the address at a match is that of a page, not of a site: its
// path is more than a stroke and what ends the sentence.
func ofPage(s string, m []int) bool {
	return m[8] >= 0 && len(strings.TrimRight(s[m[8]:m[9]], ".,;:!?")) > 1
}

var dashBefore = lazyregexp.New(`(?:^|\s)[-–—|·]\s$`)

// rights are the words of the line at the foot of a page that says whose it is.
var rights = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`rights reserved, rechte vorbehalten, droits reserves, derechos reservados, rechten voorbehouden, diritti riservati, direitos reservados`)
})

// knownEnding reports whether a host without https:// before it is surely one:
// "e.g" and "Node.js" are not.
func knownEnding(h string) bool {
	if strings.HasPrefix(h, "www.") || shape.Host(h) {
		return true
	}
	switch h[strings.LastIndexByte(h, '.')+1:] {
	case "md", "py", "sh", "pl", "rs", "id", "ps", "zip", "mov":
		return false // as well the end of a file or of a name
	}
	_, real := publicsuffix.PublicSuffix(h)
	return real && len(h)-strings.LastIndexByte(h, '.') == 3 // of a country
}

// someoneElse knows hosts that policies point to and none is about.
func someoneElse(h string) bool {
	h = strings.TrimPrefix(h, "www.")
	for _, x := range []string{"google.com", "google.de", "google.fr", "google.es", "youtube.com", "facebook.com", "twitter.com", "x.com", "instagram.com", "linkedin.com", "microsoft.com", "mozilla.org", "apple.com", "opera.com", "adobe.com", "windows.com",
		"allaboutcookies.org", "aboutcookies.org", "youronlinechoices.com", "youronlinechoices.eu", "youradchoices.com", "youradchoices.ca", "networkadvertising.org", "aboutads.info", "optout.aboutads.info", "edaa.eu", "ghostery.com", "disconnect.me",
		"ico.org.uk", "cnil.fr", "aepd.es", "agpd.es", "garanteprivacy.it", "autoriteitpersoonsgegevens.nl", "cnpd.pt", "dataprotection.ie", "bfdi.bund.de", "europa.eu", "wikipedia.org", "w3.org", "cookiepedia.co.uk", "cookiedatabase.org", "cookiebot.com", "onetrust.com", "iubenda.com", "doubleclick.net", "hotjar.com", "stripe.com", "paypal.com", "cloudflare.com", "github.com", "termly.io", "usercentrics.com", "brave.com", "vivaldi.com", "duckduckgo.com", "wordpress.org", "wordpress.com", "vimeo.com", "matomo.org", "privacyshield.gov", "asp.net"} {
		if h == x || strings.HasSuffix(h, "."+x) {
			return true
		}
	}
	return false
}

func sameSite(a, b string) bool {
	a, b = strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www.")
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

// foundAt are the words with which an introduction gives the address of its site.
var foundAt = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`disponible a l adresse, accessible a l adresse, accessible depuis l adresse, consultable a l adresse, accessible via l adresse, accessible sous l adresse,
		erreichbar unter, unter der adresse, unter der domain, accesible en la direccion, disponible en la direccion, accesible a traves de, accessibile all indirizzo, raggiungibile all indirizzo, disponibile all indirizzo,
		disponivel em, disponivel no endereco, acessivel em, acessivel no endereco, bereikbaar via, bereikbaar op, available at the following, accessible at the following`)
})
