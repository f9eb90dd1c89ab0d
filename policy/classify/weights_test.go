package classify

import (
	"math"
	"strings"
	"testing"
)

// TestWeightsFit: the file of weights can be read, speaks of traits that there
// are, of each once, and of each that there is.
func TestWeightsFit(t *testing.T) {
	w, err := ReadWeights(weightsFile)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, trait := range newClassifier(t, nil).Traits() {
		if trait.Words == "" || seen[trait.Words] || strings.Contains(trait.Words, "|") {
			t.Errorf("trait %d: %q", i, trait.Words)
		}
		seen[trait.Words] = true
		if _, ok := w[trait.Words]; !ok {
			t.Errorf("%q has no weight: fit again", trait.Words)
		}
	}
	for words, n := range w {
		if !seen[words] {
			t.Errorf("%q is a trait no more: fit again", words)
		}
		for _, v := range n {
			if math.Abs(v) > 5 {
				t.Errorf("%q: %v", words, n)
			}
		}
	}
}

func TestReadWeights(t *testing.T) {
	w, err := ReadWeights("# for people\n\nname part \"a\" | 1 -2.5 0 .25\n")
	if err != nil || w[`name part "a"`] != [4]float64{1, -2.5, 0, .25} || len(w) != 1 {
		t.Errorf("%v, %v", w, err)
	}
	for _, text := range []string{"a | 1 2 3", "a", "a | 1 2 3 x", "a | 1 2 3 99", "a | 1 2 3 NaN"} {
		if _, err := ReadWeights(text); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestWeightsAreObeyed: other weights make other verdicts, and reasons.
func TestWeightsAreObeyed(t *testing.T) {
	k := cookie("visit_count", ".shop.test", 2*year)
	c := New(Knowledge{Weights: Weights{`name part "visitcount"`: {0, 9, 0, 0}}})
	if v := c.Verdict(&k, site(t, "")); v.Category != "functional" || !strings.Contains(v.Reasons()[0], "+9.0") {
		t.Errorf("%s: %q", v.Category, v.Reasons())
	}
}
