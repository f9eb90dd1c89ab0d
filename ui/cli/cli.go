// Package cli is the commands: it reads what was typed, asks the rooms of the
// house to do it, and says how it went through streams and exit codes. Data goes
// to standard output, everything else to standard error.
package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"charm.land/fang/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/ui"
	"crumbs/ui/print"
)

// program is one run of crumbs.
type program struct {
	version string
	demo    demoFlag
	verbose bool
	damaged bool   // what can still be read of damaged stores is wanted too
	made    string // the demo's folder, once it is made
	salvage bool   // damaged stores are read as far as they can be

	scratch scratch.Folder // for private copies of stores, and the demo that goes with the program

	debug   string // the file of --debug
	profile string // the file of --cpuprofile
	log     *slog.Logger
	code    int // the exit code, once it is known

	alter func(*ui.Config) // a test's own screen; else nil

	command string   // the path of the command that runs, for its errors
	err     error    // how it ended
	atExit  []func() // in reverse
}

// Run runs the program with its arguments, its own name left out, and gives its
// exit code. Version may be "": then it is what the build says.
func Run(args []string, version string) int {
	return (&program{version: versionOf(version), command: "crumbs"}).run(args)
}

func (p *program) run(args []string) int {
	tune()
	// A reader that went away (| head) is an error of the write, so that what
	// must be cleaned up is.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := heed()
	defer stop()

	defer p.close()
	p.log = slog.New(slog.DiscardHandler)
	root := p.root()
	root.SetArgs(args)
	if err := p.execute(ctx, root); err != nil && p.err == nil {
		p.err = usage("%w", err)
	}
	p.code = p.end()
	return p.code
}

// tune lets the heap grow more between collections than Go would: a run is
// short, nearly all that it allocates it keeps to the end, and collecting takes
// a tenth of the time of a list. Towards a gigabyte it is collected more often.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(1 << 30)
	}
}

// uncollected does something and collects nothing meanwhile, unless there is a
// gigabyte: what a store is read into is kept. A collection would read the list
// that is being filled, whose pages were then faulted in twice, which took a tenth
// of `crumbs stats` on a large store. What follows keeps little of what it
// allocates.
func uncollected(do func()) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(-1)
		defer debug.SetGCPercent(200)
	}
	do()
}

// execute runs the command tree. Errors of commands are kept in the program:
// fang asks a terminal for its colours before it tells of an error, and those
// that do not answer would make people wait.
func (p *program) execute(ctx context.Context, root *cobra.Command) error {
	if term.IsTerminal(os.Stdout.Fd()) && colorprofile.Env(os.Environ()) <= colorprofile.NoTTY {
		// A terminal that understands no escape codes is not asked either.
		root.Version = p.version
		root.SilenceErrors, root.SilenceUsage = true, true
		return root.ExecuteContext(ctx)
	}
	return fang.Execute(ctx, root, fang.WithVersion(p.version), fang.WithoutCompletions(), fang.WithoutManpage(),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}))
}

// end tells of the error, if there was one, and gives the exit code.
func (p *program) end() int {
	if p.err == nil || gone(p.err) {
		return done
	}
	code := codeOf(p.err)
	if code == failed && errors.Is(p.err, context.Canceled) {
		p.err = errors.New("interrupted")
	}
	p.complain(p.err)
	if code == misused {
		p.say("see %s --help", p.command)
	}
	return code
}

// complain tells of an error, each of several on a line of its own.
func (p *program) complain(err error) {
	t := print.TerminalOf(os.Stderr, os.Environ())
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if line != "" {
			_, _ = io.WriteString(os.Stderr, t.Bold(t.Red("crumbs:"))+" "+cookies.Visible(line)+"\n")
		}
	}
}

// close undoes what the run has set up.
func (p *program) close() {
	if err := p.scratch.Close(); err != nil {
		p.say("crumbs: the private copies of stores can't be removed: %v", err)
	}
	for i := len(p.atExit) - 1; i >= 0; i-- {
		p.atExit[i]()
	}
}

// versionOf gives the version that was linked in, or what the build recorded.
func versionOf(linked string) string {
	if linked != "" {
		return linked
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
