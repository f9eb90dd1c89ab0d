// Command bare is the least that a Bubble Tea program can be: it draws one line,
// with how many keys there were, at the frame rate it is given, and ends at q.
package main

import (
	"os"
	"strconv"

	tea "charm.land/bubbletea/v2"
)

type bare struct{ keys int }

func (bare) Init() tea.Cmd { return nil }

func (b bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		b.keys++
		if k.String() == "q" {
			return b, tea.Quit
		}
	}
	return b, nil
}

func (b bare) View() tea.View {
	v := tea.NewView("bare ready " + strconv.Itoa(b.keys))
	v.AltScreen = true
	return v
}

func main() {
	fps, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	if _, err := tea.NewProgram(bare{}, tea.WithFPS(fps)).Run(); err != nil {
		panic(err)
	}
}
