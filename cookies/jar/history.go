package jar

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
	"crumbs/cookies/scratch"
)

// Settle finds out how deletions ended that a crash left pending, by looking at
// their stores, and forgets what was to be forgotten when it came. It is for the start of a program; without such deletions it
// costs a look at the journal. One whose store can't be read stays pending.
func (j *Jar) Settle(ctx context.Context) error {
	scratch.Sweep() // what killed programs left of their copies
	records, _ := j.journal.List()
	pending := false
	for _, r := range records {
		pending = pending || r.Open()
	}
	if !pending && !j.journal.HalfForgotten() {
		return nil
	}
	folder, unlock, err := j.begin()
	if err != nil {
		return err
	}
	defer unlock()
	return errors.Join(j.settle(ctx, folder), j.journal.Sweep())
}

// settle is Settle with the journal's lock held.
func (j *Jar) settle(ctx context.Context, folder *scratch.Folder) error {
	records, _ := j.journal.List() // History names those that can't be read; they hold up no other
	var bad []error
	for _, r := range records {
		if !r.Open() {
			continue
		}
		for i := range r.Stores {
			store, _ := j.whereabouts(ctx, &r.Stores[i].Store)
			if store == nil {
				continue // as for one that can't be read
			}
			f, err := formatOf(store)
			if err != nil {
				bad = append(bad, err)
				continue
			}
			// A browser that runs may not have written yet what it was asked for.
			runs := r.Stores[i].Live && inuse.Look(store).State == cookies.InUse
			now, err := f.Rows(ctx, store, folder, nil)
			if err != nil {
				continue // its state is shown with the store, and the entry says pending
			}
			if r.Settle(i, now, runs) && !runs {
				tidy(ctx, store, folder, f)
			}
		}
		if r.State() != journal.Pending && r.Deleted() == 0 {
			bad = append(bad, j.journal.Forget(r.ID))
			continue
		}
		bad = append(bad, r.Save())
	}
	return errors.Join(bad...)
}

// tidy finishes what belongs to a write beside its rows: the log that holds old
// content is written back. It is not for a store that is in use, whose browser
// does the same; and where it fails, the browser does it later.
func tidy(ctx context.Context, s *cookies.Store, folder *scratch.Folder, f format) {
	if !inuse.Look(s).Writable {
		return
	}
	held, err := inuse.Hold(s)
	if err != nil {
		return
	}
	defer held.Release()
	_, _ = f.Remove(ctx, s, folder, cookies.Rows{}, held.Free)
}

// History gives the deletions that are remembered, the newest first. It needs
// no key. Entries that can't be read are in the error, beside the others.
func (j *Jar) History(ctx context.Context) ([]Entry, error) {
	records, err := j.journal.List()
	out := []Entry{}
	for _, r := range records {
		e := Entry{
			ID: r.ID, Time: r.Time, State: r.State(), Sites: r.Sites,
			Deleted: r.Deleted(), Restored: r.Back(),
		}
		if r.Import {
			e.Deleted, e.Imported = 0, e.Deleted
		}
		for _, s := range r.Stores {
			e.Stores = append(e.Stores, s.Store.Path)
		}
		out = append(out, e)
	}
	return out, errors.Join(err, ctx.Err())
}

// Deleted gives the cookies that a deletion took, without values; those that
// were put back since are among them. The error wraps [ErrNoEntry] for an ID
// that the journal does not hold.
func (j *Jar) Deleted(ctx context.Context, id string) ([]cookies.Cookie, error) {
	out, _, err := j.Took(ctx, id)
	return out, err
}

// Took is [Jar.Deleted] with what became of each cookie since, in the same order:
// "back", "newer" where its site had set it again, or "".
func (j *Jar) Took(ctx context.Context, id string) ([]cookies.Cookie, []string, error) {
	out, since := []cookies.Cookie{}, []string{}
	words := map[journal.Fate]string{journal.Restored: "back", journal.Told: "back", journal.Newer: "newer"}
	err := j.deleted(id, func(f format, s *cookies.Store, rows cookies.Rows, fates []journal.Fate) error {
		out = append(out, f.Describe(rows, s)...)
		for _, fate := range fates {
			since = append(since, words[fate])
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	return out, since, nil
}

// DeletedValues is [Jar.Deleted] with the values opened, in the same order. An
// encrypted value opens as long as its browser's key is there, whatever became
// of the store.
func (j *Jar) DeletedValues(ctx context.Context, id string) ([]cookies.Cookie, []Value, error) {
	folder, err := j.folder()
	if err != nil {
		return nil, nil, err
	}
	var out []cookies.Cookie
	var vs []Value
	err = j.deleted(id, func(f format, s *cookies.Store, rows cookies.Rows, _ []journal.Fate) error {
		at := s
		if now, _ := j.whereabouts(ctx, s); now != nil {
			at = now // whose keys are where its profile is
		}
		out = append(out, f.Describe(rows, s)...)
		vs = append(vs, j.valuesOf(ctx, at, folder, rows)...)
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	return out, vs, nil
}

// deleted hands over the rows that a deletion took, store by store.
func (j *Jar) deleted(id string, each func(format, *cookies.Store, cookies.Rows, []journal.Fate) error) error {
	record, err := j.journal.Get(id)
	if err != nil {
		return err
	}
	written, err := j.journal.Rows(id)
	if err != nil {
		return err
	}
	for i, b := range written {
		f, err := formatOf(b.Store)
		if err != nil {
			return err
		}
		if i >= len(record.Stores) || b.Rows.Len() != len(record.Stores[i].Fates) {
			return fmt.Errorf("deletion %s: its body and its head differ", id)
		}
		var went []int
		var fates []journal.Fate
		for row := range b.Rows.Keys {
			if fate := record.Stores[i].Fate(row); fate != journal.Stayed {
				went, fates = append(went, row), append(fates, fate)
			}
		}
		if err := each(f, b.Store, pick(b.Rows, went), fates); err != nil {
			return err
		}
	}
	return nil
}

// Purge forgets a deletion, or all of them if id is "", so that nothing of it
// can be undone any more, and gives how many were forgotten. A pending one is
// forgotten with the others, and so is one that can't be read.
func (j *Jar) Purge(ctx context.Context, id string) (int, error) {
	unlock, err := j.journal.Lock()
	if err != nil {
		return 0, err
	}
	defer unlock()
	ids, err := j.journal.IDs()
	if err != nil {
		return 0, err
	}
	if id != "" {
		if !slices.Contains(ids, id) {
			return 0, fmt.Errorf("%q: %w", cookies.Visible(id), ErrNoEntry)
		}
		ids = []string{id}
	}
	var bad []error
	n := 0
	for _, id := range ids {
		if err := j.journal.Forget(id); err != nil {
			bad = append(bad, err)
			continue
		}
		n++
	}
	bad = append(bad, j.journal.Sweep())
	return n, errors.Join(append(bad, ctx.Err())...)
}
