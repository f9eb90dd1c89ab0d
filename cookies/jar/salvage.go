package jar

import (
	"context"
	"fmt"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// salvager is a format of which a damaged store can be read in part.
type salvager interface {
	Salvage(ctx context.Context, s *cookies.Store, f *scratch.Folder) (cookies.Rows, error)
}

// wreck is what was salvaged of a damaged store.
type wreck struct {
	mark Mark // of its files, before they were read
	rows cookies.Rows
}

// Salvage gives the cookies that can still be read of a damaged store. Nothing
// tells how many are missing. [Jar.Values] opens their values from then on, until
// the store's files are others.
func (j *Jar) Salvage(ctx context.Context, s *cookies.Store) ([]cookies.Cookie, error) {
	f, err := formatOf(s)
	if err != nil {
		return nil, err
	}
	from, ok := f.(salvager)
	if !ok {
		return nil, fmt.Errorf("%s: crumbs reads nothing of damaged %s stores", cookies.Visible(s.Path), s.Format)
	}
	folder, err := j.folder()
	if err != nil {
		return nil, err
	}
	mark := markOf(s.Path)
	rows, err := from.Salvage(ctx, s, folder)
	if err != nil {
		return nil, err
	}
	j.wrecks.Store(s.Path, wreck{mark, rows})
	list := f.Describe(rows, s)
	cookies.Survey(list)
	return list, nil
}

// rowsOf gives the raw rows of keys for their values: of a store that was
// salvaged, those that were read then.
func (j *Jar) rowsOf(ctx context.Context, f format, s *cookies.Store, folder *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	if v, ok := j.wrecks.Load(s.Path); ok {
		if w, ok := v.(wreck); ok && w.mark == markOf(s.Path) {
			return w.rows, nil
		}
		j.wrecks.Delete(s.Path) // it is another store now, most likely mended
	}
	if v, ok := f.(valued); ok {
		return v.Values(ctx, s, folder, keys)
	}
	return f.Rows(ctx, s, folder, keys)
}

// valued is a format that can read what values need alone.
type valued interface {
	// Values gives the rows of the keys that are there without the columns that
	// values do not need.
	Values(ctx context.Context, s *cookies.Store, f *scratch.Folder, keys []cookies.Key) (cookies.Rows, error)
}
