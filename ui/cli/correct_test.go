package cli

import (
	"fmt"
	"testing"

	"crumbs/policy"
	"crumbs/policy/library"
)

// TestRestore: what the screen takes back is the rule that it stored, and what
// there was before is as it was.
func TestRestore(t *testing.T) {
	here := policy.Rule{Name: "_ga", Domain: "shop.test", Category: policy.Marketing}
	everywhere := policy.Rule{Name: "_ga", Category: policy.Functional}
	for _, c := range []struct {
		rules []policy.Rule
		word  policy.Rule
		after int // rules with the word in them
	}{
		{[]policy.Rule{here}, everywhere, 2},
		{[]policy.Rule{everywhere}, here, 2},
		{[]policy.Rule{here}, policy.Rule{Name: "_ga", Domain: "Shop.test.", Category: policy.Necessary}, 1},
		{[]policy.Rule{here, everywhere}, policy.Rule{Name: "_ga", Domain: "shop.test"}, 0},
		{[]policy.Rule{here, everywhere}, policy.Rule{Name: "_ga"}, 1},
		{[]policy.Rule{everywhere}, policy.Rule{Name: "_ga", Domain: "shop.test"}, 0},
		{nil, here, 1},
	} {
		h := &house{config: t.TempDir()}
		if err := h.restore(c.rules); err != nil {
			t.Fatal(err)
		}
		before, err := h.correct(c.word)
		if n := len(rulesOf(t, h)); err != nil || n != c.after {
			t.Errorf("%v beside %v: %d rules, %v", c.word, c.rules, n, err)
		}
		if err := h.restore(before); err != nil {
			t.Fatal(err)
		}
		got := map[policy.Rule]bool{}
		for _, r := range rulesOf(t, h) {
			got[r] = true
		}
		want := map[policy.Rule]bool{}
		for _, r := range c.rules {
			want[r] = true
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v beside %v: taken back the rules are %v", c.word, c.rules, got)
		}
	}
}

func rulesOf(t *testing.T, h *house) []policy.Rule {
	t.Helper()
	lib, err := library.Open(h.config)
	if err != nil {
		t.Fatal(err)
	}
	return lib.Rules()
}
