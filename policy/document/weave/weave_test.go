package weave_test

import (
	"slices"
	"strings"
	"testing"

	"crumbs/policy/document/column"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/weave"
)

func TestRows(t *testing.T) {
	roles := []column.Role{column.Name, column.Purpose, column.Lifetime}
	for name, c := range map[string]struct{ lines, want []string }{ // cells with strokes between; a leading ! says that columns were lost
		"rows of one line": {
			[]string{"mill_a|counts sacks|1 day", "mill_b|sells rye|2 years"},
			[]string{"mill_a|counts sacks|1 day", "mill_b|sells rye|2 years"}},
		"a wrapped sentence": {
			[]string{"mill_a|counts all the sacks that|1 day", "|were sold at the mill.|", "mill_b|sells rye|2 years"},
			[]string{"mill_a|counts all the sacks that were sold at the mill.|1 day", "mill_b|sells rye|2 years"}},
		"a name cut behind its line": {
			[]string{"mill_wheel_|zählt alle Säcke der|1 Tag", "turns|Mühle.|"},
			[]string{"mill_wheel_turns|zählt alle Säcke der Mühle.|1 Tag"}},
		"a lifetime without its unit": {
			[]string{"mill_a|compte les sacs du|30", "|moulin.|jours"},
			[]string{"mill_a|compte les sacs du moulin.|30 jours"}},
		"a word cut at its hyphen": {
			[]string{"mill_a|telt de verkoch-|1 dag", "|te zakken, first-|", "|party.|"},
			[]string{"mill_a|telt de verkochte zakken, first-party.|1 dag"}},
		"names that go on": {
			[]string{"mill_a,|conta i sacchi del|1 giorno", "mill_b|mulino.|"},
			[]string{"mill_a,\nmill_b|conta i sacchi del mulino.|1 giorno"}},
		"columns that were lost": {
			[]string{"mill_a|counts all the sacks that|1 day", "!were sold at the mill.", "mill_b|sells rye|2 years"},
			[]string{"mill_a|counts all the sacks that were sold at the mill.|1 day", "mill_b|sells rye|2 years"}},
		"a whole name below one that fills its column": {
			[]string{"mill-auth.session-token|Session of the miller|session", "bakery-mids|Prevention of theft|as needed", "|and of fire|"},
			[]string{"mill-auth.session-token|Session of the miller|session", "bakery-mids|Prevention of theft and of fire|as needed"}},
		"too many cells": {
			[]string{"mill_a|counts|1 day|or two"},
			[]string{"mill_a|counts|1 day or two"}},
		"nothing": {nil, nil},
	} {
		var in []weave.Scrap
		for i, s := range c.lines {
			s, lost := strings.CutPrefix(s, "!")
			in = append(in, weave.Scrap{Line: 10 + i, Cells: strings.Split(s, "|"), Fixed: !lost})
		}
		var got []string
		last := 0
		for _, x := range weave.Rows(in, roles) {
			got = append(got, strings.Join(x.Cells, "|"))
			if x.Line <= last || x.Line >= 10+len(in) {
				t.Errorf("%s: a row at line %d behind one at %d", name, x.Line, last)
			}
			last = x.Line
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	alone := []weave.Scrap{{Line: 1, Cells: []string{"mill_a", "counts the", "1 day"}, Fixed: true, Alone: true}, {Line: 2, Cells: []string{"", "sacks", ""}, Fixed: true, Alone: true}}
	if got := weave.Rows(alone, roles); len(got) != 2 {
		t.Errorf("of two rows for themselves came %v", got)
	}
}

func TestJoins(t *testing.T) {
	for s, want := range map[string]bool{
		"mill_|id": true, "mill-|id": true, "mill.|id": true, "mill_{si|te}": true, "a b\nmill_|id": true, "mill|-id": true, "mill_consent_sta|tus": true,
		"mill-|_id": false, "mill|id": false, "mill_ a|id": false, "mill_|id, b": false, "mill_{site}|x": false, "mill_id|-": false,
	} {
		a, b, _ := strings.Cut(s, "|")
		if weave.Joins(a, b) != want {
			t.Errorf("%q goes on with %q: %v", a, b, !want)
		}
	}
	for s, want := range map[string]bool{"counts the sacks": true, "mill": true, "counts Sacks": false, "sacks of rye": false, "sacks.": false, "mill_id": false} {
		if weave.PlainLast(s) != want {
			t.Errorf("%q ends as a sentence does: %v", s, !want)
		}
	}
	for s, want := range map[string]shape.Shape{"mill_id": shape.Firm, "HTTP": shape.None, "uid": shape.Weak, "The mill turns.": shape.None} {
		if got := weave.PieceShape(s); got != want {
			t.Errorf("%q is of shape %d, want %d", s, got, want)
		}
	}
}

// Cells keep their order, and in few columns every way is there, once.
func TestChoices(t *testing.T) {
	ways := func(n, k int) int { // n over k
		v := 1
		for i := range k {
			v = v * (n - i) / (i + 1)
		}
		return v
	}
	for n := 1; n <= 10; n++ {
		for k := 1; k <= n; k++ {
			got := weave.Choices(n, k)
			if n <= 8 && len(got) != ways(n, k) || n > 8 && len(got) != 2 {
				t.Errorf("%d cells in %d columns: %d ways", k, n, len(got))
			}
			for i, c := range got {
				if len(c) != k || !slices.IsSorted(c) || len(slices.Compact(slices.Clone(c))) != k || c[0] < 0 || c[k-1] >= n || n <= 8 && i > 0 && slices.Compare(got[i-1], c) >= 0 {
					t.Errorf("%d cells in %d columns stand at %v", k, n, c)
				}
			}
		}
	}
}
