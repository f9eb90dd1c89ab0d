package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/catalogue"
)

// weights are log-odds for necessary, functional, statistical and marketing.
type weights [4]float64

func classes() [4]policy.Category {
	return [4]policy.Category{policy.Necessary, policy.Functional, policy.Statistical, policy.Marketing}
}

// feature is one thing that can be seen of a cookie and what it speaks for.
type feature struct {
	words  string
	weight weights
}

// maxFeatures bounds what is noted of one cookie, and of its name alone: what
// the store shows besides the name must always find room.
const (
	maxFeatures     = 16
	maxNameFeatures = 8
)

// card is which features a cookie has, by their place in the scorecard. It is
// comparable.
type card struct {
	ids [maxFeatures]uint16
	n   uint8
}

func (c *card) add(id int) {
	if int(c.n) < len(c.ids) {
		c.ids[c.n] = uint16(id)
		c.n++
	}
}

// scorecard is the features with their weights. Each cookie's are summed; what
// is noted of a cookie can be read off.
type scorecard struct {
	features []feature
	lexicon  lexicon
	traits   traits
}

// traits are the places of the features that are not words.
type traits struct {
	session, minutes, day, month, quarter, year, ever int
	httpOnly, sameSiteNone, hostOnly                  int
	partitioned, underscore, prefixed                 int
	embedded, visited                                 map[policy.Category]int
}

func newScorecard() *scorecard {
	s := &scorecard{}
	add := func(words string, n, f, st, m float64) int {
		s.features = append(s.features, feature{words, weights{n, f, st, m}})
		return len(s.features) - 1
	}
	s.traits = traits{
		session:      add("a session cookie", .8, .3, -.2, -.5),
		minutes:      add("lives an hour at most", .3, -.3, .7, -.3),
		day:          add("lives a day or so", .1, 0, .3, 0),
		month:        add("lives up to a month", 0, .2, 0, .2),
		quarter:      add("lives some months", -.2, 0, 0, .5),
		year:         add("lives about a year", 0, .2, .1, .3),
		ever:         add("lives longer than a year", -.4, .1, .5, .3),
		httpOnly:     add("HttpOnly: scripts can't read it", 1.1, 0, -.8, 0),
		sameSiteNone: add("SameSite=None: meant for other sites' pages", -.6, -.2, -.3, 1.1),
		hostOnly:     add("goes back to its host alone", .5, .3, -.2, -.2),
		partitioned:  add("partitioned under another site", -.2, .3, 0, .3),
		underscore:   add("begins with _ as scripts from vendors do", -.3, -.3, .3, .2),
		prefixed:     add("has a name prefix that binds it to its host", 1, 0, -.5, -.5),
		embedded:     map[policy.Category]int{},
		visited:      map[policy.Category]int{},
	}
	for i, c := range classes() {
		var strong, weak weights
		strong[i], weak[i] = 3, 1
		s.features = append(s.features, feature{"lies under the domain of a vendor of " + string(c) + " cookies", strong})
		s.traits.embedded[c] = len(s.features) - 1
		s.features = append(s.features, feature{"lies under the domain of a site known for " + string(c) + " cookies", weak})
		s.traits.visited[c] = len(s.features) - 1
	}
	s.lexicon = readVocabulary(vocabulary, func(f feature) int {
		s.features = append(s.features, f)
		return len(s.features) - 1
	})
	return s
}

// readName notes what a name says.
func (s *scorecard) readName(cookie string, n *name) {
	bare := catalogue.Bare(cookie)
	var room [8]string
	s.lexicon.find(parts(room[:0], bare), func(w word) {
		if slices.Contains(n.card.ids[:n.card.n], uint16(w.feature)) || n.card.n >= maxNameFeatures {
			return
		}
		n.card.add(w.feature)
		n.signs.add(w, s)
	})
	if strings.HasPrefix(bare, "_") {
		n.card.add(s.traits.underscore)
	}
	if strings.HasPrefix(cookie, "__Host-") || strings.HasPrefix(cookie, "__Host-Http-") {
		n.card.add(s.traits.prefixed)
	}
}

// read notes what a store shows of a cookie, behind what its name says.
func (s *scorecard) read(c card, k *cookies.Cookie, v *catalogue.Vendor, life time.Duration, partitioned bool) card {
	t := &s.traits
	if v != nil && v.Category != policy.CategoryUnsaid {
		if v.Reach == catalogue.Embedded {
			c.add(t.embedded[v.Category])
		} else {
			c.add(t.visited[v.Category])
		}
	}
	if id, ok := t.span(life); ok {
		c.add(id)
	}
	if k.HTTPOnly {
		c.add(t.httpOnly)
	}
	if k.SameSite == cookies.None {
		c.add(t.sameSiteNone)
	}
	if k.HostOnly() {
		c.add(t.hostOnly)
	}
	if partitioned {
		c.add(t.partitioned)
	}
	return c
}

func (t *traits) span(life time.Duration) (int, bool) {
	const day = 24 * time.Hour
	switch {
	case life < 0:
		return 0, false
	case life == 0:
		return t.session, true
	case life <= time.Hour:
		return t.minutes, true
	case life <= 3*day:
		return t.day, true
	case life <= 35*day:
		return t.month, true
	case life <= 200*day:
		return t.quarter, true
	case life <= 400*day:
		return t.year, true
	}
	return t.ever, true
}

// sums is what a card comes to.
type sums struct {
	total weights
	terms []feature
}

func (s *scorecard) sum(c card) sums {
	out := sums{total: weights{0, -.5, 0, 0}}
	for _, id := range c.ids[:c.n] {
		f := s.features[id]
		out.terms = append(out.terms, f)
		for i := range f.weight {
			out.total[i] += f.weight[i]
		}
	}
	return out
}

// What the best class needs to be given: so much for itself, and so much more
// than the next.
const (
	leastScore  = .8
	leastMargin = .4
)

// verdict gives the best class and why, Unclassified where nothing stands out,
// and no words where nothing was seen at all.
func (s sums) verdict() (policy.Category, string) {
	if len(s.terms) == 0 {
		return policy.Unclassified, ""
	}
	best, next := 0, 1
	if s.total[next] > s.total[best] {
		best, next = next, best
	}
	for i := 2; i < len(s.total); i++ {
		switch {
		case s.total[i] > s.total[best]:
			best, next = i, best
		case s.total[i] > s.total[next]:
			next = i
		}
	}
	names := classes()
	if s.total[best] < leastScore || s.total[best]-s.total[next] < leastMargin {
		return policy.Unclassified, fmt.Sprintf("rules: undecided between %s %.1f and %s %.1f%s",
			names[best], s.total[best], names[next], s.total[next], s.top(best))
	}
	return names[best], fmt.Sprintf("rules: %s %.1f, next %s %.1f%s",
		names[best], s.total[best], names[next], s.total[next], s.top(best))
}

// top gives the strongest terms for or against a class in words.
func (s sums) top(class int) string {
	terms := slices.Clone(s.terms)
	slices.SortStableFunc(terms, func(a, b feature) int {
		return cmp.Compare(max(b.weight[class], -b.weight[class]), max(a.weight[class], -a.weight[class]))
	})
	var out []string
	for _, f := range terms[:min(3, len(terms))] {
		if w := f.weight[class]; w != 0 {
			out = append(out, fmt.Sprintf("%s %+.1f", f.words, w))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(out, "; ") + ")"
}
