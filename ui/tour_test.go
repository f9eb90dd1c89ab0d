package ui

import (
	"testing"
)

func demo(c *Config) { c.Demo = true }

// The tour notices what was done, says what is next, and ends by itself.
func TestTour(t *testing.T) {
	for _, size := range [][2]int{{44, 12}, {80, 24}, {120, 40}} {
		d := start(t, town(), size[0], size[1], demo)
		d.shows("tour 1/4: enter opens a site · esc ends")
		d.keys("j", "k")
		d.shows("tour 1/4")
		d.keys("enter")
		d.shows("tour 2/4: on a cookie, enter says why")
		d.keys("j", "k", "esc", "enter") // going back loses nothing
		d.shows("tour 2/4")
		d.keys("enter")
		if size[0] >= middling {
			d.shows("that is why · ")
		}
		d.shows("tour 3/4: x clears what isn't needed")
		d.keys("x", "n")
		d.shows("tour 3/4")
		d.keys("x", "y")
		d.shows("deleted")
		d.settle()
		d.shows("tour 4/4: u brings it all back")
		d.keys("u")
		d.shows("2 cookies are back · tour over: ")
		d.settle()
		d.lacks("tour")
	}
}

// esc ends it where there is nothing else to go back to, and it is only there
// in the demo.
func TestTourEnds(t *testing.T) {
	d := start(t, town(), 80, 24, demo).keys("enter", "esc")
	d.shows("tour 2/4")
	d.keys("esc")
	d.lacks("tour")
	d.keys("enter")
	d.lacks("tour")
	start(t, town(), 80, 24).lacks("tour")
}
