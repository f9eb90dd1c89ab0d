package ui

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

func (r rect) empty() bool { return r.w <= 0 || r.h <= 0 }

func (r rect) holds(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// screen is one of the tabs.
type screen int

const (
	onCookies screen = iota
	onAudit
	onStores
	onHistory
)

// pane is a part of a screen that takes keys, from left to right.
type pane int

const (
	paneSites pane = iota // of history: the entries; of stores: the stores
	paneList              // of history: the cookies of an entry
	paneDetail
)

// The widths at which panes come and go, and the least size of a window.
const (
	wide, middling      = 110, 60
	minWidth, minHeight = 20, 5
)

// layout says which part of the screen belongs to whom. A rect of no size is a
// part that is not shown.
type layout struct {
	tiny                bool
	head, bar, rule     rect
	panes               [3]rect // by pane
	lines               []rect  // one cell wide, between the panes
	body, status, hints rect
	below               rect // of audit and stores: the words on the row under the cursor
	tabs                []tabRect
}

type tabRect struct {
	screen
	rect
	label string
}

// arrange gives the layout of a window of w by h cells in which a screen is
// shown and a pane has the focus. It is pure.
func arrange(w, h int, s screen, focus pane) layout {
	if w < minWidth || h < minHeight {
		return layout{tiny: true, body: rect{0, 0, max(0, w), max(0, h)}}
	}
	var l layout
	top, bottom := 1, h
	l.head = rect{0, 0, w, 1}
	l.tabs = tabs(w, s)
	if h >= 12 && (s == onCookies || s == onAudit) {
		l.bar = rect{0, top, w, 1}
		top++
	}
	if h >= 8 {
		l.rule = rect{0, top, w, 1}
		top++
	}
	if h >= 10 {
		bottom--
		l.hints = rect{0, bottom, w, 1}
	}
	bottom--
	l.status = rect{0, bottom, w, 1}
	l.body = rect{0, top, w, bottom - top}
	switch s {
	case onCookies:
		l.cookies(w, focus)
	case onAudit:
		l.stacked(4, 7)
	case onStores:
		l.stacked(3, 9)
	case onHistory:
		l.history(w, focus)
	}
	return l
}

// cookies lays the three panes of the first screen: all of them, two, or one.
func (l *layout) cookies(w int, focus pane) {
	b := l.body
	switch {
	case w >= wide:
		left := min(40, max(30, w*27/100))
		right := min(64, max(34, w*30/100))
		l.columns(left, w-left-right-2, right)
	case w >= middling && focus == paneDetail:
		right := w * 58 / 100
		l.columns(0, w-right-1, right)
	case w >= middling:
		left := min(32, max(24, w*33/100))
		l.columns(left, w-left-1, 0)
	default:
		l.panes[focus] = b
	}
}

// history lays the entries beside the cookies of the one under the cursor.
func (l *layout) history(w int, focus pane) {
	if w >= middling {
		left := w * 58 / 100
		l.columns(left, w-left-1, 0)
		return
	}
	l.panes[min(focus, paneList)] = l.body
}

// stacked lays one pane over some lines of words on its cursor's row.
func (l *layout) stacked(least, most int) {
	b := l.body
	under := min(most, b.h-least)
	if under < 3 {
		l.panes[paneSites] = b
		return
	}
	l.panes[paneSites] = rect{b.x, b.y, b.w, b.h - under}
	l.below = rect{b.x, b.y + b.h - under, b.w, under}
}

// columns gives each pane its width, with a line between any two.
func (l *layout) columns(widths ...int) {
	x := l.body.x
	for i, w := range widths {
		if w <= 0 {
			continue
		}
		if x > l.body.x {
			l.lines = append(l.lines, rect{x, l.body.y, 1, l.body.h})
			x++
		}
		l.panes[i] = rect{x, l.body.y, w, l.body.h}
		x += w
	}
}

// tabs gives the places of the tabs in the head line: with their names where
// there is room, else as digits.
func tabs(w int, s screen) []tabRect {
	names := []struct {
		screen
		digit, name string
	}{{onCookies, "1", "Cookies"}, {onAudit, "2", "Audit"}, {onStores, "3", "Stores"}, {onHistory, "4", "History"}}
	named := func(long bool) []tabRect {
		var out []tabRect
		x := 0
		if w >= 34 {
			x = 9 // " crumbs  "
		}
		for _, n := range names {
			label := n.digit
			if long {
				label += " " + n.name
			}
			if n.screen == s {
				label = "[" + label + "]"
			} else {
				label = " " + label + " "
			}
			out = append(out, tabRect{n.screen, rect{x, 0, len(label), 1}, label})
			x += len(label)
		}
		return out
	}
	if long := named(true); long[len(long)-1].x+long[len(long)-1].w <= w {
		return long
	}
	return named(false)
}
