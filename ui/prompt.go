package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// prompt asks for a line of text, and where it has one for a yes or no beside
// it.
type prompt struct {
	title  string
	words  string // what the text is for
	option string // the yes or no, "" for none
	on     bool
	does   string // what enter does
	use    func(answer) tea.Cmd
	input  textinput.Model
}

// answer is the decision to use a text.
type answer struct {
	text string
	on   bool // the option was chosen
	use  func(answer) tea.Cmd
}

func newPrompt(title, words, does, text, option string, use func(answer) tea.Cmd) *prompt {
	p := &prompt{title: title, words: words, does: does, option: option, use: use, input: textinput.New()}
	p.input.KeyMap.Paste.SetEnabled(false) // it would read the clipboard through other programs
	p.input.SetVirtualCursor(false)
	p.input.CharLimit = 4096
	p.input.SetValue(text)
	p.input.CursorEnd()
	_ = p.input.Focus() // it only makes a cursor blink, which this one does not
	return p
}

// insert puts a pasted text where the cursor stands: its first line.
func (p *prompt) insert(text string) {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	p.input, _ = p.input.Update(tea.PasteMsg{Content: line})
}

// press gives the text for enter.
func (p *prompt) press(k keyMap, msg tea.KeyPressMsg) decision {
	switch {
	case key.Matches(msg, k.Enter):
		text := strings.TrimSpace(p.input.Value())
		if text == "" {
			return left{}
		}
		return answer{text, p.on, p.use}
	case key.Matches(msg, k.Back):
		return left{}
	case key.Matches(msg, k.Next):
		p.on = p.option != "" && !p.on
	default:
		p.input, _ = p.input.Update(msg)
	}
	return nil
}

// click toggles the option at its line.
func (p *prompt) click(_, y, _ int) {
	if p.option != "" && y == 4 {
		p.on = !p.on
	}
}

// view draws the prompt. The text scrolls so that the cursor stays in sight.
func (p *prompt) view(st styles, w, h int) ([]string, int, int) {
	w = min(w, 72)
	in := w - 4
	value := []rune(p.input.Value())
	pos := min(p.input.Position(), len(value))
	before, after := shown(string(value[:pos])), shown(string(value[pos:]))
	for cells(before) > in-3 && before != "" {
		size := firstCluster(before)
		before = before[size:]
	}
	var text line
	text.add(st.bold, "› ").add(st.text, fit(before+after, in-2))
	rows := []string{st.text.Render(fit(p.words, in)), text.String()}
	if p.option != "" {
		mark := "[ ] "
		if p.on {
			mark = "[x] "
		}
		rows = append(rows, strings.Repeat(" ", in), st.text.Render(fit(mark+p.option, in)))
	}
	tail := "enter " + p.does + "   esc leave"
	if p.option != "" {
		tail = "enter " + p.does + "   tab choose   esc leave"
	}
	rows = append(rows, strings.Repeat(" ", in), st.faint.Render(fit(tail, in)))
	y := 2
	if over := len(rows) + 2 - h; over > 0 {
		rows = rows[1:max(2, len(rows)-over+1)]
		y = 1
	}
	return box(st, p.title, rows, w), 4 + cells(before), y
}
