package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// frameTime is how long a frame stands at the least: half as long as Bubble Tea
// takes from one to the next. A key that is pressed by hand finds the one before
// it long drawn, and is drawn at once.
const frameTime = time.Second / 2 / framesPerSecond

// paced draws a frame only when the one before it has stood for a while. Bubble
// Tea asks for one after each message, and shows the newest of them each 8 ms: a
// profile of 300 keys that came at once showed nearly all their time in frames
// that nobody was to see.
//
// What a key asks for, such as the relatives of the cookie under the cursor, is
// there within a millisecond mostly. It is drawn at once where the frame before
// the last one is old: to wait made a third of all keys take a frame of Bubble
// Tea's more until the screen was settled.
type paced struct {
	tea.Model
	frame  tea.View
	drawn  time.Time // when; before the first one, when it began, for what Bubble Tea tells at its start is no answer
	before time.Time // when the one before it was
	late   bool      // the model has changed since, and dueMsg will come
}

// dueMsg says that the time has come for the next frame.
type dueMsg struct{}

// Update hands a message on.
func (p *paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(dueMsg); ok {
		p.late = false
		return p, nil
	}
	_, cmd := p.Model.Update(msg)
	left := frameTime - time.Since(p.drawn)
	if _, typed := msg.(tea.KeyPressMsg); !typed {
		left = min(left, 2*frameTime-time.Since(p.before))
	}
	if left > 0 && !p.late {
		p.late = true
		cmd = tea.Batch(cmd, tea.Tick(left, func(time.Time) tea.Msg { return dueMsg{} }))
	}
	return p, cmd
}

// View gives the frame.
func (p *paced) View() tea.View {
	if !p.late {
		p.frame, p.drawn, p.before = p.Model.View(), time.Now(), p.drawn
	}
	return p.frame
}
