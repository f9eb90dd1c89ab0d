package ui

import (
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// randomKeys are the keys that random walks press: all that do anything, some
// that do nothing, and text.
func randomKeys() []string {
	keys := []string{"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "enter", "esc", "tab", "space", "backspace", "ctrl+d", "ctrl+u", "ctrl+b", "ctrl+f", "日"}
	for r := '!'; r < 0x7f; r++ {
		keys = append(keys, string(r))
	}
	return keys
}

// walk presses keys as bytes say and checks after each that nothing went but
// by a y in a dialog that had been waited for.
func walk(t *testing.T, steps []byte) {
	t.Helper()
	f := town()
	d := start(t, f, 62, 16, opened("umami.opendatasoft.com"))
	keys := randomKeys()
	for _, b := range steps {
		before, listening := f.deletes, d.dialog != nil && d.armed
		_, asked := d.dialog.(*preview)
		var key string
		switch {
		case b < 100: // what leads to a deletion, more often than all else
			if key = []string{"d", "x", "y", "enter", "space", "", "", "j", "n", ""}[b%10]; key == "" {
				d.settle()
				continue
			}
			d.send(pressed(key))
		case b < 200:
			key = keys[int(b)%len(keys)]
			d.send(pressed(key))
		case b < 215:
			d.settle()
		case b < 225:
			d.send(tea.MouseClickMsg{X: int(b) * 7 % 62, Y: int(b) * 3 % 16, Button: tea.MouseLeft})
		case b < 230:
			d.send(tea.MouseWheelMsg{X: int(b) * 7 % 120, Y: int(b) * 3 % 40, Button: tea.MouseWheelDown})
		case b < 240:
			d.send(tea.PasteMsg{Content: "yyy"})
		default:
			size := [][2]int{{120, 40}, {80, 24}, {44, 12}, {20, 5}, {1, 1}}[int(b)%5]
			d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		}
		if fair := (key == "y" || key == "w") && asked && listening; f.deletes != before && !fair {
			t.Fatalf("%q deleted; a dialog listened: %v", key, asked && listening)
		}
		inside(t, "a random walk", d)
	}
}

func TestRandomWalks(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 12 {
		steps := make([]byte, 150)
		for i := range steps {
			steps[i] = byte(r.UintN(256))
		}
		walk(t, steps)
	}
}

func FuzzKeys(f *testing.F) {
	f.Add([]byte{85, 106, 110, 202, 106})
	f.Add([]byte("dydyxyxy\xc8y4uh1"))
	f.Fuzz(func(t *testing.T, steps []byte) {
		walk(t, steps[:min(len(steps), 60)])
	})
}
