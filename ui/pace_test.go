package ui

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counting is a model that counts its messages and its frames.
type counting struct{ heard, drawn int }

func (c *counting) Init() tea.Cmd                       { return nil }
func (c *counting) Update(tea.Msg) (tea.Model, tea.Cmd) { c.heard++; return c, nil }
func (c *counting) View() tea.View                      { c.drawn++; return tea.NewView(fmt.Sprint(c.heard)) }

// Of 300 keys that come at once the first is drawn at once, and the last soon.
func TestPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counting{}
		p := &paced{Model: c}
		var due []tea.Cmd
		for range 300 {
			_, cmd := p.Update(pressed("j"))
			if cmd != nil {
				due = append(due, cmd)
			}
			p.View()
		}
		if c.drawn != 1 || c.heard != 300 || len(due) != 1 {
			t.Fatalf("300 keys at once: %d heard, %d frames, %d waits: want 300, 1, 1", c.heard, c.drawn, len(due))
		}
		if got := p.View().Content; got != "1" {
			t.Errorf("the frame is of message %s, want 1", got)
		}
		from := time.Now()
		p.Update(due[0]())
		if took := time.Since(from); took > frameTime {
			t.Errorf("the next frame came after %v", took)
		}
		if got := p.View().Content; got != "300" {
			t.Errorf("then it is of message %s, want 300", got)
		}
		rest(time.Second)
		p.Update(pressed("j"))
		if got := p.View().Content; got != "301" {
			t.Errorf("a key later is drawn as message %s, want 301", got)
		}
	})
}

// What comes of a key is drawn at once beside it, and what follows is not.
func TestPacedAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counting{}
		p := &paced{Model: c}
		show := func(msg tea.Msg) string {
			p.Update(msg)
			return p.View().Content
		}
		for round := range 2 {
			rest(time.Second)
			c.heard = 0
			if got := show(pressed("j")) + show(kinMsg{}) + show(kinMsg{}) + show(pressed("j")); got != "1222" {
				t.Errorf("round %d: after a key, two answers and a key the frames were of messages %s, want 1222", round, got)
			}
			p.Update(dueMsg{})
			if got := p.View().Content; got != "4" {
				t.Errorf("round %d: then it is of message %s, want 4", round, got)
			}
		}
	})
}
