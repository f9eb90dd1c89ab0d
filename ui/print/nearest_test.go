package print

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"list", "list", 0}, {"lsit", "list", 1}, {"lis", "list", 1}, {"lists", "list", 1},
		{"lost", "list", 1}, {"tsil", "list", 3}, {"ca", "abc", 3}, {"日本", "本日", 1}, {"marketting", "marketing", 1},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("%q and %q are %d apart, want %d", c.a, c.b, got, c.want)
		}
	}
}

// slip makes one mistake in a word.
func slip(r *rand.Rand, word string) string {
	w := []rune(word)
	at, letter := r.IntN(len(w)), rune('a'+r.IntN(26))
	switch r.IntN(4) {
	case 0:
		return string(slices.Insert(w, at, letter))
	case 1:
		return string(slices.Delete(w, at, at+1))
	case 2:
		w[at] = letter
	default:
		if at > 0 {
			w[at-1], w[at] = w[at], w[at-1]
		}
	}
	return string(w)
}

func TestNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"chromium", "chrome", "brave", "edge", "opera", "firefox", "librewolf", "safari", "lynx", "w3m", "zen", "necessary", "functional", "statistical", "marketing", "unclassified"}
	for range 5000 {
		word := words[r.IntN(len(words))]
		typed := slip(r, word)
		if d := Distance(typed, word); d > 1 || d == 0 != (typed == word) {
			t.Fatalf("%q is %d slips from %q", typed, d, word)
		}
		if Distance(typed, word) != Distance(word, typed) {
			t.Fatalf("%q and %q are not equally far apart both ways", typed, word)
		}
		got := Nearest(typed, words, 3)
		if len(got) != 3 {
			t.Fatalf("%d words are nearest to %q, want 3", len(got), typed)
		}
		least := Distance(typed, got[0])
		for _, w := range words {
			if Distance(typed, w) < least {
				t.Fatalf("%q is nearer to %q than %q", w, typed, got[0])
			}
		}
		if least > 1 {
			t.Fatalf("nearest to %q is %q, but it is %q with a slip", typed, got[0], word)
		}
		if !slices.IsSortedFunc(got, func(a, b string) int { return Distance(typed, a) - Distance(typed, b) }) {
			t.Fatalf("nearest to %q: %q are not in order", typed, got)
		}
	}
	if got := Nearest("x", nil, 3); got != nil {
		t.Errorf("nothing is nearest of nothing, not %q", got)
	}
	if got := Nearest("MARKETING", words, 1); got[0] != "marketing" {
		t.Errorf("capitals matter: %q", got)
	}
}

// Only a word that may have been meant is named: one that is begun, or a slip or
// two away for its length.
func TestMeant(t *testing.T) {
	words := []string{"delete", "history", "list", "man", "policy", "show", "stores", "third-party", "github.com"}
	for typed, want := range map[string]string{
		"lst": "list", "LIST": "list", "histroy": "history", "shwo": "show", "third": "third-party", "policies": "policy",
		"github": "github.com", "deletes": "delete", "store": "stores",
		"foo": "", "x": "", "quit": "", "frobnicate": "", "": "", "rm": "", "version": "", "日本": "",
	} {
		got := strings.Join(Meant(typed, words, 1), " ")
		if got != want {
			t.Errorf("%q is taken for %q, want %q", typed, got, want)
		}
	}
	if got := Meant("lis", []string{"last", "list", "listen"}, 2); !slices.Equal(got, []string{"list", "listen"}) {
		t.Errorf("of several %q are meant", got)
	}
}
