package cookies

import "testing"

func TestGlob(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"**", "abc", true}, {"a*", "a", true}, {"a?", "a", false},
		{"*b*d", "abcd", true}, {"*b*d", "abdc", false}, {"a*a", "a", false}, {"?", "é", true}, {"??", "é", false},
		{"?", "\xff", true}, {"*?c", "\xff\xfec", true}, {"_ga*", "_GA", false}, {"*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaa", false},
	} {
		if Glob(test.pattern, test.name) != test.want {
			t.Errorf("%q %q: %v", test.pattern, test.name, !test.want)
		}
	}
}
