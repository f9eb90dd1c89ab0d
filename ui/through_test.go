package ui

import (
	"strings"
	"testing"

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
		"crumbs undo", "--devtools 9222 can't bring back when they were made and last")
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
