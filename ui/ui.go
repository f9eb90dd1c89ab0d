// Package ui is the screen: what the browsers keep, site by site, sorted by
// what it is for, with the deletion of cookies and its undoing.
package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/audit"
)

// Jar is what the screen needs of the stores on this machine.
type Jar interface {
	// Stores gives the stores there are, none of them read yet.
	Stores(ctx context.Context) ([]*cookies.Store, error)
	// Read reads the stores side by side and gives each to each as soon as it
	// is read; each is called from one goroutine at a time. It does not ask who
	// uses them.
	Read(ctx context.Context, stores []*cookies.Store, each func(jar.Contents))
	// Look says what is in the way of stores, whatever their content, in their
	// order.
	Look(stores []*cookies.Store) []cookies.Condition
	// Changes tells how the files of stores are, and again when they have
	// changed, until ctx ends or it can't.
	Changes(ctx context.Context, stores []*cookies.Store, each func(map[string]jar.Mark))
	// Delete removes cookies, with the undo journal written first.
	Delete(ctx context.Context, cs []*cookies.Cookie) (jar.Result, error)
	// DeleteThroughOwn is Delete, but running browsers that announce a debugging
	// port are asked to delete their cookies themselves.
	DeleteThroughOwn(ctx context.Context, cs []*cookies.Cookie) (jar.Result, error)
	// Undo puts a deletion back: "" is the newest not yet undone, a nil only is
	// all of it.
	Undo(ctx context.Context, id string, only []cookies.ID) (jar.Result, error)
	// UndoThroughOwn is Undo, but running browsers that announce a debugging port
	// are asked to set the cookies again themselves.
	UndoThroughOwn(ctx context.Context, id string, only []cookies.ID) (jar.Result, error)
	// DeleteWhenFree and UndoWhenFree do it when no program is in the way of the
	// stores any more, or not at all when ctx ends before.
	DeleteWhenFree(ctx context.Context, cs []*cookies.Cookie, w jar.Wait) (jar.Result, error)
	UndoWhenFree(ctx context.Context, id string, only []cookies.ID, w jar.Wait) (jar.Result, error)
	// History gives the deletions that are remembered, the newest first.
	History(ctx context.Context) ([]jar.Entry, error)
	// Took gives the cookies that a deletion took, without their values, and what
	// became of each since: "back", "newer" or "".
	Took(ctx context.Context, id string) (took []cookies.Cookie, since []string, err error)
	// Values opens the values of cookies, one answer each, in their order.
	Values(ctx context.Context, cs []*cookies.Cookie) []jar.Value
	// Sealed says how a store's values are encrypted, without asking for a key.
	Sealed(ctx context.Context, s *cookies.Store) (string, error)
}

// Judge gives the verdict on a cookie seen from a site. It is called from
// several goroutines; what it gives is shared and not changed.
type Judge func(c *cookies.Cookie, seen policy.Site) *policy.Verdict

// Config is what the screen is made of.
type Config struct {
	Jar Jar

	// Judge gives what sorts cookies as policies and rules are now, and those
	// policies: it is asked at each load and after each correction.
	Judge func() (Judge, []policy.Policy, error)

	// Correct keeps the user's own word on a cookie. A rule without a category
	// takes back the words on that name for its domain and for every domain.
	// It gives the rules that it took or set another in place of, for Restore; one
	// without a category was not there. Nil: there is nowhere to keep it.
	Correct func(policy.Rule) (before []policy.Rule, err error)

	// Restore makes the rules of exactly these names and domains these again, and
	// touches no other; one without a category is none. Given is the category that
	// Correct gave them: if one of them has another by now, it was changed
	// elsewhere, and Restore gives an error and touches none.
	Restore func(before []policy.Rule, given policy.Category) error

	// Keeps gives what tells whether a cookie is on the keep list, as it is now:
	// it is asked at each load. Beside an error nothing can be deleted. Nil:
	// there is no list.
	Keeps func() (func(*cookies.Cookie) bool, error)

	// Keep puts a cookie on the keep list or takes it off, or without a cookie a
	// host, and gives what it did, and in words with which pattern. Nil: there is
	// no list.
	Keep func(c *cookies.Cookie, host string, to KeepTo) (did KeepTo, words string, err error)

	// Open reads a policy document, a file or an http(s) address, for a site; with
	// keep it is the site's policy from then on. Nil: nothing can be opened.
	Open func(ctx context.Context, from string, site policy.Site, keep bool) (*Opened, error)

	// Export writes a report to a new file; the file's ending says in which
	// format. Nil: nothing can be written.
	Export func(path string, r audit.Report) error

	// Write writes cookies to a new file. Nil: nothing can be written.
	Write WriteCookies

	// Recall gives the filters that Remember kept, the newest first. Nil, either
	// of them: filters are forgotten with the screen.
	Recall   func() []string
	Remember func(filter string) error

	Site    policy.Site // the site to open; zero: none in particular
	Demo    bool        // the stores are the demo's
	Looked  []string    // folders in which stores were looked for, for when there are none
	Version string      // as `crumbs --version` gives it

	// Width and Height are the terminal's in cells, so that the first frame need
	// not wait until Bubble Tea tells them; 0: not known.
	Width, Height int

	Now func() time.Time // nil: time.Now

	// Options are passed on to Bubble Tea: input, output and size of a test.
	Options []tea.ProgramOption
}

// KeepTo is what the keep list is told of a pattern.
type KeepTo int

// What a keep list can be told. KeepToggle is to put on what is not on it, and to
// take off what is; the others give an error where there is nothing to do.
const (
	KeepToggle KeepTo = iota
	KeepOn
	KeepOff
)

// opposite is what takes back what was done.
func (to KeepTo) opposite() KeepTo {
	if to == KeepOn {
		return KeepOff
	}
	return KeepOn
}

// framesPerSecond is the most that Bubble Tea draws.
const framesPerSecond = 120

// Run shows the screen until the user leaves it or ctx ends. It needs a
// terminal on standard output; whoever calls it makes sure of that. A fault of
// the program gives a [*Crash].
func Run(ctx context.Context, c Config) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// What measures characters beyond ASCII fills two tables of a megabyte when it
	// meets the first one: a twelfth of the work before the first frame, and on its
	// way. It is done while the terminal is made ready.
	go ansi.StringWidthWc("─")
	return run(ctx, &guard{Model: New(ctx, c), stop: stop}, c.Options)
}

func run(ctx context.Context, g *guard, more []tea.ProgramOption) error {
	options := append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}, more...)
	_, err := tea.NewProgram(&paced{Model: g, drawn: time.Now()}, options...).Run()
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.crash != nil:
		return g.crash
	case errors.Is(err, tea.ErrInterrupted):
		return nil
	}
	return err
}
