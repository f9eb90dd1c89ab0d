package classify

import (
	"strconv"
	"strings"
)

// vocabulary is what parts of a name say of a cookie. A line gives a weight (in
// log-odds, as all weights of the scorecard) for each category it speaks for or
// against, N, F, S or M; then, after a !, what the words guard; and the words.
// The words are those that developers use for the thing; a + binds two that say
// it together only. Weights are set by hand.
const vocabulary = `
N3 !csrf           csrf xsrf anticsrf antiforgery requestverification authenticity formkey formtoken
N1.6 S-.4 !login   session sitzung sesion sessione sessie sesja sess sessid sessionid phpsessid aspsession sid ssid jsession usersession sessiontoken
N2.4 M-.6 !auth    auth oauth oidc saml sso jwt pkce login logon signin signon logged loggedin authenticated authentication authtoken accesstoken refreshtoken idtoken bearer credential passport anmeldung anmelden angemeldet connexion connecte iniciar accesso eingeloggt inloggen ingelogd zalogowany prihlaseni
N1.8 !auth         rememberme remember+me remember+user keep+login remember+token
N1 !token          token ticket
N.6 F.6            remember
N.8 F.3            user username userid member memberid account customer customerid userinfo kunde kundennummer benutzer utilisateur utente usuario gebruiker klant klient uzytkownik
N1.2               password passwd pass
N.8                secure security safe
N2.8 !consent      consent consents gdpr ccpa dsgvo rgpd lgpd cookielaw cookiepolicy cookiebar cookiebanner cookienotice cookieconsent cookiecontrol cookieaccept cookieaccepted cookieagreement cookiesettings cookiepreferences cookiechoices eucookie tcf tcstring optanon cookieinfo cookiesaccepted acceptcookies allowcookies cookiedisclaimer euconsent didomi usercentrics onetrust cookiebot zustimmung einwilligung datenschutz consentement consenso consentimiento privacidad privacidade toestemming zgoda souhlas samtykke samtycke cookiehinweis cookiemelding cookiewarning cookiealert acceptcookie cookieallowed cookiesallowed cookiechoice cookielevel cookiecategories
N1.8 !consent      cookie+accept cookie+accepted cookie+agree cookie+agreed cookie+notice cookie+banner cookie+bar cookie+policy cookie+preferences cookie+preference cookie+settings cookie+disclaimer cookie+allow cookie+allowed cookie+message cookie+popup cookie+law cookie+choice cookie+info cookie+warning cookie+dismissed cookie+close cookie+closed cookie+control cookies+accept cookies+accepted cookies+allowed cookies+policy cookies+notice cookie+hinweis cookie+melding cookie+aviso cookie+akzeptiert cookie+accepte cookie+accettato cookies+aceptadas cookie+alert cookie+modal cookie+bandeau cookies+ok cookie+ok cookie+read cookie+seen cookie+hide cookie+hidden privacy+policy privacy+accepted privacy+notice privacy+banner privacy+settings privacy+preferences privacy+dismissed opt+out opt+in
N1.6 !consent      optout optin donottrack dnt ketch
N.6                cookie cookies privacy
N1.4 S-.6 M-.6     cookie+necessary cookie+functional cookie+analytics cookie+statistics cookie+performance cookie+marketing cookie+targeting cookies+necessary cookies+functional cookies+analytics cookies+statistics cookies+performance cookies+marketing cookies+targeting
N1.2 F-.4          cookie+enabled cookies+enabled cookie+supported cookies+supported cookie+support cookie+check cookies+check
N2.2               cart basket trolley checkout minicart cartid shoppingcart cartitems itemsincart warenkorb einkaufswagen panier carrello carrito cesta carrinho winkelwagen winkelmand koszyk kosik kurv handlekurv varukorg kundvagn ostoskori sepet
N1                 order purchase booking ticketing reservation bestellung commande ordine pedido zamowienie objednavka kasse caisse
N1.4               payment pay stripe paypal zahlung paiement pagamento pago betaling klarna adyen
N2                 affinity balancer loadbalancer lb lbs elb alb backend sticky persistence haproxy ingress serverid routeid nodeid arraffinity route
N1                 server node pool cluster instance srv
N2                 waf firewall bot botmanager captcha recaptcha hcaptcha challenge clearance fraud antibot ddos shield bm incap verified
N.8                cache vary version hash build key
N.8                redirect return flash message messages notice error returnurl backurl redirecturl redirectto requestedurl
N.6                state nonce
F.8 N.6            age agegate agecheck ageverified age+verified adult
F2.6 N-.3          lang language locale culture i18n lng langcode languagecode translate translation sprache langue idioma lingua taal jezyk jazyk nyelv sprak kieli dil weglot wpml polylang
F2.2               currency country countrycode region geo geoip city location store market zip zipcode postcode postal plz timezone tz timezoneoffset latitude longitude latlng coords devise valuta waehrung wahrung moneda waluta pays pais paese kraj filiale branch dealer
F2.4               theme darkmode lightmode fontsloaded webfonts highcontrast kontrast schrift grayscale dark color colour skin font fontsize contrast layout accessibility
F2.2               preferred preference preferences pref prefs settings setting options option einstellungen preferencias preferenze
F2                 chat livechat messenger widget support helpdesk zendesk intercom tawk livezilla
F1.8               player volume playback subtitle subtitles captions muted autoplay
F1.6               popup popin modal newsletter banner dismissed dismiss close closed hide hidden hidepopup shown show seen popupshown popupclosed popupclose modalshown bannerclosed hidebanner hidemessage exitintent exit+intent subscribed subscribe signup+popup lightbox toast ribbon promobar topbar hellobar schliessen geschlossen ferme fermer chiuso cerrado gesloten welcome intro tour survey poll nps feedback notification notifications announcement alert overlay tooltip
F2.4               lastviewed viewedproducts productsviewed lastproduct lastsearch searchhistory searchterm search suche recherche ricerca busqueda merkliste merkzettel wunschliste zuletzt gesehen favoris preferiti favoritos watchlist savedsearch bookmarks recent recently viewed wishlist favorite favorites favourites compare history bookmark
F1.4 S.2           scroll scrollposition scrolltop position ismobile devicetype device+type pixelratio retina webp device mobile screen resolution viewport browser width size dpr display view sort filter grid tab tabs menu sidebar collapsed expanded
N.5 F.3            enabled supported has js javascript check
S1.4               ab abtest abtesting experiment experiments variant variation variations exp split bucket cohort mvt optimizely vwo optimize kameleoon abtasty
S1.8 N-.4          visitas visite visiteur visitante besuch besucher bezoek bezoeker navsteva wizyta firsttime firstseen isnew newuser sessionstart sessioncount sessionstarted pagesviewed pagesvisited pageviewcount timeonsite timespent entrypage exitpage lastpage prevpage previouspage landed visit visits visitor visitorid visitors visitid visitcount visited uniquevisitor returning newvisitor pageview pageviews pv pages pagecount hits hit counter count firstvisit lastvisit
S2 N-.6            analytics analytic stat stats statistics statistic metric metrics telemetry measure measurement insight insights
S1 M.8 N-.5        tracking track tracker trk tracked trackid trackingid
S2.2               ga gtm gat matomo piwik pk hotjar hj clarity heap mixpanel amplitude chartbeat parsely snowplow webtrends webtrekk omniture utma utmb utmz utmc etracker xiti comscore newrelic plausible
S1.2               perf performance rum monitoring timing speed boomerang
S.6                first last start since time timestamp ts date duration previous prev prior
F2.6 M-2.4         pixel+ratio
S1.2 M.5           initialreferrer firstreferrer refer referrers herkunft provenance trafficsource traffic+source lp landingurl landing+url entryurl entry+url firsturl first+url firstpage first+page querystring referrer referer originalreferrer referral ref origin origref landing landingpage entry source
M2.8 S.4           utmsource utmmedium utmcampaign utmcontent utmterm utms utmparams wbraid gbraid gclid fbclid msclkid ttclid yclid dclid irclickid adgroup
M1.4 S.4           keyword keywords kampagne campagne campagna campana utm campaign medium click clicked clickid clicks attribution conversion conv
M3 N-.6            werbung publicite publicidad pubblicita reklame reclame reklama adblock adblocker prebid pbjs dfp gpt ad ads adid adv advert advertising advertiser adserver adserving adroll adwords doubleclick pixel px retarget retargeting remarketing rtb dsp dmp ssp bid bidder bidding impression impressions freq frequency capping audience sync syncs usersync cookiesync matching match
M1.6               gutschein rabatt bonus newslettersource affiliate affiliates aff affid affiliateid referral+code refcode refid ref+id tduid awc partner partnerid promo coupon voucher lead leads marketing mkt mkto crm deal
M2.2               facebook fb fbp fbc twitter linkedin pinterest tiktok snap snapchat bing uet criteo taboola outbrain youtube permutive openx rubicon gcl social share addthis sharethis
M.8 S.4 N-.3       uid uuid guid did puid muid gid suid userguid
S1 M.2 F-1.2       deviceid device+id browserid browser+id
M.4 S.3            id uniqueid anonymousid anonymous anon anonid
S.3 N.3            test testcookie cookietest
N1.2 F.8           draft drafts wizard step steps form formdata formstate unsaved autosave progress answers answer quiz entwurf brouillon formular formulaire formulario borrador formulier rascunho bozza
F1.8               zoom todo todos note notes notizen game savegame gamesave highscore level playlist mute
`

// word is what one part of a name says.
type word struct {
	feature int // in the scorecard
	sign    string
}

// pair is two words that say something together only.
type pair struct{ first, second string }

// lexicon is the vocabulary, ready to be asked.
type lexicon struct {
	words   map[string]word
	pairs   map[pair]word
	longest int
	starts  [26 * 26]bool // the first two letters of the long words
}

// minInner is how long a word must be to be found inside a part: shorter ones
// are inside many others by chance.
const minInner = 5

// readVocabulary makes the lexicon; add takes what a word says and gives its
// place in the scorecard.
func readVocabulary(text, what string, add func(feature) int) lexicon {
	l := lexicon{words: make(map[string]word, len(text)/11), pairs: map[pair]word{}} // which is near enough
	for line := range strings.Lines(text) {
		var w weights
		group := ""
		sign := ""
		for _, f := range strings.Fields(line) {
			if c := strings.IndexByte("NFSM", f[0]); c >= 0 {
				w[c], _ = strconv.ParseFloat(f[1:], 64)
				continue
			}
			if f[0] == '!' {
				sign = f[1:]
				continue
			}
			shown := strings.ReplaceAll(f, "+", " ")
			if group == "" {
				group = what + " " + shown
			}
			it := word{add(feature{words: what + ` "` + shown + `"`, weight: w, group: group}), sign}
			if first, second, ok := strings.Cut(f, "+"); ok {
				l.pairs[pair{first, second}] = it
			} else {
				l.words[f] = it
				l.longest = max(l.longest, len(f))
				if len(f) >= minInner {
					l.starts[startOf(f)] = true
				}
			}
		}
	}
	return l
}

// find calls f with each word that the parts of a name hold: whole parts, two
// that stand side by side as one word, two that say something together, and long
// words inside parts. A word may be told twice.
func (l *lexicon) find(parts []string, f func(word)) {
	joined := -1 // up to where the parts are told as one word with the next
	var both [40]byte
	for i, p := range parts {
		if i+1 < len(parts) && len(p)+len(parts[i+1]) <= len(both) {
			n := copy(both[:], p)
			n += copy(both[n:], parts[i+1])
			if w, ok := l.words[string(both[:n])]; ok {
				f(w)
				joined = i + 1
			}
		}
		if i <= joined {
			continue
		}
		if w, ok := l.words[p]; ok {
			f(w)
			continue
		}
		l.inside(p, f)
	}
	for i, p := range parts {
		for _, q := range parts[i+1:] {
			if w, ok := l.pairs[pair{p, q}]; ok {
				f(w)
			} else if w, ok := l.pairs[pair{q, p}]; ok {
				f(w)
			}
		}
	}
}

// startOf gives a place for the first two letters of a word in small letters.
func startOf(s string) int { return int(s[0]-'a')*26 + int(s[1]-'a') }

// inside finds the long words within a part, from left to right, the longest at
// each place.
func (l *lexicon) inside(part string, f func(word)) {
	for i := 0; i+minInner <= len(part); {
		if !l.starts[startOf(part[i:])] {
			i++
			continue
		}
		n := 0
		for size := min(l.longest, len(part)-i); size >= minInner; size-- {
			if w, ok := l.words[part[i:i+size]]; ok {
				f(w)
				n = size
				break
			}
		}
		i += max(n, 1)
	}
}

// domainVocabulary is what parts of a domain say of the cookies that lie under
// it, whoever has it.
const domainVocabulary = `
M1.2          ad ads adserver adserv adsrv advert advertising adnetwork adtech adx dsp ssp dmp rtb bid bidder bidswitch match sync usersync cookiesync retarget retargeting remarketing affiliate affiliates promo
M.8 S.3       pixel px tag tags tagging click clicks trk track tracker tracking tr t conversion conversions leads lead marketing mkt mktg crm
S1.2          stat stats statistics analytics analytic metric metrics measure insight insights telemetry log logs logger collect collector beacon beacons count counter hit hits monitor monitoring rum events data
F.8           chat livechat widget widgets embed player video support help social share comments feedback survey maps translate
N1            login signin auth sso oauth idp id account accounts my secure pay payment payments checkout consent cmp cookie cookies privacy captcha challenge waf
F.2           cdn static assets img images media
`
