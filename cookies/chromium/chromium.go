// Package chromium reads and writes the cookie store of Chromium and of the
// browsers made from it: an SQLite database with a table cookies. Values stay as
// they lie there, encrypted.
//
// What is said here of schemas and their changes is from Chromium's
// net/extras/sqlite/sqlite_persistent_cookie_store.cc and from stores that
// Chromium 156 made.
package chromium

import (
	"context"
	"fmt"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite"
)

// Format is Chromium's store format.
type Format struct{}

// Read reads the store's cookies without their values from a private copy in f
// and hands them to add in parts. The slice is used again: add must copy what
// it keeps. Errors of the store are [*cookies.Problem]; cookies that were
// handed over before an error may be fewer than there are.
func (Format) Read(ctx context.Context, s *cookies.Store, f *scratch.Folder, add func([]cookies.Cookie)) (err error) {
	c, err := sqlite.Snapshot(ctx, f, s.Path)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	t, version, err := shape(c.DB)
	if err != nil {
		return err
	}
	query, places := selection(t)
	d := newDecoder(s, version)
	return c.Read(t, query, func(r sqlite.Source) cookies.Cookie { return d.cookie(view{r, places}) }, add)
}

// Rows reads the raw rows of these keys, as far as they are there, from a
// private copy in f; of all keys for nil. It is for before a write, so the copy
// is checked in full. Errors of the store are [*cookies.Problem].
func (Format) Rows(ctx context.Context, s *cookies.Store, f *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	c, err := sqlite.Snapshot(ctx, f, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	if err := c.Check(); err != nil {
		return cookies.Rows{}, err
	}
	t, version, err := shape(c.DB)
	if err != nil {
		return cookies.Rows{}, err
	}
	wanted := make(map[cookies.Key]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	places := find(t.Columns)
	d := newDecoder(s, version)
	return c.Rows(t, version, func(r sqlite.Source) (cookies.Key, bool) {
		k := d.key(view{r, places})
		return k, keys == nil || wanted[k]
	})
}

// Remove deletes rows from the store in one transaction; free is asked once
// more when the store is locked. Rows that are no longer as they were are
// skipped as changed. After an error nothing is known.
func (Format) Remove(ctx context.Context, s *cookies.Store, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return sqlite.Remove(ctx, s.Path, shape, rows, free)
}

// Restore puts rows back in one transaction, with their rowids where those are
// free. One whose key is there again is skipped as newer; one that does not fit
// into the store's schema of today as unreadable. After an error nothing is
// known.
func (Format) Restore(ctx context.Context, s *cookies.Store, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return sqlite.Restore(ctx, s.Path, shape, convert, rows, free)
}

// Describe decodes raw rows as Read decodes the store, values left alone.
func (Format) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	places := find(rows.Columns)
	d := newDecoder(s, rows.Schema)
	out := make([]cookies.Cookie, rows.Len())
	for i, cells := range rows.Cells {
		if len(cells) != len(rows.Columns) {
			out[i] = cookies.Cookie{Key: rows.Keys[i], Store: s, Size: -1} // nobody wrote such a row
			continue
		}
		v := view{sqlite.Cells(cells), places}
		out[i] = d.cookie(v)
		out[i].Size = size(v)
	}
	return out
}

// shape finds the table of cookies and the version of its schema, 0 where the
// store does not tell.
func shape(d *sqlite.DB) (sqlite.Table, int, error) {
	t, err := d.Table("cookies", "rowid", keyColumns()...)
	if err != nil {
		return t, 0, err
	}
	t.Secret = []string{"value", "encrypted_value"}
	for i, at := range find(t.Columns) {
		if c := columns()[i]; at < 0 && c.needed {
			return t, 0, d.Damaged(fmt.Sprintf("its table has no column %s", c.name))
		}
	}
	if _, found, err := d.Number(`SELECT 1 FROM sqlite_schema WHERE name = 'meta' AND type = 'table'`); err != nil || !found {
		return t, 0, err
	}
	version, _, err := d.Number(`SELECT value FROM meta WHERE key = 'version'`)
	return t, int(version), err
}

// Salvage reads what can be read of the rows of a damaged store.
func (Format) Salvage(ctx context.Context, s *cookies.Store, f *scratch.Folder) (cookies.Rows, error) {
	c, err := sqlite.Wreck(ctx, f, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	t, version, err := shape(c.DB)
	if err != nil {
		return cookies.Rows{}, err
	}
	places, d := find(t.Columns), newDecoder(s, version)
	return c.Salvage(ctx, t, version, func(r sqlite.Source) (cookies.Key, bool) {
		k := d.key(view{r, places})
		return k, k.Host != ""
	}), ctx.Err()
}
