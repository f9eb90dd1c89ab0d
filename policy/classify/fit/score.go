package main

import (
	"fmt"
	"io"
	"slices"

	"crumbs/policy"
)

// score counts verdicts. What is unclassified is wrong.
type score struct {
	n, hit, two, three int
	given              [4][5]int // by label, what was said; the fifth is nothing
}

func (s *score) add(label int, said policy.Category) {
	i := slices.Index(classes, said)
	s.n++
	if i < 0 {
		s.given[label][4]++
		return
	}
	s.given[label][i]++
	if i == label {
		s.hit++
	}
	if (i < 2) == (label < 2) {
		s.two++
	}
	if max(i, 1) == max(label, 1) {
		s.three++
	}
}

// of gives precision, recall and F1 of a class.
func (s *score) of(class int) (p, r, f float64) {
	var said, were int
	for i := range classes {
		said += s.given[i][class]
	}
	for _, n := range s.given[class] {
		were += n
	}
	right := float64(s.given[class][class])
	p, r = right/float64(max(1, said)), right/float64(max(1, were))
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

func (s *score) print(w io.Writer, title string, classwise bool) {
	n := float64(max(1, s.n))
	macro, said := 0.0, s.n
	for i := range classes {
		_, _, f := s.of(i)
		macro += f / 4
		said -= s.given[i][4]
	}
	_, _ = fmt.Fprintf(w, "%-40s n=%-5d accuracy %.4f  macro-F1 %.4f  3way %.4f  2way %.4f  said %.4f\n",
		title, s.n, float64(s.hit)/n, macro, float64(s.three)/n, float64(s.two)/n, float64(said)/n)
	if classwise {
		for i, c := range classes {
			p, r, f := s.of(i)
			_, _ = fmt.Fprintf(w, "    %-12s P %.3f R %.3f F1 %.3f  %v\n", c, p, r, f, s.given[i])
		}
	}
}

// guardCount is what the guard holds back.
type guardCount struct {
	necessary, saved  int // necessary ones that the verdict calls tracking, and those of them that are guarded
	tracker, shelters int // tracking ones, and those that are guarded though the verdict is right
	guarded           [4]int
	all, known, kept  int // necessary ones, those that the verdict calls so, and those with the guarded ones
}

func (g *guardCount) add(label int, v *policy.Verdict) {
	held := v.Guard != policy.Unguarded
	tracking := v.Category == policy.Statistical || v.Category == policy.Marketing || v.Category == policy.Unclassified
	if held {
		g.guarded[label]++
	}
	if label == 0 {
		g.all++
		if v.Category == policy.Necessary {
			g.known++
		}
		if held || v.Category == policy.Necessary {
			g.kept++
		}
	}
	if label == 0 && tracking {
		g.necessary++
		if held {
			g.saved++
		}
	}
	if label >= 2 {
		g.tracker++
		if held {
			g.shelters++
		}
	}
}

func (g *guardCount) print(w io.Writer, title string) {
	all := float64(max(1, g.all))
	_, _ = fmt.Fprintf(w, "%s: holds back %v; necessary recall %.4f, with it %.4f; saves %d of %d necessary ones that the verdict would lose; shelters %d of %d trackers\n",
		title, g.guarded, float64(g.known)/all, float64(g.kept)/all, g.saved, g.necessary, g.shelters, g.tracker)
}
