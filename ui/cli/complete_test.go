package cli

import "testing"

// No name of a cookie is more than a word to a shell, wherever it stands on the
// line.
func TestPlain(t *testing.T) {
	for _, word := range []string{
		"_ga", "_ga_7Q0F2K8LMN", "opendatasoft.com", "a.b-c_d", "xn--wgv71a119e.example", "/home/ada/.mozilla/firefox/x.default",
		"sess*@*.shop.example", "Ada at work", "größe", "20261127-135524-1f33fc", "a=b", "a:b", "50%",
	} {
		if !plain(word) {
			t.Errorf("%q is not offered", word)
		}
	}
	for _, word := range []string{
		"", "`touch${IFS}x`_gid", "$(x)", "$HOME", "a>b", "a<b", "a|b", "a;b", "a&b", "a'b", `a"b`, `a\b`, "a\tb", "a\nb", "a\x1bb", "a\u202eb", "a\u200bb",
		"!!", "{a,b}", "(a)", "~ada", "#a", "-n", "--force", "_activeHelp_ Update needed", "a^b", "a[b]", "a?b", "\xff",
	} {
		if plain(word) {
			t.Errorf("%q is offered", word)
		}
	}
}
