package classify

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"crumbs/cookies"
	"crumbs/policy"
)

// weightsFile is what `go run ./policy/classify/fit -write FILE` made of a file
// of labelled cookies.
//
//go:embed weights.txt
var weightsFile string

// Weights are log-odds for necessary, functional, statistical and marketing, by
// the words of a [Trait].
type Weights map[string][4]float64

// ReadWeights reads lines of the form "words | necessary functional statistical
// marketing"; empty ones and those that begin with # are for people.
func ReadWeights(text string) (Weights, error) {
	out := make(Weights, strings.Count(text, "\n"))
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		words, numbers, _ := strings.Cut(line, "|")
		var w [4]float64
		have := 0
		for f := range strings.FieldsSeq(numbers) {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil || !(v >= -20 && v <= 20) {
				return nil, fmt.Errorf("weights, line %d: %q is no weight", n, f)
			}
			if have < len(w) {
				w[have] = v
			}
			have++
		}
		if have != len(w) {
			return nil, fmt.Errorf("weights, line %d: %d numbers, not 4", n, have)
		}
		out[strings.TrimSpace(words)] = w
	}
	return out, nil
}

var shipped = sync.OnceValue(func() Weights {
	w, err := ReadWeights(weightsFile)
	if err != nil {
		return nil // the tests read the file too
	}
	return w
})

// fitted gives the weights to use for those that a user of the package gave.
func fitted(given Weights) Weights {
	if given == nil {
		return shipped()
	}
	return given
}

// Trait is one thing that the scorecard can note of a cookie.
type Trait struct {
	Words string
	Group string     // traits of one group have a meaning in common; "" for none
	Prior [4]float64 // the weight that was set by hand
	Fixed bool       // it stays so: a fact of a whole store, which rows from many sites don't teach
}

// Traits lists all that the scorecard can note. The first is true of every
// cookie.
func (c *Classifier) Traits() []Trait {
	out := make([]Trait, len(c.card.features))
	for i, f := range c.card.features {
		out[i] = Trait{f.words, f.group, f.prior, f.fixed}
	}
	return out
}

// Noted gives what the scorecard notes of a cookie, as places in
// [Classifier.Traits].
func (c *Classifier) Noted(k *cookies.Cookie) []int {
	m := c.of(k)
	m.mu.Lock()
	defer m.mu.Unlock()
	var b basis
	m.gather(&b, k, m.name(k.Name), &policy.Site{})
	return c.card.read(nil, &b.sight, b.vendor)
}
