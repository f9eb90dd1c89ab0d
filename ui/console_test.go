package ui

import (
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// codePage437 is what the Linux console's usual fonts have beyond ASCII, of
// what a screen could draw.
const codePage437 = "─│┌┐└┘├┤┬┴┼═║█▄▌▐▀░▒▓■·•↑↓←→▲▼►◄"

// On the Linux console each screen is drawn with signs that its fonts have, and
// none is wider or narrower than what it stands for.
func TestConsoleSigns(t *testing.T) {
	for name, scene := range scenes() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {140, 40}} {
			d := scene(t, size[0], size[1])
			before := strings.Split(d.plainText(), "\n")
			d.send(tea.EnvMsg{"TERM=linux"})
			for i, line := range strings.Split(d.plainText(), "\n") {
				if a, b := ansi.StringWidth(before[i]), ansi.StringWidth(line); a != b {
					t.Errorf("%s: line %d is %d cells wide, elsewhere %d", name, i, b, a)
				}
				for _, r := range line {
					if r >= 0x80 && !strings.ContainsRune(codePage437, r) {
						t.Errorf("%s: %q on line %d", name, r, i)
					}
				}
			}
		}
	}
}

// What the terminal says of its background is taken, and asked for only where an
// answer is to be expected.
func TestBackground(t *testing.T) {
	for _, c := range []struct {
		term string
		asks bool
	}{{"xterm-256color", true}, {"screen", true}, {"linux", false}, {"dumb", false}} {
		d := start(t, town(), 80, 24)
		if got := d.suit(tea.EnvMsg{"TERM=" + c.term}) != nil; got != c.asks {
			t.Errorf("%s is asked for its background: %v", c.term, got)
		}
	}
	d := start(t, town(), 80, 24)
	dark := d.screenText()
	d.send(tea.BackgroundColorMsg{Color: color.White})
	light := d.screenText()
	d.send(tea.BackgroundColorMsg{Color: color.Black})
	if d.screenText() != dark || light == dark {
		t.Error("a light background changes nothing, or stays")
	}
	if strings.Contains(light, "\x1b[33m") || strings.Contains(light, ";33m") || !strings.Contains(light, "34m") {
		t.Error("there is yellow on white")
	}
	if ansi.Strip(light) != ansi.Strip(dark) {
		t.Error("the words are not the same")
	}
}

// The rule below the head is as wide as the window whatever the counts, and each
// category has its part of it.
func TestRule(t *testing.T) {
	d := start(t, town(), 80, 24)
	for _, by := range []counts{{}, {1}, {0, 0, 0, 0, 1}, {1, 1, 1, 1, 1}, {9999, 1, 0, 3, 7}, {66, 16, 24, 49, 10}} {
		d.counts = by
		total := 0
		for _, n := range by {
			total += n
		}
		for _, w := range []int{1, 20, 79, 80} {
			rule := d.rule(w)
			if got := ansi.StringWidth(rule); got != w {
				t.Errorf("%v: %d cells of %d", by, got, w)
			}
			if green := strings.Count(partOf(rule, "32"), "━"); total > 0 && green != by[0]*w/total {
				t.Errorf("%v: necessary takes %d of %d cells", by, green, w)
			}
		}
	}
	if wide := start(t, town(), 120, 40); strings.Contains(wide.screenText(), "━") {
		t.Error("the rule is a bar where the categories have their own")
	}
}

// partOf gives what is drawn in a colour.
func partOf(s, colour string) string {
	_, rest, ok := strings.Cut(s, "\x1b["+colour+"m")
	if !ok {
		return ""
	}
	part, _, _ := strings.Cut(rest, "\x1b[")
	return part
}
