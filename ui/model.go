package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Model is the screen as Bubble Tea runs it.
type Model struct {
	ctx  context.Context
	conf Config
}

// New makes the screen of a Config; the context ends what it has under way.
func New(ctx context.Context, c Config) *Model { return &Model{ctx: ctx, conf: c} }

// Init begins the first load.
func (m *Model) Init() tea.Cmd { return nil }

// Update routes a message to the part that it is about.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && (k.String() == "q" || k.String() == "ctrl+c") {
		return m, tea.Quit
	}
	return m, nil
}

// View draws the frame.
func (m *Model) View() tea.View {
	v := tea.NewView("crumbs")
	v.AltScreen = true
	return v
}
