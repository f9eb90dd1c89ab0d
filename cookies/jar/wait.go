package jar

import (
	"context"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
)

// Wait is how a deletion or an undo waits for stores that are in use.
type Wait struct {
	Most  time.Duration  // how long at most; 0 is as long as it takes
	Tell  func([]Holdup) // is told who is in the way, first and whenever that changes; may be nil
	Force bool           // of a deletion: also what is on the keep list
}

// Holdup is a store that is waited for, and who has it.
type Holdup struct {
	Store     *cookies.Store
	Condition cookies.Condition
}

// knock is how often it is asked whether a store is free. Mostly that is a test
// of a lock; where it needs a look at all processes, this is rare enough.
const knock = time.Second

// DeleteWhenFree is [Jar.Delete] that first waits until none of the stores is
// in use or locked any more. A deletion is one plan and one entry of the journal,
// so all stores go together: until the last is free, nothing is deleted from
// any. What was chosen stays chosen; a cookie that its site has set anew
// meanwhile, under another creation time, is another one and is skipped as
// changed. A browser that starts again at once is waited for again. When the
// time is over nothing was deleted, and the Result says for whom it waited; if
// ctx ends, that is the error.
func (j *Jar) DeleteWhenFree(ctx context.Context, chosen []*cookies.Cookie, w Wait) (Result, error) {
	counts := map[string]int{}
	var stores []*cookies.Store
	for _, list := range byStore(chosen) {
		stores = append(stores, list[0].Store)
		counts[list[0].Store.Path] = len(list)
	}
	return j.whenFree(ctx, w, stores, counts, func() (Result, error) {
		return j.remove(ctx, asking(nil), j.moved(ctx, chosen), w.Force, true)
	})
}

// UndoWhenFree is [Jar.Undo] that first waits, as [Jar.DeleteWhenFree] does. The
// newest deletion is the newest of when it was called.
func (j *Jar) UndoWhenFree(ctx context.Context, id string, only []cookies.ID, w Wait) (Result, error) {
	record, passed, err := j.settled(ctx, id)
	if err != nil {
		return Result{}, err
	}
	again := fatesToUndo(id != "")
	counts := map[string]int{}
	var stores []*cookies.Store
	for i := range record.Stores {
		share := &record.Stores[i]
		n := 0
		for row := range share.Fates {
			if slices.Contains(again, share.Fate(row)) {
				n++
			}
		}
		if only != nil {
			n = min(n, len(slices.DeleteFunc(slices.Clone(only), func(o cookies.ID) bool { return o.Store != share.Store.Lasting() })))
		}
		if n > 0 {
			store, _ := j.whereabouts(ctx, &share.Store)
			if store == nil {
				store = &share.Store // and the undo says that it is nowhere
			}
			stores = append(stores, store)
			counts[store.Path] += n
		}
	}
	res, err := j.whenFree(ctx, w, stores, counts, func() (Result, error) { return j.undo(ctx, asking(nil), record.ID, only, again) })
	if err == nil {
		res.ID = record.ID
		res.pass(passed)
	}
	return res, err
}

// settled gives the deletion that an undo is of, after what a crash left open
// was settled.
func (j *Jar) settled(ctx context.Context, id string) (r *journal.Record, passed []*journal.Record, err error) {
	folder, unlock, err := j.begin()
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	if err := j.settle(ctx, folder); err != nil {
		return nil, nil, err
	}
	return j.toUndo(id)
}

// retries is how often a write is tried again although nobody was seen in its
// way before: then what is in the way is no browser, and waiting does not help.
const retries = 3

// whenFree does a write when all its stores are free, and waits anew if somebody
// was faster and nothing was written. Counts are the cookies by store, for the
// Result of a wait that was too long.
func (j *Jar) whenFree(ctx context.Context, w Wait, stores []*cookies.Store, counts map[string]int, write func() (Result, error)) (Result, error) {
	waiting := ctx
	if w.Most > 0 { // the time is that of the wait: it never ends a write
		var stop context.CancelFunc
		waiting, stop = context.WithTimeout(ctx, w.Most)
		defer stop()
	}
	for tries := 0; ; tries++ {
		held, waited := j.await(waiting, stores, w.Tell)
		switch {
		case ctx.Err() != nil:
			return Result{}, ctx.Err()
		case len(held) > 0:
			return waitedFor(held, stores, counts, w.Most), nil
		case waited:
			tries = 0
		}
		res, err := write()
		if err != nil || res.Done > 0 || tries == retries || !slices.ContainsFunc(res.Skipped, inTheWay) {
			return res, err
		}
		select { // not at once: what came between may be about to say so of itself
		case <-time.After(knock):
		case <-waiting.Done():
		}
	}
}

// inTheWay reports whether cookies were passed over because of a program that
// may end.
func inTheWay(s Skip) bool {
	return s.Reason == cookies.ReasonInUse || s.Reason == cookies.ReasonLocked
}

// await returns when no program is in the way of any of the stores, or when ctx
// ends: then it gives those that still are. What else is wrong with a store does
// not go by itself and is not waited for.
func (j *Jar) await(ctx context.Context, stores []*cookies.Store, tell func([]Holdup)) (held []Holdup, waited bool) {
	start := time.Now()
	look := func(stores []*cookies.Store) (out []Holdup) {
		at := make([]*cookies.Store, len(stores))
		for i, s := range stores {
			at[i] = current(s)
		}
		for i, c := range j.look(at) {
			if c.State == cookies.InUse || c.State == cookies.Locked {
				out = append(out, Holdup{stores[i], c})
			}
		}
		return out
	}
	t := time.NewTicker(knock)
	defer t.Stop()
	told := false
	for {
		// Only those that were in the way are asked after, and when none of them
		// is any more, all.
		now := look(stores)
		for len(now) > 0 {
			if tell != nil && (!told || !slices.Equal(now, held)) {
				tell(slices.Clone(now))
			}
			if !slices.Equal(now, held) {
				j.log.Info("waiting", "stores", len(now), "for", now[0].Condition.Holder)
			}
			held, told, waited = now, true, true
			select {
			case <-ctx.Done():
				return held, waited
			case <-t.C:
			}
			now = look(storesOf(held))
		}
		if !waited || len(look(stores)) == 0 {
			if waited {
				j.log.Info("waited", "took", time.Since(start))
			}
			return nil, waited
		}
	}
}

func storesOf(held []Holdup) []*cookies.Store {
	out := make([]*cookies.Store, len(held))
	for i, h := range held {
		out[i] = h.Store
	}
	return out
}

// conditions looks at stores, with the machine's processes gone through once.
func conditions(stores []*cookies.Store) []cookies.Condition {
	processes := inuse.Scan()
	out := make([]cookies.Condition, len(stores))
	for i, s := range stores {
		out[i] = processes.Look(s)
	}
	return out
}

// waitedFor is the Result of a write that waited too long. What could have been
// done without waiting is left too, because a plan is done whole.
func waitedFor(held []Holdup, stores []*cookies.Store, counts map[string]int, most time.Duration) Result {
	var res Result
	for _, h := range held {
		res.skip(h.Store.Path, h.Condition.State.Reason(), counts[h.Store.Path], "after "+most.String()+", "+sentence(h.Condition))
	}
	for _, s := range stores {
		if !slices.ContainsFunc(held, func(h Holdup) bool { return h.Store.Path == s.Path }) {
			res.skip(s.Path, cookies.ReasonInUse, counts[s.Path], "all stores of one plan go together, and another is still in use")
		}
	}
	return res
}

// moved gives the cookies in the files in which their stores lie now: Firefox
// keeps the session's in another one when it is closed.
func (j *Jar) moved(ctx context.Context, chosen []*cookies.Cookie) []*cookies.Cookie {
	if !slices.ContainsFunc(chosen, func(c *cookies.Cookie) bool { return c.Store.Format == cookies.FirefoxSession }) {
		return chosen
	}
	now := map[string]*cookies.Store{}
	stores, _ := j.Stores(ctx) // a store that is not found again is refused by its path
	for _, s := range stores {
		now[s.Lasting()] = s
	}
	out := slices.Clone(chosen)
	for i, c := range out {
		if s := now[c.Store.Lasting()]; s != nil && s.Path != c.Store.Path {
			there := *c
			there.Store = s
			out[i] = &there
		}
	}
	return out
}
