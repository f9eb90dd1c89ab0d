package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Names, providers, profiles and hosts of any script leave the columns behind them
// where they are, at any width.
func TestScriptsAlign(t *testing.T) {
	names := []string{"plain", "日本語のクッキー", "ملف_تعريف", "עוגייה", "🍪🍪", "👩‍👩‍👧", "e\u0301te\u0301", "ＡＢＣ", "ไทย", "हिन्दी", "a\u200bb", "한국어", strings.Repeat("語", 60), strings.Repeat("e\u0301", 60), "x\ty"}
	for _, w := range []int{44, 60, 80, 120, 250} {
		f := town()
		f.contents[1].Store.ProfileName = "職場 🍪"
		for i, n := range names {
			f.put(i%2, "umami.opendatasoft.com", n, 90)
			f.put(i%2, "münchen"+strings.Repeat("ö", i)+".example", n, 90)
		}
		d := start(t, f, w, 60, opened("umami.opendatasoft.com")).keys("A")
		at := -1
		for _, line := range d.lines()[4:] {
			before, _, ok := strings.Cut(line, " 90 d ")
			if !ok {
				continue
			}
			before = before[strings.LastIndex(before, "│")+1:]
			if got := ansi.StringWidth(before); at < 0 {
				at = got
			} else if got != at {
				t.Errorf("at %d cells: %q puts the next column at %d, not %d", w, line, got, at)
			}
		}
		if at < 0 {
			t.Errorf("at %d cells no line was looked at", w)
		}
		inside(t, "scripts", d)
	}
}
