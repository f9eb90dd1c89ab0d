package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
)

// A container is told by its name, whatever colours there are, and in its colour
// where the row has colours of its own; and it never breaks the column.
func TestContainerInTheList(t *testing.T) {
	st := newStyles(false)
	s := &cookies.Store{Browser: "firefox", Path: "/f"}
	p := &listPane{labels: map[string]string{"/f": "firefox · a long profile"}}
	for _, c := range []struct {
		colour, name, text, code string
		on                       styles
		n                        int
	}{
		{"orange", "Work", "firefox · a … Work", "\x1b[33m", st, 18},
		{"turquoise", "Work", "firefox … Work", "\x1b[36m", st, 14},
		{"toolbar", "Work", "firefox … Work", "", st, 14},
		{"", "Container 7", "firef… Contai…", "", st, 14},
		{"red", "a very long name of one", "firefox · a long p… a very long name o…", "\x1b[31m", st, 39},
		{"red", "evil\x1b[2J\u202e", "fire… evil\\…", "\x1b[31m", st, 12},
		{"red", "Work", "firefox … Work", "\x1b[30;106m", *st.cursor, 14},
	} {
		var l line
		p.place(&l, c.on, &cookies.Cookie{Store: s, Place: &cookies.Place{Container: c.name, Colour: c.colour}}, c.n)
		got := strings.TrimPrefix(ansi.Strip(l.String()), " ")
		if cells(got) != c.n || strings.TrimSpace(got) != c.text || !strings.Contains(l.String(), c.code) || c.code == "" && strings.Contains(l.String(), "\x1b[3") {
			t.Errorf("%s: %q (%d cells), %q", c.colour, got, cells(got), l.String())
		}
	}
}

// What tells two cookies of one name apart begins with a word, and says of a
// container only what no column says.
func TestContainerApart(t *testing.T) {
	f := town()
	f.contents[1].Cookies = []cookies.Cookie{{
		Key: cookies.Key{Host: "shop.example", Name: "_ga", Path: "/"}, Store: f.contents[1].Store,
		Place: &cookies.Place{Container: "Holiday"},
	}}
	d := start(t, f, 44, 12, opened("shop.example"))
	d.shows("_ga Holiday")
	d = start(t, f, 120, 40, opened("shop.example"))
	d.shows("Holiday")
	d.lacks("_ga Holiday")
	d.lacks(", Holiday")
}
