package cli

import (
	"strings"

	"crumbs/ui/print"
)

// unknown is the error of a word that is none of a kind: it names the one that
// was probably meant, and all if they are few or none was.
func unknown(kind, typed string, words []string) error {
	if len(words) == 0 {
		return usage("unknown %s %q", kind, typed)
	}
	all := strings.Join(words, ", ")
	switch meant := print.Meant(typed, words, 1); {
	case len(meant) == 0:
		return usage("unknown %s %q: there are %s", kind, typed, all)
	case len(words) > few:
		return usage("unknown %s %q: did you mean %s?", kind, typed, meant[0])
	default:
		return usage("unknown %s %q: did you mean %s? (there are %s)", kind, typed, meant[0], all)
	}
}

// few words are named beside the one that was probably meant.
const few = 6

// strings of any kind of word.
func texts[W ~string](words []W) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
