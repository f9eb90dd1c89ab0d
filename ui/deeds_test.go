package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// What is typed in one go, before a dialog can have been seen, deletes nothing.
func TestTypedAhead(t *testing.T) {
	for _, keys := range [][]string{{"d", "y"}, {"d", "y", "y", "y"}, {"x", "y"}, {"x", "enter", "y"}, {"d", "n", "d", "y"}} {
		f := town()
		d := umami(t, f)
		d.burst(keys...)
		if f.deletes != 0 {
			t.Errorf("%v in one go deleted something", keys)
		}
		if d.dialog == nil {
			t.Errorf("after %v there is no dialog", keys)
		}
		d.settle()
		d.burst("y")
		if f.deletes != 1 {
			t.Errorf("y after a pause deleted %d times, want once", f.deletes)
		}
	}
}

// Keys that keep coming keep the dialog deaf, however long they come.
func TestHeldKeys(t *testing.T) {
	f := town()
	d := umami(t, f)
	d.burst("d")
	for range 60 {
		late := d.timers
		d.timers = nil
		d.burst("y") // the key is read before the pause of the one before is over
		for _, msg := range late {
			d.send(msg)
		}
	}
	if f.deletes != 0 {
		t.Error("a key that was held down answered the dialog")
	}
}

// The key that ended a dialog is none of the screen's while it keeps coming, nor
// is y after any other: what it would copy is a secret. What was said stays.
func TestAnsweredTwice(t *testing.T) {
	for _, c := range []struct {
		keys  []string // that lead into the dialog
		again []string // the answer, and more of it
		says  string
	}{
		{[]string{"x"}, []string{"y", "y"}, "deleted 4 cookies, u brings them back"},
		{[]string{"d"}, []string{"n", "y"}, ""},
		{[]string{"d"}, []string{"esc", "esc", "esc"}, ""},
		{[]string{"d"}, []string{"n", "n"}, ""},
		{[]string{"c"}, []string{"q", "q"}, ""},
		{[]string{"c"}, []string{"enter", "enter"}, "rule stored: csrftoken"},
		{[]string{"e"}, []string{"enter", "enter", "y"}, "written: umami.opendatasoft.com.json"},
	} {
		f := town()
		d := umami(t, f).keys(c.keys...)
		under, focus := d.under(), d.focus
		d.burst(c.again...)
		for range 40 { // the keyboard repeats it before the pause of the one before is over
			late := d.timers
			d.timers = nil
			d.burst(c.again[len(c.again)-1])
			for _, msg := range late {
				if _, armed := msg.(armedMsg); armed {
					d.send(msg)
				}
			}
		}
		d.shows(c.says)
		if d.clip != "" || d.quit || d.dialog != nil || d.focus != focus || f.deletes == 0 && d.under() != under {
			t.Errorf("%q and then %q: copied %q, quit %v, on %q: the screen heard it", c.keys, c.again, d.clip, d.quit, d.under())
		}
		d.settle()
		if d.burst("y"); d.clip == "" {
			t.Errorf("%q and then %q: y copies nothing after a pause", c.keys, c.again)
		}
	}
}

// The answer to a dialog that did not open is none of the screen's keys either.
func TestAnsweredInVain(t *testing.T) {
	f := town()
	f.put(0, "bank.example", "sessionid", 0)
	d := start(t, f, 120, 40, opened("bank.example"))
	d.burst("x", "y", "y")
	d.shows("bank.example has no non-necessary cookies that could go")
	if d.clip != "" {
		t.Errorf("it copied %q", d.clip)
	}
	d.burst("/")
	if d.typed("y"); d.query.Value() != "y" {
		t.Error("a filter that begins with y can't be typed")
	}
}

func TestPaste(t *testing.T) {
	f := town()
	d := umami(t, f)
	d.send(tea.PasteMsg{Content: "dyxy"})
	if d.dialog != nil || f.deletes != 0 {
		t.Error("pasted text was taken for keys")
	}
	d.keys("d")
	d.send(tea.PasteMsg{Content: "y"})
	if f.deletes != 0 {
		t.Error("pasted text answered a dialog")
	}
	d.keys("n", "/")
	d.send(tea.PasteMsg{Content: "name:_ga"})
	if d.query.Value() != "name:_ga" {
		t.Errorf("the filter is %q after a paste", d.query.Value())
	}
}

func TestOnlyYDeletes(t *testing.T) {
	f := town()
	d := umami(t, f)
	for _, opening := range []string{"d", "x"} {
		for r := ' '; r < 0x7f; r++ {
			if r == 'y' {
				continue
			}
			d.focus[onCookies] = paneList
			if d.keys(opening); d.dialog == nil {
				t.Fatalf("%s opens nothing", opening)
			}
			d.keys(string(r), "enter", "space", "enter")
			if f.deletes != 0 {
				t.Fatalf("%s and then %q deleted", opening, r)
			}
			d.dialog = nil
		}
	}
}

func TestDeleteAndUndo(t *testing.T) {
	f := town()
	d := umami(t, f).keys("j", "j", "j", "j", "j")
	if d.under() != "_ga_7Q0F2K8" {
		t.Fatalf("the cursor is on %q", d.under())
	}
	d.keys("d")
	d.shows("Delete _ga_7Q0F2K8 of umami.opendatasoft.com", "chromium · Person 1", "ready", "y delete 1 cookie", "n keep")
	d.keys("n")
	if d.dialog != nil || f.deletes != 0 {
		t.Fatal("n did not keep")
	}
	d.keys("d", "y")
	d.shows("deleted 1 cookie, u brings it back")
	d.lacks("_ga_7Q0F2K8")
	if d.under() != "fr" {
		t.Errorf("after a delete the cursor is on %q, want the next row", d.under())
	}
	d.keys("u")
	d.shows("1 cookie is back", "_ga_7Q0F2K8")
	d.keys("u")
	d.shows("there is no deletion to undo")
}

// After the last row has gone the cursor is on the one before it.
func TestDeleteLast(t *testing.T) {
	d := umami(t, town()).keys("G", "d", "y")
	if d.under() != "IDE" {
		t.Errorf("the cursor is on %q", d.under())
	}
}

func TestMarks(t *testing.T) {
	f := town()
	d := umami(t, f).keys("space", "space", "h")
	d.shows("2 marked")
	d.keys("j") // another site: marks stay
	d.shows("2 marked", "google.com", "no policy, by category")
	d.keys("d")
	d.shows("Delete 2 cookies of umami.opendatasoft.com", "csrftoken, django_language", "running: w waits", "w delete when closed")
	d.keys("n", "A")
	d.lacks("marked")
	d.keys("a")
	if len(d.marks) != 11 {
		t.Errorf("%d marked, want all of google.com", len(d.marks))
	}
	d.keys("d", "y")
	if got := f.entries[0].Deleted; got != 5 {
		t.Errorf("%d went, want 5: one is on the keep list, and a browser holds five", got)
	}
	if len(d.marks) != 6 {
		t.Errorf("%d marked: what did not go is still there, and still marked", len(d.marks))
	}
}

// A deletion of marks names their sites, and says how many of them the filter
// hides: those are the ones that nobody looks at.
func TestMarksOutOfSight(t *testing.T) {
	f := town()
	d := umami(t, f).keys("a", "h", "j", "a", "d") // umami and google.com
	d.shows("Delete 19 cookies of 2 sites", "Of google.com (10), umami.opendatasoft.com (8).", "w delete when closed", "of 18")
	d.lacks("hides")
	d.keys("n", "/").typed("cat:stat -ga_7").keys("enter", "d")
	d.shows("Of google.com (10), umami.opendatasoft.com (8).", "The filter hides 16 of them.")
	d.keys("n", "/").typed(" site:github").keys("enter", "d")
	d.shows("The filter hides all of them.")
	d.keys("n", "esc", "esc", "A")
	d.keys("h", "g", "l", "g", "j", "space", "/").typed("nothing").keys("enter", "d")
	d.shows("Delete 1 cookie of ", "The filter hides it.")
	d.lacks("Of ")
}

// A clear is of the whole site, whatever the filter leaves of it.
func TestClearOutOfSight(t *testing.T) {
	d := umami(t, town()).keys("/").typed("_ga_").keys("enter", "x")
	d.shows("y delete 4 cookies", "The filter hides 3 of them.")
	d.keys("j", "space") // marketing
	d.shows("y delete 2 cookies", "The filter hides 1 of them.")
	d.keys("n", "esc", "esc", "x")
	d.lacks("hides")
}

func TestMarkUnderHeading(t *testing.T) {
	d := umami(t, town()).keys("g", "space")
	d.shows("3 marked")
	if d.under() != "csrftoken" {
		t.Errorf("after marking, the cursor is on %q", d.under())
	}
	d.keys("g", "space")
	d.lacks("marked")
}

func TestClearPreview(t *testing.T) {
	f := town()
	d := umami(t, f).keys("x")
	d.shows("[x] statistical  2", "[x] marketing    2", "[x] third-party  0 of no category", "2 of them are other sites', embedded here.", "[ ] functional   0", "[ ] unclassified 1", "Kept: 3 necessary.", "You probably stay signed in.", "y delete 4 cookies")
	d.shows("Site data such as localStorage stays.")
	d.keys("space")
	d.shows("[ ] statistical  2", "y delete 2 cookies")
	d.keys("j", "space")
	d.shows("Nothing is chosen.", " n keep  esc leave  space choose")
	d.lacks("y delete")
	d.lacks("stay signed in")     // for nothing goes
	d.keys("space", "l", "space") // marketing again, and unclassified beside it
	d.shows("[x] unclassified 1", "y delete 3 cookies")
	d.keys("y")
	var names []string
	for _, c := range f.taken["e1"] {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	if fmt.Sprint(names) != "[IDE fr uid]" {
		t.Errorf("it took %v", names)
	}
	d.keys("x")
	d.lacks("Site data such as localStorage stays.")
}

func TestNothingToClear(t *testing.T) {
	d := start(t, town(), 120, 40, opened("shop.example")).keys("space", "A", "x", "y")
	d.lacks("deleted")
	if len(d.shelf.sites) != 10 {
		t.Error("something went")
	}
}

// NON-NEC is what a clear would take of all that is there.
func TestNonNecessary(t *testing.T) {
	f := town()
	d := start(t, f, 120, 40)
	for i := range d.sites.rows {
		row := d.sites.rows[i]
		d.keys("g")
		d.keys(slices.Repeat([]string{"j"}, i)...)
		d.keys("x")
		p, ok := d.dialog.(*preview)
		if got := 0; !ok && row.cleared > 0 {
			t.Errorf("%s: nothing to clear, want %d", row.seen.Host, row.cleared)
		} else if ok {
			if got = len(p.taken()); got != row.cleared {
				t.Errorf("%s: a clear takes %d, the list says %d", row.seen.Host, got, row.cleared)
			}
		}
		d.keys("n")
	}
}

func TestDeleteWholeSite(t *testing.T) {
	f := town()
	d := start(t, f, 120, 40).keys("j", "d")
	d.shows("Delete all 10 cookies of youtube.com", "1 on the keep list (_gid)", "of 9")
	d.keys("n", "/").typed("cat:mark").keys("enter", "d")
	d.shows("shown cookies of youtube.com")
}

func TestRefused(t *testing.T) {
	f := town()
	f.err = errors.New("the journal can't be written")
	d := umami(t, f).keys("d", "y")
	d.shows("the journal can't be written", "csrftoken")
	f.err, f.skipped = nil, []jar.Skip{{Store: "s", Reason: cookies.ReasonInUse, Count: 1, Words: "firefox runs (process 7): close it"}}
	d.keys("d", "y")
	d.shows("nothing was changed: firefox runs (process 7): close it")
	d.settle()
	d.shows("nothing was changed") // an error waits for a key
	d.keys("j")
	d.lacks("nothing was changed")
}

// A key that can't be used says why.
func TestReadOnly(t *testing.T) {
	f := town()
	f.contents[0].Condition = cookies.Condition{State: cookies.ReadOnly, Reason: "the file system is mounted so", Advice: "mount it for writing"}
	d := umami(t, f)
	for _, key := range []string{"d", "x"} {
		d.keys(key)
		d.shows("chromium · Person 1 is read-only: the file system is mounted so; mount it for writing")
		if d.dialog != nil {
			t.Errorf("%s asks about what can't be done", key)
		}
	}
	d.keys("j", "d") // in another store
	if d.dialog == nil {
		t.Error("d asks nothing about a store in use")
	}
}

// So does one that is another screen's.
func TestKeysOfOtherScreens(t *testing.T) {
	d := umami(t, town()).keys("d", "y")
	for _, c := range []struct{ screen, keys, says string }{
		{"2", "dxacKvyY/f*nsSbzZ", "is for the cookies, which 1 shows"},
		{"3", "dxacKvyY/f*nsSbzZ", "is for the cookies, which 1 shows"},
		{"4", "dxacKvyY/f*nsSbzZ", "is for the cookies, which 1 shows"},
		{"1", "wp", "is for the preview of a deletion, which d and x open in 1"},
		{"4", "wp", "is for the preview of a deletion"},
		{"3", "o", "is for the audit, which 2 shows"},
		{"4", "e", "writes the cookies, which 1 shows, or the audit, which 2 shows"},
	} {
		for _, k := range c.keys {
			d.keys(c.screen, string(k))
			d.shows(string(k) + " " + c.says)
			d.keys("r")
		}
	}
	d.keys("3", "space")
	d.shows("space is for the cookies")
	d.keys("1", "o")
	d.shows("o is for the audit, which 2 shows")
}

// And one that has nothing to do in a pane, or nothing more.
func TestKeysInVain(t *testing.T) {
	for _, c := range []struct {
		lead []string
		keys string
		says string
	}{
		{[]string{"h"}, " zZ", "is for the list of cookies, l goes there"},
		{[]string{"enter"}, " zZsS", "is for the list of cookies, h goes there"},
		{[]string{"/", "&", "enter"}, " zZsSa", "no cookie is shown"},
		{nil, "A", "nothing is marked"},
		{nil, "N", "no other cookie is shown in this direction"},
		{[]string{"h", "G", "l", "G"}, "n", "no other cookie is shown in this direction"},
	} {
		for _, k := range c.keys {
			umami(t, town()).keys(c.lead...).keys(strings.ReplaceAll(string(k), " ", "space")).shows(c.says)
		}
	}
}

func TestCorrect(t *testing.T) {
	d := umami(t, town()).keys("G", "c")
	d.shows("What is uid for?", "unclassified  (now)", "on opendatasoft.com and below")
	d.keys("k", "space")
	d.shows("on every site")
	d.keys("space", "enter")
	want := policy.Rule{Name: "uid", Domain: "opendatasoft.com", Category: policy.Marketing}
	if len(d.rules) != 1 || d.rules[0] != want {
		t.Errorf("kept %v, want %v", d.rules, want)
	}
	d.shows("rule stored: uid on opendatasoft.com is marketing · u takes it back")
}

// The undo key takes the last word back, until something is deleted; then it is
// of the deletion.
func TestTakeBack(t *testing.T) {
	k := &keeper{ids: map[cookies.ID]bool{}, hosts: map[string]bool{}}
	f := town()
	d := start(t, f, 120, 40, opened("umami.opendatasoft.com"), keeping(k)).keys("G", "c", "k", "enter", "u")
	d.shows("as before: no rule for uid on opendatasoft.com")
	d.lacks("takes it back")
	want := policy.Rule{Name: "uid", Domain: "opendatasoft.com"}
	if len(d.rules) != 2 || d.rules[1] != want {
		t.Errorf("kept %v, want %v last", d.rules, want)
	}
	d.keys("K")
	d.shows("kept: cookie name=uid · u takes it back")
	d.keys("u")
	d.shows("no longer kept: cookie name=uid")
	if len(f.entries) != 0 || len(d.rules) != 2 {
		t.Error("more was undone than one word")
	}
	d.keys("u")
	d.shows("there is no deletion to undo")

	// Of a correction and a deletion after it, the deletion is undone.
	d.keys("G", "c", "k", "enter", "g", "j", "d", "y", "u")
	d.shows("1 cookie is back")
	if len(d.rules) != 3 {
		t.Errorf("rules %v", d.rules)
	}
}

// Who presses u twice before the first is carried out takes one word back.
func TestTakeBackOnce(t *testing.T) {
	k := &keeper{ids: map[cookies.ID]bool{}, hosts: map[string]bool{}}
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com"), keeping(k)).keys("K")
	first, second := d.undoLast(), d.undoLast()
	d.run(first)
	d.shows("no longer kept")
	d.run(second)
	d.shows("there is no deletion to undo")
}

func TestHistory(t *testing.T) {
	f := town()
	d := umami(t, f).keys("d", "y", "x", "y", "4")
	d.shows("opendatasoft.com", "done", "_ga_7Q0F2K8")
	d.keys("l", "j", "u")
	d.shows("1 cookie is back")
	d.keys("h", "j", "u")
	d.shows("undone")
	d.keys("esc")
	d.shows("csrftoken")
	d.keys("4", "esc", "esc")
	if d.quit {
		t.Error("esc quits")
	}
}

func TestBusy(t *testing.T) {
	d := umami(t, town())
	d.work("deleting 3 cookies", nil)
	for _, k := range []string{"d", "x", "u"} {
		d.keys(k)
		d.shows("still deleting 3 cookies")
		if d.dialog != nil {
			t.Errorf("%s opened a dialog", k)
		}
	}
}

// However small the window, a preview says how to answer it.
func TestSmallPreview(t *testing.T) {
	for _, size := range [][2]int{{20, 5}, {24, 6}, {44, 8}, {30, 20}} {
		for _, key := range []string{"d", "x"} {
			d := start(t, town(), size[0], size[1], opened("umami.opendatasoft.com")).keys(key)
			d.shows("y delete", "n keep")
		}
	}
}

// What a window is too small to show cannot be answered, only left.
func TestNoAnswerUnseen(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {10, 3}, {30, 1}, {5, 5}} {
		f := town()
		d := start(t, f, 80, 24, opened("umami.opendatasoft.com")).keys("d")
		d.shows("y delete")
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.keys("y", "y")
		if f.deletes != 0 {
			t.Fatalf("at %v y deleted, and nobody was asked", size)
		}
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.shows("y delete")
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.keys("n")
		if d.dialog != nil {
			t.Errorf("at %v n did not leave", size)
		}
	}
}

// The stores' screen says how values are encrypted, and asks nobody for a key.
func TestHowValuesAreEncrypted(t *testing.T) {
	f := town()
	f.sealed = map[string]string{f.contents[0].Store.Path: "3 under a key in the keyring"}
	d := umami(t, f)
	d.keys("3")
	d.shows("values", "3 under a key in the keyring")
}

// The answer says how many go now, where a program is in the way of some; where
// it is in the way of all, y is not named, and does nothing.
func TestDeleteWhatIsFree(t *testing.T) {
	f := town()
	d := umami(t, f).keys("h", "d")
	d.shows("7  chromium · Person 1", "1  firefox · Work", "running: w waits", "y delete 7 of 8   w delete when closed")
	d.keys("n")
	for i := range f.contents {
		f.contents[i].Condition = cookies.Condition{State: cookies.InUse, Reason: "a browser is using it", Advice: "close it and try again"}
	}
	d.keys("r", "d")
	d.shows("w delete when closed")
	d.lacks("y delete")
	d.keys("y")
	if d.dialog == nil || f.deletes != 0 {
		t.Errorf("y deletes %d times though it was not named", f.deletes)
	}
}

// Cookies that can never go are not among those that y is said to delete.
func TestYCountsNoReadOnly(t *testing.T) {
	f := town()
	f.contents[0].Condition = cookies.Condition{State: cookies.ReadOnly, Reason: "the file system is mounted so", Advice: "mount it for writing"}
	d := umami(t, f).keys("h", "d")
	d.shows("read-only: left as it is", "  w delete when closed")
	d.lacks("y delete")
	d.keys("n")
	f.contents[1].Condition = cookies.Fine()
	d.keys("r", "d")
	d.shows("y delete 1 of 8")
	d.lacks("w delete", "w when closed")
	d.keys("y")
	if len(f.taken["e1"]) != 1 {
		t.Errorf("y deleted %d cookies", len(f.taken["e1"]))
	}
}

// A browser that starts just before y is in the way of a deletion, and the keys
// that help are those of its preview; an undo has its own question.
func TestWhoIsInTheWayOfWhat(t *testing.T) {
	f := town()
	d := umami(t, f).keys("d")
	c := cookies.Condition{State: cookies.InUse, Reason: "a browser is using it", Advice: "close it and try again"}
	f.contents[0].Condition = c
	f.skipped = []jar.Skip{{Store: f.contents[0].Store.Path, Reason: cookies.ReasonInUse, Count: 1,
		Words: "a browser is using it: close it and try again"}}
	d.shelf.looked[f.contents[0].Store.Path] = c
	res := jar.Result{Skipped: f.skipped}
	d.send(removedMsg{result: res})
	d.shows("a browser is using it: close it and try again; in a deletion's preview w waits for that")
	d.send(restoredMsg{result: res, waited: true})
	d.shows("nothing was changed: a browser is using it: close it and try again")
	d.lacks("in a deletion's preview")
}
