package consent

import (
	"strings"
	"unicode"

	"crumbs/policy"
)

// categoryOf gives the category that a word for a group of cookies or for a
// purpose means, CategoryUnsaid for one that says nothing. Words of advertising
// come first: measuring ads is not statistics.
func categoryOf(word string) policy.Category {
	parts := strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, k := range []struct {
		category policy.Category
		begins   []string
	}{
		{policy.Marketing, []string{"marketing", "advert", "ads", "ad", "target", "retarget", "social", "werbung", "publicit", "pubblicit"}},
		{policy.Statistical, []string{"analytic", "statist", "measure", "performance", "audience", "mesure", "market", "estad"}},
		{policy.Necessary, []string{"necessary", "essential", "required", "technical", "security", "strict", "notwendig", "essen", "nécess", "necess", "mandatory"}},
		{policy.Functional, []string{"function", "preference", "personali", "comfort", "convenience", "experience", "fonction", "funktion", "content"}},
	} {
		for _, p := range parts {
			for _, b := range k.begins {
				if p == b || len(b) > 3 && strings.HasPrefix(p, b) {
					return k.category
				}
			}
		}
	}
	return policy.CategoryUnsaid
}

// known are services by what their names hold, letters and digits only, in lower
// case, the more telling first. Providers are spelt as the catalogue spells them.
var known = []struct {
	holds    string
	provider string
	category policy.Category
}{
	{"googleads", "Google advertising", policy.Marketing},
	{"adwords", "Google advertising", policy.Marketing},
	{"adsense", "Google advertising", policy.Marketing},
	{"doubleclick", "Google advertising", policy.Marketing},
	{"remarketing", "", policy.Marketing},
	{"googletagmanager", "", policy.CategoryUnsaid},
	{"facebookpixel", "Facebook", policy.Marketing},
	{"metapixel", "Facebook", policy.Marketing},
	{"fbpixel", "Facebook", policy.Marketing},
	{"facebook", "Facebook", policy.Marketing},
	{"linkedininsight", "LinkedIn", policy.Marketing},
	{"linkedin", "LinkedIn", policy.Marketing},
	{"bingads", "Microsoft Advertising", policy.Marketing},
	{"pinterest", "Pinterest", policy.Marketing},
	{"tiktok", "TikTok", policy.Marketing},
	{"twitter", "X", policy.Marketing},
	{"criteo", "Criteo", policy.Marketing},
	{"taboola", "Taboola", policy.Marketing},
	{"outbrain", "Outbrain", policy.Marketing},
	{"youtube", "YouTube", policy.Marketing},
	{"hubspot", "HubSpot", policy.Marketing},
	{"googleanalytics", "Google Analytics", policy.Statistical},
	{"matomo", "Matomo", policy.Statistical},
	{"piwik", "Matomo", policy.Statistical},
	{"hotjar", "Hotjar", policy.Statistical},
	{"clarity", "Microsoft Clarity", policy.Statistical},
	{"mixpanel", "Mixpanel", policy.Statistical},
	{"amplitude", "Amplitude", policy.Statistical},
	{"contentsquare", "Contentsquare", policy.Statistical},
	{"atinternet", "", policy.Statistical},
	{"xiti", "", policy.Statistical},
	{"multiplegtag", "Google Analytics", policy.Statistical},
	{"gtag", "Google Analytics", policy.Statistical},
	{"gajs", "Google Analytics", policy.Statistical},
}

// service gives a service with what its name says of it.
func service(name string, granted bool) Service {
	s := Service{Name: name, Granted: granted}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	for _, k := range known {
		if strings.Contains(bare, k.holds) {
			s.Provider, s.Category = k.provider, k.category
			return s
		}
	}
	s.Category = categoryOf(name)
	return s
}
