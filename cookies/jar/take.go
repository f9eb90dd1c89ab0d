package jar

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
	"crumbs/cookies/journal"
	"crumbs/cookies/keep"
	"crumbs/cookies/scratch"
)

// importer is a format that cookies can be put into.
type importer interface {
	format
	// Compose makes rows of items for the store as it is now.
	Compose(ctx context.Context, s *cookies.Store, f *scratch.Folder, items []cookies.Item, now time.Time) (cookies.Composed, error)
	// Add puts new rows in, in one transaction. It asks free once more when it
	// holds the store, and looks at what it wrote in a copy in f. After an error nothing is known: look at the store.
	Add(ctx context.Context, s *cookies.Store, f *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error)
	// Touched gives the columns that a browser changes when it only uses a cookie.
	Touched() []string
}

func importerOf(s *cookies.Store) (importer, error) {
	f, err := formatOf(s)
	if err != nil {
		return nil, err
	}
	if i, ok := f.(importer); ok {
		return i, nil
	}
	return nil, fmt.Errorf("%s: crumbs puts no cookies into %s stores", cookies.Visible(s.Path), s.Format)
}

// Importable reports whether cookies can be put into stores of this format.
func Importable(s *cookies.Store) bool {
	_, err := importerOf(s)
	return err == nil
}

// Compose says what [Jar.Import] would put into a store now. Nothing is written.
// Errors of the store are [*cookies.Problem].
func (j *Jar) Compose(ctx context.Context, s *cookies.Store, items []cookies.Item) (cookies.Composed, error) {
	f, err := importerOf(s)
	if err != nil {
		return cookies.Composed{}, err
	}
	folder, err := j.folder()
	if err != nil {
		return cookies.Composed{}, err
	}
	return f.Compose(ctx, s, folder, items, time.Now())
}

// Import puts items into a store in one transaction, and remembers that first,
// so that [Jar.Undo] takes out again what it put in and nobody has changed since.
// A cookie that the store has already stays as it is, and is skipped as newer;
// one that the store can't hold is skipped as unreadable. A store that can't be
// written now is skipped as a whole. An error is a fault beyond that.
func (j *Jar) Import(ctx context.Context, s *cookies.Store, items []cookies.Item) (Result, error) {
	res := Result{Import: true}
	refuse := func(c cookies.Condition) (Result, error) {
		res.skip(s.Path, c.State.Reason(), len(items), sentence(c))
		return res, nil
	}
	f, err := importerOf(s)
	if err != nil {
		return res, err
	}
	if c := inuse.Look(s); !c.Writable {
		return refuse(c)
	}
	folder, unlock, err := j.begin()
	if err != nil {
		return res, err
	}
	defer unlock()
	held, err := inuse.Hold(s)
	if err != nil {
		return refuse(conditionOf(err))
	}
	defer held.Release()
	now := time.Now()
	made, err := f.Compose(ctx, s, folder, items, now)
	if err != nil {
		return refuse(conditionOf(err))
	}
	res.skip(s.Path, cookies.ReasonNewer, made.There, "it is there already, and stays as it is")
	res.skip(s.Path, cookies.ReasonUnreadable, len(made.Refused), "each is named above")
	if made.Rows.Len() == 0 {
		return res, nil
	}
	sh := &share{store: s, format: f, rows: made.Rows, index: upTo(made.Rows.Len()), held: held}
	record, err := j.journal.BeginImport(now, journal.Batch{Store: s, Rows: made.Rows}, sitesOf([]*share{sh}))
	if err != nil {
		return res, err
	}
	w, fault := f.Add(ctx, s, folder, made.Rows, held.Free)
	words := ""
	if fault != nil {
		if w, words = afterFailure(record, 0, sh, folder, journal.Removed, fault); words != "" {
			fault = nil // it is told in words
		}
	} else {
		record.Set(0, func(row int, _ journal.Fate) journal.Fate {
			if w.Reasons[row] == cookies.ReasonNone {
				return journal.Removed
			}
			return journal.Stayed
		})
	}
	res.wrote(s.Path, w, words)
	if err := record.Save(); err != nil {
		return res, err
	}
	if record.Deleted() == 0 {
		return res, errors.Join(fault, j.journal.Forget(record.ID))
	}
	res.ID = record.ID
	_ = j.journal.Expire(now) // what can't be forgotten now is tried again
	return res, fault
}

// spareImported gives those of the rows at these places of an import that are
// not on the keep list, and notes the others: to take a cookie out is to delete it.
func (j *Jar) spareImported(b journal.Batch, places []int, res *Result) ([]int, error) {
	list, err := keep.Read(j.opts.Keep)
	if err != nil {
		return nil, err
	}
	f, err := formatOf(b.Store)
	if err != nil {
		return nil, err
	}
	var out []int
	put := f.Describe(pick(b.Rows, places), b.Store)
	for n, row := range places {
		if list.Keeps(&put[n]) {
			res.skip(b.Store.Path, cookies.ReasonKept, 1, wordsFor(cookies.ReasonKept))
		} else {
			out = append(out, row)
		}
	}
	return out, nil
}

// takeOut takes the rows at these places of an import out again, as far as they
// are what was put in: that the browser has used them since changes nothing.
func takeOut(ctx context.Context, folder *scratch.Folder, record *journal.Record, i int, b journal.Batch, places []int, res *Result) error {
	refuse := func(c cookies.Condition) error {
		res.skip(b.Store.Path, c.State.Reason(), len(places), sentence(c))
		return nil
	}
	f, err := importerOf(b.Store)
	if err != nil {
		return refuse(conditionOf(err))
	}
	if c := inuse.Look(b.Store); !c.Writable {
		return refuse(c)
	}
	held, err := inuse.Hold(b.Store)
	if err != nil {
		return refuse(conditionOf(err))
	}
	defer held.Release()
	keys := make([]cookies.Key, len(places))
	for n, row := range places {
		keys[n] = b.Rows.Keys[row]
	}
	now, err := f.Rows(ctx, b.Store, folder, keys)
	if err != nil {
		return refuse(conditionOf(err))
	}
	fates := map[int]journal.Fate{}
	s := &share{store: b.Store, format: f, held: held}
	found := make(map[cookies.Key]int, now.Len())
	for at, k := range now.Keys {
		found[k] = at
	}
	var same []int
	for _, row := range places {
		switch at, ok := found[b.Rows.Keys[row]]; {
		case !ok:
			fates[row] = journal.Restored
			res.skip(b.Store.Path, cookies.ReasonChanged, 1, "it is no longer there")
		case !unchanged(b.Rows, row, now, at, f.Touched()):
			fates[row] = journal.Newer
			res.skip(b.Store.Path, cookies.ReasonNewer, 1, "its site has set it again since it was imported, and the newer one stays")
		default:
			fates[row] = journal.Restoring
			s.index, same = append(s.index, row), append(same, at)
		}
	}
	if err := note(record, i, fates); err != nil || len(same) == 0 {
		return err
	}
	s.rows = pick(now, same)
	w, err := f.Remove(ctx, s.store, folder, s.rows, held.Free)
	if err != nil {
		return undoFailed(record, i, s, folder, res, err)
	}
	res.wrote(s.store.Path, w, "")
	for n, row := range s.index {
		if fates[row] = journal.Restored; w.Reasons[n] != cookies.ReasonNone {
			fates[row] = journal.Newer
		}
	}
	return note(record, i, fates)
}

// unchanged reports whether a row that was put in is still as it was, but for
// its number and the columns that using it touches.
func unchanged(put cookies.Rows, i int, now cookies.Rows, at int, touched []string) bool {
	for n, column := range put.Columns {
		if slices.Contains(touched, column) {
			continue
		}
		if m := slices.Index(now.Columns, column); m < 0 || !put.Cells[i][n].Equal(now.Cells[at][m]) {
			return false
		}
	}
	return true
}
