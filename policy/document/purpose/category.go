package purpose

import (
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/words"
)

// Lexicons are the words by which policies sort cookies, in seven languages, for
// readers who look at words one by one.
type Lexicons struct {
	Necessary, Functional, Statistical, Marketing *words.Lexicon
	none                                          *words.Lexicon // words that say: none of these
	Not                                           *words.Lexicon // what takes "necessary" back
	Brands                                        *words.Lexicon // product names that sound like a category
	First, Third, Own                             *words.Lexicon
	Partners                                      *words.Lexicon // others, where a text speaks of the site itself
}

// theLexicons are made once and never written again.
var theLexicons = sync.OnceValue(func() *Lexicons {
	return &Lexicons{
		Necessary: words.NewLexicon(`operational cookie, operational cookies, needed for the site, needed for the website, needed for this site, needed for our site, needed for the operation, needed to operate, needed to run, fur den betrieb, benotigte cookies, necess*, neccess*, essential*, required, require, mandatory, technical*, indispensable, security, authentication, spam, spam protection, strict*, compulsory, essentials, obligatory, always active,
			notwendig*, erforderlich*, essenz*, essent*, technisch*, unbedingt*, zwingend*, sicherheit*, spamschutz,
			indispensables, techniques, technique, obligatoire*, requis*, securite, authentification, essentiel*,
			necesari*, esencial*, tecnic*, imprescindible*, estrict*, obligatori*, seguridad, autenticacion,
			noodzakelijk*, essentie*, strikt*, vereist*, beveiliging*, verplicht*, basiscookies,
			essenzial*, indispensabil*, strettamente, sicurezza, obbligator*,
			essencia*, obrigator*, estritamente, seguranca, autenticacao, imprescindiv*`),
		Functional: words.NewLexicon(`functional*, functionality, functions cookies, preference*, personali*, customi*, convenience, comfort, localization, localisation, language cookies, experience enhancement, usability,
			funktional*, funktionell*, funktionscookie*, funktions cookies, praferenz*, komfort*, einstellung*, personalisier*, bequemlichkeit,
			fonctionnel*, fonctionnalit*, fonctionnement, preferenc*, personnalis*, confort,
			funcional*, preferencia*, personalizac*, funcionais,
			functionele, functioneel, voorkeur*, personalis*, comfortcookies, gebruiksgemak,
			funzional*, preferenz*, personalizzaz*, esperienza`),
		Statistical: words.NewLexicon(`statisti*, analyti*, analysis, analyses, analytical, performance*, measure*, measuring, measurement, metric*, audience measurement, audience, web analytics, usage data, monitoring, research,
			statistik*, analyse*, leistung*, messung*, reichweitenmessung, *analyse, webanalyse, *statistik,
			analytique*, mesure*, audience, frequentation,
			estadistic*, analitic*, analis*, rendimiento, medicion, desempeno, metrica*,
			analytisch*, prestatie*, meting*, statistisch*, *statistieken, *statistiek,
			analitic*, prestazion*, misuraz*, statistic*, rendimento,
			estatistic*, desempenho, medicao`),
		Marketing: words.NewLexicon(`marketing*, advert*, targeting, targeted, tracking, tracker cookies, social media, social network*, social cookies, social, remarketing, retargeting, profiling, ad cookies, ads, ad, affiliate, affiliation, behavioural, behavioral, conversion, sharing, campaign*,
			werbung, werbe*, *werbung, verfolgung*, tracking*, zielgruppen*, zielgerichtet*, soziale medien, sozialen medien, soziale netzwerke, sozialen netzwerken, vermarktung, profilbildung,
			publicit*, publicitaire*, ciblage, cible*, reseaux sociaux, reseau social, traceurs publicitaires, pistage, suivi publicitaire, medias sociaux, commercia*,
			publicidad, publicitari*, mercadotecnia, segmentacion, comportamental*, redes sociales, sociales, afiliad*, seguimiento,
			advertent*, reclame*, sociale media, volgcookies, doelgroep*, gerichte,
			pubblicit*, profilazion*, tracciament*, social network, reti sociali, mirat*,
			publicidade, publicitari*, anunci*, annunci, annonces, rastreamento, redes sociais, direcionamento, segmentacao, marketing`),
		none: words.NewLexicon(`external media, external services, externe dienste, services externes, servicios externos, servizi esterni, externe diensten, externe medien, medias externes, medios externos, externe media, media esterni, contenuti esterni, midias externas, unclassified, uncategori*, unknown, other, others, miscellaneous, various, optional, under investigation, pending, purpose pending investigation, non essential, not essential, nonessential,
			nicht klassifiziert*, nicht kategorisiert*, unklassifiziert*, sonstige*, verschiedenes, zweck noch nicht bekannt, zweck wird untersucht, zweck wird noch untersucht, andere, weitere, optionale*,
			non classe*, non classifie*, autres, autre, facultatif*, optionnel*, divers, finalite en attente d enquete, finalite en attente,
			sin clasificar, no clasificad*, otras, otros, otra, opcional*, desconocid*, varios, proposito pendiente de investigacion,
			niet geclassificeerd*, ongeclassificeerd*, overige, andere, optionele, diversen, doel in afwachting van onderzoek,
			non classificat*, altri, altre, varie, scopo in attesa di indagine, scopo in attesa di investigazione, facoltativ*, opzional*,
			nao classificad*, outros, outras, opcionais`),
		Not: words.NewLexicon(`non, not, nicht, no, niet, nao, keine, kein, geen, sans, senza, sem, without, ohne, zonder, pas, sin, aucun, aucune, ningun, ninguna, nessun, nessuna, nessuno, nenhum, nenhuma, keinerlei`),
		Brands: words.NewLexicon(`google analytics, google ads, google ad manager, google adsense, google adwords, google marketing platform, adobe analytics, adobe target, adobe advertising*, adobe experience cloud,
			facebook ads, meta ads, bing ads, microsoft advertising, microsoft ads, yandex metrica, yandex metrika, matomo analytics, piwik analytics, universal analytics, yahoo analytics, vercel analytics, cloudflare web analytics, cloudflare analytics,
			linkedin ads, linkedin marketing, linkedin marketing solutions, linkedin insight, twitter ads, x ads, tiktok ads, amazon ads, amazon advertising, pinterest ads, hubspot marketing, salesforce marketing cloud, oracle marketing cloud, plausible analytics, fathom analytics, tracking technologies, tracking technology, similar technologies,
			youtube analytics, jetpack stats, wordpress stats, new relic performance, dynamics 365 marketing, marketing cloud, campaign manager, search ads, apple search ads, simple analytics, parsely analytics`),
		First: words.NewLexicon(`our own domain, unserer eigenen domain, notre propre domaine, nuestro propio dominio, ons eigen domein, nostro dominio, nosso proprio dominio, set ourselves, set by ourselves, of our own, of its own, our own, its own cookies, managed directly by the owner, managed by the owner, directly by the owner, gestiti direttamente dal titolare, direttamente dal titolare, gestiti dal titolare, geres directement par le proprietaire, directement par le proprietaire, directement par l editeur, direkt vom eigentumer, direkt vom anbieter, vom betreiber selbst, von uns selbst, selbst gesetzt*, unsere eigenen, eigenen cookies, directamente por el titular, directamente por el editor, gestionados directamente por, nuestras propias, nos propres, onze eigen, wij zelf, diretamente pelo titular, diretamente pelo proprietario, nossos proprios, nostri cookie,
			set by us, placed by us, stored by us, set by the website itself, set by ourselves, set directly by us, von uns gesetzt*, von uns selbst, von uns platziert*, door ons geplaatst*, door ons gezet, instaladas por nosotros, establecidas por nosotros, gestionadas por nosotros, deposes par nous, deposes par nos soins, emis par nous, installati da noi, impostati da noi, gestiti da noi, definidos por nos, colocados por nos, instalados por nos,
			die wir selbst, wir selbst setzen, que nous deposons, que nous installons, que nosotros instalamos, die wij zelf, che installiamo noi, that we set, that we place, we set ourselves,
			first party, 1st party, 1st, firstparty, own cookie, own cookies, eigen cookies, cookie propri, cookies proprios, first, internal cookies, internal, interne, intern, interno, interna, proprietary cookies,
			erstanbieter*, erstpartei*, eigene cookies, eigene, eigener, eigenes, eigenen cookies, first party cookies, erster partei,
			premiere partie, cookies internes, cookies propres, cookies proprietaires, internes, proprietaire, proprietaires, propre, propres, propres cookies, premier niveau,
			cookies propias, cookies propios, propias, propios, propia, propio, primera parte, de origen, primera persona,
			eerste partij*, first party, eigen cookies, eigen,
			prima parte, prime parti, cookie proprietari, proprietario, proprietaria, proprietari, proprietarie, di prima parte, cookie propri, propri, proprie,
			primeira parte, cookies proprios, proprios, proprio, proprias, propria, primarios, primario, primarias, primaria, primeira pessoa`),
		Third: words.NewLexicon(`others set, set by others, cookies of others, cookies from others, by our partners, of our partners, from our partners, partner cookies, from external providers, by external providers,
			services tiers, outils tiers, fournisseurs tiers, partenaires tiers, prestataires tiers, acteurs tiers, sites tiers, servicios de terceros, herramientas de terceros, dienste von dritten, dienste dritter, diensten van derden, servizi di terzi, servicos de terceiros,
			de nos partenaires, par nos partenaires, cookies partenaires, anderer anbieter, anderer unternehmen, von partnern, unserer partner, von externen anbietern, externer anbieter, door anderen, van anderen, van onze partners, door onze partners, de nuestros socios, dei nostri partner, dos nossos parceiros,
			fremde cookies, fremder cookies, fremden cookies, externe cookies, cookies externes, cookies externas, cookie esterni, external, extern, externe, externer, externes, externo, externa, externos, externas, esterno, esterna, esterni, esterne,
			third party, third parties, 3rd, 3rd party, 3rd parties, thirdparty, third, external cookies,
			drittanbieter*, drittpartei*, dritte, dritter, dritten, fremdcookies, dritter partei,
			cookies tiers, tiers, tierce partie, tierces parties, tierce, tierces, parties tierces,
			terceros, tercera parte, terceras partes, tercero, terceras, tercera, terceras personas,
			derde partij*, derden, derde,
			terze parti, terza parte, terzi, terze, terza,
			terceiros, terceira parte, terceiro, terceira, terceiras,
			` + each("by other, from other, of other", "compan*, organi*, provider*, parties, site, sites, website*, domain*, business*, vendor*, operators, publishers, firms") +
			each("d autres", "societe*, entreprise*, site, sites, fournisseur*, acteurs, editeurs, prestataires, domaines, organismes, tiers") +
			each("von anderen", "unternehmen, firmen, anbieter*, website*, webseiten, seiten, betreiber*, domains, parteien, organisationen") +
			each("door andere, van andere", "bedrijven, partijen, website*, sites, aanbieders, organisaties, domeinen") +
			each("de otros, de otras, por otros, por otras", "empresas, sitios, proveedores, webs, paginas, entidades, dominios, companias") +
			each("di altri, di altre, da altri, da altre", "societa, aziende, siti, fornitori, soggetti, domini, imprese") +
			each("de outros, de outras, por outros, por outras", "empresas, sites, fornecedores, entidades, dominios, organizacoes")),
		Partners: words.NewLexicon(`partner, partners, by others, and others, or others, partenaire, partenaires, par d autres, et d autres, ou d autres, partnern, von anderen, und anderen, oder anderen,
			door anderen, en anderen, of anderen, socio, socios, por otros, y otros, u otros, da altri, e altri, o altri, parceiro, parceiros, por outros, e outros, ou outros`),
		Own: words.NewLexicon(`in house, inhouse, ours, this website, this site, this domain, our site, our website, our own, own, eigen, eigene, own website, website operator, website owner, site owner, self, us, we, publisher itself,
			ce site, ce site web, notre site, notre site web, nous memes, nous, diese website, diese webseite, diese seite, eigene website, unsere website, wir, websitebetreiber, seitenbetreiber, betreiber der website, eigentumer dieser website,
			este sitio, este sitio web, esta web, esta pagina, nuestra web, nuestro sitio, propia, propio, propietario web, el editor, deze website, deze site, eigen website, onze website, wij,
			questo sito, questo sito web, nostro sito, sito proprietario, este site, nosso site, este sitio web, nosso website`),
	}
})

// each gives the phrases of all first words before all nouns: "by other" alone
// may go on with "means".
func each(before, nouns string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(before, ",") {
		for n := range strings.SplitSeq(nouns, ",") {
			b.WriteString(p + " " + n + ",")
		}
	}
	return b.String()
}

// category is [Category].
func (p *Lexicons) category(s string) (policy.Category, bool) {
	w := p.withoutBrands(words.Of(s))
	best, at := policy.CategoryUnsaid, len(w)
	for i := range w {
		rest := w[i:]
		if n := p.Necessary.Match(rest); n > 0 && !p.denied(w, i, true) && !theConsents().beside(w, i, n) {
			return policy.Necessary, true
		}
		for _, c := range []struct {
			category policy.Category
			lex      *words.Lexicon
		}{{policy.Marketing, p.Marketing}, {policy.Statistical, p.Statistical}, {policy.Functional, p.Functional}} {
			n := c.lex.Match(rest)
			if i >= at || n == 0 || p.denied(w, i, false) {
				continue
			}
			best, at = c.category, i
			if p.ofMarketing(w[i:], n) {
				best = policy.Marketing
			}
		}
	}
	return best, best != policy.CategoryUnsaid
}

// ofMarketing reports whether the first n words are a personalising or measuring that
// is done to advertising, and so serves it: "personalised ads", "Messung der Werbung". What
// somebody prefers of it, or a list, "preferences, marketing", is no such thing.
func (p *Lexicons) ofMarketing(w []string, n int) bool {
	i := n
	for i < len(w) && i < n+2 && binding().Match(w[i:]) > 0 {
		i++
	}
	if i == len(w) || serving().Match(w) == 0 || i == n && tailored().Match(w) == 0 {
		return false
	}
	return p.Marketing.Match(w[i:]) > 0 || w[i] == "anzeigen" // which else may mean to show
}

// serving are the words for what is done to advertising.
var serving = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`personali*, personnali*, customi*, measur*, messung, mesure*, medicion, misuraz*, meting, medicao`)
})

// binding are the words that hang a noun on the one before.
var binding = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`of, the, your, our, von, der, des, de, du, des, la, le, les, l, d, del, los, las, el, van, di, della, delle, degli, dei, do, da, dos, das`)
})

// tailored are the words for what is made for somebody, which stand before it.
var tailored = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`personalised, personalized, customised, customized, personalisierte, personalisierten, personalisierter, personalisiertes`)
})

// denied is [Denied].
func (p *Lexicons) denied(w []string, i int, necessary bool) bool {
	if necessary && i+2 < len(w) && senses().Match(w[i:]) > 0 && p.Not.Match(w[i+1:]) > 0 && p.Necessary.Match(w[i+2:]) > 0 {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if !necessary && j == i-2 && p.Necessary.Match(w[i-1:i]) > 0 {
			break // "non-essential (functional)" takes back what stands between
		}
		if p.Not.Match(w[j:j+1]) > 0 {
			return true
		}
	}
	return false
}

// senses are the words that say in what sense something is necessary.
var senses = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`technical*, technisch*, technique*, tecnic*, strict*, strikt*, strettamente, estrict*, estritamente, absolut*, unbedingt, zwingend`)
})

// withoutBrands is [WithoutBrands].
func (p *Lexicons) withoutBrands(w []string) []string {
	out := w[:0:0]
	for i := 0; i < len(w); {
		if n := p.Brands.Match(w[i:]); n > 0 {
			i += n
			continue
		}
		out = append(out, w[i])
		i++
	}
	return out
}

// unsorted is [Unsorted].
func (p *Lexicons) unsorted(s string) bool {
	w := words.Of(s)
	for len(w) > 1 && w[0][0] >= '0' && w[0][0] <= '9' {
		w = w[1:] // the number of a title
	}
	if len(w) == 0 || len(w) > 8 {
		return false
	}
	// A phrase of several words says it by itself: "purpose pending investigation".
	if _, n := p.none.Find(w); words.CookieAt(w) < 0 && len(w) > 3 && n < 3 {
		return false
	}
	_, named := p.category(s)
	return !named && (p.none.In(w) || p.notNecessary(w))
}

// notNecessary reports whether the words are "not necessary" and the like.
func (p *Lexicons) notNecessary(w []string) bool {
	for i := range w {
		if p.Necessary.Match(w[i:]) > 0 && p.denied(w, i, true) {
			return true
		}
	}
	return false
}

// party is [Party].
func (p *Lexicons) party(s string) policy.Party {
	first, third := false, false
	for _, part := range parts(s) {
		w := words.Of(part)
		first, third = first || p.says(p.First, w), third || p.says(p.Third, w)
	}
	switch {
	case first && !third && !p.Partners.In(words.Of(s)):
		return policy.FirstParty
	case third && !first:
		return policy.ThirdParty
	}
	return policy.PartyUnsaid
}

var partEnd = lazyregexp.New(`[;()\[\]|]|\s[-–—/]+\s|[.:]\s`)

// parts cuts a text where a word that denies something ends to do so: "No consent
// is needed (first party)".
func parts(s string) []string {
	if !strings.ContainsAny(s, ";()[]|-–—/.:") {
		return []string{s}
	}
	return partEnd.Split(s, -1)
}

var noFirst = lazyregexp.New(`(?i)^(?:no|nein|non|nee|não|nao)\s*[-–—,.:;(]+\s*`)

// Answered gives what follows the answer "no" in a cell: "No – strictly necessary". A
// cell without it stays as it is.
func Answered(s string) string { return noFirst.ReplaceAllString(s, "") }

// says reports whether the words hold a phrase that nothing before takes back.
func (p *Lexicons) says(l *words.Lexicon, w []string) bool {
	for i := range w {
		if l.Match(w[i:]) > 0 && !p.refused(w, i) {
			return true
		}
	}
	return false
}

// refused reports whether one of the three words before takes a party back:
// "not set by us".
func (p *Lexicons) refused(w []string, i int) bool { return p.Not.In(w[max(0, i-3):i]) }

// firmParty is [FirmParty].
func (p *Lexicons) firmParty(s string) policy.Party {
	w := words.Of(s)
	first, third := p.firm(p.First, w), p.firm(p.Third, w)
	if i, n := p.First.Find(w); first != third && i >= 0 {
		// "First- and third-party cookies" are both.
		if j, _ := p.Third.Find(w); j >= 0 && max(i, j)-min(i, j) <= n+1 {
			return policy.PartyUnsaid
		}
	}
	if third && !first && p.besideOwn(w) {
		return policy.PartyUnsaid
	}
	switch {
	case first && !third && !p.Partners.In(w):
		return policy.FirstParty
	case third && !first:
		return policy.ThirdParty
	}
	return policy.PartyUnsaid
}

// besideOwn reports whether a third party stands behind the own side and an
// "and": "own and third-party cookies".
func (p *Lexicons) besideOwn(w []string) bool {
	j, _ := p.Third.Find(w)
	return j >= 2 && connectives[w[j-1]] && (p.Own.In(w[j-2:j-1]) || p.First.In(w[j-2:j-1]))
}

var connectives = map[string]bool{"and": true, "or": true, "und": true, "oder": true, "et": true, "ou": true, "y": true, "o": true, "u": true, "en": true, "of": true, "e": true}

// firm reports whether the words hold a phrase of at least two words, or one
// word beside "cookie".
func (p *Lexicons) firm(l *words.Lexicon, w []string) bool {
	for i := range w {
		n := l.Match(w[i:])
		if n == 0 || p.refused(w, i) {
			continue
		}
		if n >= 2 {
			return true
		}
		if n == 1 && (i+1 < len(w) && strings.HasPrefix(w[i+1], "cookie") || i > 0 && words.CookieAt(w[max(0, i-2):i]) >= 0 ||
			i > 2 && words.OfWhom(w[i-1]) && words.CookieAt(w[max(0, i-6):i]) >= 0) {
			return true
		}
	}
	return false
}

// cookieOf is [CookieOf].
func (p *Lexicons) cookieOf(purpose string) policy.Party {
	clause, _, _ := strings.Cut(purpose, ".")
	w := words.Of(clause)
	w = w[:min(len(w), 8)]
	for _, c := range []struct {
		party policy.Party
		lex   *words.Lexicon
	}{{policy.FirstParty, p.First}, {policy.ThirdParty, p.Third}} {
		at, n := c.lex.Find(w)
		if n > 0 && p.refused(w, at) {
			continue
		}
		if n >= 2 && words.CookieAt(w[at:min(len(w), at+n+2)]) >= 0 || at > 0 && (words.CookieAt(w[at-1:at]) >= 0 || at > 1 && words.OfWhom(w[at-1]) && words.CookieAt(w[at-2:at-1]) >= 0) {
			return c.party
		}
	}
	return policy.PartyUnsaid
}

// aside is [Aside].
func (p *Lexicons) aside(purpose string) policy.Party {
	for _, part := range parts(purpose) {
		if w := words.Of(part); len(w) > 1 && len(w) <= 3 && aParty().In(w) {
			if party := p.firmParty(part); party != policy.PartyUnsaid {
				return party
			}
		}
	}
	return policy.PartyUnsaid
}

var aParty = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`party, cookie, partei, partie, partij, parte`)
})

// oneself are words that mean the site itself where a provider's cell holds
// nothing else: "our partners" are others.
var oneself = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`our, ourselves, own domain, our domain, site, the site, website, the website, publisher, the publisher, owner, the owner, the controller,
		notre, notre domaine, domaine propre, le site, site web, editeur, l editeur, le responsable, responsable du site, nous,
		unser, unsere, unseres, unsere domain, eigene domain, eigene domane, website, webseite, die website, betreiber, der betreiber, wir selbst, selbst,
		nuestro, nuestra, nuestros, nuestras, dominio propio, nuestro dominio, sitio, el sitio, sitio web, web, la web, titular, el titular, editor, el editor, nosotros,
		ons, onze, eigen domein, ons domein, de website, de site, wijzelf, zelf, beheerder,
		nostro, nostra, nostri, nostre, il nostro, dominio proprio, proprio dominio, nostro dominio, il sito, sito, sito web, titolare, il titolare, editore, noi,
		nosso, nossa, nossos, nossas, dominio proprio, proprio dominio, nosso dominio, o site, site, sitio, o titular, nos`)
})

// ownSite is [OwnSite].
func (p *Lexicons) ownSite(s string, services bool) bool {
	w := words.Of(s)
	if len(w) == 0 || len(w) > 5 || p.Partners.In(w) {
		return false
	}
	// "NOS" and "Nos" are companies.
	if !services && oneself().Match(w) == len(w) && (len(s) > 3 || s == strings.ToLower(s)) {
		return true
	}
	_, n := p.Own.Find(w)
	return n > 0 && len(w)-n <= 2
}

// leading is [Leading].
func (p *Lexicons) leading(purpose string) policy.Category {
	clause := purpose
	if i := strings.IndexAny(clause, ".(:,;–"); i >= 0 {
		clause = clause[:i]
	}
	w := strings.Fields(clause)
	if len(w) > 3 {
		w = w[:3]
	}
	category, _ := p.category(strings.Join(w, " "))
	return category
}
