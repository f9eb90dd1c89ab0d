package ui

import (
	"testing"

	"crumbs/policy"
)

// A site without a policy of its own stands under the nearest one above it,
// whatever order the policies come in.
func TestNearestPolicy(t *testing.T) {
	policies := []policy.Policy{{Platform: "shop.test"}, {Platform: "b.shop.test"}, {Platform: "www.other.test"}}
	for host, want := range map[string]string{
		"shop.test": "shop.test", "b.shop.test": "b.shop.test", "a.b.shop.test": "b.shop.test", "c.shop.test": "shop.test",
		"myshop.test": "", "other.test": "www.other.test",
	} {
		asked, err := policy.ParseSite(host)
		if err != nil {
			t.Fatal(err)
		}
		sh := newShelver(judge, policies, asked, nil, today).shelf(nil)
		i, ok := sh.site(host)
		if !ok {
			t.Fatalf("no row of %s", host)
		}
		got := ""
		if p := sh.sites[i].policy; p != nil {
			got = p.Platform
		}
		if got != want {
			t.Errorf("%s stands under the policy of %q, want %q", host, got, want)
		}
	}
}
