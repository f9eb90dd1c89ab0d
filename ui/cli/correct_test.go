package cli

import (
	"errors"
	"fmt"
	"strings"
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
		lib, err := library.Open(h.config)
		for _, r := range c.rules {
			err = errors.Join(err, lib.Set(r))
		}
		if err != nil {
			t.Fatal(err)
		}
		before, err := h.correct(c.word)
		if n := len(rulesOf(t, h)); err != nil || n != c.after {
			t.Errorf("%v beside %v: %d rules, %v", c.word, c.rules, n, err)
		}
		if err := h.restore(before, c.word.Category); err != nil {
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

// TestRestoreOverOthers: what another crumbs did to the rule meanwhile stays, and
// so does everything beside it.
func TestRestoreOverOthers(t *testing.T) {
	here := policy.Rule{Name: "_ga", Domain: "shop.test", Category: policy.Marketing}
	everywhere := policy.Rule{Name: "_ga", Category: policy.Functional}
	off := func(r policy.Rule) policy.Rule { r.Category = policy.CategoryUnsaid; return r }
	as := func(r policy.Rule, c policy.Category) policy.Rule { r.Category = c; return r }
	for _, c := range []struct {
		rules       []policy.Rule
		word, other policy.Rule
		says        string
	}{
		{[]policy.Rule{here}, as(here, policy.Necessary), as(here, policy.Statistical), "_ga on shop.test is statistical by now"},
		{[]policy.Rule{here}, as(here, policy.Necessary), off(here), "_ga on shop.test has no rule by now"},
		{nil, here, off(here), "_ga on shop.test has no rule by now"},
		{[]policy.Rule{here, everywhere}, off(here), as(everywhere, policy.Marketing), "_ga everywhere is marketing by now"},
		{[]policy.Rule{here, everywhere}, off(here), as(here, policy.Necessary), "_ga on shop.test is necessary by now"},
	} {
		h := &house{config: t.TempDir()}
		lib, err := library.Open(h.config)
		for _, r := range c.rules {
			err = errors.Join(err, lib.Set(r))
		}
		if err != nil {
			t.Fatal(err)
		}
		before, err := h.correct(c.word)
		if err != nil {
			t.Fatal(err)
		}
		if c.other.Category == policy.CategoryUnsaid {
			_, err = lib.Unset(c.other.Name, c.other.Domain)
		} else {
			err = lib.Set(c.other)
		}
		if err != nil {
			t.Fatal(err)
		}
		want := rulesOf(t, h)
		if err := h.restore(before, c.word.Category); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, then elsewhere %v: %v, want %q", c.word, c.other, err, c.says)
		}
		if got := rulesOf(t, h); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, then elsewhere %v: the rules are %v, want %v", c.word, c.other, got, want)
		}
	}
}
