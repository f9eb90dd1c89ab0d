package classify

import (
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

func TestGuard(t *testing.T) {
	httpOnly := func(c cookies.Cookie) cookies.Cookie { c.HTTPOnly = true; return c }
	script := func(c cookies.Cookie) cookies.Cookie { return c }
	for _, test := range []struct {
		name, host string
		seconds    int64
		set        func(cookies.Cookie) cookies.Cookie
		want       policy.Guard
	}{
		{"PHPSESSID", "shop.test", 0, httpOnly, policy.GuardLogin},
		{"sessionid", "shop.test", 14 * day, httpOnly, policy.GuardLogin},
		{"SID", ".google.com", 400 * day, script, policy.GuardLogin},
		{"c_user", ".facebook.com", year, script, policy.GuardLogin},
		{"csrftoken", "shop.test", year, script, policy.GuardCSRF},
		{"OptanonConsent", ".shop.test", year, script, policy.GuardConsent},
		{"CookieConsent", "shop.test", year, script, policy.GuardConsent},

		{"auth_token", "app.shop.test", 30 * day, httpOnly, policy.GuardLogin},
		{"auth_token", "app.shop.test", 30 * day, script, policy.GuardLogin},
		{"shop_session", "shop.test", 0, httpOnly, policy.GuardLogin},
		{"_myapp_session", "shop.test", 0, httpOnly, policy.GuardLogin},
		{"ShopSessionId", "shop.test", 0, script, policy.GuardLogin},
		{"rememberMe", "shop.test", 30 * day, httpOnly, policy.GuardLogin},
		{"__Host-sess", "shop.test", 0, httpOnly, policy.GuardLogin},
		{"shop-xsrf", "shop.test", 0, script, policy.GuardCSRF},
		{"anti_csrf", "shop.test", 0, httpOnly, policy.GuardCSRF},
		{"shop_cookie_consent", "shop.test", year, script, policy.GuardConsent},
		{"cookieBannerDismissed", "shop.test", year, script, policy.GuardConsent},
		{"cookies-accepted", "shop.test", year, script, policy.GuardConsent},

		{"_ga", ".shop.test", 2 * year, script, policy.Unguarded},
		{"_hjSession_123", ".shop.test", hour / 2, script, policy.Unguarded},
		{"_hjAbsoluteSessionInProgress", ".shop.test", hour / 2, script, policy.Unguarded},
		{"QuantumMetricSessionID", ".shop.test", 0, script, policy.Unguarded},
		{"taboola_session_id", ".taboola.com", 0, script, policy.Unguarded},
		{"ai_session", "shop.test", hour / 2, script, policy.Unguarded},
		{"visitor_session_id", "shop.test", hour / 2, script, policy.Unguarded},
		{"analytics_session_id", ".shop.test", hour / 2, script, policy.Unguarded},
		{"acme_session_id", ".doubleclick.net", 30 * day, script, policy.Unguarded},
		{"JSESSIONID", ".doubleclick.net", 0, script, policy.Unguarded},
		{"ads_session", ".shop.test", 0, script, policy.Unguarded},
		{"AWSALB", "shop.test", 7 * day, script, policy.Unguarded},
		{"lang", "shop.test", year, script, policy.Unguarded},
		{"theme", "shop.test", year, script, policy.Unguarded},
		{"obsession", "shop.test", year, script, policy.Unguarded},
		{"zqx", "shop.test", 0, httpOnly, policy.Unguarded},
	} {
		c := newClassifier(t, nil)
		k := test.set(cookie(test.name, test.host, test.seconds))
		if v := c.Verdict(&k, policy.Site{}); v.Guard != test.want {
			t.Errorf("%s on %s: guard %q, want %q (%s: %q)", test.name, test.host, v.Guard, test.want, v.Category, v.Reasons())
		}
	}
}

// TestGuardWhateverTheCategory: neither the user's word nor a policy's makes a
// sign-in less of one, and a policy that says what a cookie is for is believed.
func TestGuardWhateverTheCategory(t *testing.T) {
	p := policy.Policy{Platform: "shop.test", Cookies: []policy.Declaration{
		{Name: "PHPSESSID", Category: policy.Marketing},
		{Name: "zqx", Category: policy.Necessary, Function: "Authentication (front and back office)"},
		{Name: "zqy", Category: policy.Marketing, Purpose: "Counts who is logged in"},
	}}
	c := newClassifier(t, []policy.Rule{{Name: "auth_token", Category: policy.Marketing}}, p)
	for name, want := range map[string]policy.Guard{
		"PHPSESSID": policy.GuardLogin, "auth_token": policy.GuardLogin, "zqx": policy.GuardLogin, "zqy": policy.Unguarded,
	} {
		k := cookie(name, "shop.test", 0)
		v := c.Verdict(&k, policy.Site{})
		if v.Guard != want {
			t.Errorf("%s: guard %q: %q", name, v.Guard, v.Reasons())
		}
		if name == "PHPSESSID" && (v.Category != policy.Marketing || len(v.Disagreed()) == 0) {
			t.Errorf("%s: %s, %q", name, v.Category, v.Disagreed())
		}
	}
}

// TestGuardAgainstOwnFacts: a table that the user added to the catalogue says
// what a cookie is for, and does not sign anybody out.
func TestGuardAgainstOwnFacts(t *testing.T) {
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	var added policy.Policy
	for name, domain := range map[string]string{"c_user": "facebook.com", "user_session": "github.com", "form_key": "shop.test", "shop_session": "", "_ga": ""} {
		added.Cookies = append(added.Cookies, policy.Declaration{Name: name, Domain: domain, Category: policy.Marketing})
	}
	c := New(Knowledge{Catalogue: known.Extend(catalogue.FromPolicy(added, "a table"))})
	for _, test := range []struct {
		name, host string
		want       policy.Guard
	}{
		{"c_user", ".facebook.com", policy.GuardLogin}, {"user_session", "github.com", policy.GuardLogin},
		{"form_key", "shop.test", policy.GuardCSRF}, {"shop_session", "shop.test", policy.GuardLogin}, {"_ga", ".shop.test", policy.Unguarded},
	} {
		k := cookie(test.name, test.host, 0)
		k.HTTPOnly = true
		v := c.Verdict(&k, policy.Site{})
		if v.Guard != test.want || v.Category != policy.Marketing {
			t.Errorf("%s on %s: guard %q, %s: %q", test.name, test.host, v.Guard, v.Category, v.Reasons())
		}
	}
}

// TestGuardByValue: tokens of a sign-in, sealed sessions and ids of sessions are
// held back whatever their names; ids that measure are not.
func TestGuardByValue(t *testing.T) {
	const jwt, sealed, hex = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJpdiI6ImFiYyIsInZhbHVlIjoieHl6In0%3D", "4f6d1c1e08c14a869d6e1b2f0c9a7e55"
	for _, test := range []struct {
		name, host, value string
		seconds           int64
		httpOnly          bool
		want              policy.Guard
	}{
		{"zqx", "shop.test", jwt, day, false, policy.GuardLogin},
		{"zqx", ".doubleclick.net", jwt, day, false, policy.Unguarded},
		{"zqx", "shop.test", sealed, 2 * hour, true, policy.GuardLogin},
		{"zqx", "shop.test", sealed, 2 * hour, false, policy.Unguarded},
		{"zqx", "shop.test", "k3j9x0q2mzw7r1t5v8b4n6pacd", 0, false, policy.GuardLogin},
		{"zqx", "shop.test", hex, 0, true, policy.GuardLogin},
		{"zqx", "shop.test", hex, 0, false, policy.Unguarded},
		{"zqx", "shop.test", hex, year, true, policy.Unguarded},
		{"visitor", "shop.test", hex, 0, true, policy.Unguarded},
		{"zqx", "shop.test", "{stamp:%27x%27%2Cnecessary:true}", year, false, policy.GuardConsent},
		{"zqx", "shop.test", "CPzHq4APzHq4AEsABBENAtEoAP_AAH_AACiQ.YAAA", year, false, policy.GuardConsent},
		{"_ga", ".shop.test", jwt, 2 * year, false, policy.Unguarded}, // the catalogue knows better
	} {
		c := newClassifier(t, nil)
		k := cookie(test.name, test.host, test.seconds)
		k.HTTPOnly, k.Shape = test.httpOnly, cookies.ShapeOf([]byte(test.value))
		v := c.Verdict(&k, policy.Site{})
		if v.Guard != test.want {
			t.Errorf("%s on %s, %s: guard %q, want %q (%s: %q)", test.name, test.host, k.Shape.Form, v.Guard, test.want, v.Category, v.Reasons())
		}
		if test.want != policy.Unguarded && !slices.ContainsFunc(v.Reasons(), func(r string) bool { return strings.Contains(r, "its value is "+k.Shape.Form.String()) }) {
			t.Errorf("%s: %q", test.name, v.Reasons())
		}
	}
}
