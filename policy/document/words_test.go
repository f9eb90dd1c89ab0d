package document

import (
	"slices"
	"testing"
)

func TestLabels(t *testing.T) {
	for s, want := range map[string]role{
		"Name": roleName, "Cookie": roleName, "Cookie(s)": roleName, "Cookie name(s)": roleName, "Cookie / technology": roleName, "Nom du cookie": roleName, "Cookienaam": roleName, "Nombre de la cookie": roleName, "Schlüssel": roleName,
		"Service provider's name": roleProvider, "Set by": roleProvider, "Name of the provider": roleProvider, "Third party": roleProvider, "Anbieter": roleProvider, "Impostato da": roleProvider, "Titular": roleProvider,
		"Domain": roleDomain, "Cookie Subgroup": roleDomain, "Hôte": roleDomain,
		"Purpose of cookie": rolePurpose, "Intended use": rolePurpose, "Zweck": rolePurpose, "Verwendungszweck": rolePurpose, "Finalité": rolePurpose, "Omschrijving": rolePurpose, "Scopo": rolePurpose,
		"Function and place": roleFunction, "Fonction": roleFunction,
		"Expiry": roleLifetime, "Retention period": roleLifetime, "How long it lasts": roleLifetime, "Storage time": roleLifetime, "Speicherdauer": roleLifetime, "Durée de conservation": roleLifetime, "Caducidad": roleLifetime, "Bewaartermijn": roleLifetime, "Scadenza": roleLifetime, "Validade": roleLifetime, "Maximum Storage Duration": roleLifetime,
		"Cookie type": roleCategory, "Kategorie": roleCategory, "Tipologia": roleCategory, "First/third party": roleParty, "Propia o de terceros": roleParty,
		"Privacy policy": roleOther, "Browser": roleOther, "Hafen": roleNone, "": roleNone,
	} {
		if got, _ := theLabels().column(s); got != want {
			t.Errorf("%q heads a column of %d, want %d", s, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for s, want := range map[string][]string{
		"_ga": {"_ga"}, "_ga, _gid": {"_ga", "_gid"}, "_ga / _gid": {"_ga", "_gid"}, "_ga/_gid": {"_ga", "_gid"}, "_ga\n_gid": {"_ga", "_gid"}, "_ga and _gid": {"_ga", "_gid"}, "_ga _gid": {"_ga", "_gid"},
		"_ga_<container-id>": {"_ga_*"}, "_gat_UA-XXXXXXX-X": {"_gat_UA-*"}, "x_{user id}": {"x_*"}, "y_[id]": {"y_*"}, "z_####": {"z_*"}, "SESSXXXXXX": {"SESS*"}, "w_...": {"w_*"}, "v_%id%_x": {"v_*_x"}, "n[]": {"n[]"},
		"_ga_1A2B3C4D5E": {"_ga_1A2B3C4D5E"}, "fr": {"fr"}, "c": {"c"}, "SAPISID, SID, SSID": {"SAPISID", "SID", "SSID"},
		"_ga (Google)": {"_ga"}, "_ga (_ga_A1, _ga_B2)": {"_ga", "_ga_A1", "_ga_B2"}, "Session cookie (shop_sid)": {"shop_sid"}, "fr - Facebook": {"fr"}, "Cookie: sid": {"sid"}, "‘NID’": {"NID"},
		"count_0 02": {"count_002"}, "HARBOUR_ ID": {"HARBOUR_ID"}, ".AspNetCore.Antiforgery": {".AspNetCore.Antiforgery"}, "__Host-x.csrf-token": {"__Host-x.csrf-token"}, "rc::a": {"rc::a"}, "pagead/landing [x2]": {"pagead/landing"},
		"Email obfuscation script": nil, "none": nil, "n/a": nil, "-": nil, "*.harbour.example": nil, "www.harbour.com": nil, "https://harbour.example/x_y": nil, "Google Fonts": nil, "système": nil, "*": nil, "": nil,
	} {
		var got []string
		for _, n := range names(plain(s), nil) {
			got = append(got, n.name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", s, got, want)
		}
	}
	whole := func(s string) bool { return s == "HARBOUR_INFO" }
	if got := names(plain("HARBOUR_INF O"), whole); len(got) != 1 || got[0].name != "HARBOUR_INFO" {
		t.Errorf("a name broken by a narrow column: %v", got)
	}
}
