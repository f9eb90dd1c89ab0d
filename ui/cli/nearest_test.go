package cli

import (
	"io"
	"math/rand/v2"
	"slices"
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
		if got := distance(c.a, c.b); got != c.want {
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
	words := append(browserWords(), "necessary", "functional", "statistical", "marketing", "unclassified")
	for range 5000 {
		word := words[r.IntN(len(words))]
		typed := slip(r, word)
		if d := distance(typed, word); d > 1 || d == 0 != (typed == word) {
			t.Fatalf("%q is %d slips from %q", typed, d, word)
		}
		if distance(typed, word) != distance(word, typed) {
			t.Fatalf("%q and %q are not equally far apart both ways", typed, word)
		}
		got := nearest(typed, words, 3)
		if len(got) != 3 {
			t.Fatalf("%d words are nearest to %q, want 3", len(got), typed)
		}
		least := distance(typed, got[0])
		for _, w := range words {
			if distance(typed, w) < least {
				t.Fatalf("%q is nearer to %q than %q", w, typed, got[0])
			}
		}
		if least > 1 {
			t.Fatalf("nearest to %q is %q, but it is %q with a slip", typed, got[0], word)
		}
		if !slices.IsSortedFunc(got, func(a, b string) int { return distance(typed, a) - distance(typed, b) }) {
			t.Fatalf("nearest to %q: %q are not in order", typed, got)
		}
	}
	if got := nearest("x", nil, 3); got != nil {
		t.Errorf("nothing is nearest of nothing, not %q", got)
	}
	if got := nearest("MARKETING", words, 1); got[0] != "marketing" {
		t.Errorf("capitals matter: %q", got)
	}
}

func TestList(t *testing.T) {
	var l list
	for _, s := range []string{"a,b", " c ", "d , e"} {
		if err := l.Set(s); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a", "b", "c", "d", "e"}; !slices.Equal(l, want) {
		t.Errorf("got %q, want %q", l, want)
	}
	for _, s := range []string{"", ",", "a,", "a,,b", " "} {
		if err := l.Set(s); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		name          string
		done, skipped int
		locked        bool
		err           error
		want          int
	}{
		{"all", 3, 0, false, nil, done},
		{"none to do", 0, 0, false, nil, done},
		{"some", 3, 1, false, nil, partly},
		{"some, others in use", 3, 1, true, nil, partly},
		{"in use", 0, 1, true, nil, busy},
		{"read-only", 0, 1, false, nil, failed},
		{"broke at once", 0, 0, false, io.ErrUnexpectedEOF, failed},
		{"broke on the way", 2, 0, false, io.ErrUnexpectedEOF, partly},
	} {
		got := done
		if err := outcome(c.done, c.skipped, c.locked, c.err, "deleted"); err != nil {
			got = codeOf(err)
		}
		if got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.name, got, c.want)
		}
	}
}
