package ui

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestArrange(t *testing.T) {
	for _, c := range []struct {
		w, h   int
		screen screen
		focus  pane
		want   string // x,y wxh of the panes
	}{
		{120, 40, onCookies, paneSites, "0,3 32x35 33,3 50x35 84,3 36x35"},
		{120, 40, onCookies, paneDetail, "0,3 32x35 33,3 50x35 84,3 36x35"},
		{110, 40, onCookies, paneList, "0,3 30x35 31,3 44x35 76,3 34x35"},
		{109, 40, onCookies, paneList, "0,3 32x35 33,3 76x35 -"},
		{80, 24, onCookies, paneSites, "0,3 26x19 27,3 53x19 -"},
		{80, 24, onCookies, paneDetail, "- 0,3 33x19 34,3 46x19"},
		{60, 24, onCookies, paneList, "0,3 24x19 25,3 35x19 -"},
		{59, 24, onCookies, paneSites, "0,3 59x19 - -"},
		{59, 24, onCookies, paneList, "- 0,3 59x19 -"},
		{44, 12, onCookies, paneDetail, "- - 0,3 44x7"},
		{20, 5, onCookies, paneList, "- 0,1 20x3 -"},
		{20, 4, onCookies, paneList, "- - -"},
		{19, 40, onCookies, paneList, "- - -"},
		{0, 0, onCookies, paneList, "- - -"},
		{80, 24, onStores, paneSites, "0,2 80x11 - -"},
		{20, 5, onStores, paneSites, "0,1 20x3 - -"},
		{80, 24, onHistory, paneSites, "0,2 46x20 47,2 33x20 -"},
		{44, 12, onHistory, paneList, "- 0,2 44x8 -"},
	} {
		t.Run(fmt.Sprintf("%dx%d screen %d pane %d", c.w, c.h, c.screen, c.focus), func(t *testing.T) {
			l := arrange(c.w, c.h, c.screen, c.focus)
			got := ""
			for _, r := range l.panes {
				if r.empty() {
					got += " -"
				} else {
					got += fmt.Sprintf(" %d,%d %dx%d", r.x, r.y, r.w, r.h)
				}
			}
			if d := cmp.Diff(c.want, got[1:]); d != "" {
				t.Error(d)
			}
		})
	}
}

// Whatever the size, no two parts share a cell, none leaves the window, and
// the pane with the focus is in sight.
func TestArrangeCovers(t *testing.T) {
	for w := 0; w <= 260; w += 3 {
		for h := 0; h <= 72; h++ {
			for s := onCookies; s <= onHistory; s++ {
				for focus := paneSites; focus <= paneDetail; focus++ {
					l := arrange(w, h, s, focus)
					if l.tiny {
						continue
					}
					taken := map[[2]int]bool{}
					all := append([]rect{l.head, l.bar, l.rule, l.status, l.hints, l.below}, l.panes[:]...)
					for _, r := range append(all, l.lines...) {
						if r.empty() {
							continue
						}
						if r.x < 0 || r.y < 0 || r.x+r.w > w || r.y+r.h > h {
							t.Fatalf("%dx%d screen %d: %v is outside", w, h, s, r)
						}
						for _, corner := range [][2]int{{r.x, r.y}, {r.x + r.w - 1, r.y}, {r.x, r.y + r.h - 1}, {r.x + r.w - 1, r.y + r.h - 1}} {
							for _, other := range append(all, l.lines...) {
								if other != r && other.holds(corner[0], corner[1]) {
									t.Fatalf("%dx%d screen %d: %v and %v overlap", w, h, s, r, other)
								}
							}
						}
						taken[[2]int{r.x, r.y}] = true
					}
					if s == onCookies && l.panes[focus].empty() {
						t.Fatalf("%dx%d: pane %d has the focus and is not shown", w, h, focus)
					}
				}
			}
		}
	}
}

func TestTable(t *testing.T) {
	k := newKeys()
	at := table{}
	at.resize(100, 10)
	for _, c := range []struct {
		key      string
		cur, top int
	}{
		{"j", 1, 0}, {"k", 0, 0}, {"k", 0, 0}, {"ctrl+d", 5, 0}, {"ctrl+d", 10, 1}, {"ctrl+u", 5, 1},
		{"G", 99, 90}, {"j", 99, 90}, {"pgup", 90, 90}, {"pgup", 81, 81}, {"g", 0, 0}, {"pgdown", 9, 0}, {"down", 10, 1},
	} {
		if !at.press(k, pressed(c.key)) || at.cur != c.cur || at.top != c.top {
			t.Errorf("after %s: row %d from %d, want %d from %d", c.key, at.cur, at.top, c.cur, c.top)
		}
	}
	if at.press(k, pressed("d")) || at.press(k, pressed("u")) {
		t.Error("d and u are no keys of a table")
	}
	at.scroll(50)
	if at.top != 51 || at.cur != 51 {
		t.Errorf("the cursor is at %d of %d after scrolling: out of sight", at.cur, at.top)
	}
	at.resize(3, 10)
	if at.cur != 2 || at.top != 0 {
		t.Errorf("shrunk to row %d from %d", at.cur, at.top)
	}
	at.resize(0, 10)
	if at.at(0) != -1 {
		t.Error("an empty table has a row")
	}
}
