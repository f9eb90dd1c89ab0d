package ui

import (
	"fmt"
	"testing"

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

// A cookie that is back is not spoken of as a deletion that is not there.
func TestUndoTwice(t *testing.T) {
	d := start(t, town(), 120, 40)
	d.send(restoredMsg{result: jar.Result{ID: "e1"}, err: fmt.Errorf("e1: %w", jar.ErrNothing), only: []cookies.ID{{}}})
	d.shows("it is back already")
	d.lacks("there is no deletion")
}
