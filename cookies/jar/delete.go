package jar

import (
	"context"
	"errors"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
	"crumbs/cookies/keep"
	"crumbs/cookies/scratch"
)

// Delete removes the cookies, all of one store in one transaction, and
// remembers them first. Stores that can't be written now are skipped and the
// others go on; cookies that are no longer the ones given are skipped too, and
// so are those on the keep list as it is now. An error is a fault beyond that
// (the keep list can't be read, the journal can't be written): nothing was
// deleted unless Result says so.
func (j *Jar) Delete(ctx context.Context, chosen []*cookies.Cookie) (Result, error) {
	return j.DeleteThrough(ctx, nil, chosen, false)
}

// DeleteForced is [Jar.Delete] for somebody who said that what is on the keep
// list may go too. A list that can't be read stops it all the same.
func (j *Jar) DeleteForced(ctx context.Context, chosen []*cookies.Cookie) (Result, error) {
	return j.DeleteThrough(ctx, nil, chosen, true)
}

// spare gives those of the chosen cookies that are not on the keep list as it
// is now, and notes the others. Its error is a list that can't be read: then
// nothing may be deleted. Every way of deleting goes through it.
func (j *Jar) spare(chosen []*cookies.Cookie, force bool, res *Result) ([]*cookies.Cookie, error) {
	list, err := keep.Read(j.opts.Keep)
	if err != nil || force {
		return chosen, err
	}
	var out []*cookies.Cookie
	for _, c := range chosen {
		if list.Keeps(c) {
			res.skip(c.Store.Path, cookies.ReasonKept, 1, wordsFor(cookies.ReasonKept))
		} else {
			out = append(out, c)
		}
	}
	return out, nil
}

// DeleteThrough is Delete, or with force [Jar.DeleteForced], but the stores that
// a running browser uses are not skipped: it is asked to delete their cookies
// itself. Nil is no browser.
func (j *Jar) DeleteThrough(ctx context.Context, b *devtools.Browser, chosen []*cookies.Cookie, force bool) (Result, error) {
	return j.remove(ctx, asking(b), chosen, force, false)
}

// remove is DeleteThrough; with together it deletes nothing if somebody is in
// the way of any of the stores.
func (j *Jar) remove(ctx context.Context, find finder, chosen []*cookies.Cookie, force, together bool) (res Result, err error) {
	defer j.logResult("deletion", time.Now(), &res, &err)
	waits := func() bool { return together && slices.ContainsFunc(res.Skipped, inTheWay) }
	chosen, err = j.spare(chosen, force, &res)
	if err != nil {
		return res, err
	}
	// All are looked at before the first is held: two stores of one profile
	// share its lock, and our own would look like anybody's. And before anything
	// of ours is made: where nothing may be written, that is the answer.
	lists, asked := j.writable(ctx, find, byStore(chosen), &res)
	if len(lists) == 0 || waits() {
		return res, ctx.Err()
	}
	folder, unlock, err := j.begin()
	if err != nil {
		return res, err
	}
	defer unlock()

	var shares []*share
	away := keptOut{}
	defer away.release()
	read, all := 0, 0
	for _, list := range lists {
		all += len(list)
	}
	for _, list := range lists {
		Tell(ctx, "reading what goes", read, all)
		read += len(list)
		s := gather(ctx, folder, list, asked[list[0].Store.Path], away, &res)
		if s != nil {
			shares = append(shares, s)
		}
	}
	if len(shares) == 0 || waits() || ctx.Err() != nil {
		return res, ctx.Err()
	}
	Tell(ctx, "writing the journal", 0, all)
	now := time.Now()
	record, err := j.journal.Begin(now, batches(shares), sitesOf(shares))
	if err != nil {
		return res, err
	}
	var faults []error
	for i, s := range shares {
		Tell(ctx, "deleting", res.Done, all)
		if ctx.Err() != nil {
			record.Set(i, func(int, journal.Fate) journal.Fate { return journal.Stayed })
			res.skip(s.store.Path, cookies.Locked.Reason(), s.rows.Len(), stopped)
			if err := record.Save(); err != nil {
				return res, err
			}
			continue
		}
		if s.asked != nil {
			if err := removeThrough(ctx, record, i, s, &res); err != nil {
				return res, err
			}
			continue
		}
		w, err := s.format.Remove(ctx, s.store, folder, s.rows, s.held.Free)
		words := ""
		if err != nil {
			if w, words = afterFailure(record, i, s, folder, journal.Removed, errors.Join(err, ctx.Err())); words == "" {
				faults = append(faults, err) // it was done, but not all that belongs to it
			}
		} else {
			record.Set(i, func(row int, _ journal.Fate) journal.Fate {
				if w.Reasons[row] == cookies.ReasonNone {
					return journal.Removed
				}
				return journal.Stayed
			})
		}
		res.wrote(s.store.Path, w, words)
		res.meet(s)
		if err := record.Save(); err != nil {
			return res, err
		}
	}
	if record.Deleted() == 0 {
		return res, j.journal.Forget(record.ID)
	}
	res.ID = record.ID
	// What can't be forgotten now is tried again at the next deletion; history
	// names an entry that can't be read.
	_ = j.journal.Expire(now)
	return res, errors.Join(faults...)
}

// writable gives the lists whose stores may be written, and notes why the
// others may not. Those that a running browser is to be asked about are among
// them, and in the second result.
func (j *Jar) writable(ctx context.Context, find finder, lists [][]*cookies.Cookie, res *Result) ([][]*cookies.Cookie, map[string]*through) {
	stores := make([]*cookies.Store, len(lists))
	for i, list := range lists {
		stores[i] = list[0].Store
	}
	var out [][]*cookies.Cookie
	asked := map[string]*through{}
	for i, c := range j.look(stores) {
		if c.State == cookies.InUse {
			b, err := find(ctx, c)
			if b != nil {
				var t *through
				if t, err = j.ask(ctx, b, stores[i]); err == nil {
					asked[stores[i].Path] = t
					out = append(out, lists[i])
					continue
				}
			}
			if err != nil {
				c.Advice = err.Error()
			}
		}
		if c.Writable {
			out = append(out, lists[i])
		} else {
			res.skip(stores[i].Path, c.State.Reason(), len(lists[i]), sentence(c))
		}
	}
	return out, asked
}

// gather keeps a store's browser out where that can be done, unless it is asked
// itself, and reads the raw rows of the cookies that are still the ones chosen.
// It gives nil and notes why if nothing of the store can go.
func gather(ctx context.Context, folder *scratch.Folder, chosen []*cookies.Cookie, asked *through, away keptOut, res *Result) *share {
	store := chosen[0].Store
	refuse := func(c cookies.Condition) *share {
		res.skip(store.Path, c.State.Reason(), len(chosen), sentence(c))
		return nil
	}
	f, err := formatOf(store)
	if err != nil {
		return refuse(conditionOf(err))
	}
	var held *inuse.Held
	if asked == nil {
		held, err = away.hold(store)
	}
	if err != nil {
		return refuse(conditionOf(err))
	}
	keys := make([]cookies.Key, len(chosen))
	created := make(map[cookies.Key]cookies.Moment, len(chosen))
	for i, c := range chosen {
		keys[i] = c.Key
		created[c.Key] = c.Created
	}
	rows, err := f.Rows(ctx, store, folder, keys)
	if err != nil {
		return refuse(conditionOf(err))
	}
	// Browsers keep the creation time when a site sets a cookie again, so a
	// row of another creation time is another cookie under the same key.
	now := f.Describe(rows, store)
	times := make(map[cookies.Key]int, rows.Len())
	for _, k := range rows.Keys {
		times[k]++
	}
	var same []int
	twice := map[cookies.Key]bool{}
	for i := range now {
		switch k := rows.Keys[i]; {
		case times[k] > 1:
			// No browser writes that, so none of the two can be put back as
			// itself: a store that lost its index, or a NULL that reads as "".
			twice[k] = true
		case now[i].Created == created[k]:
			same = append(same, i)
		}
	}
	res.skip(store.Path, cookies.ReasonUnreadable, len(twice), "its store holds more than one cookie of this very key")
	res.skip(store.Path, cookies.ReasonChanged, len(created)-len(twice)-len(same), wordsFor(cookies.ReasonChanged))
	if len(same) == 0 {
		return nil
	}
	return &share{store: store, format: f, rows: pick(rows, same), index: upTo(len(same)), asked: asked, held: held}
}

// afterFailure finds out what a failed write left, by looking at the store: a
// transaction happens whole or not at all, but the error may have come after
// it. What the store does not tell stays pending, and the next start settles it.
// It gives what came of each row and why the others were passed over, "" if all
// was done.
func afterFailure(record *journal.Record, i int, s *share, folder *scratch.Folder, done journal.Fate, failure error) (cookies.Written, string) {
	c := conditionOf(failure)
	w := cookies.Written{Reasons: make([]cookies.Reason, s.rows.Len())}
	// The caller's context may be what ended the write: look all the same.
	reason, words := c.State.Reason(), sentence(c)
	if now, err := s.format.Rows(context.Background(), s.store, folder, nil); err == nil {
		record.Settle(i, now, false)
	} else {
		reason = cookies.ReasonUnreadable
		words = "what became of it is not known until its store can be read again (" + words + ")"
	}
	passed := 0
	for n, row := range s.index {
		if record.Stores[i].Fate(row) != done {
			w.Reasons[n] = reason
			passed++
		}
	}
	if passed == 0 {
		words = ""
	}
	return w, words
}

// byStore splits cookies by their store, in the order in which stores occur.
func byStore(list []*cookies.Cookie) [][]*cookies.Cookie {
	var out [][]*cookies.Cookie
	at := map[string]int{}
	seen := map[cookies.ID]bool{}
	for _, c := range list {
		if seen[c.ID()] {
			continue
		}
		seen[c.ID()] = true
		i, ok := at[c.Store.Path]
		if !ok {
			i = len(out)
			at[c.Store.Path] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], c)
	}
	return out
}
