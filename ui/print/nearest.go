package print

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest gives the words that are nearest to one that was typed, at most n,
// the nearest first; equally near ones stay in their order.
func Nearest(typed string, words []string, n int) []string {
	type far struct {
		word string
		d    int
	}
	typed = strings.ToLower(typed)
	list := make([]far, 0, len(words))
	for _, w := range words {
		list = append(list, far{w, Distance(typed, strings.ToLower(w))})
	}
	slices.SortStableFunc(list, func(a, b far) int { return cmp.Compare(a.d, b.d) })
	var out []string
	for _, f := range list[:min(n, len(list))] {
		out = append(out, f.word)
	}
	return out
}

// Meant gives the words that somebody may have meant with one that was typed, at
// most n, the likeliest first: those that begin with it or that it begins with,
// and those that are few slips away for its length. It gives none where any
// would be a mere guess.
func Meant(typed string, words []string, n int) []string {
	const least = 3 // letters that a beginning must have to tell something
	typed = strings.ToLower(typed)
	var begun, near []string
	for _, w := range words {
		low := strings.ToLower(w)
		switch {
		case len(typed) >= least && strings.HasPrefix(low, typed), len(low) >= least && strings.HasPrefix(typed, low):
			begun = append(begun, w)
		case Distance(typed, low) <= (utf8.RuneCountInString(typed)+1)/3:
			near = append(near, w)
		}
	}
	begun = Nearest(typed, begun, n)
	return append(begun, Nearest(typed, near, n-len(begun))...)
}

// Distance is the number of single slips of typing between two words: a letter
// too many, missing, wrong, or two in the wrong order (Damerau and Levenshtein,
// no part edited twice).
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			wrong := last[j-1]
			if x[i-1] != y[j-1] {
				wrong++
			}
			row[j] = min(wrong, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
