package jar

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
	"crumbs/cookies/scratch"
)

// Undo puts back what a deletion took, or takes out what an import put in: that
// of this ID, or the newest one of which something is left to undo if id is "". Only narrows it to some cookies of
// the entry; nil is all of them. A cookie that its site has set again meanwhile
// is skipped as newer; asked for by ID it is tried again, so that it can be had
// after the newer one went. What was in a store that is no longer where it was
// goes into the one that its profile has now, and the result says so. Errors
// wrap [ErrNoEntry] and [ErrNothing].
func (j *Jar) Undo(ctx context.Context, id string, only []cookies.ID) (Result, error) {
	return j.UndoThrough(ctx, nil, id, only)
}

// UndoThrough is Undo, but the stores that a running browser uses are not
// skipped: it is asked to set their cookies again, which then have new times of
// creation and last use. Nil is no browser.
func (j *Jar) UndoThrough(ctx context.Context, browser *devtools.Browser, id string, only []cookies.ID) (Result, error) {
	return j.undo(ctx, asking(browser), id, only, fatesToUndo(id != ""))
}

// UndoThroughOwn is [Jar.Undo], but of stores whose running browser announces a
// debugging port that browser is asked, as by [Jar.UndoThrough].
func (j *Jar) UndoThroughOwn(ctx context.Context, id string, only []cookies.ID) (Result, error) {
	return j.undo(ctx, its, id, only, fatesToUndo(id != ""))
}

// fatesToUndo are the fates of rows that an undo puts back: of those that had
// become newer too, if the deletion was named.
func fatesToUndo(named bool) []journal.Fate {
	if named {
		return []journal.Fate{journal.Removed, journal.Newer}
	}
	return []journal.Fate{journal.Removed}
}

// undo is UndoThrough of the rows that met one of these fates.
func (j *Jar) undo(ctx context.Context, find finder, id string, only []cookies.ID, again []journal.Fate) (res Result, err error) {
	defer j.logResult("undo", time.Now(), &res, &err)
	folder, unlock, err := j.begin()
	if err != nil {
		return res, err
	}
	defer unlock()
	if err := j.settle(ctx, folder); err != nil {
		return res, err
	}
	record, passed, err := j.toUndo(id)
	if err != nil {
		return res, err
	}
	written, err := j.journal.Rows(record.ID)
	if err != nil {
		return res, err
	}
	if len(written) != len(record.Stores) {
		return res, fmt.Errorf("deletion %s: its body has %d stores and its head %d", record.ID, len(written), len(record.Stores))
	}
	res.ID, res.Import = record.ID, record.Import
	all := 0
	for _, b := range written {
		all += b.Rows.Len()
	}
	for i, b := range written {
		Tell(ctx, "bringing back", res.Done, all)
		if b.Rows.Len() != len(record.Stores[i].Fates) {
			return res, fmt.Errorf("deletion %s: its body and its head differ in length", record.ID)
		}
		var places []int
		for row := range b.Rows.Keys {
			chosen := only == nil || slices.Contains(only, cookies.ID{Store: b.Store.Lasting(), Key: b.Rows.Keys[row]})
			if chosen && slices.Contains(again, record.Stores[i].Fate(row)) {
				places = append(places, row)
			}
		}
		if record.Import {
			if places, err = j.spareImported(b, places, &res); err != nil {
				return res, err
			}
		}
		if len(places) == 0 {
			continue
		}
		if ctx.Err() != nil {
			res.skip(b.Store.Path, cookies.Locked.Reason(), len(places), stopped)
			continue
		}
		store, c := j.whereabouts(ctx, b.Store)
		if store == nil {
			res.skip(b.Store.Path, c.State.Reason(), len(places), sentence(c))
			continue
		}
		n := len(res.Stores)
		there := journal.Batch{Store: store, Rows: b.Rows}
		if record.Import {
			err = takeOut(ctx, folder, record, i, there, places, &res)
		} else {
			err = j.restore(ctx, find, folder, record, i, there, places, &res)
		}
		if len(res.Stores) > n && store.Path != b.Store.Path {
			res.Stores[n].Was = b.Store.Path
		}
		if err != nil {
			return res, err
		}
	}
	if res.Done == 0 && len(res.Skipped) == 0 {
		if record.State() == journal.Pending {
			return res, unsettled(record)
		}
		return res, back{record.ID}
	}
	res.pass(passed)
	return res, nil
}

// back is [ErrNothing] of a deletion that was named.
type back struct{ id string }

func (b back) Error() string { return b.id + " is undone already" }

func (back) Unwrap() error { return ErrNothing }

// pass notes deletions that an undo passed over, because what they did is not
// known until their stores can be read.
func (r *Result) pass(passed []*journal.Record) {
	for _, record := range passed {
		for i := range record.Stores {
			s := &record.Stores[i]
			open := strings.Count(s.Fates, string(rune(journal.Removing))) + strings.Count(s.Fates, string(rune(journal.Restoring)))
			r.skip(s.Store.Path, cookies.ReasonUnreadable, open, fmt.Sprintf("its store can't be read, so that the newer deletion %s was passed over: "+
				"when the store is mended, crumbs undo %s", record.ID, record.ID))
		}
	}
}

func unsettled(r *journal.Record) error {
	return fmt.Errorf("deletion %s is not settled, because its store can't be read, or its browser still runs: see crumbs stores", r.ID)
}

// toUndo picks the record of an ID, or the newest with something still gone. One
// whose store can't be read is passed over and given too: it must not hold up
// the others for good. One that a running browser does not let settle will be,
// and nobody who asks for the newest means an older one; nor does one whose head
// can't be read give way to an older one.
func (j *Jar) toUndo(id string) (r *journal.Record, passed []*journal.Record, err error) {
	if id != "" {
		r, err = j.journal.Get(id)
		return r, nil, err
	}
	records, err := j.journal.List()
	for _, r := range records { // those that can be read, whatever else is there
		switch {
		case r.Count(journal.Removed) > 0 && err != nil && j.unread(records, journal.TimeOf(r.ID)):
			return nil, nil, fmt.Errorf("which deletion is the newest is not known; one can be named: %w", err)
		case r.Count(journal.Removed) > 0:
			return r, passed, nil
		case r.State() == journal.Pending && slices.ContainsFunc(r.Stores, runs):
			return nil, nil, unsettled(r)
		case r.State() == journal.Pending:
			passed = append(passed, r)
		}
	}
	switch {
	case len(passed) > 0:
		return nil, nil, unsettled(passed[0])
	case err != nil:
		return nil, nil, err
	}
	return nil, nil, ErrNothing
}

// runs reports whether a running browser was asked to change a share and still
// uses its store.
func runs(s journal.Share) bool {
	return s.Live && inuse.Look(&s.Store).State == cookies.InUse
}

// unread reports whether a deletion that is not among those that could be read
// may be as new as that time: IDs tell the second, and of two in the same one not
// which came first. What has no time in its name is no deletion.
func (j *Jar) unread(records []*journal.Record, since time.Time) bool {
	ids, _ := j.journal.IDs()
	return slices.ContainsFunc(ids, func(id string) bool {
		at := journal.TimeOf(id)
		return !at.IsZero() && !at.Before(since) &&
			!slices.ContainsFunc(records, func(r *journal.Record) bool { return r.ID == id })
	})
}

// restore puts the rows at these places of one store's share back and notes
// what came of it. A store that can't be written is skipped, not an error.
func (j *Jar) restore(ctx context.Context, find finder, folder *scratch.Folder, record *journal.Record, i int, b journal.Batch, places []int, res *Result) error {
	refuse := func(c cookies.Condition) error {
		res.skip(b.Store.Path, c.State.Reason(), len(places), sentence(c))
		return nil
	}
	f, err := formatOf(b.Store)
	if err != nil {
		return refuse(conditionOf(err))
	}
	store := current(b.Store)
	if c := j.look([]*cookies.Store{store})[0]; !c.Writable {
		if c.State != cookies.InUse {
			return refuse(c)
		}
		browser, err := find(ctx, c)
		if browser == nil && err == nil {
			return refuse(c)
		}
		var asked *through
		if err == nil {
			asked, err = j.ask(ctx, browser, b.Store)
		}
		if err != nil {
			c.Advice = err.Error()
			return refuse(c)
		}
		s := &share{store: b.Store, format: f, rows: pick(b.Rows, places), index: places, asked: asked}
		return j.restoreThrough(ctx, folder, record, i, s, res)
	}
	held, err := inuse.Hold(store)
	if err != nil {
		return refuse(conditionOf(err))
	}
	defer held.Release()
	s := &share{store: store, format: f, rows: pick(b.Rows, places), index: places, held: held}
	// What can't be read could not be settled either: the entry stays as it was,
	// and is what the next undo is of. All of the store is checked, and no rows
	// but those that come back are kept: it may have a million.
	if _, err := f.Rows(ctx, store, folder, s.rows.Keys); err != nil {
		return refuse(conditionOf(err))
	}

	fates := map[int]journal.Fate{}
	for _, row := range places {
		fates[row] = journal.Restoring
	}
	if err := note(record, i, fates); err != nil {
		return err
	}
	w, err := f.Restore(ctx, s.store, folder, s.rows, s.held.Free)
	if err != nil {
		return undoFailed(record, i, s, folder, res, errors.Join(err, ctx.Err()))
	}
	res.wrote(s.store.Path, w, "")
	res.meet(s)
	for n, row := range places {
		switch w.Reasons[n] {
		case cookies.ReasonNone:
			fates[row] = journal.Restored
		case cookies.ReasonNewer:
			fates[row] = journal.Newer
		default:
			fates[row] = journal.Removed
		}
	}
	return note(record, i, fates)
}

// note writes down what became of some rows of a store's share.
func note(record *journal.Record, i int, fates map[int]journal.Fate) error {
	record.Set(i, func(row int, old journal.Fate) journal.Fate {
		if f, ok := fates[row]; ok {
			return f
		}
		return old
	})
	return record.Save()
}

// undoFailed tells and writes down what an undo did whose writing gave an error.
func undoFailed(record *journal.Record, i int, s *share, folder *scratch.Folder, res *Result, failure error) error {
	w, words := afterFailure(record, i, s, folder, journal.Restored, failure)
	res.wrote(s.store.Path, w, words)
	if words != "" {
		failure = nil // it is told in words
	}
	return errors.Join(failure, record.Save())
}

// current gives the store as it is reached today: Firefox's session has moved
// from one file to the other if the browser ended otherwise than before.
func current(s *cookies.Store) *cookies.Store {
	if s.Format != cookies.FirefoxSession {
		return s
	}
	now := *s
	now.Path = inuse.CurrentSession(s.Path)
	return &now
}
