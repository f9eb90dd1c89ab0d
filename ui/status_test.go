package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"crumbs/policy"
)

// What was done, or why not, can be read to its end in any window that has the
// lines for it, and goes as it came.
func TestLongStatus(t *testing.T) {
	const words = "rule stored: a_name_that_is_long on a.host.that.is.longer.than.most.example is marketing · u takes it back"
	for _, size := range [][2]int{{44, 12}, {60, 24}, {80, 24}, {120, 40}} {
		d := start(t, town(), size[0], size[1], opened("umami.opendatasoft.com"))
		before := d.plainText()
		d.run(d.tell(words))
		got := strings.Join(strings.Fields(d.plainText()), " ")
		if !strings.Contains(strings.ReplaceAll(got, " ", ""), strings.ReplaceAll(words, " ", "")) {
			t.Errorf("at %v the message is cut:\n%s", size, d.plainText())
		}
		inside(t, "a long message", d)
		d.settle()
		if after := d.plainText(); after != before {
			t.Errorf("at %v it left something behind:\n%s", size, after)
		}
	}
	d := start(t, town(), 44, 12)
	d.fail(strings.Repeat("words that go on ", 100))
	d.shows("google.com", "…")
	d.keys("/").lacks("words that go on")
}

// The message of a real rule at the narrowest size of the goldens.
func TestStoredRuleNarrow(t *testing.T) {
	d := start(t, town(), 44, 12, opened("umami.opendatasoft.com"))
	d.run(d.correct(correction{policy.Rule{Name: "django_language", Domain: "opendatasoft.com", Category: policy.Statistical}}))
	d.shows("rule stored: django_language on", "is statistical · u takes", "it back")
}

// Where not all rows are in sight, the status line says where the cursor is:
// among cookies as they are counted, without headings.
func TestPosition(t *testing.T) {
	at := regexp.MustCompile(`(line )?(\d+) of (\d+)\s*$`)
	is := func(d *drive, want string) {
		t.Helper()
		lines := d.lines()
		if got := at.FindString(lines[len(lines)-2]); strings.TrimSpace(got) != want {
			t.Errorf("the status line says %q, want %q:\n%s", got, want, d.plainText())
		}
	}
	d := start(t, town(), 80, 12)
	is(d, "1 of 10")
	d.keys("G")
	is(d, "10 of 10")
	d.keys("g", "l", "g", "j")
	n := 0
	for _, r := range d.list.rows(0) {
		if r.entry != nil {
			n++
		}
	}
	for i := 1; i <= n; {
		if d.list.current().entry != nil {
			is(d, fmt.Sprintf("%d of %d", i, n))
			i++
		} else {
			is(d, "")
		}
		d.keys("j")
	}
	d.keys("?")
	is(d, fmt.Sprintf("line 1 of %d", d.helpLines()))
	is(start(t, town(), 120, 40), "")
}
