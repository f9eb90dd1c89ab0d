package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// What y takes is what was counted when the preview was made: a browser that
// closes while it stands, whose store is then looked at anew, adds nothing.
func TestYDeletesWhatWasCounted(t *testing.T) {
	for _, all := range []bool{false, true} {
		f := town()
		if all {
			f.contents[0].Condition = f.contents[1].Condition
		}
		d := umami(t, f).keys("h", "d")
		f.contents[0].Condition, f.contents[1].Condition = cookies.Fine(), cookies.Fine()
		d.settle()
		d.shows("closed since: w", "w delete 8 now")
		d.lacks("running")
		if !all {
			d.shows("y delete 7 of 8")
		}
		d.keys("y")
		if all && f.deletes != 0 {
			t.Error("y deletes where only w was offered")
		}
		if !all && len(f.taken["e1"]) != 7 {
			t.Errorf("y deleted %d cookies, not the 7 that it named", len(f.taken["e1"]))
		}
		if all {
			if d.keys("w"); len(f.taken["e1"]) != 8 {
				t.Errorf("w deleted %d cookies, not the 8 that it named", len(f.taken["e1"]))
			}
		}
	}
}

// What the screen knew of a browser when the key was pressed may be old: the
// preview looks before it listens, and while it stands.
func TestAPreviewLooks(t *testing.T) {
	f := town()
	running := f.contents[1].Condition
	d := umami(t, f)
	f.contents[1].Condition = cookies.Fine() // it closes and writes nothing
	d.keys("h", "d")
	d.lacks("running", "closed since")
	d.shows("y delete 8 cookies")
	f.contents[1].Condition = running
	d.settle()
	d.shows("running: w waits", "y delete 7 of 8")
	d.keys("n")
	d.settle()
	if len(d.timers) != 0 {
		t.Errorf("%d timers after the preview has gone", len(d.timers))
	}
}

// The answers of a preview are whole in every width, with a browser that can be
// asked itself.
func TestAnswersFit(t *testing.T) {
	whole := regexp.MustCompile(`y delete.* w (when closed|wait) .*p through( the browser)? +n keep`)
	for w := 44; w < 90; w++ {
		f := town()
		f.contents[1].Condition.Port = 9222
		d := start(t, f, w, 24)
		d.keys("l", "h", "d")
		last := ""
		for _, l := range d.lines() {
			if strings.Contains(l, "y delete") && strings.Contains(l, "│") {
				last = l
			}
		}
		if !whole.MatchString(last) {
			t.Errorf("%d columns: %q", w, last)
		}
	}
}

// Of many stores not all are named, but those that a program is in the way of.
func TestManyStoresInAPreview(t *testing.T) {
	f := town()
	for i := range 8 {
		s := *f.contents[0].Store
		s.Path, s.Profile, s.ProfileName = fmt.Sprintf("/h/%d/Cookies", i), fmt.Sprintf("Profile %d", i), ""
		c := f.contents[0].Cookies[0]
		c.Store = &s
		more := jar.Contents{Store: &s, Condition: cookies.Fine(), Cookies: []cookies.Cookie{c}}
		if i == 7 {
			more.Condition = f.contents[1].Condition
		}
		f.contents = append(f.contents, more)
	}
	d := start(t, f, 80, 30).keys("l", "home", "j")
	for d.under() != f.contents[0].Cookies[0].Name {
		d.keys("j")
	}
	d.keys("*", "d")
	d.shows("chromium · Profile 7", "running: w waits", "stores more")
}
