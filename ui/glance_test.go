package ui

import (
	"testing"

	"crumbs/cookies"
)

// A browser that ends or starts is seen on the screen of the stores, though no
// file changes; what is damaged or can't be written is not read again for that.
func TestStatesAreWatched(t *testing.T) {
	f := town()
	f.contents[0].Condition = cookies.Condition{State: cookies.Damaged, Reason: "its content is damaged"}
	running := f.contents[1].Condition
	d := start(t, f, 120, 30)
	d.keys("3")
	glance := func() {
		t.Helper()
		d.settle()
	}
	loads := f.loads
	glance()
	if d.shows("in-use"); f.loads != loads {
		t.Errorf("%d loads though nothing has changed", f.loads-loads)
	}
	f.contents[1].Condition = cookies.Fine()
	glance()
	d.lacks("in-use")
	if f.loads != loads+1 {
		t.Errorf("%d loads after a browser has closed, want 1", f.loads-loads)
	}
	f.contents[1].Condition = running
	glance()
	d.shows("in-use")
	d.keys("d", "1")
	f.contents[1].Condition = cookies.Fine()
	loads = f.loads
	glance()
	glance()
	if f.loads != loads || len(d.timers) != 0 {
		t.Errorf("%d loads and %d timers while the stores are not shown", f.loads-loads, len(d.timers))
	}
	d.keys("3")
	if d.lacks("in-use"); f.loads != loads+1 {
		t.Errorf("%d loads when the stores are shown again, want 1", f.loads-loads)
	}
}

// What is damaged for the screen is not for a look, which reads nothing.
func TestDamagedIsNotReadAgain(t *testing.T) {
	f := town()
	d := start(t, f, 120, 30)
	d.shelf.stores[0].Condition.State = cookies.Damaged
	loads := f.loads
	d.keys("3")
	d.settle()
	d.settle()
	if f.loads != loads {
		t.Errorf("%d loads", f.loads-loads)
	}
}

// The screen names its key, not the flag of the commands.
func TestStoresNameTheKey(t *testing.T) {
	f := town()
	f.contents[1].Condition.Port, f.contents[1].Condition.Advice = 9222, "close firefox, or add --devtools 9222"
	d := start(t, f, 120, 30)
	d.keys("3", "j")
	d.shows("press p in the preview of a deletion to have it done by firefox itself")
	d.lacks("--devtools")
}
