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
