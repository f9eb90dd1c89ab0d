package classify

import (
	"math"
	"slices"
	"strconv"
	"strings"

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
	weight weights // fitted
	prior  weights // by hand, without those of its group
	group  string  // words that share a meaning, "" for none
	common bool    // true of all sorts of cookies: alone it decides nothing
	fixed  bool    // a fact of a whole store, which rows of many sites don't teach
}

// maxNameFeatures bounds what is noted of one name.
const maxNameFeatures = 12

// card is what a name or a domain says, as places in the scorecard. It is
// comparable.
type card struct {
	ids [maxNameFeatures]uint16
	n   uint8
}

func (c *card) add(id int) {
	if int(c.n) < len(c.ids) && !slices.Contains(c.ids[:c.n], uint16(id)) {
		c.ids[c.n] = uint16(id)
		c.n++
	}
}

// scorecard is the features with their weights. Each cookie's are summed; what
// is noted of a cookie can be read off.
type scorecard struct {
	features []feature
	lexicon  lexicon // of names
	hosts    lexicon // of domains
	traits   traits
}

// start is the place of the feature that every cookie has.
const start = 0

// newScorecard makes the scorecard with these weights; those of features that
// they do not hold are the ones set by hand.
func newScorecard(fitted Weights) *scorecard {
	s := &scorecard{features: make([]feature, 0, len(fitted))} // as many as were fitted
	s.add(feature{words: "any cookie", weight: weights{0, -.5, 0, 0}})
	s.newTraits()
	s.lexicon = readVocabulary(vocabulary, "name part", s.add)
	s.hosts = readVocabulary(domainVocabulary, "domain part", s.add)
	for i := range s.features {
		if w, ok := fitted[s.features[i].words]; ok {
			s.features[i].weight = w
		}
	}
	return s
}

func (s *scorecard) add(f feature) int {
	f.prior = f.weight
	s.features = append(s.features, f)
	return len(s.features) - 1
}

// readName notes what a name says.
func (s *scorecard) readName(cookie string) (c card, g signs) {
	bare := catalogue.Bare(cookie)
	t := &s.traits
	var room [8]string
	normal := catalogue.Normal(bare)
	said := parts(room[:0], normal)
	s.lexicon.find(said, func(w word) {
		if !slices.Contains(c.ids[:c.n], uint16(w.feature)) && c.n < maxNameFeatures-4 {
			c.add(w.feature)
			g.add(w, s)
		}
	})
	if c.n == 0 {
		c.add(t.plain)
	}
	switch {
	case strings.HasPrefix(bare, "__"):
		c.add(t.double)
	case strings.HasPrefix(bare, "_"):
		c.add(t.underscore)
	}
	if strings.HasPrefix(cookie, "__Host-") {
		c.add(t.prefixed)
	}
	if normal != bare {
		c.add(t.numbered)
	} else if len(bare) <= 3 {
		c.add(t.short)
	}
	if capitals(bare) {
		c.add(t.capitals)
	}
	return c, g
}

// capitals reports whether all letters of a name are capitals.
func capitals(s string) bool {
	some := false
	for i := range len(s) {
		switch {
		case upper(s[i]):
			some = true
		case letter(s[i]):
			return false
		}
	}
	return some
}

// readHost notes what the words of a domain say.
func (s *scorecard) readHost(host string) (c card) {
	var room [8]string
	s.hosts.find(parts(room[:0], host), func(w word) { c.add(w.feature) })
	return c
}

// sums is what a cookie's features come to.
type sums struct {
	total   weights
	ids     []int
	telling bool // there is one that is not common
	card    *scorecard
}

func (s *scorecard) sum(ids []int) sums {
	out := sums{total: s.features[start].weight, ids: ids, card: s}
	for _, id := range ids {
		f := &s.features[id]
		out.telling = out.telling || !f.common
		for i := range f.weight {
			out.total[i] += f.weight[i]
		}
	}
	return out
}

// How likely the best class must be for it to be given. What a cookie is called
// here may be deleted for: so it is taken for a tracker only where that is as
// likely as all else together. On sites that the weights were not made from, that
// costs no verdict that was right.
const (
	leastChance   = .34
	trackerChance = .5
)

// enoughLead is a lead over the next class with which the best has trackerChance
// in any case: exp(-lead) three times is at most 1.
const enoughLead = 1.1

// chance gives how likely a class is by the scores of all.
func (s sums) chance(class int) float64 {
	all := 0.0
	for _, v := range s.total {
		all += math.Exp(v - s.total[class])
	}
	return 1 / all
}

// class gives the best class, Unclassified where nothing stands out or what was
// seen is true of all sorts of cookies, and the places of the best and the next.
func (s sums) class() (given policy.Category, best, next int) {
	best, next = 0, 1
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
	given = classes()[best]
	least := leastChance
	if given == policy.Statistical || given == policy.Marketing {
		least = trackerChance
	}
	if !s.telling || s.total[best]-s.total[next] < enoughLead && s.chance(best) < least {
		given = policy.Unclassified
	}
	return given, best, next
}

// words says what the classes come to and why.
func (s sums) words() string {
	given, best, next := s.class()
	names := classes()
	var room [320]byte
	words := append(room[:0], "rules: "...)
	if given == policy.Unclassified {
		words = append(words, "undecided between "...)
	}
	words = tenths(append(append(words, names[best]...), ' '), s.total[best], false)
	if given == policy.Unclassified {
		words = append(words, " and "...)
	} else {
		words = append(words, ", next "...)
	}
	words = tenths(append(append(words, names[next]...), ' '), s.total[next], false)
	return string(s.top(words, best))
}

// most is how many terms are told.
const most = 3

// top adds the strongest terms for or against a class in words, of equals the
// first.
func (s sums) top(words []byte, class int) []byte {
	var told [most]int
	n := 0
	strength := func(id int) float64 { return math.Abs(s.card.features[id].weight[class]) }
	for _, id := range s.ids {
		i := n
		for i > 0 && strength(id) > strength(told[i-1]) {
			i--
		}
		if i == most {
			continue
		}
		n = min(n+1, most)
		copy(told[i+1:n], told[i:])
		told[i] = id
	}
	open := " ("
	for _, id := range told[:n] {
		if f := &s.card.features[id]; math.Abs(f.weight[class]) >= .05 {
			words = append(append(append(words, open...), f.words...), ' ')
			words = tenths(words, f.weight[class], true)
			open = "; "
		}
	}
	if open == "; " {
		words = append(words, ')')
	}
	return words
}

// tenths adds a number with one decimal, and its sign if asked.
func tenths(b []byte, v float64, sign bool) []byte {
	n := int(math.Round(v * 10))
	switch {
	case n < 0:
		b, n = append(b, '-'), -n
	case sign:
		b = append(b, '+')
	}
	return append(strconv.AppendInt(b, int64(n/10), 10), '.', byte('0'+n%10))
}

func itoa(n int) string { return strconv.Itoa(n) }
