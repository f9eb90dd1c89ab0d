package purpose

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/words"
)

// Vendor finds the one well-known service that a text names. It stands in for a
// provider where the document ties a cookie to its maker only in passing.
func Vendor(s string) string {
	found := ""
	for _, v := range Vendors() {
		i := strings.Index(s, v)
		if i < 0 || !wordAt(s, i, len(v)) || strings.Contains(found, v) {
			continue
		}
		if found != "" {
			house, _, _ := strings.Cut(found, " ")
			if first, _, _ := strings.Cut(v, " "); first != house || !slices.Contains(Vendors(), house) {
				return "" // two of them: which one is it?
			}
			v = house // "Google Tag Manager loads Google Analytics"
		}
		found = v
	}
	return found
}

// NamesVendor reports whether a text names one of the well-known services, or more.
func NamesVendor(s string) bool {
	return slices.ContainsFunc(Vendors(), func(v string) bool {
		i := strings.Index(s, v)
		return i >= 0 && wordAt(s, i, len(v))
	})
}

// wordAt reports whether s[i:i+n] is whole words.
func wordAt(s string, i, n int) bool {
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }
	return (i == 0 || !letter(s[i-1])) && (i+n == len(s) || !letter(s[i+n]))
}

// Vendors are services that policies name.
func Vendors() []string {
	return []string{
		"Google Analytics", "Google Ads", "Google Tag Manager", "Google Maps", "Google reCAPTCHA", "Google", "YouTube", "DoubleClick", "Facebook", "Meta", "Instagram", "LinkedIn", "Twitter", "Pinterest", "TikTok", "Snapchat", "Reddit",
		"Microsoft Clarity", "Microsoft Bing Ads", "Microsoft", "Bing", "Hotjar", "HubSpot", "Matomo", "Piwik", "Adobe", "Vimeo", "Cloudflare", "Stripe", "PayPal", "Shopify", "Salesforce", "Marketo", "Intercom", "Zendesk", "Optimizely", "Criteo", "AddThis",
		"Recurly", "Algolia", "Amazon", "OneTrust", "Cookiebot", "Usercentrics", "Segment", "Mixpanel", "Amplitude", "New Relic", "WordPress", "WooCommerce", "Yandex", "AWIN", "Taboola", "Outbrain", "Propensity", "Klaviyo", "Mailchimp", "Akamai", "Contentsquare", "Umami", "PostHog", "Supabase", "Vercel",
	}
}

// Setter gives the one that a text says sets the cookie, by its name: "Set by the
// Mill plugin", "Mill Chat sets this cookie". A text with names of well-known
// services may be about several cookies, see [Vendor].
func Setter(s string) string {
	if NamesVendor(s) {
		return ""
	}
	name, _ := setter(s)
	return name
}

// SetterAmong gives the one of several well-known services that a text about one cookie
// names which alone is said to set it: "Comes by way of Zendesk and is set by Cloudflare".
func SetterAmong(s string) string {
	if !NamesVendor(s) || Vendor(s) != "" {
		return ""
	}
	name, after := setter(s)
	w := strings.Fields(after[:min(len(after), 40)])
	if !NamesVendor(name) || len(w) > 1 && words.Joins(w[0]) && words.StartsUpper(w[1]) || strings.HasPrefix(after, ",") {
		return "" // "set by Google and Facebook"
	}
	return name
}

// setter finds the first one that a text says sets the cookie, and what follows its name.
func setter(s string) (name, after string) {
	for _, re := range []lazyregexp.Regexp{setBy, setsThis, belongs} {
		m := re.FindStringSubmatchIndex(s)
		if m == nil {
			continue
		}
		name, after = s[m[2]:m[3]], s[m[3]:]
		w := words.Of(name)
		if len(w) == 0 || FirmParty(name) != policy.PartyUnsaid || words.SpeakOfCookies(name) || len(words.LanguagesOf(w[0])) > 0 {
			continue // "set by Third Parties", "We set this cookie"
		}
		if noSetters().In(w[:1]) || Nobody(w) || hostGoesOn.MatchString(after) {
			continue // "set by JavaScript", "by Members", "by Shop.example", "A/B testing"
		}
		before := words.Of(s[max(0, m[0]-40):m[0]])
		if before = before[max(0, len(before)-2):]; Words().Not.In(before) || otherSetting().In(before) {
			continue // "not set by Mill Chat", "like the one set by Mill Chat"
		}
		return name, after
	}
	return "", ""
}

// noSetters are words with a capital that are the way in which a cookie is set, or
// anybody; otherSetting tells that what is said is said of another cookie, or was.
var (
	noSetters = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`javascript, js, ajax, php, asp, html, http, https, css, api, java, python, laravel, default, browser, browsers, server, servers, client, staff, user, users, visitor, visitors, login, page, website, site, app`)
	})
	otherSetting = sync.OnceValue(func() *words.Lexicon {
		return words.NewLexicon(`one, ones, never, formerly, previously, nie, niemals, jamais, nunca, nooit, mai`)
	})
	hostGoesOn = lazyregexp.New(`^[./][\p{L}\d]`)
)

// setBy and setsThis leave out German, whose nouns all begin with a capital.
var (
	belongs = lazyregexp.New(`(?:^|[^\p{L}])(?i:belongs to|associated with|comes from|cookie from|cookie of|appartient à|associé à|pertenece a|asociada? a|hoort bij|afkomstig van|appartiene a|associato a|pertence a|associado a) (?i:the |le |la |el |het |de |il |o |a )?(` + capitals + `)`)
	setBy   = lazyregexp.New(`(?:^|[^\p{L}])(?i:set|placed|installed|dropped|created|issued|stored|used|provided|utilisée?s?|fournie?s?|utilizad[oa]s?|proporcionad[oa]s?|gebruikt|utilizzat[oaie]|fornit[oaie]|fornecid[oa]s?|générés?|posés?|déposés?|installés?|placés?|instaladas?|instalados?|establecidas?|establecidos?|colocadas?|geplaatst|gezet|ingesteld|impostat[oi]|installat[oi]|definidos?|colocados?) ` +
		`(?i:by|par|por|door|da|dal|dalla|pelo|pela) (?i:the |le |la |el |het |de |il |o |a )?(` + capitals + `)`)
	setsThis = lazyregexp.New(`(?:^|[.!?:;|] *)(?i:the )?(` + capitals + `)(?: service| plugin)? (?i:sets|places|installs|drops|uses|(?:may|can) (?:set|place|use)|peut (?:déposer|placer)|puede (?:instalar|establecer)|kan (?:plaatsen|zetten)|può (?:installare|impostare)|pode (?:instalar|colocar|definir)|utilise|utiliza|gebruikt|utilizza|usa|dépose|pose|instala|establece|plaatst|zet|imposta|installa|define|coloca) ` +
		`(?i:this|these|the|the following|ce|cette|ces|les|esta|estas|las|las siguientes|deze|de volgende|questo|questi|i|i seguenti|este|estes|os|os seguintes) (?i:cookies?)`)
)

const capitals = `\p{Lu}[\p{L}\d&-]*(?: \p{Lu}[\p{L}\d&-]*){0,3}`
