package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// question is a dialog with one thing that can be done, by one key of its own, or
// another by another.
type question struct {
	title string
	words string
	do    key.Binding // what does it; its help says what that is
	keep  string      // what n leaves
	use   func() tea.Cmd

	or    key.Binding // another way, where useOr is one
	useOr func() tea.Cmd
}

// assent is the decision to do what a question offers.
type assent struct{ use func() tea.Cmd }

func (q *question) press(k keyMap, msg tea.KeyPressMsg) decision {
	switch {
	case key.Matches(msg, q.do):
		return assent{q.use}
	case q.useOr != nil && key.Matches(msg, q.or):
		return assent{q.useOr}
	case key.Matches(msg, k.No):
		return left{}
	}
	return nil
}

func (q *question) click(int, int, int) {}

func (q *question) view(st styles, w, h int) ([]string, int, int) {
	w = min(w, 66)
	in := w - 4
	var rows []string
	for _, t := range wrap(q.words, in) {
		rows = append(rows, st.text.Render(fit(t, in)))
	}
	answers := []string{q.do.Help().Key + " " + q.do.Help().Desc, "n " + q.keep}
	if q.useOr != nil {
		answers = slices.Insert(answers, 1, q.or.Help().Key+" "+q.or.Help().Desc)
	}
	last := len(answers) - 1
	does := []string{fitEnds(strings.Join(answers[:last], "   "), answers[last], in)}
	if cells(strings.Join(answers, "   ")) > in { // each in a line of its own
		does = answers
	}
	rows = rows[:min(len(rows), max(0, h-2-len(does)))]
	for _, t := range does {
		rows = append(rows, st.bold.Render(fit(t, in)))
	}
	return box(st, q.title, rows, w), 2, len(rows)
}
