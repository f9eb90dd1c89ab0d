package ui

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// ordered gives the cookies of a site in an order, as indexes into its entries.
// Those that are alike in the column stand by their names and hosts, and those
// that are alike in these too in one order whichever way round the column is.
//
// A profile showed nine tenths of sorting a million in comparisons, each of
// which fetches two cookies from anywhere in memory. So a column is made into
// numbers in one pass, a text into its rank among the texts that occur, and the
// numbers are sorted by their digits.
func ordered(s *site, by sorting, reverse bool) []int32 {
	if s.named == nil {
		s.named, s.domains = named(s)
	}
	out, es := slices.Clone(s.named), s.entries
	keys := keysOf(s, by)
	byKeys(out, keys)
	if !reverse {
		return out
	}
	slices.Reverse(out)
	alike := func(i, j int32) bool {
		return (keys == nil || keys[i] == keys[j]) && es[i].name == es[j].name && es[i].host == es[j].host
	}
	for from := 0; from < len(out); {
		to := from + 1
		for to < len(out) && alike(out[from], out[to]) {
			to++
		}
		slices.Reverse(out[from:to])
		from = to
	}
	return out
}

// named gives the order by name, which every other order begins from, and the
// ranks of the domains, of which there may be as many as of nothing else but
// names: finding out which are the same is most of sorting by them.
func named(s *site) (order []int32, domains []int64) {
	es := s.entries
	order = make([]int32, len(es))
	for i := range order {
		order[i] = int32(i)
	}
	hosts := rankingOf(es, func(e *entry) int32 { return e.host }, s.texts.hosts.text)
	// The last column first: sorting by digits leaves what is alike as it was.
	byKeys(order, numbers(es, func(e *entry) int64 { return int64(e.Cookie.Port) }))
	byKeys(order, ranks(es, func(e *entry) string { return e.Cookie.Store.Path }))
	byKeys(order, ranks(es, func(e *entry) string { return e.Cookie.Origin }))
	byKeys(order, ranks(es, func(e *entry) string { return e.Cookie.Path }))
	byKeys(order, hosts.ranks())
	byKeys(order, rankingOf(es, func(e *entry) int32 { return e.name }, s.texts.names.text).ranks())
	for i, host := range hosts.list {
		hosts.list[i] = strings.TrimPrefix(host, ".")
	}
	return order, hosts.ranks()
}

// keysOf gives a number for each cookie that grows as a column does, nil for the
// name's.
func keysOf(s *site, by sorting) []int64 {
	es := s.entries
	switch by {
	case sortCategory:
		return numbers(es, func(e *entry) int64 { return int64(e.category) })
	case sortExpires:
		keys := numbers(es, func(e *entry) int64 { return int64(e.Cookie.Expires) })
		if len(keys) == 0 { // a site that was asked for and holds nothing
			return keys
		}
		never := min(slices.Max(keys), math.MaxInt64-1) + 1
		for i, k := range keys {
			if k == 0 { // session cookies come last
				keys[i] = never
			}
		}
		return keys
	case sortCreated:
		return numbers(es, func(e *entry) int64 { return ^int64(e.Cookie.Created) }) // the latest first
	case sortUsed:
		return numbers(es, func(e *entry) int64 { return ^int64(e.Cookie.Accessed) })
	case sortSize:
		return numbers(es, func(e *entry) int64 { return ^int64(e.Cookie.ValueSize()) })
	case sortHost:
		return s.domains
	case sortBrowser:
		return rankingOf(es, func(e *entry) int32 { return e.browser }, s.texts.browsers.text).ranks()
	case sortParty:
		return ranks(es, func(e *entry) string { return string(e.Verdict.Party) })
	case sortProvider:
		keys := rankingOf(es, func(e *entry) int32 { return e.provider }, s.texts.providers.text).ranks()
		for i := range keys {
			if s.providerOf(&es[i]) == "" {
				keys[i] = int64(len(keys)) // what has none comes last
			}
		}
		return keys
	}
	return nil
}

func numbers(es []entry, of func(*entry) int64) []int64 {
	out := make([]int64, len(es))
	for i := range es {
		out[i] = of(&es[i])
	}
	return out
}

// numbering is cookies numbered by what tells some of them from others.
type numbering struct {
	of    []int32 // the number of each
	first []int32 // of each number the first cookie that has it
}

func numberingOf[K comparable](es []entry, key func(*entry) K) numbering {
	t := numbering{of: make([]int32, len(es))}
	known := map[K]int32{}
	var last K
	n := int32(-1)
	for i := range es {
		if k := key(&es[i]); n < 0 || k != last {
			at, ok := known[k]
			if !ok {
				at = int32(len(t.first))
				known[k] = at
				t.first = append(t.first, int32(i))
			}
			last, n = k, at
		}
		t.of[i] = n
	}
	return t
}

// ranking is the texts of a column, and which of them each cookie has.
type ranking struct {
	list []string
	of   []int32
}

// rankingOf collects the texts of a column by what tells them apart.
func rankingOf[K comparable](es []entry, key func(*entry) K, text func(K) string) ranking {
	numbers := numberingOf(es, key)
	t := ranking{make([]string, len(numbers.first)), numbers.of}
	for n, i := range numbers.first {
		t.list[n] = text(key(&es[i]))
	}
	return t
}

// ranks gives the place of each cookie's text among all texts in their order.
func (t ranking) ranks() []int64 {
	order := make([]int32, len(t.list))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(t.list[a], t.list[b]) })
	rank := make([]int64, len(order))
	for place := 1; place < len(order); place++ {
		at, before := order[place], order[place-1]
		if rank[at] = rank[before]; t.list[at] != t.list[before] {
			rank[at]++
		}
	}
	out := make([]int64, len(t.of))
	for i, n := range t.of {
		out[i] = rank[n]
	}
	return out
}

func ranks(es []entry, text func(*entry) string) []int64 {
	return rankingOf(es, text, func(s string) string { return s }).ranks()
}

// digitBits is how many bits of a key are sorted by at once: few enough that
// what is counted of each digit stays in the processor's cache.
const digitBits = 11

// byKeys sorts indexes by the keys that they have, those of one key staying in
// their order (an LSD radix sort). Digits that are alike in all keys are passed
// over, which is most of them. Nil keys are all alike.
//
// Of each key 32 bits at a time are moved: a profile showed most of sorting by
// times in moving whole ones, of which few need more.
func byKeys(order []int32, keys []int64) {
	if len(order) < 2 || keys == nil {
		return
	}
	least, differ := uint64(slices.Min(keys)), uint64(0)
	for _, k := range keys {
		differ |= uint64(k) - least
	}
	type keyed struct {
		key uint32
		at  int32
	}
	const mask = 1<<digitBits - 1
	from, to := make([]keyed, len(order)), make([]keyed, len(order))
	for shift := bits.TrailingZeros64(differ); differ>>shift != 0; shift += 32 {
		for i, at := range order {
			from[i] = keyed{uint32((uint64(keys[at]) - least) >> shift), at}
		}
		for digits, done := uint32(differ>>shift), 0; digits>>done != 0; done += digitBits {
			if digits>>done&mask == 0 {
				continue
			}
			var begin [mask + 1]int32
			for i := range from {
				begin[from[i].key>>done&mask]++
			}
			sum := int32(0)
			for digit, n := range begin {
				begin[digit] = sum
				sum += n
			}
			for i := range from {
				digit := from[i].key >> done & mask
				to[begin[digit]] = from[i]
				begin[digit]++
			}
			from, to = to, from
		}
		for i := range from {
			order[i] = from[i].at
		}
	}
}
