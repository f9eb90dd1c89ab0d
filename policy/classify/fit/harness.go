package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
)

// harness fits on some sites and measures on others.
type harness struct {
	rows  []row
	known *catalogue.Catalogue
	folds int
}

func (h *harness) classifier(w classify.Weights) *classify.Classifier {
	return classify.New(classify.Knowledge{Catalogue: h.known, Weights: w})
}

func (h *harness) traits() []classify.Trait { return h.classifier(classify.Weights{}).Traits() }

// parts divides the rows by site, so that no site is in two parts and each part
// has about as many rows.
func (h *harness) parts() [][]int {
	bySite := map[string][]int{}
	for i, r := range h.rows {
		bySite[r.site] = append(bySite[r.site], i)
	}
	var sites []string
	for s := range bySite {
		sites = append(sites, s)
	}
	slices.SortFunc(sites, func(a, b string) int {
		if n := len(bySite[b]) - len(bySite[a]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	out := make([][]int, h.folds)
	for _, s := range sites {
		least := 0
		for i := range out {
			if len(out[i]) < len(out[least]) {
				least = i
			}
		}
		out[least] = append(out[least], bySite[s]...)
	}
	return out
}

// store gives the rows as one store would have them.
func (h *harness) store(rows []int, change func(*cookies.Cookie)) []cookies.Cookie {
	out := make([]cookies.Cookie, len(rows))
	for i, r := range rows {
		out[i] = h.rows[r].Cookie
		if change != nil {
			change(&out[i])
		}
	}
	cookies.Survey(out)
	return out
}

// How much a row counts in the fit: less where the catalogue decides anyway,
// and less where its name is met often; as it is, without its value, and under
// another name. Found by leaving sites out.
const (
	knownWeight   = .5
	blindWeight   = .3
	renamedWeight = .7
	countPower    = .5 // of the number of rows with the name
	renamedPower  = .1
)

// fit finds weights. Each row counts again, and less, without its value, for
// stores that keep values under a key, and under a name that says nothing, so
// that what a store shows has to do without names.
func (h *harness) fit(rows []int) classify.Weights {
	c := h.classifier(classify.Weights{})
	traits := c.Traits()
	count := map[string]int{}
	for _, r := range rows {
		count[catalogue.Normal(h.rows[r].Name)]++
	}
	var examples []example
	list := h.store(rows, nil)
	for i, r := range rows {
		k := list[i]
		w := math.Pow(float64(count[catalogue.Normal(k.Name)]), -countPower)
		if c.Verdict(&k, policy.Site{}).Source == policy.SourceCatalogue {
			w *= knownWeight
		}
		note := func(k cookies.Cookie, share float64) {
			noted := append([]int{0}, c.Noted(&k)...)
			examples = append(examples, example{noted, h.rows[r].label, w * share})
		}
		note(k, 1)
		sealed, renamed := k, k
		sealed.Shape, sealed.Size = cookies.Shape{Spread: k.Shape.Spread}, -1
		note(sealed, blindWeight)
		renamed.Name = scrambled(k.Name, 0)
		w = math.Pow(float64(count[catalogue.Normal(k.Name)]), -renamedPower)
		note(renamed, renamedWeight)
	}
	fitted := regress(traits, examples)
	out := classify.Weights{}
	for i, t := range traits {
		w := fitted[i]
		for c := range w {
			w[c] = math.Round(w[c]*100) / 100
		}
		out[t.Words] = w
	}
	return out
}

// vendorsOnly gives a catalogue that knows domains and no names.
func vendorsOnly(c *catalogue.Catalogue) *catalogue.Catalogue {
	var b strings.Builder
	for _, v := range c.Vendors() {
		fmt.Fprintf(&b, "%s | %s | %s | %s\n", v.Domain, v.Name, cmp.Or(string(v.Category), "-"), v.Reach)
	}
	out, err := catalogue.Read(fstest.MapFS{"vendors.txt": {Data: []byte(b.String())}})
	if err != nil {
		panic(err) // it was just written
	}
	return out
}

// scrambles is how many other names each name is measured under: one may happen
// to be somebody else's.
const scrambles = 5

// scrambled gives a name of the same length and kinds of characters, alike for
// alike names and for the same turn.
func scrambled(name string, turn int) string {
	sum := fnv.New64a()
	sum.Write([]byte(name))
	r := rand.New(rand.NewPCG(sum.Sum64(), uint64(turn)))
	out := []byte(name)
	for i, c := range out {
		switch {
		case c >= '0' && c <= '9':
			out[i] = '0' + byte(r.IntN(10))
		case c >= 'a' && c <= 'z':
			out[i] = 'a' + byte(r.IntN(26))
		case c >= 'A' && c <= 'Z':
			out[i] = 'A' + byte(r.IntN(26))
		}
	}
	return string(out)
}

func (h *harness) report(w io.Writer, verbose bool) {
	parts := h.parts()
	var whole, unseen, undecided, scramble, blind, alone, nocat, strange score
	sources := map[policy.Source]*score{}
	var guards, scrambledGuards, bareGuards guardCount
	for i, part := range parts {
		var rest []int
		for j, p := range parts {
			if j != i {
				rest = append(rest, p...)
			}
		}
		slices.Sort(rest)
		names := map[string]bool{}
		for _, r := range rest {
			names[h.rows[r].Name] = true
		}
		fitted := h.fit(rest)
		c := h.classifier(fitted)
		for j, s := range c.Sort(h.store(part, nil), policy.Site{}) {
			r := h.rows[part[j]]
			whole.add(r.label, s.Verdict.Category)
			if !names[r.Name] {
				unseen.add(r.label, s.Verdict.Category)
			}
			if s.Verdict.Source != policy.SourceCatalogue {
				undecided.add(r.label, s.Verdict.Category)
			}
			if sources[s.Verdict.Source] == nil {
				sources[s.Verdict.Source] = &score{}
			}
			sources[s.Verdict.Source].add(r.label, s.Verdict.Category)
			guards.add(r.label, s.Verdict)
			if verbose && s.Verdict.Category != classes[r.label] {
				_, _ = fmt.Fprintf(w, "%s %s -> %s %s %s %q %q\n", s.Verdict.Source, classes[r.label], s.Verdict.Category, r.Name, r.Host, r.value[:min(40, len(r.value))], s.Verdict.Reasons())
			}
		}
		measure := func(into *score, held *guardCount, c *classify.Classifier, change func(*cookies.Cookie)) {
			for j, s := range c.Sort(h.store(part, change), policy.Site{}) {
				into.add(h.rows[part[j]].label, s.Verdict.Category)
				held.add(h.rows[part[j]].label, s.Verdict)
			}
		}
		for turn := range scrambles {
			measure(&scramble, &scrambledGuards, c, func(k *cookies.Cookie) { k.Name = scrambled(k.Name, turn+1) })
		}
		measure(&blind, &guardCount{}, c, func(k *cookies.Cookie) { k.Shape, k.Size = cookies.Shape{}, -1 })
		bare := classify.New(classify.Knowledge{Weights: fitted, Catalogue: vendorsOnly(h.known)})
		measure(&nocat, &bareGuards, bare, nil)
		for j, s := range bare.Sort(h.store(part, nil), policy.Site{}) {
			if r := h.rows[part[j]]; !names[r.Name] {
				strange.add(r.label, s.Verdict.Category)
			}
		}
		for _, r := range part {
			one := h.store([]int{r}, nil)
			alone.add(h.rows[r].label, c.Verdict(&one[0], policy.Site{}).Category)
		}
	}
	var inside score
	c := h.classifier(h.fit(everything(len(h.rows))))
	for _, r := range everything(len(h.rows)) {
		one := h.store([]int{r}, nil)
		inside.add(h.rows[r].label, c.Verdict(&one[0], policy.Site{}).Category)
	}
	inside.print(w, "all, with the weights made from them", false)
	whole.print(w, "all, sites left out", true)
	unseen.print(w, "names not in the fit", false)
	undecided.print(w, "not decided by the catalogue", true)
	scramble.print(w, "names scrambled", false)
	blind.print(w, "values not readable", false)
	alone.print(w, "each cookie alone in its store", false)
	nocat.print(w, "scorecard alone (no catalogue entries)", false)
	strange.print(w, "scorecard alone, names not in the fit", true)
	for _, src := range []policy.Source{policy.SourceCatalogue, policy.SourceRules, policy.SourceNone} {
		if s := sources[src]; s != nil {
			s.print(w, "decided by "+string(src), src != policy.SourceNone)
		}
	}
	h.agreement(w)
	guards.print(w, "guard")
	scrambledGuards.print(w, "guard, names scrambled")
	bareGuards.print(w, "guard, no catalogue entries")
}
