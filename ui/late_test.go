package ui

import (
	"maps"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// What comes late is of what was asked for, not of what is there by now.

// A value that was opened is shown at its own cookie and at no other, and is
// copied with no other.
func TestValueOfAnotherCookie(t *testing.T) {
	d := umami(t, town())
	e := d.list.current().entry
	d.keys("j")
	if now := d.list.current().entry; now == nil || now.id() == e.id() {
		t.Fatal("the cursor is where it was")
	}
	d.revealed(revealedMsg{e.id(), jar.Value{Bytes: []byte("the-other-value")}})
	if d.detail.seen != nil {
		t.Error("a value came up at another cookie")
	}
	d.detail.seen = &reveal{id: e.id(), bytes: []byte("the-other-value")}
	d.run(d.copyJSON(d.list.current().entry))
	if d.clip == "" || strings.Contains(d.clip, `"value"`) {
		t.Errorf("copied %s", d.clip)
	}
	d.detail.seen = &reveal{id: d.list.current().entry.id()}
	d.run(d.copyJSON(d.list.current().entry))
	if !strings.Contains(d.clip, `"value"`) {
		t.Errorf("copied %s, without the value that is shown", d.clip)
	}
}

// While what is left is being read, nothing that was deleted is marked: the next
// key would be of it.
func TestMarksGoWithTheirCookies(t *testing.T) {
	d := umami(t, town()).keys("space", "space")
	var of []*cookies.Cookie
	for i := range d.list.site.entries {
		if e := &d.list.site.entries[i]; d.marks[e.id()] {
			of = append(of, e.Cookie)
		}
	}
	if len(of) != 2 {
		t.Fatalf("%d are marked", len(of))
	}
	d.removed(removedMsg{deletion: deletion{cookies: of}, result: jar.Result{Done: 2}})
	if len(d.marks) != 0 {
		t.Errorf("%d are marked still", len(d.marks))
	}
}

// What an undo could not bring back is offered to be waited for once: who waited
// already is asked nothing.
func TestWaitIsOfferedOnce(t *testing.T) {
	for _, waited := range []bool{false, true} {
		f := town()
		d := start(t, f, 120, 40)
		skipped := []jar.Skip{{Store: f.contents[1].Store.Path, Reason: cookies.ReasonLocked, Count: 2, Words: "firefox is using it"}}
		d.send(restoredMsg{result: jar.Result{ID: "e1", Skipped: skipped}, waited: waited})
		if (d.dialog != nil) == waited {
			t.Errorf("waited %t: the dialog is %v", waited, d.dialog)
		}
	}
}

// A store that somebody else holds can be waited for as one whose browser runs.
func TestWaitForALockedStore(t *testing.T) {
	f := town()
	f.contents[0].Condition = cookies.Condition{State: cookies.Locked, Reason: "another program holds it", Advice: "try again"}
	d := umami(t, f).keys("d")
	d.shows("locked: w waits", "w delete when closed")
	if p, ok := d.dialog.(*preview); !ok || p.held() != 1 {
		t.Errorf("the preview is %+v", d.dialog)
	}
}

// A store that is still to be read is not one that changed since.
func TestUnreadIsNotStale(t *testing.T) {
	d := start(t, town(), 120, 40)
	s := d.shelf.stores[0]
	d.files[s.Store.Path] = jar.Mark{{Size: 1}}
	for _, read := range []bool{true, false} {
		if s.read = read; d.stale(&s) != read {
			t.Errorf("read %t, it is called stale: %t", read, d.stale(&s))
		}
	}
}

// Of two words on the files of stores before the screen fetches the first none is
// lost.
func TestFollowerKeepsBoth(t *testing.T) {
	f := &follower{out: make(chan map[string]jar.Mark, 1)}
	f.put(map[string]jar.Mark{"a": {}})
	f.put(map[string]jar.Mark{"b": {}})
	msg, ok := f.next().(changesMsg)
	if !ok || len(msg.marks) != 2 || !maps.Equal(msg.marks, map[string]jar.Mark{"a": {}, "b": {}}) {
		t.Errorf("got %+v", msg)
	}
}
