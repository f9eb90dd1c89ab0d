package names_test

import (
	"slices"
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/names"
)

func TestInCell(t *testing.T) {
	for s, want := range map[string][]string{
		"_ga": {"_ga"}, "_ga, _gid": {"_ga", "_gid"}, "_ga / _gid": {"_ga", "_gid"}, "_ga/_gid": {"_ga", "_gid"}, "_ga\n_gid": {"_ga", "_gid"}, "_ga and _gid": {"_ga", "_gid"}, "_ga _gid": {"_ga", "_gid"},
		"_ga_<container-id>": {"_ga_*"}, "_gat_UA-XXXXXXX-X": {"_gat_UA-*"}, "x_{user id}": {"x_*"}, "y_[id]": {"y_*"}, "z_####": {"z_*"}, "SESSXXXXXX": {"SESS*"}, "w_...": {"w_*"}, "v_%id%_x": {"v_*_x"}, "n[]": {"n[]"},
		"_ga_1A2B3C4D5E": {"_ga_1A2B3C4D5E"}, "fr": {"fr"}, "c": {"c"}, "SAPISID, SID, SSID": {"SAPISID", "SID", "SSID"},
		"_ga (Google)": {"_ga"}, "_ga (_ga_A1, _ga_B2)": {"_ga", "_ga_A1", "_ga_B2"}, "Session cookie (shop_sid)": {"shop_sid"}, "fr - Facebook": {"fr"}, "Cookie: sid": {"sid"}, "‘NID’": {"NID"},
		"count_0 02": {"count_002"}, "HARBOUR_ ID": {"HARBOUR_ID"}, ".AspNetCore.Antiforgery": {".AspNetCore.Antiforgery"}, "__Host-x.csrf-token": {"__Host-x.csrf-token"}, "rc::a": {"rc::a"}, "pagead/landing [x2]": {"pagead/landing"},
		"Email obfuscation script": nil, "none": nil, "n/a": nil, "-": nil, "*.harbour.example": nil, "www.harbour.com": nil, "https://harbour.example/x_y": nil, "Google Fonts": nil, "système": nil, "*": nil, "": nil,
	} {
		var got []string
		for _, n := range names.InCell(block.Plain(s), nil) {
			got = append(got, n.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", s, got, want)
		}
	}
	whole := func(s string) bool { return s == "HARBOUR_INFO" }
	if got := names.InCell(block.Plain("HARBOUR_INF O"), whole); len(got) != 1 || got[0].Name != "HARBOUR_INFO" {
		t.Errorf("a name broken by a narrow column: %v", got)
	}
}
