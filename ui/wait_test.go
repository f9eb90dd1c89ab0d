package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// A deletion waits while the user goes on, is done when the browser has closed,
// and is said; one that is given up is not done.
func TestWaiting(t *testing.T) {
	f := town()
	running(t, f, []string{"TERM=xterm-256color"}, func(term *terminal) {
		f.free = make(chan struct{})
		press := func(keys ...string) {
			for _, k := range keys {
				term.SendText(k)
				rest(time.Second)
			}
		}
		see := func(want string, there bool) {
			t.Helper()
			if strings.Contains(term.text(), want) != there {
				t.Errorf("shows %q: %v, want %v\n%s", want, !there, there, term.text())
			}
		}
		press("h", "d")
		see("w delete when closed", true)
		press("w")
		see("waiting for firefox to close: 8 cookies", true)
		press("j", "d", "w") // the next one waits too
		see("waiting for firefox to close: 19 cookies", true)
		press("3", "j")
		see("19 cookies for that", true)
		press("W")
		see("no longer waiting: 11 cookies stay", true)
		rest(stays)
		press("q")
		see("Quit?", true)
		see("waiting for firefox to close: 8 cookies", true)
		press("n", "1")
		if f.deletes != 0 {
			t.Fatal("something was deleted while the browser ran")
		}
		close(f.free)
		rest(time.Second)
		see("deleted 8 cookies, u brings them back", true)
		see("waiting", false)
		if f.deletes != 1 {
			t.Errorf("%d deletions, want the one that was not given up", f.deletes)
		}
	})
}

// Esc gives a wait up when there is nothing else to leave.
func TestEscapeDrops(t *testing.T) {
	d := waits()(t, 120, 40)
	d.keys("/").typed("x").keys("esc")
	d.keys("esc", "esc")
	if d.focus[onCookies] != paneSites || len(d.waits) != 0 {
		t.Errorf("%d waits are left", len(d.waits))
	}
	d.shows("no longer waiting: 12 cookies stay")
	d.keys("W")
	d.shows("nothing waits for a browser to close")
	d.keys("q")
	if !d.quit {
		t.Error("q asks though nothing waits")
	}
}

// Ctrl+c asks once and quits at the second time.
func TestKillDropsWaits(t *testing.T) {
	d := waits("ctrl+c")(t, 120, 40)
	if d.quit || d.dialog == nil {
		t.Fatal("ctrl+c does not say what it drops")
	}
	if d.keys("ctrl+c"); !d.quit {
		t.Error("the second ctrl+c does not quit")
	}
	d = waits("q", "y")(t, 120, 40)
	if !d.quit {
		t.Error("y does not quit")
	}
}

// An undo that a browser is in the way of offers to wait.
func TestUndoOffersToWait(t *testing.T) {
	d := scenes()["undo held"](t, 120, 40)
	d.shows("4 cookies can't come back now", "process 4711", "w bring back when closed", "n leave")
	d.keys("y", "enter")
	d.shows("can't come back now")
	d.keys("w")
	d.shows("1 cookie is back")
}

// Who stopped an undo is not asked whether it is to wait for a browser.
func TestStoppedUndoOffersNothing(t *testing.T) {
	for _, stopped := range []bool{false, true} {
		d := start(t, town(), 120, 40)
		d.send(restoredMsg{result: jar.Result{Done: 1, Stopped: stopped, Skipped: []jar.Skip{{Count: 3, Reason: cookies.ReasonLocked, Words: "another program holds it"}}}})
		if asks := d.dialog != nil; asks == stopped {
			t.Errorf("stopped %v: it asks %v", stopped, asks)
		}
	}
}

// What was given up while it was being done is told of, for it was done.
func TestDroppedTooLate(t *testing.T) {
	d := waits("W")(t, 120, 40)
	d.shows("no longer waiting: 12 cookies stay")
	d.send(waitedMsg{1, removedMsg{deletion{of: "shop.example"}, jar.Result{}, context.Canceled}})
	d.shows("no longer waiting: 12 cookies stay")
	d.send(waitedMsg{1, removedMsg{deletion{of: "shop.example"}, jar.Result{Done: 12}, nil}})
	d.shows("deleted 12 cookies, u brings them back")
}

// While one waits, another write may be under way, and stays so.
func TestWaitEndsDuringWork(t *testing.T) {
	d := waits()(t, 120, 40)
	d.busy = "deleting 3 cookies"
	d.send(waitedMsg{1, removedMsg{deletion{of: "shop.example"}, jar.Result{Skipped: []jar.Skip{{Count: 1, Reason: cookies.ReasonChanged, Words: "it is gone, or was set again, since it was shown"}}}, nil}})
	if d.busy == "" || len(d.waits) != 0 {
		t.Errorf("busy is %q, %d wait", d.busy, len(d.waits))
	}
	d.shows("it is gone, or was set again")
}
