package ui

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies/jar"
)

// Crash is a fault of the program that ended the screen. The terminal is as it
// was before.
type Crash struct {
	// Report says where it happened and what was going on, for those who mend
	// it: kinds and counts, no name, no host, no value and no path.
	Report string
}

// Error says that there was a fault, and nothing of it.
func (c *Crash) Error() string { return "a fault of crumbs ended the screen" }

// guard is the screen with everything it does behind a recover. Bubble Tea has
// one of its own, which writes what was panicked with to the terminal: that may
// be a cookie's name or its value.
type guard struct {
	*Model
	stop func() // ends the program

	mu    sync.Mutex
	crash *Crash // the first
	kinds []string
	state string // of the screen, after the last message
}

// keptKinds is how many kinds of messages a report goes back.
const keptKinds = 20

// Init begins the first load.
func (g *guard) Init() (cmd tea.Cmd) {
	defer g.caught("Init")
	return g.wrap(g.Model.Init())
}

// Update routes a message.
func (g *guard) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	m = g
	kind := fmt.Sprintf("%T", msg)
	g.note(kind)
	defer g.caught("Update of " + kind)
	_, cmd = g.Model.Update(msg)
	g.mark()
	return m, g.wrap(cmd)
}

// View draws the frame.
func (g *guard) View() tea.View {
	defer g.caught("View")
	return g.Model.View()
}

// wrap gives a command that ends the program in order if it panics, and so do
// those that it gives in turn.
func (g *guard) wrap(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer g.caught("a command")
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = g.wrap(batch[i])
			}
		}
		return msg
	}
}

// caught is deferred: it takes a panic, keeps the report and ends the program.
func (g *guard) caught(where string) {
	v := recover()
	if v == nil {
		return
	}
	stack := make([]uintptr, 64)
	stack = stack[:runtime.Callers(2, stack)]
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.crash == nil {
		g.crash = &Crash{Report: g.report(where, v, stack)}
	}
	g.stop()
}

// note keeps the kind of a message; of many alike in a row how many.
func (g *guard) note(kind string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.kinds) == keptKinds {
		g.kinds = append(g.kinds[:0], g.kinds[1:]...)
	}
	g.kinds = append(g.kinds, kind)
}

// mark keeps what the screen is about, in counts and kinds.
func (g *guard) mark() {
	m := g.Model
	state := fmt.Sprintf("%dx%d, screen %d, pane %d, dialog %T, %d stores, %d sites, %d cookies, loading %v, writing %v",
		m.width, m.height, m.screen, m.focus[m.screen], m.dialog, len(m.shelf.stores), len(m.shelf.sites), m.shelf.total, m.loading, m.busy != "")
	g.mu.Lock()
	g.state = state
	g.mu.Unlock()
}

// report writes what may be told of a panic. What it was panicked with is told
// only if it is the runtime's own error, which speaks of numbers and types.
func (g *guard) report(where string, v any, stack []uintptr) string {
	if p, ok := v.(*jar.Panic); ok { // of a goroutine further in
		where, v, stack = where+", in a goroutine of its own", p.Value, p.Stack
	}
	var b strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	line("in       %s", where)
	fault := fmt.Sprintf("a %T", v)
	var own runtime.Error
	if err, ok := v.(error); ok && errors.As(err, &own) {
		fault = own.Error()
	}
	line("fault    %s", fault)
	line("screen   %s", g.state)
	line("system   %s/%s, %s", runtime.GOOS, runtime.GOARCH, runtime.Version())
	line("\nmessages before it, the last one last:")
	for _, k := range g.kinds {
		line("  %s", k)
	}
	line("\nstack:")
	for frames := runtime.CallersFrames(stack); ; {
		f, more := frames.Next()
		line("  %s  %s:%d", f.Function, path.Base(strings.ReplaceAll(f.File, `\`, "/")), f.Line)
		if !more {
			break
		}
	}
	return b.String()
}
