package layout

import (
	"slices"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/words"
)

var (
	printedTime  = lazyregexp.New(`^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?:\s+\S.*)?$`)
	printedPage  = lazyregexp.New(`^\s*((?:file|https?):\S+)\s+(\d{1,3} ?/ ?\d{1,3})\s*$`)
	printedHost  = lazyregexp.New(`^\s*((?:file|https?):\S+)\s*$`)
	timeAtEnd    = lazyregexp.New(`(?i)\d:\d{2}(?: ?[ap]\.?m\.?)?\s*$`)
	printedCount = lazyregexp.New(`^\s*\d{1,3} ?(?:/|of|von|sur|de|di|van) ?\d{1,3}\s*$`)
)

// withoutPrint takes out of a text what browsers print at the head and the foot of
// every page: the time with the title, the address with the number of the page. They
// stand wherever a page ended, within a table too. at says where the lines that are
// left stood, nil if all are; address is what was printed. An address that stands once
// over two numbers, and no time anywhere, is one that the text itself names; so are
// those of several sites.
func withoutPrint(src []string) (out []string, at []int, address string) {
	drop := map[int]bool{}
	host, pages := "", map[string]bool{}
	for i, s := range src {
		if !strings.Contains(s, "://") {
			continue
		}
		m := printedPage.FindStringSubmatch(s)
		if m == nil {
			m = printedHost.FindStringSubmatch(s)
			j := nextFilled(src, i)
			if m == nil || j < 0 || !printedCount.MatchString(src[j]) {
				continue
			}
			drop[j] = true
			m = append(m, strings.TrimSpace(src[j]))
		}
		if h := block.Host(m[1]); address == "" {
			host = h
		} else if h != host {
			return src, nil, ""
		}
		drop[i], pages[m[2]], address = true, true, m[1]
	}
	if address == "" || len(pages) < 2 && !slices.ContainsFunc(src, timePrinted) {
		return src, nil, ""
	}
	begun := false // something of the text stands before
	title := ""    // that is printed with the time, on a line of its own
	for i, s := range src {
		if strings.TrimSpace(s) == "" || drop[i] {
			continue
		}
		if !timePrinted(s) {
			begun = true
			continue
		}
		drop[i] = true
		j := nextFilled(src, i)
		if j < 0 || !timeAtEnd.MatchString(s) || hasColumns(src[j]) || len(words.Of(src[j])) > 12 {
			continue
		}
		if !begun {
			title = strings.TrimSpace(src[j])
			continue
		}
		for k := j; k < min(len(src), j+8); k++ {
			if title != "" && strings.TrimSpace(src[k]) == title {
				j = k // a cell of the page stood higher
				break
			}
		}
		drop[j] = true
	}
	// Of the empty lines around one stays, unless a table or a sentence goes on.
	for i := range src {
		if !drop[i] || i > 0 && drop[i-1] {
			continue
		}
		from, to := i, i
		for from > 0 && (drop[from-1] || strings.TrimSpace(src[from-1]) == "") {
			from--
		}
		for to+1 < len(src) && (drop[to+1] || strings.TrimSpace(src[to+1]) == "") {
			to++
		}
		for j := from; j <= to; j++ {
			drop[j] = true
		}
		if from > 0 && to+1 < len(src) && !words.StartsLower(src[to+1]) && !(hasColumns(src[from-1]) && hasColumns(src[to+1])) {
			src[to], drop[to] = "", false
		}
	}
	for i, s := range src {
		if !drop[i] {
			out, at = append(out, s), append(at, i)
		}
	}
	return out, at, address
}

// timePrinted reports whether a line begins with the time of a print.
func timePrinted(s string) bool {
	return len(s) <= 200 && printedTime.MatchString(s)
}

// hasColumns reports whether a line has a tab or a wide gap in it.
func hasColumns(s string) bool {
	s = strings.TrimSpace(s)
	return strings.Contains(s, "\t") || strings.Contains(s, "  ")
}

// nextFilled is the next line that is not empty, within a few; -1 if there is none.
func nextFilled(src []string, i int) int {
	for j := i + 1; j < len(src) && j < i+6; j++ {
		if strings.TrimSpace(src[j]) != "" {
			return j
		}
	}
	return -1
}
