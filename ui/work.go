package ui

import (
	"context"
	"fmt"
	"time"

	"charm.land/bubbles/v2/progress"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// work is a write that is under way.
type work struct {
	n        int // tells it from those before
	words    string
	stop     context.CancelFunc
	stopping bool
	jar.Progress
}

// progressMsg says how far the nth work has come.
type progressMsg struct {
	n int
	jar.Progress
	more tea.Cmd // waits for the next word of it
}

// work does something that no second of its kind may join. It can be stopped:
// then the context that it is given ends.
func (m *Model) work(words string, do func(context.Context) tea.Msg) tea.Cmd {
	ctx, stop := context.WithCancel(m.ctx)
	m.seqWork++
	n := m.seqWork
	m.busy, m.slow = words, false
	m.under = work{n: n, words: words, stop: stop}
	news := make(chan jar.Progress, 1)
	told := jar.WithProgress(ctx, func(p jar.Progress) {
		select {
		case <-news: // one that the screen has not fetched is of no use any more
		default:
		}
		news <- p
	})
	var next tea.Cmd
	next = func() tea.Msg {
		select {
		case p := <-news:
			return progressMsg{n, p, next}
		case <-ctx.Done():
			return nil
		}
	}
	return tea.Batch(func() tea.Msg {
		defer stop()
		m.looks <- struct{}{}
		defer func() { <-m.looks }()
		return do(told)
	}, next, m.after(time.Second, slowMsg{-n}))
}

// advanced notes how far the work has come.
func (m *Model) advanced(msg progressMsg) tea.Cmd {
	if msg.n != m.under.n || m.busy == "" {
		return nil
	}
	m.under.Progress = msg.Progress
	return msg.more
}

// long reports whether something is under way that takes so long that esc stops
// it.
func (m *Model) long() bool {
	return m.slow && (m.busy != "" && m.under.stop != nil || m.loading && !m.extent.quiet)
}

// halt stops what is under way. A write ends before the next store; a load
// leaves what it has read.
func (m *Model) halt() tea.Cmd {
	if m.busy != "" {
		m.under.stopping = true
		m.under.stop()
		return nil
	}
	m.stopLoad()
	m.seq++ // what is still on its way comes too late
	m.loading, m.slow = false, false
	n := len(m.shelf.stores)
	return tea.Batch(m.look(), m.fail(fmt.Sprintf("stopped: %d of %s read, r reads them all", m.done, print.Plural(n, "store"))))
}

// stoppedWords says what a write had done when it was stopped before it came to
// its stores.
func stoppedWords(words string, done int) string {
	if done == 0 {
		return "stopped: nothing was changed"
	}
	return "stopped: " + words
}

// progress draws how far something is that takes longer than a second, with a
// bar where there is room, and how it can be stopped.
func (m *Model) progress(w int) string {
	words, part := fmt.Sprintf(" reading stores  %d/%d ", m.done, len(m.shelf.stores)), 0.0
	if n := len(m.shelf.stores); n > 0 {
		part = float64(m.done) / float64(n)
	}
	hint := "  esc stops"
	if m.busy != "" {
		words = " " + shown(m.busy) + " "
		if p := m.under.Progress; p.Of > 0 {
			words = fmt.Sprintf(" %s  %d/%d ", p.Doing, p.Done, p.Of)
			part = float64(p.Done) / float64(p.Of)
		}
		if m.under.stopping {
			hint = "  stopping"
		}
	}
	room := min(40, w-cells(words)-len(hint)-1)
	if room < 5 {
		return m.styles.text.Render(fitEnds(words, hint+" ", w))
	}
	bar := progress.New(progress.WithWidth(room), progress.WithoutPercentage(),
		progress.WithFillCharacters('█', '░'), progress.WithColors(lipgloss.Yellow))
	bar.EmptyColor = lipgloss.BrightBlack
	return m.styles.text.Render(words) + bar.ViewAs(part) + m.styles.faint.Render(hint)
}
