package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crumbs/policy/classify"
)

// example is a row as the fit sees it.
type example struct {
	traits []int
	label  int
	weight float64
}

// How strongly weights are held to what was set by hand: those of what a store
// shows the least; those of words, which mean something without any example, the
// more the fewer examples there are of them.
const (
	holdTrait = 2.0
	holdGroup = 25.0
	holdWord  = 60.0
	rounds    = 400
)

// regress fits a multinomial logistic regression. A trait's weight is its prior,
// and what its group and it itself add to that; what is added is held small by
// its square. The method is Adam on all examples at once, which has no chance
// in it.
func regress(traits []classify.Trait, examples []example) [][4]float64 {
	groups := map[string]int{}
	group := make([]int, len(traits))
	for i, t := range traits {
		group[i] = -1
		if t.Group != "" {
			g, ok := groups[t.Group]
			if !ok {
				g = len(traits) + len(groups)
				groups[t.Group] = g
			}
			group[i] = g
		}
	}
	n := len(traits) + len(groups)
	delta, m, v, slope := make([][4]float64, n), make([][4]float64, n), make([][4]float64, n), make([][4]float64, n)
	weight := make([][4]float64, len(traits))
	settle := func() {
		for i, t := range traits {
			for c := range 4 {
				weight[i][c] = t.Prior[c] + delta[i][c]
				if group[i] >= 0 {
					weight[i][c] += delta[group[i]][c]
				}
			}
		}
	}
	for round := 1; round <= rounds; round++ {
		settle()
		for i := range slope {
			hold := holdGroup
			switch {
			case i < len(traits) && group[i] < 0:
				hold = holdTrait
			case i < len(traits):
				hold = holdWord
			}
			for c := range 4 {
				slope[i][c] = hold * delta[i][c]
			}
		}
		for _, e := range examples {
			p := chances(weight, e.traits)
			p[e.label]--
			for _, i := range e.traits {
				for c := range 4 {
					slope[i][c] += e.weight * p[c]
					if g := group[i]; g >= 0 {
						slope[g][c] += e.weight * p[c]
					}
				}
			}
		}
		step := 0.05 * (1 - float64(round)/float64(rounds+1))
		a, b := 1-math.Pow(.9, float64(round)), 1-math.Pow(.999, float64(round))
		for i := range slope {
			for c := range 4 {
				m[i][c] = .9*m[i][c] + .1*slope[i][c]
				v[i][c] = .999*v[i][c] + .001*slope[i][c]*slope[i][c]
				if i < len(traits) && traits[i].Fixed {
					continue
				}
				delta[i][c] -= step * (m[i][c] / a) / (math.Sqrt(v[i][c]/b) + 1e-8)
			}
		}
	}
	settle()
	return weight
}

// chances gives how likely each class is.
func chances(weight [][4]float64, traits []int) (p [4]float64) {
	for _, i := range traits {
		for c := range 4 {
			p[c] += weight[i][c]
		}
	}
	top, sum := slices.Max(p[:]), 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return p
}

// print writes the weights as a person reads them, in the order of the traits.
func print(traits []classify.Trait, w classify.Weights) string {
	var b strings.Builder
	b.WriteString("# Weights of the scorecard, in log-odds: necessary, functional, statistical, marketing.\n")
	b.WriteString("# Fitted by policy/classify/fit; change the vocabulary or the labelled file and fit again.\n")
	for _, t := range traits {
		n := w[t.Words]
		for c := range n {
			n[c] += 0 // no -0.00
		}
		fmt.Fprintf(&b, "%s | %.2f %.2f %.2f %.2f\n", t.Words, n[0], n[1], n[2], n[3])
	}
	return b.String()
}
