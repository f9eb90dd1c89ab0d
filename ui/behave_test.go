package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui/print"
)

func (d *drive) plainText() string { return ansi.Strip(d.screenText()) }

func (d *drive) shows(want ...string) {
	d.t.Helper()
	for _, w := range want {
		if text := d.plainText(); !strings.Contains(text, w) {
			d.t.Errorf("the screen does not say %q:\n%s", w, text)
		}
	}
}

func (d *drive) lacks(unwanted ...string) {
	d.t.Helper()
	for _, w := range unwanted {
		if text := d.plainText(); strings.Contains(text, w) {
			d.t.Errorf("the screen says %q:\n%s", w, text)
		}
	}
}

func (d *drive) under() string {
	if e := d.list.current().entry; e != nil {
		return e.Cookie.Name
	}
	return ""
}

func umami(t testing.TB, f *fakeJar) *drive {
	return start(t, f, 120, 40, opened("umami.opendatasoft.com"))
}

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
	d.shows("Delete 2 cookies of umami.opendatasoft.com", "csrftoken, django_language", "running: close it first")
	d.keys("n", "A")
	d.lacks("marked")
	d.keys("a")
	if len(d.marks) != 11 {
		t.Errorf("%d marked, want all of google.com", len(d.marks))
	}
	d.keys("d", "y")
	if got := f.entries[0].Deleted; got != 10 {
		t.Errorf("%d went, want 10: one is on the keep list", got)
	}
	if len(d.marks) != 1 {
		t.Errorf("%d marked: what was kept is still there, and still marked", len(d.marks))
	}
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
	d.shows("[x] statistical  2", "[x] marketing    2", "[x] third-party  0", "[ ] functional   0", "[ ] unclassified 1", "Kept: 3 necessary.", "You probably stay signed in.", "y delete 4 cookies")
	d.shows("Site data such as localStorage stays.")
	d.keys("space")
	d.shows("[ ] statistical  2", "y delete 2 cookies")
	d.keys("j", "l", "space") // marketing, then unclassified beside it
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
	d.shows("Delete all 10 cookies of youtube.com", "1 on the keep list (_gid)", "y delete 9 cookies")
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

func TestInformationFades(t *testing.T) {
	d := umami(t, town()).keys("b")
	d.shows("grouped by type")
	d.settle()
	d.lacks("grouped by type")
}

func TestReloadKeeps(t *testing.T) {
	f := town()
	d := umami(t, f).keys("j", "j", "l", "h") // on a cookie
	d.keys("g", "enter")                      // the first heading folded
	d.keys("j", "j", "j", "space", "k", "/").typed("-zzz").keys("enter")
	before, under := d.plainText(), d.under()
	if under == "" {
		t.Fatal("the cursor is on no cookie")
	}
	f.contents[0].Cookies = append([]cookies.Cookie{}, f.contents[0].Cookies...)
	slices.Reverse(f.contents[0].Cookies)
	d.keys("r")
	if d.under() != under || d.plainText() != before {
		t.Errorf("a reload changed the screen:\n%s\nwant\n%s", d.plainText(), before)
	}
	// What is new does not move the cursor off its cookie either.
	f.put(0, "umami.opendatasoft.com", "aaa", 5)
	d.keys("r")
	if d.under() != under {
		t.Errorf("a new row moved the cursor to %q", d.under())
	}
}

func TestOlderLoadIsDropped(t *testing.T) {
	d := umami(t, town())
	late := loadedMsg{seq: d.seq, shelf: &shelf{}, last: true}
	d.keys("r")
	d.send(late)
	d.shows("69 cookies")
}

// The first frame is there before any store was looked for.
func TestFirstFrame(t *testing.T) {
	f := town()
	m := New(t.Context(), Config{Jar: f, Judge: func() (Judge, []policy.Policy, error) { return judge, nil, nil }})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if cmd := m.Init(); cmd == nil || f.loads != 0 {
		t.Error("Init reads")
	}
	if text := m.View().Content; !strings.Contains(ansi.Strip(text), "looking for stores") {
		t.Errorf("the first frame is\n%s", text)
	}
}

func TestStoreByStore(t *testing.T) {
	f := town()
	l := loader{ctx: t.Context(), seq: 3, jar: f, conf: Config{Judge: func() (Judge, []policy.Policy, error) { return judge, nil, nil }}, now: today, what: extent{all: true}, out: make(chan loadedMsg, 1)}
	var seen []string
	f2 := &stepJar{fakeJar: f, before: func() {
		select {
		case msg := <-l.out:
			read := 0
			for _, s := range msg.shelf.stores {
				if s.read {
					read++
				}
			}
			seen = append(seen, fmt.Sprintf("%d/%d of %d", msg.done, len(msg.shelf.stores), read))
		default:
		}
	}}
	l.jar = f2
	l.run()
	if got := strings.Join(seen, ", "); got != "0/3 of 0, 1/3 of 1, 2/3 of 2" {
		t.Errorf("the load sent %s", got)
	}
	if msg := <-l.out; !msg.last || msg.done != 3 {
		t.Errorf("at last %+v", msg)
	}
}

// stepJar looks at what was sent before each store.
type stepJar struct {
	*fakeJar
	before func()
}

func (s *stepJar) Load(ctx context.Context, stores []*cookies.Store, each func(jar.Contents)) {
	s.fakeJar.Load(ctx, stores, func(c jar.Contents) { s.before(); each(c) })
}

func TestUnreadStoreIsNamed(t *testing.T) {
	d := umami(t, town()).keys("3", "j", "j")
	d.shows("firefox · Old", "damaged", "the file is not a database", "a browser that finds it so makes a new one")
	d.keys("1")
	d.shows("69 cookies")
}

func TestValue(t *testing.T) {
	d := umami(t, town()).keys("j", "j", "j", "j")
	d.lacks("1034567890")
	d.keys("v")
	d.shows("GA1.2.1034567890.17000", "Google Analytics client id", "2023-11-14 22:13 UTC")
	held := d.detail.seen.bytes
	d.keys("j")
	d.lacks("1034567890")
	if strings.Contains(string(held), "1034567890") {
		t.Error("the value is still in memory")
	}
	d.keys("k")
	d.lacks("1034567890")
	d.keys("v", "v")
	d.lacks("1034567890")
	// A value that arrives after the cursor has left its cookie is not shown.
	id := d.list.current().id()
	d.keys("j")
	d.send(revealedMsg{id, jar.Value{Bytes: []byte("GA1.2.1034567890.1700000000")}})
	d.lacks("1034567890")
	d.keys("v", "3", "1")
	d.lacks("1034567890")
}

func TestCopy(t *testing.T) {
	d := umami(t, town()).keys("y")
	if d.clip != "GA1.2.1034567890.1700000000" {
		t.Errorf("y copied %q", d.clip)
	}
	d.shows("copied the value of csrftoken")
	d.lacks("1034567890")
	d.keys("Y")
	if !strings.Contains(d.clip, `"csrftoken"`) || strings.Contains(d.clip, "1034567890") {
		t.Errorf("Y copied %s", d.clip)
	}
	d.keys("v", "Y")
	if !strings.Contains(d.clip, "1034567890") {
		t.Errorf("Y with the value shown copied %s", d.clip)
	}
}

// Single keys do nothing while a filter is typed.
func TestTypingIsNoKey(t *testing.T) {
	f := town()
	d := umami(t, f).keys("/").typed("dxuyq134?rva A")
	if d.dialog != nil || d.quit || d.help || f.deletes+f.loads != 1 || d.screen != onCookies || len(d.marks) > 0 {
		t.Error("a letter of the filter was taken for a key")
	}
	if d.query.Value() != "dxuyq134?rva A" {
		t.Errorf("the filter is %q", d.query.Value())
	}
	d.shows("Nothing matches")
	d.keys("esc")
	d.shows("csrftoken")
}

func TestFilterAndHits(t *testing.T) {
	d := umami(t, town()).keys("/").typed("name:ide").keys("enter")
	d.shows("filter: name:ide")
	if d.under() != "IDE" || d.sites.current().seen.Host != "umami.opendatasoft.com" {
		t.Fatalf("on %s of %s", d.under(), d.sites.current().seen.Host)
	}
	d.keys("n")
	if d.under() != "IDE" || d.sites.current().seen.Host != "google.com" {
		t.Errorf("n went to %s of %s", d.under(), d.sites.current().seen.Host)
	}
	d.keys("N")
	if d.sites.current().seen.Host != "umami.opendatasoft.com" {
		t.Errorf("N went to %s", d.sites.current().seen.Host)
	}
	d.keys("esc", "esc", "esc", "esc", "esc")
	if d.quit || d.query.Value() != "" {
		t.Error("esc left the filter, or the program")
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
	d.shows("uid is marketing by your word")
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

func TestGroupings(t *testing.T) {
	d := umami(t, town())
	d.shows("policy: Opendatasoft", "Not in the policy", "no consent needed", "consent unless anonymised")
	for g := bySection; g < groupings; g++ {
		n := map[cookies.ID]int{}
		for _, r := range d.list.rows {
			if r.entry != nil {
				n[r.id()]++
			}
		}
		if len(n) != 8 {
			t.Errorf("by %s: %d cookies, want 8", g, len(n))
		}
		for id, times := range n {
			if times != 1 {
				t.Errorf("by %s: %s stands there %d times", g, id.Key.Name, times)
			}
		}
		d.keys("b")
	}
	d.shows("Not in the policy")
	d.keys("b")
	d.shows("by type", "Necessary", "Statistical", "First-party", "Third-party")
	d.keys("h", "h", "j")
	if last := d.list.rows[len(d.list.rows)-1]; last.entry != nil || last.head.title != "Third-party" || last.head.consent != policy.ConsentNeeded {
		t.Error("a type of which there is no cookie has no heading")
	}
}

// A site without a policy shows categories and says so.
func TestNoPolicy(t *testing.T) {
	start(t, town(), 120, 40, opened("google.com")).shows("no policy, by category", "Marketing", "Functional")
}

func TestSiteRows(t *testing.T) {
	d := start(t, town(), 120, 40, opened("https://docs.spiegel.de/x"))
	if h := d.sites.current().seen.Host; h != "docs.spiegel.de" {
		t.Errorf("opened on %s", h)
	}
	d.shows("69 cookies") // what stands in two rows is counted once
	var total int
	for _, n := range d.counts {
		total += n
	}
	if total != 69 {
		t.Errorf("the bar counts %d cookies", total)
	}
	hosts := map[string]int{}
	for _, r := range d.sites.rows {
		hosts[r.seen.Host] = r.shown
	}
	want := map[string]int{"docs.spiegel.de": 7, "spiegel.de": 7, "umami.opendatasoft.com": 8, "google.com": 11}
	for host, n := range want {
		if hosts[host] != n {
			t.Errorf("%s has %d cookies, want %d", host, hosts[host], n)
		}
	}
	for _, gone := range []string{"doubleclick.net", "facebook.com", "opendatasoft.com"} {
		if hosts[gone] != 0 {
			t.Errorf("%s has a row: its cookies belong to the site they are partitioned under", gone)
		}
	}
}

func TestAskedForNothing(t *testing.T) {
	start(t, town(), 120, 40, opened("nowhere.example")).shows("nowhere.example", "0/0", "nothing stored")
}

func TestFoldAndPanes(t *testing.T) {
	d := umami(t, town()).keys("g")
	if d.under() != "" {
		t.Fatal("g does not go to the first heading")
	}
	d.keys("h")
	d.shows("▸ Necessary")
	d.lacks("csrftoken")
	d.keys("h")
	if d.focus[onCookies] != paneSites {
		t.Error("h on a folded heading stays")
	}
	d.keys("l", "l")
	d.shows("▾ Necessary", "csrftoken")
	d.keys("j", "l")
	if d.focus[onCookies] != paneDetail {
		t.Error("l on a cookie does not go to the detail")
	}
	d.keys("esc", "esc", "esc", "esc")
	if d.focus[onCookies] != paneSites || d.quit {
		t.Error("esc does not end at the sites")
	}
	d.keys("q")
	if !d.quit {
		t.Error("q does not quit")
	}
}

func TestSorting(t *testing.T) {
	d := start(t, town(), 120, 40, opened("google.com"))
	for _, c := range []struct{ keys, want string }{
		{"", "csrftoken SID lang theme _ga _gid fr IDE NID seen uid"},
		{"ss", "csrftoken SID lang theme _ga _gid IDE NID fr uid seen"},
		{"S", "SID csrftoken theme lang _gid _ga fr NID IDE seen uid"},
	} {
		for _, k := range c.keys {
			d.keys(string(k))
		}
		var got []string
		for _, r := range d.list.rows {
			if r.entry != nil {
				got = append(got, r.Cookie.Name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("after %q: %v\nwant %s", c.keys, got, c.want)
		}
	}
	d.keys("tab", "tab", "s", "s")
	if d.sites.rows[0].seen.Host != "google.com" {
		t.Error("the site that was asked for is not first")
	}
	if d.sites.rows[1].seen.Host != "github.com" {
		t.Errorf("by name %s is second", d.sites.rows[1].seen.Host)
	}
}

func TestMouse(t *testing.T) {
	f := town()
	d := umami(t, f)
	click := func(x, y int) { d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(5, 5)
	if d.sites.current().seen.Host != "google.com" || d.focus[onCookies] != paneSites {
		t.Errorf("a click selected %s", d.sites.current().seen.Host)
	}
	click(40, 5)
	if d.under() != "csrftoken" || d.focus[onCookies] != paneList {
		t.Errorf("a click selected %q", d.under())
	}
	click(40, 4)
	click(40, 4)
	d.shows("▸ Necessary")
	d.send(tea.MouseWheelMsg{X: 5, Y: 10, Button: tea.MouseWheelDown})
	for _, tab := range d.layout.tabs {
		click(tab.x+1, 0)
		if d.screen != tab.screen {
			t.Errorf("a click on %q shows screen %d", tab.label, d.screen)
		}
	}
	d.keys("1", "x")
	for y := range 40 {
		for x := y % 3; x < 120; x += 7 {
			click(x, y)
		}
	}
	if f.deletes != 0 || d.dialog == nil {
		t.Error("a click answered a dialog")
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

func TestKeyTable(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range KeyTable() {
		if row[0] == "" || row[1] == "" || seen[row[0]] {
			t.Errorf("%q stands there twice, or says nothing", row)
		}
		seen[row[0]] = true
	}
	bound := map[string]string{}
	for _, g := range newKeys().groups() {
		for _, b := range g.keys {
			for _, k := range b.Keys() {
				if bound[k] != "" {
					t.Errorf("%s is bound to %q and to %q", k, bound[k], b.Help().Desc)
				}
				bound[k] = b.Help().Desc
			}
		}
	}
	for _, later := range []string{"K", "e", "o", "w", "2"} {
		if bound[later] != "" {
			t.Errorf("%s is bound to %q, and not yet of any use", later, bound[later])
		}
	}
}

func TestSpan(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		45 * time.Second: "45 s", 30 * time.Minute: "30 min", 36 * time.Hour: "36 h", 90 * day: "90 d",
		395 * day: "13 mo", 365 * day: "12 mo", 730 * day: "2 y", 400 * 24 * time.Hour * 3: "3 y",
	} {
		if got := print.Span(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
