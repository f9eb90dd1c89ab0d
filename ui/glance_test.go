package ui

import (
	"strings"
	"testing"
	"time"

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

// lateJar looks at stores only when it is told to.
type lateJar struct {
	*fakeJar
	look chan struct{}
}

func (l *lateJar) Look(stores []*cookies.Store) []cookies.Condition {
	<-l.look
	return l.fakeJar.Look(stores)
}

// The rows do not wait until it is known who uses the stores. Until then nothing
// is said of it, and then it is said also in a preview that was there before.
func TestRowsComeBeforeALook(t *testing.T) {
	l := &lateJar{fakeJar: town()}
	l.contents[0].Condition = l.contents[1].Condition // in use
	runningJar(t, l, []string{"TERM=xterm-256color"}, func(term *terminal) {
		see := seeing(t, term)
		see("69 cookies", "sessionid")
		term.SendText("3")
		rest(time.Second)
		see("firefox", "…", "damaged")
		term.SendText("1d")
		rest(time.Second)
		if see("Delete"); strings.Contains(term.text(), "waits") {
			t.Errorf("something is said of who uses the store:\n%s", term.text())
		}
		close(l.look)
		rest(time.Second)
		see("running: w waits")
		term.SendText("\x1b")
		rest(time.Second)
		term.SendText("3")
		rest(time.Second)
		see("in-use", "damaged")
		term.SendText("1")
		rest(time.Second)
	}, func(*Config) { l.look = make(chan struct{}) })
}

// Nothing is written while somebody looks at stores: what opens a store that is written
// can lose its lock.
func TestNoWriteDuringALook(t *testing.T) {
	l := &lateJar{fakeJar: town()}
	runningJar(t, l, []string{"TERM=xterm-256color"}, func(term *terminal) {
		l.look <- struct{}{}
		see := seeing(t, term)
		rest(time.Second)
		term.SendText("d")
		rest(time.Second)
		see("Delete")
		term.SendText("y")
		rest(time.Second)
		if l.deletes != 0 {
			t.Error("it was written during a look")
		}
		l.look <- struct{}{}
		rest(time.Second)
		if l.deletes != 1 {
			t.Errorf("%d deletions behind the look", l.deletes)
		}
		close(l.look)
	}, func(*Config) { l.look = make(chan struct{}) })
}

// A look that ends when the stores were read again is dropped.
func TestLateLookIsDropped(t *testing.T) {
	d := start(t, town(), 120, 30)
	d.keys("3")
	d.shows("in-use")
	d.send(lookedMsg{&shelf{}, nil})
	d.shows("in-use")
	d.send(lookedMsg{d.shelf, nil})
	d.lacks("in-use")
}

// The screen names its key, not the flag of the commands.
func TestStoresNameTheKey(t *testing.T) {
	f := town()
	f.contents[1].Condition.Port, f.contents[1].Condition.Advice = 9222, "close firefox, or add --devtools 9222"
	d := start(t, f, 120, 30)
	d.keys("3", "j")
	d.shows("in a deletion's preview w waits for that, p has firefox do it itself")
	d.lacks("--devtools")
}
