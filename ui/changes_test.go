package ui

import (
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// written changes a store as its browser does: a cookie comes in front.
func written(f *fakeJar, d *drive, size int64) {
	f.put(0, "umami.opendatasoft.com", "aaa_new", 3)
	f.contents[0].Mark[0].Size = size
	d.send(changesMsg{marks: map[string]jar.Mark{f.contents[0].Store.Path: f.contents[0].Mark}})
}

// What a browser wrote is shown a second later, and the user stays where they
// were: cursor, marks, folds, scroll, filter.
func TestChangedStoreIsReadAgain(t *testing.T) {
	f := town()
	d := start(t, f, 120, 16, opened("umami.opendatasoft.com"))
	d.keys("j", "j", "space", "space", "/").typed("site:umami").keys("enter", "G")
	under, marks, top, folded := d.list.current().key(), len(d.marks), d.list.top, len(d.list.folded)
	if top == 0 || marks == 0 {
		t.Fatalf("the list begins at %d, %d are marked: the test needs both", top, marks)
	}
	d.timers = nil
	loads := f.loads
	written(f, d, 7)
	d.shows("1 changed")
	if f.loads != loads {
		t.Error("it was read at once, and not when the burst was over")
	}
	d.send(changesMsg{marks: map[string]jar.Mark{f.contents[0].Store.Path: f.contents[0].Mark}})
	if len(d.timers) != 1 {
		t.Errorf("%d timers, want one for both words", len(d.timers))
	}
	d.settle()
	d.shows("70 cookies")
	d.lacks("1 changed", "reading")
	if f.loads != loads+1 || d.list.current().key() != under || len(d.marks) != marks || len(d.list.folded) != folded || d.query.Value() != "site:umami" {
		t.Errorf("%d loads; the cursor is on %q, %d marked, filter %q", f.loads-loads, d.under(), len(d.marks), d.query.Value())
	}
	d.timers = nil
	d.send(changesMsg{marks: map[string]jar.Mark{f.contents[0].Store.Path: f.contents[0].Mark}})
	if len(d.timers) != 0 {
		t.Error("what was read is taken for changed")
	}
}

// While a dialog is open nothing moves under it.
func TestNoReloadUnderADialog(t *testing.T) {
	f := town()
	d := umami(t, f)
	d.keys("d")
	d.timers = nil
	loads := f.loads
	written(f, d, 7)
	d.settle()
	if f.loads != loads {
		t.Fatal("it was read under a dialog")
	}
	d.keys("n")
	d.settle()
	if f.loads != loads+1 {
		t.Error("it was not read when the dialog was gone")
	}
	// One that opens within the second.
	written(f, d, 8)
	d.keys("d")
	d.settle()
	if f.loads != loads+1 {
		t.Fatal("it was read under the second dialog")
	}
	d.keys("n")
	d.settle()
	if f.loads != loads+2 {
		t.Error("it was not read after the second dialog")
	}
}

// A store that is being written this moment keeps what was read of it, and a
// value that was set anew is no longer shown.
func TestReloadMeetsAWriter(t *testing.T) {
	f := town()
	d := umami(t, f).keys("j", "j", "v")
	if d.detail.seen == nil {
		t.Fatal("no value is shown")
	}
	whole := f.contents[0].Cookies
	f.contents[0].Cookies, f.contents[0].Condition = nil, cookies.Condition{State: cookies.Locked, Reason: "it changes"}
	d.timers = nil
	f.contents[0].Mark[0].Size = 3
	d.send(changesMsg{marks: map[string]jar.Mark{f.contents[0].Store.Path: f.contents[0].Mark}})
	d.settle()
	d.shows("69 cookies", "1 changed")
	if d.detail.seen == nil {
		t.Error("a quiet reload hid a value that is as it was")
	}
	f.contents[0].Cookies, f.contents[0].Condition = whole, cookies.Fine()
	for i := range whole {
		whole[i].Updated++
	}
	d.settle()
	d.lacks("1 changed")
	if d.detail.seen != nil && d.list.current().Cookie.Store.Path == f.contents[0].Store.Path {
		t.Error("a value is shown that is no longer the cookie's")
	}
}

// Nor is one of a session cookie, of which the store tells no time of setting.
func TestAnotherValueIsNotShown(t *testing.T) {
	f := town()
	d := umami(t, f).keys("j", "j", "v")
	if d.keys("r"); d.detail.seen == nil {
		d.keys("v")
	}
	for i := range f.contents {
		for k := range f.contents[i].Cookies {
			f.contents[i].Cookies[k].Shape = cookies.ShapeOf([]byte("another0123"))
		}
		f.contents[i].Mark[0].Size++
		d.send(changesMsg{marks: map[string]jar.Mark{f.contents[i].Store.Path: f.contents[i].Mark}})
	}
	if d.detail.seen == nil {
		t.Fatal("it is hidden before anything was read again")
	}
	if d.settle(); d.detail.seen != nil {
		t.Error("a value is shown that is no longer the cookie's")
	}
}

// A Firefox that ends moves its session to another file: the screen looks for
// the stores anew, and does not call the one that is gone damaged.
func TestMovedStoreIsLookedForAnew(t *testing.T) {
	f := town()
	d := umami(t, f)
	old := f.contents[0].Store.Path
	moved := *f.contents[0].Store
	moved.Path = old + ".closed"
	f.contents[0].Store = &moved
	for i := range f.contents[0].Cookies {
		f.contents[0].Cookies[i].Store = &moved
	}
	d.timers = nil
	f.contents[0].Mark[0].Size = 5
	d.send(changesMsg{marks: map[string]jar.Mark{moved.Path: f.contents[0].Mark}})
	d.settle()
	d.shows("69 cookies")
	if !d.shelved(moved.Path) || d.shelved(old) {
		t.Error("the store that came is not shown, or the one that went is")
	}
	loads := f.loads
	d.timers = nil
	d.send(changesMsg{marks: map[string]jar.Mark{moved.Path: f.contents[0].Mark}})
	d.settle()
	if f.loads != loads {
		t.Error("what is known is looked for once more")
	}
	// A word on the old one that comes late.
	d.send(changesMsg{marks: map[string]jar.Mark{old: {}}})
	for range 3 {
		d.settle()
	}
	if f.loads != loads+1 {
		t.Errorf("a late word has all read %d times", f.loads-loads)
	}
}

// One that is gone before another has come is no damaged store.
func TestGoneStoreIsNotDamaged(t *testing.T) {
	f := town()
	d := umami(t, f).keys("3")
	gone := f.contents[1]
	d.timers = nil
	f.missing = gone.Store.Path
	d.send(changesMsg{marks: map[string]jar.Mark{gone.Store.Path: {{Size: 1}}}}) // it went just after
	d.settle()
	if d.shelved(gone.Store.Path) {
		t.Error("the store that is gone is still shown")
	}
	// One that --store names stays, and is read once.
	f = town()
	f.contents[1].Mark[0].Size = 1
	d = umami(t, f).keys("3")
	d.timers = nil
	f.missing, f.named = gone.Store.Path, true
	loads := f.loads
	d.send(changesMsg{marks: map[string]jar.Mark{gone.Store.Path: {}}})
	for range 3 {
		d.settle()
	}
	if !d.shelved(gone.Store.Path) || f.loads != loads+2 {
		t.Errorf("it is shown: %t; %d loads", d.shelved(gone.Store.Path), f.loads-loads)
	}
}
