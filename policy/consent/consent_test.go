package consent

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/policy"
)

// tcf makes a TCF string of version 2 with these times and purposes: consents
// and legitimate interests. Vendors and restrictions there are none.
func tcf(created, updated time.Time, consents, interests []int) string {
	bits := make([]byte, 0, 300)
	put := func(v uint64, n int) {
		for i := n - 1; i >= 0; i-- {
			bits = append(bits, byte(v>>i&1))
		}
	}
	set := func(ids []int) {
		for i := 1; i <= 24; i++ {
			b := uint64(0)
			if slices.Contains(ids, i) {
				b = 1
			}
			put(b, 1)
		}
	}
	put(2, 6)
	put(uint64(created.UnixMilli()/100), 36)
	put(uint64(updated.UnixMilli()/100), 36)
	put(31, 12)  // the banner's number
	put(1, 12)   // its version
	put(1, 6)    // its screen
	put(3, 6)    // D
	put(4, 6)    // E
	put(180, 12) // the list of vendors
	put(4, 6)    // the framework's policy
	put(1, 1)    // specific to this site
	put(0, 1)
	put(0, 12) // special features
	set(consents)
	set(interests)
	put(0, 1)  // purpose 1 is asked for
	put(3, 6)  // D
	put(4, 6)  // E
	put(0, 16) // vendors with consent
	put(0, 1)
	put(0, 16) // vendors with interests
	put(0, 1)
	put(0, 12) // restrictions
	out := make([]byte, (len(bits)+7)/8)
	for i, b := range bits {
		out[i/8] |= b << (7 - i%8)
	}
	return base64.RawURLEncoding.EncodeToString(out)
}

// undisclosed marks a TCF string as one of a country in which purpose 1 is not
// asked for: the bit behind the purposes (purposeOneTreatment).
func undisclosed(text string) string {
	b, _ := base64.RawURLEncoding.DecodeString(text)
	b[200/8] |= 0x80
	return base64.RawURLEncoding.EncodeToString(b)
}

// history makes what Usercentrics keeps of two answers, each some hours after
// answered.
func history(first string, after int, second string, after2 int) string {
	at := func(hours int) int64 { return answered.Add(time.Duration(hours) * time.Hour).UnixMilli() }
	return fmt.Sprintf(`{"services":[{"history":[{"action":%q,"timestamp":%d}]},{"history":[{"action":%q,"timestamp":%d}]}]}`,
		first, at(after), second, at(after2))
}

func base64JSON(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

var (
	answered = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	today    = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	n, f     = policy.Necessary, policy.Functional
	s, m     = policy.Statistical, policy.Marketing
)

func TestRead(t *testing.T) {
	type categories []policy.Category
	later := answered.Add(40 * 24 * time.Hour)
	oneTrust := func(count int, groups string) string {
		return "isGpcEnabled=0&datestamp=" + strings.NewReplacer(":", "%3A", " ", "+", "(", "(").Replace(later.Format("Mon Jan 02 2006 15:04:05")+" GMT%2B0000 (Coordinated Universal Time)") +
			fmt.Sprintf("&version=202502.1.0&isIABGlobal=false&hosts=&consentId=b1c1&interactionCount=%d&landingPath=NotLandingPage&groups=%s", count, groups)
	}
	for _, c := range []struct {
		what             string
		entries          []string // name, value, name, value ...
		product          string   // "": nothing was answered
		at               time.Time
		daily            bool
		granted, refused categories
		services         []Service
		fault            bool
	}{
		{what: "OneTrust, one answer", entries: []string{
			"OptanonConsent", oneTrust(1, "C0001%3A1%2CC0002%3A0%2CC0003%3A1%2CC0004%3A0"), "OptanonAlertBoxClosed", "2026-03-04T05:06:07.000Z"},
			product: "OneTrust", at: answered, granted: categories{n, f}, refused: categories{s, m}},
		{what: "OneTrust, several answers: the banner's time may be that of an older one", entries: []string{
			"OptanonConsent", oneTrust(3, "C0001%3A1%2CC0002%3A0"), "OptanonAlertBoxClosed", "2026-03-04T05:06:07.000Z"},
			product: "OneTrust", at: later, granted: categories{n}, refused: categories{s}},
		{what: "OneTrust, its defaults before any answer", entries: []string{"OptanonConsent", oneTrust(0, "C0001%3A1%2CC0002%3A0%2CC0004%3A0")}},
		{what: "OneTrust, advertising refused and social networks not", entries: []string{
			"OptanonConsent", oneTrust(1, "C0001:1,C0004:0,C0005:1,XYZ1:0")},
			product: "OneTrust", at: later, granted: categories{n}},
		{what: "OneTrust, older names of groups", entries: []string{"OptanonConsent", oneTrust(1, "1%3A1%2C2%3A0%2C0_174%3A0%2C4%3A0")},
			product: "OneTrust", at: later, granted: categories{n}, refused: categories{s, m}},
		{what: "OneTrust, something else", entries: []string{"OptanonConsent", "yes"}, fault: true},
		{what: "Cookiebot", entries: []string{"CookieConsent", "{stamp:%27kQ3vLw==%27%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:" +
			fmt.Sprint(answered.UnixMilli()) + "%2Cregion:%27de%27}"},
			product: "Cookiebot", at: answered, granted: categories{n, f}, refused: categories{s, m}},
		{what: "Cookiebot without a time", entries: []string{"CookieConsent", "{stamp:'x',necessary:true,marketing:false}"},
			product: "Cookiebot", granted: categories{n}, refused: categories{m}},
		{what: "Cookiebot, a visitor who was not asked", entries: []string{"CookieConsent", "{stamp:'-1',necessary:true,preferences:true,statistics:true,marketing:true}"}},
		{what: "another program's CookieConsent", entries: []string{"CookieConsent", "true"}, fault: true},
		{what: "tarteaucitron", entries: []string{"tarteaucitron", "!gajs=false!facebookpixel=false!matomo=true!vimeo=wait!somevideo=false"},
			product: "tarteaucitron", refused: categories{m}, services: []Service{
				{"facebookpixel", "Facebook", m, false}, {"gajs", "Google Analytics", s, false}, {"matomo", "Matomo", s, true}, {"somevideo", "", "", false}}},
		{what: "tarteaucitron, nothing answered", entries: []string{"tarteaucitron", "!gajs=wait"}},
		{what: "Klaro", entries: []string{"klaro", `%7B%22google-analytics%22%3Afalse%2C%22session%22%3Atrue%7D`},
			product: "Klaro", refused: categories{s}, services: []Service{
				{"google-analytics", "Google Analytics", s, false}, {"session", "", "", true}}},
		{what: "Klaro, something else", entries: []string{"klaro", "[1,2]"}, fault: true},
		{what: "orestbida 3, only the needed ones", entries: []string{"cc_cookie", `%7B%22categories%22%3A%5B%22necessary%22%5D%2C%22revision%22%3A0%2C%22data%22%3Anull%2C%22consentTimestamp%22%3A%222026-01-01T00%3A00%3A00.000Z%22%2C%22consentId%22%3A%22b%22%2C%22services%22%3A%7B%22necessary%22%3A%5B%5D%2C%22analytics%22%3A%5B%5D%7D%2C%22lastConsentTimestamp%22%3A%222026-03-04T05%3A06%3A07.000Z%22%7D`},
			product: "CookieConsent by orestbida", at: answered, granted: categories{n}, refused: categories{s, m}},
		{what: "orestbida 3, analytics granted", entries: []string{"cc_cookie", `{"categories":["necessary","analytics"],"services":{"necessary":[],"analytics":[],"ads":[]},"lastConsentTimestamp":"2026-03-04T05:06:07Z"}`},
			product: "CookieConsent by orestbida", at: answered, granted: categories{n, s}, refused: categories{m}},
		{what: "orestbida 2", entries: []string{"cc_cookie", `{"categories":["necessary"],"revision":0,"data":null,"rfc_cookie":false,"consent_date":"2026-03-04T05:06:07.000Z","consent_uuid":"b","last_consent_update":"2026-03-04T05:06:07.000Z"}`},
			product: "CookieConsent by orestbida", at: answered, granted: categories{n}, refused: categories{s, m}},
		{what: "orestbida with categories of its own", entries: []string{"cc_cookie", `{"categories":["alpha"]}`}, product: "CookieConsent by orestbida"},
		{what: "Complianz", entries: []string{"cmplz_marketing", "deny", "cmplz_statistics", "deny", "cmplz_preferences", "allow", "cmplz_functional", "allow", "cmplz_banner-status", "dismissed"},
			product: "Complianz", granted: categories{n, f}, refused: categories{s, m}},
		{what: "Complianz, anonymous statistics allowed", entries: []string{"cmplz_rt_statistics", "deny", "cmplz_rt_statistics-anonymous", "allow", "cmplz_rt_marketing", "deny"},
			product: "Complianz", refused: categories{m}},
		{what: "Complianz, statistics allowed with names", entries: []string{"cmplz_statistics", "allow", "cmplz_statistics-anonymous", "deny"},
			product: "Complianz", granted: categories{s}},
		{what: "Complianz, the banner alone", entries: []string{"cmplz_banner-status", "dismissed"}},
		{what: "Didomi", entries: []string{"didomi_token", base64JSON(`{"user_id":"1","created":"2026-01-01T00:00:00.000Z","updated":"2026-03-04T05:06:07.000Z","vendors":{"disabled":["google"]},"purposes":{"enabled":["cookies"],"disabled":["create_ads_profile","measure_content_performance","market_research","content_personalization"]},"version":2}`)},
			product: "Didomi", at: answered, refused: categories{f, s, m}},
		{what: "Didomi, mixed", entries: []string{"didomi_token", strings.TrimRight(base64JSON(`{"created":"2026-03-04T05:06:07.000Z","purposes":{"enabled":["analytics-AbC1"],"disabled":["marketing-x","audience_measurement"]}}`), "=")},
			product: "Didomi", at: answered, refused: categories{m}},
		{what: "Didomi before an answer", entries: []string{"didomi_token", base64JSON(`{"user_id":"1","created":"2026-01-01T00:00:00.000Z"}`)}},
		{what: "Didomi with no purpose answered", entries: []string{"didomi_token", base64JSON(`{"created":"2026-01-01T00:00:00.000Z","purposes":{"enabled":[],"disabled":[]}}`)}},
		{what: "Didomi, no base64", entries: []string{"didomi_token", "{}"}, fault: true},
		{what: "Usercentrics 2, mirrored to a cookie", entries: []string{"uc_settings", `{"controllerId":"c","services":[{"id":"a","status":true,"history":[{"action":"onInitialPageLoad","timestamp":1700000000000,"status":false},{"action":"onDenyAllServices","timestamp":` + fmt.Sprint(answered.UnixMilli()) + `,"status":false}]}]}`},
			product: "Usercentrics", at: answered, refused: categories{s, m}},
		{what: "Usercentrics 2, the last of several answers", entries: []string{"uc_settings", history("onDenyAllServices", 2, "onAcceptAllServices", 1)},
			product: "Usercentrics", at: answered.Add(2 * time.Hour), refused: categories{s, m}},
		{what: "Usercentrics 2, the last of them stands last", entries: []string{"uc_settings", history("onDenyAllServices", 1, "onAcceptAllServices", 2)},
			product: "Usercentrics", at: answered.Add(2 * time.Hour), granted: categories{s, m}},
		{what: "Usercentrics 2, two answers at once", entries: []string{"uc_settings", history("onDenyAllServices", 1, "onAcceptAllServices", 1)},
			product: "Usercentrics", at: answered.Add(time.Hour)},
		{what: "Usercentrics 3, mirrored to a cookie", entries: []string{"ucData", `{"gcm":{"adStorage":"denied","analyticsStorage":"granted"},"consent":{"services":{"x":{"name":"Hotjar","consent":true}}}}`},
			product: "Usercentrics", granted: categories{s}, refused: categories{m}, services: []Service{{"Hotjar", "Hotjar", s, true}}},
		{what: "TCF, all refused", entries: []string{"euconsent-v2", tcf(answered, answered, nil, nil)},
			product: "IAB TCF", at: answered, refused: categories{f, s, m}},
		{what: "TCF 2.2, by the day, purposes without storing", entries: []string{"euconsent-v2", tcf(today, today, []int{2, 3, 4, 7, 8}, nil) + ".YAAAAAAAAAAA"},
			product: "IAB TCF", at: today, daily: true, refused: categories{f, s, m}},
		{what: "TCF, storing is not asked for", entries: []string{"euconsent-v2", undisclosed(tcf(answered, answered, []int{2, 8}, nil))},
			product: "IAB TCF", at: answered, granted: categories{s, m}, refused: categories{f}},
		{what: "TCF, statistics granted, ads claimed", entries: []string{"eupubconsent-v2", tcf(answered, answered, []int{1, 8}, []int{2, 7})},
			product: "IAB TCF", at: answered, granted: categories{s}, refused: categories{f}},
		{what: "TCF in Google's list", entries: []string{"FCCDCF", `%5Bnull%2Cnull%2Cnull%2C%5B%22` + tcf(answered, answered, []int{1, 2, 3, 4, 7}, nil) + `%22%2C%221~2.3%22%2C%22B1%22%5D%2Cnull%5D`},
			product: "IAB TCF", at: answered, granted: categories{m}, refused: categories{f, s}},
		{what: "Google's list without one", entries: []string{"FCCDCF", `[null,[["a"]]]`}},
		{what: "TCF 1", entries: []string{"euconsent-v2", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA"}, fault: true},
		{what: "TCF, cut off", entries: []string{"euconsent-v2", tcf(answered, answered, nil, nil)[:30]}, fault: true},
		{what: "TCF, last updated long before it was made", entries: []string{"euconsent-v2", tcf(answered, answered.AddDate(-3, 0, 0), nil, nil)}, fault: true},
		{what: "too long", entries: []string{"klaro", `{"a":false}` + strings.Repeat(" ", maxValue)}, fault: true},
		{what: "other cookies", entries: []string{"sessionid", "{stamp:'x',marketing:false}"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			var entries []Entry
			for pair := range slices.Chunk(c.entries, 2) {
				entries = append(entries, Entry{pair[0], []byte(pair[1])})
			}
			records, faults := Read(entries)
			if (len(faults) > 0) != c.fault {
				t.Errorf("faults %v", faults)
			}
			if c.product == "" {
				if len(records) > 0 {
					t.Errorf("read %+v, and nothing was answered", records)
				}
				return
			}
			if len(records) != 1 {
				t.Fatalf("%d records, want 1", len(records))
			}
			r := records[0]
			want := Record{Product: c.product, Cookies: r.Cookies, At: c.at, Daily: c.daily, Granted: c.granted, Refused: c.refused, Services: c.services}
			if diff := cmp.Diff(want, r); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if len(r.Cookies) != len(entries) {
				t.Errorf("it was read from %q", r.Cookies)
			}
		})
	}
}

func TestRefuses(t *testing.T) {
	records, _ := Read([]Entry{{"tarteaucitron", []byte("!gajs=false!matomo=true!facebookpixel=false!linkedin=true!somevideo=false")}})
	r := records[0]
	for _, c := range []struct {
		category policy.Category
		provider string
		want     bool
	}{
		{s, "Google Analytics", true},
		{s, "google analytics", true},
		{s, "Matomo", false},
		{s, "Hotjar", false},
		{s, "", false},
		{m, "Facebook", true},
		{m, "LinkedIn", false},
		{n, "", false},
	} {
		if got := r.Refuses(c.category, c.provider); got != c.want {
			t.Errorf("%s of %q refused: %v, want %v", c.category, c.provider, got, c.want)
		}
	}
}

// TestOrder: the order in which cookies are handed over is of no account.
func TestOrder(t *testing.T) {
	entries := []Entry{
		{"OptanonAlertBoxClosed", []byte("2026-03-04T05:06:07.000Z")},
		{"OptanonConsent", []byte("interactionCount=1&datestamp=x&groups=C0002:0")},
		{"klaro", []byte(`{"a":true,"b":false,"analytics":false,"marketing":true}`)},
		{"cmplz_marketing", []byte("deny")}, {"cmplz_statistics", []byte("allow")},
		{"euconsent-v2", []byte(tcf(answered, answered, []int{1}, nil))},
		{"euconsent-v2", []byte("broken")},
		{"didomi_token", []byte("broken")},
	}
	wantRecords, wantFaults := Read(entries)
	if len(wantRecords) != 4 || len(wantFaults) != 1 {
		t.Fatalf("read %+v, %+v", wantRecords, wantFaults)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		records, faults := Read(entries)
		if diff := cmp.Diff(wantRecords, records) + cmp.Diff(wantFaults, faults); diff != "" {
			t.Fatalf("another order, another record:\n%s", diff)
		}
	}
}

// FuzzRead: whatever a site writes under these names, reading it ends, and says
// nothing of a category twice.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"OptanonConsent", "OptanonAlertBoxClosed", "CookieConsent", "tarteaucitron", "klaro", "cc_cookie", "cmplz_marketing", "didomi_token", "uc_settings", "ucData", "euconsent-v2", "FCCDCF"} {
		for _, v := range []string{"", "{}", "[[[[", "{stamp:'x',marketing:false}", `{"a":false}`, `{"categories":["necessary"]}`, "!a=false", "deny",
			"groups=C0004:0&interactionCount=1", base64JSON(`{"purposes":{"disabled":["ads"]}}`), tcf(answered, answered, []int{1}, nil), `["` + tcf(answered, answered, nil, nil) + `"]`, "%zz", "\xff\x00"} {
			f.Add(name, []byte(v))
		}
	}
	f.Fuzz(func(t *testing.T, name string, value []byte) {
		records, faults := Read([]Entry{{name, value}, {"OptanonAlertBoxClosed", []byte("2026-03-04T05:06:07.000Z")}})
		if len(records) > 1 || len(faults) > 1 {
			t.Fatalf("%d records and %d faults of one cookie", len(records), len(faults))
		}
		if len(records)+len(faults) > 0 && !Is(name) {
			t.Fatalf("%q is no record's name", name)
		}
		for _, r := range records {
			for _, c := range r.Granted {
				if slices.Contains(r.Refused, c) {
					t.Fatalf("%s is granted and refused", c)
				}
			}
			if !r.At.IsZero() && (r.At.Before(earliest) || r.At.After(latest)) {
				t.Fatalf("answered on %s", r.At)
			}
		}
	})
}

// The short words of advertising are words of their own, and begin many others.
func TestCategoryOf(t *testing.T) {
	for word, want := range map[string]policy.Category{
		"ads": m, "ads_measurement": m, "Ad": m, "additional": policy.CategoryUnsaid, "adaptive-layout": policy.CategoryUnsaid,
		"advertisement": m, "Marketing cookies": m, "market_research": s, "statistiques": s, "Notwendige": n, "alpha": policy.CategoryUnsaid,
	} {
		if got := categoryOf(word); got != want {
			t.Errorf("%s is %q, want %q", word, got, want)
		}
	}
}
