package print

import (
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/plan"
)

// A store in use is skipped, unless its browser does it itself.
func TestPlanOfStoresInUse(t *testing.T) {
	c := &cookies.Cookie{Key: cookies.Key{Host: "a.test", Name: "x"}, Store: &cookies.Store{Browser: "chromium", Path: "/p/Cookies"}}
	p := plan.Plan{Take: []policy.Sorted{{Cookie: c, Verdict: &policy.Verdict{Category: policy.Marketing}}}}
	for want, condition := range map[string]cookies.Condition{
		"ready": cookies.Fine(),
		"skipped, in-use: chromium is using it; close it": {State: cookies.InUse, Reason: "chromium is using it", Advice: "close it"},
		"through the running browser on port 9222\\x9b2J": {State: cookies.InUse, Writable: true, Reason: "through the running browser on port 9222\u009b2J"},
	} {
		var out strings.Builder
		if err := Plan(&out, p, func(string) cookies.Condition { return condition }, Terminal{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}
