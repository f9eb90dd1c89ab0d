package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// deed is what was done to cookies, for telling of it.
type deed struct {
	verb string
	json func(io.Writer, jar.Result) error
	left []jar.Skip // what a plan left, which is no failure
	wait bool       // --wait would help where a program is in the way, and was not given
}

func deleted(left []jar.Skip, w waitFlag) deed {
	return deed{"deleted", print.DeletedJSON, left, !w.on}
}
func restored(w waitFlag) deed { return deed{"restored", print.RestoredJSON, nil, !w.on} }
func takenOut(w waitFlag) deed { return deed{"taken out", print.RestoredJSON, nil, !w.on} }

// tell writes what a deletion or an undo did, on standard error what it passed
// over, and gives the error with the exit code that it ends with: nil if all
// was done. Names are what people call the stores, by path.
func (p *program) tell(res jar.Result, err error, names map[string]string, d deed, asJSON bool) error {
	skipped, locked := 0, false
	for _, s := range res.Skipped {
		name := names[s.Store]
		if name == "" {
			name = s.Store
		}
		p.say("crumbs: %s", print.SkipWords(s, name))
		if s.Reason == cookies.ReasonKept {
			continue // put on the list since the plan was made, and no failure either
		}
		skipped += s.Count
		locked = locked || s.Reason == cookies.ReasonInUse || s.Reason == cookies.ReasonLocked
	}
	if locked && d.wait {
		p.say("crumbs: --wait has it done as soon as no program is in the way any more")
	}
	for _, s := range res.Stores {
		if s.Met != "" {
			p.say("crumbs: %s", cookies.Visible(s.Met))
		}
	}
	outcome := outcome(res.Done, skipped, locked, err, d.verb)
	if err != nil && res.Done == 0 && skipped == 0 {
		return outcome // nothing came of it that could be told
	}
	if asJSON {
		res.Skipped = append(d.left, res.Skipped...)
		return first(outcome, d.json(os.Stdout, res))
	}
	if res.Done == 0 && outcome != nil {
		return outcome // says so itself
	}
	return first(outcome, print.ResultText(os.Stdout, res, d.verb, names))
}

// outcome gives the error of what was done to so many cookies, and not done to
// so many others.
func outcome(done, skipped int, locked bool, err error, verb string) error {
	stopped := errors.Is(err, context.Canceled)
	switch {
	case stopped && done > 0 && skipped > 0:
		return &fault{partly, fmt.Errorf("%s %s, %d not: it was interrupted", print.Plural(done, "cookie"), verb, skipped)}
	case stopped && done > 0:
		return &fault{partly, fmt.Errorf("%s %s, then it was interrupted", print.Plural(done, "cookie"), verb)}
	case err != nil && done > 0:
		return &fault{partly, fmt.Errorf("%s %s before this went wrong: %w", print.Plural(done, "cookie"), verb, err)}
	case err != nil:
		return fmt.Errorf("nothing was %s: %w", verb, err)
	case skipped == 0:
		return nil
	case done > 0:
		return &fault{partly, fmt.Errorf("%s %s, %d not", print.Plural(done, "cookie"), verb, skipped)}
	case locked:
		return &fault{busy, fmt.Errorf("nothing was %s", verb)}
	}
	return fmt.Errorf("nothing was %s", verb)
}
