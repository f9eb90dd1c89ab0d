package jar

import (
	"context"
	"fmt"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/cookies/journal"
	"crumbs/cookies/scratch"
)

// through is a running browser that is asked to change a store of its own.
type through struct {
	browser *devtools.Browser
	all     devtools.Held // what the store holds
}

// finder gives the running browser that is to change a store in this condition, nil
// for none.
type finder func(context.Context, cookies.Condition) (*devtools.Browser, error)

// asking asks the same browser about every store.
func asking(b *devtools.Browser) finder {
	return func(context.Context, cookies.Condition) (*devtools.Browser, error) { return b, nil }
}

// its asks of each store the browser that uses it, if that says on which port it
// listens.
func its(ctx context.Context, c cookies.Condition) (*devtools.Browser, error) {
	if c.Port == 0 {
		return nil, nil
	}
	return devtools.Find(ctx, c.Port)
}

// DeleteThroughOwn is [Jar.Delete], but stores whose running browser announces a
// debugging port are not skipped: each browser is asked to delete its cookies
// itself, once it has proven to be the one that uses the store.
func (j *Jar) DeleteThroughOwn(ctx context.Context, chosen []*cookies.Cookie) (Result, error) {
	return j.remove(ctx, its, chosen, false, false)
}

// Serves gives nil if the cookies of a store that is in use can be deleted
// through this browser; else a clause that says why not.
func (j *Jar) Serves(ctx context.Context, b *devtools.Browser, s *cookies.Store) error {
	_, err := j.ask(ctx, b, s)
	return err
}

// ask makes sure that the browser is the one that uses the store.
func (j *Jar) ask(ctx context.Context, b *devtools.Browser, s *cookies.Store) (*through, error) {
	if s.Format != b.Format {
		return nil, fmt.Errorf("what listens on port %d does not change stores of this kind: close its program and try again", b.Port)
	}
	f, err := formatOf(s)
	if err != nil {
		return nil, err
	}
	folder, err := j.folder()
	if err != nil {
		return nil, err
	}
	rows, err := f.Rows(ctx, s, folder, nil)
	if err != nil {
		return nil, err
	}
	t := &through{b, held(f, s, rows)}
	return t, b.Has(ctx, s, t.all)
}

func held(f format, s *cookies.Store, rows cookies.Rows) devtools.Held {
	return devtools.Held{Rows: rows, Cookies: f.Describe(rows, s)}
}

// removeThrough has the browser delete a share and notes what came of it. What
// is not known stays pending until the browser has closed.
func removeThrough(ctx context.Context, record *journal.Record, i int, s *share, res *Result) error {
	outcomes, err := s.asked.browser.Remove(ctx, s.store, held(s.format, s.store, s.rows), s.asked.all)
	if err != nil {
		outcomes = untouched(err, s.rows.Len())
	}
	record.Set(i, func(row int, old journal.Fate) journal.Fate {
		switch o := outcomes[row]; {
		case o.Unknown:
			return old
		case o.Reason == cookies.ReasonNone:
			return journal.Removed
		}
		return journal.Stayed
	})
	res.answered(s.store.Path, outcomes)
	return record.Save()
}

// restoreThrough has the browser set the cookies of a share again and notes what
// came of it. The store has them later, and not if the browser is killed before:
// it tells when the browser has closed.
func (j *Jar) restoreThrough(ctx context.Context, folder *scratch.Folder, record *journal.Record, i int, s *share, res *Result) error {
	outcomes := make([]devtools.Outcome, s.rows.Len())
	var plain []string
	var open []int // rows whose value could be opened
	for n, v := range j.keyring.Open(ctx, s.store, folder, s.rows) {
		if v.Err != nil {
			outcomes[n] = devtools.Outcome{Reason: cookies.ReasonUnreadable,
				Words: "its value can't be told to the browser (" + v.Err.Error() + "): close it, then undo brings it back"}
			continue
		}
		open = append(open, n)
		plain = append(plain, string(v.Bytes))
	}
	note := func(fate func(n int, old journal.Fate) journal.Fate) error {
		at := map[int]int{}
		for n, row := range s.index {
			at[row] = n
		}
		record.Set(i, func(row int, old journal.Fate) journal.Fate {
			if n, ok := at[row]; ok {
				return fate(n, old)
			}
			return old
		})
		return record.Save()
	}
	record.Stores[i].Live = true
	if err := note(func(int, journal.Fate) journal.Fate { return journal.Restoring }); err != nil {
		return err
	}
	rows := pick(s.rows, open)
	answers, err := s.asked.browser.Restore(ctx, s.store, held(s.format, s.store, rows), s.asked.all, plain)
	if err != nil {
		answers = untouched(err, len(open))
	}
	for k, n := range open {
		outcomes[n] = answers[k]
	}
	res.answered(s.store.Path, outcomes)
	return note(func(n int, old journal.Fate) journal.Fate {
		switch o := outcomes[n]; {
		case o.Unknown:
			return old
		case o.Reason == cookies.ReasonNone:
			return journal.Told
		case o.Reason == cookies.ReasonNewer:
			return journal.Newer
		}
		return journal.Removed
	})
}

// untouched is what comes of n cookies that the browser was not asked about.
func untouched(err error, n int) []devtools.Outcome {
	out := make([]devtools.Outcome, n)
	for i := range out {
		out[i] = devtools.Outcome{Reason: cookies.ReasonInUse, Words: err.Error()}
	}
	return out
}

// answered notes what a running browser did with the cookies of a store.
func (r *Result) answered(path string, outcomes []devtools.Outcome) {
	done := 0
	for _, o := range outcomes {
		if o.Reason == cookies.ReasonNone {
			done++
			continue
		}
		r.skip(path, o.Reason, 1, o.Words)
	}
	r.Done += done
	r.Stores = append(r.Stores, StoreResult{Store: path, Count: done})
}
