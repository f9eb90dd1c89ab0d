package purpose

import (
	"slices"
	"strings"
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
			return "" // two of them: which one is it?
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
