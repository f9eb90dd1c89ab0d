package policy

import (
	"math"
	"testing"
	"time"
)

func TestLifetime(t *testing.T) {
	seconds := func(n int64) *int64 { return &n }
	for _, test := range []struct {
		d    Declaration
		life time.Duration
		said bool
	}{
		{Declaration{}, 0, false},
		{Declaration{Session: true}, 0, true},
		{Declaration{LifetimeSeconds: seconds(0)}, 0, true},
		{Declaration{LifetimeSeconds: seconds(90)}, 90 * time.Second, true},
		{Declaration{LifetimeSeconds: seconds(90), Session: true}, 90 * time.Second, true},
		{Declaration{LifetimeSeconds: seconds(-1)}, 0, false},
		{Declaration{LifetimeSeconds: seconds(math.MaxInt64)}, longest, true},
	} {
		if life, said := test.d.Lifetime(); life != test.life || said != test.said {
			t.Errorf("%+v: %v, %t; want %v, %t", test.d, life, said, test.life, test.said)
		}
	}
}

// What a declaration leaves open its section says, and nothing else of it.
func TestSays(t *testing.T) {
	p := Policy{Sections: []Section{{Title: "ads", Category: Marketing, Party: ThirdParty}, {Title: "silent"}}}
	for _, test := range []struct {
		d        Declaration
		category Category
		party    Party
	}{
		{Declaration{Section: "ads"}, Marketing, ThirdParty},
		{Declaration{Section: "ads", Category: Unclassified, Party: PartyUnknown}, Marketing, ThirdParty},
		{Declaration{Section: "ads", Category: Necessary, Party: FirstParty}, Necessary, FirstParty},
		{Declaration{Section: "silent", Category: Unclassified, Party: FirstParty}, Unclassified, FirstParty},
		{Declaration{Section: "silent"}, CategoryUnsaid, PartyUnsaid},
		{Declaration{Section: "no such", Category: Statistical}, Statistical, PartyUnsaid},
	} {
		if c, party := p.Says(&test.d); c != test.category || party != test.party {
			t.Errorf("%+v: %q and %q, want %q and %q", test.d, c, party, test.category, test.party)
		}
	}
}
