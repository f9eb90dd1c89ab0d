package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// suit takes what the terminal says of itself: the fonts of the Linux console
// have few signs, and what it lacks is drawn with those it has. Elsewhere the
// colour of the background is asked for.
func (m *Model) suit(env tea.EnvMsg) tea.Cmd {
	switch env.Getenv("TERM") {
	case "linux":
		m.console = consoleSigns()
		return nil
	case "dumb":
		return nil
	}
	return tea.RequestBackgroundColor
}

// consoleSigns replaces signs that the console's usual fonts (code page 437)
// lack by such as look like them, each as wide.
func consoleSigns() *strings.Replacer {
	return strings.NewReplacer(
		"▾", "▼", "▸", "►", "›", ">", "…", "~", "●", "■", "•", "*",
		"━", "─", "╭", "┌", "╮", "┐", "╰", "└", "╯", "┘",
		"▏", " ", "▎", "▌", "▍", "▌", "▋", "▌", "▊", "█", "▉", "█",
	)
}
