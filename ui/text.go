package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/net/idna"

	"crumbs/cookies"
	"crumbs/ui/print"
)

// shown gives a stranger's string in a form that a terminal can be given:
// [cookies.Visible], and beyond it the clusters that terminals disagree about
// the width of, or that would climb out of their cell, escaped as well. What it
// gives takes as many cells everywhere as [cells] says.
func shown(s string) string {
	s = cookies.Visible(s)
	if plain(s) {
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		if cluster == "" {
			break
		}
		rest = rest[len(cluster):]
		runes := []rune(cluster)
		if steady(cluster) && len(runes) <= maxCluster {
			b.WriteString(cluster)
			continue
		}
		for i, r := range runes {
			one := string(r)
			switch {
			case i == 0 && steady(one):
				b.WriteRune(r)
			case r > 0xffff:
				fmt.Fprintf(&b, `\U%08x`, r)
			default:
				fmt.Fprintf(&b, `\u%04x`, r)
			}
		}
	}
	return b.String()
}

// steady reports whether a cluster is as wide to all terminals, and stays so
// beside what we put behind it: some letters join what follows them.
func steady(cluster string) bool {
	w := ansi.StringWidth(cluster)
	return w > 0 && w == ansi.StringWidthWc(cluster) && ansi.StringWidth(cluster+" ") == w+1
}

// maxCluster is how many code points one cell may hold: a letter with a few
// marks, never a tower of them.
const maxCluster = 4

// plain reports whether s is ASCII, of which each byte takes one cell.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// cells and clip measure and cut a string as tables do.
func cells(s string) int          { return print.Cells(s) }
func clip(s string, w int) string { return print.Clip(s, w) }

// clipLeft cuts the beginning of a string that is wider than w cells.
func clipLeft(s string, w int) string {
	if over := cells(s) - w; over > 0 && w > 0 {
		return ansi.TruncateLeft(s, over+1, "…")
	}
	return s
}

// fit cuts or fills a string to exactly w cells.
func fit(s string, w int) string {
	s = clip(s, w)
	return s + strings.Repeat(" ", max(0, w-cells(s)))
}

// fitRight is fit with the text at the right.
func fitRight(s string, w int) string {
	s = clip(s, w)
	return strings.Repeat(" ", max(0, w-cells(s))) + s
}

// fitEnds puts one text at the left and one at the right of w cells; the left
// one gives way.
func fitEnds(left, right string, w int) string {
	right = clip(right, w)
	if right == "" {
		return fit(left, w)
	}
	return fit(left, max(0, w-cells(right)-1)) + strings.Repeat(" ", min(1, max(0, w-cells(right)))) + right
}

// wrap breaks a text into lines of at most w cells, at spaces where it can.
func wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	lines := strings.Split(ansi.Wrap(s, w, ""), "\n")
	for i := range lines { // before a hyphen it leaves the space, one cell too many
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// date writes the day of a moment in the user's own time zone.
func date(t time.Time) string { return t.Local().Format("2006-01-02") }

// host gives a host as lists show it: in punycode, fit for the terminal.
func host(h string) string {
	if !plain(h) {
		if ascii, err := idna.Punycode.ToASCII(strings.ToLower(h)); err == nil {
			h = ascii
		}
	}
	return shown(h)
}

// unicodeHost gives the readable form of a punycode host, "" where it has none
// of its own.
func unicodeHost(h string) string {
	if !strings.Contains(h, "xn--") && plain(h) {
		return ""
	}
	u, err := idna.Punycode.ToUnicode(h)
	if err != nil || plain(u) {
		return ""
	}
	return shown(u)
}

// firstCluster gives how many bytes the first cluster of s has.
func firstCluster(s string) int {
	c, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return max(1, len(c))
}
