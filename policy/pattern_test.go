package policy

import (
	"slices"
	"strings"
	"testing"
)

func TestPatternMatch(t *testing.T) {
	for _, c := range []struct {
		pattern  string
		yes, no  []string
		literals int
	}{
		{"_ga", []string{"_ga"}, []string{"_GA", "_ga_", "x_ga", ""}, 3},
		{"_ga_*", []string{"_ga_", "_ga_ABC123", "_ga_*"}, []string{"_ga", "_gaX", "x_ga_1"}, 4},
		{"_ga*", []string{"_ga", "_gat", "_ga_1"}, []string{"_g", "ga"}, 3},
		{"_pk_id.*", []string{"_pk_id.1.1fff", "_pk_id."}, []string{"_pk_id", "_pk_ses.1"}, 7},
		{"_pk_id.*.*", []string{"_pk_id.1.1fff", "_pk_id..", "_pk_id.1..2"}, []string{"_pk_id.1"}, 8},
		{"*_session", []string{"my_session", "_session"}, []string{"_session2", "session"}, 8},
		{"a*b*a", []string{"aba", "a-b-a", "abba"}, []string{"a", "ab", "aa", "ba"}, 3},
		{"aa*aa", []string{"aaaa", "aa-aa"}, []string{"aaa", "aa"}, 4},
		{"*ab*ab*", []string{"abab", "xabyabz"}, []string{"ab", "aab", "aba"}, 4},
		{"*", []string{"", "anything"}, nil, 0},
		{"a***b", []string{"ab", "a--b"}, []string{"a", "b"}, 2},
		{"", []string{""}, []string{"x"}, 0},
		{"é*", []string{"é", "école"[:len("é")] + "x"}, []string{"e"}, 1},
	} {
		p := ParsePattern(c.pattern)
		for _, name := range c.yes {
			if !p.Match(name) {
				t.Errorf("%q does not match %q", c.pattern, name)
			}
		}
		for _, name := range c.no {
			if p.Match(name) {
				t.Errorf("%q matches %q", c.pattern, name)
			}
		}
		if p.Literals() != c.literals {
			t.Errorf("%q has %d literal characters, want %d", c.pattern, p.Literals(), c.literals)
		}
	}
	if (Pattern{}).Match("") {
		t.Error("the zero pattern matches the empty name")
	}
}

func TestPatternTells(t *testing.T) {
	for pattern, want := range map[string]struct{ telling, wide bool }{
		"": {false, false}, "a": {false, false}, "ab": {false, false}, "abc": {true, false},
		"*": {false, true}, "ab*": {false, true}, "a*b": {false, true}, "abc*": {true, false}, "ü*öä": {true, false},
	} {
		p := ParsePattern(pattern)
		if p.Telling() != want.telling || p.Wide() != want.wide {
			t.Errorf("%q: telling %t, wide %t", pattern, p.Telling(), p.Wide())
		}
	}
}

func TestPatternCompare(t *testing.T) {
	want := []string{"_ga_ABC", "_ga", "_ga_A*", "_ga_*", "_gat*", "_ga*", "*"}
	patterns := []Pattern{}
	for _, s := range []string{"*", "_gat*", "_ga*", "_ga", "_ga_*", "_ga_ABC", "_ga_A*"} {
		patterns = append(patterns, ParsePattern(s))
	}
	slices.SortFunc(patterns, Pattern.Compare)
	got := []string{}
	for _, p := range patterns {
		got = append(got, p.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("most specific first:\n got %v\nwant %v", got, want)
	}
}

// matchSlowly is the definition: a star stands for any text.
func matchSlowly(pattern, name string) bool {
	if pattern == "" {
		return name == ""
	}
	if pattern[0] == '*' {
		return matchSlowly(pattern[1:], name) || name != "" && matchSlowly(pattern, name[1:])
	}
	return name != "" && pattern[0] == name[0] && matchSlowly(pattern[1:], name[1:])
}

func FuzzPattern(f *testing.F) {
	for _, s := range [][2]string{{"_ga_*", "_ga_1"}, {"a*b*a", "abba"}, {"**", ""}, {"*ab*ab*", "aabab"}, {"é*", "é\xff"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		p := ParsePattern(pattern)
		if again := ParsePattern(p.String()); again.String() != p.String() || again.Literals() != p.Literals() {
			t.Fatalf("%q is read again as %q", p, again)
		}
		if p.IsLiteral() != !strings.Contains(pattern, "*") {
			t.Fatalf("%q: literal is %v", pattern, p.IsLiteral())
		}
		// What a pattern was made from fits it, whatever the variable parts are.
		if made := strings.ReplaceAll(pattern, "*", name); !p.Match(made) {
			t.Fatalf("%q does not match %q", pattern, made)
		}
		if p.Compare(p) != 0 {
			t.Fatalf("%q comes before itself", pattern)
		}
		if len(pattern) <= 12 && len(name) <= 24 {
			if got, want := p.Match(name), matchSlowly(pattern, name); got != want {
				t.Fatalf("%q on %q: %v, want %v", pattern, name, got, want)
			}
		}
	})
}
