package catalogue

import _ "embed"

// The files of facts. They are strings, for whatever is read of an [embed.FS] is
// copied first, which took longer than to divide the lines.
var (
	//go:embed data/advertising.txt
	advertisingText string
	//go:embed data/analytics.txt
	analyticsText string
	//go:embed data/campaigns.txt
	campaignsText string
	//go:embed data/consent.txt
	consentText string
	//go:embed data/embeds.txt
	embedsText string
	//go:embed data/exchanges.txt
	exchangesText string
	//go:embed data/further.txt
	furtherText string
	//go:embed data/measuring.txt
	measuringText string
	//go:embed data/payments.txt
	paymentsText string
	//go:embed data/platforms.txt
	platformsText string
	//go:embed data/preferences.txt
	preferencesText string
	//go:embed data/security.txt
	securityText string
	//go:embed data/services.txt
	servicesText string
	//go:embed data/sessions.txt
	sessionsText string
	//go:embed data/vendors.txt
	vendorsText string
)

// carried gives the files that crumbs carries with it. Each time they are the same ones.
func carried() []file {
	return []file{
		{"advertising.txt", advertisingText},
		{"analytics.txt", analyticsText},
		{"campaigns.txt", campaignsText},
		{"consent.txt", consentText},
		{"embeds.txt", embedsText},
		{"exchanges.txt", exchangesText},
		{"further.txt", furtherText},
		{"measuring.txt", measuringText},
		{"payments.txt", paymentsText},
		{"platforms.txt", platformsText},
		{"preferences.txt", preferencesText},
		{"security.txt", securityText},
		{"services.txt", servicesText},
		{"sessions.txt", sessionsText},
		{"vendors.txt", vendorsText},
	}
}
