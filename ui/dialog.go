package ui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// dialog is a question over the screen. It takes keys and gives back what the
// user decided; it does nothing itself.
type dialog interface {
	press(k keyMap, msg tea.KeyPressMsg) decision
	// click is given a place inside the frame, which has room for w cells.
	click(x, y, w int)
	// view gives the box, at most w by h cells, and where the cursor stands in it.
	view(st styles, w, h int) (box []string, x, y int)
}

// decision is what the user decided in a dialog: nil for nothing yet, left, or
// what the dialog's file names.
type decision any

// left is the decision to leave a dialog with nothing done.
type left struct{}

// quiet is how long no key may have come before a dialog listens. A dialog is
// drawn within a few milliseconds, but what is typed ahead, pasted into a
// terminal that does not mark pastes, or held down arrives while it is: none of
// that was an answer to it.
const quiet = 200 * time.Millisecond

// repeat is how long it must be quiet after a key that was dropped. The key may
// be held: it comes again after the keyboard's delay, half a second and more.
const repeat = 800 * time.Millisecond

// armedMsg says that no answer came for a while after the nth.
type armedMsg struct{ n int }

// open puts a dialog on the screen. It listens once it stood there a while.
func (m *Model) open(d dialog) tea.Cmd {
	m.dialog = d
	return m.disarm(quiet)
}

// end takes the dialog off the screen. The key that ended it may be held, or
// pressed twice: until it was quiet it is no key of the screen.
func (m *Model) end(msg tea.KeyPressMsg) tea.Cmd {
	m.dialog, m.answered = nil, msg.String()
	return m.disarm(repeat)
}

// refuse says why a key opens no dialog. Its answer may be typed already, and is
// no key of the screen.
func (m *Model) refuse(why string) tea.Cmd {
	m.answered = ""
	return tea.Batch(m.fail(why), m.disarm(repeat))
}

// late reports whether a key of the screen is the answer to a dialog that is no
// longer there. What deletes in a dialog copies a value without one.
func (m *Model) late(msg tea.KeyPressMsg) bool {
	return !m.armed && (msg.String() == m.answered || key.Matches(msg, m.keys.Yes))
}

// disarm makes the answers to dialogs wait for quiet, again if they did already.
func (m *Model) disarm(wait time.Duration) tea.Cmd {
	m.armed = false
	m.heard++
	return m.after(wait, armedMsg{m.heard})
}

// inDialog gives a key to the dialog, or drops it where it came too early. In a
// window too small to show it, a dialog can be left and nothing else: nobody can
// answer what they don't see.
func (m *Model) inDialog(msg tea.KeyPressMsg) tea.Cmd {
	if m.layout.tiny && key.Matches(msg, m.keys.No) {
		return m.end(msg)
	}
	if !m.armed || m.layout.tiny {
		return m.disarm(repeat)
	}
	decided := m.dialog.press(m.keys, msg)
	if decided == nil {
		return nil
	}
	ended := m.end(msg)
	switch d := decided.(type) {
	case assent:
		return tea.Batch(ended, d.use())
	case deletion:
		return tea.Batch(ended, m.carryOut(d))
	case correction:
		return tea.Batch(ended, m.correct(d))
	case answer:
		return tea.Batch(ended, d.use(d))
	}
	return ended
}

// box draws a frame with a title around lines that are w-4 cells wide.
func box(st styles, title string, lines []string, w int) []string {
	head := clip(" "+title+" ", w-4)
	out := []string{st.box.Render("╭─") + st.bold.Render(head) + st.box.Render(strings.Repeat("─", max(0, w-3-cells(head)))+"╮")}
	for _, l := range lines {
		out = append(out, st.box.Render("│")+" "+l+" "+st.box.Render("│"))
	}
	return append(out, st.box.Render("╰"+strings.Repeat("─", max(0, w-2))+"╯"))
}
