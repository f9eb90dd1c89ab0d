package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// After the undo of a single cookie the cursor is still on it, though all is read
// again; on another deletion it begins at the top.
func TestUndoKeepsTheCursor(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("x", "y", "4", "tab", "j", "j")
	was := d.history.cookie()
	if was == nil || d.history.single.cur != 2 {
		t.Fatalf("the cursor is on %v", was)
	}
	d.keys("u")
	d.shows("1 cookie is back")
	if now := d.history.cookie(); now == nil || now.ID() != was.ID() {
		t.Errorf("after the undo the cursor is on %v", now)
	}
	d.keys("r")
	if now := d.history.cookie(); now == nil || now.ID() != was.ID() {
		t.Errorf("after a reload the cursor is on %v", now)
	}
	d.keys("1", "d", "y", "4") // now the newest is another one
	if e := d.history.current(); e == nil || e.Deleted == 3 && d.history.single.cur != 0 {
		t.Errorf("on another deletion the cursor is on cookie %d", d.history.single.cur)
	}
}

// On the list of deletions u is of the whole of one, beside it of a single cookie.
func TestUndoOfAWholeDeletion(t *testing.T) {
	f := town()
	d := start(t, f, 120, 40, opened("umami.opendatasoft.com")).keys("x", "y", "4")
	n := f.entries[0].Deleted
	if n < 2 {
		t.Fatalf("%d cookies were deleted", n)
	}
	d.keys("u")
	d.shows(fmt.Sprintf("%d cookies are back", n))
}

// A cookie that is back is not spoken of as a deletion that is not there.
func TestUndoTwice(t *testing.T) {
	d := start(t, town(), 120, 40)
	d.send(restoredMsg{result: jar.Result{ID: "e1"}, err: fmt.Errorf("e1: %w", jar.ErrNothing), only: []cookies.ID{{}}})
	d.shows("it is back already")
	d.lacks("there is no deletion")
}

// Of an entry that was restored in part the screen says which cookies are back.
func TestHistorySaysWhatIsBack(t *testing.T) {
	for _, w := range []int{120, 80, 44} {
		f := town()
		d := start(t, f, w, 24, opened("umami.opendatasoft.com")).keys("h", "d", "y")
		f.since = map[string]string{"_ga": "back", "uid": "newer"}
		d.keys("4", "tab")
		for name, word := range map[string]string{"_ga": "back", "uid": "newer"} {
			found := 0
			for line := range strings.Lines(ansi.Strip(d.screenText())) {
				if fields := strings.Fields(line); slices.Contains(fields, word) && slices.Contains(fields, name) {
					found++
				}
			}
			if found != 1 {
				t.Errorf("at %d columns %d lines say that %s is %s:\n%s", w, found, name, word, d.screenText())
			}
		}
	}
}
