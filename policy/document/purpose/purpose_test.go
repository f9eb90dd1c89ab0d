package purpose

import (
	"testing"

	"crumbs/policy"
)

func TestCategory(t *testing.T) {
	for s, want := range map[string]policy.Category{
		"Strictly necessary cookies": "necessary", "Essential": "necessary", "Technical and functional cookies": "necessary", "Security": "necessary",
		"Functional and necessary cookies": "necessary", "Preference cookies": "functional", "Functionality": "functional",
		"Performance/analytical cookies": "statistical", "Statistics (anonymous)": "statistical", "Cookies for measurement": "statistical",
		"Targeting/advertising": "marketing", "Social media cookies": "marketing", "Marketing/Tracking": "marketing",
		"Notwendige Cookies": "necessary", "Technisch erforderlich": "necessary", "Funktionale Cookies": "functional", "Statistik": "statistical", "Werbe-Cookies": "marketing",
		"Cookies strictement nécessaires": "necessary", "Cookies de fonctionnalité": "functional", "Mesure d'audience": "statistical", "Cookies publicitaires": "marketing", "Réseaux sociaux": "marketing",
		"Cookies técnicas": "necessary", "Cookies de personalización": "functional", "Cookies de análisis": "statistical", "Publicidad comportamental": "marketing",
		"Noodzakelijke cookies": "necessary", "Voorkeurscookies": "functional", "Analytische cookies": "statistical", "Advertentiecookies": "marketing",
		"Cookie tecnici": "necessary", "Cookie di preferenza": "functional", "Cookie statistici": "statistical", "Cookie di profilazione": "marketing",
		"Cookies estritamente necessários": "necessary", "Cookies de desempenho": "statistical", "Cookies de publicidade": "marketing",
		"Analytics cookies (consent required)": "statistical", "Marketingcookies (toestemming vereist)": "marketing",
		"Non-essential (functional) cookies": "functional", "Strictly necessary": "necessary", "Necessary, not required to consent": "necessary", "Technically not required": "", "Not strictly necessary": "", "Non-strictly necessary cookies": "", "Cookies that are not strictly necessary": "", "Cookies which are not technically necessary": "",
		"Not technically required": "", "No strictly necessary cookies": "", "Nicht technisch notwendige Cookies": "", "Nicht unbedingt erforderliche Cookies": "", "Nicht essenzielle technische Cookies": "", "Technisch nicht notwendige Cookies": "",
		"Cookies non strictement nécessaires": "", "Cookies no estrictamente necesarias": "", "Cookie non strettamente necessari": "", "Cookies no técnicas necesarias": "", "Cookies técnicas no necesarias": "",
		"Niet strikt noodzakelijke cookies": "", "Niet technisch noodzakelijke cookies": "", "Cookies não estritamente necessários": "",
		"Personalised ads": "marketing", "Personalized advertising": "marketing", "Personalisation of ads": "marketing", "Customised advertising": "marketing", "Measurement of the advertising": "marketing",
		"Personalisierte Werbung": "marketing", "Personalisierte Anzeigen": "marketing", "Personalisierung von Anzeigen": "marketing", "Messung der Werbeleistung": "marketing", "Personnalisation de la publicité": "marketing",
		"Personalización de los anuncios": "marketing", "Personalisatie van advertenties": "marketing", "Personalizzazione degli annunci": "marketing", "Personalização de anúncios": "marketing",
		"Personalised content": "functional", "Preferences, marketing": "functional", "Cookie-Einstellungen der Werbung": "functional", "Préférences de publicité": "functional", "Preferencias de marketing": "functional", "Functional and advertising cookies": "functional", "Personalisierung der Anzeige": "functional", "Personalisation of the language": "functional",
		"Non-essential cookies": "", "Nicht notwendige Cookies": "", "Cookies no necesarias": "", "Google Analytics": "", "Tracking technologies": "", "Cookies": "", "YouTube": "", "Unclassified": "", "": "",
	} {
		if got, _ := Category(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	for _, s := range []string{"Not strictly necessary", "Cookies that are not strictly necessary", "Technisch nicht notwendige Cookies", "Cookies no técnicas necesarias", "Other cookies", "Unclassified", "Non-essential cookies", "Sonstige", "Autres cookies", "Otras cookies", "Overige cookies", "Altri cookie", "Outros cookies"} {
		if !Unsorted(s) {
			t.Errorf("%q sorts", s)
		}
	}
}

func TestParty(t *testing.T) {
	for s, want := range map[string]policy.Party{
		"First party": "first", "1st": "first", "Own": "", "Third-party": "third", "3rd party": "third", "First/third party": "",
		"Erstanbieter": "first", "Drittanbieter": "third", "Propia": "first", "De terceros": "third", "Tiers": "third", "Interne": "first",
		"Eerste partij": "first", "Derden": "third", "Prima parte": "first", "Terze parti": "third", "Próprio": "first", "Terceiros": "third", "HubSpot": "", "": "",
		"Cookies set by us": "first", "Cookies of our own": "first", "Cookies not set by us": "", "Cookies that are not our own": "", "Cookies, die nicht von uns gesetzt werden": "", "Cookies die niet door ons geplaatst worden": "", "No third-party cookies": "",
		"Cookies set by us and our partners": "", "Cookies set by us or by others": "", "Von uns und von anderen gesetzte Cookies": "", "Cookies set by other means": "", "Cookies de otros tipos": "", "Cookies von anderen Arten": "",
		"Cookies set by other companies": "third", "Cookies de otros sitios": "third", "Cookies von anderen Unternehmen": "third", "Cookies déposés par d'autres sociétés": "third",
	} {
		if got := Party(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]policy.Party{
		"First visit to the site": "", "Cookies that we set (first-party cookies)": "first", "Cookies de terceros": "third", "First- and third-party cookies": "", "The third column says more": "",
		"Cookies set by us": "first", "Cookies not set by us": "", "Cookies that are not our own": "", "Cookies die niet door ons geplaatst worden": "", "Cookies set by us and our partners": "", "Cookies set by us or by others": "",
		"Von uns und von anderen gesetzte Cookies": "", "Cookies set by other means": "", "Cookies de otros tipos": "", "Cookies von anderen Arten": "", "Cookies of other websites": "third",
	} {
		if got := FirmParty(s); got != want {
			t.Errorf("the title %q is %q, want %q", s, got, want)
		}
	}
}

func TestCookieOf(t *testing.T) {
	for s, want := range map[string]policy.Party{"Our own cookie that counts.": "first", "A third-party cookie.": "third", "This is not our own cookie.": "", "Not a third-party cookie.": ""} {
		if got := CookieOf(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

func TestConsent(t *testing.T) {
	for s, want := range map[string]policy.Consent{
		"They do not require your consent.":                      "none",
		"We do not need to ask your permission to use these.":    "none",
		"When the figures are anonymised, no consent is needed.": "unless-anonymised",
		"We only set them with your consent.":                    "needed",
		"Einwilligung: Erforderlich.":                            "needed",
		"Diese Cookies setzen wir ohne Ihre Einwilligung.":       "none",
		"Ces cookies sont déposés après votre consentement.":     "needed",
		"Ils ne nécessitent pas votre consentement.":             "none",
		"Requieren su consentimiento.":                           "needed",
		"Voor deze cookies is geen toestemming nodig.":           "none",
		"Deze cookies plaatsen wij alleen met uw toestemming.":   "needed",
		"Non richiedono il consenso.":                            "none",
		"São usados apenas com o seu consentimento.":             "needed",
		"They count visits.":                                     "",
	} {
		if got := Consent(s); got != want {
			t.Errorf("%q asks %q, want %q", s, got, want)
		}
	}
}
