package print

import (
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

func TestAccount(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	chromium := &cookies.Store{Browser: "chromium", ProfileName: "Ada", Path: "/c", Format: cookies.Chromium}
	firefox := &cookies.Store{Browser: "firefox", Profile: "x1.default", Path: "/f", Format: cookies.Firefox}
	made := func(s *cookies.Store, host, name string, days int, place *cookies.Place) *cookies.Cookie {
		c := &cookies.Cookie{Key: cookies.Key{Host: host, Name: name}, Store: s, Place: place, Updated: cookies.FromTime(now.AddDate(0, 0, -10))}
		if days != 0 {
			c.Expires = cookies.FromTime(now.AddDate(0, 0, days-10))
		}
		return c
	}
	ga := made(chromium, ".shop.example", "_ga", 400, nil)
	ide := made(firefox, ".ads.example", "IDE", 30, &cookies.Place{Partition: "https://shop.example"})
	ide.HTTPOnly = true
	loose := made(firefox, ".ads.example", "IDE", 0, nil)
	gone := made(firefox, "shop.example", "x", 5, nil)
	undated := made(firefox, "shop.example", "old", 365, nil)
	undated.Created, undated.Updated = undated.Updated, 0
	month := int64(30 * 24 * 3600)
	counts := &policy.Verdict{Category: policy.Statistical, Provider: "Google Analytics", Purpose: "Tells visitors apart."}
	ads := &policy.Verdict{Category: policy.Marketing, Party: policy.ThirdParty}
	twoDays := int64(2 * 24 * 3600)
	year, session := int64(365*24*3600), &policy.Declaration{Session: true}
	for _, c := range []struct{ what, got, want string }{
		{"summary", Summary(counts), "Statistical cookie of Google Analytics: tells visitors apart."},
		{"without a purpose", Summary(ads), "Marketing cookie. What it does exactly is not known."},
		{"guessed", Summary(&policy.Verdict{Category: policy.Necessary, Source: policy.SourceRules}), "Probably a necessary cookie. What it does exactly is not known."},
		{"guessed, of a vendor", Summary(&policy.Verdict{Category: policy.Marketing, Source: policy.SourceRules, Provider: "Meta"}), "Probably a marketing cookie of Meta. What it does exactly is not known."},
		{"of nothing", Summary(&policy.Verdict{Category: policy.Unclassified}), "Unclassified cookie: what it is for is not known."},
		{"capitals stay", Summary(&policy.Verdict{Category: policy.Functional, Purpose: "URL of the last page"}), "Functional cookie: URL of the last page."},

		{"a name stays", Summary(&policy.Verdict{Category: policy.Necessary, Provider: "Stripe", Purpose: "Stripe uses it against fraud."}), "Necessary cookie of Stripe: Stripe uses it against fraud."},
		{"another name stays", Summary(&policy.Verdict{Category: policy.Necessary, Provider: "Stripe, Inc.", Purpose: "Stripe's guard."}), "Necessary cookie of Stripe, Inc.: Stripe's guard."},
		{"a name in the provider's stays", Summary(&policy.Verdict{Category: policy.Statistical, Provider: "Microsoft Clarity", Purpose: "Clarity counts with it"}), "Statistical cookie of Microsoft Clarity: Clarity counts with it."},
		{"capitals within stay", Summary(&policy.Verdict{Category: policy.Marketing, Purpose: "HubSpot counts"}), "Marketing cookie: HubSpot counts."},

		{"setter", Setter(ga, counts), "shop.example: its server or a script, not known which"},
		{"embedded", Setter(ide, ads), "ads.example inside pages of shop.example: its server, for scripts can't"},
		{"on all sites", Setter(loose, ads), "ads.example, which other sites have in their pages: its server or a script, not known which"},

		{"lives", Lives(ga, now), "13 mo from each setting, the most that the browser grants; 13 mo left"},
		{"lives less", Lives(ide, now), "30 d from each setting; 20 d left"},
		{"lives, as made", Lives(undated, now), "12 mo from when it was made; 12 mo left"},
		{"session", Lives(loose, now), "until its browser closes, or longer where that restores its session"},
		{"gone", Lives(gone, now), "5 d from each setting; over since " + Clock(now.AddDate(0, 0, -5))},

		{"not declared", Declared(ga, counts), "by no policy known here"},
		{"long", Declared(ga, &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &year}}), "12 mo, lives 13 mo: long"},
		{"longer than declared, last set unknown", Declared(undated, &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &month}}), "30 d, ends 12 mo after it was made"},
		{"a day over", Declared(made(firefox, "a.example", "n", 3, nil), &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &twoDays}}), "2 d, lives 3 d"},
		{"5 % over", Declared(made(firefox, "a.example", "n", 31, nil), &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &month}}), "30 d, lives 31 d"},
		{"more than both", Declared(made(firefox, "a.example", "n", 32, nil), &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &month}}), "30 d, lives 32 d: long"},
		{"as declared", Declared(ide, &policy.Verdict{Declared: &policy.Declaration{LifetimeSeconds: &year}}), "12 mo, lives 30 d"},
		{"stays", Declared(ga, &policy.Verdict{Declared: session}), "for the session, stays after it: long"},
		{"for the session", Declared(loose, &policy.Verdict{Declared: session}), "for the session"},
		{"no lifetime", Declared(ga, &policy.Verdict{Declared: &policy.Declaration{}}), "without a lifetime"},

		{"nowhere", AlsoIn(ga, &cookies.Kin{}), "nowhere else"},
		{"elsewhere", AlsoIn(ga, &cookies.Kin{Also: []*cookies.Cookie{made(firefox, "shop.example", "b", 0, &cookies.Place{Container: "Work"}), ide}, Sites: 12}),
			"firefox · x1.default · Work, ads.example in firefox · x1.default inside shop.example; the name on 12 other sites"},
		{"many", AlsoIn(ga, &cookies.Kin{Also: []*cookies.Cookie{ga, ga, ga, ga, ga}}), "chromium · Ada, chromium · Ada, chromium · Ada and 2 places more"},

		{"sealed", SameValue(ga, &cookies.Kin{}), "not known before it is opened"},
		{"opened, and alike by chance", SameValue(ga, &cookies.Kin{Opened: true}), ""},
		{"unlike", SameValue(ga, &cookies.Kin{Compared: true}), "under no other name or host, of what lies in plain"},
		{"alike", SameValue(ga, &cookies.Kin{Compared: true, Alike: []*cookies.Cookie{made(firefox, ".news.example", "_ga", 0, nil), made(firefox, "shop.example", "uid", 0, nil)}}),
			"on 2 sites, also news.example; as uid"},

		{"alike on another host", SameValue(ga, &cookies.Kin{Compared: true, Alike: []*cookies.Cookie{made(firefox, "b.shop.example", "_ga", 0, nil)}}), "on b.shop.example"},
		{"on another host", AlsoIn(ga, &cookies.Kin{Also: []*cookies.Cookie{made(chromium, "b.shop.example", "_ga", 0, nil)}}), "b.shop.example in chromium · Ada"},

		{"loss", Loss(ga, counts), "probably you are counted as a new visitor, and nothing else (a guess)"},
		{"loss of a login", Loss(ga, &policy.Verdict{Category: policy.Necessary, Guard: policy.GuardLogin}), "probably signs you out of shop.example (a guess)"},
		{"loss everywhere", Loss(loose, ads), "probably its ads know nothing of you until it is set again, on all sites that have ads.example in their pages (a guess)"},
		{"loss of an embedded one", Loss(ide, ads), "probably its ads know nothing of you until it is set again (a guess)"},
		{"loss of nothing known", Loss(ga, &policy.Verdict{Category: policy.Unclassified}), "not known; an undo brings it back"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.what, c.got, c.want)
		}
	}
	loose.Shape = cookies.ShapeOf([]byte("de"))
	if got := SameValue(loose, &cookies.Kin{}); got != "" {
		t.Errorf("of a value that is others' by chance: %q", got)
	}
}
