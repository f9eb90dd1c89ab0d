package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// table is a cursor over rows of which some are in sight. What a row is, and
// how it looks, is its owner's: only the rows in sight are ever drawn.
type table struct {
	n, h     int // rows, and how many are in sight
	cur, top int
}

// resize tells the table how many rows there are and how many fit.
func (t *table) resize(n, h int) {
	t.n, t.h = n, max(0, h)
	t.to(t.cur)
}

// to moves the cursor and brings it into sight.
func (t *table) to(i int) {
	t.cur = max(0, min(i, t.n-1))
	if t.cur < t.top {
		t.top = t.cur
	}
	if t.h > 0 && t.cur >= t.top+t.h {
		t.top = t.cur - t.h + 1
	}
	t.top = max(0, min(t.top, t.n-t.h))
}

// stay puts the cursor on row i with as many rows above it in sight as before:
// what comes or goes above it moves nothing on the screen.
func (t *table) stay(i int) {
	above := t.cur - t.top
	t.cur = max(0, min(i, t.n-1))
	t.top = t.cur - above
	t.to(t.cur)
}

// scroll moves the rows under the window; the cursor stays in sight.
func (t *table) scroll(by int) {
	t.top = max(0, min(t.top+by, t.n-t.h))
	t.cur = max(t.top, min(t.cur, t.top+t.h-1, t.n-1))
}

// press moves the cursor, and reports whether the key was one for that.
func (t *table) press(k keyMap, msg tea.KeyPressMsg) bool {
	half := max(1, t.h/2)
	switch {
	case key.Matches(msg, k.Up):
		t.to(t.cur - 1)
	case key.Matches(msg, k.Down):
		t.to(t.cur + 1)
	case key.Matches(msg, k.Top):
		t.to(0)
	case key.Matches(msg, k.End):
		t.to(t.n - 1)
	case key.Matches(msg, k.HalfUp):
		t.to(t.cur - half)
	case key.Matches(msg, k.HalfDown):
		t.to(t.cur + half)
	case key.Matches(msg, k.PageUp):
		t.to(t.cur - max(1, t.h-1))
	case key.Matches(msg, k.PageDown):
		t.to(t.cur + max(1, t.h-1))
	default:
		return false
	}
	return true
}

// at gives the row at a line of the window, -1 where there is none.
func (t *table) at(y int) int {
	if i := t.top + y; y >= 0 && y < t.h && i < t.n {
		return i
	}
	return -1
}

// sight gives the rows in sight, from and before to.
func (t *table) sight() (from, to int) { return t.top, min(t.n, t.top+t.h) }
