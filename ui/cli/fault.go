package cli

import (
	"errors"
	"fmt"
	"os"

	"crumbs/cookies"
)

// The exit codes.
const (
	done    = 0
	failed  = 1
	misused = 2 // wrong usage, or a question that could not be asked
	busy    = 3 // in use or locked, and nothing was changed anywhere
	partly  = 4 // done in part
	found   = 5 // an audit found what it was to fail on
)

// meanings says what each code means, for the manual.
var meanings = [...]string{
	done:    "It is done. An empty list is this too, and so are cookies that were kept or look like a login.",
	failed:  "It failed; standard error says what, where, and what to do.",
	misused: "It was called wrongly, or a question could not be asked: no terminal, and no --yes.",
	busy:    "A store is in use or locked, and nothing was changed anywhere.",
	partly:  "It is done in part; the message says what was done and what was not.",
	found:   "An audit found what --fail-on names.",
}

// fault is an error with the exit code that it means. An error without one
// means failed.
type fault struct {
	code int
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// codeOf gives the exit code that an error means.
func codeOf(err error) int {
	var f *fault
	if errors.As(err, &f) {
		return f.code
	}
	return failed
}

// usage is the error of a wrong use.
func usage(format string, args ...any) error {
	return &fault{misused, fmt.Errorf(format, args...)}
}

// gone reports whether an error says that nobody reads the output any more,
// which is no error of ours: `crumbs list | head`.
func gone(err error) bool {
	for _, e := range brokenPipes() {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// say writes a line for people beside the data.
func (p *program) say(format string, args ...any) {
	_, _ = fmt.Fprintln(os.Stderr, cookies.Visible(fmt.Sprintf(format, args...)))
}

// detail is say for those who asked for more with -v.
func (p *program) detail(format string, args ...any) {
	if p.verbose {
		p.say(format, args...)
	}
}

// first gives the first error that is one.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
