package print

import (
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// What is told in several sentences is one count of a store and a reason.
func TestSkipsAreCountedByStoreAndReason(t *testing.T) {
	var b strings.Builder
	err := RestoredJSON(&b, jar.Result{Skipped: []jar.Skip{
		{Store: "/a", Reason: cookies.ReasonUnreadable, Count: 2, Words: "one"},
		{Store: "/b", Reason: cookies.ReasonUnreadable, Count: 1, Words: "one"},
		{Store: "/a", Reason: cookies.ReasonUnreadable, Count: 3, Words: "another"},
		{Store: "/a", Reason: cookies.ReasonNewer, Count: 1},
	}})
	want := `"skipped":[{"store":"/a","reason":"unreadable","count":5},{"store":"/b","reason":"unreadable","count":1},{"store":"/a","reason":"newer","count":1}]`
	if got := strings.Join(strings.Fields(b.String()), ""); err != nil || !strings.Contains(got, want) {
		t.Errorf("%s, %v", got, err)
	}
}
