package cli

import (
	"strings"

	"crumbs/ui/print"
)

// unknown is the error of a word that is none of a kind: it names the nearest
// right one, and all if they are few.
func unknown(kind, typed string, words []string) error {
	if len(words) == 0 {
		return usage("unknown %s %q", kind, typed)
	}
	all := ""
	if len(words) <= 6 {
		all = " (there are " + strings.Join(words, ", ") + ")"
	}
	return usage("unknown %s %q: did you mean %s?%s", kind, typed, print.Nearest(typed, words, 1)[0], all)
}

// strings of any kind of word.
func texts[W ~string](words []W) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
