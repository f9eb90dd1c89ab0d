package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/policy"
)

func TestAgainstConsent(t *testing.T) {
	answer := now.Add(-10 * day).Truncate(time.Second)
	// Cookiebot's, with its own time.
	bot := map[string]string{"CookieConsent": fmt.Sprintf("{stamp:'x',necessary:true,preferences:false,statistics:false,marketing:false,utc:%d}", answer.UnixMilli())}
	// Klaro's, which has none.
	klaro := map[string]string{"klaro": `{"google-analytics":false,"facebook-pixel":true}`}
	at := func(d time.Duration) func(*cookies.Cookie) {
		return func(c *cookies.Cookie) {
			set(answer.Add(d), answer.Add(d))(c)
			lives(90 * day)(c)
		}
	}
	type stored []cookies.Cookie
	record := cookie("CookieConsent", at(0), host("shop.test"))
	for _, c := range []struct {
		what   string
		values map[string]string
		stored stored
		want   []string
	}{
		{"set after", bot, stored{record, cookie("_fbp", at(day))}, []string{"against-consent high _fbp .shop.test"}},
		{"set before", bot, stored{record, cookie("_fbp", at(-day))}, nil},
		{"at the same moment", bot, stored{record, cookie("_fbp", at(time.Second))}, nil},
		{"a moment later", bot, stored{record, cookie("_fbp", at(time.Second+time.Millisecond))}, []string{"against-consent high _fbp .shop.test"}},
		{"first set before, and again after", bot, stored{record, cookie("_fbp", set(answer.Add(-day), answer.Add(day)), lives(90*day))},
			[]string{"against-consent high _fbp .shop.test"}},
		{"functional", bot, stored{record, cookie("django_language", at(day))}, []string{"against-consent medium django_language .shop.test"}},
		{"necessary ones need no answer", bot, stored{record, cookie("csrftoken", at(day))}, nil},
		{"a guess by looks", bot, stored{record, cookie("adpixel_sync", at(day), func(c *cookies.Cookie) { c.SameSite = cookies.None })},
			[]string{"against-consent low adpixel_sync .shop.test"}},
		{"another's, within the site", bot, stored{record, cookie("fr", host(".facebook.com"), under("https://shop.test"), at(day))},
			[]string{"against-consent high fr .facebook.com"}},
		{"another browser, another answer", bot, stored{record, cookie("_fbp", at(day), in(fox))}, nil},
		{"another container, another answer", bot, stored{record, cookie("_fbp", at(day), func(c *cookies.Cookie) { c.Place = &cookies.Place{Container: "Work"} })}, nil},
		{"a subdomain's record for the site's own", bot, stored{cookie("CookieConsent", at(0), host("www.shop.test")), cookie("_fbp", at(day))},
			[]string{"against-consent high _fbp .shop.test"}},
		{"a subdomain's record is not another's", bot, stored{cookie("CookieConsent", at(0), host("www.shop.test")), cookie("_fbp", at(day), host("blog.shop.test"))}, nil},
		{"the record has gone", bot, stored{cookie("CookieConsent", set(answer, answer), lives(day)), cookie("_fbp", at(day))}, nil},
		{"no time but the store's", klaro, stored{cookie("klaro", at(0)), cookie("_ga", at(day))}, []string{"against-consent high _ga .shop.test"}},
		{"the service that was granted", klaro, stored{cookie("klaro", at(0)), cookie("_fbp", at(day))}, nil},
		{"a store that does not say when the record was last set", klaro,
			stored{cookie("klaro", at(-100*day), lives(365*day), func(c *cookies.Cookie) { c.Updated = 0 }), cookie("_ga", at(day))}, []string{"against-consent low _ga .shop.test"}},
		{"two records that disagree", map[string]string{"CookieConsent": bot["CookieConsent"], "cmplz_marketing": "allow"},
			stored{record, cookie("cmplz_marketing", at(0)), cookie("_fbp", at(day)), cookie("_ga", at(day))}, []string{"against-consent high _ga .shop.test"}},
		{"two records, the earlier one counts", map[string]string{"CookieConsent": bot["CookieConsent"], "cmplz_marketing": "deny"},
			stored{record, cookie("cmplz_marketing", at(time.Hour)), cookie("_fbp", at(day))}, []string{"against-consent high _fbp .shop.test"}},
		{"a store without the time of the last setting", bot, stored{record, cookie("_fbp", at(day), func(c *cookies.Cookie) { c.Updated = 0 })},
			[]string{"against-consent high _fbp .shop.test"}},
		{"a record of several cookies, one without such a time", map[string]string{"cmplz_marketing": "deny", "cmplz_statistics": "deny"},
			stored{cookie("cmplz_marketing", at(0), func(c *cookies.Cookie) { c.Updated = 0 }), cookie("cmplz_statistics", at(0)), cookie("_fbp", at(day))},
			[]string{"against-consent low _fbp .shop.test"}},
		{"one profile's session file", bot, stored{cookie("CookieConsent", at(0), host("shop.test"), in(fox)), cookie("_fbp", at(day), in(foxSession))},
			[]string{"against-consent high _fbp .shop.test"}},
		{"a private window, another answer", bot, stored{record, cookie("_fbp", at(day), func(c *cookies.Cookie) { c.Place = &cookies.Place{Private: true} })}, nil},
		{"the site's record for a subdomain's own", bot, stored{cookie("CookieConsent", at(0)), cookie("_fbp", at(day), host("www.shop.test"))},
			[]string{"against-consent high _fbp www.shop.test"}},
		{"the site's record for nobody below it", bot, stored{record, cookie("_fbp", at(day), host("www.shop.test"))}, nil},
		{"a record that is not open", nil, stored{record, cookie("_fbp", at(day))}, nil},
		{"a record that is none", map[string]string{"CookieConsent": "ok"}, stored{record, cookie("_fbp", at(day))}, nil},
		{"a record of a time to come", map[string]string{"CookieConsent": fmt.Sprintf("{stamp:'x',marketing:false,utc:%d}", now.AddDate(1, 0, 0).UnixMilli())},
			stored{record, cookie("_fbp", at(day))}, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := audited(t, "shop.test", nil, c.stored, c.values)
			if diff := cmp.Diff(append([]string{}, c.want...), findings(r)); diff != "" {
				t.Errorf("-want +got\n%s\n%+v", diff, r.Records)
			}
			for _, f := range r.Findings {
				if got := strings.Count(f.Detail, " UTC"); got < 2 {
					t.Errorf("%q does not say both times", f.Detail)
				}
				if strings.HasPrefix(c.what, "two records, the earlier") && !strings.Contains(f.Detail, stamp(answer)) {
					t.Errorf("%q does not name the earlier answer", f.Detail)
				}
			}
			notes := strings.Join(r.Notes, "\n")
			for what, says := range map[string]string{
				"a record that is not open":  "CookieConsent of shop.test could not be opened, so it is not known what was answered (the keyring is locked)",
				"a record that is none":      "CookieConsent of shop.test could not be read",
				"a record of a time to come": "yet to come",
			} {
				if (c.what == what) != strings.Contains(notes, says) || c.what == what && strings.Contains(notes, "No cookie was found") {
					t.Errorf("the notes say %q", notes)
				}
			}
		})
	}
}

// TestShared: who had a cookie set that many sites use can't be told.
func TestShared(t *testing.T) {
	answer := now.Add(-10 * day)
	ide := declare("IDE", policy.Marketing, policy.ThirdParty, 30*day)
	ide.Domain, ide.Provider = "doubleclick.net", "Google"
	r := audited(t, "shop.test", []policy.Declaration{ide, declare("CookieConsent", policy.Necessary, policy.PartyUnsaid, 30*day)}, []cookies.Cookie{
		cookie("CookieConsent", set(answer, answer), lives(30*day)), cookie("IDE", host(".doubleclick.net"), lives(90*day)),
	}, map[string]string{"CookieConsent": fmt.Sprintf("{stamp:'x',marketing:false,utc:%d}", answer.UnixMilli())})
	if want := []string{"overlong high IDE .doubleclick.net"}; !slices.Equal(findings(r), want) {
		t.Errorf("found %q, want %q", findings(r), want)
	}
	if !slices.ContainsFunc(r.Notes, func(s string) bool { return strings.Contains(s, "other sites share") }) {
		t.Errorf("the notes say %q", r.Notes)
	}
}

// TestDailyRecord: a TCF string of version 2.2 knows the day only, so that what
// was set on that day was perhaps set before the answer, unless the store knows.
func TestDailyRecord(t *testing.T) {
	const refused = "CQkgb8AQkgb8AAfABBDEC0EgAAAAAAAAAAYgAAAAAAAA" // invented: all refused on 2026-05-20
	r := audited(t, "shop.test", nil, []cookies.Cookie{cookie("euconsent-v2", host("shop.test"))}, map[string]string{"euconsent-v2": refused})
	if len(r.Records) == 0 {
		t.Fatalf("no record: %q", r.Notes)
	}
	d := r.Records[0].At
	if !r.Records[0].Daily || !d.Equal(time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("the record is of %s", d)
	}
	for _, c := range []struct {
		what     string
		stored   time.Time
		cookie   time.Time
		findings int
	}{
		{"the store's time of that day counts", d.Add(10 * time.Hour), d.Add(11 * time.Hour), 1},
		{"before it", d.Add(10 * time.Hour), d.Add(9 * time.Hour), 0},
		{"a store whose time lies before the record's knows nothing of it", d.Add(-10 * time.Hour), d.Add(11 * time.Hour), 0},
		{"the record was stored again since: that day is no evidence", d.Add(50 * time.Hour), d.Add(11 * time.Hour), 0},
		{"the next one is", d.Add(50 * time.Hour), d.Add(25 * time.Hour), 1},
	} {
		r := audited(t, "shop.test", nil, []cookies.Cookie{
			cookie("euconsent-v2", host("shop.test"), set(d, c.stored), func(k *cookies.Cookie) { k.Expires = cookies.FromTime(now.Add(day)) }),
			cookie("_fbp", set(c.cookie, c.cookie), lives(90*day)),
		}, map[string]string{"euconsent-v2": refused})
		if len(r.Findings) != c.findings {
			t.Errorf("%s: %q", c.what, findings(r))
		}
	}
}

// A record is its site's: one that is embedded in its pages speaks of another
// site, and is not opened.
func TestWanted(t *testing.T) {
	site := policy.Site{Host: "www.shop.test", Registrable: "shop.test"}
	list := []cookies.Cookie{
		cookie("CookieConsent"), cookie("CookieConsent", host("www.shop.test")), cookie("_ga"),
		cookie("CookieConsent", host("blog.shop.test")), cookie("klaro", host("video.test"), under("https://shop.test")),
	}
	var sorted []policy.Sorted
	for i := range list {
		sorted = append(sorted, policy.Sorted{Cookie: &list[i], Verdict: &policy.Verdict{}})
	}
	if got := Wanted(site, sorted); !slices.Equal(got, []*cookies.Cookie{&list[0], &list[1]}) {
		t.Errorf("wanted are %+v", got)
	}
}

// Each place that a record lies in has an answer of its own: the site as such, and
// the site as it is embedded somewhere.
func TestRecordsApart(t *testing.T) {
	klaro := map[string]string{"klaro": `{"google-analytics":false}`}
	r := audited(t, "shop.test", nil, []cookies.Cookie{
		cookie("klaro"), cookie("klaro", under("https://shop.test"), func(c *cookies.Cookie) { c.Origin = "https://shop.test" }),
	}, klaro)
	if len(r.Records) != 2 {
		t.Errorf("%d records: %+v", len(r.Records), r.Records)
	}
}

// A clock may be a little off; a day and more is no answer of this visitor's.
func TestRecordOfTheFuture(t *testing.T) {
	for ahead, want := range map[time.Duration]int{12 * time.Hour: 1, 25 * time.Hour: 0} {
		r := audited(t, "shop.test", nil, []cookies.Cookie{cookie("CookieConsent")},
			map[string]string{"CookieConsent": fmt.Sprintf("{stamp:'x',marketing:false,utc:%d}", now.Add(ahead).UnixMilli())})
		if len(r.Records) != want {
			t.Errorf("%v ahead: %+v, %q", ahead, r.Records, r.Notes)
		}
	}
}

// Of a cookie of which nothing is known nobody can say that it was refused, even
// if its vendor was.
func TestNothingKnownIsNotRefused(t *testing.T) {
	c, v := cookie("zzq"), policy.Verdict{Category: policy.Unclassified, Provider: "Google Analytics"}
	record := cookie("klaro", set(now.Add(-10*day), now.Add(-10*day)), lives(30*day))
	in := Input{Site: policy.Site{Host: "shop.test", Registrable: "shop.test"}, Now: now,
		Cookies: []policy.Sorted{{Cookie: &c, Verdict: &v}}, Opened: []Opened{{Cookie: &record, Value: []byte(`{"google-analytics":false}`)}}}
	if r := Audit(in); len(r.Findings) != 0 {
		t.Errorf("found %q", findings(r))
	}
	v.Category = policy.Statistical
	if r := Audit(in); len(r.Findings) != 1 {
		t.Errorf("found %q, want the one that is known", findings(r))
	}
}
