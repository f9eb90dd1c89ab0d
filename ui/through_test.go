package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// Where a running browser can be asked, the preview says so and what that costs,
// and p has it deleted that way; what comes before the preview stood does not.
func TestDeleteThroughTheBrowser(t *testing.T) {
	d := through()(t, 120, 40)
	f := d.conf.Jar.(*fakeJar)
	d.burst("d", "p")
	if f.deletes != 0 || d.dialog == nil {
		t.Fatalf("dp in one burst: %d deletions, the preview is %v", f.deletes, d.dialog)
	}
	d.settle()
	d.shows("running: w or p", "p through the browser", "p has firefox delete them itself, through its port 9222",
		"p can't bring back when they were made and last used")
	d.keys("enter", "P")
	if f.deletes != 0 {
		t.Fatal("another key deletes")
	}
	d.keys("p")
	if f.through != 1 || f.deletes != 1 || d.dialog != nil {
		t.Errorf("%d deletions, %d through the browser", f.deletes, f.through)
	}
	d.shows("deleted 8 cookies, which a running browser writes down within a minute")
	f.skipped = []jar.Skip{{Store: f.contents[1].Store.Path, Reason: cookies.ReasonInUse, Count: 1, Words: "firefox is using it"}}
	d.keys("u")
	d.shows("can't come back now", "w bring back when closed")
}

// Nobody is asked who does not listen, or has none of what would go.
func TestNobodyToAsk(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("h", "d")
	d.lacks("p through")
	d.keys("p")
	if d.dialog == nil || d.conf.Jar.(*fakeJar).deletes != 0 {
		t.Error("p does something where no browser listens")
	}
	d = through("l", "d")(t, 120, 40) // one cookie, of the other store
	d.shows("y delete 1 cookie")
	d.lacks("p through")
}

// In the smallest window p is not offered without what it costs.
func TestThroughSaysWhatItCosts(t *testing.T) {
	for _, size := range [][2]int{{44, 12}, {60, 11}, {80, 24}} {
		text := strings.Join(strings.Fields(sgr.ReplaceAllString(strings.NewReplacer("│", " ").Replace(through("d")(t, size[0], size[1]).screenText()), "")), " ")
		if !strings.Contains(text, "p through") || !strings.Contains(text, "can't bring back when they were made") || !strings.Contains(text, "signed out") {
			t.Errorf("at %v: %s", size, text)
		}
	}
}

// At 80 columns every key of a clear's preview has its place below it.
func TestThroughLeavesRoomForTheKeys(t *testing.T) {
	f := town()
	f.contents[0].Condition = cookies.Condition{State: cookies.InUse, Reason: "chromium is using it", Advice: "close it", Holder: "chromium", Port: 9222}
	d := start(t, f, 80, 24, opened("umami.opendatasoft.com")).keys("x")
	lines := strings.Split(strings.TrimRight(d.screenText(), "\n"), "\n")
	last := lines[len(lines)-1]
	if strings.Contains(last, "…") || !strings.Contains(ansi.Strip(last), "p through  n keep  esc leave  space choose") {
		t.Errorf("the last line is %q", last)
	}
}

// What a running browser holds up can be brought back through it, where it can be
// asked, with what that costs.
func TestUndoThroughTheBrowser(t *testing.T) {
	f := town()
	store := f.contents[0].Store.Path
	d := umami(t, f).keys("d", "y")
	f.contents[0].Condition = cookies.Condition{State: cookies.InUse, Reason: "chromium is using it (process 7)", Advice: "close it, or add --devtools 9222", Holder: "chromium", Port: 9222}
	d.keys("r")
	f.skipped = []jar.Skip{{Store: store, Reason: cookies.ReasonInUse, Count: 1, Words: "chromium is using it"}}
	d.keys("u")
	d.shows("1 cookie can't come back now", "chromium is using it (process 7)", "as made and last used now", "w bring back when closed", "p through the browser")
	d.keys("p")
	d.shows("1 cookie is back")
	if f.through != 1 || d.dialog != nil {
		t.Errorf("the browser was asked %d times, the dialog is %v", f.through, d.dialog)
	}
}
